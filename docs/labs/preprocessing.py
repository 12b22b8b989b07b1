# %% [markdown]
# # Which preprocessing moves the optimum
#
# Thinning, distance weights, smoothed noise, more negatives, windows whose words are no negatives: each is a line of code in front of the loss.
# Each is predicted here by its chain and measured by training on a real text, side by side; then gensim is trained in the ways it knows.

# %%
from pathlib import Path

import torch
from gensim.models import Word2Vec
from gensim.test.utils import datapath
from gensim.utils import simple_preprocess
from tqdm import tqdm

from proofpress.pages import show
from word2vec_derived.figures import scatter
from word2vec_derived.reference import optimum, optimum_as_shipped, optimum_as_trained, sampling
from word2vec_derived.training import Batch, Logistic, SkipGram, Vocabulary, smoothed_noise, update

WINDOW, NEGATIVES, STEPS, RATE = 5, 5, 3000, 0.12
torch.set_num_threads(1)  # on small matrices threads wait for each other

# %% [markdown]
# ## The text
#
# The most frequent words of the Lee background corpus, so that every word is seen beside every other.
# The others are left out, and their neighbours move together.
# With as many dimensions as words nothing is lost to the vectors, so the trained scores are the optimum's.

# %%
lines = Path(datapath("lee_background.cor")).read_text(encoding="utf-8").splitlines()
text = [simple_preprocess(line) for line in lines]
vocabulary = Vocabulary.of(text, min_count=400)
corpus, words = vocabulary.encode(text), len(vocabulary)
print(f"{words} words and {len(corpus)} tokens:", *vocabulary.words)
#> 15 words and 14775 tokens: the to of in and he is for on said that has says was have

# %% [markdown]
# How many pairs are expected at each distance, if each token is kept with the chance of its word before the windows are laid?
# Step by step to the right, what is carried along is how many kept tokens stand between.
# With every token kept these are the pairs of the text itself.


# %%
def pairs_by_distance(keep):
    """Expected pairs of two words at each distance, both ways, of shape (window, words, words)."""
    found = torch.zeros(WINDOW, words, words, dtype=torch.float64)
    between = torch.eye(1, WINDOW, dtype=torch.float64).expand(len(corpus), -1)
    for step in range(1, longest):
        left, right = corpus.tokens[:-step], corpus.tokens[step:]
        both = keep[left] * keep[right] * (corpus.sentences[:-step] == corpus.sentences[step:])
        for pairs, chance in zip(found, between[:-1].T, strict=True):
            pairs.index_put_((left, right), both * chance, accumulate=True)
        one_more = torch.nn.functional.pad(between[:-1, :-1], (1, 0))
        between = between[:-1] + keep[right][:, None] * (one_more - between[:-1])
    return found + found.mT


longest = int(torch.bincount(corpus.sentences).max())
by_distance = pairs_by_distance(torch.ones(words).double())
counts = by_distance.sum(0)
print(f"fewest pairs of two words: {counts.min():.0f}")
#> fewest pairs of two words: 59

# %% [markdown]
# One walk through the text notes which words the window of each centre holds.

# %%
outside = torch.zeros(words, words, dtype=torch.float64)  # pairs of each centre whose window does not hold the word
for position in tqdm(range(len(corpus)), unit=" tokens"):
    near = torch.arange(max(0, position - WINDOW), min(len(corpus), position + WINDOW + 1))
    near = near[(near != position) & (corpus.sentences[near] == corpus.sentences[position])]
    seen = corpus.tokens[near]
    outside[corpus.tokens[position]] += len(seen) * (torch.bincount(seen, minlength=words) == 0)

# %% [markdown]
# ## Seven ways to train
#
# For each, how often a pair comes with the label one, and how often with the label zero; no formula of an optimum is used.

# %%
unigram, smoothed = (smoothed_noise(vocabulary.counts.double(), exponent) for exponent in (1.0, 0.75))
keep = sampling.subsampling_shipped(unigram, 0.02)
steps_down = torch.arange(WINDOW, 0, -1).double() / WINDOW


def weigh(pairs):
    """The pairs of all distances, weighted as a window of drawn width does."""
    return (steps_down[:, None, None] * pairs).sum(0)


