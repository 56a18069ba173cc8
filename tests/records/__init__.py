"""Records of every kind in everybody's hands: what is typed, sent, moved, read and kept."""
