"""Where the thread is broken at the rows of a register, in words: asked of every page of every list, so written once."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Value

from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.models import Trust
from trusts.nouns import breaks_of
from trusts.paging import PAGE
from trusts.together import Prepared

STAND_INS = range(-PAGE - 1, 0)
"""Unlike any primary key: one for the trust, then one for each row of a page."""
NOBODY = 0


def marks_of(kind: str, records: Sequence[Any], standing: Standing) -> dict[int, str]:
    """What is broken at the records of a page, by primary key, for who may see the whole thread; at most one query."""
    asked = _asking(kind, clock.today()) if records and standing.reads_all else None
    if asked is None:
        return {}
    keys = [record.pk for record in records]
    broken: dict[int, dict[str, None]] = {}
    for rows in asked(standing.trust.pk, *keys, *[NOBODY] * (PAGE - len(keys))):
        for label, key in rows:
            broken.setdefault(key, {})[label] = None
    return {key: f"Thread broken: {'; '.join(labels)}" for key, labels in broken.items()}


@lru_cache(maxsize=64)
def _asking(kind: str, day: date) -> Prepared | None:
    """How the records of a kind are asked on a day, which some of the breaks look at; None where it cannot break there."""
    trust, *keys = STAND_INS
    if not breaks_of(Trust(pk=trust), at=[kind]):
        return None

    def ask(trust: int, *keys: int) -> list[Any]:
        return [
            rows.filter(pk__in=keys).order_by().values_list(Value(one.label, CharField()), "pk")
            for _, one, rows in breaks_of(Trust(pk=trust), at=[kind])
        ]

    return Prepared(ask, trust, *keys)
