"""The press inside MkDocs: build, serve, publish. Imports every room, and none imports it; only here is MkDocs known."""
