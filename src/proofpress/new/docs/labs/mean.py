# %% [markdown]
# # The mean, measured
#
# A lab is a notebook in which every cell is run, and what it prints is pinned below it.
# The slope is that of [the derivation](../index.md#error-slope).

# %%
import random

from book.reference import slope

generator = random.Random(3)
x = [generator.gauss(10, 0.2) for _ in range(1000)]
mean = sum(x) / len(x)
mean
#> 9.9941

# %% [markdown]
# The mean of the sample is 9.99{= mean }.
# Half a unit above it the slope is positive, half a unit below negative, and at it there is none.

# %%
print([round(slope(mean + step, x), 6) for step in (-0.5, 0, 0.5)])
#> [-1000.0, 0.0, 1000.0]

# %%
from proofpress.pages import show

show("error-slope", 3)
#> The slope of the squared error, line 3
