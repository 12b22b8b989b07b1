r"""LaTeX, as people paste it: the nodes of the language, or a refusal of what two readers would read in two ways.

>>> from .parse import parse
>>> read(r"\log\sigma(-x)") == parse("log(sigmoid(-x))")
True
>>> read(r"\sum_{j=1}^{V} e^{s_j}") == parse("sum(e^s[j], j=1..V)")
True
>>> read(r"\log x y")
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 8: y beside the argument of \log; put that in brackets
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .nodes import LanguageError, Node
from .parse import Parser, Ranges
from .tokens import LENGTH, Token

IS_LATEX = re.compile(r"\\[a-zA-Z{|]|[_^]\{")
SPACE = re.compile(
    r"(?:\s|~|\\[,;:!> ]"
    r"|\\(?:q?quad|displaystyle|textstyle|limits|nolimits|left|right|[bB]igg?[lr]?)(?![a-zA-Z]))+"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|\\[{}|]|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|.", re.DOTALL)
FUNCTIONS = {
    "log": "log", "ln": "log", "exp": "exp", "sigma": "sigmoid", "tanh": "tanh",
    "sigmoid": "sigmoid", "softplus": "softplus", "relu": "relu", "logsigmoid": "logsigmoid",
}  # fmt: skip
WORDS = ("operatorname", "mathrm", "text", "mathsf", "textrm")
GREEK = {
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "rho", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "ell", "Gamma",
    "Delta", "Theta", "Lambda", "Xi", "Phi", "Psi", "Omega",
}  # fmt: skip
MARKS = {"hat": "hat", "bar": "bar", "tilde": "tilde", "vec": "vec", "mathbf": "", "boldsymbol": ""}
CLOSES = {"(": ")", "[": "]", r"\{": r"\}", r"\lvert": r"\rvert", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}
TIMES = ("*", r"\cdot", r"\times")
STOPS = {"the end", "+", "-", "/", ",", "=", "}", "|", *TIMES, *CLOSES.values()}
TURNED = (r"\top", r"\intercal", r"\prime", "T")
INSTEAD = {
    "le": "give the two sides of an equation", "leq": "give the two sides of an equation",
    "ge": "give the two sides of an equation", "geq": "give the two sides of an equation",
    "mathbb": r"write \sum_{j=1}^{V} p_j f_j for a mean", "int": "an integral is not read",
    "lim": "a limit is not read", "nabla": r"write \frac{\partial}{\partial x}", "binom": "write it with products",
}  # fmt: skip


def is_latex(text: str) -> bool:
    r"""Whether a text is LaTeX and not the language.

    >>> is_latex(r"\sigma(x)"), is_latex("e^{-x}"), is_latex("sigmoid(x)^2")
    (True, True, False)
    """
    return IS_LATEX.search(text) is not None


def read(text: str, ranges: Ranges | None = None) -> Node:
    """The nodes of an expression; letters with an index are entries of arrays, until `settled` tells them apart."""
    reader = _Reader(text, ranges or {})
    node = reader.sum()
    reader.close("write one side of the equation")
    return node


def settled(node: Node, arrays: frozenset[str]) -> Node:
    r"""The nodes with each letter that is no array, and has an index all the same, as a letter of its own: $x_1$.

    >>> settled(read("x_{1} + s_{j}"), frozenset("s")).parts[0].text
    'x_1'
    """
    parts = tuple(settled(part, arrays) for part in node.parts)
    if node.kind != "entry" or node.text in arrays:
        return replace(node, parts=parts)
    return Node("name", "_".join([node.text, *(part.text for part in parts)]), node.at)


def arrays(node: Node, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    r"""The letters that have an index which a sum runs over, or which is worked out, such as $j + 1$.

    >>> sorted(arrays(read(r"x_1 + \sum_{j=1}^{V} s_j")))
    ['s']
    """
    inner = bound | {part.text for part in node.parts if part.kind == "limit"}
    found = frozenset[str]().union(*(arrays(part, inner) for part in node.parts))
    is_one = node.kind == "entry" and any(
        part.kind not in ("name", "number") or part.text in bound for part in node.parts
    )
    return found | {node.text} if is_one else found


def _tokens(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """What stands in a text without its spaces and the sizes of its brackets; an end last."""
    found, at, stop = list[Token](), start, len(text) if stop is None else stop
    if stop - start > LENGTH:
        raise LanguageError(start + LENGTH, f"{stop - start} characters", f"at most {LENGTH} are read")
    while at < stop:
        if (gap := SPACE.match(text, at)) or text[at] == "$":
            at = gap.end() if gap else at + 1
            continue
        match = TOKEN.match(text, at)
        assert match is not None, "any one character is a token"
        found.append(Token("operator", match.group().replace("−", "-"), *match.span()))
        at = match.end()
    return [*found, Token("end", "the end", stop, stop)]


class _Reader(Parser):
    """One pass over the tokens of a text."""

    words = staticmethod(_tokens)

    # Products, powers

    def _term(self) -> Node:
        r"""Factors with \cdot, / or nothing between them; nothing may stand between what follows a /."""
        at, factors, divided = self.here.at, [self._power()], False
        while True:
            sign_at = self.here.at
            if self.take(*TIMES):
                factors.append(self._power())
            elif self.take("/"):
                factors.append(self._node("inverse", "/", sign_at, self._power()))
                divided = True
                continue
            elif self.here.text in STOPS:
                return factors[0] if len(factors) == 1 else self._node("product", "*", at, *factors)
            elif divided:
                self._fail(f"{self.here.text} beside what follows /", r"write \frac{…}{…}, or brackets")
            else:
                self._no_call(factors[-1])
                factors.append(self._power())
            divided = False

    def _no_call(self, before: Node) -> None:
        """A letter before a bracket may be a function: nothing is guessed."""
        if before.kind in ("name", "entry") and self.here.text in ("(", "[", r"\{"):
            what = rf"{before.text} before a bracket, a factor or a function"
            self._fail(what, rf"write {before.text} \cdot (…) for a product")

    def _power(self) -> Node:
        """What stands raised."""
        base, at = self._atom(), self.here.at
        if not self.take("^"):
            return base
        if self.here.text in TURNED or (self.here.text == "{" and self.tokens[self.place + 1].text in TURNED):
            self._fail("a transpose", r"write the sum, such as \sum_{l=1}^{d} u_l v_l")
        raised = self._node("power", "^", at, base, self.braced())
        if self.here.text == "^":
            self._fail("a second power", "write braces around the first")
        return raised

    def braced(self) -> Node:
        """What stands in braces, or one letter or digit."""
        if self.take("{"):
            return self._closed("}")
        if re.fullmatch(r"[0-9]{2,}|.*\..*", self.here.text):
            self._fail(f"{self.here.text} without braces", "write braces around what belongs together")
        return self._atom()

    def _closed(self, close: str) -> Node:
        inner = self.sum()
        self.expect(close, "close what was opened")
        return inner

    # One value

    def _atom(self) -> Node:
        """A number, a letter, a function of something, a fraction, a root, a sum, or something in brackets."""
        _, text, at, _ = self.next()
        if re.fullmatch(r"[0-9.]+", text):
            return self._node("number", text, at)
        if text == "{":
            return self._closed("}")
        if text in ("(", "["):
            return self._closed(CLOSES[text])
        if text in CLOSES or text == "|":
            return self._fenced(text, at)
        if text.startswith("\\"):
            return self._command(text[1:], at)
        if re.fullmatch("[a-zA-Z]", text):
            return self._letter(text, at)
        return self._fail(f"{text} where a value should stand", r"write a letter, a number, \frac, (…)", at)

    def _fenced(self, text: str, at: int) -> Node:
        called = {"|": "abs", r"\lvert": "abs", r"\lfloor": "floor", r"\lceil": "ceil"}.get(text)
        if called is None:
            return self._closed(CLOSES[text])
        return self._node("call", called, at, self._closed(CLOSES.get(text, "|")))

    def _command(self, name: str, at: int) -> Node:
        if name in READERS:
            return READERS[name](self, at)
        if name in FUNCTIONS:
            return self._applied(FUNCTIONS[name], rf"\{name}", at)
        if name in WORDS:
            return self._word(at)
        if name in GREEK:
            return self._letter(name, at)
        if name in MARKS:
            return self._marked(name, at)
        what = rf"\{name}"
        return self._fail(what, INSTEAD.get(name, "no function or letter of this name is known here"), at)

    def _word(self, at: int) -> Node:
        self.expect("{", r"write \operatorname{softplus}(x)")
        letters = ""
        while self.here.text not in ("}", "the end"):
            letters += self.next().text
        self.expect("}", "close what was opened")
        if letters in ("max", "min"):
            return self._extreme(letters, at)
        if letters not in FUNCTIONS:
            self._fail(f"{letters}, which is not known here", f"known are {', '.join(FUNCTIONS)}", at)
        return self._applied(FUNCTIONS[letters], letters, at)

    def _applied(self, function: str, shown: str, at: int) -> Node:
        """A function of what stands in brackets, or of one thing beside which nothing stands."""
        raised = self.braced() if self.take("^") else None
        if raised is not None and raised.kind == "negative":
            self._fail("the inverse of a function, or one over it", "write it out", at)
        bracketed = self.here.text in CLOSES or self.here.text == "{"
        inner = self._atom()
        if self.here.text == "^":
            self._fail("a power after a function", "put what is raised in brackets of its own")
        if not bracketed and inner.kind != "call" and self.here.text not in STOPS:
            self._fail(f"{self.here.text} beside the argument of {shown}", "put that in brackets")
        if not bracketed and self.here.text == "/":
            self._fail(f"/ after the argument of {shown}", "put that in brackets")
        call = self._node("call", function, at, inner)
        return call if raised is None else self._node("power", "^", at, call, raised)

    def _letter(self, name: str, at: int) -> Node:
        """A letter, or an entry of an array where an index stands below it."""
        if self.here.text == "'":
            self._fail("a prime", r"write \frac{\partial}{\partial x} for a derivative")
        if not self.take("_"):
            return self._node("name", name, at)
        indices = self._arguments("}") if self.take("{") else [self._atom()]
        return self._node("entry", name, at, *indices)

    def _marked(self, mark: str, at: int) -> Node:
        self.expect("{", rf"write \{mark}{{y}}")
        inner = self.next()
        self.expect("}", "one letter may stand there")
        return self._letter("_".join(filter(None, [inner.text.removeprefix("\\"), MARKS[mark]])), at)

    def _fraction(self, at: int) -> Node:
        by = self._slope()
        if by is not None:
            return self._node("derivative", "d", at, self._term(), by)
        above, below = self.braced(), self.braced()
        return self._node("product", "*", at, above, self._node("inverse", "/", at, below))

    def _slope(self) -> Node | None:
        r"""The letter by which \frac{\partial}{\partial x} or \frac{d}{dx} is one, if it is."""
        seen = [token.text for token in self.tokens[self.place : self.place + 5]]
        if seen[:1] != ["{"] or seen[1:2] not in (["d"], [r"\partial"]):
            return None
        if seen[2:] != ["}", "{", seen[1]]:
            self._fail(
                "a derivative whose body stands in the fraction", rf"write \frac{{{seen[1]}}}{{{seen[1]} x}} (…)"
            )
        self.place += 5
        by = self._atom()
        self.expect("}", "one letter may stand there")
        return by

    def _root(self, at: int) -> Node:
        if self.here.text == "[":
            self._fail("a root of another order", "write x^{1/3}")
        return self._node("call", "sqrt", at, self.braced())

    def _extreme(self, name: str, at: int) -> Node:
        close = CLOSES.get(self.here.text)
        if not close:
            self._fail(rf"\{name} without brackets", rf"write \{name}(x, y)")
        self.next()
        return self._node("call", name, at, *self._arguments(str(close)))

    def _fold(self, kind: str, at: int) -> Node:
        r"""A sum over $j$ from one end to another, or over an index that has a range of its own."""
        self.expect("_", rf"write \{kind}_{{j=1}}^{{n}}")
        braced = self.take("{")
        index = self._atom()
        if index.kind != "name":
            self._fail("an index that is no letter", rf"write \{kind}_{{j=1}}^{{n}}", index.at)
        lower = self.sum() if self.take("=") else None
        if braced:
            self.expect("}", rf"write \{kind}_{{j=1}}^{{n}}")
        upper = self.braced() if self.take("^") else None
        ends = self.ranges.get(index.text, ()) if lower is None and upper is None else (lower, upper)
        whole = [end for end in ends if end is not None]
        if len(whole) < 2:
            self._fail(f"the index {index.text} lacks an end", rf"write \{kind}_{{{index.text}=1}}^{{n}}", index.at)
        return self._node("fold", kind, at, self._term(), self._node("limit", index.text, index.at, *whole))


READERS: dict[str, Callable[[_Reader, int], Node]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac"), _Reader._fraction),
    "sqrt": _Reader._root,
    "sum": lambda reader, at: reader._fold("sum", at),
    "prod": lambda reader, at: reader._fold("prod", at),
    "max": lambda reader, at: reader._extreme("max", at),
    "min": lambda reader, at: reader._extreme("min", at),
    "pi": lambda reader, at: reader._node("name", "pi", at),
    "infty": lambda reader, at: reader._node("name", "oo", at),
}
