"""Time and memory: what runs out is one claim's, never the next one's."""

from __future__ import annotations

import json

from proofpress.proof.scalar.limits import MEMORY, Worker

EASY = {"lhs": "1 + 1", "rhs": "2", "symbols": {}, "ranges": {}}
ENDLESS = "Sum(Sum(Sum(exp(1/(a*b*c)),(a,1,2000)),(b,1,2000)),(c,1,2000))"


def test_a_claim_over_its_time_ends_and_the_next_goes_on():
    worker = Worker()
    try:
        assert worker.ask({**EASY, "lhs": ENDLESS}, seconds=0.5) == {"verdict": "undecided", "how": "time"}
        assert worker.ask(EASY)["verdict"] == "proved"
    finally:
        worker.stop()


def test_a_claim_over_its_memory_ends_and_the_next_goes_on():
    worker = Worker(memory=1 << 20)
    try:
        assert worker.ask({**EASY, "lhs": json.dumps("1" * 4_000_000)})["how"] == "memory"
        worker.memory = MEMORY
        worker.stop()
        assert worker.ask(EASY)["verdict"] == "proved"
    finally:
        worker.stop()


def test_a_claim_is_answered_by_the_process_that_answered_the_one_before():
    worker = Worker()
    try:
        worker.ask(EASY)
        first = worker.process.pid
        worker.ask({**EASY, "lhs": "x."})
        assert worker.process.pid == first
    finally:
        worker.stop()
