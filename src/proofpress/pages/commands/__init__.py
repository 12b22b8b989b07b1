"""What an author asks for: check, accept, census, and the report of what was checked. Imports all rooms but `site`."""
