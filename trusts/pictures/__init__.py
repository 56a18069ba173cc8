"""Pictures of a trust, laid out on the server; the templates draw them and a list says the same."""
