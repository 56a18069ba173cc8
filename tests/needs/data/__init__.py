"""Files of figures: read, judged, saved, undone."""
