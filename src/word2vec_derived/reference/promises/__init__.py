"""What each argument and each result promises, once, in its type: dtype and shape, meaning and unit, and its rules.

A leading `*batch` stands for any dimensions, none included; a letter is one size through all arguments of a call:
V words, d components, N pairs, K negatives, C words around a position, T positions of a text, I inner nodes of a tree
and L turns of its longest path.
"""
