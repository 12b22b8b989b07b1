"""Derivations as data, and how each line is refuted, proved and mutated. SymPy only: no Markdown, no LaTeX."""
