"""Points, arcs and words on a circle. Angles are degrees clockwise from the top."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin

from trusts.pictures.text import width as text_width

CENTRE = 400.0
"""The middle of the drawing, both ways; every radius is counted from here."""

# How wide a letter is, as a part of the size of the type. Measured from Arial, on the safe side.
NARROW, WIDE = set("iljtfrI.,:;'’!|()- "), set("mwMW@%&")
LEADING = 1.18
HALF_ROUND = 180
RADIAN = 180 / pi
"""Degrees in a turn whose arc is as long as its radius."""


@dataclass(frozen=True)
class Sector:
    """A piece of a ring, from one angle to another and from one radius to another."""

    start: float
    end: float
    inner: float
    outer: float

    @property
    def middle(self) -> float:
        """The angle half way along."""
        return (self.start + self.end) / 2

    def holds(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether an upright box lies wholly inside."""
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        if any(hypot(x - CENTRE, y - CENTRE) > self.outer for x, y in corners):
            return False
        nearest = (min(max(CENTRE, left), right), min(max(CENTRE, top), bottom))
        if hypot(nearest[0] - CENTRE, nearest[1] - CENTRE) < self.inner:
            return False
        if self.end - self.start >= HALF_ROUND:
            return True
        half = (self.end - self.start) / 2
        return all(abs(_turn(angle_of(x, y) - self.middle)) <= half for x, y in corners)


@dataclass(frozen=True)
class Words:
    """Text wrapped into lines that fit where it stands."""

    lines: tuple[str, ...]
    size: float
    x: float
    top: float
    width: float

    @property
    def height(self) -> float:
        """How high the lines are together."""
        return len(self.lines) * self.size * LEADING

    @property
    def placed(self) -> list[tuple[str, float]]:
        """Each line with the height of its baseline."""
        step = self.size * LEADING
        return [(line, round(self.top + step * (n + 0.8), 1)) for n, line in enumerate(self.lines)]


def point(radius: float, angle: float) -> tuple[float, float]:
    """Where a radius and an angle meet."""
    return round(CENTRE + radius * sin(radians(angle)), 1), round(CENTRE - radius * cos(radians(angle)), 1)


def angle_of(x: float, y: float) -> float:
    """The angle at which a point lies."""
    return degrees(atan2(x - CENTRE, CENTRE - y))


def _turn(angle: float) -> float:
    """An angle as a turn of at most half the circle, either way."""
    return (angle + 180) % 360 - 180


def arc(radius: float, start: float, end: float) -> str:
    """The path of an arc; drawn the other way round where the end comes first."""
    end = start + max(min(end - start, 359.9), -359.9)
    (x0, y0), (x1, y1) = point(radius, start), point(radius, end)
    return f"M{x0} {y0}A{radius} {radius} 0 {int(abs(end - start) > HALF_ROUND)} {int(end > start)} {x1} {y1}"


def ribbon(sector: Sector, tip: float = 0) -> str:
    """The outline of a sector; `tip` is by how many degrees its ends point onwards, like an arrow."""
    end = sector.start + min(sector.end - sector.start, 359.9)
    along, back = arc(sector.outer, sector.start, end), arc(sector.inner, end, sector.start)
    half = (sector.inner + sector.outer) / 2
    far, near = point(half, end + tip), point(half, sector.start + tip)
    return f"{along}L{far[0]} {far[1]}L{back[1:]}L{near[0]} {near[1]}Z"


def wrap(text: str, size: float, width: float) -> tuple[str, ...] | None:
    """The words of a text in lines of at most this width; None where one word alone is wider."""
    lines: list[str] = []
    for word in text.split():
        if text_width(word, size) > width:
            return None
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def fit(text: str, sector: Sector, sizes: tuple[float, ...], above: float = 0) -> Words | None:
    """A text as large as it can stand in a sector, `above` of its size kept free over it; None if it cannot."""
    for size in sizes:
        best = min(
            _tries(text, sector, size, above),
            key=lambda words: abs(words.width / words.height - 1.6),
            default=None,
        )
        if best is not None:
            return best
    return None


def _tries(text: str, sector: Sector, size: float, above: float) -> Iterator[Words]:
    """The ways of wrapping a text at a size that fit, at three depths of the sector."""
    known = set()
    for width in range(240, 40, -8):
        lines = wrap(text, size, width)
        if lines is None or lines in known:
            continue
        known.add(lines)
        wide = max(text_width(line, size) for line in lines)
        high = (len(lines) * LEADING + above) * size
        for depth in (0.5, 0.56, 0.62, 0.44):
            x, y = point(sector.inner + (sector.outer - sector.inner) * depth, sector.middle)
            if sector.holds(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2):
                yield Words(lines, size, x, round(y - high / 2 + above * size, 1), wide)
                break
