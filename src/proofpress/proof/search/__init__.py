"""The search: finds proofs, and is trusted with nothing.  Whatever it returns is replayed by the kernel.

Read it in this order: terms.py (small helpers), letters.py (polynomials in the atoms of terms), state.py (what is
known), signs.py and shares.py (what is positive, which inequality follows from which), bars.py, normal.py and folds.py
(the normal form), slopes.py, limits.py, equal.py, lines.py (a line of each kind; its `proof_of` is the only door).
"""
