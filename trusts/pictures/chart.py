"""The governance chart: who reports to whom, drawn from the bodies themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from trusts.pictures.boxes import BOX, NOTE_SIZE, PAD, Block, Box, Node, Words, sorted_out
from trusts.pictures.layers import Place, placed

GAP, LANE, MARGIN = 26, 16, 6
TRACK, CHANNEL, BEND, PORT = 14, 44, 8, 18
MANY = 5
"""With more lines than this beside each other, not every order of their tracks is tried."""
LEAST = 4 * BOX + 3 * GAP
"""A chart of few bodies stands in the middle of the width that others need."""


@dataclass(frozen=True)
class Frame:
    """The frame around alike bodies."""

    x: int
    y: int
    width: int
    height: int
    title: list[Words]


@dataclass(frozen=True)
class Chart:
    """Everything there is to draw."""

    width: int
    height: int
    frames: list[Frame]
    boxes: list[Box]
    lines: list[list[str]]
    """For each body that others report to, the paths of the lines that end at it."""
    apart: Words | None = None
    """The heading over the bodies that stand apart."""


def draw(nodes: Sequence[Node], *, apart: str = "Outside these lines") -> Chart:
    """Lay out a chart: the top body at the top, each of the others below all it reports to."""
    blocks, others = sorted_out(nodes)
    found = {block.code: block for block in blocks}
    layers = placed(
        {block.code: block.reports_to for block in blocks},
        {block.code: block.width for block in blocks},
        gap=GAP, lane=LANE,
    )  # fmt: skip
    drawn = max((p.x + p.width / 2 for layer in layers for p in layer), default=0)
    width = round(max(drawn, LEAST)) + 2 * MARGIN
    for place in (place for layer in layers for place in layer):
        place.x += (width - drawn) / 2 - MARGIN
    lines, height = _stacked(layers, found)
    words, height = _beneath(others, width, height)
    every = [*blocks, *others]
    return Chart(
        width=width,
        height=height + MARGIN,
        frames=[_frame(block) for block in blocks if block.framed],
        boxes=[box for block in every for box in block.boxes],
        lines=lines,
        apart=Words(apart, MARGIN, words) if others else None,
    )


def _stacked(layers: list[list[Place]], blocks: dict[str, Block]) -> tuple[list[list[str]], int]:
    """Set the layers below one another, with room for the lines; the lines, and how far down it goes."""
    paths: dict[str, list[str]] = {}
    top, bottoms = MARGIN, {}
    for number, layer in enumerate(layers):
        if number:
            channel = _Channel(layer, bottoms, top)
            top = channel.bottom
            for owner, drawn in channel.paths().items():
                paths.setdefault(owner, []).extend(drawn)
        deepest = top + max((blocks[p.code].height for p in layer if not p.lane), default=0)
        for place in layer:
            if place.lane:
                bottoms[place.code] = deepest
                paths.setdefault(place.owner, []).append(f"M{_x(place)} {top}V{deepest}")
            else:
                block = blocks[place.code]
                block.put(_x(place) - block.width // 2, top)
                bottoms[place.code] = top + block.height
        top = deepest
    return list(paths.values()), top


def _x(place: Place) -> int:
    return round(place.x) + MARGIN


@dataclass(frozen=True)
class _Bus:
    """The lines of one channel that end at one place above it."""

    up: Place
    ports: tuple[int, ...]

    @property
    def span(self) -> tuple[int, int]:
        return min(*self.ports, _x(self.up)), max(*self.ports, _x(self.up))

    @property
    def straight(self) -> bool:
        return self.span[0] == self.span[1]


class _Channel:
    """The room between two layers, in which lines run sideways on tracks of their own."""

    def __init__(self, lower: list[Place], bottoms: dict[str, int], top: int) -> None:
        ends: dict[str, tuple[Place, list[int]]] = {}
        for place in lower:
            for up, port in _ports(place):
                ends.setdefault(up.code, (up, []))[1].append(port)
        self.buses = [_Bus(up, tuple(ports)) for up, ports in ends.values()]
        self.bottoms = bottoms
        bent = sorted((b for b in self.buses if not b.straight), key=lambda b: b.span)
        self.track = self._tracks(bent)
        self.first = top + CHANNEL // 2
        self.bottom = top + CHANNEL + TRACK * max(self.track.values(), default=0)

    def _tracks(self, buses: list[_Bus]) -> dict[str, int]:
        """A track for each bus, so that the fewest lines cross and none runs along another."""
        orders = permutations(buses) if len(buses) <= MANY else [tuple(buses)]
        return min(
            (_first_fit(order) for order in orders),
            key=lambda tracks: (_clashes(buses, tracks), sum(tracks.values())),
        )

    def paths(self) -> dict[str, list[str]]:
        """The lines, by the thing they end at."""
        found: dict[str, list[str]] = {}
        for bus in self.buses:
            at = self.first + TRACK * self.track.get(bus.up.code, 0)
            end = self.bottoms[bus.up.code]
            found.setdefault(bus.up.owner, []).extend(
                _path(port, self.bottom, at, _x(bus.up), end) for port in bus.ports
            )
        return found


def _ports(place: Place) -> list[tuple[Place, int]]:
    """Where the lines of a thing leave it: straight up if they can, never on one another."""
    here, room = _x(place), (0 if place.lane else 64)
    ups = sorted(place.ups, key=lambda up: up.x)
    ports = [
        min(max(_x(up), here - room), here + room) if len(ups) > 1 or abs(_x(up) - here) <= room else here
        for up in ups
    ]
    for index, (left, right) in enumerate(pairwise(ports)):
        ports[index + 1] = max(right, left + PORT)
    beyond = max(ports[-1] - (here + room), 0) if len(ports) > 1 else 0
    return [(up, port - beyond) for up, port in zip(ups, ports, strict=True)]


def _first_fit(buses: Sequence[_Bus]) -> dict[str, int]:
    taken: list[list[tuple[int, int]]] = []
    tracks = {}
    for bus in buses:
        left, right = bus.span
        fits = (
            i for i, track in enumerate(taken) if all(right + PORT < a or b + PORT < left for a, b in track)
        )
        number = next(fits, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((left, right))
        tracks[bus.up.code] = number
    return tracks


def _clashes(buses: Sequence[_Bus], tracks: dict[str, int]) -> int:
    """How badly the buses are in each other's way: a crossing counts one, lying on another ten."""
    bad = 0
    for bus in buses:
        for other in buses:
            if bus is other:
                continue
            left, right = other.span
            here, there = tracks[bus.up.code], tracks[other.up.code]
            bad += sum(left < port < right for port in bus.ports) if here < there else 0
            bad += left < _x(bus.up) < right if here > there else 0
            bad += 10 * (_x(bus.up) in other.ports) if here > there else 0
    return bad


