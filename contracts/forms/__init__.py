"""The forms of money, buying and reviewing."""
