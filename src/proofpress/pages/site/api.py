"""On a page of mkdocstrings: what the types of a function promise, read from `Annotated[shape, "meaning", rule, …]`.

Griffe reads the source without running it, and so does this: an argument's shape, meaning and rules are those written
in its type, wherever the name of the type leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import griffe
from griffe import Docstring, DocstringSection, DocstringSectionKind, Expr, ExprSubscript, ExprTuple, Function, Module


class Promise(NamedTuple):
    """What a type says: the bare type, and its meaning with its rules."""

    kind: Expr | str
    words: str


class Promises(griffe.Extension):
    """Gives types that are `Annotated` their words, and functions that use them their parameters and results."""

    def on_package(self, *, pkg: Module, loader: griffe.GriffeLoader, **_: Any) -> None:
        """Go through the whole package, once it is loaded."""
        self.modules = loader.modules_collection
        for found in list(walk(pkg)):
            if isinstance(found, Function):
                self.dress(found)
            elif promise := annotated(found.value):
                found.docstring = Docstring(f"{promise.words[0].upper()}{promise.words[1:]}.", parent=found)

    def dress(self, function: Function) -> None:
        """Say under a function what its arguments and its results are, and show its example."""
        parameters = [(p, self.promise(p.annotation)) for p in function.parameters]
        if function.docstring is None or not any(promise for _, promise in parameters):
            return
        text, prompt, example = function.docstring.value.partition(">>> ")
        taken = [
            griffe.DocstringParameter(p.name, annotation=promise.kind, description=f"{promise.words}.", value=p.default)
            for p, promise in parameters
            if promise
        ]
        given = [
            griffe.DocstringReturn("", annotation=promise.kind, description=f"{promise.words}.")
            for promise in map(self.promise, results(function.returns))
            if promise
        ]
        sections: list[DocstringSection] = [
            griffe.DocstringSectionText(text.strip()),
            griffe.DocstringSectionParameters(taken),
        ]
        if given:
            sections.append(griffe.DocstringSectionReturns(given))
        if example:
            kind: Literal[DocstringSectionKind.examples] = DocstringSectionKind.examples
            sections.append(griffe.DocstringSectionExamples([(kind, (prompt + example).strip())]))
        vars(function.docstring)["parsed"] = sections

    def promise(self, annotation: Any) -> Promise | None:
        """What the type says to which a name leads, if it says anything."""
        if not isinstance(annotation, Expr):
            return None
        try:
            return annotated(self.modules[annotation.canonical_path].value)
        except (KeyError, AttributeError):
            return None


def walk(module: Module) -> Iterator[Any]:
    """The functions and the attributes of a package."""
    for member in module.members.values():
        if not member.is_alias and member.is_module:
            yield from walk(member)  # type: ignore[arg-type]  # a member that is a module, as was asked
        elif not member.is_alias and (member.is_function or member.is_attribute):
            yield member


def annotated(value: Any) -> Promise | None:
    """The parts of `Annotated[kind, "meaning", rule, …]`."""
    if not isinstance(value, ExprSubscript) or str(value.left) != "Annotated" or not isinstance(value.slice, ExprTuple):
        return None
    kind, meaning, *rules = value.slice.elements
    ruled = "".join(f"; `{rule}`" for rule in rules if str(rule)[0].islower())  # what is a class is no rule
    return Promise(kind, str(meaning).strip("'\"") + ruled)


def results(returned: Any) -> list[Any]:
    """The types of what comes back, one for each part of a tuple."""
    if isinstance(returned, ExprSubscript) and str(returned.left) == "tuple" and isinstance(returned.slice, ExprTuple):
        return list(returned.slice.elements)
    return [returned]
