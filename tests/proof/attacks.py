"""Lines and claims by which somebody would have something false proved, by class, and true ones like them."""

from __future__ import annotations

from proofpress.proof.language.letters import Letters
from proofpress.proof.language.scope import Scope

letters = Letters({"1..V": "is a word", "1..K": "is a draw", "1..N": "is a pair"})
for size in "VKNT":
    letters(size, "size", size, "a size")
for name, over in (("i", "1..V"), ("j", "1..V"), ("o", "1..V"), ("k", "1..K"), ("n", "1..N")):
    letters(name, "index", name, "an index", over=over)
for name in ("l", "m"):
    letters(name, "index", name, "an integer")
for name in ("s", "y", "z", "A", "B"):
    letters(name, "real entries", name, "numbers")
for name in ("p", "q", "f"):
    letters(name, "positive entries", name, "positive numbers")
letters("w", "integer entries", "w", "draws", over="1..V", words="every draw is a word")
letters("code", "integer entries", "code", "turns", over="0..1", words="a turn is 0 or 1")
for name in ("x", "c", "a", "b"):
    letters(name, "real", name, "a number")
for name in ("r", "h", "g"):
    letters(name, "positive", name, "a positive number")
letters("u", "real", "u", "a name")
letters.function("y_hat(j)", "exp(s[j])/sum(exp(s[i]), i)", r"\hat{y}", "softmax")
letters.function("nll(o)", "-log(y_hat(o))", "L", "a loss")
letters.function("row(i)", "sum(A[i, j], j)", "row", "the sum of a row")
letters.function("cube(x)", "x^3", "cube", "a power")
letters.function("bump(x)", "max(0, 1 - abs(x - 37))", "bump", "a bump")
letters("weight", "nonnegative", "weight", "a number that may be nought")
letters("put", "real", "put", "a name that the kernel has too")
letters("n_put", "real", "n_put", "what the kernel might call it")
letters("below", "index", "below", "an index up to another", over="1..n")
letters.function("f1(l)", "", "f", "a function")
letters.function("min(x, c)", "x", "min", "the first of two")
letters.function("hidden(i)", "A[i, j]", "hidden", "a function that speaks of an index which it does not name")
SCOPE = Scope.of(letters.entries)

