"""The prover in a reader's browser: what a page asks of it, and how it is packed."""

BOOK = "book.json"
"""The file beside this module, in the archive, that names the notation of the book it is packed for."""
