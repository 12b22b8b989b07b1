"""Is an expression in plain numbers zero, and what is its sign? Decided exactly, or not at all."""
