# %% [markdown]
# # Is my loss right?
#
# Here you ask about a loss of your own.
# The button beside the title downloads this page as a notebook: open it in Jupyter where this package is installed, put
# your file in and run it again.
#
# [The page of the same name](../is-my-loss-right.md) says what each verdict means.

# %%
import importlib.util
import tempfile
from pathlib import Path

from word2vec_derived.oracle import check_loss, diagnose

# %% [markdown]
# ## A file with a loss
#
# This one is written here, so that the page has something to read.
# Put the path of your own file in its place, and the name of your function.

# %%
EXAMPLE = """
import torch.nn.functional as F


def skip_gram_loss(centre, context, negatives):
    observed = (centre * context).sum(1)
    others = (negatives @ centre.unsqueeze(2)).squeeze(2)
    return -(F.logsigmoid(observed) + F.logsigmoid(others).sum(1)).mean()
"""
file = Path(tempfile.mkdtemp()) / "my_losses.py"
name = "skip_gram_loss"
_ = file.write_text(EXAMPLE)

# %% [markdown]
# The file is imported, so what stands at its top level is run.


# %%
def loaded(file, name):
    """The function of this name in a file, as it is now."""
    specification = importlib.util.spec_from_loader(file.stem, loader=None)
    module = importlib.util.module_from_spec(specification)
    exec(compile(file.read_text(), file, "exec"), module.__dict__)
    return getattr(module, name)


loss = loaded(file, name)

# %% [markdown]
# ## The verdict
#
# The function takes vectors: of the centres, of the observed words and of the negatives.

# %%
print(diagnose(loss, takes="vectors"))
#> mistake: negative-sampling; mean over pairs
#>   value: 1/B × [observed word], 1/B × [negatives]
#>   mistake: the minus of a negative's score lost; negatives are pulled near, as if they had been observed
#>     https://word2vec-derived.github.io/word2vec-derived/mistakes/#mistake-sigmoid-of-minus
#>   at B = 1, K = 1, scores: observed 0, others 1: yours 1.0064, negative sampling 2.0064

# %% [markdown]
# The minus of the negatives' scores is missing.
# A lambda says the same in terms of scores, and any other signature can be fitted so.

# %%
diagnose(lambda s, t: loss(s.new_ones(len(s), 1), s[:, None], t[:, :, None]), takes="scores").mistakes
#> ('mistake-sigmoid-of-minus',)

# %% [markdown]
# ## Mended

# %%
_ = file.write_text(EXAMPLE.replace("F.logsigmoid(others)", "F.logsigmoid(-others)"))
mended = loaded(file, name)
check_loss(mended, takes="vectors", expects="negative-sampling")
#> True

# %%
print(diagnose(mended, takes="vectors"))
#> right: negative-sampling; mean over pairs
#>   value: 1/B × [observed word], 1/B × [negatives]
#>   note: this says nothing of what is outside the loss: how negatives are drawn, windows, which table is kept
#>     https://word2vec-derived.github.io/word2vec-derived/negative-sampling/#negative-sampling-loss
