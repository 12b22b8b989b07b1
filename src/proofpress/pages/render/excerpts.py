"""Code cut into a page by the name of its function: `--8<-- "src/…/nll.py:nll_gradient"`.

What is cut is the signature and the body, without decorators and docstring; of a class likewise.
A name that is no function of the file is looked for among its section markers, as ever.
"""

from __future__ import annotations

import ast
from textwrap import dedent

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor

SNIPPETS, PRIORITY = "snippet", 32  # as pymdownx registers its own, which this one takes the place of


class Excerpts(SnippetPreprocessor):
    """The snippets of pymdownx, whose sections may be functions."""

    def extract_section(self, section: str, lines: list[str]) -> list[str]:
        """The lines of the function, or of the section between markers."""
        return excerpt(section, lines) or super().extract_section(section, lines)


def by_name(md: Markdown) -> None:
    """Let snippets, if there are any, name a function."""
    for extension in md.registeredExtensions:
        if isinstance(extension, SnippetExtension):
            md.preprocessors.register(Excerpts(extension.getConfigs(), md), SNIPPETS, PRIORITY)


def excerpt(name: str, lines: list[str]) -> list[str]:
    """Signature and body of a function or a class of a Python file; nothing if there is none of this name.

    >>> excerpt("double", ["@cached", "def double(x: int) -> int:", '    \"\"\"Twice x.\"\"\"', "    return 2 * x"])
    ['def double(x: int) -> int:', '    return 2 * x']
    """
    try:
        defined = [
            node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
    except SyntaxError:  # no Python
        return []
    node = next((node for node in defined if node.name == name), None)
    if node is None:
        return []
    first, documented = node.body[0], ast.get_docstring(node) is not None
    body = first.end_lineno if documented else first.lineno - 1
    return dedent("\n".join([*lines[node.lineno - 1 : first.lineno - 1], *lines[body : node.end_lineno]])).split("\n")
