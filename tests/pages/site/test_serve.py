"""Under `mkdocs serve` an author sees her edit, correct, or what is wrong with it, on the page and in the terminal."""

from __future__ import annotations

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from ...some import some
from ..served import copy, edit, run, served

pytestmark = pytest.mark.xdist_group("serve")  # one process takes them all, as they share a book

WOULD_NOT = "This page would not be published"
REFERENCE = "least_squares/reference.py"
DERIVATIONS = "least_squares/derivations.py"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with served(copy(tmp_path_factory.mktemp("served"))) as running:
        yield running


def test_every_page_and_lab_is_served(book):
    for name in ("", "slope/", "labs/fit/"):
        book.shows(name, "<html", without=WOULD_NOT)


def test_edited_prose_shows(book):
    with book.edited("docs/slope.md", "Three points are measured.", "Three points were measured."):
        book.shows("slope/", "Three points were measured.")
    book.shows("slope/", "Three points are measured.")


def test_an_edited_derivation_shows(book):
    with book.edited(DERIVATIONS, '"multiply out the square, and split the sum"', '"square it, and split the sum"'):
        book.shows("", "square it, and split the sum", without=WOULD_NOT)
    book.shows("", "multiply out the square, and split the sum")


@pytest.mark.long
def test_an_edited_reference_function_shows_with_the_numbers_that_it_now_gives(book):
    page = book.root / "docs/slope.md"
    before = page.read_bytes()
    with book.edited(REFERENCE, "return sum(a * b for", "return 2 * sum(a * b for"):
        book.shows("slope/", WOULD_NOT, "docs/slope.md:24: 1.036 for slope(x, y); expected 2.071")
        assert run(book.root, "proofpress", "accept", "docs/slope.md").returncode == 0
        book.shows("slope/", "2.071", without=WOULD_NOT)
        assert "1.036" not in book.page("slope/")
    page.write_bytes(before)
    book.shows("slope/", "1.036", without=WOULD_NOT)


@pytest.mark.long
def test_an_edited_lab_shows(book):
    with book.edited("docs/labs/fit.py", 'print("three points")', 'print("3 points")'):
        book.shows("labs/fit/", WOULD_NOT, "docs/labs/fit.py:21: output 'three points'")
        with book.edited("docs/labs/fit.py", "#> three points", "#> 3 points"):
            book.shows("labs/fit/", "3 points", without=WOULD_NOT)
    book.shows("labs/fit/", "three points", without=WOULD_NOT)


@pytest.mark.long
def test_a_lab_follows_a_module_it_imports(book):
    with book.edited(REFERENCE, "return sum(a * b for", "return 3 * sum(a * b for"):
        book.shows("labs/fit/", "docs/labs/fit.py:11: 1.0357 in the output of 'fitted'; expected 3.1071")
    book.shows("labs/fit/", "1.0357", without=WOULD_NOT)


