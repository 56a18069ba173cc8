"""A place beside others: those like it, those around it, and the trust's own localities, ranked."""

from collections.abc import Sequence
from dataclasses import dataclass

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.asking import Asking
from needs.answers.charts import Bar, bars
from needs.answers.figures import Seen, counts_itself
from needs.answers.maps import Drawn, outlines_of, ranked_map
from needs.answers.words import in_unit, ordinal, plainly, unit
from needs.models import Area
from needs.statistics.certainty import SAID
from needs.statistics.comparison import Figure, Place, Verdict, gap, places

MAPPED = ("region", "localities")
"""Groups whose areas lie beside one another."""
ONCE = "a figure counts as different only where its interval does not reach the other"


@dataclass(frozen=True)
class Group:
    """Areas that are ranked with one another."""

    code: str
    name: str
    """What they are together: similar areas, authorities of the North East."""
    areas: Sequence[Area]
    method: str = ""


def similar(asking: Asking) -> Answer:
    """The place among its statistical neighbours."""
    where, near = asking.places.anchor, asking.places.neighbours
    others = [area for area in near if area != where]
    method = f"Similar areas: the {len(others)} statistical neighbours of {where} ({asking.places.scheme})." if near else ""  # fmt: skip
    return _ranked(asking, Group("similar", "similar areas", [*filter(None, [where]), *others], method))


def region(asking: Asking) -> Answer:
    """The place among the authorities of its region."""
    around = asking.national.authorities(asking.places.region)
    return _ranked(asking, Group("region", "authorities in the region", around))


def localities(asking: Asking) -> Answer:
    """The trust's localities beside one another."""
    words = plainly(asking.trust.framework.words("locality"))
    return _ranked(asking, Group("localities", words, asking.places.localities))


def _ranked(asking: Asking, group: Group) -> Answer:
    """The areas in order of their figures, those to compare with beneath them."""
    period = asking.period
    seen = {area: asking.at(area, period) for area in group.areas}
    place = places({area.pk: one.value for area, one in seen.items() if one.value is not None})
    order = sorted(seen, key=lambda area: (place[area.pk].rank if area.pk in place else len(seen), area.name))
    base = _base(asking, group)
    beside = [area for area in dict.fromkeys([base, *asking.places.above()]) if area not in seen]
    lines = [
        _line(asking, area, seen[area], _rank(place.get(area.pk)), base) for area in order if _has(seen[area])
    ] + [_line(asking, area, asking.at(area, period), "–", base) for area in beside if _has(asking.at(area, period))]  # fmt: skip
    drawn = [
        Bar(area.name, one.value, *_ends(one), own=area == asking.place, mark=one.mark)
        for area in order if _has(one := seen[area])
    ]  # fmt: skip
    drawn_map, of_map = _map(asking, group, order, seen, place)
    england = asking.at(asking.places.england, period).value
    line = ("England", england) if england is not None else None
    return Answer(
        question=group.code,
        title=f"{asking.indicator.name}: {asking.place.name} and {group.name}, {asking.period_name}",
        summary=_summary(asking, group, seen, place),
        headings=(
            Heading("Rank, highest first", True), Heading("Area"),
            Heading(in_unit("Value", asking.indicator), True),
            Heading("95% interval", True), Heading("Number", True),
            Heading(f"Gap to {base.name}", True), Heading(f"Compared with {base.name}"),
        ),
        lines=tuple(lines), source=asking.source,
        method=tuple(filter(None, [group.method, f"{SAID}, as published or by Wilson’s or Byar’s method; {ONCE}.", *of_map, *asking.notes(seen.values())])),
        chart=bars(drawn, unit(asking.indicator), line) if place else {}, map=drawn_map,
        hidden=asking.hidden(seen.values()),
    )  # fmt: skip


def _map(
    asking: Asking, group: Group, order: list[Area], seen: dict[Area, Seen], place: dict[int, Place]
) -> tuple[dict, list[str]]:
    """The areas on a map, where they lie beside one another and their boundaries are loaded; and what to say of it."""
    if group.code not in MAPPED:
        return {}, []
    areas = [
        Drawn(area.pk, area.name, seen[area].value, asking.value(seen[area]).text if _has(seen[area]) else "–",
              _rank(place.get(area.pk)), seen[area].hidden)
        for area in order
    ]  # fmt: skip
    outlines = outlines_of(
        asking.trust,
        [area.pk for area in order],
        asking.ground.patch.made_of if group.code == "localities" else {},
    )
    drawn = ranked_map(areas, outlines, unit(asking.indicator))
    if not drawn:
        return {}, []
    lacking = [area.name for area in order if area.pk not in outlines.of]
    said = [f"Boundaries: {'; '.join(outlines.sources)}."] if outlines.sources else []
    return drawn, said + (
        [f"Not on the map, for no boundary is loaded: {', '.join(lacking)}."] if lacking else []
    )


