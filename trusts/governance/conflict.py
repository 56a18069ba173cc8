"""Two people at once: the one who saves second gets both versions and keeps what was typed."""

from django.db import OperationalError

from trusts.models.versioned import Versioned


class Stale(Exception):
    """Somebody saved this row since the form was opened; nothing was overwritten."""

    def __init__(self, current: Versioned) -> None:
        self.current = current
        super().__init__("Somebody else changed this while you were editing.")


LOST = {"40P01", "40001"}
"""What PostgreSQL calls a transaction that it ended because another one stood in its way."""


def lost_out(error: OperationalError) -> bool:
    """Whether the database gave way to somebody else who was saving, so that the same may be tried again."""
    cause = error.__cause__
    return getattr(cause, "pgcode", "") in LOST or getattr(cause, "sqlite_errorname", "") == "SQLITE_BUSY"


def raise_version(row: Versioned, seen: int) -> None:
    """Raise the version of a row about to be saved; raises Stale unless it is the one that was seen.

    The row must be locked or read in the transaction that saves it.
    """
    if row.version != seen:
        raise Stale(row)
    claimed = type(row)._base_manager.filter(pk=row.pk, version=seen).update(version=seen + 1)
    if not claimed:
        raise Stale(row)
    row.version = seen + 1
