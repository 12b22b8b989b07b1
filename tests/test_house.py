"""The house is drawn as its imports are: who imports whom, floor upon floor, and no arrow that another way implies."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import pytest

from proofpress.house import House, Rooms, circle, floors, imports, needed, picture

FILES = {
    "__init__.py": "from .kitchen import cook\n",
    "cellar.py": '"""What is kept."""\n\nimport os\n',
    "kitchen/__init__.py": '"""Where things are made.\n\nWith fire.\n"""\n',
    "kitchen/cook.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..attic import Roof\n"
    "import json\n\n\n"
    "def cook():\n    from ..cellar import wine\n    from . import pots\n",
    "kitchen/pots.py": "import json\n",
    "attic.py": '"""The top."""\nimport manor.kitchen.cook\nfrom manor import cellar\n',
}


@pytest.fixture
def manor(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / "manor" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "manor" / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield House(("manor",))
    sys.modules.pop("manor", None)


def test_every_import_is_an_arrow_but_those_for_the_type_checker(manor):
    assert manor.arrows == {
        "manor": {"manor.kitchen.cook"},
        "manor.attic": {"manor.kitchen.cook", "manor.cellar"},
        "manor.cellar": set(),
        "manor.kitchen": set(),
        "manor.kitchen.cook": {"manor.cellar", "manor.kitchen.pots"},
        "manor.kitchen.pots": set(),
    }


def test_rooms_are_folders_and_single_modules(manor):
    assert manor.rooms == {
        "manor.attic": {"manor.kitchen", "manor.cellar"},
        "manor.cellar": set(),
        "manor.kitchen": {"manor.cellar"},
    }
    assert floors(manor.rooms) == [["manor.cellar"], ["manor.kitchen"], ["manor.attic"]]
    assert set(needed(manor.rooms)) == {("manor.attic", "manor.kitchen"), ("manor.kitchen", "manor.cellar")}


def test_the_picture_has_a_box_for_each_room_and_the_needed_arrows(manor):
    svg = ElementTree.fromstring(manor._repr_svg_())
    tags = [element.tag.rpartition("}")[2] for element in svg.iter()]
    assert [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")] == ["attic", "kitchen", "cellar"]
    assert tags.count("rect") == 3
    assert tags.count("path") == 2 + 1  # and the tip of an arrow


def test_the_table_says_what_each_room_says_of_itself(manor):
    table = Rooms(manor)._repr_html_()
    assert "<td><code>manor.kitchen</code></td><td>10</td><td>Where things are made.</td>" in table


def test_rooms_that_import_each_other_share_a_floor_and_their_circle_is_found():
    graph = {"a": {"b"}, "b": {"a", "c"}, "c": set()}
    assert floors(graph) == [["c"], ["a", "b"]]
    assert circle(graph) in (["a", "b", "a"], ["b", "a", "b"])
    drawn = picture(graph, {name: name for name in graph})
    assert len(re.findall(r'd="M\d+ \d+H', drawn)) == 2  # from side to side, each way


@pytest.mark.usefixtures("manor")
def test_an_import_is_named_with_its_line(tmp_path):
    assert sorted(imports("manor.kitchen.cook", tmp_path / "manor/kitchen/cook.py")) == [
        (1, "typing.TYPE_CHECKING"),
        (4, "json"),
        (8, "manor.cellar.wine"),
        (9, "manor.kitchen.pots"),
    ]


@pytest.mark.parametrize("name", ["nowhere_at_all", "ast"])
def test_what_is_no_package_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} is no package that can be imported here; install it or correct"):
        House((name,))
