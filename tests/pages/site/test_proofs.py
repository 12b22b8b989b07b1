"""A site holds the proofs of its chains, the same bytes every time, and they replay where the press is not known."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from ..book.test_chains_on_pages import GROWTH, PAGE
from ..served import run
from .test_hook import MKDOCS, build, tree


@pytest.fixture
def site(book):
    book.write("mkdocs.yml", book.read("mkdocs.yml") + MKDOCS)
    book.write("docs/own.css", "b { color: teal }")
    book.write(PAGE, GROWTH)
    built = build(book)
    assert built.returncode == 0, built.said
    yield book.root / "site"
    shutil.rmtree(book.root / "site", ignore_errors=True)


def verified(book, *folder) -> list:
    """The exit code of `proofpress verify`, and the lines that it says."""
    ended = run(book.root, "proofpress", "verify", *map(os.fspath, folder))
    return [ended.returncode, *ended.stdout.splitlines()]


def lines(site) -> dict[tuple[str, int], dict]:
    checks = json.loads((site / "checks.json").read_text("utf-8"))
    return {(d["slug"], line["number"]): line for d in checks["derivations"] for line in d["lines"]}


def test_a_chain_that_is_text_has_its_proofs_in_the_site_and_one_of_python_says_that_it_has_none(book, site):
    found = lines(site)
    line = found["growth", 2]
    assert (line["replayed"], line["statement"]["given"]) == (True, ["(1 <= n)", "(n <= N)"])
    assert line["rules"]["slope_exp"] == 1
    other = found["loss-gradient", 2]
    assert (other["strength"], other["replayed"], other["statement"], other["rules"]) == ("every size", False, None, {})
    assert [path.name for path in (site / "proofs").iterdir()] == ["growth.json"]

    proofs = (site / "proofs/growth.json").read_text("utf-8")
    assert list(json.loads(proofs)) == ["2"]
    assert ": " not in proofs  # no byte that says nothing

    code, *said = verified(book)
    assert code == 0
    assert said[0].startswith("1 of 1 lines replayed, ")
    assert said[0].endswith("; 3 more are called proved, and have no proof here")

    before = tree(site)
    assert build(book).returncode == 0
    assert tree(site) == before


def test_a_site_that_was_tampered_with_is_named_by_line(book, site):
    checks = json.loads((site / "checks.json").read_text("utf-8"))
    text = json.dumps(checks).replace("(2 * x[n] * exp((x[n] * x[n])))", "(3 * x[n] * exp((x[n] * x[n])))")
    assert text != json.dumps(checks)
    (site / "checks.json").write_text(text, "utf-8")
    code, said, *_ = verified(book, site / "proofs")
    assert code == 1
    assert said.startswith("growth 2: proves (")


def test_a_folder_that_is_no_site_ends_in_one_line(book):
    said = "nowhere: checks.json is missing; build the site, or name its folder of proofs"
    assert verified(book, "nowhere/proofs") == [1, said]
