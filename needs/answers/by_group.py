"""An indicator by group: sex, age, deprivation and whatever else its publisher breaks it down by, with the gap."""

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.asking import Asking
from needs.answers.charts import Bar, bars
from needs.answers.figures import Seen, counts_itself
from needs.answers.groups import SAME_AS, Breakdown, broken_down
from needs.answers.words import in_unit, unit
from needs.statistics.comparison import Verdict, gap
from needs.statistics.inequality import TENTHS, between_groups, slope_index

CODE = "groups"
CHANCE = {Verdict.HIGHER: ", which is more than chance", Verdict.SIMILAR: ", which could be chance"}


def by_group(asking: Asking) -> Answer:
    """The answer: every breakdown of the latest period that has one."""
    whole = asking.at(asking.place, asking.period)
    breakdowns = [one for one in broken_down(asking) if one.of(asking.place)]
    lines, drawn = [], []
    for breakdown in breakdowns:
        for name, seen in breakdown.of(asking.place).items():
            lines.append(_line(asking, breakdown, name, seen, whole))
            low, high = (seen.interval.lower, seen.interval.upper) if seen.interval else (None, None)
            drawn.append(Bar(f"{breakdown.name}: {name}", seen.value, low, high, mark=seen.mark))
    counts = counts_itself(asking.indicator)  # of a group they are less than of everybody, whatever the need
    everyone = ("Everybody", whole.value) if whole.value is not None and not counts else None
    shown = [seen for one in breakdowns for seen in one.of(asking.place).values()]
    return Answer(
        question=CODE,
        title=f"{asking.indicator.name}: {asking.place.name} by group, {asking.period_name}",
        summary=_summary(asking, breakdowns), headings=(
            Heading("Broken down by"), Heading("Group"),
            Heading(in_unit("Value", asking.indicator), True),
            Heading("95% interval", True), Heading("Number", True),
            *([] if counts else [Heading("Gap to everybody", True), Heading("Compared with everybody")]),
        ),
        lines=tuple(lines), source=asking.source,
        method=(*([] if counts else ["The gap is between the groups furthest apart."]), *asking.notes(shown)),
        chart=bars(drawn, unit(asking.indicator), everyone) if any(bar.value is not None for bar in drawn) else {},
        hidden=asking.hidden(shown),
    )  # fmt: skip


def _line(asking: Asking, breakdown: Breakdown, name: str, seen: Seen, whole: Seen) -> Line:
    """One group's row."""
    cells = [Cell(breakdown.name), Cell(name), asking.value(seen), asking.range(seen), asking.count(seen)]
    key = f"{breakdown.code}|{name}"
    if counts_itself(asking.indicator):
        return Line(key, tuple(cells))
    if seen.figure is None or whole.figure is None:
        return Line(key, (*cells, Cell("–"), Cell("–")))
    found = gap(seen.figure, whole.figure, asking.polarity)
    return Line(key, (*cells, asking.difference(found.difference), Cell(found.verdict.value.capitalize())))


def _summary(asking: Asking, breakdowns: list[Breakdown]) -> tuple[str, ...]:
    """The gaps in sentences, and which breakdowns the framework expects that nobody publishes (GAT-101)."""
    said = []
    for one in breakdowns:
        groups = one.of(asking.place)
        known = {name: seen.figure for name, seen in groups.items() if seen.figure}
        if found := between_groups(known):
            said.append(f"{one.name}: from {asking.said(known[found.lowest].value)} ({found.lowest}) to "
                        f"{asking.said(known[found.highest].value)} ({found.highest}){CHANCE.get(found.verdict, '')}.")  # fmt: skip
        tenths = [figure.value for figure in known.values()]
        if one.dimension == "deprivation" and len(groups) == TENTHS and (slope := slope_index(tenths)):
            said.append(f"From the most to the least deprived tenth the figure moves by {asking.difference(slope).text} (slope index).")  # fmt: skip
    if not said:
        said.append(f"No breakdown of this figure is published for {asking.place.name} in {asking.period_name or 'any period'}.")  # fmt: skip
    if missing := _missing(asking, breakdowns):
        said.append(f"Not broken down here, though the framework expects it: {'; '.join(missing)}.")
    return tuple(said)


def _missing(asking: Asking, breakdowns: list[Breakdown]) -> list[str]:
    """The breakdowns that the framework always asks for, and there are no figures by."""
    there = {"period", *(one.dimension for one in breakdowns)}
    if any(period == asking.period for _, period in asking.local.seen):
        there.add("locality")
    return [
        one.label[:1].lower() + one.label[1:]
        for one in asking.trust.framework.framework.dimensions
        if one.core and SAME_AS.get(one.code, one.code) not in there
    ]
