"""The press inside MkDocs: build, serve, publish. Imports every room, and no room imports it; only here is MkDocs known."""
