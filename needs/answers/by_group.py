"""An indicator by group: sex, age, deprivation and whatever else its publisher breaks it down by, with the gap."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.asking import Asking
from needs.answers.charts import Bar, bars
from needs.answers.figures import FIELDS, Raw, Seen, show
from needs.answers.words import in_unit, unit
from needs.models import ALL, Category, Observation
from needs.statistics.comparison import Verdict, gap
from needs.statistics.inequality import TENTHS, between_groups, slope_index
from needs.statistics.suppression import Shown, Sum

CODE = "groups"
NAMES = {"sex": "Sex", "age": "Age"}


@dataclass(frozen=True)
class Breakdown:
    """One way in which the figure is broken down."""

    dimension: str
    scheme: str
    groups: dict[str, Seen]

    @property
    def name(self) -> str:
        """As it stands in a table."""
        said = NAMES.get(self.dimension, self.dimension.replace("-", " ").capitalize())
        return f"{said} ({self.scheme})" if self.scheme and self.scheme.lower() not in (said.lower(), self.dimension) else said  # fmt: skip


def by_group(asking: Asking) -> Answer:
    """The answer: every breakdown of the latest period that has one."""
    whole, breakdowns = _read(asking)
    lines, drawn = [], []
    for breakdown in breakdowns:
        for name, seen in breakdown.groups.items():
            lines.append(_line(asking, breakdown, name, seen, whole))
            low, high = (seen.interval.lower, seen.interval.upper) if seen.interval else (None, None)
            drawn.append(Bar(f"{breakdown.name}: {name}", seen.value, low, high, mark=seen.mark))
    everyone = ("Everybody", whole.value) if whole.value is not None else None
    return Answer(
        question=CODE,
        title=f"{asking.indicator.name}: {asking.place.name} by group, {asking.period_name}",
        summary=_summary(asking, breakdowns, whole), headings=(
            Heading("Broken down by"), Heading("Group"),
            Heading(in_unit("Value", asking.indicator), True),
            Heading("95% interval", True), Heading("Number", True),
            Heading("Gap to everybody", True), Heading("Compared with everybody"),
        ),
        lines=tuple(lines), source=asking.source, method=(
            "The gap is between the groups furthest apart.",
            *asking.notes(seen for one in breakdowns for seen in one.groups.values()),
        ),
        chart=bars(drawn, unit(asking.indicator), everyone) if any(bar.value is not None for bar in drawn) else {},
        hidden=asking.hidden(seen for one in breakdowns for seen in one.groups.values()),
    )  # fmt: skip


def _read(asking: Asking) -> tuple[Seen, list[Breakdown]]:
    """Everybody's figure, and every breakdown of it by one thing at a time; two questions to the database."""
    indicator, whole = asking.indicator, asking.at(asking.place, asking.period)
    usual = (indicator.sex_id, ALL, indicator.age_id)
    rows = Observation.objects.filter(indicator=indicator, area=asking.place, period=asking.period)
    raw: dict[tuple[str, int], Raw] = {}
    for sex, category, age, *values in rows.values_list("sex_id", "category_id", "age_id", *FIELDS):
        differs = [
            one for one, (here, there) in zip(("sex", "category", "age"), zip((sex, category, age), usual, strict=True), strict=True)
            if here != there
        ]  # fmt: skip
        if len(differs) == 1:
            raw[differs[0], {"sex": sex, "category": category, "age": age}[differs[0]]] = Raw(*values)
    categories = {one.pk: one for one in Category.objects.filter(pk__in={pk for _, pk in raw} | {ALL})}
    by: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for kind, pk in raw:
        one = categories[pk]
        by[kind if kind != "category" else one.dimension, one.scheme if kind == "category" else ""].append(
            (kind, pk)
        )
    found = []
    for (dimension, scheme), keys in sorted(by.items()):
        shown = _shown(asking, whole, {key: raw[key] for key in keys})
        ordered = sorted(keys, key=lambda key: _in_order(categories[key[1]].name))
        found.append(Breakdown(dimension, scheme, {categories[key[1]].name: shown[key] for key in ordered}))
    return whole, found


def _shown(asking: Asking, whole: Seen, groups: dict[Any, Raw]) -> dict[Any, Seen]:
    """The groups of one breakdown as they may be shown beside everybody's figure, which other pages show."""
    figures, sums, told = dict(groups), [], {}
    if whole.count is not None:
        figures["all"] = Raw(whole.value, None, None, whole.count, whole.denominator)
        told["all"] = Shown(round(whole.count))
        sums.append(Sum("all", tuple(groups)))
    return show(figures, asking.indicator, asking.profile, sums, earlier=told)


def _in_order(name: str) -> tuple[int, str]:
    """Tenths and ages by their number, other groups by name."""
    digits = "".join(letter if letter.isdigit() else " " for letter in name).split()
    word = {"most deprived": 0, "least deprived": 99}
    lead = next((at for words, at in word.items() if name.lower().startswith(words)), None)
    return (lead if lead is not None else int(digits[0]) if digits else 50, name)


def _line(asking: Asking, breakdown: Breakdown, name: str, seen: Seen, whole: Seen) -> Line:
    """One group's row."""
    cells = [Cell(breakdown.name), Cell(name), asking.value(seen), asking.range(seen), asking.count(seen)]
    key = f"{breakdown.dimension}|{breakdown.scheme}|{name}"
    if seen.figure is None or whole.figure is None:
        return Line(key, (*cells, Cell("–"), Cell("–")))
    found = gap(seen.figure, whole.figure, asking.polarity)
    return Line(key, (*cells, asking.difference(found.difference), Cell(found.verdict.value.capitalize())))


def _summary(asking: Asking, breakdowns: list[Breakdown], whole: Seen) -> tuple[str, ...]:
    """The gaps in sentences, and which breakdowns the framework expects that nobody publishes (GAT-101)."""
    said = []
    for one in breakdowns:
        known = {name: seen.figure for name, seen in one.groups.items() if seen.figure}
        if found := between_groups(known):
            chance = {
                Verdict.HIGHER: ", which is more than chance",
                Verdict.SIMILAR: ", which could be chance",
            }.get(found.verdict, "")
            said.append(f"{one.name}: from {asking.said(known[found.lowest].value)} ({found.lowest}) to "
                        f"{asking.said(known[found.highest].value)} ({found.highest}){chance}.")  # fmt: skip
        tenths = [figure.value for figure in known.values()]
        if one.dimension == "deprivation" and len(one.groups) == TENTHS and (slope := slope_index(tenths)):
            said.append(f"From the most to the least deprived tenth the figure moves by {asking.difference(slope).text} (slope index).")  # fmt: skip
    if not said:
        said.append(f"No breakdown of this figure is published for {asking.place.name} in {asking.period_name or 'any period'}.")  # fmt: skip
    there = {one.dimension for one in breakdowns} | ({"gender"} if any(one.dimension == "sex" for one in breakdowns) else set())  # fmt: skip
    missing = [
        one.label.lower()
        for one in asking.trust.framework.framework.dimensions
        if one.core and one.code not in there
    ]
    if missing:
        said.append(f"Not broken down here, though the framework expects it: {'; '.join(missing)}.")
    return tuple(said)
