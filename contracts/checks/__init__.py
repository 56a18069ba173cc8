"""The checks about buying, agreements and measures."""

from contracts.checks import do, review  # noqa: F401
