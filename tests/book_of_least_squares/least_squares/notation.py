"""Its symbols."""

from sympy import IndexedBase, Symbol

from proofpress.proof.given import index, size
from proofpress.proof.notation import Entry, Notation

N = size("N")
n = index("n")
x = IndexedBase("x", real=True)
y = IndexedBase("y", real=True)
b = Symbol("b", real=True)

NOTATION = Notation(
    (
        Entry(N, "N", "number of points", "points"),
        Entry(n, "n", "a point", "point"),
        Entry(x, "x", "where it was measured", "places", "(N,)"),
        Entry(y, "y", "what was measured", "values", "(N,)", {"statistics": "Y"}),
        Entry(b, "b", "slope", "slope", "", {"statistics": r"\beta"}),
    ),
    {"ours": "this book", "statistics": "books of statistics"},
)
