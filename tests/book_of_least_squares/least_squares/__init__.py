"""A very small book: a line through the origin, fitted by least squares."""
