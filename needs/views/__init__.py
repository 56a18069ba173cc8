"""Pages about figures and what they say."""
