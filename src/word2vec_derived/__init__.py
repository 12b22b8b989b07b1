"""The mathematics of word2vec: its notation, its derivations in SymPy and its reference in torch."""
