"""What people do with records of need."""
