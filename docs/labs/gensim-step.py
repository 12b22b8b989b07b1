# %% [markdown]
# # One step of gensim is our gradient
#
# A model of gensim 4.4 is set by hand and given one pair.
# What it does to its vectors is compared with the gradient of the checked derivation, down to a ten-millionth.

# %%
import gensim
import numpy as np
import torch
from gensim.models import Word2Vec

from proofpress.pages import show
from word2vec_derived.reference.bernoulli import sigmoid
from word2vec_derived.reference.negative_sampling import batch_update, sequential_update
from word2vec_derived.reference.shipped_code import gensim_error, gensim_loss, shipped_step, table_sigmoid

print("gensim", gensim.__version__)
RATE = 0.1
A, B, NOISE = 0, 1, 2  # three words; every negative will be the third
#> gensim 4.4.0


# %% [markdown]
# ## A model set by hand
#
# The table of the noise is set so that every draw is the third word.
# In gensim the vector of the *second* word of the pair goes in, and the first is predicted.
# A sentence of two words is also read the other way round, so the first word's own input vector starts at zero: that
# second step then moves no output row.


# %%
def gensim_model(**settings):
    model = Word2Vec(vector_size=4, window=1, min_count=1, sample=0, workers=1, seed=1, **settings)
    model.build_vocab([["a"] * 4 + ["b"] * 3 + ["noise"] * 2 + ["rest"]])
    if model.negative:
        model.cum_table = np.array([0, 0, 2**31 - 1, 2**31 - 1], dtype=np.uint32)
    return model


def start(seed=0):
    generator = torch.Generator().manual_seed(seed)
    inputs, outputs = torch.randn(2, 4, 4, generator=generator)
    inputs[A] = 0
    return inputs, outputs


def one_sentence(model, sentence, inputs, outputs):
    """The input and output vectors after gensim has read one sentence."""
    table = "syn1" if model.hs else "syn1neg"
    model.wv.vectors, rows = inputs.numpy().copy(), outputs.numpy().copy()
    setattr(model, table, rows)
    model.train([sentence], total_examples=1, epochs=1, start_alpha=RATE, end_alpha=RATE, compute_loss=True)
    return torch.from_numpy(model.wv.vectors), torch.from_numpy(getattr(model, table))


# %% [markdown]
# ## Skip-gram with a negative
#
# Our closed form, with the exact logistic function, beside what gensim did.

# %%
inputs, outputs = start()
model = gensim_model(sg=1, negative=1)
moved_in, moved_out = one_sentence(model, ["a", "b"], inputs, outputs)
ours_in, ours_out = batch_update(inputs[B], outputs, torch.tensor(A), torch.tensor([NOISE]), RATE)

print("input row moved by  ", f"{(moved_in[B] - inputs[B]).norm():.3f}")
print("as the gradient says", f"{(ours_in - inputs[B]).norm():.3f}")
difference = (moved_in[B] - ours_in).abs().max()
#> input row moved by   0.238
#> as the gradient says 0.238

# %% [markdown]
# They agree but for 0.00055{= float(difference) }, which is no rounding error.
# It comes from gensim's table of the logistic function.

# %%
show("sigmoid-table")
#> The stride of the sigmoid table

# %%
show("sigmoid-table-at-zero")
#> What the table says at a score of zero

# %%
scores = outputs[[A, NOISE]] @ inputs[B]
errors = sigmoid(scores) - table_sigmoid(scores)
explained = RATE * errors @ outputs[[A, NOISE]]
rest = (moved_in[B] - ours_in - explained).abs().max()
print("difference left when the table is accounted for:", "below 1e-7" if rest < 1e-7 else float(rest))
#> difference left when the table is accounted for: below 1e-7

# %% [markdown]
# With the table in place of the logistic function the two agree on every row.

# %%
step, with_table = shipped_step(inputs[B], outputs, torch.tensor(A), torch.tensor([NOISE]), RATE, gensim_error)
print("input row :", torch.allclose(moved_in[B], inputs[B] + step, rtol=0, atol=1e-7))
print("output rows:", torch.allclose(moved_out, with_table, rtol=0, atol=1e-7))
#> input row : True
#> output rows: True

# %% [markdown]
# ## The same negative twice
#
# With two negatives, both the same word, gensim's second update meets the row that the first has moved.
# That is no longer one step down the gradient of the pair.

# %%
twice = torch.tensor([NOISE, NOISE])
moved_in, moved_out = one_sentence(gensim_model(sg=1, negative=2), ["a", "b"], inputs, outputs)
in_one_step = batch_update(inputs[B], outputs, torch.tensor(A), twice, RATE)[1][NOISE]
in_order = sequential_update(inputs[B], outputs, torch.tensor(A), twice, RATE)[1][NOISE]
print(
    "nearer to the update in order:",
    bool((moved_out[NOISE] - in_order).norm() < (moved_out[NOISE] - in_one_step).norm()),
)
_, with_table = shipped_step(inputs[B], outputs, torch.tensor(A), twice, RATE, gensim_error)
print("equal to it with the table   :", torch.allclose(moved_out, with_table, rtol=0, atol=1e-7))
#> nearer to the update in order: True
#> equal to it with the table   : True

# %%
show("negative-drawn-twice")
#> A negative drawn twice counts twice

