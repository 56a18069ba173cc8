"""The thread of a record as an SVG: columns of boxes from the need to the difference made, and the lines between them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trusts.pictures.text import width, wrap

BOX, GAP, BETWEEN = 116, 24, 12
"""How wide a box is, the way between columns, and between boxes above one another."""
PAD, SIZE, LINE, NOTE, NOTE_LINE = 8, 13, 16, 12, 15
LINES = 4
"""How many lines of its title a box shows."""
TALLEST = 9
"""How many boxes a column shows before it counts the rest."""
HEAD, SPARK = 58, 34
Line = list[tuple[object, Decimal]]


@dataclass(frozen=True)
class Card:
    """What a box says."""

    key: Hashable
    title: str
    url: str = ""
    note: str = ""
    here: bool = False
    broken: str = ""
    """What is wrong with it, in words."""
    missing: bool = False
    """Whether it stands for something that is not there."""
    points: Line = field(default_factory=list)
    target: Decimal | None = None


@dataclass(frozen=True)
class Words:
    """One line of text, where it is written."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Spark:
    """A small line of figures, and where its target lies."""

    path: str
    left: float
    right: float
    target: float | None
    """How high the target lies."""


@dataclass(frozen=True)
class Box:
    """A card, where it is drawn."""

    card: Card
    x: int
    y: int
    height: int
    title: list[Words]
    notes: list[Words]
    spark: Spark | None
    width: int = BOX


@dataclass(frozen=True)
class Drawn:
    """Everything there is to draw."""

    width: int
    height: int
    heads: list[Words]
    boxes: list[Box]
    lines: list[str]
    more: list[Words]
    """Under a column, how many it does not show."""


def draw_thread(
    columns: Sequence[tuple[str, Sequence[Card]]], links: Sequence[tuple[Hashable, Hashable]]
) -> Drawn:
    """Lay out columns of cards, each with its heading, and the links between cards of different columns."""
    shown = [_near(cards[:TALLEST], columns[:n], links) for n, (_, cards) in enumerate(columns)]
    heights = [[_height(card) for card in cards] for cards in shown]
    tall = [sum(row) + BETWEEN * (len(row) - 1) for row in heights]
    deepest = max(tall, default=0)
    boxes: list[Box] = []
    heads: list[Words] = []
    more: list[Words] = []
    for n, (heading, cards) in enumerate(columns):
        x, y = n * (BOX + GAP), HEAD + (deepest - tall[n]) // 2
        words = wrap(heading, BOX, SIZE, bold=True)[:3]
        heads += [Words(line, x, HEAD - 14 - LINE * (len(words) - 1 - row)) for row, line in enumerate(words)]
        for card, height in zip(shown[n], heights[n], strict=True):
            boxes.append(_box(card, x, y, height))
            y += height + BETWEEN
        if len(cards) > TALLEST:
            more.append(Words(f"and {len(cards) - TALLEST} more", x, y + 6))
    across = len(columns) * (BOX + GAP) - GAP
    return Drawn(across, HEAD + deepest + 24, heads, boxes, _lines(boxes, links), more)


def _near(cards: Sequence[Card], before: Sequence, links: Sequence) -> list[Card]:
    """Cards in the order of what they hang on, so that few lines cross."""
    rank = {card.key: place for _, column in before for place, card in enumerate(column)}

    def middle(card: Card) -> float:
        on = [rank[a] for a, b in links if b == card.key and a in rank]
        return sum(on) / len(on) if on else len(rank)

    return sorted(cards, key=middle)


def _title(card: Card) -> list[str]:
    """Its title in as many lines as a box has; what is cut ends so that it shows."""
    room = BOX - 2 * PAD
    lines = wrap(card.title, room, SIZE, bold=True)
    if len(lines) <= LINES:
        return lines
    last = lines[LINES - 1].split()
    while len(last) > 1 and width(f"{' '.join(last)} …", SIZE, bold=True) > room:
        last.pop()
    return [*lines[: LINES - 1], f"{' '.join(last)} …"]


def _notes(card: Card) -> list[str]:
    said = wrap(card.note, BOX - 2 * PAD, NOTE) if card.note else []
    return said + (["! Broken"] if card.broken else [])


def _height(card: Card) -> int:
    spark = SPARK if len(card.points) > 1 else 0
    return 2 * PAD + LINE * len(_title(card)) + NOTE_LINE * len(_notes(card)) + spark - 2


def _box(card: Card, x: int, y: int, height: int) -> Box:
    at = y + PAD + SIZE - 2
    title = [Words(line, x + PAD, at + LINE * row) for row, line in enumerate(_title(card))]
    at += LINE * len(title) - 1
    notes = [Words(line, x + PAD, at + NOTE_LINE * row) for row, line in enumerate(_notes(card))]
    spark = _spark(card, x + PAD, y + height - SPARK + 2) if len(card.points) > 1 else None
    return Box(card, x, y, height, title, notes, spark)


def _spark(card: Card, x: float, y: float) -> Spark:
    """The figures from left to right, the highest at the top; the target across."""
    values = [value for _, value in card.points]
    every = values + ([card.target] if card.target is not None else [])
    low, spread = min(every), (max(every) - min(every)) or Decimal(1)
    wide, high = BOX - 2 * PAD, SPARK - 12

    def up(value: Decimal) -> float:
        return round(y + high - float((value - low) / spread) * high, 1)

    step = wide / (len(values) - 1)
    dots = [(round(x + step * n, 1), up(value)) for n, value in enumerate(values)]
    path = " ".join(f"{'M' if n == 0 else 'L'}{a} {b}" for n, (a, b) in enumerate(dots))
    return Spark(path, x, x + wide, up(card.target) if card.target is not None else None)


def _lines(boxes: Sequence[Box], links: Sequence[tuple[Hashable, Hashable]]) -> list[str]:
    """A curve for each link that runs to the right."""
    at = {box.card.key: box for box in boxes}
    found = []
    for a, b in links:
        if a in at and b in at and at[a].x < at[b].x:
            left, right = at[a], at[b]
            x, y, end, to = left.x + BOX, left.y + left.height / 2, right.x, right.y + right.height / 2
            bend = (end - x) / 2
            found.append(f"M{x} {y:.0f}C{x + bend:.0f} {y:.0f} {end - bend:.0f} {to:.0f} {end} {to:.0f}")
    return found


def direct(
    links: Sequence[tuple[Hashable, Hashable]], shown: Mapping[Hashable, int]
) -> list[tuple[Hashable, Hashable]]:
    """The links between what is shown, across what is not; one that others lead along already is left out.

    `shown` says in which column each stands.
    """
    after: dict[Hashable, set[Hashable]] = {}
    for a, b in links:
        after.setdefault(a, set()).add(b)

    def reached(start: Hashable) -> set[Hashable]:
        met: set[Hashable] = set()
        passed, to_go = {start}, list(after.get(start, ()))
        while to_go:
            one = to_go.pop()
            if one in passed:
                continue
            passed.add(one)
            if one in shown:
                met.add(one)
            else:
                to_go += after.get(one, ())
        return {one for one in met if shown[one] > shown[start]}

    near = {one: reached(one) for one in shown}
    far: dict[Hashable, set[Hashable]] = {}
    for one in sorted(shown, key=lambda key: -shown[key]):
        far[one] = set().union(*(near[b] | far.get(b, set()) for b in near[one]))
    return [(a, b) for a in shown for b in sorted(near[a], key=str) if b not in far[a]]
