"""Products and fractions of a normal form: what an expression is a product of, over what it is divided by.

Everything that is not a number, sum, product or integer power is taken as a letter; then polynomial arithmetic applies.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import Add, Dummy, Expr, Mul, Pow, S, cancel, default_sort_key, exp, factor_list
from sympy import fraction as split_fraction

LARGEST = 400
"""The most terms, and the highest power, that polynomial arithmetic is given."""

HIGH = 12
"""A divisor of all powers above this is taken out of them, though x**n − 1 could then be split no more."""


def factors_of(term: Expr) -> list[Expr]:
    """The factors of a product, an exponential of a sum counted as a product of exponentials.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> factors_of(2 * x * exp(x + y))
    [2, x, exp(x), exp(y)]
    """
    found: list[Expr] = []
    for factor in Mul.make_args(term):
        if isinstance(factor, exp) and isinstance(factor.args[0], Add):
            found += [exp(part, evaluate=False) if part.is_Mul else exp(part) for part in factor.args[0].args]
        elif isinstance(factor, Pow) and isinstance(factor.exp, Add) and not factor.exp.is_number:
            found += [Pow(factor.base, part) for part in factor.exp.args]
        else:
            found.append(factor)
    return found


class Letters:
    """Letters for the parts of an expression that polynomial arithmetic is to leave alone.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> letters = Letters()
    >>> letter = letters.of(x + y)
    >>> letters.of(x + y) == letter, letters.back(letter**2)
    (True, (x + y)**2)
    """

    def __init__(self) -> None:
        self.letters: dict[Expr, Dummy] = {}

    def of(self, part: Expr) -> Expr:
        """The letter of a part, a new one for a new part."""
        if part not in self.letters:
            self.letters[part] = Dummy(f"g{len(self.letters)}", positive=True)
        return self.letters[part]

    def back(self, e: Expr) -> Expr:
        """An expression with the parts in place of their letters."""
        return e.xreplace({letter: part for part, letter in self.letters.items()})


def spelt(e: Expr, letters: Letters, roots: dict[Expr, Expr]) -> Expr:
    """`e` with letters; exponentials and rational powers become integer powers of the letter of their root.

    >>> from sympy import symbols
    >>> x = symbols("x")
    >>> letters = Letters()
    >>> spelt(exp(2 * x) + exp(x), letters, {exp(x): S.One})
    _g0**2 + _g0
    """
    if e.is_Rational or (isinstance(e, Dummy) and e in letters.letters.values()):
        return e
    if isinstance(e, Add):
        return Add(*(spelt(part, letters, roots) for part in e.args))
    if isinstance(e, Mul):
        return Mul(*(spelt(part, letters, roots) for part in factors_of(e)))
    if isinstance(e, Pow) and e.exp.is_Integer and isinstance(e.base, Add):
        return Pow(spelt(e.base, letters, roots), e.exp)
    root, number = _root_of(e)
    if isinstance(e, exp) and isinstance(e.args[0], Add):
        return Mul(*(spelt(part, letters, roots) for part in factors_of(e)))
    step = _step(roots.get(root, number))
    return Pow(letters.of(_powered(root, step)), number / step)


def _root_of(e: Expr) -> tuple[Expr, Expr]:
    """What `e` is a rational power of, and the power: exp(−2x) is the −2nd power of exp(x).

    A power too high for the arithmetic of polynomials is a root of its own.
    """
    if isinstance(e, exp):
        number, rest = e.args[0].as_coeff_Mul(rational=True)
        root = exp(rest)
    elif isinstance(e, Pow):
        number, rest = e.exp.as_coeff_Mul(rational=True)
        root = Pow(e.base, rest)
    else:
        return e, S.One
    return (root, number) if number.is_Rational and abs(number) <= LARGEST else (e, S.One)


def _step(common: Expr) -> Expr:
    """The power of a root that becomes a letter: the letter's own powers are integers, and not needlessly high."""
    return common if common.p > HIGH else S.One / common.q


def _powered(root: Expr, power: Expr) -> Expr:
    if power == 1:
        return root
    return exp(root.args[0] * power) if isinstance(root, exp) else Pow(root, power)


def _roots(e: Expr, found: dict[Expr, Expr]) -> dict[Expr, Expr]:
    """The greatest common divisor of the powers in which each root occurs."""
    if isinstance(e, Add):
        for part in e.args:
            _roots(part, found)
    elif isinstance(e, Mul) or (isinstance(e, exp) and isinstance(e.args[0], Add)):
        for part in factors_of(e):
            _roots(part, found)
    elif isinstance(e, Pow) and e.exp.is_Integer and isinstance(e.base, Add):
        _roots(e.base, found)
    else:
        root, number = _root_of(e)
        found[root] = abs(number.gcd(found.get(root, number)))
    return found


@lru_cache(maxsize=20000)
def factorised(e: Expr) -> tuple[Expr, tuple[tuple[Expr, Expr], ...]]:
    """A number and the (base, integer power) pairs whose product is `e`; the bases share no factor.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> factorised(x / (x + y) + y / (x + y))
    (1, ())
    >>> factorised(1 + exp(-x))
    (1, ((exp(x) + 1, 1), (exp(x), -1)))
    """
    letters = Letters()
    e = spelt(e, letters, _roots(e, {}))
    if isinstance(e, Add) and len(e.args) > LARGEST:
        return S.One, ((letters.back(e), S.One),)
    top, bottom = split_fraction(cancel(e))
    number, pairs = S.One, []
    for part, sign in ((top, 1), (bottom, -1)):
        coefficient, factors = factor_list(part, *_generators(part)) if part.free_symbols else (part, [])
        number *= coefficient**sign
        pairs += [(letters.back(base), S(power * sign)) for base, power in factors]
    pairs.sort(key=lambda pair: default_sort_key(pair[0]))
    return number, tuple(pairs)


def _generators(part: Expr) -> list[Expr]:
    return sorted(part.free_symbols, key=lambda letter: int(letter.name[1:]))


def numerator(e: Expr) -> Expr:
    """The expanded polynomial over which `e` vanishes: its numerator once everything stands over one denominator.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> numerator(x / (x + y) + y / (x + y) - 1)
    0
    """
    letters = Letters()
    top, _ = split_fraction(cancel(spelt(e, letters, _roots(e, {}))))
    return letters.back(top.expand())
