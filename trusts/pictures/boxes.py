"""The boxes of a governance chart: one body each, alike ones stacked in a frame."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trusts.pictures.layers import levels, without_circles
from trusts.pictures.text import wrap

BOX, PAD = 204, 12
NAME_SIZE, NOTE_SIZE = 16, 14
NAME_LINE, NOTE_LINE = 20, 18
BESIDE, IN_STACK = 10, 8
TALLEST_STACK = 6


@dataclass(frozen=True)
class Node:
    """A body as a chart knows it."""

    code: str
    name: str
    kind: str
    kind_label: str
    reports_to: tuple[str, ...] = ()
    url: str = ""
    remit: str = ""
    mine: bool = False
    unresolved: bool = False
    ended: str = ""
    """When it ended and what came after, in words; empty where it stands."""


@dataclass(frozen=True)
class Words:
    """A line of text and where it starts."""

    text: str
    x: int
    y: int
    note: bool = False


@dataclass
class Box:
    """A body, drawn."""

    node: Node
    height: int
    x: int = 0
    y: int = 0
    width: int = BOX
    words: list[Words] = field(default_factory=list)


@dataclass
class Block:
    """What hangs together in one place: a box, or a frame of alike boxes with what they are."""

    code: str
    boxes: list[Box]
    title: list[str]
    width: int
    height: int
    reports_to: tuple[str, ...]
    columns: int = 1

    @property
    def framed(self) -> bool:
        """Whether a frame is drawn around it."""
        return len(self.boxes) > 1

    def put(self, left: int, top: int) -> None:
        """Set where its boxes and their words stand."""
        if not self.framed:
            _put(self.boxes[0], left, top)
            return
        at = top + PAD + NAME_LINE * len(self.title)
        for start in range(0, len(self.boxes), self.columns):
            row = self.boxes[start : start + self.columns]
            for index, box in enumerate(row):
                _put(box, left + PAD + index * (BOX + BESIDE), at)
            at += max(box.height for box in row) + IN_STACK


def _put(box: Box, left: int, top: int) -> None:
    box.x, box.y = left, top
    box.words, at = [], top + PAD + NAME_SIZE - 3
    for line in wrap(box.node.name, BOX - 2 * PAD, NAME_SIZE, bold=True):
        box.words.append(Words(line, left + PAD, at))
        at += NAME_LINE
    for line in _note(box.node):
        box.words.append(Words(line, left + PAD, at - 1, note=True))
        at += NOTE_LINE


def _note(node: Node) -> list[str]:
    """The small print of a box."""
    text = node.ended
    if not text and node.unresolved:
        text = "Named by the source, not explained"
    return wrap(text, BOX - 2 * PAD, NOTE_SIZE)


def box_of(node: Node) -> Box:
    """The box of a body, as tall as its words."""
    names = len(wrap(node.name, BOX - 2 * PAD, NAME_SIZE, bold=True))
    return Box(node, 2 * PAD + names * NAME_LINE - 4 + len(_note(node)) * NOTE_LINE)


def block_of(nodes: Sequence[Node]) -> Block:
    """One block of alike bodies."""
    first, boxes = nodes[0], [box_of(node) for node in nodes]
    if len(boxes) == 1:
        return Block(first.code, boxes, [], BOX, boxes[0].height, first.reports_to)
    columns = -(-len(boxes) // TALLEST_STACK)
    width = columns * BOX + (columns - 1) * BESIDE + 2 * PAD
    title = wrap(first.kind_label, width - 2 * PAD, NOTE_SIZE, bold=True)
    rows = [boxes[i : i + columns] for i in range(0, len(boxes), columns)]
    height = (
        2 * PAD
        + NAME_LINE * len(title)
        + sum(max(b.height for b in row) + IN_STACK for row in rows)
        - IN_STACK
    )
    return Block(first.code, boxes, title, width, height, first.reports_to, columns)


def sorted_out(nodes: Sequence[Node]) -> tuple[list[Block], list[Block]]:
    """The blocks of the chart, and of the bodies apart from it: in no line, or ended."""
    standing = {node.code: node for node in nodes if not node.ended}
    above = without_circles({code: node.reports_to for code, node in standing.items()})
    leading = {parent for parents in above.values() for parent in parents}
    if leading:
        drawn = [code for code in above if above[code] or code in leading]
    else:
        drawn = [code for code, node in standing.items() if not node.unresolved]
    level = levels(above)
    alike: dict[tuple, list[Node]] = {}
    for code in drawn:
        # A body that others report to needs a place of its own for their lines to end at.
        alone = code if code in leading else ""
        key = (level[code], standing[code].kind, tuple(sorted(above[code])), alone)
        alike.setdefault(key, []).append(standing[code])
    blocks = [block_of(group) for group in alike.values()]
    for block in blocks:
        block.reports_to = tuple(above[block.code])
    kept = set(drawn)
    return blocks, [block_of([node]) for node in nodes if node.code not in kept]