def _base(asking: Asking, group: Group) -> Area:
    """What the gaps are measured to: the place itself, or its authority where localities are compared."""
    if group.code == "localities" and asking.places.anchor:
        return asking.places.anchor
    return asking.place


def _has(seen: Seen) -> bool:
    """Whether there is anything to show for an area."""
    return seen.value is not None or bool(seen.mark)


def _ends(seen: Seen) -> tuple[float | None, float | None]:
    return (seen.interval.lower, seen.interval.upper) if seen.interval else (None, None)


def _rank(place: Place | None) -> str:
    """A rank as it stands in a table."""
    if place is None:
        return "–"
    return f"{place.rank}=" if place.joint else str(place.rank)


def _line(asking: Asking, area: Area, seen: Seen, rank: str, base: Area) -> Line:
    """One area's row."""
    own, other = seen.figure, asking.at(base, asking.period).figure
    cells = [Cell(rank), Cell(area.name), asking.value(seen), asking.range(seen), asking.count(seen)]
    if area == base or own is None or other is None or not _alike(asking, area, base):
        return Line(area.code, (*cells, Cell("–"), Cell("–")), own=area == asking.place)
    found = gap(own, other, asking.polarity)
    return Line(
        area.code,
        (*cells, asking.difference(found.difference), Cell(found.verdict.value.capitalize())),
        own=area == asking.place,
    )


def _alike(asking: Asking, area: Area, base: Area) -> bool:
    """Whether the gap between two areas says anything: a count of a part is always less than that of the whole."""
    return area.kind == base.kind or not counts_itself(asking.indicator)


def _summary(
    asking: Asking, group: Group, seen: dict[Area, Seen], place: dict[int, Place]
) -> tuple[str, ...]:
    """The answer in sentences."""
    if not place:
        return (f"No figure of this indicator is published for {group.name}.",)
    own, mine = asking.at(asking.place, asking.period), place.get(asking.place.pk)
    if mine is None or own.figure is None:
        if asking.place in seen:
            return (
                f"The figure for {asking.place.name} in {asking.period_name} cannot be shown: {own.mark}.",
            )
        return _extremes(asking, group, seen, place)
    if len(place) == 1:
        alone = f"In {asking.period_name} it was {asking.said(own.figure.value)} in {asking.place.name}."
        none = f"None of the other {group.name} has a figure of this indicator."
        return (f"{alone} {none}", *_beside(asking, own.figure))
    joint = "joint " if mine.joint else ""
    which = "highest" if mine.rank == 1 else f"{ordinal(mine.rank)} highest"
    rank = f"{joint}{which} figure of {mine.of} {group.name}"
    said = f"{asking.place.name} has the {rank} in {asking.period_name}: {asking.said(own.figure.value)}."
    return (said, *_beside(asking, own.figure))


def _extremes(
    asking: Asking, group: Group, seen: dict[Area, Seen], place: dict[int, Place]
) -> tuple[str, ...]:
    """Which of them has the highest figure, which the lowest, and whether those differ by more than chance."""
    there = {area: one.figure for area, one in seen.items() if area.pk in place and one.figure}
    top, last = max(there, key=lambda area: there[area].value), min(there, key=lambda area: there[area].value)
    said = [f"{top.name} has the highest figure of {len(place)} {group.name} in {asking.period_name}: {asking.said(there[top].value)}."]  # fmt: skip
    if there[top].value > there[last].value:
        found = gap(there[top], there[last])
        said.append(f"{last.name} has the lowest, {asking.said(there[last].value)}: {asking.gap_said(found.difference)} less, {_tested(found.verdict)}.")  # fmt: skip
    return tuple(said)


def _beside(asking: Asking, own: Figure) -> tuple[str, ...]:
    """How far it is from each of the areas that it is a part of."""
    said = []
    for area in asking.places.above():
        other = asking.at(area, asking.period).figure
        if other is None or not _alike(asking, asking.place, area):
            continue
        found = gap(own, other, asking.polarity)
        if not found.difference:
            said.append(f"That is the same as {area.name}.")
            continue
        size = asking.gap_said(found.difference)
        way = "above" if found.difference > 0 else "below"
        said.append(
            f"That is {size} {way} {area.name} ({asking.said(other.value)}), {_tested(found.verdict)}."
        )
    return tuple(said)


def _tested(verdict: Verdict) -> str:
    """What a test says of a gap."""
    if verdict == Verdict.UNTESTED:
        return "not tested, for no interval is known"
    if verdict == Verdict.SIMILAR:
        return "which could be chance"
    judged = f": {verdict.value}" if verdict in (Verdict.BETTER, Verdict.WORSE) else ""
    return f"which is more than chance{judged}"
