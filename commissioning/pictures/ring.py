"""The trust's own cycle as a ring: its steps, phases, year and the exercises that stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from commissioning.pictures import geometry
from commissioning.pictures.geometry import Sector, Words, arc, point, ribbon
from commissioning.pictures.year import Season, angle_of_day, months, span, tracks
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Step

SIZES = (24.0, 21.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
GAP, TIP = 1.6, 3.0
RIM = 382.0
CROWD = 4
"""More pins than this at one step become one pin with a number."""


@dataclass(frozen=True)
class Stand:
    """How many exercises stand at a step, and how many of them are late."""

    total: int = 0
    late: int = 0


@dataclass(frozen=True)
class Pin:
    """One exercise on the ring, or many with their number."""

    x: float
    y: float
    late: bool
    count: int = 0
    size: float = 10

    @property
    def diamond(self) -> str:
        """The second shape, for what is late."""
        r = self.size * 1.25
        return f"M{self.x} {self.y - r:.1f}L{self.x + r:.1f} {self.y}L{self.x} {self.y + r:.1f}L{self.x - r:.1f} {self.y}Z"


@dataclass(frozen=True)
class Piece:
    """One step of the ring."""

    step: Step
    number: int
    stage: str
    path: str
    strands: list[str]
    words: Words | None
    mark: tuple[float, float]
    """Where its number stands over its words."""
    middle: tuple[float, float]
    pins: list[Pin]
    stand: Stand


@dataclass(frozen=True)
class Group:
    """Steps that belong together: a phase the trust names, or a stage of the backbone where it names none."""

    key: str
    label: str
    stage: str
    path: str
    own: bool
    size: float
    lines: list[tuple[str, str, str]]
    """Each line of its label with the name and path of the arc that it stands on."""


@dataclass(frozen=True)
class Band:
    """A window of the year on the rim."""

    season: Season
    path: str
    mark: tuple[float, float]


@dataclass(frozen=True)
class Ring:
    """All that is drawn."""

    pieces: list[Piece]
    groups: list[Group]
    bands: list[Band]
    months: list[tuple[str, tuple[float, float], str, bool]]
    hand: tuple[tuple[float, float], tuple[float, float]] | None
    total: Stand


def ring_of(framework: Reading, stands: Mapping[str, Stand], seasons: list[Season], today: date) -> Ring:
    """Draw a trust's cycle; nothing in it is fixed but the centre."""
    bands, outer = _rim(seasons)
    groups_drawn = len(framework.steps) > len(framework.phases)
    inner = 160.0 if groups_drawn else 128.0
    turn = 360 / len(framework.steps)
    sectors = [
        Sector(n * turn + GAP / 2, (n + 1) * turn - GAP / 2, inner, outer)
        for n in range(len(framework.steps))
    ]
    words = _words([step.label for step in framework.steps], sectors)
    pieces = [
        _piece(
            framework, step, place=n, sector=sectors[n], words=words[n], stand=stands.get(step.code, Stand())
        )
        for n, step in enumerate(framework.steps)
    ]
    lengths = [(name, point(RIM + 12, at), _tick(start, outer), n % 3 == 0)
               for n, (name, start, at) in enumerate(months())]  # fmt: skip
    hand = (point(outer + 15, angle_of_day(today)), point(RIM + 3, angle_of_day(today)))
    total = Stand(sum(p.stand.total for p in pieces), sum(p.stand.late for p in pieces))
    return Ring(
        pieces=pieces,
        groups=_groups(framework, turn, inner) if groups_drawn else [],
        bands=bands,
        months=lengths if bands else [],
        hand=hand if bands else None,
        total=total,
    )


def _tick(angle: float, outer: float) -> str:
    (x0, y0), (x1, y1) = point(outer + 14, angle), point(RIM, angle)
    return f"M{x0} {y0}L{x1} {y1}"


def _rim(seasons: list[Season]) -> tuple[list[Band], float]:
    """The windows on circles from the rim inwards, and the radius that is left for the steps."""
    bands, radius = [], RIM
    for kind, width in (("window", 14.0), ("entry", 13.0)):
        for track in tracks([season for season in seasons if season.kind == kind and not season.all_year]):
            radius -= width
            for season in track:
                start, end = span(season.window)
                bands.append(
                    Band(season, arc(radius + width / 2, start, end), point(radius + width / 2, start + 1.6))
                )
    return bands, (radius - 20 if bands else RIM - 6)


