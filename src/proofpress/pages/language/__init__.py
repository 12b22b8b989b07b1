"""How a page is written, and read: nothing is run or shown here. Imports no other room; every room may import it."""
