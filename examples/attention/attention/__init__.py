"""What the pages of the book on attention are made from."""
