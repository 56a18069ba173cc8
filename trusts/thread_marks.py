"""Where the thread is broken at the rows of a register, in words."""

from collections.abc import Sequence
from typing import Any

from trusts.governance.permissions import Standing
from trusts.thread_breaks import broken_among


def marks_of(kind: str, records: Sequence[Any], standing: Standing) -> dict[int, str]:
    """What is broken at the records of a page, by primary key, for who may see the whole thread; at most one query."""
    if not records or not standing.reads_all:
        return {}
    broken: dict[int, dict[str, None]] = {}
    for _, one, key in broken_among({kind: [record.pk for record in records]}, standing.trust):
        broken.setdefault(key, {})[one.here] = None
    return {key: f"Thread broken: {'; '.join(labels)}" for key, labels in broken.items()}