FALSE = {
    # a minimum among what is given
    "a minimum under two lower ends": """
given x > 1
given x > 0
  (x - 1/2)^2
argmin x = 1/2  -- the slope is nought""",
    "a minimum of what is positive, and above less": """
given r > -5
  (r + 1)^2
argmin r = -1  -- the slope is nought""",
    "a minimum under an end that moves with its letter": """
given x < 2*x
  (x + 1)^2
argmin x = -1  -- the slope is nought""",
    "a minimum in an entry of which something is given for every index": """
given s[j] > 1 for every j
  s[i]^2
argmin s[i] = 0  -- the slope is nought""",
    "a minimum in an entry that may be another's": """
given s[1] > 1
  s[i]^2
argmin s[i] = 0  -- the slope is nought""",
    "a minimum in an entry between ends": """
given 1 < s < 2
  s[i]^2
argmin s[i] = 0  -- the slope is nought""",
    "a minimum of what has no value at nought": """
  1/weight + weight
argmin weight = 1  -- the slope is nought""",
    # what was said above, where its names are bound or move
    "an entry that is defined is not every one": """
given 1 <= k <= V
  x
y[k] := s[k]^2  -- the square
sum(y[k], k=1..V) = sum(s[k]^2, k=1..V)  -- squares""",
    "an entry that is cited is not every one": """
  x
assume s[i] = x  -- say so
sum(s[i], i) = V*x  -- all of them""",
    "a draw that is said to be something is not every one": """
given sum(q[j], j) = 1
  x
assume s[w[1]] = c  -- say so
mean(s[w[1]], w[1..K] ~ q[j]) = c  -- the mean of a constant""",
    "a slope in an entry that may be the one that is defined": """
  c
assume s[1] = c  -- say so
d(s[1]^2, s[i]) = 0*c  -- it does not move""",
    "a slope of what holds at one point": """
  c
assume x^2 = c  -- say so
d(x^2, x) = 0*c  -- a constant""",
    "an index that runs to another, for every one of both": """
given A[below, n] >= 0 for every below, n
  A[n, 1]
>= 0  -- as given""",
    # names
    "a name that the kernel has, and what it is called there": """
  put - n_put + x
= x  -- they cancel""",
    "a function of the notation that the language has too": """
  min(x, c)
= (x + c - abs(x - c))/2  -- the smaller""",
    "a power whose exponent is a quotient": """
  x^(2/2)
= x  -- the first power""",
    "a slope in a letter by which a function names what it is given": """
  d(cube(2*x), x)
= 12*x^2  -- the inner slope is missing""",
    # bound names and definitions
    "a definition whose name is bound where it is used": """
  sum(row(j), j)
= V*sum(A[j, j], j)  -- written out""",
    "a function at an index that its own sum binds": """
given 1 <= j <= V
  row(j)
= sum(A[j, j], j)  -- written out""",
    "a part whose index is bound around it": """
where Z = sum(exp(s[i]), i)
  sum(exp(s[i])/Z, i)
= V  -- each is one""",
    "an argument of a part that the letter of a derivative catches": """
where F(x) = d(x^2*c, c)
  F(c)
= 3*c^2  -- the power rule""",
    "an argument of a part that the entry of a derivative catches": """
where F(x) = d(x*s[i], s[i])
  F(s[i])
= 2*s[i]  -- the power rule""",
    "a function as the argument of a part that the entry of a derivative catches": """
where F(x) = d(x*s[i], s[i])
  F(nll(o))
= nll(o) + s[i]*(y_hat(i) - delta(i, o))  -- the product rule""",
    "what is defined as the argument of a part that a derivative catches": """
where F(x) = d(x*c, c)
  c
y[1] := c^2  -- a square
F(y[1]) = 3*c^2  -- the product rule""",
    "a part whose argument is what it differentiates by": """
where F(x, c) = d(x*c, x)
  F(c, c)
= 2*c  -- the power rule""",
    "an argument of a part that the draws of a mean catch": """
given sum(q[j], j) = 1
where F(x) = mean(x*s[w[1]], w[1..K] ~ q[j])
  F(s[w[1]])
= sum(q[j]*s[j]^2, j)  -- the mean of a square""",
    "a function with an index that it does not name, for every one": """
given 1 <= j <= V
given y[j] = hidden(j) for every j
  y[i]
= A[i, i]  -- as given""",
    "two sums that share a name": """
  sum(s[j], j)*sum(y[j], j)
= sum(s[j]*y[j], j)  -- one sum""",
    "a square of a sum as a sum of squares": """
  sum(s[j], j)^2
= sum(s[j]^2, j)  -- square each""",
    "a derivative in a bound name's entry": """
  d(sum(s[j]^2, j), s[i])
= sum(2*s[j], j)  -- each of them""",
    "a derivative of a square of a sum": """
  d(sum(s[j], j)^2, s[i])
= 2*s[i]  -- only one term""",
    "a mixed derivative that forgets the delta": """
given 1 <= j <= V
  d(-log(y_hat(i)), s[j])
= y_hat(j) - 1  -- the chain rule""",
    "a Hessian without its delta": """
given 1 <= j <= V
  d(nll(o), s[i], s[j])
= y_hat(i)*(1 - y_hat(i))  -- the variance of one""",
    "a defined name that stands for something else later": """
  x
u := x^2  -- call it so
u^2 = x^2  -- the same""",
    "a wrong definition of a function of the notation": """
y_hat(j) := exp(-s[j])/sum(exp(-s[i]), i)  -- softmax""",
    "a definition by itself": """
u := 2*u  -- so
u = 0  -- only nought is its double""",
    # hypotheses
    "one column's sum used for the next": """
given sum(p[j, k], j) = 1
given 1 <= k <= K
  sum(p[j, k + 1], j)
= 1  -- they sum to one""",
    "rows where columns sum to one": """
given sum(p[i, j], i) = 1
  sum(p[i, j], j)
= 1  -- they sum to one""",
    "a diagonal where columns sum to one": """
given sum(p[i, j], i) = 1
  sum(p[i, i], i)
= 1  -- they sum to one""",
    "a share that is not below one half": """
given sum(p[j], j) = 1
  p[o]
<= 1/2  -- there are at least two""",
    "a label that is one twice": """
given y[j] = delta(j, o) for every j
  sum(y[j], j)
= V  -- each is one""",
    "a label of the wrong word": """
given y[j] = delta(j, o) for every j
  sum(y[j]*s[j], j)
= s[V]  -- the last""",
    "symmetric taken for antisymmetric": """
given A[i, j] = A[j, i] for every i, j
  sum((A[i, j] - A[j, i])^2, i, j) + sum(A[i, j], i, j)
= 0  -- they cancel""",
    "a given about one entry used for all": """
given s[1] = 0
  sum(s[j], j)
= 0  -- all of them""",
    "a recurrence unrolled one step too far": """
given 0 <= m <= oo
given y[0] = 0
given y[m + 1] = r*y[m] + 1 for every m
  y[2]
= 1 + r + r^2  -- unrolled""",
    "an equation turned into two": """
given x = c^2
  sqrt(x)
= c  -- the root""",
    "what is given contradicts itself": """
given x > 2
given x < 1
  x
= x + 1  -- anything""",
    "a number that is one more than itself": """
given x = x + 1
  x
= x + 1  -- as given""",
    "strict from not strict": """
given x <= c
  x
< c  -- as given""",
    # holes
    "a hole far away": """
  (x^2 - 1369)/(x - 37)
= x + 37  -- cancel""",
    "a hole at a fraction": """
  (x^2 - 1/9)/(x - 1/3)
= x + 1/3  -- cancel""",
    "a hole in the logarithm of a square": """
  log((x - 23)^2)
= 2*log(abs(x - 23)) + 0*x  -- the power comes down""",
    "a product of logarithms of what may be negative": """
  log(x*c)
= log(x) + log(c)  -- a product""",
    "a root of a square": """
  sqrt((x - 5)^2)
= x - 5  -- undone""",
    "a power of a power": """
  (x^2)^(1/2)
= x  -- the exponents multiply""",
    "nought to the nought": """
  x^0*x/x
= 1  -- cancel""",
    "a quotient by a sum that may be empty": """
  sum(f[j], j=2..V)/sum(f[j], j=2..V)
= 1  -- cancel""",
    "a geometric sum whose ratio may be one": """
  sum(r^m, m=0..N)
= (1 - r^(N + 1))/(1 - r)  -- the geometric sum""",
    "a telescope with a hole": """
given 1 <= n <= N
  sum(1/((l - 3)*(l - 4)), l=1..N)
= 1/3 - 1/(N - 3)  -- it telescopes""",
    "an odds of a probability that may be one": """
given 0 <= x
given x <= 1
  log(x/(1 - x)) + log((1 - x)/x)
= 0  -- they cancel""",
    "a hole on the diagonal": """
  (s[i]^2 - s[j]^2)/(s[i] - s[j])
= s[i] + s[j]  -- cancel""",
    "an inverse of an inverse": """
  1/(1/(x - 11))
= x - 11  -- twice turned""",
    # kinks
    "the slope of a maximum": """
  d(max(x, c), x)
= (1 + (x - c)/abs(x - c))/2  -- one or nought""",
    "the slope of bars at a kink far away": """
  d(abs(x - 41), x)
= abs(x - 41)/(x - 41)  -- the sign""",
    "the slope of a square of a positive part, twice": """
  d(max(0, x)^2, x, x)
= 2*(max(0, x)/x)  -- twice the step""",
    "the slope of a floor": """
  d(floor(x), x)
= 0  -- flat pieces""",
    "the slope of a bump": """
  d(bump(x), x)
= 0  -- it is nought""",
    "the slope of a softmax's largest": """
  d(max(s[1], s[2], s[V]), s[1])
= 0  -- it is not the largest""",
    # late bumps
    "a bump at thirty-seven": """
  bump(x)
= 0  -- it is nought""",
    "a late bump in a sum": """
  sum(max(0, j - 61), j)
= 0  -- nothing is there""",
    "a product with a late factor of nought": """
  prod(V - l, l=1..70)
= 0  -- some factor is""",
    "a floor of a large quotient": """
  floor(V/5000)
= 0  -- small""",
    "a polynomial with many roots": """
  prod(V - l, l=1..9)*0 + floor(V/300)*r
<= 0  -- nothing""",
    "a late violation of a bound": """
  log(1 + r)
<= r^(1/10) + 8  -- slow""",
    "a bound that only a large number breaks": """
  r^2
<= exp(r/40) + 1000  -- the exponential wins""",
    "a maximum with a far constant": """
  max(x, -90) - x
<= 0  -- it is x""",
    # coefficients that vanish
    "a coefficient that may vanish": """
  x*c/c
= x  -- cancel""",
    "a coefficient that vanishes where the ratio is one": """
  (1 - r)*sum(r^m, m=0..N)/(1 - r)
= sum(r^m, m=0..N)  -- cancel""",
    "a discriminant": """
  0
< x^2 + c*x + 1  -- no real root""",
    "a sign of an unknown": """
  c*x^2
>= 0  -- a square""",
    # limits
    "a constant that may be nought before a limit": """
  (c*x + 3)/(c*x + 5)
-> 1 as x -> oo  -- the rest vanishes""",
    "a growth of unknown sign": """
  exp(c*x)
-> 0 as x -> -oo  -- it vanishes""",
    "a floor's jumps": """
  floor(r + 1/r) - floor(r)
-> 0 as r -> oo  -- the same""",
    "a limit beyond a range": """
given x < c
  1/(1 + x^2)
-> 0 as x -> oo  -- it vanishes""",
    "a limit from one side": """
  abs(x)/x
-> 1 as x -> 0  -- the sign""",
    "a limit at an end": """
  r*log(r)
-> 1 as r -> 0  -- it vanishes""",
    "a limit of a sum of a growing number of terms": """
  sum(1/V, j)
-> 0 as V -> oo  -- each term vanishes""",
    "a sum that grows without end": """
  sum(1/(l + 1), l=1..N) - log(N)
-> 0 as N -> oo  -- they agree""",
    "compound interest": """
  (1 + r/N)^N
-> 1 + r as N -> oo  -- to the first order""",
    # minima
    "a minimum outside its domain": """
given 0 < x < 1
  (x - 3)^2
argmin x = 3  -- the slope is nought""",
    "a minimum outside what is given": """
given x < 1/2
  (x - 1)^2
argmin x = 1  -- the slope is nought""",
    "a minimum that is undercut within what is given": """
given x > -5
  x^3 - 3*x
argmin x = 1  -- the slope is nought""",
    "a minimum where the slope is nought twice": """
  x^4/4 - x^2/2
argmin x = 1  -- the slope is nought""",
    "a minimum of what may be flat": """
  c^2*x^2
argmin x = 0  -- the slope is nought""",
    "a minimum at a logarithm of what may be negative": """
  exp(x) - c*x
argmin x = log(c)  -- the slope is nought""",
    "a maximum": """
  -r + log(r)
argmin r = 1  -- the slope is nought""",
    "a minimum in one share of a distribution": """
given sum(p[j], j) = 1
  -sum(q[j]*log(p[j]), j) + sum(q[j]*p[j], j)
argmin p[i] = 1  -- the slope is nought""",
    # equivalences
    "a square on both sides": """
  x > c
<=> x^2 > c^2  -- squared""",
    "a reciprocal": """
  x < 1
<=> 1/x > 1  -- turned""",
    "a factor of unknown sign": """
  a*x > a*c
<=> x > c  -- divided""",
    # bounds
    "Jensen the wrong way round": """
given sum(p[j], j) = 1
  log(sum(p[j]*exp(s[j]), j))
<= sum(p[j]*s[j], j)  -- concave""",
    "a divergence that is strict": """
given sum(p[j], j) = 1
given sum(q[j], j) = 1
  0
< sum(p[j]*log(p[j]/q[j]), j)  -- Gibbs""",
    "Gibbs without distributions": """
  0
<= sum(p[j]*log(p[j]/q[j]), j)  -- Gibbs""",
    "an entropy above its bound": """
given sum(p[j], j) = 1
  -sum(p[j]*log(p[j]), j)
< log(V)  -- at most""",
    "a log-sum-exp at most the largest": """
  log(sum(exp(s[j]), j=1..2))
<= max(s[1], s[2])  -- the largest wins""",
    "Cauchy and Schwarz turned round": """
  sum(s[j]^2, j)*sum(y[j]^2, j)
<= sum(s[j]*y[j], j)^2  -- they say""",
    "the triangle turned round": """
  abs(x) + abs(c)
<= abs(x + c)  -- the triangle""",
    "a power of a base that may be below one": """
  r^2
>= r  -- a square is larger""",
    "an exponent of unknown sign": """
given r > 1
  r^x
>= 1  -- it grows""",
    "a wrong gap": """
  exp(x)
>= 1 + x  with gap x^2/2  -- the tangent""",
    # draws and cases
    "a mean of a product": """
given sum(q[j], j) = 1
  mean(s[w[1]]*s[w[1]], w[1..K] ~ q[j])
= sum(q[j]*s[j], j)^2  -- independent""",
    "two draws that may be the same": """
given sum(q[j], j) = 1
given 1 <= k <= K
  mean(s[w[k]]*s[w[1]], w[1..K] ~ q[j])
= sum(q[j]*s[j], j)^2  -- independent""",
    "a mean of a quotient": """
given sum(q[j], j) = 1
  mean(1/f[w[1]], w[1..K] ~ q[j])
= 1/sum(q[j]*f[j], j)  -- the mean goes in""",
    "a sum of K draws as one": """
given sum(q[j], j) = 1
  mean(sum(s[w[k]], k), w[1..K] ~ q[j])
= sum(q[j]*s[j], j)  -- the mean of one""",
    "turns that may be nought": """
given 1 <= n <= N
  code[n]^2 - code[n] + code[n]
= 1  -- a turn is one""",
    "a delta of two indices that may meet": """
given 1 <= j <= V
  delta(i, j)
= 0  -- they differ""",
    "a delta out of its sum": """
given 0 <= l <= V
  sum(delta(j, l)*s[j], j)
= s[l]  -- it picks one""",
    # bounds of sums
    "a sum with a bound moved": """
  sum(s[j], j=1..V)
= sum(s[j + 1], j=1..V)  -- renumbered""",
    "an empty sum counted backwards": """
  sum(1, j=3..V)
= V - 2  -- as many""",
    "an exchange of a triangle": """
  sum(A[i, j], i=1..j, j=1..V)
= sum(A[i, j], j=1..i, i=1..V)  -- the other way round""",
    "a last term that is none": """
  sum(s[j], j=1..V - 1)
= sum(s[j], j=1..V) - s[V - 1]  -- less the last""",
    "a sum split with a term twice": """
given 1 <= l <= V
  sum(s[j], j=1..V)
= sum(s[j], j=1..l) + sum(s[j], j=l..V)  -- split""",
    "a product of sums": """
  prod(f[n] + 1, n)
= prod(f[n], n) + 1  -- each""",
    # first lines and words
    "a first line that says something false": """
2 + 2 = 5  -- so it is said""",
    "an induction that begins too late": """
  sum(max(0, 3 - l), l=1..N)
= 3  by induction on N from 2  -- step by step""",
    "an induction of what is false": """
  sum(l^2, l=1..N)
= N*(N + 1)/2  by induction on N  -- step by step""",
    "a lemma that says another thing": """
  log(r)
<= r - 2  by lemma tangent  -- below its tangent""",
    "a lemma at a term that may be negative": """
  log(x)
<= x - 1  by lemma tangent at r = x  -- below its tangent""",
    "a numeric check of what is false": """
  sigmoid(x)
= 1/2 + x/4  only "numeric: near nought"  -- to the first order""",
    "one size of what is false there": """
  sum(s[j], j)
= V*s[1]  only "one size: three"  -- each alike""",
    "a wrong line that is true": """
  (x + 1)^2
wrong = x^2 + 2*x + 1  -- said to be wrong""",
    "an infinite sum in a line": """
  sum(r^l, l=0..oo)
= 1/(1 - r)  -- the geometric series""",
    "an infinity as a number": """
  oo - oo + x
= x  -- they cancel""",
}

