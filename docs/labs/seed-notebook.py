# %% [markdown]
# # The seed notebook
#
# This site grew from one small notebook.
# Here it runs again: its five systems, and every number that it printed, to the last character.
# Its typed formulas are shown as lines that were checked, or struck out with the point at which they fail.

# %%
import torch
import torch.nn.functional as F

from proofpress.pages import show
from word2vec_derived.look import look

# %% [markdown]
# ## 1. A label and a value
#
# The notebook shows every value through `look`, from a helper that was not supplied.
# This site has its own: integers stay integers, and all else gets three significant digits.

# %%
look("$e_c =$", torch.tensor([0.2303, -1.1229, -0.1863]))
look("one number:", -0.0956)
look("a matrix:", torch.tensor([[1, 2], [3, 4]]))
#> $e_c =$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
#> one number: -0.0956
#> a matrix: $\begin{bmatrix} 1 & 2 \\ 3 & 4\end{bmatrix}$

# %% [markdown]
# ## 2. Skip-gram with a softmax
#
# A vocabulary of five words, vectors of three components, and one pair: word 1 is given, and word 3 is to be predicted.

# %%
torch.manual_seed(42)

D = 3  # embedding size
V = 5  # vocabulary size

# context word
c = 1
o_c = torch.tensor(c)
look("$o_c$=", o_c)

# target word
t = 3
o_t = torch.tensor(t).unsqueeze(0)
look("$o_t$=", o_t)

# embeddings for context words
E_i = torch.nn.Embedding(num_embeddings=V, embedding_dim=D)
look("$E^I=$", E_i.weight)
e_c = E_i(o_c)
assert e_c.shape == (D,)
look("$e_c =$", e_c)

# embeddings for target words
E_o = torch.nn.Embedding(num_embeddings=V, embedding_dim=D)
all_e_w = E_o(torch.tensor([range(V)])).squeeze()

# how similar all words are to the context word
all_sim_w_with_c = torch.sum(all_e_w * e_c, dim=1)
assert all_sim_w_with_c.shape == (V,)
look("Similarities of all w=", all_sim_w_with_c)

# similarities as log-probabilities
y_hat = F.log_softmax(all_sim_w_with_c, dim=0).view(1, -1)
assert y_hat.shape == (1, V)
look("Output logits:", y_hat)

loss = F.nll_loss(y_hat, o_t)
look("nll loss:", loss)
#> $o_c$= 1
#> $o_t$= $\begin{bmatrix} 3\end{bmatrix}$
#> $E^I=$ $\begin{bmatrix} 0.337 & 0.129 & 0.234 \\ 0.23 & -1.12 & -0.186 \\ 2.21 & -0.638 & 0.462 \\ 0.267 & 0.535 & 0.809 \\ 1.11 & -1.69 & -0.989\end{bmatrix}$
#> $e_c =$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
#> Similarities of all w= $\begin{bmatrix} -1.42 & 0.414 & 0.378 & -0.0956 & -0.0969\end{bmatrix}$
#> Output logits: $\begin{bmatrix} -3.03 & -1.2 & -1.24 & -1.71 & -1.71\end{bmatrix}$
#> nll loss: 1.71

# %% [markdown]
# The loss is 1.711{= loss }, and the code is right.
# The formula above it in the notebook is not: it has lost its exponential.

# %%
show("errata-softmax-without-exp")
#> Point 1: the softmax has lost its exponential

# %% [markdown]
# With the notebook's own scores the formula as typed gives shares of both signs.

# %%
look("scores over their sum:", all_sim_w_with_c / all_sim_w_with_c.sum())
look("with the exponential:", all_sim_w_with_c.softmax(dim=0))
#> scores over their sum: $\begin{bmatrix} 1.73 & -0.508 & -0.463 & 0.117 & 0.119\end{bmatrix}$
#> with the exponential: $\begin{bmatrix} 0.0482 & 0.301 & 0.29 & 0.181 & 0.18\end{bmatrix}$

# %% [markdown]
# Its denominator runs over the text where it must run over the vocabulary, and its last entry sums over another index
# than its terms have.

