"""A new book is written where nothing stands, and only there; that it works is tested with the wheel."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
import yaml

from proofpress.cli import main

VERSION = metadata.version("proofpress")


@pytest.mark.parametrize(
    ("folder", "title"),
    [("my-book", "My book"), ("a_b c", "A b c"), ("été: 'x' #1", "Été x 1"), ("12", "12"), ("--", "A book")],
)
def test_the_title_is_the_folder_s_name_in_words(tmp_path: Path, folder: str, title: str) -> None:
    assert main(["new", str(tmp_path / folder)]) == 0
    config = yaml.safe_load((tmp_path / folder / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["site_name"] == title
    assert (tmp_path / folder / "docs/index.md").read_text(encoding="utf-8").startswith(f"# {title}\n")
    assert f"proofpress=={VERSION}\n" in (tmp_path / folder / "requirements.txt").read_text(encoding="utf-8")


def test_an_empty_folder_will_do_and_what_to_type_next_is_said(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["new", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith(f"now type: cd {tmp_path} && mkdocs serve\n")


@pytest.mark.parametrize("name", ["there", "there/file"])
def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture, name: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/file").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path / name)]) == 2
    assert (
        capsys.readouterr().err
        == f"proofpress: {tmp_path / name} is there and is no empty folder; name one that is not there yet\n"
    )
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["file"]


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"proofpress {VERSION}\n"


def test_help_names_every_command_and_the_way_of_a_first_book(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert "proofpress new my-book" in said
    assert said.index("proofpress new") < said.index("mkdocs serve") < said.index("proofpress check ")