TRUE = {
    "a slope in a letter by which a function names what it is given": """
  d(sum(cube(r*x + s[j]), j), x, x)
= sum(6*r^2*(r*x + s[j]), j)  -- the chain rule, twice""",
    "a sum of rows": """
  sum(row(i), i)
= sum(A[i, j], i, j)  -- written out""",
    "a sum of columns is a sum of rows": """
  sum(row(i), i)
= sum(sum(A[i, j], i), j)  -- the other way round""",
    "the softmax sums to one": """
  sum(y_hat(j), j)
= 1  -- the same above and below""",
    "the gradient of a loss": """
  d(nll(o), s[i])
= y_hat(i) - delta(i, o)  -- the chain rule""",
    "the Hessian of a loss": """
given 1 <= j <= V
  d(nll(o), s[i], s[j])
= y_hat(i)*(delta(i, j) - y_hat(j))  -- once more""",
    "a square of a sum": """
  d(sum(s[j], j)^2, s[i])
= 2*sum(s[j], j)  -- the chain rule""",
    "columns that sum to one": """
given sum(p[j, k], j) = 1
given 1 <= k <= K
  sum(r*p[j, k], j)
= r  -- they sum to one""",
    "a label picks its word": """
given y[j] = delta(j, o) for every j
  sum(y[j]*s[j], j)
= s[o]  -- it is one there alone""",
    "a symmetric matrix": """
given A[i, j] = A[j, i] for every i, j
  sum(A[i, j]*s[i]*y[j], i, j)
= sum(A[j, i]*s[i]*y[j], i, j)  -- turned""",
    "a recurrence unrolled": """
given 0 <= m <= oo
given y[0] = 0
given y[m + 1] = r*y[m] + 1 for every m
  y[2]
= 1 + r  -- unrolled""",
    "a hole that is given": """
given x > 37
  (x^2 - 1369)/(x - 37)
= x + 37  -- cancel""",
    "a root of a square of a sign that is given": """
given x >= 5
  sqrt((x - 5)^2)
= x - 5  -- undone""",
    "a geometric sum whose ratio is below one": """
given r < 1
  sum(r^m, m=0..N)
= (1 - r^(N + 1))/(1 - r)  -- the geometric sum""",
    "a telescope": """
  sum(1/(l*(l + 1)), l=1..N)
= N/(N + 1)  -- it telescopes""",
    "a log-odds": """
given 0 < x < 1
  log(x/(1 - x)) + log((1 - x)/x)
= 0  -- they cancel""",
    "the slope of bars away from the kink": """
given x > 41
  d(abs(x - 41), x)
= 1  -- the sign""",
    "the slope of a softplus": """
  d(softplus(x), x)
= sigmoid(x)  -- the chain rule""",
    "a maximum with a far constant": """
given x > -90
  max(x, -90)
= x  -- it is x""",
    "a discriminant": """
given abs(c) < 2
  x^2 + c*x + 1
>= 1 - c^2/4  with gap (x + c/2)^2  -- complete the square""",
    "a quotient of affine functions": """
given c > 0
  (c*x + 3)/(c*x^2 + 5)
-> 0 as x -> oo  -- the square wins""",
    "compound interest, once": """
  1 + r/N
-> 1 as N -> oo  -- it vanishes""",
    "r log r": """
  r*log(r)
-> 0 as r -> 0  -- the power wins""",
    "a mean": """
  sum(s[j], j)/V - sum(s[j], j)/(V + 1)
= sum(s[j], j)/(V*(V + 1))  -- over one denominator""",
    "a minimum inside": """
given 0 < x < 5
  (x - 3)^2
argmin x = 3  -- the slope is nought""",
    "a part that differentiates by what its argument does not speak of": """
where F(x) = d(x^2*c, c)
  F(a*r)
= a^2*r^2  -- the rule for c""",
    "a part that is given a function which calls its argument as the part's derivative does": """
where F(y) = d(y*x, x)
  F(cube(r))
= r^3  -- the rule for x""",
    "a part whose argument is an index": """
where F(j) = d(nll(o), s[j])
  F(i)
= y_hat(i) - delta(i, o)  -- the gradient""",
    "a minimum where a logarithm's argument is given to be positive": """
given x > c
  x - log(x - c)
argmin x = c + 1  -- the slope is nought""",
    "a minimum that is undercut outside what is given": """
given x > 0
  x^3 - 3*x
argmin x = 1  -- the slope is nought""",
    "a minimum within the innermost of several ends": """
given r > -5
given r < 9
given r > 1
given r < 5
  (r - 3)^2
argmin r = 3  -- the slope is nought""",
    "a function that is defined, at its own name": """
f1(l) := l^2 + c  -- a square
sum(f1(l), l=1..3) = 14 + 3*c  -- written out""",
    "a name that the kernel has too": """
  put*n_put
= n_put*put  -- turned""",
    "a minimum at a logarithm": """
  exp(x) - r*x
argmin x = log(r)  -- the slope is nought""",
    "a loss's minimum": """
  r - log(r)
argmin r = 1  -- the slope is nought""",
    "a logarithm rises": """
  log(r) > log(h)
<=> r > h  -- it rises""",
    "Jensen": """
given sum(p[j], j) = 1
  log(sum(p[j]*exp(s[j]), j))
>= sum(p[j]*s[j], j)  -- concave""",
    "Gibbs": """
given sum(p[j], j) = 1
given sum(q[j], j) = 1
  sum(p[j]*log(p[j]/q[j]), j)
>= 0  -- below its tangent""",
    "an entropy": """
given sum(p[j], j) = 1
  -sum(p[j]*log(p[j]), j)
<= log(V)  -- the uniform one is the largest""",
    "a log-sum-exp is at least each": """
  log(sum(exp(s[j]), j))
>= s[o]  -- one term""",
    "Cauchy and Schwarz": """
  sum(s[j]*y[j], j)^2
<= sum(s[j]^2, j)*sum(y[j]^2, j)  -- they say""",
    "the triangle": """
  abs(x + c)
<= abs(x) + abs(c)  -- the triangle""",
    "a mean of a draw": """
given sum(q[j], j) = 1
  mean(sum(s[w[k]], k), w[1..K] ~ q[j])
= K*sum(q[j]*s[j], j)  -- the mean of each""",
    "a turn is its own square": """
given 1 <= n <= N
  code[n]^2 + x
= code[n] + x  -- nought or one""",
    "a delta within its sum": """
  sum(delta(j, o)*s[j], j)
= s[o]  -- it picks one""",
    "a sum renumbered": """
  sum(s[j], j=1..V)
= sum(s[j + 1], j=0..V - 1)  -- renumbered""",
    "a triangle by its columns": """
  sum(A[i, j], i=1..j, j=1..V)
= sum(A[i, j], j=i..V, i=1..V)  -- the other way round""",
    "a sum of squares by induction": """
  sum(l^2, l=1..N)
= N*(N + 1)*(2*N + 1)/6  by induction on N  -- step by step""",
    "a lemma": """
  log(1 + exp(x))
<= exp(x)  by lemma tangent at r = 1 + exp(x)  -- below its tangent""",
    "the sigmoid's slope": """
  sigmoid(x)*(1 - sigmoid(x))
<= 1/4  -- largest at nought""",
    "Pascal's square": """
  (x + c)^2 - (x - c)^2
= 4*x*c  -- the squares cancel""",
}

