"""A page's code runs once, in a fresh process, within limits, and can reach no other page."""

from __future__ import annotations

import os
import tempfile

import pytest

from proofpress.pages.run.processes import Job, Step, run, run_now


def outcome_of(book, *code: str, kind: str = "example"):
    steps = tuple(Step(kind, one if one.endswith("\n") else one + "\n") for one in code)
    return next(run_now([Job("docs/page.md", steps)], book.site))[1]


def outputs(book, *code: str) -> list[str]:
    return [result.output for result in outcome_of(book, *code).results]


def value(book, expression: str) -> str:
    (result,) = outcome_of(book, expression.strip(), kind="number").results
    return result.value or result.kind


def test_each_example_has_its_own_output(book):
    assert outputs(book, "print('a')", "'b'", "None", "c = 1") == ["a\n", "'b'\n", "", ""]


def test_names_are_kept_from_example_to_example(book):
    assert outputs(book, "def f(): return 2", "f()") == ["", "2\n"]


@pytest.mark.parametrize(
    ("expression", "exact"),
    [
        ("1 + 1", "2/1"),
        ("1 / 3", "0.3333333333333333"),
        ("__import__('fractions').Fraction(1, 3)", "1/3"),
        ("__import__('decimal').Decimal('0.10')", "0.10"),
        ("-0.0", "-0.0"),
        ("float('inf')", "inf"),
        ("float('nan')", "nan"),
        ("10 ** 30", f"{10**30}/1"),
        ("__import__('sympy').Rational(2, 3)", "2/3"),
        ("__import__('numpy').float64(0.5)", "0.5"),
        ("__import__('numpy').int64(7)", "7/1"),
        ("True", "True (a bool)"),
        ("'a'", "'a' (a str)"),
        ("1j", "1j (a complex)"),
    ],
)
def test_a_number_is_handed_back_exactly(book, expression, exact):
    found = value(book, expression)
    assert found == exact or float(found) == float(exact)


def test_an_irrational_number_of_sympy_has_many_digits(book):
    assert value(book, "__import__('sympy').log(2)").startswith("0.693147180559945309417232121458176568075500134")


def test_an_exception_is_told_with_its_line(book):
    first, second = outcome_of(book, "x = 1", "def f():\n    return 1 / 0", "f()").results[1:]
    assert first.error is None
    assert (second.error["text"], second.error["line"]) == ("ZeroDivisionError: division by zero", 1)


def test_nothing_is_run_after_an_exception_that_was_not_expected(book):
    assert len(outcome_of(book, "1 / 0", "print(2)").results) == 1


def test_a_page_that_loops_for_ever_is_stopped_and_named(book):
    book.edit("mkdocs.yml", "seconds: 20", "seconds: 1")
    found = outcome_of(book, "x = 1", "while True: pass")
    assert (found.stopped, found.stopped_at) == ("time", 1)


def test_a_page_that_is_killed_is_named(book):
    found = outcome_of(book, "import os, signal", "os.kill(os.getpid(), signal.SIGSEGV)")
    assert (found.stopped, found.stopped_at) == ("signal SIGSEGV", 1)


@pytest.mark.long
def test_what_a_stopped_page_started_ends_with_it(book):
    book.edit("mkdocs.yml", "seconds: 20", "seconds: 2")
    mark = book.root / "alive"
    child = f"import subprocess; p = subprocess.Popen(['sh', '-c', 'sleep 3; touch {mark}'])"
    assert outcome_of(book, child, "p.wait()").stopped == "time"
    os.system("sleep 2")
    assert not mark.exists()


def test_a_page_cannot_change_what_another_sees(book):
    change = (
        "import os, sys, builtins, math",
        "os.environ['SPOILT'] = math.pi = builtins.spoilt = sys.spoilt = 'yes'",
        "_ = open('spoilt', 'w').write('yes')",
    )
    look = ("import os, sys, math", "[os.environ.get('SPOILT'), hasattr(sys, 'spoilt'), round(math.pi), os.listdir()]")
    pages = {"docs/a.md": change, "docs/b.md": look}
    jobs = [Job(path, tuple(Step("example", one + "\n") for one in code)) for path, code in pages.items()]
    found = {job.path: outcome for job, outcome in run_now(jobs, book.site, workers=1)}
    assert found["docs/a.md"].results[0].error is None
    assert found["docs/b.md"].results[1].output == "[None, False, 3, []]\n"


def test_modules_of_ours_are_imported_afresh(book):
    assert outputs(book, "from least_squares.reference import slope", "slope([1], [2])") == ["", "2.0\n"]
    book.edit("least_squares/reference.py", "return sum(a * b", "return 9 * sum(a * b")
    assert outputs(book, "from least_squares.reference import slope", "slope([1], [2])") == ["", "18.0\n"]


def test_chance_and_hashing_are_the_same_every_time(book):
    code = ("import random", "random.random()", "hash('a')")
    assert outputs(book, *code) == outputs(book, *code)


def test_what_a_page_hands_back_is_plain_data(book):
    class_with_code = "class A:\n    def __reduce__(self): return (print, ('run here',))"
    assert outputs(book, class_with_code, "A() and 1") == ["", "1\n"]


@pytest.mark.parametrize(
    ("method", "mime"),
    [("_repr_html_", "text/html"), ("_repr_svg_", "image/svg+xml"), ("_repr_latex_", "text/latex")],
)
def test_a_value_shows_itself_by_the_jupyter_protocol(book, method, mime):
    rich, plain = f"def {method}(self): return 'rich'", "def __repr__(self): return 'plain'"
    result = outcome_of(book, f"class A:\n    {rich}\n    {plain}", "A()").results[1]
    assert (result.output, result.mime) == ("plain\n", {"text/plain": "plain", mime: "rich"})


def test_no_process_and_no_folder_is_left_behind(book, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others make folders in the common one meanwhile
    outcome_of(book, "1")
    assert list(tmp_path.glob("proofpress-*")) == []


def test_pages_run_side_by_side(book):
    code = (Step("example", "import time; time.sleep(0.5)\n"),)
    jobs = [Job(f"docs/{name}.md", code) for name in "ab"]
    ran = [outcome.seconds for _, outcome in run_now(jobs, book.site, workers=2)]
    assert len(ran) == 2


def test_a_page_without_code_starts_no_process(book):
    assert next(run([Job("docs/page.md", ())], book.site))[1].results == ()
