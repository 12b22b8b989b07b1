"""A chain is read as it stands, or refused in one line that says where and what; no line of it is lost."""

from __future__ import annotations

import pytest
from sympy import Add, Derivative, Mul, Pow, Product, Rational, Sum, exp, log, oo

from proofpress.proof.check import check
from proofpress.proof.derivation import Induction, Lemma, lemma
from proofpress.proof.draws import expected
from proofpress.proof.given import Condition, Hypothesis, Interval, Inverse, Normalised, Range, SelfNormalised, Values
from proofpress.proof.language.build import Builder
from proofpress.proof.language.chain import read
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.trees import Tree

from .chains import GRADIENT, SCOPE, K, V, drawn, i, j, k, n, p, q, r, s, x, y_hat


def chain(body, head="a-slug: A title\n"):
    return read(head + body, SCOPE)


def expression(text):
    return chain(f"  {text}\n").chain[0].expression


def test_a_chain_has_its_name_its_source_its_lines_and_their_reasons():
    found = read(GRADIENT, SCOPE)
    assert (found.slug, found.title, found.source) == ("gradient", GRADIENT[10:].split("\n")[0], "Somebody (1900)")
    first, second, third = found.chain
    assert first.expression == Derivative(log(Sum(exp(s[j]), (j, 1, V))), s[i])
    assert second.because == "the chain rule; only one term of the sum is differentiated"
    assert third.expression == y_hat(i)
    assert all(line.ok for line in check(found).lines)


def test_the_range_of_a_letter_that_stands_free_is_given_unless_another_is():
    assert read(GRADIENT, SCOPE).given == (Range("$i$ is a word", i, 1, V),)
    assert chain("given 2 <= i <= V  -- not the first\n  s[i]\n").given == (Range("not the first", i, 2, V),)
    assert chain("  sum(s[i], i)\n").given == ()


def test_the_range_of_an_array_that_a_function_hides_is_given_too():
    assert chain("  of_draw(k)\n").given == (
        Range("$k$ is a draw", k, 1, K),
        Values("every draw is a word", drawn, 1, V),
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("s[i] - x - r", Add(s[i], -x, -r, evaluate=False)),
        ("-x*r", Mul(-1, x, r, evaluate=False)),
        ("x*-r", Mul(x, -r, evaluate=False)),
        ("-(x - r)", Mul(-1, Add(x, -r, evaluate=False), evaluate=False)),
        ("1/2", Rational(1, 2)),
        ("2/4", Mul(2, Pow(4, -1, evaluate=False), evaluate=False)),
        ("x*r/x", Mul(Mul(x, r, evaluate=False), Pow(x, -1, evaluate=False), evaluate=False)),
        ("exp(log(1))", exp(log(1, evaluate=False), evaluate=False)),
        ("prod(r, k)", Product(r, (k, 1, K))),
        ("sum(n, n=0..5)", Sum(n, (n, 0, 5))),
        ("mean(s[drawn[k]], drawn[1..K] ~ p[j])", expected(s[drawn[k]], drawn, K, p[j], (j, 1, V))),
        ("mean(1, drawn[1..2] ~ p[i], i=2..V)", expected(1, drawn, 2, p[i], (i, 2, V))),
        ("x − r·x", Add(x, Mul(-1, r, x, evaluate=False), evaluate=False)),
    ],
)
def test_an_expression_stays_as_it_is_written(text, tree):
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("line", "kind", "relation", "hints"),
    [
        ("= x  -- why", "equals", "=", {}),
        ("<= x  -- why", "bound", "≤", {}),
        (">= x  with gap r  -- why", "bound", "≥", {"gap": r}),
        ("< x  -- why", "bound", "<", {}),
        ("-> 0  as x -> -oo  -- why", "limit", "→", {"variable": x, "to": -oo}),
        ("argmin x = 0  with gap r  -- why", "minimiser", "argmin", {"variable": x, "gap": r}),
        ("= x  by induction on K from 2  -- why", "equals", "=", {"by": Induction(K, 2)}),
        ('= x  only "numeric: no rule yet"  -- why', "equals", "=", {"only": "numeric: no rule yet"}),
        ("= x  by lemma log-below-tangent  -- why", "equals", "=", {"by": Lemma("log-below-tangent")}),
        ("= x  by lemma a-2 2 at r = x^2, p = q  -- why", "equals", "=", {"by": lemma("a-2", 2, {r: x**2, p: q})}),
        ("wrong = x  -- why", "refuted", "=", {}),
        ("assume x = r  -- why", "assumption", "=", {}),
        ("cite x <= r  -- why", "cited", "≤", {}),
        ("x := r  -- why", "definition", ":=", {}),
    ],
)
def test_every_kind_of_line_can_be_written(line, kind, relation, hints):
    found = chain(f"  r\n{line}\n").chain[1]
    assert (found.kind, found.relation, dict(found.hints), found.because) == (kind, relation, hints, "why")


