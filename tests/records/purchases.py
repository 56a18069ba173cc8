"""Purchases as the tests of buying make them, and the pages where they are acted on."""

from decimal import Decimal

from contracts.actions import specification as specifications
from trusts.models.record import Record

LOCAL = {"level": "level.local"}


def a_purchase(made, value, priority, **values):
    """A procurement of a complete specification of its own."""
    specification = made.make("specification", priorities=[priority])
    made.make("measure", specification=specification)
    specifications.complete(specification, by=made.by)
    return made.make(
        "procurement", specification=specification, value=Decimal(value), **{**LOCAL, "route": "", **values}
    )


def at(record: Record, move: str) -> str:
    return f"{record.get_absolute_url()}do/{move}/"