# %%
show("errata-denominator-over-text")
#> Point 2: the denominator runs over the text

# %%
show("errata-index-of-the-sum")
#> Point 16: a sum over an index that does not occur

# %% [markdown]
# In the text the words are columns of a matrix and a one-hot vector picks one.
# In the code they are rows, and an index picks one.

# %%
show("errata-words-as-columns")
#> Point 3: words as rows, or as columns

# %% [markdown]
# The values labelled "Output logits" are log-probabilities.
# The logits are the scores that go in.

# %%
show("errata-log-probabilities-as-logits")
#> Point 6: log-probabilities are no logits

# %% [markdown]
# The likelihood is introduced as the loss, and its logarithm is divided by the number of positions although it is a
# product over pairs.

# %%
show("errata-likelihood-as-loss")
#> Point 5: the likelihood is introduced as the loss

# %%
show("errata-position-for-pair")
#> Point 13: positions and pairs

# %% [markdown]
# And the notebook predicts the target from the context, which is the reverse of the paper.

# %%
show("errata-target-from-context")
#> Point 14: which word predicts which

# %% [markdown]
# ## 3. NLL: the framework against a manual gather

# %%
torch.manual_seed(42)
input = torch.rand(3, 5)  # noqa: A001  the name is the notebook's
target = torch.tensor([1, 0, 4])

pred = F.log_softmax(input, dim=1)
fw_output = F.nll_loss(pred, target)

man_output = -torch.mean(torch.gather(pred, dim=1, index=target.view(-1, 1)))

look("input", input)
look("logit = log softmax input", pred)
look("target", target)
look("gather pred by target", torch.gather(pred, dim=1, index=target.view(-1, 1)))
look("nll loss", fw_output)

print("Framework output:", fw_output.item())
print("Manual output   :", man_output.item())
#> input $\begin{bmatrix} 0.882 & 0.915 & 0.383 & 0.959 & 0.39 \\ 0.601 & 0.257 & 0.794 & 0.941 & 0.133 \\ 0.935 & 0.594 & 0.869 & 0.568 & 0.741\end{bmatrix}$
#> logit = log softmax input $\begin{bmatrix} -1.47 & -1.43 & -1.97 & -1.39 & -1.96 \\ -1.6 & -1.94 & -1.41 & -1.26 & -2.07 \\ -1.43 & -1.77 & -1.49 & -1.79 & -1.62\end{bmatrix}$
#> target $\begin{bmatrix} 1 & 0 & 4\end{bmatrix}$
#> gather pred by target $\begin{bmatrix} -1.43 \\ -1.6 \\ -1.62\end{bmatrix}$
#> nll loss 1.55
#> Framework output: 1.551107406616211
#> Manual output   : 1.551107406616211

# %% [markdown]
# Both roads agree to every digit that float32 has.
# What they compute is the NLL of the softmax.

# %%
show("nll-softmax")
#> The negative log-likelihood of one word

# %% [markdown]
# ## 4. From Bernoulli to binary cross-entropy
#
# The notebook types three formulas: a likelihood, its logarithm, and the loss.
# Here they are as checked chains.

# %%
show("bernoulli-likelihood")
#> The likelihood of zeros and ones

# %%
show("bernoulli-log-likelihood")
#> From likelihood to binary cross-entropy

# %%
show("bce-sum")
#> Binary cross-entropy of many scores

# %% [markdown]
# The notebook calls minimising what is a sum of log-probabilities, and puts two models under the one heading NLL.

# %%
show("errata-log-likelihood-minimised")
#> Point 7: the log-likelihood and its negative under one name

# %%
show("errata-categorical-as-bernoulli")
#> Point 8: two models under the heading NLL

# %% [markdown]
# ## 5. Skip-gram with negative sampling

# %%
torch.manual_seed(42)

# context word
c = 1
o_c = torch.tensor(c)
look("$o_c=$", o_c)

# target word
t = 3
o_t = torch.tensor(t)
look("$o_t=$", o_t)

