"""ASSESS: what is needed, on what evidence."""
