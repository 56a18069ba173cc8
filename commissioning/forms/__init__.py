"""Forms about exercises: they turn text into values."""