def test_a_first_line_may_be_a_comparison_if_the_next_says_if_and_only_if():
    first, second = chain("  x > 0\n<=> 2*x > 0\n    with factor 1/2\n    -- double it\n").chain
    assert (first.kind, second.kind, second.hints["factor"]) == ("start", "equivalent", Rational(1, 2))
    (claimed,) = chain("x < r  -- so it is said\n").chain
    assert (claimed.kind, claimed.left) == ("bound", x)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 <= n <= V", Range),
        ("1 <= drawn <= V", Values),
        ("0 < x < 1", Interval),
        ("0 < p < 1", Interval),
        ("x <= r", Condition),
        ("K*q[i] < p[i]", Condition),
        ("s[j] = x for every j", Hypothesis),
        ("x = log(r)", Hypothesis),
        ("sum(p[j], j) = 1", Normalised),
        ("sum(exp(s[j]), j) = 1", SelfNormalised),
        ("sum(a[n, i]*b[n, j], n=1..V) = delta(i, j)", Inverse),
        ("any tree t", Tree),
    ],
)
def test_everything_that_can_be_given_can_be_written(text, kind):
    given = next(fact for fact in chain(f"given {text}  -- so\n  r\n").given if fact.words == "so")
    assert isinstance(getattr(given, "draw", None) or given, kind)


def test_a_part_is_put_in_where_its_name_stands():
    found = chain("where Z = sum(exp(s[j]), j)\nwhere F(x) = x^2\n  F(Z - 1)\n")
    assert found.chain[0].expression == expression("(sum(exp(s[j]), j) - 1)^2")


