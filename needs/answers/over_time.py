"""How an indicator went: the place beside its region, England and those like it, its trend and what comes next."""

from itertools import pairwise

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.asking import Asking
from needs.answers.charts import Expected, Point, lines
from needs.answers.figures import Seen
from needs.answers.words import in_unit, unit
from needs.statistics import forecast as forecasts
from needs.statistics import trend as trends
from needs.statistics.forecast import Forecast
from needs.statistics.period import Period
from needs.statistics.trend import Direction, Trend
from trusts.governance import clock

SIMILAR = "Similar areas"
CODE = "time"


def over_time(asking: Asking) -> Answer:
    """The answer."""
    own = [asking.at(asking.place, period) for period in asking.periods]
    step = _step(asking.periods)
    values = _unbroken(own) if step else []
    found, ahead = trends.trend(values, asking.polarity), _ahead(asking, values)
    headings, rows = _table(asking, own)
    expected = [
        (Period.from_key(asking.periods[-1]).shifted(step * (n + 1)), one) for n, one in enumerate(ahead.ahead)
    ] if ahead else []  # fmt: skip
    for period, one in expected:
        likely = f"{asking.cell(one.lower).text} to {asking.cell(one.upper).text}"
        cells = [Cell(f"{period.label} (forecast)"), asking.cell(one.value), Cell(likely)]
        rows.append(Line(f"forecast-{period.key}", (*cells, *[Cell("–")] * (len(headings) - len(cells)))))
    return Answer(
        question=CODE,
        title=f"{asking.indicator.name}: {asking.place.name} over time",
        summary=_summary(asking, own, found, ahead, step),
        headings=tuple(headings), lines=tuple(rows), source=asking.source,
        method=_method(asking, found, ahead, values),
        chart=_chart(asking, own, [(period.label, one) for period, one in expected]),
        hidden=asking.hidden(own),
    )  # fmt: skip


def _step(periods: list[int]) -> int:
    """The months from one period to the next, where that is always the same; else nought."""
    steps = {Period.from_key(b).months_after(Period.from_key(a)) for a, b in pairwise(periods)}
    return steps.pop() if len(steps) == 1 else 0


def _unbroken(own: list[Seen]) -> list[float]:
    """The latest figures without a gap between them, the earliest first."""
    found: list[float] = []
    for seen in reversed(own):
        if seen.value is None:
            break
        found.append(seen.value)
    return found[::-1]


def _ahead(asking: Asking, values: list[float]) -> Forecast | None:
    """What is expected, kept to what the unit allows."""
    least = 0.0 if min(values, default=-1) >= 0 else None
    share = asking.indicator.scale in (1, 100) and max(values, default=0) <= (asking.indicator.scale or 0)
    return forecasts.forecast(
        values, 3, least=least, most=float(asking.indicator.scale or 0) if share else None
    )


def _table(asking: Asking, own: list[Seen]) -> tuple[list[Heading], list[Line]]:
    """The figures, a row for each period."""
    above, near = asking.places.above(), asking.places.neighbours
    headings = [Heading("Period"), Heading(in_unit(asking.place.name, asking.indicator), True), Heading("95% interval", True),
                Heading("Number", True)]  # fmt: skip
    headings += [Heading(in_unit(area.name, asking.indicator), True) for area in above]
    headings += [Heading(f"{SIMILAR}, average", True)] if near else []
    rows = []
    for period, seen in zip(asking.periods, own, strict=True):
        cells = [
            Cell(Period.from_key(period).label),
            asking.value(seen),
            asking.range(seen),
            asking.count(seen),
        ]
        cells += [asking.value(asking.at(area, period)) for area in above]
        cells += [asking.cell(asking.similar(period))] if near else []
        rows.append(Line(str(period), tuple(cells)))
    return headings, rows


def _chart(asking: Asking, own: list[Seen], expected: list[tuple[str, forecasts.Ahead]]) -> dict:
    """The lines: the place, its region, England, those like it."""
    others = [area for area in asking.places.above() if area != asking.places.anchor][-2:]
    order = [asking.place.name, *(area.name for area in others)]
    points = []
    for period, seen in zip(asking.periods, own, strict=True):
        when = Period.from_key(period).label
        points.append(Point(asking.place.name, when, seen.value))
        points += [Point(area.name, when, asking.at(area, period).value) for area in others]
        if asking.places.neighbours:
            points.append(Point(SIMILAR, when, asking.similar(period)))
    if asking.places.neighbours:
        order.append(SIMILAR)
    if not any(point.value is not None for point in points):
        return {}
    ahead = [Expected(when, one.value, one.lower, one.upper) for when, one in expected]
    return lines(points, order, unit(asking.indicator), ahead)


def _summary(
    asking: Asking, own: list[Seen], found: Trend, ahead: Forecast | None, step: int
) -> tuple[str, ...]:
    """The answer in sentences."""
    if not own:
        return (f"No figure of this indicator is published for {asking.place.name}.",)
    last, said = own[-1], []
    when = Period.from_key(asking.periods[-1])
    if last.value is None:
        said.append(f"The figure for {asking.place.name} in {when.label} cannot be shown: {last.mark}.")
    else:
        others = [(area.name, asking.at(area, asking.periods[-1]).value) for area in asking.places.above()]
        beside = "; ".join(f"{name}: {asking.said(value)}" for name, value in others if value is not None)
        said.append(f"In {when.label} it was {asking.said(last.value)} in {asking.place.name}{f' ({beside})' if beside else ''}.")  # fmt: skip
    first = next((n for n, seen in enumerate(own) if seen.value is not None), None)
    start = own[first].value if first is not None else None
    if start is not None and last.value is not None and first != len(own) - 1:
        moved = "risen" if last.value > start else "fallen" if last.value < start else "not changed"
        begin = Period.from_key(asking.periods[first or 0]).label
        to = f" to {asking.said(last.value)}" if moved != "not changed" else ""
        said.append(
            f"Since {begin} it has {moved}, from {asking.said(start)}{to}."
            if to
            else f"It is the same as in {begin}."
        )
    said += _trend_said(found)
    if ahead:
        one = ahead.ahead[0]
        said.append(f"If it goes on like this, expect {asking.said(one.value)} in {when.shifted(step).label} "
                    f"(likely between {asking.said(one.lower)} and {asking.said(one.upper)}).")  # fmt: skip
    return tuple(said)


def _trend_said(found: Trend) -> list[str]:
    """The trend in a sentence."""
    if found.direction == Direction.SHORT:
        return []
    if found.direction == Direction.STEADY:
        return ["The figures show no clear trend: so much movement could be chance."]
    verdict = f": {found.verdict}" if found.verdict else ""
    return [f"The trend is {found.direction.value}{verdict}, more clearly than chance explains."]


def _method(asking: Asking, found: Trend, ahead: Forecast | None, values: list[float]) -> tuple[str, ...]:
    """How it was worked out."""
    said = []
    if found.direction == Direction.SHORT:
        said.append(f"No trend or forecast: {trends.FEWEST} figures in an unbroken row are needed, there are {len(values)}.")  # fmt: skip
    else:
        said.append(f"Trend: {trends.METHOD}; {found.figures} figures, chance {found.chance:.3f}.")
    if ahead:
        today = clock.today()
        said.append(f"Forecast: {ahead.method}; {ahead.figures} figures; made on {today.day} {today:%B %Y}.")
    if asking.places.neighbours:
        said.append(f"{SIMILAR}: the plain average of {len(asking.places.neighbours)} statistical neighbours ({asking.places.scheme}).")  # fmt: skip
    return (*said, *asking.notes(asking.at(asking.place, period) for period in asking.periods))
