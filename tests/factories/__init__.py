"""Test data: one factory for each model, and one small invented trust on which everything can happen."""
