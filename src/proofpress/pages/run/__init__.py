"""What a page's code gives, in a process of its own, and the verdict on it. Imports `language`."""
