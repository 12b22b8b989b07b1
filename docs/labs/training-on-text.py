# %% [markdown]
# # Training skip-gram on real text
#
# Three hundred short news texts, four objectives, the same pairs for each, and gensim beside them.
# In the end one question: how many nats does each model pay for a pair that it has not seen?

# %%
import time

import torch
from gensim.models import Word2Vec
from gensim.test.utils import datapath
from matplotlib import pyplot as plt
from tqdm import tqdm

from word2vec_derived.training import (
    Batch,
    FullSoftmax,
    HierarchicalSoftmax,
    NegativeSampling,
    NoiseContrastive,
    SkipGram,
    Vocabulary,
    batches,
    descend,
    held_out_nll,
    read_sentences,
    smoothed_noise,
)

torch.set_num_threads(1)  # labs run side by side, and more threads than cores wait for each other
DIMENSION, WINDOW, NEGATIVES, EPOCHS, RATE = 50, 3, 5, 5, 0.05

# %% [markdown]
# ## The text
#
# The Lee background corpus comes with gensim.
# The last thirty texts are held out.

# %%
text = list(read_sentences(datapath("lee_background.cor")))
vocabulary = Vocabulary.of(text[:-30], min_count=5)
corpus, held_out = vocabulary.encode(text[:-30]), vocabulary.encode(text[-30:])
noise = smoothed_noise(vocabulary.counts.double(), 0.75)
print(f"{len(text)} texts, {len(vocabulary)} words, {len(corpus)} tokens to train on, {len(held_out)} held out")
print("most frequent:", *vocabulary.words[:8])
#> 300 texts, 1610 words, 41393 tokens to train on, 3865 held out
#> most frequent: the to of in and a is The

# %% [markdown]
# ## The same pairs for all
#
# Windows are drawn once for each pass over the text.
# A pair is trained in both directions, because gensim reads a sentence of two words in both.

# %%
generator = torch.Generator().manual_seed(1)


def both_ways(batch):
    centres, contexts = batch.pairs()
    return Batch.of_pairs(torch.cat([centres, contexts]), torch.cat([contexts, centres]))


one_way = [list(batches(corpus, WINDOW, generator, span=16, spans=1)) for _ in range(EPOCHS)]
passes = [[both_ways(batch) for batch in batches_of_pass] for batches_of_pass in one_way]
pairs = sum(int(batch.counts.sum()) for batch in passes[0])
print(f"{pairs} pairs in the first pass")
#> 327896 pairs in the first pass

# %% [markdown]
# ## Four objectives
#
# NCE takes steps of half the size.
# Its scores start far from where they belong, because they tend to log-probabilities and start at zero, and with whole
# steps its first pass is not stable.


# %%
def trained(objective, rate):
    """A model, the mean loss of each pass and the held-out NLL after it, from the start on."""
    model, noise_draws = SkipGram(vocabulary, DIMENSION, seed=1), torch.Generator().manual_seed(2)
    losses, held = [], [held_out_nll(model, held_out, objective, WINDOW)]
    for number, batches_of_pass in enumerate(passes):
        done = torch.linspace(number, number + 1, len(batches_of_pass) + 1)[:-1] / EPOCHS
        rates = (rate * (1 - done)).tolist()
        losses.append(descend(model, zip(bar_over(batches_of_pass), rates, strict=True), objective, noise_draws))
        held.append(held_out_nll(model, held_out, objective, WINDOW))
    return model, losses, held


def bar_over(batches_of_pass):
    for batch in batches_of_pass:
        yield batch
        bar.update()


objectives = {
    "full softmax": FullSoftmax(len(vocabulary)),
    "NCE": NoiseContrastive(noise, NEGATIVES),
    "negative sampling": NegativeSampling(noise, NEGATIVES),
    "hierarchical softmax": HierarchicalSoftmax(vocabulary.counts),
}
results, seconds = {}, {}
with tqdm(total=len(objectives) * sum(map(len, passes)), unit=" steps") as bar:
    for name, objective in objectives.items():
        bar.set_description(name)
        began = time.perf_counter()
        results[name] = trained(objective, RATE / 2 if name == "NCE" else RATE)
        seconds[name] = time.perf_counter() - began

# %% [markdown]
# ## gensim on the same pairs
#
# Each pair is a sentence of two words, and the window is one word wide.

# %%
theirs = Word2Vec(
    vector_size=DIMENSION, window=1, min_count=1, sg=1, negative=NEGATIVES, sample=0, workers=1, seed=1, alpha=RATE
)
theirs.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))


