"""What people do with money, agreements and what came of them."""
