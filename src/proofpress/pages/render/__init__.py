"""Pages, chains and labs as finished HTML. Imports `language`, `run` and `book`."""
