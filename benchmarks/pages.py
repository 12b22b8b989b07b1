"""The same page for every tool: three computations in torch, five identities in SymPy, numbers of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import nbformat

ROOT = Path(__file__).parents[1]

MODULE = '''
"""Losses that every page imports."""
import torch.nn.functional as F


def nll(scores, observed):
    return F.nll_loss(F.log_softmax(scores, dim=-1), observed)


def bce(scores, labels):
    return F.binary_cross_entropy_with_logits(scores, labels)
'''

COMPUTATIONS = (
    """
    import torch
    from shared_losses import bce, nll
    _ = torch.manual_seed({n})
    centres, contexts = torch.nn.Embedding(5, 3), torch.nn.Embedding(5, 3)
    scores = contexts.weight @ centres(torch.tensor(1))
    loss_{n}_softmax = nll(scores.view(1, -1), torch.tensor([3])).item()
    """,
    """
    _ = torch.manual_seed({n} + 1)
    loss_{n}_batch = nll(torch.rand(3, 5), torch.tensor([1, 0, 4])).item()
    """,
    """
    labels = torch.tensor([1.0, 0.0, 0.0])
    loss_{n}_binary = bce(scores[torch.tensor([3, 0, 2])], labels).item()
    """,
)
RESULTS = ("loss_{n}_softmax", "loss_{n}_batch", "loss_{n}_binary")

# Left and right sides; `n` makes each page's identities its own.
IDENTITIES = (
    ("Derivative({m}*log(1 + exp(x)), x)", "{m}*exp(x)/(1 + exp(x))"),
    ("Derivative(-{m}*log(1/(1 + exp(-x))), x)", "-{m}/(1 + exp(x))"),
    ("1/(1 + exp(-{m}*x))", "1 - 1/(1 + exp({m}*x))"),
    ("Sum({m}*j, (j, 1, V))", "{m}*V*(V + 1)/2"),
    ("log(exp({m}*x) + exp(y))", "y + log(1 + exp({m}*x - y))"),
)


def code(number: int) -> list[str]:
    """The three computations of one page."""
    return [dedent(block).strip().format(n=number) for block in COMPUTATIONS]


def identities(number: int) -> list[tuple[str, str]]:
    """The five identities of one page."""
    return [(left.format(m=number + 2), right.format(m=number + 2)) for left, right in IDENTITIES]


def sympy_code(number: int) -> str:
    """The identities as a peer would compute them: simplified, not proved, and printed as LaTeX."""
    lines = [
        "from sympy import Derivative, Eq, Sum, Symbol, exp, latex, log, simplify",
        'x, y = Symbol("x", real=True), Symbol("y", real=True)',
        'j, V = Symbol("j", integer=True), Symbol("V", integer=True, positive=True)',
    ]
    for left, right in identities(number):
        lines.append(f"assert simplify(({left}).doit() - ({right})) is not None")
        lines.append(f'print("$$" + latex(Eq({left}, {right}, evaluate=False)) + "$$")')
    return "\n".join(lines)


def prose(number: int) -> str:
    """The words of a page."""
    return f"# Page {number}\n\nA page of computations and identities.\n" + "It says the same as its neighbours.\n" * 20


def write(path: Path, text: str) -> None:
    """Write a file, its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def start(folder: Path, config: str) -> None:
    """The parts that every tool shares: the module, the home page, the configuration."""
    write(folder / "src/shared_losses.py", MODULE)
    write(folder / "docs/index.md", "# Home\n")
    write(folder / "mkdocs.yml", "site_name: cost\nsite_url: https://example.org/\n" + dedent(config))


FENCES = """
theme: {name: material, font: false}
markdown_extensions:
  - pymdownx.superfences
  - pymdownx.arithmatex: {generic: true}
"""


def static(number: int) -> str:
    """A page in which nothing is run."""
    blocks = [f"```python\n{block}\n```" for block in [*code(number), sympy_code(number)]]
    return prose(number) + "\n" + "\n\n".join(blocks) + "\n"


def write_plain(folder: Path, count: int) -> None:
    """Plain Material: nothing is run."""
    start(folder, FENCES)
    for number in range(count):
        write(folder / f"docs/page{number}.md", static(number))


def write_plain_with_jupyter(folder: Path, count: int) -> None:
    """Plain Material with mkdocs-jupyter's plugin loaded, though no page needs it."""
    write_plain(folder, count)
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("plugins: [search, mkdocs-jupyter]\n")


def write_exec(folder: Path, count: int) -> None:
    """markdown-exec: every block is run in the process that builds."""
    start(folder, FENCES + "plugins: [search, markdown-exec]\n")
    for number in range(count):
        session = f'```python exec="on" session="page{number}"'
        shown = "\n".join(f'print("{name}", {name})' for name in RESULTS).format(n=number)
        blocks = [f"{session}\n{block}\n```" for block in [*code(number), shown, sympy_code(number)]]
        write(folder / f"docs/page{number}.md", prose(number) + "\n" + "\n\n".join(blocks) + "\n")