def test_a_line_goes_on_where_it_is_indented_unless_a_relation_begins_it():
    found = chain("  x\n    + r\n    = r + x\n    -- the other\n    way round\n")
    assert [line.kind for line in found.chain] == ["start", "equals"]
    assert found.chain[1].because == "the other way round"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no name of a chain"),
        ("A title\n  x\n", "slug: Title"),
        ("a-slug: A title\n", "a-slug has no line"),
        ("a: A\n  x\nr\n", "a line without a relation"),
        ("a: A\n  x\n> r  -- why\n", "turn it round"),
        ("a: A\n  x\n= r\n", "a line without a reason"),
        ("a: A\n  x\n= r  --\n", "an empty reason"),
        ("a: A\n  x\n= r  -- one -- two\n", "a second reason"),
        ("a: A\n  x\n= rr  -- why\n", "the name 'rr' is not known; did you mean r?"),
        ("a: A\n  s\n", "s alone; write s[j]"),
        ("a: A\n  exp(s)\n", "s alone; write s[j]"),
        ("a: A\n  s[x]\n", "x as an index of s; an index is an integer"),
        ("a: A\n  x[1]\n", "x with an index; only an array has one"),
        ("a: A\n  x(2)\n", "a call of x, which is no function"),
        ("a: A\n  max(y_hat, 1)\n", "a vector over V in max; write it for one component"),
        ("a: A\n  y_hat(i, j)\n", "y_hat with 2 arguments; it takes 1"),
        ("a: A\n  sum(s[n], n)\n", "the index n has no range of its own; write n=1..n"),
        ("a: A\n  sum(x, x=1..3)\n", "x where an index should stand"),
        ("a: A\n  0.5\n", "the decimal 0.5; a chain is exact: write 1/2"),
        ("a: A\n  tanh(x)\n", "write 2*sigmoid(2*x) - 1"),
        ("a: A\n  d(x)\n", "a derivative by nothing"),
        ("a: A\n  x\n-> 0  -- why\n", "a limit in what?"),
        ("a: A\n  x\n= r by magic  -- why\n", "'magic' where 'induction' should stand"),
        ("a: A\n  x\n= r with hope  -- why\n", "'hope' where 'gap' should stand"),
        ("a: A\n  x\n= r only so  -- why\n", "where words in quotation marks should stand"),
        ("a: A\n  x\nwrong argmin x = 0  -- why\n", "wrong before argmin"),
        ("a: A\ngiven V <= i\n", "a has no line"),
        ("a: A\ngiven 1 <= x <= 2\n  x\n", "a range of what is no index"),
        ("a: A\ngiven x + 1 = 2\n  x\n", "turn it round"),
        ("a: A\ngiven sum(s[j], j) = x\n  x\n", "a sum that is neither one nor a delta"),
        ("a: A\nwhere x = 1\n  x\n", "x has a meaning already"),
        ("a: A\nwhere 1 + 1\n  x\n", "a part without a name"),
        ("a: A\nwhere F(x) = sum(x*s[j], j)\n  F(s[j])\n", "j is bound in F"),
        ("a: A\n# a remark\n  x\n", "the character '#'"),
        ("a: A\n  x @ r\n", "@ beside a number; write *"),
        ("a: A\n  y_hat(x for j)\n", "only a differentiable function takes them"),
        ("a: A\n  loss(x for j, k)\n", "write loss(f for j)"),
        (r"a: A" + "\n" + r"  \log x" + "\n", "LaTeX; write log without the backslash"),
        ("a: A\n  x\n= __import__(x)  -- why\n", "a call of '__import__'"),
        ("a: A\n    exp(x)\n0 < exp(x)  -- why\n", "a title of two lines; indent what is below it by two"),
        ("a: A\n\texp(x)\n= exp(x)  -- why\n", "a title of two lines; indent what is below it by two"),
        ("a: A\n= exp(x)  -- why\n", "= with nothing above it; write a first expression"),
        ("a: A\nwrong = exp(x)  -- why\n", "= with nothing above it; write a first expression"),
        ('a: A\n  x\n= x  only "nonsense"  -- why\n', 'only "nonsense"; write only "numeric: why"'),
        ('a: A\n  x\n= x  only "numeric"  -- why\n', 'only "numeric"; write only "numeric: why"'),
        ('a: A\n  x\n= x  only "one size: "  -- why\n', 'only "one size: "; write only "numeric: why"'),
        ("a: A\n  y_hatt(j)\n", "a call of 'y_hatt'; did you mean y_hat?"),
        ("a: A\n  sigmoidd(x)\n", "a call of 'sigmoidd'; did you mean sigmoid?"),
        ("a: A\n  Exp(x)\n", "a call of 'Exp'; did you mean exp?"),
        ("a: A\n  onehot(x)\n", "a call of 'onehot'; did you mean one_hot?"),
        ("a: A\n  frobnicate(x)\n", "sum, prod, d, mean, or one that is declared"),
        ("a: A\ngivn 1 <= n <= K\n  x\n", "'givn' at the beginning of a line; did you mean given?"),
        ("a: A\nwher Z = x\n  Z\n", "'wher' at the beginning of a line; did you mean where?"),
        ("a: A\n  x\nasume x = 1  -- why\n", "'asume' at the beginning of a line; did you mean assume?"),
        ("a: A\nwhere Z = x\n  x\n", "Z is named and not used; use it, or leave it out"),
        ("a: A\n  identity @ y_hat\n", "'identity' beside a vector; write diag(ones(V))"),
        ("a: A\n  identity(V) @ y_hat\n", "a call of 'identity'; write diag(ones(V))"),
        ("a: A\n  sigmod(y_hat)\n", "a call of 'sigmod'; did you mean sigmoid?"),
        ("a: A\n  unit\n", "unit alone; write unit(o)"),
        ("a: A\n  s_i\n", "the name 's_i' is not known; did you mean s[i]?"),
        ("a: A\n  sin(x)\n", "a call of 'sin'; nothing is proved of it here"),
        ("a: A\n  y_hat(k)\n", "y_hat over K; its shape is (V,)"),
        ("a: A\n  y_hat(x)\n", "x in y_hat, where an index should stand"),
        ("a: A\n  sum(s[j], (j, 1))\n", "')' where ',' should stand; write (j, 1, n)"),
        ("a: A\n  sum(s[j], (j, 1, V, 2))\n", "',' where ')' should stand; write (j, 1, n)"),
        ("a: A\n  x\n= x  -- so\n    given x > 3\n", "a line that begins with given, indented by four"),
        ("a: A\n  x\n= x  -- the\n    source of it\n", "a line that begins with source, indented by four"),
        ("a: A\nwhere F(j) = sum(s[j], j)\n  F(i)\n", "j is bound in F"),
        ("a: A\nwhere F(j) = s[j] + sum(s[j], j)\n  F(i)\n", "j is bound in F"),
        ("a: A\nwhere F(j) = x\n  F(i)\n", "j is used nowhere in F"),
        ("a: A\nwhere F(x + 1) = x\n  F(2)\n", "(x + 1) behind F; write where F(x) = …"),
        ("a: A\nwhere F(x, x) = x\n  F(1, 2)\n", "(x, x) behind F; write where F(x) = …"),
        ("a: A\nwhere F() = x\n  F()\n", "() behind F; write where F(x) = …"),
        ("a: A\nwhere oo = 3\n  oo\n", "oo has a meaning already"),
        ("a: A\nwhere exp(x) = x\n  exp(2)\n", "exp has a meaning already"),
        ("a: A\nwhere Z = s[j]\n  Z[j]\n", "Z with an index; a part that is named has none"),
        ("a: A\nwhere Z = x  -- why\n  Z\n", "a reason for a name"),
        ("a: A\nsource one\nsource two\n  x\n", "a second source"),
        ("a: A\ngiven any tree t, x > 0\n  x\n", "',' after a complete expression"),
        ("a: A\ngiven any tree\n  x\n", "'the end' where a letter should stand; write any tree t"),
        ("a: A\n  x\n<= x  with gap r with gap x  -- why\n", "a second with …; a line says it once"),
        ("a: A\n  x\n= x  as x -> 0  -- why\n", "as … after =; it may follow ->"),
        ("a: A\n  x\n= x  with factor r  -- why\n", "with … after =; it may follow <=>"),
        ('a: A\n  x\n= x  onyl "numeric: so"  -- why\n', "'onyl' after a complete expression; did you mean only?"),
        ("a: A\n  x\n= x  by lemma gradient at r = x, r = 2  -- why\n", "r a second time"),
        ("a: A\n  x\n= x  by lemma  -- why\n", "'the end' in the slug of a lemma"),
        ("a: A\n  x\n-> 0  as 2*x -> 0  -- why\n", "a limit in what is no letter"),
        ("a: A\n  x\nargmin 0 = x  -- why\n", "a minimum in what is no letter"),
        ("a: A\n  x > 0\n<=> x  -- why\n", "<=> between what is no comparison"),
        ("a: A\n  y_hat - y_hat\n= 0  -- why\n", "a number where a vector over V should stand; write 0*ones(V)"),
        ("a: A\n  1e99999999\n", "a number of more than 400 digits"),
        ("a: A\n  loss(y_hat)\n", "write loss(s[j] for j)"),
        ("a: A\n  y_hatt(x) @ y_hat\n", "a call of 'y_hatt'; did you mean y_hat?"),
        ("a: A\n  d(x^2, 2)\n", "a derivative by what is no letter; write d(f, x)"),
        ("a: A\n  sum(sum(s[j], j), j)\n", "j runs within a sum over it; choose another index"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_at_its_place(text, complaint):
    with pytest.raises(LanguageError) as caught:
        read(text, SCOPE)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert 0 <= caught.value.at <= len(text)


def test_a_blank_line_above_the_name_is_nothing():
    assert read("\na: A\n  x\n= x  -- why\n", SCOPE).slug == "a"


def test_what_nobody_thought_of_is_told_at_its_line(monkeypatch):
    monkeypatch.setattr(Builder, "_sum", lambda *_: [][1])
    with pytest.raises(LanguageError, match="IndexError: list index out of range; this cannot be read") as caught:
        read("a: A\n  x\n= x + 1  -- why\n", SCOPE)
    assert caught.value.at == len("a: A\n  x\n")


def test_the_place_of_an_error_is_the_character_at_fault():
    text = "a: A\n  x\n= r + s[jj]  -- why\n"
    with pytest.raises(LanguageError) as caught:
        read(text, SCOPE)
    assert text[caught.value.at :].startswith("jj]")
