"""Boundaries of areas from a GeoJSON file, as ONS Open Geography gives them: checked, and simplified for drawing.

Every corner is moved to the nearest point of a grid, so that neighbours who share a border share it afterwards too.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from needs.figures.faults import BadFile
from needs.figures.geography import kind_of
from needs.models import Area

Point = tuple[float, float]
Ring = list[Point]
LARGEST = 20 << 20
MOST_FEATURES = 40_000
MOST_POINTS = 3_000
"""Corners that one area may keep; a finer outline is drawn on a wider grid."""
ENGLAND = (-7.0, 49.0, 2.5, 56.5)
"""West, south, east and north of everything that can be English."""
FINE, MIDDLE, WIDE = 0.0002, 0.001, 0.005
GRIDS = {
    Area.Kind.AUTHORITY: MIDDLE,
    Area.Kind.DISTRICT: MIDDLE,
    Area.Kind.REGION: WIDE,
    Area.Kind.ENGLAND: WIDE,
}
"""Degrees between two points of the grid, by sort of area; others are drawn on the finest."""
FINEST = (
    Area.Kind.LOCALITY, Area.Kind.LSOA, Area.Kind.MSOA, Area.Kind.WARD, Area.Kind.DISTRICT, Area.Kind.AUTHORITY,
    Area.Kind.REGION, Area.Kind.ENGLAND,
)  # fmt: skip
"""Sorts of area from the smallest to the largest; a code that is none of England's is of a trust's own locality."""
PARISH = "E04"
"""What is no wider than a ward and of no sort that figures are published for."""
CORNERS = 3


@dataclass
class Outlines:
    """What a file holds: the rings of each area by its code, and how many shapes were left out, by reason."""

    of: dict[str, list[Ring]] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    def leave(self, reason: str) -> None:
        """One shape is left out."""
        self.left[reason] = self.left.get(reason, 0) + 1


def outlines(content: bytes, own: set[str]) -> Outlines:
    """The outlines in a file; `own` are a trust's own codes of localities. Raises BadFile."""
    features = _features(content)
    found = Outlines()
    for feature in features:
        if not isinstance(feature, dict):
            found.leave("is no shape")
            continue
        code = _code(feature.get("properties"), own)
        if not code:
            found.leave("has no code of an English area or of one of your localities")
            continue
        rings = list(_rings(feature.get("geometry")))
        if not rings:
            found.leave("has no outline of an area")
            continue
        found.of.setdefault(code, []).extend(rings)
    if not found.of:
        why = max(found.left, key=lambda reason: found.left[reason], default="")
        raise BadFile(f"No shape of this file can be kept: each {why}. Is it the right file?" if why else "The file holds no shape.")  # fmt: skip
    for code, rings in found.of.items():
        found.of[code] = simplified(rings, GRIDS.get(kind_of(code) or Area.Kind.LOCALITY, FINE))
    return found


def _features(content: bytes) -> list[Any]:
    """The shapes of a file, as it gives them; raises BadFile where it is no GeoJSON, or not in degrees."""
    if len(content) > LARGEST:
        raise BadFile("A file of boundaries is at most 20 MB. Choose the generalised ones (BUC or BSC), or only your own areas.")  # fmt: skip
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFile("This is not GeoJSON, or not the whole of it. Download it again as GeoJSON.") from error
    features = (
        said.get("features") if isinstance(said, dict) and said.get("type") == "FeatureCollection" else None
    )
    if not isinstance(features, list):
        raise BadFile("This is JSON and no collection of shapes. Download the boundaries as GeoJSON.")
    if len(features) > MOST_FEATURES:
        raise BadFile(f"The file holds {len(features):,} shapes; at most {MOST_FEATURES:,} are read. Choose only your own areas.")  # fmt: skip
    return features


def _code(properties: Any, own: set[str]) -> str:
    """The code of the area a shape is of: in a property whose name ends in CD or CODE.

    Where a file names what lies around the shape as well, it is a shape of the smallest, by its newest code.
    """
    if not isinstance(properties, dict):
        return ""
    named = [
        (str(name).upper(), str(text).strip())
        for name, text in properties.items() if str(name).upper().endswith(("CD", "CODE"))
    ]  # fmt: skip
    known = [(name, text) for name, text in sorted(named, reverse=True) if kind_of(text) or text in own]
    return min(known, key=lambda one: _fineness(one[1]), default=("", ""))[1]


def _fineness(code: str) -> int:
    """Where a sort of area stands among those that lie within one another, the smallest first; others last."""
    kind = kind_of(code)
    if code.startswith(PARISH):
        return 1
    return 0 if kind is None else FINEST.index(kind) if kind in FINEST else len(FINEST)


def _rings(geometry: Any) -> Iterator[Ring]:
    """The rings of a polygon or of several; raises BadFile where they do not lie in England."""
    if not isinstance(geometry, dict):
        return
    sort, given = geometry.get("type"), geometry.get("coordinates")
    polygons = {"Polygon": [given], "MultiPolygon": given}.get(str(sort))
    for polygon in polygons if isinstance(polygons, list) else []:
        for ring in polygon if isinstance(polygon, list) else []:
            points = [point for one in ring if (point := _point(one))] if isinstance(ring, list) else []
            if len(points) > CORNERS:
                yield points


def _point(given: Any) -> Point | None:
    """Longitude and latitude; raises BadFile where they are none of England."""
    if (
        not isinstance(given, list)
        or len(given) < 2  # noqa: PLR2004 (longitude and latitude)
        or not all(type(one) in (int, float) for one in given[:2])
    ):
        return None
    x, y = given[:2]
    west, south, east, north = ENGLAND
    if not (west <= x <= east and south <= y <= north):
        raise BadFile("The shapes do not lie in England by longitude and latitude. Download them as GeoJSON in degrees (WGS 84), not in metres.")  # fmt: skip
    return float(x), float(y)


def simplified(rings: list[Ring], grid: float) -> list[Ring]:
    """The rings on a grid, without the corners that make no difference there; an area never vanishes whole."""
    while True:
        found = [ring for one in rings if len(ring := _straightened(_snapped(one, grid))) >= CORNERS]
        if sum(len(ring) for ring in found) <= MOST_POINTS:
            break
        grid *= 2
    if not found:
        found = [_box(max(rings, key=len), grid)]
    return [[*ring, ring[0]] for ring in found]


def _snapped(ring: Ring, grid: float) -> Ring:
    """Every corner at the nearest point of the grid, none twice in a row."""
    moved = [(round(round(x / grid) * grid, 5), round(round(y / grid) * grid, 5)) for x, y in ring]
    return [one for n, one in enumerate(moved) if one != moved[n - 1]]


def _straightened(ring: Ring) -> Ring:
    """Without corners on a straight line between their neighbours."""

    def turns(a: Point, b: Point, c: Point) -> bool:
        return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) > 1e-12  # noqa: PLR2004

    many = len(ring)
    return [ring[n] for n in range(many) if turns(ring[n - 1], ring[n], ring[(n + 1) % many])]


def _box(ring: Ring, grid: float) -> Ring:
    """A square where a shape is smaller than the grid."""
    x, y = ring[0]
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [(round(x + a * grid / 2, 5), round(y + b * grid / 2, 5)) for a, b in corners]
