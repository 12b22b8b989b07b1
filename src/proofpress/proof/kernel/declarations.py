"""What a line states: its letters, its definitions, what is given and what is claimed; and that as text, one to one.

What is true here: `Statement.read(statement.write())` is the same statement, and any other text is refused.

>>> claim = {"letters": {"x": "real positive"}, "given": ["(x < 1)"], "claim": "(log(x) < 0)"}
>>> Statement.read(claim).claim
(log(x) < 0)
>>> Statement.read({**claim, "claim": "(y = y)"})
Traceback (most recent call last):
proofpress.proof.kernel.terms.Refused: y is not declared
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .terms import (
    _FIXED,
    INFIX,
    NAME,
    NAMED,
    RESERVED,
    Definition,
    Fold,
    Term,
    array,
    bound,
    entry,
    function,
    make,
    need,
    number,
    put,
    text,
    tree,
    variable,
)

TOKEN = re.compile(r"\s*(?:(-?\d{1,40}(?:/\d{1,40})?)|([A-Za-z_]\w*)|(\$\d{1,4})|(<=|!=|[-+*^=<()\[\],]))", re.ASCII)
NUMBER = re.compile(r"-?[0-9]{1,40}(/[1-9][0-9]{0,39})?")
LONGEST = 100_000
"""Characters of one text."""
KEYS = frozenset({"letters", "definitions", "folds", "given", "claim"})


@dataclass(frozen=True)
class Statement:
    """One line's claim with everything it rests on."""

    letters: tuple[Term, ...]
    claim: Term
    given: tuple[Term, ...] = ()
    definitions: tuple[Definition, ...] = ()
    folds: tuple[Fold, ...] = ()

    def __post_init__(self) -> None:
        names = [letter_name(letter) for letter in self.letters]
        names += [made.name for made in self.definitions] + [made.name for made in self.folds]
        need(all(NAME.fullmatch(name) and name not in RESERVED for name in names), "a name that is none")
        need(len(set(names)) == len(names), "one name for two things")
        known = set(self.letters)
        for proposition in (*self.given, self.claim):
            need(proposition.sort == "proposition" and not proposition.loose, "no proposition")
            need(proposition.free <= known, "a letter that is not declared")

    def write(self) -> dict[str, Any]:
        """The statement as text, to be kept as JSON."""
        return {
            "letters": {letter_name(letter): declaration(letter) for letter in self.letters},
            "definitions": {d.name: [list(d.places), text(d.body, len(d.places))] for d in self.definitions},
            "folds": {f.name: [text(f.leaf), text(f.node, 3)] for f in self.folds},
            "given": [text(p) for p in self.given],
            "claim": text(self.claim),
        }

    @staticmethod
    def read(written: Mapping[str, Any]) -> Statement:
        """The statement that `write` wrote, or a refusal."""
        need(isinstance(written, dict) and set(written) <= KEYS and "claim" in written, "no statement")
        scope = Scope()
        for name, words in _pairs(written, "letters"):
            scope.letter(name, words)
        for name, parts in _pairs(written, "definitions"):
            scope.definition(name, parts)
        for name, parts in _pairs(written, "folds"):
            scope.fold(name, parts)
        given = written.get("given", [])
        need(isinstance(given, list), "given: no list")
        return Statement(
            tuple(scope.letters.values()),
            scope.read(written["claim"]),
            tuple(scope.read(line) for line in given),
            tuple(scope.definitions.values()),
            tuple(scope.folds.values()),
        )


