"""Where the thread is broken at some records: asked of every page, so each question is written once for a day."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from django.db.models import CharField, F, Value

from trusts.governance import clock
from trusts.models import Trust
from trusts.nouns import Break, Noun, breaks_of
from trusts.written import KEY, TRUST, Written, answers, written


def broken_among(keys: Mapping[str, Collection[int]], trust: Trust) -> list[tuple[Noun, Break, int]]:
    """The breaks at these records of a trust, in the order of the thread: kinds with keys; at most one query."""
    asked = [place for place in _places(clock.today()) if place[0].kind in keys]
    found = set(answers([(question, trust.pk, keys[noun.kind]) for noun, _, question in asked]))
    return [(noun, one, pk) for noun, one, _ in asked for code, pk in sorted(found) if code == one.code]


@lru_cache(maxsize=1)
def _places(day: date) -> list[tuple[Noun, Break, Written]]:
    """Every place where a thread can be broken, and how that is asked of some records on a day, which some look at."""
    found = []
    for noun, one, rows in breaks_of(Trust(pk=TRUST)):
        named = rows.filter(pk__among=[KEY]).order_by().distinct()
        question = written(
            named.annotate(code=Value(one.code, CharField()), at=F("pk")).values_list("code", "at")
        )
        if question is not None:
            found.append((noun, one, question))
    return found
