"""A map of areas in ranked classes: drawn where boundaries are loaded, never by colour alone.

Every area carries its name and figure, or its place in the table beneath; what is hidden is drawn as hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from needs.answers.charts import INK, LOOK, SCHEMA
from needs.models import Boundary
from trusts.models import Trust

Ring = list[list[float]]
SHADES = ("#eaf2fa", "#bdd6ee", "#8db8de", "#5c96c9")
"""From the lowest class to the highest, all light enough for ink on them."""
BLANK = "#ffffff"
NAMED = 8
"""With more areas than this their places in the table are written, not their names."""
PIXELS = 420
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
    shapes, labels = [], []
    for one in sorted(there, key=lambda one: -_size(flat[one.key])):  # the small ones lie on the large
        rings = _on_grid(flat[one.key], grid)
        of = classes[one.value] if one.value is not None else "Hidden" if one.hidden else "No figure"
        shapes.append({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": rings},
                       "properties": {"class": of, "hidden": one.hidden}})  # fmt: skip
        x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
        short = (
            f"{one.name}|{one.text}" if len(there) <= NAMED else one.text if one.value is None else one.rank
        )
        labels.append({"x": x, "y": y, "text": short})
    dashed = {"condition": {"test": "datum.properties.hidden", "value": [4, 3]}, "value": [1, 0]}
    layers = [
        {"data": {"values": shapes}, "mark": {"type": "geoshape", "stroke": INK, "strokeWidth": 1},
         "encoding": {"color": {"field": "properties.class", "type": "nominal", "scale": scale,
                                "legend": {"title": unit or "Value", "symbolType": "square", "symbolStrokeColor": INK, "orient": "right"}},
                      "strokeDash": dashed}},
        {"data": {"values": labels}, "transform": [{"calculate": "split(datum.text, '|')", "as": "lines"}],
         "mark": {"type": "text", "fontSize": 13, "color": INK, "lineHeight": 15, "stroke": None},
         "encoding": {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"},
                      "text": {"field": "lines"}}},
    ]  # fmt: skip
    return {"$schema": SCHEMA, "width": PIXELS, "height": _height(flat), "projection": {"type": "identity", "reflectY": True},
            "layer": layers, "padding": {"top": 5, "left": 5, "right": 50, "bottom": 5},
            "config": {**LOOK, "legend": {**LOOK["legend"], "symbolType": "square", "symbolStrokeWidth": 1}}}  # fmt: skip


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


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of a ring, where its name is written."""
    whole = _area(ring)
    if not whole:
        return ring[0][0], ring[0][1]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    return round(x, 5), round(y, 5)
