"""The kernel: all that must be trusted, so that a line is proved.  It imports the standard library alone.

Read it in this order: semantics.md, terms.py, declarations.py, theorem.py, laws.py, logic.py, polynomial.py,
arithmetic.py, publish.py, replay.py.

Make terms with `proofpress.proof.kernel.terms`: `variable("x")`, `array("s")`, `number(2)`, `a + b`, `add(a, b, c)`,
`make(op, …)`; letters that only a proof uses begin with "_".  A body of a binder is made from a letter:
`make("sum", ONE, V, abstract(exp(entry(s, k)), k))`, `slope_of(t, x)`, where x may be an entry s[i]: then `t` is
taken as a function of y with put(s, i, y) for s.  `fill(body, [t])` is the body at t.

Rules are functions that make theorems, of logic.py and arithmetic.py; laws, of laws.py, are applied by their name.
`publish.wanted(claim)` are the propositions that must be proved beside a claim: that each side has a value.
A proof as data is made by `proofpress.proof.search.record`, which no replay imports.
"""