# where the mistake is made, what for what, the page that shows it, and what is said of it
MISTAKES = {
    "a wrong number": (
        ("docs/slope.md", "The slope is 1.036{=", "The slope is 1.063{="),
        "slope/",
        ("docs/slope.md:24: 1.063 for slope(x, y); expected 1.036 (computed 1.0357142857142858)",),
    ),
    "an example that raises": (
        ("docs/slope.md", ">>> slope(x, y)\n", ">>> slope(x, z)\n"),
        "slope/",
        ("docs/slope.md:18: 'slope(x, z)' raised NameError: name 'z' is not defined",),
    ),
    "a false line": (
        (DERIVATIONS, "Sum(-2 * x[n] * (y[n]", "Sum(2 * x[n] * (y[n]"),
        "slope/",
        (
            "docs/slope.md:5: line 2 of loss-gradient (least_squares/derivations.py:19) does not hold:",
            "left 3, right −3",
        ),
    ),
    "a slug that is not there": (
        ("docs/slope.md", "```derivation\nloss-gradient\n", "```derivation\nloss-gradients\n"),
        "slope/",
        ("docs/slope.md:5: no derivation is called 'loss-gradients'; near it: loss-gradient",),
    ),
    "a chain on two pages": (
        ("docs/slope.md", "Three points are measured.", "```derivation\nloss-expanded\n```"),
        "slope/",
        ("docs/slope.md:3: the chain loss-expanded is shown here and at docs/index.md:11",),
    ),
    "a derivation that cannot be imported": (
        (DERIVATIONS, "loss = Sum(", "loss = Sun("),
        "slope/",
        ("least_squares/derivations.py:10: NameError: name 'Sun' is not defined",),
    ),
    "a notation that cannot be imported": (
        ("least_squares/notation.py", 'N = size("N")', 'N = size("N"'),
        "slope/",
        ("SyntaxError",),
    ),
    "a section that is not there": (
        ("docs/slope.md", "reference.py:slope", "reference.py:slop"),
        "slope/",
        ("docs/slope.md:12: Snippet section 'slop' could not be located",),
    ),
    "an unknown symbol in a lab": (
        ("docs/labs/fit.py", "# ## The line", "# ## The line\n#\n# Here is $q$."),
        "labs/fit/",
        ("docs/labs/fit.py:16: $q$:",),
    ),
    "a lab that raises": (
        ("docs/labs/fit.py", "fitted = slope(", "fitted = slop("),
        "labs/fit/",
        ("docs/labs/fit.py:9: 'fitted = slop([1, 2, 3], [1.1, 1.9, 3.2])' raised NameError",),
    ),
}


@pytest.mark.parametrize("mistake", some(list(MISTAKES), 2))
def test_a_mistake_shows_on_the_page_and_in_the_terminal_until_it_is_corrected(book, mistake):
    (path, old, new), page, messages = MISTAKES[mistake]
    with book.edited(path, old, new):
        book.shows(page, WOULD_NOT, *messages)
        book.says(*messages)
    book.shows(page, "<html", without=WOULD_NOT)


def test_a_false_line_is_told_with_its_counterexample(book):
    with book.edited(DERIVATIONS, "Sum(-2 * x[n] * (y[n]", "Sum(2 * x[n] * (y[n]"):
        book.shows("slope/", "does not hold")
        assert re.search(
            r"does not hold: refuted: false at N = 1, b = .*, x\[1\] = .*, y\[1\] = .*: left 3, right −3",
            book.page("slope/"),
        )
    book.shows("slope/", "<html", without=WOULD_NOT)


@pytest.mark.long
def test_another_edit_of_the_same_length_within_a_second_is_not_missed(book):
    path = book.root / REFERENCE
    with book.edited(REFERENCE, "return sum(a * b for", "return 2 * sum(a * b for"):
        for factor in (2, 3, 4, 5):
            edit(path, f"return {factor} *", f"return {factor + 1} *")
        book.shows("slope/", "docs/slope.md:24: 1.036 for slope(x, y); expected 6.214")
    book.shows("slope/", "1.036", without=WOULD_NOT)


# what is said, and how soon


def test_an_edit_prints_one_line(book):
    with book.edited("docs/slope.md", "Three points are measured.", "Three points were measured."):
        book.shows("slope/", "Three points were measured.")
        book.says("docs/slope.md")
        lines = book.terminal().splitlines()
    assert len(lines) == 1
    assert re.fullmatch(r"INFO    -  docs/slope.md( and \d more)? made in [\d.]+ s(; \d to follow)?", lines[0])
    book.shows("slope/", "Three points are measured.")


def test_a_port_in_use_is_told_at_once_with_what_to_type(book):
    taken = book.url.removeprefix("http://").strip("/")
    refused = run(book.root, "mkdocs", "serve", "-a", taken)
    assert refused.returncode == 1
    said = f"{taken} is in use by another program; type: mkdocs serve -a 127.0.0.1:"
    assert re.fullmatch(re.escape(said) + r"\d+", refused.stdout.strip().splitlines()[-1])
    assert "Traceback" not in refused.stdout


