"""What the pages are made from: the letters, the mathematics as code, and the pictures."""
