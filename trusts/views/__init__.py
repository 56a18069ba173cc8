"""The pages of trusts: bodies, items, decisions, frameworks."""
