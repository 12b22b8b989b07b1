# %% [markdown]
# # Training skip-gram on real text
#
# Three hundred short news texts, four objectives, the same pairs for each, and gensim beside them.
# In the end one question: how many nats does each model pay for a pair that it has not seen?

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from gensim.models import KeyedVectors, Word2Vec
from gensim.test.utils import datapath
from gensim.utils import simple_preprocess
from tqdm import tqdm

from word2vec_derived.figures import loss_curves
from word2vec_derived.training import (
    Batch,
    FullSoftmax,
    HierarchicalSoftmax,
    NegativeSampling,
    NoiseContrastive,
    SkipGram,
    Vocabulary,
    descend,
    held_out_nll,
    smoothed_noise,
    train,
    windows,
)

DIMENSION, WINDOW, NEGATIVES, EPOCHS, RATE = 32, 3, 5, 5, 0.05

# %% [markdown]
# ## The text
#
# The Lee background corpus comes with gensim.
# Its words are taken in lower case and without punctuation, and the last thirty texts are held out.

# %%
lines = Path(datapath("lee_background.cor")).read_text(encoding="utf-8").splitlines()
text = [simple_preprocess(line) for line in lines]
vocabulary = Vocabulary.of(text[:-30], min_count=5)
corpus, held_out = vocabulary.encode(text[:-30]), vocabulary.encode(text[-30:])
noise = smoothed_noise(vocabulary.counts.double(), 0.75)
print(f"{len(text)} texts, {len(vocabulary)} words, {len(corpus)} tokens to train on, {len(held_out)} held out")
print("most frequent:", *vocabulary.words[:8])
#> 300 texts, 1619 words, 44479 tokens to train on, 4131 held out
#> most frequent: the to of in and he is for

# %% [markdown]
# ## The same pairs for all
#
# gensim reads a sentence of two words in both directions, so every pair here counts both ways.
# Then it is enough that a window looks to the right: on average each pair comes up as often as with windows that look
# to both sides.
# Windows are drawn afresh for each pass over the text, and one update takes 96 of these pairs, both ways.

# %%
generator = torch.Generator().manual_seed(1)


def pairs_of_a_pass():
    """Each word with those to its right that its window takes in, of shape (N, 2)."""
    seen = windows(corpus.sentences, WINDOW, generator)[:, WINDOW + 1 :]
    position, distance = seen.nonzero(as_tuple=True)
    return torch.stack([corpus.tokens[position], corpus.tokens[position + distance + 1]], 1)


def both_ways(pairs):
    """A batch in which each pair also stands the other way round."""
    return Batch.of_pairs(*torch.cat([pairs, pairs.flip(1)]).T)


drawn = [pairs_of_a_pass() for _ in range(EPOCHS)]
passes = [[both_ways(some) for some in pairs.split(96)] for pairs in drawn]
print(f"{2 * len(drawn[0])} pairs in the first pass")
#> 176468 pairs in the first pass

# %% [markdown]
# ## Four objectives
#
# NCE takes steps of half the size.
# Its scores start far from where they belong, because they tend to log-probabilities and start at zero, and with whole
# steps its first pass is not stable.


# %%
def trained(objective, rate):
    """A model, the mean loss of each pass, and the held-out NLL at the start and after each pass."""
    model, noise_draws = SkipGram(vocabulary, DIMENSION, seed=1), torch.Generator().manual_seed(2)
    losses, held = [], [held_out_nll(model, held_out, objective, WINDOW)]
    for number, batches in enumerate(passes):
        done = torch.linspace(number, number + 1, len(batches) + 1)[:-1] / EPOCHS
        rates = (rate * (1 - done)).tolist()
        losses.append(descend(model, zip(bar_over(batches), rates, strict=True), objective, noise_draws))
        held.append(held_out_nll(model, held_out, objective, WINDOW))
    return model, losses, held


def bar_over(batches):
    for batch in batches:
        yield batch
        bar.update()


objectives = {
    "full softmax": FullSoftmax(len(vocabulary)),
    "NCE": NoiseContrastive(noise, NEGATIVES),
    "negative sampling": NegativeSampling(noise, NEGATIVES),
    "hierarchical softmax": HierarchicalSoftmax(vocabulary.counts),
}
results = {}
with tqdm(total=len(objectives) * sum(map(len, passes)), unit=" steps") as bar:
    for name, objective in objectives.items():
        bar.set_description(name)
        results[name] = trained(objective, RATE / 2 if name == "NCE" else RATE)

# %% [markdown]
# What each objective itself comes down to, pass by pass.
# Full softmax and the tree both pay for the word itself, and can be compared; the losses of NCE and negative sampling are of other kinds.

# %%
loss_curves({name: losses for name, (_, losses, _) in results.items()})
#> Loss, in nats per pair, after each pass: full softmax ends at 5.7, NCE ends at 2.56, negative sampling ends at 2.44, hierarchical softmax ends at 5.65.
#> run    full softmax  NCE   negative sampling  hierarchical softmax
#> first  6.29          7.51  3.06               5.95
#> last   5.7           2.56  2.44               5.65

# %% [markdown]
# ## gensim on the same pairs
#
# Each pair is a sentence of two words, and the window is one word wide.

# %%
theirs = Word2Vec(
    vector_size=DIMENSION, window=1, min_count=1, sg=1, negative=NEGATIVES, sample=0, workers=1, seed=1, alpha=RATE
)
theirs.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))


def as_ours(theirs):
    """gensim's vectors in a model of ours."""
    order = [theirs.wv.key_to_index[word] for word in vocabulary.words]
    model = SkipGram(vocabulary, DIMENSION)
    model.centre_vectors.data = torch.from_numpy(theirs.wv.vectors[order])
    model.context_vectors.data = torch.from_numpy(theirs.syn1neg[order])
    return model