# %% [markdown]
# ## Hierarchical softmax
#
# Here the label at a node is one less the bit of the code.


# %%
def path_of(model, word):
    """The inner nodes on the path of a word, and the label at each."""
    nodes, code = (model.wv.get_vecattr(word, name).astype(np.int64) for name in ("point", "code"))
    return torch.from_numpy(nodes), torch.from_numpy(1 - code).float()


inputs[3] = 0  # the first word of the sentence is now "rest"
model = gensim_model(sg=1, hs=1, negative=0)
moved_in, moved_out = one_sentence(model, ["rest", "b"], inputs, outputs)
nodes, labels = path_of(model, "rest")
scores = outputs[nodes] @ inputs[B]
gradient = (sigmoid(scores) - labels) @ outputs[nodes]
errors = table_sigmoid(scores) - labels
step_in, step_out = -RATE * errors @ outputs[nodes], -RATE * errors[:, None] * inputs[B]
print("nodes on the path:", len(nodes))
print("off the gradient by less than 0.002:", bool((moved_in[B] - (inputs[B] - RATE * gradient)).abs().max() < 0.002))
print("equal with the table, input row    :", torch.allclose(moved_in[B], inputs[B] + step_in, rtol=0, atol=1e-7))
print("equal with the table, output rows  :", torch.allclose(moved_out[nodes], outputs[nodes] + step_out, rtol=0, atol=1e-7))
#> nodes on the path: 3
#> off the gradient by less than 0.002: True
#> equal with the table, input row    : True
#> equal with the table, output rows  : True

# %%
show("path-gradient")
#> The gradient in the score of a node

# %% [markdown]
# ## CBOW
#
# The words on both sides are averaged.
# The gradient of the mean in one of them has a factor of one half, and gensim leaves it out: each gets the whole error.

# %%
inputs, outputs = start(1)
inputs[B] = 0  # so that the steps that predict the outer words move no output row before it
LEFT, RIGHT = A, 3
inputs[LEFT] = torch.tensor([0.5, -0.2, 0.1, 0.3])


def contexts_step(**settings):
    """How far gensim moves the two outer words where it predicts the one between them."""
    moved, _ = one_sentence(gensim_model(sg=0, **settings), ["a", "b", "rest"], inputs, outputs)
    return moved[[LEFT, RIGHT]] - inputs[[LEFT, RIGHT]]


def gradient_step(hidden, factor, rows, labels):
    """The same down the gradient, with the table."""
    return -RATE * factor * (table_sigmoid(rows @ hidden) - labels) @ rows


nodes, labels = path_of(model, "b")
ways = {
    "negative sampling": ({"negative": 1}, outputs[[B, NOISE]], torch.tensor([1.0, 0.0])),
    "hierarchical softmax": ({"hs": 1, "negative": 0}, outputs[nodes], labels),
}
pair = inputs[[LEFT, RIGHT]]
for name, (settings, rows, labels) in ways.items():
    of_mean = contexts_step(cbow_mean=1, **settings) / gradient_step(pair.mean(0), 1 / 2, rows, labels)
    of_sum = contexts_step(cbow_mean=0, **settings) / gradient_step(pair.sum(0), 1, rows, labels)
    print(f"{name:20} gensim's step over the gradient's:", end=" ")
    print(*(f"{way} {ratio.round(decimals=3).unique().tolist()}" for way, ratio in (("mean", of_mean), ("sum", of_sum))))
#> negative sampling    gensim's step over the gradient's: mean [2.0] sum [0.5]
#> hierarchical softmax gensim's step over the gradient's: mean [2.0] sum [0.5]

# %% [markdown]
# With the mean gensim goes twice as far as the gradient.
# With the sum, where nothing is to be divided, it divides, and goes half as far.

# %%
show("cbow-gradient-mean")
#> The gradient in an input vector, with a mean

# %% [markdown]
# ## Beyond six there is no step
#
# The table ends at a score of six on either side.
# There gensim makes no update for the word, even when a positive pair has a score far below zero.

# %%
for score in (5.9, 6.1, -5.9, -6.1):
    inputs, outputs = torch.zeros(4, 4), torch.zeros(4, 4)
    inputs[B, 0], outputs[A, 0] = 1, score
    _, moved_out = one_sentence(gensim_model(sg=1, negative=1), ["a", "b"], inputs, outputs)
    print(f"score {score:4}: positive row moves:", bool((moved_out[A] != outputs[A]).any()))
#> score  5.9: positive row moves: True
#> score  6.1: positive row moves: False
#> score -5.9: positive row moves: True
#> score -6.1: positive row moves: False

# %% [markdown]
# ## The loss gensim reports
#
# While all vectors are zero every score is zero, and a pair with two negatives has a loss of three times the logarithm
# of two.
# The sentence is read both ways, so gensim adds up two pairs.

# %%
model = gensim_model(sg=1, negative=2)
one_sentence(model, ["a", "b"], torch.zeros(4, 4), torch.zeros(4, 4))
reported = model.get_latest_training_loss() / 2
true = 3 * np.log(2)
from_table = float(gensim_loss(torch.zeros(()), torch.zeros(2)))

# %% [markdown]
# It reports 2.1157{= reported } where the loss is 2.0794{= true }.
# Our rebuilt table gives the same 2.1157{= from_table }: three times what it reads at a score of zero.