R, P, N, Z, NN = "real", "positive", "positive integer", "integer", "nonnegative"
SIZE, INDEX, ENTRIES = "size", "index", "entries"

FALSE_CLAIMS = (
    ("Derivative(floor(x),x)", "0", {"x": R}, {}),
    ("(x^2-1369)/(x-37)", "x+38", {"x": R}, {}),
    ("x/x*(x+1)", "x+2", {"x": R}, {}),
    ("sqrt(x)^2", "x", {"x": R}, {}),
    ("log(x^2)", "2*log(x)", {"x": R}, {}),
    ("exp(log(x))", "x", {"x": R}, {}),
    ("log(exp(x))", "abs(x)", {"x": R}, {}),
    ("sqrt(x^2)", "x", {"x": R}, {}),
    ("(x^3)^(1/3)", "x", {"x": R}, {}),
    ("abs(x)/x", "1", {"x": R}, {}),
    ("max(x,y)", "(x+y+abs(x+y))/2", {"x": R, "y": R}, {}),
    ("max(x,1000)", "1000", {"x": R}, {}),
    ("max(0,1-abs(x-377))", "0", {"x": R}, {}),
    ("max(0,1-1000*abs(x-1/3))", "0", {"x": R}, {}),
    ("max(0,x-10^6)", "0", {"x": R}, {}),
    ("min(1,x^2)", "x^2", {"x": R}, {}),
    ("floor(x)+floor(-x)", "0", {"x": R}, {}),
    ("floor(2*x)", "2*floor(x)", {"x": R}, {}),
    ("floor(x+1/2)", "floor(x)+1", {"x": R}, {}),
    ("ceil(x)", "floor(x)+1", {"x": R}, {}),
    ("floor(n/12345)", "0", {"n": N}, {}),
    ("floor(sqrt(n^2+n))", "floor(sqrt(n^2))+1", {"n": N}, {}),
    ("Sum(k,(k,1,n))", "n*(n+1)/2+floor(n/101)", {"n": N}, {}),
    ("Sum(1/k,(k,1,n))", "log(n)+EulerGamma+1/(2*n)", {"n": N}, {}),
    ("Product(n-k,(k,1,60))", "0", {"n": N}, {}),
    ("Sum(max(0,k-77),(k,1,n))", "0", {"n": N}, {}),
    ("Sum(x^k,(k,0,n))", "(1-x^(n+1))/(1-x)*(1+0*x)+max(0,x-50)", {"x": R, "n": N}, {}),
    ("Sum(x^k,(k,0,oo))", "1/(1-x)", {"x": R}, {}),
    ("Sum(x^k,(k,0,oo))", "1/(1-x)", {"x": R}, {"x": ["-1", "1"]}),
    ("Sum((1-b)*b^k,(k,0,oo))", "1", {"b": R}, {"b": ["0", "1"]}),
    ("Sum(a*(1-b)*b^k,(k,0,oo))", "a", {"a": R, "b": NN}, {}),
    ("Sum(x^k/k,(k,1,oo))", "-log(1-x)", {"x": R}, {"x": ["-1", "1"]}),
    ("Sum(1/k^2,(k,1,oo))", "pi^2/6+1/10^30", {}, {}),
    ("Sum(1/(k*(k+1)),(k,1,oo))", "1+10^-40", {}, {}),
    ("Sum(exp(-k)+exp(-(k-2000)^2),(k,0,oo)) < 2", "True", {}, {}),
    ("Sum(exp(-(k-500)^2),(k,0,oo)) < 1", "True", {}, {}),
    ("Sum(1/k,(k,1,oo))", "100", {}, {}),
    ("Sum((-1)^k,(k,0,oo))", "1/2", {}, {}),
    ("Sum(k,(k,1,oo))", "-1/12", {}, {}),
    ("Sum(r/(r+k)^2,(k,1,oo))", "1", {"r": P}, {}),
    ("Sum(s^k*(1-s),(k,1,n))", "s", {"s": P, "n": N}, {}),
    ("Sum(1/((k-2)*(k-3)),(k,1,n))", "-1/2-1/(n-2)", {"n": N}, {}),
    ("diff(abs(x-9),x)", "1", {"x": R}, {}),
    ("diff(max(0,x)^2/2,x)", "x", {"x": R}, {}),
    ("diff(log(abs(x)),x)", "1/abs(x)", {"x": R}, {}),
    ("diff(sigmoid(x),x)", "sigmoid(x)^2", {"x": R}, {}),
    ("sigmoid(x)", "1/(1+exp(x))", {"x": R}, {}),
    ("sigmoid(x)+sigmoid(-x)", "1+10^-50*exp(-x^2)", {"x": R}, {}),
    ("softplus(x)", "max(0,x)", {"x": R}, {}),
    ("softplus(x)", "x", {"x": R}, {"x": ["50", "100"]}),
    ("log(1+exp(x))", "x", {"x": R}, {"x": ["100", "200"]}),
    ("exp(-x)", "0", {"x": P}, {"x": ["1000", "2000"]}),
    ("tanh(x)", "2*sigmoid(x)-1", {"x": R}, {}),
    ("0^x", "0", {"x": R}, {}),
    ("x^0", "0", {"x": R}, {}),
    ("0^0", "0", {}, {}),
    ("(-1)^n", "1", {"n": N}, {}),
    ("(-8)^(1/3)", "-2", {}, {}),
    ("exp(1)", "2718281828459045/10^15", {}, {}),
    ("pi", "355/113", {}, {}),
    ("exp(pi*sqrt(163))", "262537412640768744", {}, {}),
    ("sqrt(2)+sqrt(3)", "sqrt(10)", {}, {}),
    ("10^-500", "0", {}, {}),
    ("1/3", "0.333333333333333333333333333333", {}, {}),
    ("2^100", "1267650600228229401496703205377", {}, {}),
    ("log(x)+log(y)", "log(x+y)", {"x": P, "y": P}, {}),
    ("x^y*x^z", "x^(y*z)", {"x": P, "y": R, "z": R}, {}),
    ("(x^y)^z", "x^(y^z)", {"x": P, "y": R, "z": R}, {}),
    ("(x*y)^a", "x^a*y^(a+1)/y*1", {"x": R, "y": R, "a": R}, {}),
    ("x*(y-y)/(y-y)", "x", {"x": R, "y": R}, {}),
    ("1/(1/x)", "x+0*log(x)", {"x": R}, {}),
    ("x*y*z*(x-1)*(y-1)*(z-1)", "0", {"x": Z, "y": Z, "z": Z}, {}),
    ("(n-1)*(n-2)*(n-3)*(n-4)*(n-5)", "0", {"n": N}, {}),
    ("Product(x-k,(k,1,40))", "0", {"x": R}, {}),
    ("Product(k,(k,1,n))", "2^(n-1)", {"n": N}, {}),
    ("Product(1+1/k,(k,1,n))", "n", {"n": N}, {}),
    (
        "Product(x,(k,2,n))",
        "x^(n-1)+floor(1/n)-1*floor(1/n)+0*x+max(0,x-99)*0+floor(x/77)*0+1-1+max(0,n-63)",
        {"x": P, "n": N},
        {},
    ),
    ("Sum(1,(k,3,n))", "n-2", {"n": N}, {}),
    ("Sum(k^2,(k,1,n))", "n*(n+1)*(2*n+1)/6+(n-1)*(n-2)*(n-3)*(n-4)*(n-5)*(n-6)", {"n": N}, {}),
    ("sqrt(x+1)-sqrt(x)", "1/(2*sqrt(x))", {"x": P}, {}),
    ("x", "x+10^-35", {"x": R}, {}),
    ("x + 1e-300", "x", {"x": R}, {}),
    ("1/10 + 2/10", "0.30000000000000004", {}, {}),
    ("2x", "x^2", {"x": R}, {}),
    ("2(x+1)", "2x+1", {"x": R}, {}),
    ("-x^2", "x^2", {"x": R}, {}),
    ("-2^2", "4", {}, {}),
    ("2^3^2", "64", {}, {}),
    ("a/b*c", "a/(b*c)", {"a": P, "b": P, "c": P}, {}),
    ("x²", "2x", {"x": R}, {}),
    ("π", "3.14159265358979", {}, {}),
    ("ln(e**2)", "1", {}, {}),
    ("log10(x)", "log(x)", {"x": P}, {}),
    ("relu(x)", "x", {"x": R}, {}),
    ("relu(x-250)", "0", {"x": R}, {}),
    ("exp(x)>0", "True", {"x": R}, {}),
    ("sum(exp(s[j]), j)", "exp(sum(s[j], j))", {"V": SIZE, "j": INDEX, "s": ENTRIES}, {}),
    ("sum(s[j], j)", "V*s[j]", {"V": SIZE, "j": INDEX, "s": ENTRIES}, {}),
    ("sum(delta(i,j), j)", "V", {"V": SIZE, "i": INDEX, "j": INDEX}, {}),
    ("d(log(sum(exp(s[j]), j)), s[i])", "exp(s[i])", {"V": SIZE, "i": INDEX, "j": INDEX, "s": ENTRIES}, {}),
    ("sum(s[j], j=1..V)", "sum(s[j], j=1..V-1)", {"V": SIZE, "j": INDEX, "s": ENTRIES}, {}),
)

