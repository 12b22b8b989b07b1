"""The kernel: all that must be trusted, so that a line is proved.  It imports the standard library alone.

Read it in this order: semantics.md, terms.py, declarations.py, theorem.py, laws.py, logic.py, polynomial.py,
arithmetic.py, publish.py, replay.py.  (record.py is not trusted: it writes down what a search has applied.)

Make terms with `proofpress.proof.kernel.terms`: `variable("x")`, `array("s")`, `number(2)`, `a + b`, `add(a, b, c)`,
`make(op, …)`; letters that only a proof uses begin with "_".  A body of a binder is made from a letter:
`make("sum", ONE, V, abstract(exp(entry(s, k)), k))`, `slope_of(t, x)`, where x may be an entry s[i]: then `t` is
taken as a function of y with put(s, i, y) for s.  `fill(body, [t])` is the body at t.

Apply rules through a `Recorder`, which gives theorems and keeps the steps:

>>> from proofpress.proof.kernel.record import Recorder
>>> from proofpress.proof.kernel.replay import replay
>>> from proofpress.proof.kernel.publish import wanted
>>> from proofpress.proof.kernel.terms import *
>>> from proofpress.proof.kernel.declarations import Statement
>>> x, V = variable("x"), variable("V", "integer", "positive")
>>> claim = Statement((x, V), eq(make("sum", ONE, V, x * exp(x)), x * make("sum", ONE, V, exp(x))))
>>> r = Recorder(claim)
>>> proved = r.law("sum_scale", {"lo": ONE, "hi": V, "c": x, "F": exp(x)})
>>> wanted(claim.claim)
()
>>> proof = r.proof(proved, [])
>>> statement, theorem = replay(claim.write(), proof)
>>> theorem
 ⊢ (sum($1, 1, V, (x * exp(x))) = (x * sum($1, 1, V, exp(x))))

`r.RULE(…)` is each rule of logic.py and arithmetic.py; `r.law(NAME, {letter: term}, *theorems)` each law of laws.py,
whose letters and conditions are `LAWS[NAME].letters` and `.conditions`.  `publish.wanted(claim)` are the propositions
that must be proved as `values`: that each side has a value.
"""
