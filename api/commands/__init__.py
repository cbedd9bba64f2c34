"""One file per command; ``api.cli`` puts them together."""
