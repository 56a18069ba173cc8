"""Everything that a trust's pages show of one indicator, settled together: places, their groups, and every release of them.

Each level takes the one above as known to a reader, even where it is hidden: England, its regions and authorities first;
then the localities of an authority; the groups of the authority; the groups of its localities. Where something is hidden,
all that it is made of is hidden with it: so whatever it could be, there are parts that fit. Only where a later file put
right so little that a level cannot keep its secret, or that all together give one away (`needs.answers.given_away`), more is
hidden above, and all is settled again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from needs.answers.figures import FIELDS, Raw
from needs.answers.given_away import given_away
from needs.answers.localities import of_localities
from needs.answers.national import national
from needs.answers.places import Ground
from needs.answers.releases import About, Cell, Figures
from needs.answers.within import EVERYBODY, Everybody, Group, Key, Told, Versions, settle, within_of
from needs.models import ALL, Category, Indicator, Observation, Replaced

NONE = 0
MANY = 20_000
"""Areas that a database is asked about by name; SQLite takes 32,766 at most."""


def everybody(
    figures: Figures, groups: Mapping[int, Versions], about: About, ground: Ground, dimensions: Mapping[int, tuple[str, str]]
) -> Everybody:  # fmt: skip
    """Everybody's figures as they may be shown; `groups` are those of the periods that a file changed.

    What has to be hidden above for a trust's groups or localities is hidden for every trust.
    """
    within = [within_of(patch, groups, figures.times, about, dimensions) for patch in ground.patches]
    local = [figures, *(one.figures for one in within[1:])]
    also: dict[Cell, datetime] = {}
    apart: dict[Group, datetime] = {}
    done: dict[Any, Told] = {}
    while True:
        nation = national(figures, about, ground, also)
        told: list[Told] = []
        for number, one in enumerate(within):
            above = frozenset(
                (cell, at)
                for cell, at in [*nation.since.items(), *also.items(), *apart.items()]
                if cell[0] in one.patch.everywhere
            )
            if (number, above) not in done:  # nothing else of what is above has a say in what is within
                everyone = Everybody(
                    nation, of_localities(local[number], about, one.patch, nation, also), dict(apart)
                )
                done[number, above] = settle(everyone, one, about)
            told.append(done[number, above])
        earliest = dict(
            sorted((lost for one in told for lost in one.lost), key=lambda one: one[1], reverse=True)
        )
        more, beside = _new(earliest, also), {}
        if not more:
            wider, cells = given_away(figures, about, ground, nation, [*zip(within, told, strict=True)])
            more, beside = _new(cells, also), _new(wider, apart)
        if not more and not beside:
            return Everybody(nation, told[0].everybody.local, apart)
        apart |= beside
        also |= more


def _new(found: Mapping[Any, datetime], known: Mapping[Any, datetime]) -> dict[Any, datetime]:
    """What is not hidden yet, or not for so long: whatever came of hiding it, it is done once."""
    return {one: at for one, at in found.items() if one not in known or at < known[one]}


def read_groups(
    indicators: Collection[Indicator], areas: Iterable[int], periods: Iterable[int] | None = None
) -> dict[tuple[int, int], Versions]:
    """Everybody's figure and every group's of some places, by indicator and period: by default of the periods that a file changed.

    Two questions to the database.
    """
    there = set(areas)
    found: dict[tuple[int, int], Versions] = defaultdict(lambda: ({}, []))
    usual = {one.pk: (one.sex_id, ALL, one.age_id) for one in indicators}
    where = {"area__in": list(there) or [NONE]} if len(there) <= MANY else {}
    rows = Replaced.objects.filter(indicator__in=list(usual) or [NONE], **where)
    if periods is not None:
        rows = rows.filter(period__in=list(periods))
    for indicator, period, cell, raw in _groups_in(rows, usual):
        if cell[0] in there:
            found[indicator, period][1].append((cell, raw))
    pairs = set(found) if periods is None else {(pk, period) for pk in usual for period in periods}
    standing = Observation.objects.filter(
        indicator__in={pk for pk, _ in pairs} or [NONE], period__in={period for _, period in pairs} or [NONE], **where
    )  # fmt: skip
    for indicator, period, cell, raw in _groups_in(standing, usual):
        if (indicator, period) in pairs and cell[0] in there:
            found[indicator, period][0][cell] = raw
    return found


def every(told: Versions) -> list[Raw]:
    """All figures, those of now and those of then."""
    return [*told[0].values(), *(raw for _, raw in told[1])]


def _groups_in(
    rows: Any, usual: Mapping[int, tuple[Any, Any, Any]]
) -> Iterable[tuple[int, int, tuple[int, Key], Raw]]:
    """Figures by one thing at a time."""
    names = ("indicator_id", "period", "area_id", "sex_id", "category_id", "age_id", *FIELDS)
    for indicator, period, area, sex, category, age, *values in rows.values_list(*names):
        said = {"sex": sex, "category": category, "age": age}
        differs = [kind for kind, there in zip(said, usual[indicator], strict=True) if said[kind] != there]
        if len(differs) <= 1:
            key = (differs[0], said[differs[0]]) if differs else EVERYBODY
            yield indicator, period, (area, key), Raw(*values)


def dimensions_of(groups: Mapping[Any, Versions]) -> dict[int, tuple[str, str]]:
    """What categories are a breakdown by; one question to the database."""
    cells = [cell for now, was in groups.values() for cell in [*now, *(cell for cell, _ in was)]]
    keys = {pk for _, (kind, pk) in cells if kind == "category"}
    rows = Category.objects.filter(pk__in=keys | {ALL})
    return {
        pk: (dimension, scheme) for pk, dimension, scheme in rows.values_list("pk", "dimension", "scheme")
    }
