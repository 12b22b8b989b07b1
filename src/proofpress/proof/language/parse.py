"""From text to nodes: recursive descent over the tokens; nothing is evaluated.

>>> parse("-2x/(1 + exp(s[j]))").kind
'negative'
>>> parse("sum(f[j], j)", {"j": (Node("number", "1"), Node("name", "V"))}).parts[1].parts[1].text
'V'
>>> parse("1/2x")
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 4: 'x' beside a number after /; write 1/(2*x) or 1/2*x
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from .nodes import LanguageError, Node
from .tokens import Token, tokens

DEPTH, NODES, ORDER = 60, 20_000, 4
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=", "=")
FOLDS = {"sum": "sum", "Sum": "sum", "prod": "prod", "Product": "prod"}
DERIVATIVES = ("d", "diff", "Derivative")
OF_A_LETTER = "an index follows a letter: write exp(s[i])/sum(exp(s[j]), j=1..V) for softmax(s)[i]"
Ranges = Mapping[str, tuple[Node, Node]]


class Parser:
    """One pass over the tokens of a text from `start` to `stop`; `ranges` are those of indices that need not say one.

    >>> parser = Parser("x < 1 as x -> 0", {})
    >>> parser.compared().text, parser.here.text, parser.take("by"), parser.next().text
    ('<', 'as', None, 'as')
    >>> parser.sum().text, parser.expect("->", "write as x -> oo").text, parser.sum().text, parser.ended
    ('x', '->', '0', True)
    >>> parser.close("-- and the reason")
    >>> parser = Parser("x^2 + 1", {})
    >>> parser.kept("gap") == parser.hints["gap"], parser.ended
    (True, True)
    """

    words = staticmethod(tokens)

    def __init__(self, text: str, ranges: Ranges, start: int = 0, stop: int | None = None) -> None:
        self.tokens, self.ranges = self.words(text, start, stop), ranges
        self.place = self.depth = self.count = 0
        self.hints: dict[str, Node] = {}
        self.said: Node | None = None

    def kept(self, name: str) -> Node:
        """A sum that follows by name, kept under it."""
        self.hints[name] = self.sum()
        return self.hints[name]

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.here.kind == "end"

    def next(self) -> Token:
        """The next token, consumed."""
        token = self.tokens[self.place]
        self.place += token.kind != "end"
        return token

    def take(self, *texts: str) -> Token | None:
        """The next token, consumed, if it is one of these."""
        token = self.tokens[self.place]
        return self.next() if token.text in texts and token.kind in ("operator", "name") else None

    def expect(self, text: str, allowed: str) -> Token:
        """Consume this or fail."""
        return self.take(text) or self._fail(f"{self.here.text!r} where {text!r} should stand", allowed)

    def _fail(self, what: str, allowed: str, at: int | None = None) -> NoReturn:
        raise LanguageError(self.here.at if at is None else at, what, allowed)

    def close(self, allowed: str) -> None:
        """Fail if anything is left."""
        if not self.ended:
            indexed = self.here.text == "["
            self._fail(f"{self.here.text!r} after a complete expression", OF_A_LETTER if indexed else allowed)

    def whole(self) -> int:
        """A whole number.

        >>> Parser("12", {}).whole()
        12
        """
        token = self.next()
        if not (token.kind == "number" and token.text.isdigit() and len(token.text) <= ORDER):
            self._fail(f"{token.text!r} where a whole number should stand", "write 1, 2 and so on", token.at)
        return int(token.text)

    def quoted(self, allowed: str) -> str:
        """What stands between quotation marks.

        >>> Parser('"numeric: so"', {}).quoted("")
        'numeric: so'
        """
        token = self.next()
        if token.kind != "quoted":
            self._fail(f"{token.text!r} where words in quotation marks should stand", allowed, token.at)
        return token.text.strip('"')

    def slug(self) -> str:
        """Names and numbers with dashes between them, and no space.

        >>> Parser("log-below-tangent 2", {}).slug()
        'log-below-tangent'
        """
        last = self._of_slug()
        words = [last.text]
        while self.here.text == "-" and self.here.at == last.stop:
            self.next()
            last = self._of_slug()
            words.append(last.text)
        return "-".join(words)

    def _of_slug(self) -> Token:
        if self.here.kind not in ("name", "number"):
            self._fail(f"{self.here.text!r} in the slug of a lemma", "write by lemma a-slug, or by lemma a-slug 2")
        return self.next()

    def _node(self, kind: str, text: str, at: int, *parts: Node) -> Node:
        """A new node, counted."""
        self.count += 1
        if self.count > NODES:
            self._fail(f"more than {NODES} parts", "shorten the expression", at)
        return Node(kind, text, at, parts)

    def compared(self) -> Node:
        """An expression, or several with comparisons between them."""
        parts, signs = [self.sum()], []
        while sign := self.take(*COMPARISONS):
            signs.append(sign.text)
            parts.append(self.sum())
        return self._node("compare", " ".join(signs), parts[0].at, *parts) if signs else parts[0]

    def sum(self) -> Node:
        """Terms with + and −; a leading minus belongs to the whole first term."""
        self.depth += 1
        if self.depth > DEPTH:
            self._fail(f"more than {DEPTH} levels of nesting", "simplify the expression")
        at, terms = self.here.at, [self._signed(self._term)]
        while sign := self.take("+", "-"):
            term = self._term()
            terms.append(term if sign.text == "+" else self._node("negative", "-", sign.at, term))
        self.depth -= 1
        return terms[0] if len(terms) == 1 else self._node("sum", "+", at, *terms)

    def _signed(self, read: Callable[[], Node]) -> Node:
        minus, here = False, self.here
        if here.kind == "operator":
            while sign := self.take("+", "-"):
                minus ^= sign.text == "-"
        inner = read()
        return self._node("negative", "-", here.at, inner) if minus else inner

    def _term(self) -> Node:
        """Factors with *, /, @, .*, ./, or a number beside a letter."""
        at, factors = self.here.at, [self._factor()]
        while True:
            sign = self.take("*", "/", "@", ".*", "./")
            if sign is None and not self._beside():
                return factors[0] if len(factors) == 1 else self._node("product", "*", at, *factors)
            factor = self._factor()
            if sign and sign.text in ("/", "./"):
                factor = self._node("inverse", "/", sign.at, factor)
            if sign and sign.text in ("@", ".*", "./"):
                factor = self._of_vectors(self._before(factors, sign), sign, factor)
            factors.append(factor)

    def _before(self, factors: list[Node], sign: Token) -> Node:
        """What stands before a sign between vectors."""
        if factors[-1].kind == "inverse":
            self._fail(f"{sign.text} after a quotient", "put the quotient in brackets, or the number first", sign.at)
        return factors.pop()

    def _of_vectors(self, before: Node, sign: Token, factor: Node) -> Node:
        if sign.text == "@":
            return self._node("dot", "@", sign.at, before, factor)
        parts = before.parts if before.kind == "entrywise" else (before,)
        return self._node("entrywise", ".*", sign.at, *parts, factor)

    def _beside(self) -> bool:
        """Whether a letter or a bracket touches the number before it, as in 2x."""
        before, here = self.tokens[self.place - 1], self.here
        touches = before.kind == "number" and before.stop == here.at
        if not touches or not (here.kind == "name" or here.text == "("):
            return False
        sign = next((t.text for t in reversed(self.tokens[: self.place - 1]) if t.text not in "+-"), "")
        if sign in ("/", "^"):
            number, beside = before.text, self.here.text if self.here.kind == "name" else "(…)"
            over, raised = f"1/({number}*{beside}) or 1/{number}*{beside}", f"{number}*{beside} in brackets, or *"
            what = f"{self.here.text!r} beside a number after {sign}"
            self._fail(what, f"write {over if sign == '/' else raised}")
        return True

    def _factor(self) -> Node:
        """A power under its signs, grouped to the right."""
        return self._signed(self._power)

    def _power(self) -> Node:
        base = self._atom()
        sign = self.take("^")
        if sign is None:
            return base
        self.depth += 1
        if self.depth > DEPTH:
            self._fail("a tower of powers", "an exponent may hold a power, not a tower of them", sign.at)
        exponent = self._factor()
        self.depth -= 1
        return self._node("power", "^", sign.at, base, exponent)

    def _atom(self) -> Node:
        """A number, a name, an entry, a call, or something in brackets."""
        token = self.next()
        if token.kind == "number":
            return self._node("number", token.text, token.at)
        if token.kind == "name":
            return self._named(token)
        if token.text != "(":
            self._fail(f"{token.text!r} where a value should stand", "a number, a name, a call or (…) may stand here",
                       token.at)  # fmt: skip
        inner = self.sum()
        self.expect(")", "close what was opened")
        return inner

    def _named(self, token: Token) -> Node:
        if self.take("("):
            return self._call(token.text, token.at)
        if not self.take("["):
            return self._node("name", token.text, token.at)
        return self._node("entry", token.text, token.at, *self._arguments("]"))

    def _arguments(self, close: str, *first: Node) -> list[Node]:
        """Expressions up to what closes them, at least one; the first may be read already."""
        parts = [*first] or [self.sum()]
        while self.take(","):
            parts.append(self.sum())
        self.expect(close, "close what was opened")
        return parts

    def _call(self, name: str, at: int) -> Node:
        """A call, its bracket open."""
        if name in FOLDS:
            return self._fold(FOLDS[name], at)
        if name in DERIVATIVES:
            return self._derivative(at)
        if name == "mean":
            return self._mean(at)
        if self.take(")"):
            return self._node("call", name, at)
        first = self.sum()
        if self.take("for"):
            found = self._node("fold", name, at, first, self._limit())
            self.expect(")", f"write {name}(f for j) or {name}(f for j=1..n)")
            return found
        return self._node("call", name, at, *self._arguments(")", first))

    def _fold(self, kind: str, at: int) -> Node:
        body, limits = self.sum(), []
        while self.take(","):
            limits.append(self._limit())
        self.expect(")", f"write {kind}(f, j) or {kind}(f, j=1..n)")
        if not limits:
            self._fail(f"a {kind} over nothing", f"write {kind}(f, j) or {kind}(f, j=1..n)", at)
        return self._node("fold", kind, at, body, *limits)

    def _limit(self) -> Node:
        """``j``, ``j=1..n`` or ``(j, 1, n)``."""
        bracket, name = self.take("("), self.next()
        if name.kind != "name":
            self._fail(f"{name.text!r} where an index should stand", "write sum(f, j=1..n)", name.at)
        if bracket:
            self.expect(",", "write (j, 1, n)")
            lower = self.sum()
            self.expect(",", "write (j, 1, n)")
            upper = self.sum()
            self.expect(")", "write (j, 1, n)")
            return self._node("limit", name.text, name.at, lower, upper)
        if self.take("="):
            lower = self.sum()
            self.expect("..", f"write {name.text}=1..n")
            return self._node("limit", name.text, name.at, lower, self.sum())
        if name.text not in self.ranges:
            self._fail(f"the index {name.text} has no range of its own", f"write {name.text}=1..n", name.at)
        return self._node("limit", name.text, name.at, *self.ranges[name.text])

    def _derivative(self, at: int) -> Node:
        """``d(f, x)``, ``d(f, x, y)``, and as Python has them ``d(f, x, 2)`` and ``d(f, (x, 2))``."""
        body, by = self.sum(), list[Node]()
        while self.take(","):
            bracket = self.take("(")
            if self.here.kind == "number" and by:
                by += [by[-1]] * (self._order() - 1)
            else:
                by.append(self._atom())
            if bracket:
                self.expect(",", "write d(f, x, x) or d(f, (x, 2))")
                by += [by[-1]] * (self._order() - 1)
                self.expect(")", "close what was opened")
        self.expect(")", "close what was opened")
        if not by:
            self._fail("a derivative by nothing", "write d(f, x)", at)
        return self._node("derivative", "d", at, body, *by)

    def letter(self, what: str, allowed: str) -> Node:
        """A letter or an entry: what can be moved.

        >>> Parser("x[1] = 2", {}).letter("a minimum in", "").text
        'x'
        """
        node = self.sum()
        if node.kind not in ("name", "entry"):
            self._fail(f"{what} what is no letter", allowed, node.at)
        return node

    def _order(self) -> int:
        token = self.next()
        if not token.text.isdigit() or not 1 <= int(token.text[:6]) <= ORDER:
            self._fail("the order of a derivative", f"it is an integer from 1 to {ORDER}", token.at)
        return int(token.text)

    def _mean(self, at: int) -> Node:
        """``mean(body, drawn[1..K] ~ q[j])``, the index with its range where it is not the usual one."""
        how, body = "write mean(f, k[1..K] ~ q[j])", self.sum()
        self.expect(",", how)
        drawn = self.next()
        for sign in ("[", "1", ".."):
            if self.here.text != sign:
                self._fail(f"{self.here.text!r} in a mean", how)
            self.next()
        count = self.sum()
        self.expect("]", how)
        self.expect("~", how)
        weight = self._atom()
        if weight.kind != "entry":
            self._fail("draws from what is no array", how, weight.at)
        named = self.take(",")
        index = weight.parts[-1]
        limit = self._limit() if named else self._usual(index)
        self.expect(")", "close what was opened")
        return self._node("mean", drawn.text, at, body, count, weight, limit)

    def _usual(self, index: Node) -> Node:
        if index.text not in self.ranges:
            self._fail(f"the index {index.text} has no range of its own", f"write …, {index.text}=1..n)", index.at)
        return self._node("limit", index.text, index.at, *self.ranges[index.text])


def parse(text: str, ranges: Ranges | None = None) -> Node:
    """The node of an expression, or of expressions compared, and of nothing else."""
    parser = Parser(text, ranges or {})
    node = parser.compared()
    parser.close("an operator may stand here")
    return node
