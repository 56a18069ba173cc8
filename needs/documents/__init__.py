"""Answers on paper: the same sentences, pictures and tables as PDF and as a Word file."""
