"""Lists of statistical neighbours: one council's in a table, or every council's in one file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from needs.figures.faults import BadFile, BadRow
from needs.figures.geography import Place
from needs.figures.headings import folded
from needs.figures.layouts.asked import Asked, at
from needs.figures.library import Library
from needs.figures.survey import Survey
from needs.figures.table import SAMPLE, Table
from needs.models import Batch, Neighbour

NAME = "Statistical neighbours"
LARGEST_LIST = 16 << 20
MOST = 40
"""Neighbours a council may have in a list."""
CODES = (
    "areacode",
    "code",
    "gsscode",
    "neighbourcode",
    "neighbour",
    "neighbourareacode",
    "lacode",
    "newlacode",
)
NAMES = ("areaname", "name", "neighbourname", "neighbourareaname", "laname", "authority")
OWN = ("forcode", "ownareacode", "subjectcode", "targetcode", "localauthoritycode", "lacode")
PLACES = ("rank", "place", "order", "position", "neighbourrank")
ASIDE = {"distance", "similarity", "score", "closeness", "region", "areatype"}


@dataclass
class Lists:
    """The lists of a file: each area's neighbours, in order."""

    layout: str
    of: dict[int, list[int]] = field(default_factory=dict)
    ordered: bool = False
    rows: int = 0

    @property
    def pairs(self) -> int:
        """How many neighbours are named."""
        return sum(len(others) for others in self.of.values())


def from_json(seen: Survey, library: Library, reject: Callable[[int, str], None]) -> Lists:
    """Every council's list from a file of JSON; raises BadFile where it holds something else."""
    if seen.size > LARGEST_LIST:
        raise BadFile("A list of neighbours is at most 16 MB.")
    try:
        said = json.loads(Path(seen.path).read_text(seen.encoding))
    except (ValueError, RecursionError) as error:
        raise BadFile(
            "The file is not whole: it begins as JSON and cannot be read to its end. Download it again."
        ) from error
    if not isinstance(said, dict) or not all(isinstance(v, list) for v in said.values()) or not said:
        raise BadFile(
            "This JSON is not a list of neighbours: each council’s code with the codes of those like it."
        )
    lists = Lists(f"{NAME} (JSON)")
    for number, (code, others) in enumerate(said.items(), 1):
        lists.rows += 1
        try:
            own = library.area(Place(str(code)))
            found = [
                library.area(Place(str(other)))
                for other in others
                if isinstance(other, str) and other != code
            ]
        except BadRow as fault:
            reject(number, str(fault))
            continue
        if any(not isinstance(other, str) for other in others) or len(found) > MOST:
            reject(number, f"Not a list of at most {MOST} codes: {code}")
            continue
        lists.of[own] = list(dict.fromkeys(found))
    return lists


def recognised(table: Table) -> tuple[list[str], list[list[str]]] | None:
    """Heading and first rows of a table that holds a list of neighbours and no figure."""
    top = list(islice(table.rows, SAMPLE))
    table.rows = _again(top, table.rows)
    if not top:
        return None
    names = folded(top[0])
    rest = set(names) - {*CODES, *NAMES, *OWN, *PLACES, *ASIDE, ""}
    return (top[0], top[1:]) if at(names, *CODES) >= 0 and not rest and len(top) - 1 <= MOST * 400 else None


def _again(top: list[list[str]], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from top
    yield from rest


def from_table(
    table: Table, heading: list[str], asked: Asked, library: Library, reject: Callable[[int, str], None]
) -> Lists:
    """One council's list, or several, from a table."""
    names = folded(heading)
    code, name, place = at(names, *CODES), at(names, *NAMES), at(names, *PLACES)
    own = next((n for n, one in enumerate(names) if one in OWN and n != code), -1)
    said = asked.constants.get("area-code", "").strip()
    if own < 0 and not said:
        raise BadFile("This is a list of neighbours and does not say whose. Say for which council it is.")
    lists = Lists(f"{NAME} (table)", ordered=place >= 0)
    found: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(table.rows, 1):
        if number == 1 or not any(cell.strip() for cell in row):
            continue
        lists.rows += 1
        cells = [*row, *[""] * (len(heading) - len(row))]
        try:
            of = library.area(Place(cells[own].strip() if own >= 0 else said))
            other = library.area(Place(cells[code].strip(), cells[name] if name >= 0 else ""))
            rank = int(cells[place]) if place >= 0 and cells[place].strip().isdecimal() else number
        except BadRow as fault:
            reject(number, str(fault))
            continue
        mine = found.setdefault(of, [])
        if other in (one for _, one in mine):
            reject(number, "Repeats a neighbour that an earlier row names")
        elif other != of:
            mine.append((rank, other))
    if not found:
        raise BadFile(
            "No neighbour in this list can be kept. "
            + ("Is it the right file?" if lists.rows else "It is empty.")
        )
    lists.of = {of: [other for _, other in sorted(mine)] for of, mine in found.items()}
    return lists


def compared(lists: Lists, scheme: str) -> tuple[int, int, int, list[int]]:
    """How many neighbours are new, changed and as they were; and the areas whose list changes."""
    standing: dict[int, dict[int, int | None]] = {}
    for area, other, place in (
        Neighbour.objects.standing()
        .filter(scheme=scheme, area__in=lists.of)
        .values_list("area", "other", "place")
    ):
        standing.setdefault(area, {})[other] = place
    new = changed = unchanged = 0
    touched = []
    for area, others in lists.of.items():
        was, now = standing.get(area, {}), {o: _place(lists, n) for n, o in enumerate(others, 1)}
        if was == now:
            unchanged += len(now)
            continue
        touched.append(area)
        new += len(set(now) - set(was))
        unchanged += sum(1 for other, place in now.items() if was.get(other, -1) == place)
        changed += sum(1 for other, place in now.items() if other in was and was[other] != place)
    return new, changed, unchanged, touched


def keep(lists: Lists, scheme: str, batch: Batch, touched: list[int]) -> None:
    """Put the lists that change in the place of the earlier ones; the caller holds the transaction."""
    Neighbour.objects.standing().filter(scheme=scheme, area__in=touched).update(replaced_by=batch)
    Neighbour.objects.bulk_create(
        [
            Neighbour(scheme=scheme, area_id=area, other_id=other, place=_place(lists, n), batch=batch)
            for area in touched
            for n, other in enumerate(lists.of[area], 1)
        ],
        batch_size=500,
    )


def put_back(batch: Batch) -> int:
    """Take a batch's lists out and let the earlier ones stand again; how many neighbours went."""
    gone, _ = Neighbour.objects.filter(batch=batch).delete()
    Neighbour.objects.filter(replaced_by=batch).update(replaced_by=None)
    return gone


def _place(lists: Lists, n: int) -> int | None:
    return n if lists.ordered else None
