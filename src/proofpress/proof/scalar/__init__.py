"""Claims of plain numbers compared at points, by intervals that hold their values: what refutes them."""
