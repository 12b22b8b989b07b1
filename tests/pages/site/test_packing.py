"""The packed prover: the same bytes from the same files, made once, and nothing half made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.checker import pack
from proofpress.pages.site import packing

FILES = {
    "room/__init__.py": b'"""A room."""\n',
    "room/one.py": b"def one():\n    '''One.'''\n    return 1\n",
    "room/two.json": "{}",
}


def test_an_archive_depends_on_its_files_alone() -> None:
    assert pack.pack(FILES) == pack.pack(dict(reversed(FILES.items())))
    assert pack.pack(FILES) != pack.pack({**FILES, "room/two.json": "[]"})


def test_modules_are_imported_from_it_without_their_words(tmp_path: Path) -> None:
    (tmp_path / "packed.zip").write_bytes(pack.pack(FILES))
    program = "from room.one import one; import room; print(one(), one.__doc__, room.__doc__)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(tmp_path / "packed.zip")},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["1", "None", "None"], done.stderr


def test_what_is_kept_is_made_once(tmp_path: Path) -> None:
    made = list[int]()

    def make() -> dict[str, bytes]:
        made.append(1)
        return {"one": b"1"}

    first = packing.kept(tmp_path, ["a"], make)
    assert packing.kept(tmp_path, ["a"], make) == first
    assert packing.kept(tmp_path, ["b"], make) != first
    assert (len(made), (first / "one").read_bytes()) == (2, b"1")


def test_what_could_not_be_made_is_made_anew(tmp_path: Path) -> None:
    def broken() -> dict[str, bytes]:
        raise packing.CheckerMissing("no node")

    with pytest.raises(packing.CheckerMissing):
        packing.kept(tmp_path, ["a"], broken)
    assert packing.kept(tmp_path, ["a"], lambda: {"one": b"1"}).joinpath("one").exists()


def test_a_folder_without_pyodide_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "ROOM", tmp_path)
    with pytest.raises(packing.CheckerMissing, match=r"no node_modules/pyodide in .* run `npm ci`"):
        packing._pyodide(tmp_path)
