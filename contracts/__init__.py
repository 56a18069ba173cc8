"""DO and what is REVIEWED: what is bought, from whom, how it runs."""
