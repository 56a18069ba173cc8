"""A map of areas in ranked classes: drawn where boundaries are loaded, never by colour alone.

Every area carries its name and figure, or its place in the table beneath; what is hidden is drawn as hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from textwrap import wrap
from typing import Any

from needs.answers.charts import INK, LOOK, SCHEMA
from needs.answers.edges import edges_of
from needs.models import Boundary
from trusts.models import Trust

Ring = list[list[float]]
SHADES = ("#eaf2fa", "#bdd6ee", "#8db8de", "#5c96c9")
"""From the lowest class to the highest, all light enough for ink on them."""
BLANK = "#ffffff"
NAMED = 8
"""With more areas than this their places in the table are written, not their names."""
LETTERS, LETTER, LINE = 14, 8, 16
"""Letters in one line of a label, and how many dots of the picture a letter is wide and a line is high."""
PIXELS = 400
FLAT = 0.6
"""How wide a degree of longitude is in England beside one of latitude."""
FEWEST = 2


@dataclass(frozen=True)
class Drawn:
    """One area on a map."""

    key: int
    name: str
    value: float | None
    text: str
    """Its figure as it is written, or the mark that stands in its place."""
    rank: str
    hidden: bool = False


@dataclass(frozen=True)
class Outlines:
    """The rings of areas, and whose boundaries they are."""

    of: dict[int, list[Ring]]
    sources: tuple[str, ...] = ()


def outlines_of(trust: Trust, areas: Sequence[int], made_of: Mapping[int, int]) -> Outlines:
    """The outlines of areas, the trust's own first; of a locality without one, those of its parts. One question to the database."""
    rows: dict[int, tuple[list[Ring], str]] = {}
    known = Boundary.objects.visible_to(trust).filter(area__in=[*areas, *made_of])
    for area, whose, rings, source in known.values_list("area", "trust", "rings", "source"):
        if whose or area not in rows:
            rows[area] = rings, source
    drawn = {area: [area] for area in areas if area in rows}
    for part, whole in made_of.items():
        if part in rows and whole in areas and whole not in rows:
            drawn.setdefault(whole, []).append(part)
    used = [one for parts in drawn.values() for one in parts]
    return Outlines(
        {area: [ring for part in parts for ring in rows[part][0]] for area, parts in drawn.items()},
        tuple(dict.fromkeys(rows[one][1] for one in used if rows[one][1])),
    )


def ranked_map(areas: Sequence[Drawn], outlines: Outlines, unit: str) -> dict[str, Any]:
    """The map as Vega-Lite; empty where fewer than two of the areas have an outline."""
    there = [one for one in areas if one.key in outlines.of]
    if len(there) < FEWEST or not any(one.value is not None for one in there):
        return {}
    classes = _classes([one.value for one in there if one.value is not None], there)
    names = list(dict.fromkeys(classes.values()))
    special = [(name, BLANK) for name, there_is in (
        ("Hidden", any(one.hidden for one in there)), ("No figure", any(one.value is None and not one.hidden for one in there)),
    ) if there_is]  # fmt: skip
    domain = [*names, *(name for name, _ in special)]
    shades = [*_shades(len(names)), *(shade for _, shade in special)]
    scale = {"domain": domain, "range": shades}
    flat = {one.key: _flattened(outlines.of[one.key]) for one in there}
    grid = _grid([point for rings in flat.values() for ring in rings for point in ring])
    shapes, edges = [], []
    for one in sorted(there, key=lambda one: -_size(flat[one.key])):  # the small ones lie on the large
        of = classes[one.value] if one.value is not None else "Hidden" if one.hidden else "No figure"
        said = {"class": of, "hidden": one.hidden}
        shapes.append(_feature("Polygon", _on_grid(flat[one.key], grid), said))
        edge = _flattened(edges_of(outlines.of[one.key]))
        edges.append(_feature("MultiLineString", _on_grid(edge, grid), said))
    fill = {"field": "properties.class", "type": "nominal", "scale": scale}
    legend = {"title": unit or "Value", "symbolType": "square", "symbolStrokeColor": INK, "symbolOpacity": 1, "orient": "bottom", "direction": "vertical"}  # fmt: skip
    dashed = {"condition": {"test": "datum.properties.hidden", "value": [4, 3]}, "value": [1, 0]}
    layers = [
        {"data": {"values": shapes}, "mark": {"type": "geoshape", "strokeWidth": 1},
         "encoding": {"fill": {**fill, "legend": None}, "stroke": {**fill, "legend": None}}},
        {"data": {"values": [{"class": name} for name in domain]}, "mark": {"type": "square", "stroke": INK, "opacity": 0},  # for the legend alone
         "encoding": {"fill": {**fill, "field": "class", "legend": legend}}},
        {"data": {"values": edges}, "mark": {"type": "geoshape", "filled": False, "stroke": INK, "strokeWidth": 1.5, "strokeJoin": "round"},
         "encoding": {"strokeDash": dashed}},
        *_written(_labels(there, flat, grid)),
    ]  # fmt: skip
    return {"$schema": SCHEMA, "width": PIXELS, "height": _height(flat), "projection": {"type": "identity", "reflectY": True},
            "layer": layers, "resolve": {"legend": {"fill": "independent"}}, "padding": {"top": 5, "left": 5, "right": 20, "bottom": 5},
            "config": {**LOOK, "legend": {**LOOK["legend"], "symbolType": "square", "symbolStrokeWidth": 1}}}  # fmt: skip


