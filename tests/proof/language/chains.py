"""Chains that use all of the language, and the letters that they are written in."""

from __future__ import annotations

from proofpress.proof.language.letters import Letters
from proofpress.proof.language.scope import Scope

letters = Letters({"1..V": "is a word", "1..K": "is a draw"})
V, K = letters("V", "size", "V", "words"), letters("K", "size", "K", "draws")
i, j = (letters(name, "index", name, "a word", over="1..V") for name in "ij")
k, n = letters("k", "index", "k", "a draw", over="1..K"), letters("n", "index", "n", "a count")
s, p = letters("s", "real entries", "s", "scores"), letters("p", "positive entries", "p", "shares")
q = letters("q", "positive entries", "q", "noise")
a, b = letters("a", "real entries", "a", "a matrix"), letters("b", "real entries", "b", "its inverse")
drawn = letters("drawn", "integer entries", r"\kappa", "draws", over="1..V", words="every draw is a word")
x, r = letters("x", "real", "x", "a number"), letters("r", "positive", "r", "a positive number")
t = letters("t", "real", "t", "a tree")
loss = letters("loss", "differentiable function", "L", "a loss")
y_hat = letters.function("y_hat(j)", "exp(s[j])/sum(exp(s[i]), i)", r"\hat{y}", "softmax")
of_draw = letters.function("of_draw(k)", "s[drawn[k]]", r"s", "score of a draw")
SCOPE = Scope.of(letters.entries)

GRADIENT = """\
gradient: The gradient of a logarithm of a sum
source Somebody (1900)
  d(log(sum(exp(s[j]), j)), s[i])
= exp(s[i])/sum(exp(s[j]), j)      -- the chain rule;
    only one term of the sum is differentiated
= y_hat(i)
    -- the fraction is the softmax
"""
MOST = """\
most: Most of what can be said
given 1 <= n <= V  -- $n$ counts words
given 0 < x < 1
given K*q[i] < p[i] loose "less would do"  -- the noise is weaker
given s[j] = x - log(p[j]/q[j]) for every j
given sum(p[j], j) = 1
given sum(exp(s[j]), j) = 1
given sum(a[n, i]*b[n, j], n=1..V) = delta(i, j)
  -sum(p[j]*log(p[j]/q[j]), j)/2 - x*-r
= 1/2*prod(sum(n^2, n=0..K)*abs(x), j=2..V)*max(0, x, -r) + floor(x/r)  by induction on K from 2  -- a step
<= (x - r)/(x + r)*sqrt(r)*(1/V)^-x - min(x, 1)  with gap softplus(x)  -- a bound
-> 1  as x -> -oo  -- a limit
argmin s[i] = log(p[i]) - log(K*q[i])  with gap sigmoid(x)*(1 - sigmoid(x))  -- a minimum
wrong = ceil(x)  -- a sign slipped
assume r = mean(s[drawn[k]], drawn[1..K] ~ q[j])  -- it is called so
cite x <= r  -- somebody (1900)
= r  by lemma log-below-tangent 2 at r = r^2, p = q  -- a lemma
= x  only "numeric: no rule yet"  -- at random points
"""
EQUIVALENT = """\
equivalent: If and only if
  log(r) > 0
<=> r > 1  with factor r  -- the exponential rises
"""
SEVERAL = """\
several: A function of several numbers
  d(loss(s[j]*x for j), x)
= sum(s[i]*d(loss(s[j]*x for j), x), i) - loss(r for k=0..n)  -- the chain rule
"""
EVERYTHING = (GRADIENT, MOST, EQUIVALENT, SEVERAL)
