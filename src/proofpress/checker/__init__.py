"""The prover in a reader's browser: what a page asks of it, and how it is packed."""