def _feature(sort: str, rings: list[Ring], said: dict[str, Any]) -> dict[str, Any]:
    """One shape with what is said of it."""
    return {"type": "Feature", "geometry": {"type": sort, "coordinates": rings}, "properties": said}


def _labels(there: list[Drawn], flat: Mapping[int, list[Ring]], grid: float) -> list[dict[str, Any]]:
    """One label an area, at the middle of all its parts: its name and figure where they fit, else its place in the table."""
    named, ranked = [], []
    for one in there:
        x, y = _middle(flat[one.key])
        lines = [*wrap(one.name, LETTERS, break_long_words=False), one.text]
        named.append({"x": x, "y": y, "lines": lines})
        ranked.append({"x": x, "y": y, "lines": [one.text if one.value is None else one.rank]})
    fits = len(there) <= NAMED and not any(_meet(a, b, grid) for a, b in combinations(named, 2))
    return named if fits else ranked


def _meet(one: dict[str, Any], other: dict[str, Any], grid: float) -> bool:
    """Whether two labels would be written over one another."""
    wide = sum(max(len(line) for line in label["lines"]) for label in (one, other)) * LETTER / 2
    high = sum(len(label["lines"]) for label in (one, other)) * LINE / 2
    return bool(abs(one["x"] - other["x"]) < wide * grid and abs(one["y"] - other["y"]) < high * grid)


def _written(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Labels in ink on a pale rim, so that no edge runs through them."""
    there = {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"}, "text": {"field": "lines"}}  # fmt: skip
    look = {"type": "text", "fontSize": 14, "lineHeight": LINE, "baseline": "middle"}
    rim = {**look, "color": BLANK, "stroke": BLANK, "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.7}
    return [
        {"data": {"values": labels}, "mark": mark, "encoding": there} for mark in (rim, {**look, "color": INK, "stroke": None})
    ]  # fmt: skip


def _classes(values: list[float], there: list[Drawn]) -> dict[float, str]:
    """Every value with its class: the ranks cut into at most four, equal values together."""
    ordered = sorted(set(values))
    many = min(len(ordered), len(SHADES))
    groups: list[list[float]] = [[] for _ in range(many)]
    for n, value in enumerate(ordered):
        groups[n * many // len(ordered)].append(value)
    written = {one.value: one.text for one in there if one.value is not None}
    found: dict[float, str] = {}
    for group in reversed(groups):
        low, high = written[group[0]], written[group[-1]]
        found |= dict.fromkeys(group, low if low == high else f"{low} to {high}")
    return found


def _shades(many: int) -> list[str]:
    """A shade for each class, the highest first, as far apart as they can be."""
    picked = {1: (2,), 2: (3, 1), 3: (3, 2, 0)}.get(many, (3, 2, 1, 0))
    return [SHADES[n] for n in picked]


def _flattened(rings: list[Ring]) -> list[Ring]:
    """Degrees as they lie on a sheet of paper."""
    return [[[x * FLAT, y] for x, y in ring] for ring in rings]


def _grid(points: list[list[float]]) -> float:
    """A distance that is as small as a dot of the picture."""
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    return max(width, height) / PIXELS or 1.0


def _height(flat: Mapping[int, list[Ring]]) -> int:
    """How high the picture is, so that the map fills it."""
    points = [point for rings in flat.values() for ring in rings for point in ring]
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    return int(min(max(PIXELS * height / width if width else PIXELS, 160), 520))


def _on_grid(rings: list[Ring], grid: float) -> list[Ring]:
    """The rings without what nobody could see; the largest stays whatever happens."""
    found = []
    for ring in rings:
        moved = [[round(round(x / grid) * grid, 5), round(round(y / grid) * grid, 5)] for x, y in ring]
        kept = [point for n, point in enumerate(moved) if n == 0 or point != moved[n - 1]]
        if len(kept) > 3:  # noqa: PLR2004 (a triangle and its end)
            found.append(kept)
    return found or [max(rings, key=lambda ring: abs(_area(ring)))]


def _area(ring: Ring) -> float:
    """Twice the area within a ring, with the sign of its direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _size(rings: list[Ring]) -> float:
    """How large an area is."""
    return max(abs(_area(ring)) for ring in rings)


def _middle(rings: list[Ring]) -> tuple[float, float]:
    """The middle of all rings, where the name is written; of the nearest of them, where that lies outside."""
    middles = {n: _centre(ring) for n, ring in enumerate(rings)}
    sizes = [abs(_area(ring)) for ring in rings]
    whole = sum(sizes) or 1.0
    x, y = (sum(middles[n][axis] * size for n, size in enumerate(sizes)) / whole for axis in (0, 1))
    if not any(_holds(ring, x, y) for ring in rings):
        x, y = min(middles.values(), key=lambda one: (one[0] - x) ** 2 + (one[1] - y) ** 2)
    return round(x, 5), round(y, 5)


def _holds(ring: Ring, x: float, y: float) -> bool:
    """Whether a point lies within a ring: a line from it to the right crosses the ring an odd number of times."""
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    crossed = [a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) > x for a, b in sides if (a[1] > y) != (b[1] > y)]  # fmt: skip
    return sum(crossed) % 2 == 1


def _centre(ring: Ring) -> tuple[float, float]:
    """The middle of one ring."""
    whole = _area(ring)
    if not whole:
        return ring[0][0], ring[0][1]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    return x, y
