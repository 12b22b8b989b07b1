"""What holds of a word, a component or a list of words wherever it stands."""

from __future__ import annotations

from proofpress.proof.given import values_within, within
from word2vec_derived.notation import V, c, centre, context, d, i, j, l, noise_word, o

WORD_C = within(c, 1, V, "$c$ is a word of the vocabulary")
WORD_I = within(i, 1, V, "$i$ is a word of the vocabulary")
WORD_J = within(j, 1, V, "$j$ is a word of the vocabulary")
WORD_O = within(o, 1, V, "$o$ is a word of the vocabulary")
COMPONENT = within(l, 1, d, r"$\ell$ is a component of a vector")
CENTRES = values_within(centre, 1, V, "every centre is a word of the vocabulary")
CONTEXTS = values_within(context, 1, V, "every context word is a word of the vocabulary")
NEGATIVES = values_within(noise_word, 1, V, "every negative is a word of the vocabulary")
