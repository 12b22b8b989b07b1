"""The proofs of the site are replayed as any reader would, and are small."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from ..unreplayed import NOT_REPLAYED

pytestmark = pytest.mark.opens("proofs/", "checks.json")


@pytest.fixture(scope="module")
def checks(site: Path) -> dict:
    return json.loads((site / "checks.json").read_text("utf-8"))


def test_every_proof_is_replayed_and_what_it_rests_on_is_said(site: Path, checks: dict) -> None:
    run = subprocess.run(["proofpress", "verify", site / "proofs"], capture_output=True, text=True, check=False)
    replayed = checks["totals"]["replayed"]
    said = [line for line in run.stdout.splitlines() if not line.startswith("…")]
    assert (run.returncode, run.stderr) == (0, "")
    rest = f"; {len(NOT_REPLAYED)} more are called proved, and have no proof here" if NOT_REPLAYED else ""
    assert re.fullmatch(rf"{replayed} of {replayed} lines replayed, \d+ steps{rest}", said[0])
    assert " sum_delta: one term is not 0" in run.stdout


def test_every_line_that_is_called_proved_has_a_statement_and_but_for_those_named_a_proof(checks: dict) -> None:
    lines = {(d["slug"], line["number"]): line for d in checks["derivations"] for line in d["lines"]}
    proved = {name: line for name, line in lines.items() if line["strength"] in ("every size", "one size")}
    assert len(proved) > 400
    assert all(line["statement"] for line in proved.values())
    assert {name for name, line in proved.items() if not (line["replayed"] and line["rules"])} == NOT_REPLAYED.keys()


def test_a_proof_of_another_statement_fails(site: Path, checks: dict, tmp_path: Path) -> None:
    """The statement is that of the site, never the proof's own."""
    (tmp_path / "proofs").symlink_to(site / "proofs")
    derivation = next(d for d in checks["derivations"] if d["slug"] == "nll-gradient")
    third = next(line for line in derivation["lines"] if line["number"] == 3)
    third["statement"]["claim"] = third["statement"]["claim"].replace("(-1 * delta(i, o))", "delta(i, o)")
    (tmp_path / "checks.json").write_text(json.dumps(checks | {"derivations": [derivation]}), "utf-8")
    run = subprocess.run(["proofpress", "verify", tmp_path / "proofs"], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stdout.startswith("nll-gradient 3: proves (")


def test_the_proofs_are_small(site: Path) -> None:
    files = list((site / "proofs").iterdir())
    assert len(files) > 100
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 1_000_000
