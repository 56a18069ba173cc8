"""Pictures drawn on the server from the trust's own framework: each stands beside the same as a list."""
