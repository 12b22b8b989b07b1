"""What is written is read again as it was, and no edit of it is read as something else in silence."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.proof.language.chain import read
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.write import WIDTH, write

from .chains import EVERYTHING, SCOPE

SETTINGS = settings(
    derandomize=True, deadline=None, max_examples=400, suppress_health_check=list(HealthCheck), database=None
)
PIECES = [*'()[],+-*/^=<>~.jxsplV 01"|@#$é', " -- ", "sum(", "d(", "..", "<=>", " as ", " with gap ", "\n", "\n    "]


def test_every_chain_is_written_as_it_is_read():
    for text in EVERYTHING:
        chain = read(text, SCOPE)
        again = write(chain, SCOPE)
        assert read(again, SCOPE) == chain
        assert write(read(again, SCOPE), SCOPE) == again
        assert max(map(len, again.splitlines())) <= WIDTH


@st.composite
def edited(draw):
    """A chain with a few characters lost, added or changed round."""
    text = draw(st.sampled_from(EVERYTHING))
    for _ in range(draw(st.integers(1, 3))):
        at, width = draw(st.integers(0, len(text) - 1)), draw(st.integers(0, 4))
        text = text[:at] + draw(st.sampled_from(["", *PIECES])) + text[at + width :]
    return text


@SETTINGS
@given(edited())
def test_an_edit_is_read_or_refused_in_one_line_and_no_line_is_lost(text):
    lines, problem = outcome(text)
    assert "\n" not in problem
    relations = sum(line.lstrip().startswith(("=", "<", ">", "argmin", "->")) for line in text.splitlines())
    assert problem or len(lines) >= relations
    assert all(line.because in " ".join(text.split()) for line in lines)


def outcome(text):
    """The lines that are read, or the place and the line of the error."""
    try:
        return read(text, SCOPE).chain, ""
    except LanguageError as problem:
        return (), f"{text[: problem.at].count(chr(10)) + 1}: {problem}"