def _pairs(written: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    found = written.get(key, {})
    need(isinstance(found, dict), f"{key}: no table")
    return list(found.items())


def letter_name(letter: Term) -> str:
    """The name of a letter."""
    return letter.val if letter.op in NAMED else letter.val.name


def declaration(letter: Term) -> str:
    """`real`, `integer positive`, `real positive 2`, `tree`, `differentiable`."""
    if letter.op in NAMED:
        return "tree" if letter.op == "tree" else "differentiable"
    _, sort, sign, places = letter.val
    return " ".join(filter(None, (sort, sign, str(places) if places else "")))


def letter_of(name: str, words: Any) -> Term:
    """The letter that is declared so."""
    need(isinstance(name, str) and isinstance(words, str), "no name, or no declaration")
    if words in ("tree", "differentiable"):
        return tree(name) if words == "tree" else function(name)
    match = re.fullmatch(r"(real|integer)( positive| nonnegative)?( [1-9])?", words)
    need(match, f"{name}: {words[:40]!r} declares nothing")
    sort, sign, places = (part or "" for part in match.groups())  # type: ignore[union-attr]  # `need` saw to it
    return array(name, sort, sign.strip(), int(places)) if places else variable(name, sort, sign.strip())


@dataclass
class Scope:
    """The names that a text may use."""

    letters: dict[str, Term] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    folds: dict[str, Fold] = field(default_factory=dict)

    def letter(self, name: str, words: Any) -> None:
        """Declare a letter."""
        self.letters[name] = letter_of(name, words)

    def definition(self, name: str, parts: Any) -> None:
        """Declare a definition by [places of its parameters, body]; it may call those before it: no circle."""
        need(isinstance(parts, list) and len(parts) == 2 and isinstance(parts[0], list), f"{name}: no definition")
        need(all(type(places) is int and 0 <= places <= 9 for places in parts[0]), f"{name}: no parameters")
        places = tuple(parts[0])
        self.definitions[name] = Definition(name, places, self.read(parts[1], places))

    def fold(self, name: str, parts: Any) -> None:
        """Declare a quantity of trees by [of a leaf, of a node]."""
        need(isinstance(parts, list) and len(parts) == 2, f"{name}: no quantity of trees")
        self.folds[name] = Fold(name, self.read(parts[0]), self.read(parts[1], (0, 0, 0)))

    def read(self, line: Any, places: Sequence[int] = ()) -> Term:
        """The term that prints as `line`, under binders of these places."""
        need(isinstance(line, str) and len(line) <= LONGEST, "no text, or a long one")
        parser = _Parser(self, line)
        found = parser.term(tuple(places))
        written = text(found, len(places))
        need(written == line, f"not written as it is read: {line[:60]!r} is {written[:60]!r}")
        return found


class _Parser:
    """One pass over the tokens of a text."""

    def __init__(self, scope: Scope, line: str) -> None:
        self.scope, self.tokens, self.at = scope, [], 0
        place = 0
        while place < len(line):
            match = TOKEN.match(line, place)
            need(match, f"at character {place + 1}: {line[place]!r}")
            self.tokens.append(match.group().strip())  # type: ignore[union-attr]  # `need` saw to it
            place = match.end()  # type: ignore[union-attr]  # `need` saw to it

    def take(self) -> str:
        """The next token; whether it is the right one shows when what was read is printed."""
        need(self.at < len(self.tokens), "the text ends too soon")
        self.at += 1
        return self.tokens[self.at - 1]

    def list(self, places: tuple[int, ...], last: str) -> list[Term]:
        """Terms between commas, up to a closing bracket."""
        found: list[Term] = []
        while self.at < len(self.tokens) and self.tokens[self.at] != last:
            found.append(self.term(places))
            if self.tokens[self.at : self.at + 1] == [","]:
                self.take()
        self.take()
        return found

    def term(self, places: tuple[int, ...]) -> Term:
        """One term, with the entries that are taken of it."""
        found = self.simple(places)
        while self.tokens[self.at : self.at + 1] == ["["]:
            self.take()
            found = entry(found, *self.list(places, "]"))
        return found

    def simple(self, places: tuple[int, ...]) -> Term:
        """One term without entries taken of it."""
        token = self.take()
        if token == "(":
            return self.infix(places)
        if token[0] == "$":
            level = len(places) - int(token[1:])
            need(0 <= level < len(places), f"nothing binds {token}")
            return bound(level, places[len(places) - 1 - level])
        if NUMBER.fullmatch(token):
            return number(Fraction(token))
        if token in self.scope.letters:
            return self.scope.letters[token]
        if token in _FIXED and not _FIXED[token].parts and token not in INFIX:
            return make(token)
        need(self.tokens[self.at : self.at + 1] == ["("], f"{token} is not declared")
        return self.called(token, places)

    def infix(self, places: tuple[int, ...]) -> Term:
        """(a + b + c), one sign throughout."""
        parts, sign = [self.term(places)], self.take()
        parts.append(self.term(places))
        while self.tokens[self.at : self.at + 1] == [sign]:
            self.take()
            parts.append(self.term(places))
        self.take()
        return make(sign, *parts)

    def called(self, name: str, places: tuple[int, ...]) -> Term:
        """A function of terms, or a binder with its name first."""
        self.take()
        if name in self.scope.definitions:
            return make("call", *self.list(places, ")"), val=self.scope.definitions[name])
        if name in self.scope.folds:
            return make("fold", *self.list(places, ")"), val=self.scope.folds[name])
        if name == "put":
            return put(*self.list(places, ")"))
        need(name in _FIXED and name != "fold", f"{name} is not declared")
        parts = _FIXED[name].parts
        binds = any(bound_places >= 0 for _, bound_places in parts)
        if binds:
            self.take()
        found = []
        for k, (_, under) in enumerate(parts):
            if k or binds:
                self.take()
            found.append(self.term((*places, under) if under >= 0 else places))
        self.take()
        return make(name, *found)