weighted = weigh(by_distance)


def with_noise(observed, noise, negatives=NEGATIVES):
    return observed, negatives * observed.sum(1, keepdim=True) * noise


ways = {
    "plain": with_noise(counts, unigram),
    "thinned": with_noise(keep[:, None] * counts * keep, unigram),
    "weighted by distance": with_noise(weighted, unigram),
    "smoothed noise": with_noise(counts, smoothed),
    "fifteen negatives": with_noise(counts, unigram, 15),
    "window's words skipped": (counts, NEGATIVES * outside * unigram),
    "thinned, weighted, smoothed": with_noise(keep[:, None] * weighted * keep, smoothed),
}

# %% [markdown]
# ## Training
#
# The closed-form update of the site, on the whole text at once; the noise is taken in expectation, so nothing is left to chance.

# %%
everything = torch.arange(words)


def trained(observed, drawn):
    pairs = observed.sum(1, keepdim=True)
    model = SkipGram(vocabulary, words, seed=1).double()
    torch.nn.init.eye_(model.context_vectors)
    batch = Batch(everything[None], everything[None], (observed / pairs)[None])
    terms = Logistic(everything, (observed + drawn) / pairs, observed / pairs)
    for _ in range(STEPS):
        update(model, batch, terms, RATE)
        bar.update()
    return (model.centre_vectors @ model.context_vectors.T).detach()


with tqdm(total=len(ways) * STEPS, unit=" steps") as bar:
    measured = {name: trained(*rates) for name, rates in ways.items()}

# %% [markdown]
# ## The predictions, and the chains behind them

# %%
data, data_weighted = counts / counts.sum(1, keepdim=True), weighted / weighted.sum(1, keepdim=True)
in_window = 1 - outside / counts.sum(1, keepdim=True)


def by_centre(formula):
    """A prediction for each centre, one below the other."""
    return torch.stack([formula(centre) for centre in range(words)])


predicted = {
    "plain": optimum.negative_sampling_optimum(data, unigram, NEGATIVES),
    "thinned": by_centre(
        lambda c: optimum.negative_sampling_optimum(
            optimum_as_trained.thinned_shares(data[c], keep), unigram, NEGATIVES
        )
    ),
    "weighted by distance": by_centre(
        lambda c: optimum.negative_sampling_optimum(
            optimum_as_trained.distance_weighted_shares(by_distance[:, c], steps_down), unigram, NEGATIVES
        )
    ),
    "smoothed noise": optimum.negative_sampling_optimum(data, unigram, NEGATIVES)
    + optimum_as_trained.smoothing_shift(unigram, 0.75),
    "fifteen negatives": optimum.negative_sampling_optimum(data, unigram, 15),
    "window's words skipped": by_centre(
        lambda c: optimum_as_trained.window_skipped_optimum(data[c], unigram, in_window[c], NEGATIVES)
    ),
    "thinned, weighted, smoothed": by_centre(
        lambda c: optimum_as_trained.as_trained_optimum(
            data_weighted[c], keep, vocabulary.counts.double(), 0.75, NEGATIVES
        )
    ),
}

# %%
show("as-trained")
#> All of it together

# %%
show("window-skipped-optimum")
#> The optimum where the window's words are skipped

# %% [markdown]
# ## Side by side
#
# By how much each way moves the scores of the plain one: the lowest and the highest shift of any pair, as predicted and as measured.

# %%
deviation = {}
print(f"{'':28} predicted       measured")
for name in ways:
    said, found = predicted[name] - predicted["plain"], measured[name] - measured["plain"]
    deviation[name] = (measured[name] - predicted[name]).abs().max().item()
    print(f"{name:28} {said.min():6.3f} {said.max():6.3f}   {found.min():6.3f} {found.max():6.3f}")
print(f"largest deviation of a trained score from its prediction: {max(deviation.values()):.1e}")
#>                              predicted       measured
#> plain                         0.000  0.000    0.000  0.000
#> thinned                      -0.766  0.423   -0.766  0.423
#> weighted by distance         -0.357  0.296   -0.357  0.296
#> smoothed noise               -0.284  0.299   -0.284  0.299
#> fifteen negatives            -1.099 -1.099   -1.099 -1.099
#> window's words skipped        0.109  4.366    0.109  4.366
#> thinned, weighted, smoothed  -0.568  0.455   -0.568  0.455
#> largest deviation of a trained score from its prediction: 1.3e-04

