"""Ours beside its peers: every figure is a ratio within one run."""