def notebook(number: int) -> str:
    """The page as a notebook that has not been run."""
    shown = "\n".join(f'print("{name}", {name})' for name in RESULTS).format(n=number)
    cells = [nbformat.v4.new_markdown_cell(prose(number))]
    cells += [nbformat.v4.new_code_cell(block) for block in [*code(number), shown, sympy_code(number)]]
    for position, cell in enumerate(cells):
        cell["id"] = f"cell-{position}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps(nbformat.v4.new_notebook(cells=cells, metadata=kernel), indent=1)


def write_notebooks(folder: Path, count: int) -> None:
    """mkdocs-jupyter: every page is a notebook with a kernel of its own."""
    start(folder, FENCES + "plugins: [search, {mkdocs-jupyter: {execute: true, allow_errors: false}}]\n")
    for number in range(count):
        write(folder / f"docs/page{number}.ipynb", notebook(number))


def write_book(folder: Path, count: int) -> None:
    """Jupyter Book 1: every page is a notebook, kept in its cache once run."""
    write(folder / "src/shared_losses.py", MODULE)
    write(folder / "_config.yml", "title: cost\nexecute: {execute_notebooks: cache}\nonly_build_toc_files: true\n")
    chapters = "".join(f"- file: page{number}\n" for number in range(1, count))
    write(folder / "_toc.yml", "format: jb-book\nroot: page0\n" + (f"chapters:\n{chapters}" if chapters else ""))
    for number in range(count):
        write(folder / f"page{number}.ipynb", notebook(number))


OURS = """
theme: {name: material, font: false}
validation: {anchors: warn}
markdown_extensions:
  - pymdownx.superfences
  - proofpress:
      derivations: cost_derivations
      notation: cost_notation
      preload: [torch, sympy]
plugins: [search, proofpress]
"""

NOTATION = '''
"""The symbols of the pages."""
from sympy import Symbol

from proofpress.proof.functions import sigmoid
from proofpress.proof.given import index, size
from proofpress.proof.notation import Entry, Notation

x, y = Symbol("x", real=True), Symbol("y", real=True)
j, V = index("j"), size("V")
NOTATION = Notation((Entry(x, "x", "a number"), Entry(y, "y", "a number"), Entry(j, "j", "an index"),
                     Entry(V, "V", "a size")), {"ours": "ours"})
'''

CHAIN = """
identity_{k} = Derivation(
    "page-{n}-{k}", "Identity {k} of page {n}", (start({left}), equals({right}, "it is so"))
)
"""

CHAPTER = '''
"""The identities of page {n}."""
from sympy import Derivative, Sum, exp, log

from cost_notation import V, j, x, y
from proofpress.proof.derivation import Derivation, equals, start
{chains}'''


def chapter(number: int) -> str:
    """The module that holds one page's identities as derivations."""
    numbered = enumerate(identities(number), start=1)
    chains = [CHAIN.format(n=number, k=k, left=left, right=right) for k, (left, right) in numbered]
    return CHAPTER.format(n=number, chains="".join(chains))


def doctest(block: str) -> str:
    """A block of code as examples."""
    return "\n".join(f">>> {line}" for line in block.splitlines())


def ours(number: int) -> str:
    """The page in our language; its numbers are zeros until `accept` has written them."""
    blocks = [f"```pycon\n{doctest(block)}\n```" for block in code(number)]
    numbers = [f"It is 0.0000{{= {name.format(n=number)} }}." for name in RESULTS]
    chains = [f"```derivation\npage-{number}-{k}\n```" for k in range(1, len(IDENTITIES) + 1)]
    return prose(number) + "\n" + "\n\n".join([*blocks, *numbers, *chains]) + "\n"


def write_ours(folder: Path, count: int) -> None:
    """Ours: every block is run, every number compared, every identity proved."""
    start(folder, OURS)
    write(folder / "src/cost_notation.py", NOTATION)
    imports = "".join(f"from . import page{number}\n" for number in range(count))
    write(folder / "src/cost_derivations/__init__.py", '"""One module a page."""\n' + imports)
    for number in range(count):
        write(folder / f"src/cost_derivations/page{number}.py", chapter(number))
        write(folder / f"docs/page{number}.md", ours(number))
    accept = [Path(sys.executable).with_name("proofpress"), "accept"]
    path = f"{folder / 'src'}:{os.environ.get('PYTHONPATH', '')}"
    environment = {**os.environ, "PYTHONPATH": path, "PROOFPRESS_CACHE": str(folder / ".proofpress")}
    subprocess.run(accept, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder / ".proofpress", ignore_errors=True)
