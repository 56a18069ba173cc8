"""The demonstration: invented people and work in the five trusts."""
