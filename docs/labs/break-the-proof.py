# %% [markdown]
# # Break the proof
#
# Here you change a line of a derivation and see what the checker says.
# Then you bring a claim of your own.
#
# The button beside the title downloads this page as a notebook: open it in Jupyter within a clone of this site, change a
# cell and run it again.

# %%
import math
from dataclasses import replace

from sympy import KroneckerDelta, exp

from proofpress import ClaimError, chain, check, claim, equals, show
from word2vec_derived.notation import i, o, s, y_hat

# %% [markdown]
# ## A derivation that holds
#
# The gradient of the NLL in the scores is what the model expects, less what was observed.
# It is printed as vectors and checked in one component $i$, whichever it is; Python has the component.

# %%
nll_gradient = chain("nll-gradient")
show("nll-gradient")
#> The gradient of the NLL in the scores


# %%
def verdicts(derivation):
    """What the checker says of each line, and the point at which a line fails."""
    for number, line in enumerate(check(derivation).lines, start=1):
        strength = f", {line.strength}" if line.ok and line.strength else ""
        print(f"line {number}: {line.verdict}{strength}")
        if line.counterexample:
            print("   ", line.counterexample)


verdicts(nll_gradient)
#> line 1: stated
#> line 2: proved, every size
#> line 3: proved, every size
#> line 4: proved, every size

# %% [markdown]
# ## Now break it
#
# Turn the sign of the last line: observed minus expected.
# Nothing else is touched.


# %%
def with_line(derivation, number, expression):
    """The same derivation with another expression on one of its lines."""
    lines = list(derivation.chain)
    lines[number - 1] = replace(lines[number - 1], expression=expression)
    return replace(derivation, chain=tuple(lines))


verdicts(with_line(nll_gradient, 4, KroneckerDelta(i, o) - y_hat(i)))
#> line 1: stated
#> line 2: proved, every size
#> line 3: proved, every size
#> line 4: refuted
#>     V = 2, i = 1, o = 1, s[1] = 1, s[2] = −2: left −0.04743, right 0.04743

# %% [markdown]
# The checker does not say that it could not prove the line.
# It shows a point at which the two sides differ, and the line can be tried there by hand: two words with the scores 1
# and minus 2, of which the first was observed and is the one that we ask about.

# %%
expected, observed = math.exp(1) / (math.exp(1) + math.exp(-2)), 1
print(f"expected minus observed: {expected - observed:.5f}")
print(f"observed minus expected: {observed - expected:.5f}")
#> expected minus observed: -0.04743
#> observed minus expected: 0.04743

# %% [markdown]
# A subtler mistake: the exponential of the score in place of the softmax.
# It is what NCE's gradient tends to, and it is right only where the model is normalised.

# %%
verdicts(with_line(nll_gradient, 4, exp(s[i]) - KroneckerDelta(i, o)))
#> line 1: stated
#> line 2: proved, every size
#> line 3: proved, every size
#> line 4: refuted
#>     V = 1, i = 1, o = 1, s[1] = 1.0: left 0, right 1.718

# %% [markdown]
# Each line is compared with the one before it.
# So a mistake in the middle shows twice: where it comes in, and where the next line is right again.

# %%
verdicts(with_line(nll_gradient, 3, y_hat(i)))
#> line 1: stated
#> line 2: proved, every size
#> line 3: refuted
#>     V = 1, i = 1, o = 1, s[1] = 1: left 0, right 1
#> line 4: refuted
#>     V = 1, i = 1, o = 1, s[1] = 1: left 1, right 0

# %% [markdown]
# A line that is true but says nothing is refused too.

# %%
said_twice = replace(nll_gradient, chain=(*nll_gradient.chain, equals(nll_gradient.chain[-1].expression, "the same")))
print(check(said_twice).lines[-1].message)
#> nll-gradient, line 5: undecided: the step changes nothing | -KroneckerDelta(i, o) + y_hat(i) = -KroneckerDelta(i, o) + y_hat(i) | “the same”

# %% [markdown]
# ## Your turn
#
# Here is one that is right for the observed word, and for no other.
# Put your own expression in its place; the [notation](../notation.md) has the name of every symbol in code.
#
# Three to begin with; one of them holds, so guess before you run them.
#
# - `y_hat(o) - KroneckerDelta(i, o)` on line 4
# - `s[i] - KroneckerDelta(i, o)` on line 4
# - `y_hat(i) - KroneckerDelta(i, o)` on line 2

# %%
verdicts(with_line(nll_gradient, 4, y_hat(i) - 1))
#> line 1: stated
#> line 2: proved, every size
#> line 3: proved, every size
#> line 4: refuted
#>     V = 2, i = 1, o = 2, s[1] = −1, s[2] = −1: left 0.5, right −0.5

# %% [markdown]
# ## A claim of your own
#
# Two sides, and what is known of each symbol.
# Change them and run the cell again.


# %%
def shown(judged):
    """The verdict, and the point at which the claim fails."""
    print(judged.verdict)
    if judged.counterexample:
        point = judged.counterexample
        print("at", ", ".join(f"{name} = {value}" for name, value in point.values.items()), end=": ")
        print(point.left, "against", point.right)


shown(claim("1 - sigmoid(x)", "sigmoid(-x)", symbols={"x": "real"}))
#> proved

# %% [markdown]
# Here is one that many have written: the logarithm of a sum as the sum of logarithms.

# %%
wrong = claim("log(x + y)", "log(x) + log(y)", symbols={"x": "positive", "y": "positive"})
shown(wrong)
#> refuted
#> at x = 1, y = 1: 0.693147 against 0.0

# %% [markdown]
# And the rewriting of the sigmoid that has its sign in the wrong place.

# %%
wrong = claim("exp(-x)/(1 + exp(-x))", "1 - 1/(1 + exp(x))", symbols={"x": "real"})
shown(wrong)
#> refuted
#> at x = 1: 0.268941 against 0.731059

# %% [markdown]
# What cannot be read is said to be so, in one line.

# %%
try:
    claim("sigmoid(x", "1", symbols={"x": "real"})
except ClaimError as error:
    print(error)
#> at character 10: 'the end' where ')' should stand; close what was opened