def _words(labels: list[str], sectors: list[Sector]) -> list[Words | None]:
    """Every label in the one size at which the longest still fits; one that never does leaves its number."""
    clear = [Sector(s.start + TIP + 0.6, s.end - 0.4, s.inner + 6, s.outer - 14) for s in sectors]
    fitted = [geometry.fit(label, room, SIZES, above=1.2) for label, room in zip(labels, clear, strict=True)]
    size = min((words.size for words in fitted if words), default=SIZES[-1])
    return [
        geometry.fit(label, room, (size,), above=1.2) if words else None
        for label, room, words in zip(labels, clear, fitted, strict=True)
    ]


def _piece(
    framework: Reading, step: Step, *, place: int, sector: Sector, words: Words | None, stand: Stand
) -> Piece:
    middle = point((sector.inner + sector.outer) / 2, sector.middle + TIP / 2)
    return Piece(
        step=step,
        number=place + 1,
        stage=framework.stage_of(step.code) or "none",
        path=ribbon(sector, TIP),
        strands=_strands(step, sector),
        words=words,
        mark=(words.x, round(words.top - words.size * 0.25, 1)) if words else middle,
        middle=middle,
        pins=_pins(stand, sector),
        stand=stand,
    )


def _strands(step: Step, sector: Sector) -> list[str]:
    """Strands run side by side: one line each along the inner edge of the step."""
    lines = len(step.strands)
    return [arc(sector.inner + 5 + 4.5 * n, sector.start + 1, sector.end - 0.5) for n in range(lines)]


def _pins(stand: Stand, sector: Sector) -> list[Pin]:
    """Late ones first; each on its own while they have room, then as a number."""
    radius = sector.outer
    if stand.total <= CROWD:
        shown = [(stand.late > n, 0) for n in range(stand.total)]
        size, apart = 10.0, 28.0
    else:
        shown = [(late, n) for late, n in ((True, stand.late), (False, stand.total - stand.late)) if n]
        size, apart = 16.0, 44.0
    step = apart / radius * geometry.RADIAN
    first = sector.middle - step * (len(shown) - 1) / 2
    return [
        Pin(*point(radius, first + step * n), late, number, size) for n, (late, number) in enumerate(shown)
    ]


def _groups(framework: Reading, turn: float, inner: float) -> list[Group]:
    """The phases the trust names as an inner ring; where it names none, only our grouping by stage."""
    found = []
    runs = groupby(enumerate(framework.steps), key=lambda pair: pair[1].phase)
    for place, (code, run) in enumerate(runs):
        numbers = [n for n, _ in run]
        phase = framework.phases[code]
        own = not phase.assumed
        start, end = numbers[0] * turn + GAP / 2, (numbers[-1] + 1) * turn - GAP / 2
        thick = Sector(start, end, inner - 44 if own else inner - 14, inner - 6)
        key = f"group-{place}"
        size, lines = _along(phase.label, thick, key, own)
        found.append(Group(key, phase.label, phase.stage or "none", ribbon(thick), own, size, lines))
    return found


def _along(label: str, band: Sector, key: str, own: bool) -> tuple[float, list[tuple[str, str, str]]]:
    """A label along its band, in one line or two; left to the list where it would not fit."""
    middle = (band.inner + band.outer) / 2 if own else band.inner - 14
    for size in (15.0, 14.0, 13.0, 12.0):
        shortest = middle - size if own else middle  # the inner of two lines stands on a shorter arc
        length = (band.end - band.start) * shortest / geometry.RADIAN - 6
        lines = geometry.wrap(label, size, length)
        if lines is not None and len(lines) <= (2 if own else 1):
            return size, [
                _on_arc(line, n - (len(lines) - 1) / 2, size, middle=middle, band=band, key=key)
                for n, line in enumerate(lines)
            ]
    return 0.0, []


def _on_arc(
    line: str, row: float, size: float, *, middle: float, band: Sector, key: str
) -> tuple[str, str, str]:
    """A line and the arc on which it stands; below the centre it runs the other way, so that no word is upside down."""
    below = abs(band.middle % 360 - geometry.HALF_ROUND) < geometry.HALF_ROUND / 2
    radius = round(middle + (row if below else -row) * size * 1.15 + (0.36 if below else -0.36) * size, 1)
    path = arc(radius, band.end, band.start) if below else arc(radius, band.start, band.end)
    return line, f"{key}-{row:g}".replace(".", "-"), path
