"""Two people at once: the one who saves second gets both versions and keeps what was typed."""

from trusts.models.versioned import Versioned


class Stale(Exception):
    """Somebody saved this row since the form was opened; nothing was overwritten."""

    def __init__(self, current: Versioned) -> None:
        self.current = current
        super().__init__("Somebody else changed this while you were editing.")


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
