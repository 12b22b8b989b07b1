# %% [markdown]
# # Balance and gauge, watched
#
# The loss sees scores and never vectors.
# What it leaves open is kept by plain steps, up to squares of their size, and not by the other rules that are tried here.
# Here both are watched on real text: the balance of the two tables, and a matrix that no score notices; first in plain sight, then in gensim.

# %%
from pathlib import Path

import torch
from gensim.models import Word2Vec
from gensim.test.utils import datapath
from gensim.utils import simple_preprocess
from torch.nn.functional import softplus
from tqdm import tqdm

from proofpress.pages import show
from word2vec_derived.figures import loss_curves
from word2vec_derived.reference.vectors_and_matrices import labels_in_scores, table_gradients
from word2vec_derived.reference.what_fixes_the_vectors import balance
from word2vec_derived.training import Vocabulary, expected_counts, smoothed_noise

DIMENSION, NEGATIVES, STEPS, RATE = 8, 5, 300, 0.04
torch.set_num_threads(1)  # on small matrices threads wait for each other

# %% [markdown]
# ## The text
#
# The words of the Lee background corpus that occur at least eighty times, in windows of up to three words.
# Every pair counts as often as windows are expected to hold it, and the expectation over the noise is exact.
# Steps go down the loss of negative sampling for the whole text, divided by the mean number of pairs that a word is the centre of; what is printed is the loss for each pair.

# %%
lines = Path(datapath("lee_background.cor")).read_text(encoding="utf-8").splitlines()
text = [simple_preprocess(line) for line in lines]
vocabulary = Vocabulary.of(text, min_count=80)
observed = expected_counts(vocabulary.encode(text), 3, len(vocabulary))
observed *= len(vocabulary) / observed.sum()
drawn = NEGATIVES * observed.sum(1, keepdim=True) * smoothed_noise(vocabulary.counts.double(), 0.75)
print(f"{len(vocabulary)} words; most frequent:", *vocabulary.words[:6])


def loss(inputs, outputs):
    scores = inputs @ outputs.T
    return (observed * softplus(-scores) + drawn * softplus(scores)).sum().item() / len(vocabulary)
#> 83 words; most frequent: the to of in and he


# %% [markdown]
# ## The chain that is put to the test

# %%
show("balance-of-a-step")
#> What a step does to the balance

# %% [markdown]
# ## Five rules from one start
#
# The start is word2vec.c's: small random inputs, ten times as long here so that they can be seen, and outputs of zero.
# Plain steps are taken at a rate and at half of it, twice as often.
# A pass of the picture is a tenth of a rule's steps.


