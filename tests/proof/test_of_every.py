"""What is given of every index holds inside the index's range, stated or usual, and nowhere else."""

from __future__ import annotations

import pytest

from proofpress.proof.check import check
from proofpress.proof.language.chain import read
from proofpress.proof.language.letters import Letters
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.write import write

letters = Letters({"1..V": "is a word", "1..N": "is a step"})
for name in ("V", "N", "K"):
    letters(name, "size", name, "a size")
for name in ("i", "j", "o"):
    letters(name, "index", name, "a word", over="1..V")
letters("n", "index", "n", "a step", over="1..N")
letters("x", "real", "x", "a number")
letters("y", "real", "y", "another")
letters("r", "positive", "r", "a ratio")
letters("s", "real entries", "s", "scores")
letters("f", "real entries", "f", "values")
letters("B", "real entries", "B", "a table", shape="(V, V)")
letters("p", "positive entries", "p", "shares")
SCOPE = Scope.of(letters.entries)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def chain(slug: str, given: str, left: str, right: str):
    facts = "".join(f"given {fact}\n" for fact in given.split("; ") if fact)
    return read(f"{slug}: A title\n{facts}  {left}\n{right}  -- so\n", SCOPE)


def verdict(given: str, left: str, right: str) -> str:
    return check(chain("here", given, left, right)).lines[-1].verdict


@pytest.mark.parametrize(
    ("given", "left", "right"),
    [
        ("s[j] <= x for every j", "sum(s[j], j)", "<= V*x"),
        ("s[j] <= x for every j", "log(sum(exp(s[j]), j))", "<= x + log(V)"),
        ("s[j] < x for every j", "s[i] + s[o]", "< 2*x"),
        ("s[j] <= s[o] for every j", "exp(s[o])/sum(exp(s[j]), j)", ">= 1/V"),
        ("B[i, j] <= f[j] for every i, j", "B[o, o]", "<= f[o]"),
        ("s[j] >= s[j + 1] for every j; 1 <= j <= V - 1", "s[1]", ">= s[2]"),
        ("p[j] <= 1/2 for every j; sum(p[j], j) = 1", "p[i]", "<= 1/2"),
        ("s[n + 1] = r*s[n] for every n", "s[2]", "= r*s[1]"),
        ("s[n + 1] = r*s[n] for every n", "s[N + 1]", "= r*s[N]"),
    ],
)
def test_it_is_used_inside_its_range(given, left, right):
    assert verdict(given, left, right) == "proved"


@pytest.mark.parametrize(
    ("given", "left", "right"),
    [
        ("s[j] <= x for every j", "s[V + 1]", "<= x"),
        ("s[j] <= x for every j; 1 <= j <= 2", "s[3]", "<= x"),
        ("s[j] <= x for every j", "s[i]", "< x"),
        ("B[i, j] <= f[j] for every i, j", "B[o, 1]", "<= f[o]"),
        ("s[j] = 0 for every j", "s[V + 1]", "= 0"),
        ("s[n + 1] = r*s[n] for every n", "s[N + 2]", "= r*s[N + 1]"),
    ],
)
def test_it_is_refuted_beyond(given, left, right):
    assert verdict(given, left, right) == "refuted"


def test_what_no_point_satisfies_is_said():
    assert verdict("s[j] < s[j] for every j", "x", "= y") == "vacuous"
    assert verdict("1 <= i <= V; V < i", "x", "= y") == "vacuous"


def test_a_size_that_an_index_within_it_bounds_is_drawn_all_the_same():
    assert verdict("1 <= i <= V; i < V", "sum(s[j], j=i..V)", "= s[i] + sum(s[j], j=i + 1..V)") == "proved"


def test_it_is_written_as_it_is_read():
    stated = chain("here", "s[j] <= x for every j; B[i, j] <= f[j] for every i, j", "s[i]", "<= x")
    assert read(write(stated, SCOPE), SCOPE).given == stated.given


LIBRARY = {
    "all-zero": chain("all-zero", "1 <= j <= V; s[j] = 0 for every j", "sum(s[j], j)", "= 0"),
    "all-same": chain("all-same", "f[j] = x for every j", "f[i]", "= f[o]"),
    "below": chain("below", "s[j] <= x for every j", "s[i]", "<= x"),
}


@pytest.mark.parametrize(
    ("given", "left", "right", "why"),
    [
        (
            "1 <= j <= 1; s[j] = 0 for every j",
            "sum(s[j], j=1..V)",
            "= 0 by lemma all-zero",
            "s[j] = 0 for every j is not",
        ),
        ("f[j] = s[j] for every j", "f[i]", "= f[o] by lemma all-same at x = s[j]", "x = s[j] has an index in it"),
        ("s[j] <= y for every j; 1 <= j <= 1", "s[i]", "<= y by lemma below at x = y", "s[j] <= y for every j is"),
    ],
)
def test_a_lemma_is_not_used_where_it_is_given_for_more(given, left, right, why):
    line = check(chain("here", given, left, right), library=LIBRARY).lines[-1]
    assert line.verdict == "refused"
    assert why in line.message


def test_a_lemma_is_used_where_as_much_is_given():
    assert check(chain("here", "s[j] <= y for every j", "s[i]", "<= y by lemma below at x = y"), library=LIBRARY).ok
