"""What a line means, and a claim: written once, here.

>>> MEANING.splitlines()[0]
'A value is a real number, or there is none.'
>>> OF_CLAIMS.splitlines()[0]
'A claim L = R says what a line says, of all points that its declarations and ranges allow.'
"""

from __future__ import annotations

MEANING = """\
A value is a real number, or there is none.
L = R says: at every point that the givens allow, both sides have a value, and it is the same; some point is allowed.
L ≤ R, L ≥ R and L < R say the same of the order of the two values.
A point at which a side has no value fails the line, as a difference of domain, until a given excludes it.
An empty sum is 0 and an empty product 1, and their bodies need no value; 0 to the power 0 is 1.
A derivative has a value where the function has one all around, and neither kink nor jump.
A limit goes only where the givens let its variable go, and from every side that they leave open."""

OF_CLAIMS = """\
A claim L = R says what a line says, of all points that its declarations and ranges allow.
Isolated points at which a side has no value are named beside its proof; any others refute it, reason domain.
A power whose exponent is not made of integers has a value where its base is not negative.
A sum without end has a value where it converges.
An integer of which nothing more is said stands for a size where it bounds a sum: its bounds are in order."""
