"""Every lab runs as it is pinned, and the seed notebook's lab prints what the notebook printed."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import pytest

from proofpress.pages.book.edition import Edition
from proofpress.pages.language.percent import parse
from proofpress.pages.render.lab import execute

from ..some import some

ROOT = Path(__file__).parents[2]
LABS = [
    "seed-notebook",
    "gensim-step",
    "optimum",
    "break-the-proof",
    "is-my-loss-right",
    "balance",
    "preprocessing",
    "training-on-text",
]
QUICK = 5

PRINTED_BY_THE_NOTEBOOK = r"""
$o_c$= 1
$o_t$= $\begin{bmatrix} 3\end{bmatrix}$
$E^I=$ $\begin{bmatrix} 0.337 & 0.129 & 0.234 \\ 0.23 & -1.12 & -0.186 \\ 2.21 & -0.638 & 0.462 \\ 0.267 & 0.535 & 0.809 \\ 1.11 & -1.69 & -0.989\end{bmatrix}$
$e_c =$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
Similarities of all w= $\begin{bmatrix} -1.42 & 0.414 & 0.378 & -0.0956 & -0.0969\end{bmatrix}$
Output logits: $\begin{bmatrix} -3.03 & -1.2 & -1.24 & -1.71 & -1.71\end{bmatrix}$
nll loss: 1.71
input $\begin{bmatrix} 0.882 & 0.915 & 0.383 & 0.959 & 0.39 \\ 0.601 & 0.257 & 0.794 & 0.941 & 0.133 \\ 0.935 & 0.594 & 0.869 & 0.568 & 0.741\end{bmatrix}$
logit = log softmax input $\begin{bmatrix} -1.47 & -1.43 & -1.97 & -1.39 & -1.96 \\ -1.6 & -1.94 & -1.41 & -1.26 & -2.07 \\ -1.43 & -1.77 & -1.49 & -1.79 & -1.62\end{bmatrix}$
target $\begin{bmatrix} 1 & 0 & 4\end{bmatrix}$
gather pred by target $\begin{bmatrix} -1.43 \\ -1.6 \\ -1.62\end{bmatrix}$
nll loss 1.55
Framework output: 1.551107406616211
Manual output   : 1.551107406616211
$o_c=$ 1
$o_t=$ 3
$o_ns=$ $\begin{bmatrix} 0 & 2\end{bmatrix}$
$e_c=$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
$e_t=$ $\begin{bmatrix} 0.282 & 0.0562 & 0.523\end{bmatrix}$
$e_ns=$ $\begin{bmatrix} 0.958 & 1.32 & 0.817 \\ 0.686 & -0.328 & 0.795\end{bmatrix}$
$sim_{c,t}=$ -0.0956
$sims_{ns,t}=$ $\begin{bmatrix} 0.771 & 0.59\end{bmatrix}$
$\hat{y}=$ $\begin{bmatrix} -0.0956 & 0.771 & 0.59\end{bmatrix}$
$y=$ $\begin{bmatrix} 1.0 & 0.0 & 0.0\end{bmatrix}$
BCE loss 0.975
"""


@pytest.mark.parametrize("name", some(LABS, QUICK))
def test_a_lab_runs_as_it_is_pinned(name):
    """The build of the site, which the pages are tried on, runs the long ones too and is stopped by what drifted."""
    assert [str(problem) for problem in execute(Edition.load(ROOT), f"docs/labs/{name}.py").problems] == []


def without_pins(source):
    """A cell without the lines pinned under it."""
    return re.sub(r"(?:\n#>.*)+\Z", "", source)


@pytest.mark.parametrize("name", LABS)
def test_jupyter_opens_a_lab_as_the_cells_that_are_run(name):
    text = (ROOT / f"docs/labs/{name}.py").read_text(encoding="utf-8")
    theirs = [(cell.cell_type, without_pins(cell.source)) for cell in jupytext.reads(text, fmt="py:percent").cells]
    assert theirs == [(cell.kind, cell.text) for cell in parse(text)]


def test_the_seed_lab_prints_every_line_of_the_notebook_in_order():
    cells = parse((ROOT / "docs/labs/seed-notebook.py").read_text(encoding="utf-8"))
    pinned = iter([pin for cell in cells for pin in cell.pins])
    for line in PRINTED_BY_THE_NOTEBOOK.strip().splitlines():
        assert line in pinned


def test_every_lab_is_tested():
    assert sorted(path.stem for path in (ROOT / "docs/labs").glob("*.py")) == sorted(LABS)