# %%
scatter(
    *(torch.cat([scores.flatten() for scores in of.values()]) for of in (predicted, measured)), "Predicted", "Trained"
)
#> Trained against Predicted: 1575 points on the line of equality, or near it.
#> points  largest deviation
#> 1575    0.000135

# %% [markdown]
# Weighing by distance raises pairs that stand near and lowers those that keep a distance, beside the other pairs of their centre; smoothing moves each context word alike, whatever the centre; more negatives move all scores by one number.

# %% [markdown]
# ## gensim beside it
#
# Six of the ways are settings of gensim; that a window's words be no negatives is not.
# Two things it does otherwise have a formula.
# A negative that equals the observed word is skipped, and a text is thinned before its windows are laid.
# It takes steps for single pairs, draws its noise and looks the sigmoid up in a table, so its scores end near their optimum, not on it.

# %%
thinned_first = pairs_by_distance(keep)
plain = {"negative": NEGATIVES, "ns_exponent": 1.0, "sample": 0, "shrink_windows": False}
settings = {
    "plain": {},
    "thinned": {"sample": 0.02},
    "weighted by distance": {"shrink_windows": True},
    "smoothed noise": {"ns_exponent": 0.75},
    "fifteen negatives": {"negative": 15},
    "thinned, weighted, smoothed": {"sample": 0.02, "shrink_windows": True, "ns_exponent": 0.75},
}
seen_by_gensim = {
    "plain": counts,
    "thinned": thinned_first.sum(0),
    "weighted by distance": weighted,
    "smoothed noise": counts,
    "fifteen negatives": counts,
    "thinned, weighted, smoothed": weigh(thinned_first),
}
sentences = [[word for word in line if word in vocabulary.number] for line in text]


def trained_by_gensim(name):
    model = Word2Vec(vector_size=words, window=WINDOW, min_count=1, sg=1, workers=1, seed=1, **plain | settings[name])
    model.build_vocab(sentences)
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    model.syn1neg[order] = torch.eye(words).numpy()
    model.train(sentences, total_examples=len(sentences), epochs=20, start_alpha=0.05, end_alpha=0.00005)
    return torch.from_numpy(model.wv.vectors[order] @ model.syn1neg[order].T).double()


def predicted_for_gensim(name, observed):
    noise = smoothed if "smoothed" in name else unigram
    drawn = (plain | settings[name])["negative"]
    return optimum_as_shipped.skipping_optimum(observed / observed.sum(1, keepdim=True), noise, drawn)


by_gensim = {name: trained_by_gensim(name) for name in tqdm(settings, unit=" ways")}


# %%
show("skipping-optimum")
#> The optimum where a negative equal to the target is skipped

# %% [markdown]
# How far gensim's scores are from what is predicted for their way, and from what is predicted for the plain one: the root of the mean square over all pairs.


# %%
def distance(name, observed, way):
    return (by_gensim[name] - predicted_for_gensim(way, observed)).square().mean().sqrt().item()


print(f"{'':28} from its own   from the plain one")
for name, observed in seen_by_gensim.items():
    print(f"{name:28} {distance(name, observed, name):12.2f}   {distance(name, counts, 'plain'):18.2f}")
#>                              from its own   from the plain one
#> plain                                0.07                 0.07
#> thinned                              0.07                 0.43
#> weighted by distance                 0.06                 0.09
#> smoothed noise                       0.06                 0.21
#> fifteen negatives                    0.08                 1.09
#> thinned, weighted, smoothed          0.07                 0.24

# %% [markdown]
# From a prediction that lays the windows before the thinning, as the closed form of the chain does, gensim's scores are farther off.

# %%
laid_before = {"thinned": keep[:, None] * counts * keep, "thinned, weighted, smoothed": keep[:, None] * weighted * keep}
for name, observed in laid_before.items():
    print(f"{name:28} {distance(name, observed, name):.2f}")
#> thinned                      0.10
#> thinned, weighted, smoothed  0.11
