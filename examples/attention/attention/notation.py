"""Every letter once."""

from proofpress.proof.language.forms import Unit
from proofpress.proof.language.letters import Letters
from proofpress.proof.notation import Notation

letters = Letters({"1..N": "is a position", "1..d": "is a component of a vector"})
PAPER = "vaswani"

letters("N", "size", "N", "number of positions, or of tokens", code="len(scores)", elsewhere={PAPER: "n"})
letters("d", "size", "d", "number of components of a vector", code="len(query)", elsewhere={PAPER: "d_k"})
letters("j", "index", "j", "a position", over="1..N", code="j")
letters("k", "index", "k", "a second position", over="1..N", code="k")
letters("i", "fixed index", "i", "the position that is looked at", over="1..N", code="i")
letters("o", "fixed index", "o", "the token that follows", over="1..N", code="target")
letters("l", "index", r"\ell", "a component", over="1..d", code="l")
letters("m", "fixed index", "m", "the component that is looked at", over="1..d", code="m")

letters("s", "real entries", "s", "scores", code="scores", shape="(N,)")
letters("f", "real entries", "f", "one component of each value", code="values", shape="(N,)", elsewhere={PAPER: "v"})
letters("query", "real entries", "q", "query", code="query", shape="(d,)", elsewhere={PAPER: "Q"})
letters("key", "real entries", r"\kappa", "keys, one for each position", code="keys", shape="(N, d)",
        elsewhere={PAPER: "K"})  # fmt: skip
letters("x", "real entries", "x", "what is normalised", code="x", shape="(d,)")
letters("p", "positive entries", "p", "probabilities that were given to what came", code="probabilities", shape="(N,)")
letters("shift", "real", r"\lambda", "a shift of all scores", code="shift")
letters("beta", "positive", r"\beta", "inverse temperature", code="beta", elsewhere={PAPER: r"d_k^{-1/2}"})
letters("scale", "positive", "c", "a positive factor", code="scale")
letters("spread", "positive", "D", "sum of squares about the mean", code="spread")
letters("smooth", "positive", r"\varepsilon", "share of the label that is spread out", code="smoothing",
        elsewhere={PAPER: r"\epsilon_{ls}"})  # fmt: skip

letters.known("unit", Unit, r"e_{<0>}", "unit vector: 1 at one place, 0 at all others", kind="vector", code="one_hot")

letters.function("a(j)", "exp(s[j])/sum(exp(s[k]), k)", r"a_{<0>}", "weight of a position", code="weights(scores)")
letters.function("score(j)", "sum(query[l]*key[j, l], l)", r"\sigma_{<0>}", "score of a key", code="score(query, key)")
letters.function("centre()", "sum(x[l], l)/d", r"\bar{x}", "mean of the components", code="mean(x)")

NOTATION = Notation(tuple(letters.entries), {"ours": "this book", PAPER: "Vaswani et al. (2017)"})
