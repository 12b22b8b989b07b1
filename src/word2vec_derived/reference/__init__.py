"""The mathematics of the book in torch: a module for each chapter, a small function for each result.

A function carries the name of the result it computes, `nll_gradient` for `nll-gradient`.
Words, positions and pairs are numbered from 0; logarithms are natural, so losses are in nats.
A leading `*batch` in a shape stands for any dimensions, none included.
"""
