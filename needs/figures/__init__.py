"""Figures from files: what a file is, what each row says, and how it is laid beside what is known."""
