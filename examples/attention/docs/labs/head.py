# %% [markdown]
# # One head by hand
#
# A head with three positions takes steps against [the gradient of its loss](../loss.md#loss-gradient).

# %%
from attention.reference import loss, loss_gradient, weights

scores, target = [0.0, 0.0, 0.0], 1
history = [loss(scores, target)]
for _ in range(50):
    scores = [score - 0.5 * slope for score, slope in zip(scores, loss_gradient(scores, target), strict=True)]
    history.append(loss(scores, target))
print(round(history[0], 4), round(history[-1], 4))
#> 1.0986 0.0

# %% [markdown]
# The loss begins at 1.099{= history[0] } and ends at 0.03{= history[-1] }; the weight of what was observed is then 0.97{= weights(scores)[target] }.

# %%
from proofpress.pages import show

show("loss-gradient", 2)
#> The gradient of the cross-entropy, line 2
