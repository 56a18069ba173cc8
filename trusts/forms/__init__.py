"""Forms: they turn text into values; sense is judged by gates and actions."""
