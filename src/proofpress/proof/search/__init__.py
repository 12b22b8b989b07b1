"""The search: finds proofs, and is trusted with nothing.  Whatever it returns is replayed by the kernel.

Read it in this order: record.py (rules applied, written down and counted), terms.py (small helpers), letters.py
(polynomials in the atoms of terms), state.py (what is known), points.py (what numbers contradict), shares.py, convex.py
and signs.py (which inequality follows from which, what is positive), bars.py, powers.py, normal.py, folds.py, draws.py
and functions.py (the normal form), slopes.py, limits.py, equal.py, induction.py, lines.py (a line of each kind; its
`proof_of` is the only door).  table.py prints the kernel's table of rules for the replay in JavaScript.
"""
