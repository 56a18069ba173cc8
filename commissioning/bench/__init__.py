"""What pages and files cost, beside floors and other ways, on a database of its own that is gone afterwards."""