# %%
def start():
    random = torch.rand(len(vocabulary), DIMENSION, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return 10 * (random - 0.5) / DIMENSION, torch.zeros(len(vocabulary), DIMENSION, dtype=torch.float64)


def trained(tables, rule, steps, **settings):
    """The tables after so many steps of one of torch's rules, and the drift of the balance after each tenth of them."""
    free = [table.clone().requires_grad_() for table in tables]
    search, first, drift = rule(free, **settings), balance(*tables), [0.0]
    for step in range(1, steps + 1):
        inputs, outputs = (table.detach() for table in free)
        in_scores = labels_in_scores(inputs @ outputs.T, observed, drawn)
        for table, gradient in zip(free, table_gradients(in_scores, inputs, outputs), strict=True):
            table.grad = gradient
        search.step()
        bar.update()
        if step % (steps // 10) == 0:
            drift.append((balance(*(table.detach() for table in free)) - first).abs().max().item())
    return [table.detach() for table in free], drift


sgd = torch.optim.SGD
rules = {
    "plain": (sgd, STEPS, {"lr": RATE}),
    "plain, half the rate": (sgd, 2 * STEPS, {"lr": RATE / 2}),
    "weight decay": (sgd, STEPS, {"lr": RATE, "weight_decay": 0.002}),
    "Adagrad": (torch.optim.Adagrad, STEPS, {"lr": 0.1}),
    "Adam": (torch.optim.Adam, STEPS, {"lr": 0.02}),
}
results = {}
with tqdm(total=sum(steps for _, steps, _ in rules.values()), unit=" steps") as bar:
    for name, (rule, steps, settings) in rules.items():
        bar.set_description(name)
        results[name] = trained(start(), rule, steps, **settings)

at_first = balance(*start()).diagonal().mean().item()
print(f"balance at first, on the diagonal: {at_first:.2f}; loss {loss(*start()):.3f}")
for name, (tables, drift) in results.items():
    print(f"{name:22} loss {loss(*tables):.3f}, largest drift {drift[-1]:8.4f}")
#> balance at first, on the diagonal: 11.17; loss 4.159
#> plain                  loss 2.642, largest drift   0.0598
#> plain, half the rate   loss 2.642, largest drift   0.0272
#> weight decay           loss 2.642, largest drift   0.6588
#> Adagrad                loss 2.619, largest drift  13.8043
#> Adam                   loss 2.616, largest drift   8.0755

# %%
loss_curves({name: drift for name, (_, drift) in results.items()}, "Drift of the balance", first=0)
#> Drift of the balance, after each pass: plain ends at 0.0598, plain, half the rate ends at 0.0272, weight decay ends at 0.659, Adagrad ends at 13.8, Adam ends at 8.08.
#> run    plain   plain, half the rate  weight decay  Adagrad  Adam
#> first  0       0                     0             0        0
#> last   0.0598  0.0272                0.659         13.8     8.08

# %% [markdown]
# Plain steps nearly keep the balance, and half the rate drifts about half as far.
# A decay lets it shrink on purpose; Adagrad and Adam lose it, for they give each number a rate of its own.

# %%
ratio = results["plain"][1][-1] / results["plain, half the rate"][1][-1]
print(f"drift, whole rate over half: {ratio:.2f}")
#> drift, whole rate over half: 2.20

# %% [markdown]
# ## A matrix that no score notices
#
# Give three models the same scores: the trained one, one that is turned by a rotation, and one that is stretched.
# Then train each further.

# %%
inputs, outputs = results["plain"][0]
drawn_matrix = torch.randn(DIMENSION, DIMENSION, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
rotation, _ = torch.linalg.qr(drawn_matrix)
stretch = torch.linspace(0.5, 2, DIMENSION, dtype=torch.float64).diag()
changes = {"as it was": torch.eye(DIMENSION).double(), "rotated": rotation, "stretched": stretch}


def changed(tables, change):
    return [tables[0] @ change.T, tables[1] @ torch.linalg.inv(change)]


with tqdm(total=3 * STEPS, unit=" steps") as bar:
    further = {}
    for name, change in changes.items():
        moved = changed((inputs, outputs), change)
        further[name] = loss(*moved), trained(moved, sgd, STEPS, lr=RATE)[0]


def cosine(tables):
    one, other = (tables[0][vocabulary.number[word]] for word in ("israeli", "palestinian"))
    return torch.cosine_similarity(one, other, dim=0).item()


def compare(further):
    """A line for each model: its loss before and after, and a cosine."""
    print(f"{'':10} loss before  after   cosine of israeli and palestinian")
    for name, (before, tables) in further.items():
        print(f"{name:10} {before:.5f}      {loss(*tables):.5f}  {cosine(tables):.3f}")


compare(further)
#>            loss before  after   cosine of israeli and palestinian
#> as it was  2.64218     2.63148  0.630
#> rotated    2.64218     2.63148  0.630
#> stretched  2.64218     2.63214  0.647

# %% [markdown]
# ## gensim, watched the same way
#
# gensim takes plain steps, too, one for each pair that it meets.
# It starts from the same two tables, at a rate that stays as it is, and reads the text as often as the rate is small.


# %%
sentences = [[word for word in line if word in vocabulary.number] for line in text]


def by_gensim(tables, rate, passes):
    """The tables after so many passes of gensim over the text, and how far the balance has drifted."""
    settings = {"vector_size": DIMENSION, "window": 3, "negative": NEGATIVES, "sample": 0}
    model = Word2Vec(min_count=1, sg=1, workers=1, seed=1, **settings)
    model.build_vocab(sentences)
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    model.wv.vectors[order], model.syn1neg[order] = (table.float().numpy() for table in tables)
    for _ in tqdm(range(passes), unit=" passes"):
        model.train(sentences, total_examples=len(sentences), epochs=1, start_alpha=rate, end_alpha=rate)
    found = [torch.from_numpy(table[order]).double() for table in (model.wv.vectors, model.syn1neg)]
    return found, (balance(*found) - balance(*tables)).abs().max().item()


(theirs, whole), (_, half) = by_gensim(start(), 0.01, 10), by_gensim(start(), 0.005, 20)
print(f"loss {loss(*theirs):.2f}, largest drift {whole:.0f}; at half the rate {half:.0f}")
#> loss 2.63, largest drift 56; at half the rate 29

# %% [markdown]
# Half the rate drifts about half as far, as it should.
# Here the squares of single pairs' gradients add up, the noise of their draws with them, which a sum over the whole text would have made small.
#
# gensim's steps notice the stretch, too, and not the rotation.
# With the same draws the rotated model stays, but for float32, the same model; the stretched one trains otherwise.

# %%
further = {}
for name, change in changes.items():
    moved = changed(theirs, change)
    further[name] = loss(*moved), by_gensim(moved, 0.01, 10)[0]
compare(further)
#>            loss before  after   cosine of israeli and palestinian
#> as it was  2.62684      2.62257  0.933
#> rotated    2.62684      2.62257  0.933
#> stretched  2.62684      2.62750  0.957
