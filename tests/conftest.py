"""The shapes written in the signatures of reference/ are enforced in every test."""

from __future__ import annotations

from hypothesis import settings
from jaxtyping import install_import_hook

# As for a type checker, an int will do where a float is asked for.
BEARTYPE = "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))"
install_import_hook("word2vec_derived.reference", BEARTYPE)

# The same cases at every run: a commit that passed passes again.
settings.register_profile("same cases", derandomize=True, deadline=None)
settings.load_profile("same cases")
