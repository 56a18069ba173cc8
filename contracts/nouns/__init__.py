"""The kinds of record of contracts, in the order of the thread."""

from contracts.nouns import do, money, review  # noqa: F401
