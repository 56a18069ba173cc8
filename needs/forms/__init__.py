"""Forms of records of need, and of the figures beneath them."""
