"""A module for each chapter; the order of the imports is the order of reading."""
