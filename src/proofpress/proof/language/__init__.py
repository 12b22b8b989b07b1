"""The language of a chain: text becomes nodes, and nodes become what is printed and what is stated."""