def two_word_sentences(batches_of_pass):
    """Each pair once: gensim reads it both ways, as the batches hold it both ways."""
    centres, contexts = (
        torch.cat(side).tolist() for side in zip(*(batch.pairs() for batch in batches_of_pass), strict=True)
    )
    return [[vocabulary.words[c], vocabulary.words[o]] for c, o in zip(centres, contexts, strict=True)]


def as_ours(theirs):
    """gensim's vectors in a model of ours."""
    order = [theirs.wv.key_to_index[word] for word in vocabulary.words]
    model = SkipGram(vocabulary, DIMENSION)
    model.centre_vectors.data = torch.from_numpy(theirs.wv.vectors[order])
    model.context_vectors.data = torch.from_numpy(theirs.syn1neg[order])
    return model


held = [held_out_nll(as_ours(theirs), held_out, objectives["negative sampling"], WINDOW)]
for number, batches_of_pass in enumerate(one_way):
    rates = {"start_alpha": RATE * (1 - number / EPOCHS), "end_alpha": RATE * (1 - (number + 1) / EPOCHS)}
    theirs.train(two_word_sentences(batches_of_pass), total_examples=pairs // 2, epochs=1, **rates)
    held.append(held_out_nll(as_ours(theirs), held_out, objectives["negative sampling"], WINDOW))
results["gensim"] = as_ours(theirs), [], held

# %% [markdown]
# ## What they pay for unseen pairs
#
# Every model is asked the same: minus the logarithm of the probability that it gives to the held-out word, among all.
# The softmax of a score is that probability for full softmax and for NCE.
# For negative sampling the noise must be put back first, because its scores tend to the ratio of data and noise.
# Hierarchical softmax gives it by the path.


# %%
class Frequencies:
    """The guess that knows only how frequent words are."""

    def log_probabilities(self, scores):
        return (vocabulary.counts / vocabulary.counts.sum()).log().expand_as(scores)


guess = held_out_nll(SkipGram(vocabulary, 1), held_out, Frequencies(), WINDOW)
print(f"{'':22}{'start':>7}" + "".join(f"{f'pass {number + 1}':>8}" for number in range(EPOCHS)))
for name, (_, _, held) in results.items():
    print(f"{name:22}{held[0]:7.2f}" + "".join(f"{nll:8.2f}" for nll in held[1:]))
print(f"{'word frequencies':22}{guess:7.2f}")
#>                         start  pass 1  pass 2  pass 3  pass 4  pass 5
#> full softmax             7.38    5.88    5.81    5.72    5.66    5.59
#> NCE                      7.38    6.20    5.99    5.81    5.73    5.66
#> negative sampling        5.96    5.84    5.76    5.70    5.66    5.61
#> hierarchical softmax     5.82    5.82    5.83    5.79    5.73    5.66
#> gensim                   5.96    5.85    5.78    5.73    5.67    5.67
#> word frequencies         5.80

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6))
for name, (_, losses, held) in results.items():
    if losses:
        left.plot(range(1, EPOCHS + 1), losses, marker="o", label=name)
    right.plot(held, marker="o", label=name)
right.axhline(guess, color="grey", linewidth=0.8, label="word frequencies")
left.set(title="loss of each objective", xlabel="pass", ylabel="nats per pair")
right.set(title="NLL of held-out pairs", xlabel="pass")
right.legend(frameon=False, fontsize="small")
figure.tight_layout()
#> <Figure size 900x360 with 2 Axes>

# %% [markdown]
# The losses on the left are of different kinds, and cannot be compared with each other.
# The NLL on the right can.
# Knowing only how frequent each word is costs 5.80{= guess } nats for a pair.
# Every model does better in the end, full softmax best of all, at 5.59{= results["full softmax"][2][-1] } nats.
# Forty thousand tokens are few, and the gain over bare frequencies is small.
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
for word in ("Australian", "Israeli", "cricket"):
    print(word)
    for name, (model, _, _) in results.items():
        print(f"  {name:22}", *(near for near, _ in model.neighbours(word, 3)))
#> Australian
#>   full softmax           Union health Sector
#>   NCE                    Union Fire Police
#>   negative sampling      Union Australia, Fire
#>   hierarchical softmax   Safety Government Bureau
#>   gensim                 Union Manufacturing Workers
#> Israeli
#>   full softmax           tanks Earlier, militant
#>   NCE                    US military Palestinian
#>   negative sampling      Earlier, army helicopters
#>   hierarchical softmax   tanks post official
#>   gensim                 army Earlier, massive
#> cricket
#>   full softmax           Steve opening beginning
#>   NCE                    days. Centre Shane
#>   negative sampling      Boxing biggest Steve
#>   hierarchical softmax   Test Hopman innings
#>   gensim                 Test Perth. Steve
