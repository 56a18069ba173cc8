"""A line of figures over time with its target, as an SVG drawn on the server; its table stands beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT = 600, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 40
ROOM = Decimal("0.1")
"""Share of the range left free above and below."""


@dataclass(frozen=True)
class Point:
    """One figure, where it is drawn."""

    x: float
    y: float
    day: date
    value: Decimal


@dataclass(frozen=True)
class Series:
    """Everything there is to draw."""

    points: list[Point]
    path: str
    target_y: float | None
    marks: list[tuple[float, str]]
    """Where the lines across stand, with their figures."""
    days: list[tuple[float, date]]
    name: str
    """What a reader who does not see it hears."""
    width: int = WIDTH
    height: int = HEIGHT


def draw_series(
    points: Sequence[tuple[date, Decimal]], target: Decimal | None = None, unit: str = ""
) -> Series:
    """Lay out figures, the earliest on the left; at least one is needed."""
    values = [value for _, value in points] + ([target] if target is not None else [])
    low, high = min(values), max(values)
    spread = (high - low) or max(abs(high), Decimal(1))
    low, high = low - spread * ROOM, high + spread * ROOM
    first, last = points[0][0], points[-1][0]
    span = max((last - first).days, 1)

    def across(day: date) -> float:
        share = (day - first).days / span if len(points) > 1 else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def up(value: Decimal) -> float:
        return round(TOP + float((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM), 1)

    drawn = [Point(across(day), up(value), day, value) for day, value in points]
    middle = (low + high) / 2
    marks = [(up(value), f"{value:,.1f}".removesuffix(".0")) for value in (low, middle, high)]
    shown = drawn if len(drawn) <= 2 else [drawn[0], drawn[-1]]  # noqa: PLR2004 (both ends)
    return Series(
        points=drawn,
        path=" ".join(f"{'M' if n == 0 else 'L'}{p.x} {p.y}" for n, p in enumerate(drawn)),
        target_y=up(target) if target is not None else None,
        marks=marks,
        days=[(p.x, p.day) for p in shown],
        name=_said(drawn, target, unit),
    )


def _said(points: list[Point], target: Decimal | None, unit: str) -> str:
    first, last = points[0], points[-1]
    words = f" {unit}" if unit else ""
    goal = f"; the target is {target:,}" if target is not None else ""
    if len(points) == 1:
        return f"{last.value:,}{words} on {last.day.day} {last.day:%B %Y}{goal}"
    return f"From {first.value:,} in {first.day:%B %Y} to {last.value:,}{words} in {last.day:%B %Y}{goal}"
