"""An indicator by locality and by group at once: where which children fare worst."""

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.asking import Asking
from needs.answers.by_group import CHANCE
from needs.answers.charts import Square, squares
from needs.answers.figures import Seen, counts_itself
from needs.answers.groups import Breakdown, broken_down
from needs.answers.words import in_unit, plainly, unit
from needs.models import Area
from needs.statistics.comparison import Verdict
from needs.statistics.inequality import Inequality, between_groups

CODE = "two-way"
SAID = {Verdict.HIGHER: "Yes", Verdict.SIMILAR: "No"}


def two_way(asking: Asking) -> Answer:
    """The answer: the localities beside one another, by the groups of one breakdown."""
    words = plainly(asking.trust.framework.words("locality"))
    there = breakdowns_of(asking)
    chosen = next((one for one in there if one.code == asking.by), next(iter(there), None))
    if chosen is None:
        return Answer(
            CODE, f"{asking.indicator.name}: {words} by group, {asking.period_name}",
            (f"No figure of this indicator is broken down both by place and by group for {words}.",), (), (), asking.source,
        )  # fmt: skip
    rows = [area for area in asking.places.localities if chosen.of(area)]
    beneath = [asking.places.whole] if asking.places.whole and chosen.of(asking.places.whole) else []
    others = [one for one in there if one is not chosen]
    shown = [chosen.at(area, key) for area in [*rows, *beneath] for key in chosen.groups]
    return Answer(
        question=CODE,
        title=f"{asking.indicator.name}: {words} by {plainly(chosen.name)}, {asking.period_name}",
        summary=_summary(asking, chosen, rows),
        headings=(
            Heading("Place"), Heading(in_unit("Everybody", asking.indicator), True),
            *(Heading(in_unit(name, asking.indicator), True) for name in chosen.groups.values()),
            *([Heading("Widest gap", True), Heading("More than chance")] if _rates(asking) else []),
        ),
        lines=tuple(_line(asking, chosen, area) for area in [*rows, *beneath]), source=asking.source,
        method=tuple(filter(None, [
            "The widest gap is between the groups furthest apart in one place; it is more than chance where their intervals do not meet." if _rates(asking) else "",
            f"Also broken down by {'; '.join(plainly(one.name) for one in others)}." if others else "", *asking.notes(shown),
        ])),
        chart=_chart(asking, chosen, [*rows, *beneath]), hidden=asking.hidden([*shown, *(asking.at(area, asking.period) for area in rows)]),
    )  # fmt: skip


def breakdowns_of(asking: Asking) -> list[Breakdown]:
    """The breakdowns there are in localities."""
    return [one for one in broken_down(asking) if any(one.of(area) for area in asking.places.localities)]


def _line(asking: Asking, chosen: Breakdown, area: Area) -> Line:
    """One place's row."""
    everybody = asking.at(area, asking.period)
    groups = [chosen.at(area, key) for key in chosen.groups]
    gap: tuple[Cell, ...] = (Cell("–"), Cell("–")) if _rates(asking) else ()
    if gap and (found := _widest(chosen, area)):
        gap = (asking.cell(found.difference), Cell(SAID.get(found.verdict, "Not tested")))
    cells = [asking.value(seen) if _there(seen) else Cell("–") for seen in groups]
    return Line(area.code, (Cell(area.name), asking.value(everybody), *cells, *gap), own=area == asking.place)


def _rates(asking: Asking) -> bool:
    """Whether groups can be compared: numbers of people differ because the groups are of different size."""
    return not counts_itself(asking.indicator)


def _widest(chosen: Breakdown, area: Area) -> Inequality | None:
    """The gap between the groups furthest apart in one place."""
    return between_groups({name: seen.figure for name, seen in chosen.of(area).items() if seen.figure})


def _there(seen: Seen) -> bool:
    return seen.value is not None or bool(seen.mark)


def _summary(asking: Asking, chosen: Breakdown, rows: list[Area]) -> tuple[str, ...]:
    """The highest and the lowest of all, and where the gap is widest."""
    cells = {
        (area.name, name): seen.value
        for area in rows for name, seen in chosen.of(area).items() if seen.value is not None
    }  # fmt: skip
    if not cells:
        return (f"No figure by {plainly(chosen.name)} can be shown for any of these places in {asking.period_name}.",)  # fmt: skip
    highest, lowest = max(cells, key=lambda one: cells[one]), min(cells, key=lambda one: cells[one])
    high = f"The highest figure in {asking.period_name} is {asking.said(cells[highest])} ({', '.join(highest[::-1])})"
    said = [f"{high}; the lowest {asking.said(cells[lowest])} ({', '.join(lowest[::-1])})."]
    gaps = {area.name: found for area in rows if (found := _widest(chosen, area)) and _rates(asking)}
    if gaps:
        where = max(gaps, key=lambda name: abs(gaps[name].difference))
        one = gaps[where]
        said.append(f"The gap is widest in {where}: {asking.gap_said(one.difference)} between {one.highest} and {one.lowest}{CHANCE.get(one.verdict, '')}.")  # fmt: skip
    return tuple(said)


def _chart(asking: Asking, chosen: Breakdown, areas: list[Area]) -> dict:
    """A square for every cell: its figure written in it, darker where it is higher; the whole stands beneath, in no shade."""
    drawn = [
        Square(area.name, name, chosen.at(area, key).value, asking.value(chosen.at(area, key)).text, apart=area == asking.places.whole)
        for area in areas for key, name in chosen.groups.items() if _there(chosen.at(area, key))
    ]  # fmt: skip
    return squares(drawn, unit(asking.indicator)) if any(one.value is not None for one in drawn) else {}
