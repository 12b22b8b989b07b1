"""Time and memory: what runs out is one claim's, never the next one's."""

from __future__ import annotations

import json

import psutil
import pytest

from proofpress.claim_cli import judge_file
from proofpress.proof.scalar import limits
from proofpress.proof.scalar.limits import Worker

EASY = {"lhs": "1 + 1", "rhs": "2", "symbols": {}, "ranges": {}}
HUNGRY = {
    "lhs": "(a+b+c+d+f+g)^9*(a+b+c+d+f+g)",
    "rhs": "(a+b+c+d+f+g)^10",
    "symbols": dict.fromkeys("abcdfg", "real"),
    "ranges": {},
}
ENDLESS = "Sum(Sum(Sum(exp(1/(a*b*c)),(a,1,2000)),(b,1,2000)),(c,1,2000))"


def test_a_claim_over_its_time_ends_and_the_next_goes_on():
    worker = Worker()
    try:
        assert worker.ask({**EASY, "lhs": ENDLESS}, seconds=0.5) == {"verdict": "undecided", "how": limits.OUT_OF_TIME}
        assert worker.ask(EASY)["verdict"] == "proved"
    finally:
        worker.stop()


@pytest.fixture(scope="module")
def enough_for_easy_claims():
    """A little more address space than the process has once it has answered a claim."""
    worker = Worker()
    try:
        worker.ask(EASY)
        return psutil.Process(worker.process.pid).memory_info().vms + (4 << 20)
    finally:
        worker.stop()


def test_a_claim_over_its_memory_ends_and_the_next_goes_on(enough_for_easy_claims):
    worker = Worker(memory=enough_for_easy_claims)
    try:
        assert worker.ask(EASY)["verdict"] == "proved"
        answer = worker.ask(HUNGRY, seconds=60)
        assert (answer["verdict"], answer["how"]) == ("undecided", limits.OUT_OF_MEMORY)
        assert worker.ask(EASY)["verdict"] == "proved"
    finally:
        worker.stop()


@pytest.mark.long
def test_a_file_of_claims_goes_on_after_each_that_ran_out(enough_for_easy_claims, monkeypatch, tmp_path, capsys):
    worker = Worker(memory=enough_for_easy_claims)
    monkeypatch.setattr(limits, "WORKER", worker)
    claims = [EASY, {**EASY, "lhs": ENDLESS}, EASY, HUNGRY, {**EASY, "lhs": "x."}, EASY]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(one | {"id": at}) + "\n" for at, one in enumerate(claims)), encoding="utf-8")
    try:
        assert judge_file(path) == 2
    finally:
        worker.stop()
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(claims)))
    assert [answer["verdict"] for answer in answers] == [
        "proved",
        "undecided",
        "proved",
        "undecided",
        "error",
        "proved",
    ]
    assert [answers[at]["how"] for at in (1, 3)] == [limits.OUT_OF_TIME, limits.OUT_OF_MEMORY]
    assert len(answers[4]["how"].splitlines()) == 1


def test_a_claim_is_answered_by_the_process_that_answered_the_one_before():
    worker = Worker()
    try:
        worker.ask(EASY)
        first = worker.process.pid
        worker.ask({**EASY, "lhs": "x."})
        assert worker.process.pid == first
    finally:
        worker.stop()
