from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.look import Look, look

SKIP_GRAM = r"""
$o_c$= 1
$o_t$= $\begin{bmatrix} 3\end{bmatrix}$
$E^I=$ $\begin{bmatrix} 0.337 & 0.129 & 0.234 \\ 0.23 & -1.12 & -0.186 \\ 2.21 & -0.638 & 0.462 \\ 0.267 & 0.535 & 0.809 \\ 1.11 & -1.69 & -0.989\end{bmatrix}$
$e_c =$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
Similarities of all w= $\begin{bmatrix} -1.42 & 0.414 & 0.378 & -0.0956 & -0.0969\end{bmatrix}$
Output logits: $\begin{bmatrix} -3.03 & -1.2 & -1.24 & -1.71 & -1.71\end{bmatrix}$
nll loss: 1.71
"""  # noqa: E501  the seed prints it on one line

NLL = r"""
input $\begin{bmatrix} 0.882 & 0.915 & 0.383 & 0.959 & 0.39 \\ 0.601 & 0.257 & 0.794 & 0.941 & 0.133 \\ 0.935 & 0.594 & 0.869 & 0.568 & 0.741\end{bmatrix}$
logit = log softmax input $\begin{bmatrix} -1.47 & -1.43 & -1.97 & -1.39 & -1.96 \\ -1.6 & -1.94 & -1.41 & -1.26 & -2.07 \\ -1.43 & -1.77 & -1.49 & -1.79 & -1.62\end{bmatrix}$
target $\begin{bmatrix} 1 & 0 & 4\end{bmatrix}$
gather pred by target $\begin{bmatrix} -1.43 \\ -1.6 \\ -1.62\end{bmatrix}$
nll loss 1.55
"""  # noqa: E501  the seed prints it on one line

NEGATIVE_SAMPLING = r"""
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


def printed(*shown):
    return [repr(look(label, value)) for label, value in shown]


def tables():
    torch.manual_seed(42)
    return torch.nn.Embedding(5, 3), torch.nn.Embedding(5, 3)


def test_every_line_of_skip_gram_in_the_seed_comes_out_to_the_character():
    inputs, outputs = tables()
    o_c, o_t = torch.tensor(1), torch.tensor([3])
    e_c = inputs(o_c)
    similarities = torch.sum(outputs(torch.tensor([range(5)])).squeeze() * e_c, dim=1)
    logits = F.log_softmax(similarities, dim=0).view(1, -1)
    assert printed(
        ("$o_c$=", o_c), ("$o_t$=", o_t), ("$E^I=$", inputs.weight), ("$e_c =$", e_c),
        ("Similarities of all w=", similarities), ("Output logits:", logits), ("nll loss:", F.nll_loss(logits, o_t)),
    ) == SKIP_GRAM.strip().split("\n")  # fmt: skip


def test_every_line_of_the_nll_in_the_seed_comes_out_to_the_character():
    torch.manual_seed(42)
    scores, target = torch.rand(3, 5), torch.tensor([1, 0, 4])
    logits = F.log_softmax(scores, dim=1)
    gathered = torch.gather(logits, dim=1, index=target.view(-1, 1))
    assert printed(
        ("input", scores), ("logit = log softmax input", logits), ("target", target),
        ("gather pred by target", gathered), ("nll loss", F.nll_loss(logits, target)),
    ) == NLL.strip().split("\n")  # fmt: skip


def test_every_line_of_negative_sampling_in_the_seed_comes_out_to_the_character():
    inputs, outputs = tables()
    o_c, o_t, o_ns = torch.tensor(1), torch.tensor(3), torch.tensor([0, 2])
    e_c, e_t, e_ns = inputs(o_c), outputs(o_t), outputs(o_ns)
    similar, dissimilar = torch.sum(e_c * e_t), torch.matmul(e_ns, e_t.unsqueeze(0).T).squeeze()
    logits = torch.cat([similar.unsqueeze(0), dissimilar])
    labels = torch.tensor([1.0, 0.0, 0.0])
    loss = F.binary_cross_entropy_with_logits(logits, labels)
    assert printed(
        ("$o_c=$", o_c), ("$o_t=$", o_t), ("$o_ns=$", o_ns), ("$e_c=$", e_c), ("$e_t=$", e_t), ("$e_ns=$", e_ns),
        ("$sim_{c,t}=$", similar), ("$sims_{ns,t}=$", dissimilar), (r"$\hat{y}=$", logits), ("$y=$", labels),
        ("BCE loss", loss),
    ) == NEGATIVE_SAMPLING.strip().split("\n")  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (True, "1"),
        (1.0, "1.0"),
        (0.0, "0.0"),
        (-0.09563, "-0.0956"),
        (1234.5, "1230.0"),
        (1e-7, r"1e-07"),
        (float("-inf"), "-inf"),
        (torch.tensor(2.0, dtype=torch.float64), "2.0"),
    ],
)
def test_integers_are_whole_and_all_else_has_three_digits(value, shown):
    assert repr(look("x", value)) == f"x {shown}"


@pytest.mark.parametrize(
    ("label", "value", "formula"),
    [
        ("$e_c =$", torch.tensor([0.25, 1e-7]), r"$e_c =\ \begin{bmatrix} 0.25 & 1 \times 10^{-7}\end{bmatrix}$"),
        ("nll loss:", 1.7114, r"$\text{nll loss:}\ {1.71}$"),
        ("50 % of $u_o$ & more", 2, r"$\text{50 \% of }u_o\text{ \& more}\ {2}$"),
        ("one number:", -0.0956, r"$\text{one number:}\ {-0.0956}$"),
        ("$s$", float("inf"), r"$s\ {\infty}$"),
        ("$s$", torch.tensor([[1.5], [-2.0]]), r"$s\ \begin{bmatrix} 1.5 \\ -2.0\end{bmatrix}$"),
    ],
)
def test_label_and_value_are_one_formula(label, value, formula):
    assert Look(label, value)._repr_latex_() == formula


def test_a_value_that_is_no_matrix_is_refused():
    with pytest.raises(ValueError, match=r"value has shape \(1, 1, 1\), expected at most two dimensions"):
        look("x", torch.zeros(1, 1, 1))
    with pytest.raises(ValueError, match="value is 'a', expected a number or a tensor"):
        look("x", "a")


def test_a_lone_dollar_sign_is_refused():
    with pytest.raises(ValueError, match="expected every dollar sign to have its partner"):
        look("costs 5 $", 5)


def test_in_a_notebook_every_look_of_a_cell_is_shown(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        ran = shell.run_cell("from word2vec_derived.look import look\nlook('a', 1)\nlook('b', 0.5)")
    finally:
        InteractiveShell.clear_instance()
    assert ran.success
    assert ran.result is None
    assert capsys.readouterr().out.split("\n")[:2] == ["a 1", "b 0.5"]
