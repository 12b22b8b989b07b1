"""A press that prints only what was checked: `proof` judges derivations, `pages` runs and prints a book of them."""
