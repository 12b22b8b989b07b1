"""A search is the same on every machine and in every run: its work is counted, and no order depends on addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.terms import eq, exp, log, variable
from proofpress.proof.search import record
from proofpress.proof.search.lines import proof_of
from proofpress.proof.search.state import NotFound

ROOT = Path(__file__).parents[3]
PROVED = """
import json
from pathlib import Path
from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.check import CLAIMS, tasks
from proofpress.proof.search.lines import proof_of

found = {one.slug: one for one in written(Site.load(Path()))}
lines = [task for slug in list(found)[::20] for task in tasks(found[slug], found)[-1:]]
stated = [task.stated for task in lines if task.line.kind in CLAIMS and not isinstance(task.stated, str)]
print(json.dumps([proof_of(one.statement, one.hints) for one in stated]))
"""


def test_a_search_that_is_too_long_ends_by_its_steps(monkeypatch):
    x = variable("x", sign="positive")
    statement = Statement((x,), eq(exp(log(x)), x))
    assert proof_of(statement)["steps"]
    monkeypatch.setattr(record, "STEPS", 3)
    with pytest.raises(NotFound, match="the search ended after 3 steps"):
        proof_of(statement)


@pytest.mark.long
def test_two_runs_give_the_same_proofs():
    runs = []
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", PROVED], cwd=ROOT, env=environment, capture_output=True, check=True)
        runs.append(ran.stdout)
    assert runs[0] == runs[1]
    assert runs[0].count(b'"proved"') >= 15