# sampled negative words
ns = [0, 2]
o_ns = torch.tensor(ns)
look("$o_ns=$", o_ns)

# embeddings for context words
E_i = torch.nn.Embedding(num_embeddings=V, embedding_dim=D)
e_c = E_i(o_c)
assert e_c.shape == (D,)
look("$e_c=$", e_c)

# embeddings for target and negative words
E_o = torch.nn.Embedding(num_embeddings=V, embedding_dim=D)
e_t = E_o(o_t)
look("$e_t=$", e_t)
e_ns = E_o(o_ns)
look("$e_ns=$", e_ns)

# how similar are context and target
sim_c_t = torch.sum(e_c * e_t)
look("$sim_{c,t}=$", sim_c_t)
# how similar are negative words and target
sims_ns_t = torch.matmul(e_ns, e_t.unsqueeze(0).T).squeeze()
look("$sims_{ns,t}=$", sims_ns_t)

# similarities in one vector: the positive first, then the negatives
y_hat = torch.cat([sim_c_t.unsqueeze(0), sims_ns_t])
look(r"$\hat{y}=$", y_hat)

y = torch.zeros(y_hat.shape)
y[0] = 1
look("$y=$", y)

loss = F.binary_cross_entropy_with_logits(y_hat, y)
look("BCE loss", loss)
#> $o_c=$ 1
#> $o_t=$ 3
#> $o_ns=$ $\begin{bmatrix} 0 & 2\end{bmatrix}$
#> $e_c=$ $\begin{bmatrix} 0.23 & -1.12 & -0.186\end{bmatrix}$
#> $e_t=$ $\begin{bmatrix} 0.282 & 0.0562 & 0.523\end{bmatrix}$
#> $e_ns=$ $\begin{bmatrix} 0.958 & 1.32 & 0.817 \\ 0.686 & -0.328 & 0.795\end{bmatrix}$
#> $sim_{c,t}=$ -0.0956
#> $sims_{ns,t}=$ $\begin{bmatrix} 0.771 & 0.59\end{bmatrix}$
#> $\hat{y}=$ $\begin{bmatrix} -0.0956 & 0.771 & 0.59\end{bmatrix}$
#> $y=$ $\begin{bmatrix} 1.0 & 0.0 & 0.0\end{bmatrix}$
#> BCE loss 0.975

# %% [markdown]
# The loss is 0.975{= loss }, as the notebook has it, but it is not the loss of negative sampling.
# The negatives are scored against the target's output vector.
# They belong against the input vector of the given word.

# %%
show("errata-negatives-against-target")
#> Point 9: the negatives are scored against the target

# %%
scores = torch.cat([sim_c_t.unsqueeze(0), e_ns @ e_c])
look("scores against $e_c$:", scores)
look("mean over the three terms:", F.binary_cross_entropy_with_logits(scores, y))
right = F.binary_cross_entropy_with_logits(scores, y, reduction="sum")
look("their sum, which is the objective:", right)
#> scores against $e_c$: $\begin{bmatrix} -0.0956 & -1.42 & 0.378\end{bmatrix}$
#> mean over the three terms: 0.62
#> their sum, which is the objective: 1.86

# %% [markdown]
# The objective is the sum, 1.859{= right }.
# The notebook's mean divides it, and every gradient, by the number of terms.

# %%
show("errata-mean-for-sum")
#> Point 10: a mean where the objective has a sum

# %% [markdown]
# One name stands for a probability in the notebook's formula and for a logit in its code.

# %%
show("errata-logit-for-probability")
#> Point 11: one name for a probability and a logit

# %% [markdown]
# Last, `squeeze` takes one dimension too many when there is a single negative.

# %%
one_negative = torch.matmul(e_ns[:1], e_t.unsqueeze(0).T).squeeze()
print("dimensions:", one_negative.dim())
try:
    torch.cat([sim_c_t.unsqueeze(0), one_negative])
except RuntimeError as error:
    print(error)
#> dimensions: 0
#> zero-dimensional tensor (at position 1) cannot be concatenated
