"""The press inside MkDocs: build, serve, publish. Imports all rooms, and none imports it; only here is MkDocs known."""
