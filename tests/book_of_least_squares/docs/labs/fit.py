# %% [markdown]
# # Fitting a line
#
# The same points as on [the page](../slope.md).

# %%
from least_squares.reference import slope

fitted = slope([1, 2, 3], [1.1, 1.9, 3.2])
fitted
#> 1.0357

# %% [markdown]
# ## The line
#
# The slope is 1.0357{= fitted }.

# %%
print("three points")
print([round(fitted * x, 2) for x in (1, 2, 3)])
#> three points
#> [1.04, 2.07, 3.11]
