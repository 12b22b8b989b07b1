"""A site holds the proofs of its chains, the same bytes every time, and they replay where the press is not known."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from ..served import copy, run

GROWTH = """\
# A square in an exponent

```derivation
growth: The derivative of a square in an exponent
given 1 <= n <= N  -- any point
  d(exp(x[n]^2), x[n])
= 2*x[n]*exp(x[n]*x[n])  -- the chain rule
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The small book with a page on which a chain stands as text, built."""
    root = copy(tmp_path_factory.mktemp("proofs") / "book")
    (root / "docs/growth.md").write_text(GROWTH, "utf-8")
    build(root)
    return root


def build(root) -> None:
    built = run(root, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout


def tree(folder) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verified(root, *folder) -> list:
    """The exit code of `proofpress verify`, and the lines that it says."""
    ended = run(root, "proofpress", "verify", *map(os.fspath, folder))
    return [ended.returncode, *ended.stdout.splitlines()]


def lines(site) -> dict[tuple[str, int], dict]:
    checks = json.loads((site / "checks.json").read_text("utf-8"))
    return {(d["slug"], line["number"]): line for d in checks["derivations"] for line in d["lines"]}


def test_a_chain_that_is_text_has_its_proofs_in_the_site_and_one_of_python_says_that_it_has_none(book):
    site = book / "site"
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
    build(book)
    assert tree(site) == before


def test_a_site_that_was_tampered_with_is_named_by_line(book, tmp_path):
    site = shutil.copytree(book / "site", tmp_path / "site")
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
