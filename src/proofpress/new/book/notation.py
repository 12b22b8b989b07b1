"""Every letter once: its name in a chain, its kind, its LaTeX, its meaning, its range, its name in code, its shape."""

from proofpress.proof.language.letters import Letters
from proofpress.proof.notation import Notation

letters = Letters({"1..N": "is a measurement"})

letters("N", "size", "N", "number of measurements", code="len(x)")
letters("n", "index", "n", "a measurement", over="1..N", code="n")
letters("x", "real entries", "x", "what was measured", code="x", shape="(N,)", elsewhere={"statistics": "X"})
letters("m", "real", "m", "a guess", code="guess", elsewhere={"statistics": r"\mu"})

NOTATION = Notation(tuple(letters.entries), {"ours": "this book", "statistics": "books of statistics"})