TRUE_CLAIMS = (
    ("Derivative(floor(x),x)", "0", {"x": R}, {"x": [0.1, 0.9]}),
    ("(x^2-1369)/(x-37)", "x+37", {"x": R}, {}),
    ("sqrt(x)^2", "x", {"x": P}, {}),
    ("log(x^2)", "2*log(x)", {"x": P}, {}),
    ("exp(log(x))", "x", {"x": P}, {}),
    ("sqrt(x^2)", "abs(x)", {"x": R}, {}),
    ("max(x,y)", "(x+y+abs(x-y))/2", {"x": R, "y": R}, {}),
    ("floor(x+7)", "floor(x)+7", {"x": R}, {}),
    ("ceil(x)", "-floor(-x)", {"x": R}, {}),
    ("floor(n)", "n", {"n": N}, {}),
    ("Sum(k,(k,1,n))", "n*(n+1)/2", {"n": N}, {}),
    ("Sum(k^3,(k,1,n))", "(n*(n+1)/2)^2", {"n": N}, {}),
    ("Sum(x^k,(k,0,n))*(1-x)", "1-x^(n+1)", {"x": R, "n": N}, {}),
    ("Sum(x^k,(k,0,oo))", "1/(1-x)", {"x": R}, {"x": ["-1/2", "1/2"]}),
    ("Sum(x^k/k,(k,1,oo))", "-log(1-x)", {"x": R}, {"x": ["-1/2", "1/2"]}),
    ("Sum(1/k^2,(k,1,oo))", "pi^2/6", {}, {}),
    ("Sum(1/(k*(k+1)),(k,1,oo))", "1", {}, {}),
    ("Sum(1/(k*(k+1)),(k,1,n))", "n/(n+1)", {"n": N}, {}),
    ("diff(sigmoid(x),x)", "sigmoid(x)*(1-sigmoid(x))", {"x": R}, {}),
    ("diff(softplus(x),x)", "sigmoid(x)", {"x": R}, {}),
    ("diff(log(sigmoid(x)),x)", "sigmoid(-x)", {"x": R}, {}),
    ("diff(x^3,x,2)", "6x", {"x": R}, {}),
    ("sigmoid(x)+sigmoid(-x)", "1", {"x": R}, {}),
    ("softplus(x)-softplus(-x)", "x", {"x": R}, {}),
    ("tanh(x)", "2*sigmoid(2*x)-1", {"x": R}, {}),
    ("tanh(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))", {"x": R}, {}),
    ("log(x*y)", "log(x)+log(y)", {"x": P, "y": P}, {}),
    ("x^y*x^z", "x^(y+z)", {"x": P, "y": R, "z": R}, {}),
    ("(x^y)^z", "x^(y*z)", {"x": P, "y": R, "z": R}, {}),
    ("0^0", "1", {}, {}),
    ("x^0", "1", {"x": R}, {}),
    ("(-1)^(2*n)", "1", {"n": N}, {}),
    ("Product(1+1/k,(k,1,n))", "n+1", {"n": N}, {}),
    ("Product(x,(k,1,n))", "x^n", {"x": P, "n": N}, {}),
    ("Sum(1,(k,3,n+3))", "n+1", {"n": N}, {}),
    ("np.exp(x)*np.exp(-x)", "1", {"x": R}, {}),
    ("torch.sigmoid(x)", "1/(1+e**-x)", {"x": R}, {}),
    ("2^3^2", "512", {}, {}),
    ("-2^2", "-4", {}, {}),
    ("1/10+2/10", "0.3", {}, {}),
    ("log2(8)", "3", {}, {}),
    ("ln(e**2)", "2", {}, {}),
    ("x²-1", "(x-1)(x+1)", {"x": R}, {}),
    ("relu(x)-relu(-x)", "x", {"x": R}, {}),
    ("min(x,y)+max(x,y)", "x+y", {"x": R, "y": R}, {}),
    ("3 < pi", "True", {}, {}),
    ("Sum(exp(-k),(k,0,oo)) < 2", "True", {}, {}),
    (
        "d(log(sum(exp(s[j]), j)), s[i])",
        "exp(s[i])/sum(exp(s[j]), j)",
        {"V": SIZE, "i": INDEX, "j": INDEX, "s": ENTRIES},
        {},
    ),
    ("sum(delta(i,j)*s[j], j)", "s[i]", {"V": SIZE, "i": INDEX, "j": INDEX, "s": ENTRIES}, {}),
    ("sum(2*s[j], j)", "2*sum(s[j], j)", {"V": SIZE, "j": INDEX, "s": ENTRIES}, {}),
    ("diff(x^n,x)", "n*x^n/x", {"x": R, "n": N}, {}),
    ("x^2/x^2", "1", {"x": R}, {"x": ["-1", "1"]}),
)
