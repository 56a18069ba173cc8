"""Invented records in bulk: whole trusts for trials of speed and size, marked as invented wherever they show."""