def _path(x: int, y: int, track: int, to: int, end: int) -> str:
    """A line up from (x, y), sideways on its track, and up to (to, end), with rounded bends."""
    if x == to:
        return f"M{x} {y}V{end}"
    side = 1 if to > x else -1
    bend = min(BEND, abs(to - x) // 2)
    return (
        f"M{x} {y}V{track + bend}Q{x} {track} {x + side * bend} {track}"
        f"H{to - side * bend}Q{to} {track} {to} {track - bend}V{end}"
    )


def _frame(block: Block) -> Frame:
    x = min(box.x for box in block.boxes) - PAD
    y = min(box.y for box in block.boxes) - PAD - 20 * len(block.title)
    title = [Words(line, x + PAD, y + PAD + NOTE_SIZE - 2 + 18 * n) for n, line in enumerate(block.title)]
    return Frame(x, y, block.width, block.height, title)


def _beneath(blocks: list[Block], width: int, top: int) -> tuple[int, int]:
    """Set the bodies that stand apart in rows below; where their heading stands, and the new height."""
    if not blocks:
        return 0, top
    heading = top + 52
    at, left, deepest = heading + 14, MARGIN, 0
    for block in blocks:
        if left + BOX > width:
            at, left, deepest = at + deepest + GAP, MARGIN, 0
        block.put(left, at)
        left, deepest = left + BOX + GAP, max(deepest, block.height)
    return heading, at + deepest
