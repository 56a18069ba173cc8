"""What can be said of published figures: pure functions, which know no database and no page."""