# what is made when, and who sees it


@pytest.mark.long
def test_an_edit_of_the_navigation_reaches_every_page(book):
    with book.edited(
        "mkdocs.yml", "site_name: Least squares", "site_name: Least squares\nnav: [Another name: slope.md]"
    ):
        for name in ("", "slope/", "labs/fit/"):
            book.shows(name, "Another name")
    for name in ("", "slope/", "labs/fit/"):
        book.shows(name, "<html", without="Another name")


@contextmanager
def looked_at(book, name):
    """A browser's question, for as long as it is asked, whether a page has changed since it was fetched."""
    epoch = int(re.search(r"livereload\((\d+), ", book.page(name))[1])
    request = urllib.request.Request(f"{book.url}livereload/{epoch}/1", headers={"Referer": book.url + name})
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(lambda: int(urllib.request.urlopen(request, timeout=60).read()) > epoch)
        yield answer


@pytest.mark.long
def test_a_page_is_reloaded_when_it_has_changed_and_not_when_another_has(book):
    with looked_at(book, "") as reloaded:
        with book.edited("docs/slope.md", "Three points are measured.", "Three points were measured."):
            book.shows("slope/", "Three points were measured.")
            assert not reloaded.done()
        with book.edited("docs/index.md", "tells which way", "says which way"):
            assert reloaded.result()
    book.shows("", "tells which way")
    book.shows("slope/", "Three points are measured.")


def test_a_style_sheet_that_changes_reloads_every_page(book):
    style = book.root / "docs/site.css"
    with looked_at(book, "slope/") as reloaded:
        style.write_text("p { color: navy }", encoding="utf-8")
        assert reloaded.result()
    assert "navy" in book.page("site.css")


@pytest.mark.long
def test_who_asks_for_a_page_that_an_edit_changes_never_sees_the_page_before_it(book):
    with looked_at(book, "") as reloaded, book.edited("docs/index.md", "tells which way", "says which way"):
        edit(book.root / REFERENCE, "return sum(a * b for", "return 2 * sum(a * b for")
        assert reloaded.result()
        assert "expected 2.071" in book.page("slope/")
        assert "expected 2.0714" in book.page("labs/fit/")
        edit(book.root / REFERENCE, "return 2 * sum(a * b for", "return sum(a * b for")
    book.shows("slope/", "1.036", without=WOULD_NOT)
    book.shows("labs/fit/", "1.0357", without=WOULD_NOT)


@pytest.mark.long
def test_a_page_that_takes_long_keeps_no_other_waiting(book):
    book.shows("", "<html")
    with book.edited("docs/labs/fit.py", "fitted = slope(", "import time\n\ntime.sleep(3600)\nfitted = slope("):
        with book.edited("docs/index.md", "tells which way", "says which way"):
            book.shows("", "says which way")
        book.shows("", "tells which way")
    book.shows("labs/fit/", "1.0357", without=WOULD_NOT)


@pytest.mark.long
def test_a_page_that_comes_is_served_and_one_that_goes_is_not(book):
    page = book.root / "docs/more.md"
    page.write_text("# More\n\nA word that is found: residual.\n", encoding="utf-8")
    book.shows("more/", "residual")
    book.shows("search/search_index.json", "residual", "Three points are measured.")
    page.unlink()
    book.shows("more/", "status 404")
    book.shows("search/search_index.json", "Three points are measured.", without="residual")
    book.shows("slope/", "1.036", without=WOULD_NOT)


@pytest.mark.long
def test_a_link_is_followed_though_only_the_page_that_it_leads_to_was_made(book):
    with book.edited("docs/index.md", "slope.md#loss-gradient", "slope.md#how"):
        book.says("'index.md' contains a link 'slope.md#how'")
    with book.edited("docs/slope.md", "# The slope", "# The slope {#how}"):
        book.shows("slope/", 'id="how"')
        assert "does not contain an anchor" not in book.terminal()
