# %% [markdown]
# # The optimum is where the derivation says
#
# A corpus is drawn from a distribution that we know.
# A model with as many dimensions as words is trained on it by six objectives.
# Then its scores are laid beside the closed forms.

# %%
import math

import torch

from proofpress.pages import show
from word2vec_derived.figures import scatter
from word2vec_derived.reference import factorisation, optimum, optimum_as_shipped
from word2vec_derived.reference.sampling import smoothed_noise
from word2vec_derived.training import Batch, FullSoftmax, HierarchicalSoftmax, Logistic, SkipGram, Vocabulary, update

WORDS, NEGATIVES, STEPS = 5, 3, 200

# %% [markdown]
# ## The corpus
#
# Pairs are drawn from a joint distribution in which some words seek each other and some avoid each other.
# From here on what counts is what was drawn.

# %%
generator = torch.Generator().manual_seed(4)
joint = torch.distributions.Dirichlet(torch.full((WORDS * WORDS,), 3.0))
torch.manual_seed(4)
joint = joint.sample()
pairs = joint.multinomial(20_000, replacement=True, generator=generator)
counts = torch.bincount(pairs, minlength=WORDS * WORDS).view(WORDS, WORDS)
data = counts.double() / counts.sum(1, keepdim=True)
print(counts)
#> tensor([[ 206,  726, 1294,  474, 1048],
#>         [ 990,  608,  704,  266, 1038],
#>         [ 733, 1259,  405,  363, 1226],
#>         [ 597,  298,  908, 1759,  552],
#>         [1110,  276,  753,  930, 1477]])

# %% [markdown]
# ## Training
#
# All pairs are one batch, and the expectation over the noise is taken exactly, so nothing is left to chance.
# Each step is the closed-form update that the site derives.

# %%
vocabulary = Vocabulary([str(word) for word in range(WORDS)], counts.sum(0))
everything = torch.arange(WORDS)
batch = Batch(everything[None], everything[None], data[None])
unigram = smoothed_noise(counts.sum(0).double(), 1.0)
smoothed = smoothed_noise(counts.sum(0).double(), 0.75)


def trained_scores(terms, rate=0.5):
    model = SkipGram(vocabulary, WORDS, seed=1).double()
    torch.nn.init.eye_(model.context_vectors)
    for _ in range(STEPS):
        update(model, batch, terms, rate)
    return (model.centre_vectors @ model.context_vectors.T).detach()


def logistic(negatives, shift=None):
    """The binary loss of every pair, with what each word is expected to be drawn as a negative."""
    return Logistic(everything, data + negatives, data, shift)


# %% [markdown]
# ## The scores, and where they should be

# %%
every = NEGATIVES * smoothed.expand(WORDS, -1)
softmax_scores = trained_scores(FullSoftmax(WORDS).terms(batch, generator))
codes = HierarchicalSoftmax(vocabulary.counts)
found = {
    "softmax": softmax_scores.log_softmax(1),
    "hierarchical softmax": codes.log_probabilities(trained_scores(codes.terms(batch, generator))),
    "NCE": trained_scores(logistic(every, shift=every[:1].log())),
    "negative sampling, unigram": trained_scores(logistic(NEGATIVES * unigram.expand(WORDS, -1))),
    "negative sampling, smoothed": trained_scores(logistic(every)),
    "equal negatives skipped": trained_scores(logistic(every * (1 - data))),
}
derived = {
    "softmax": optimum.softmax_optimum(data),
    "hierarchical softmax": data.log(),
    "NCE": optimum.nce_optimum(data),
    "negative sampling, unigram": factorisation.pmi(counts) - math.log(NEGATIVES),
    "negative sampling, smoothed": optimum.negative_sampling_optimum(data, smoothed, NEGATIVES),
    "equal negatives skipped": optimum_as_shipped.skipping_optimum(data, smoothed, NEGATIVES),
}
deviation = {name: (found[name] - derived[name]).abs().max().item() for name in found}
for name, largest in deviation.items():
    print(f"{name:28} largest deviation {largest:.1e}")
#> softmax                      largest deviation 7.6e-09
#> hierarchical softmax         largest deviation 3.7e-06
#> NCE                          largest deviation 1.1e-07
#> negative sampling, unigram   largest deviation 2.8e-07
#> negative sampling, smoothed  largest deviation 2.0e-07
#> equal negatives skipped      largest deviation 2.3e-08

# %% [markdown]
# After 200{= STEPS } steps no trained score, or logarithm of a probability where there is a softmax, is farther than 0.000004{= max(deviation.values()) } from its closed form.

# %%
scatter(*(torch.cat([scores.flatten() for scores in of.values()]) for of in (derived, found)), "Derived", "Trained")
#> Trained against Derived: 150 points on the line of equality, or near it.
#> points  largest deviation
#> 150     3.71e-06

# %% [markdown]
# ## The chains behind the closed forms

# %%
show("softmax-optimum")
#> Where the cross-entropy is smallest

# %%
show("nce-optimum")
#> The optimum of NCE

# %%
show("negative-sampling-optimum")
#> The optimum of negative sampling

# %%
show("pmi")
#> With unigram noise the optimum is PMI, shifted

# %%
show("skipping-optimum")
#> The optimum where a negative equal to the target is skipped

# %% [markdown]
# ## What skipping changes
#
# word2vec.c and gensim skip a negative that happens to be the observed word.
# Their optimum lies above the plain one, and the more so the likelier the pair.

# %%
lift = found["equal negatives skipped"] - found["negative sampling, smoothed"]
likeliest = int(data.argmax())
print(f"most probable context: {data.flatten()[likeliest]:.3f}")
print(f"its score is higher by {lift.flatten()[likeliest]:.3f}")
print(f"minus log of the rest : {-(1 - data).log().flatten()[likeliest]:.3f}")
#> most probable context: 0.428
#> its score is higher by 0.558
#> minus log of the rest : 0.558
