"""Derivations, checked by `proofpress.proof` and printed once for every page. Imports `language` and `run`."""