held = [held_out_nll(as_ours(theirs), held_out, objectives["negative sampling"], WINDOW)]
for number, pairs in enumerate(drawn):
    sentences = [[vocabulary.words[word] for word in pair] for pair in pairs.tolist()]
    rates = {"start_alpha": RATE * (1 - number / EPOCHS), "end_alpha": RATE * (1 - (number + 1) / EPOCHS)}
    theirs.train(sentences, total_examples=len(sentences), epochs=1, **rates)
    held.append(held_out_nll(as_ours(theirs), held_out, objectives["negative sampling"], WINDOW))
results["gensim"] = as_ours(theirs), [], held

# %% [markdown]
# ## What they pay for unseen pairs
#
# Every model is asked the same: minus the logarithm of the probability that it gives to the held-out word, among all.
# The softmax of a score is that probability for full softmax and for NCE.
# For negative sampling the noise must be put back first, because its scores tend to the logarithm of the ratio of data and noise, but for a number.
# Hierarchical softmax gives it by the path.


# %%
class Frequencies:
    """The guess that knows only how frequent words are."""

    vocabulary_size = len(vocabulary)

    def log_probabilities(self, scores):
        return (vocabulary.counts / vocabulary.counts.sum()).log().expand_as(scores)


guess = held_out_nll(SkipGram(vocabulary, 1), held_out, Frequencies(), WINDOW)
print(f"{'':22}{'start':>7}" + "".join(f"{f'pass {number + 1}':>8}" for number in range(EPOCHS)))
for name, (_, _, held) in results.items():
    print(f"{name:22}{held[0]:7.2f}" + "".join(f"{nll:8.2f}" for nll in held[1:]))
print(f"{'word frequencies':22}{guess:7.2f}")
#>                         start  pass 1  pass 2  pass 3  pass 4  pass 5
#> full softmax             7.39    6.00    5.85    5.81    5.77    5.73
#> NCE                      7.39    7.20    6.11    6.00    5.89    5.84
#> negative sampling        6.06    6.01    5.89    5.87    5.80    5.77
#> hierarchical softmax     5.94    5.86    5.83    5.82    5.79    5.76
#> gensim                   6.06    5.94    5.87    5.82    5.78    5.78
#> word frequencies         5.92

# %%
curves = {name: held for name, (_, _, held) in results.items()}
loss_curves(curves | {"word frequencies": [guess] * (EPOCHS + 1)}, "Held-out NLL, in nats", first=0)
#> Held-out NLL, in nats, after each pass: full softmax ends at 5.73, NCE ends at 5.84, negative sampling ends at 5.77, hierarchical softmax ends at 5.76, gensim ends at 5.78, word frequencies ends at 5.92.
#> run    full softmax  NCE   negative sampling  hierarchical softmax  gensim  word frequencies
#> first  7.39          7.39  6.06               5.94                  6.06    5.92
#> last   5.73          5.84  5.77               5.76                  5.78    5.92

# %% [markdown]
# Knowing only how frequent each word is costs 5.92{= guess } nats for a pair.
# Every model does better in the end, full softmax best of all, at 5.73{= results["full softmax"][2][-1] } nats.
# Forty-four thousand tokens are few, and the gain over bare frequencies is small.
# Hierarchical softmax starts lower than the rest, because its tree already holds the frequencies; negative sampling
# starts with those of the noise.

# %%
last = {name: held[-1] for name, (_, _, held) in results.items()}
print("all better than word frequencies:", max(last.values()) < guess)
print("best of all:", min(last, key=last.get))
print("negative sampling, ours no worse than gensim's:", last["negative sampling"] <= last["gensim"])
#> all better than word frequencies: True
#> best of all: full softmax
#> negative sampling, ours no worse than gensim's: True

# %% [markdown]
# ## Neighbours
#
# Words whose vectors point the same way.

# %%
for word in ("israeli", "cricket", "afghanistan"):
    print(word)
    for name, (model, _, _) in results.items():
        print(f"  {name:22}", *(near for near, _ in model.neighbours(word, 3)))
#> israeli
#>   full softmax           jihad tanks ambush
#>   NCE                    between including during
#>   negative sampling      palestinian tanks helicopters
#>   hierarchical softmax   tanks palestinian massive
#>   gensim                 islamic targets helicopters
#> cricket
#>   full softmax           beginning innings adelaide
#>   NCE                    eliminated detention woomera
#>   negative sampling      wicket test woomera
#>   hierarchical softmax   captain steve runs
#>   gensim                 team eve innings
#> afghanistan
#>   full softmax           eastern complex where
#>   NCE                    melbourne perth kabul
#>   negative sampling      her cave involved
#>   hierarchical softmax   bora eastern region
#>   gensim                 delhi her place

# %% [markdown]
# ## In one call
#
# Whoever only wants vectors need not draw pairs: `train` does it, and thins out the most frequent words before.
# gensim reads what the model exports, and finds the same neighbours.

# %%
model = SkipGram(vocabulary, DIMENSION, seed=1)
train(model, corpus, NegativeSampling(noise, NEGATIVES), threshold=1e-3, epochs=10, seed=1)
with TemporaryDirectory() as folder:
    model.export(f"{folder}/vectors.txt")
    read = KeyedVectors.load_word2vec_format(f"{folder}/vectors.txt")
for word in ("israeli", "cricket", "afghanistan"):
    near = [other for other, _ in model.neighbours(word, 5)]
    print(word, *near, "same in gensim:", near == [other for other, _ in read.most_similar(word, topn=5)])
#> israeli targets response occupation wednesday tanks same in gensim: True
#> cricket waugh scored tailenders andy adam same in gensim: True
#> afghanistan alongside elders eastern tribal fighting same in gensim: True
