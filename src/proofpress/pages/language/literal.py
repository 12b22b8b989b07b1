"""Numbers as a page shows them: is a literal the rounding of a value, and how would it be spelt if it were?

A decimal must be the rounding at the digits shown (half a unit in the last place, ties either way).
An integer is exact, and so is all text between numbers, up to white space.

>>> agrees("1.711", "1.7106")
True
>>> respell("1.70", "1.7106")
'1.71'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

MINUS = "-−"
LITERAL = r"(?<![\w.])[-+−]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-+−]?\d+)?(?:[  ]?%)?"
WORDS = {"inf": "inf", "∞": "inf", "nan": "nan"}
IN_TEXT = re.compile(r"(?<![\w.])(?:(?<![\w)\]])[-+−])?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+−]?\d+)?(?![\w])")
PARTS = re.compile(r"([-+−]?)([\d,]*)(\.\d*)?(?:([eE])([-+−]?)(\d+))?([  ]?%)?")


@dataclass(frozen=True)
class Number:
    """A number as written: its exact value (None for inf and nan), sign, last digit's unit (None for an integer)."""

    text: str
    negative: bool
    value: Fraction | None
    unit: Fraction | None = None

    @property
    def word(self) -> str:
        """`inf` or `nan`, or nothing for a finite number."""
        return WORDS.get(self.text.lstrip("+-−"), "")


def parse(text: str) -> Number:
    """A literal, a printed number or an exact ``p/q`` as a Number."""
    negative = text[:1] in MINUS
    if text.lstrip("+-−") in WORDS:
        return Number(text, negative, None)
    if "/" in text:
        return Number(text, negative, Fraction(text))
    return _parse_decimal(text, negative)


def _parse_decimal(text: str, negative: bool) -> Number:
    match = PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a number")
    _, whole, decimals, e, e_sign, e_digits, percent = match.groups()
    plain = whole.replace(",", "") + (decimals or "")
    exponent = int((e_sign or "").replace("−", "-") + (e_digits or "0")) - (2 if percent else 0)
    scale = Fraction(10) ** exponent
    value = Fraction(plain.rstrip(".") or "0") * scale
    unit = scale / 10 ** len((decimals or ".")[1:]) if decimals or e or percent else None
    return Number(text, negative, -value if negative else value, unit)


def agrees(shown: str, value: str) -> bool:
    """Whether the literal `shown` is a correct rounding of `value` at the digits it shows."""
    literal, number = parse(shown), parse(value)
    if literal.value is None or number.value is None:
        return (literal.word, literal.negative) == (number.word, number.negative)
    if literal.negative and literal.value == 0 and not number.negative:
        return False
    return abs(literal.value - number.value) <= (literal.unit or Fraction(0)) / 2


def is_coarse(shown: str, printed: str) -> bool:
    """Whether `printed` has fewer digits than `shown`, so that it cannot confirm them."""
    literal, number = parse(shown), parse(printed)
    return literal.unit is not None and number.unit is not None and literal.unit < number.unit


def is_integer(shown: str) -> bool:
    """Whether the literal claims to be exact."""
    return parse(shown).unit is None


def respell(shown: str, value: str) -> str:
    """The literal that `shown` should be for `value`: same digits, same sign, thousands, exponent and per cent."""
    number = parse(value)
    if number.value is None:
        return ("-" if number.negative else "") + ("∞" if "∞" in shown and number.word == "inf" else number.word)
    match = PARTS.fullmatch(shown)
    if match is None:
        return _shortest(number)
    sign, whole, decimals, e, e_sign, e_digits, percent = match.groups()
    digits = len((decimals or ".")[1:])
    magnitude = abs(number.value) * (100 if percent else 1)
    minus = ("−" if "−" in shown else "-") if number.negative else sign if sign == "+" else ""
    if not (decimals or e or percent) and number.value.denominator != 1:
        return _shortest(number)
    exponent = (e, e_sign, len(e_digits or ""))
    body = _scientific(magnitude, digits, *exponent) if e else _fixed(magnitude, digits, "," in whole)
    return minus + body + ("." if decimals == "." else "") + (percent or "")


def _shortest(number: Number) -> str:
    return number.text if "/" not in number.text else repr(float(number.value or 0))


def _fixed(magnitude: Fraction, digits: int, thousands: bool) -> str:
    whole, rest = divmod(round(magnitude * 10**digits), 10**digits)
    return (f"{whole:,}" if thousands else str(whole)) + (f".{rest:0{digits}}" if digits else "")


def _scientific(magnitude: Fraction, digits: int, e: str, e_sign: str, width: int) -> str:
    exponent = 0
    while magnitude and magnitude >= 10:
        magnitude, exponent = magnitude / 10, exponent + 1
    while magnitude and magnitude < 1:
        magnitude, exponent = magnitude * 10, exponent - 1
    if round(magnitude * 10**digits) >= 10 ** (digits + 1):
        magnitude, exponent = magnitude / 10, exponent + 1
    sign = ("−" if e_sign == "−" else "-") if exponent < 0 else "+" if e_sign == "+" else ""
    return f"{_fixed(magnitude, digits, False)}{e}{sign}{abs(exponent):0{width}}"


@dataclass(frozen=True)
class Difference:
    """One number of a text that is not what was printed: its place, what is shown, what should be, what was printed."""

    start: int
    end: int
    shown: str
    correct: str
    got: str


def differences(expected: str, got: str) -> list[Difference] | None:
    """The numbers of `expected` that do not round those of `got`; None if the texts around them differ."""
    if _between(expected) != _between(got):
        return None
    pairs = zip(IN_TEXT.finditer(expected), IN_TEXT.findall(got), strict=True)
    return [_difference(shown, printed) for shown, printed in pairs if not _confirmed(shown.group(), printed)]


def _between(text: str) -> list[str]:
    return [" ".join(part.split()) for part in IN_TEXT.split(text)]


def _confirmed(shown: str, printed: str) -> bool:
    return shown == printed or (agrees(shown, printed) and not is_coarse(shown, printed))


def _difference(shown: re.Match[str], printed: str) -> Difference:
    coarse = is_coarse(shown.group(), printed)
    correct = printed if coarse else respell(shown.group(), printed)
    return Difference(shown.start(), shown.end(), shown.group(), correct, printed)


def correct(expected: str, got: str) -> str:
    """`expected` with its drifted numbers rewritten at the digits shown, or `got` if the texts differ."""
    found = differences(expected, got)
    if found is None:
        return got
    for difference in reversed(found):
        expected = expected[: difference.start] + difference.correct + expected[difference.end :]
    return expected
