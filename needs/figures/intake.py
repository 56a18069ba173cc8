"""A file on its way in: looked at, read, compared with what is there, and saved or shown.

Whatever goes wrong on the way, nothing of it is stored: checking writes only to a temporary table
of its own connection, and saving is one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from needs.figures import geography, neighbours, snapshots, store
from needs.figures.faults import BadFile
from needs.figures.heading import Reading, read
from needs.figures.headings import hash_of
from needs.figures.layouts.asked import Asked
from needs.figures.library import Library
from needs.figures.rejects import Rejects
from needs.figures.straight import Straight
from needs.figures.survey import Survey, survey
from needs.figures.table import Table, opened
from needs.figures.validate import SEPARATOR, Validator
from needs.models import Area, Batch, Indicator, Mapping

SHOWN = 12
Pulse = Callable[[int], None]
"""Told how many bytes were read, now and then; may raise Stopped."""

Kept = Callable[["Outcome"], None]
"""Called in the transaction that saves: what else is true once the figures are in."""


def nothing(_: int) -> None:
    """The pulse of a job that nobody watches."""


@dataclass
class Outcome:
    """What became of a file."""

    survey: Survey
    layout: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    saved: bool = False

    @property
    def figures(self) -> int:
        """How many figures were read and can be kept."""
        return self.new + self.changed + self.unchanged


def bring_in(
    batch: Batch, path: Path, rejects: Rejects, *, kept: Kept | None = None, pulse: Pulse = nothing
) -> Outcome:
    """Read a file whole and say what it changes; with `kept`, change it and call that, in one transaction.

    Raises BadFile (Unmapped where nobody said yet what its columns hold) or Stopped.
    """
    rejects.clear()
    seen = survey(path)
    if kept and connection.vendor == "postgresql" and seen.kind != "json":
        outcome = _straight_in(batch, seen, rejects, kept, pulse)
        if outcome is not None:
            return outcome
    return _beside(batch, seen, rejects, kept, pulse)


def _straight_in(batch: Batch, seen: Survey, rejects: Rejects, kept: Kept, pulse: Pulse) -> Outcome | None:
    """Copy figures straight to their place, the fastest way by far; those from the first clash on are staged.

    None where figures of these indicators are known already, and nothing was done.
    """
    with opened(seen) as tables:
        library = Library(batch)
        if neighbours_in(tables) is not None:
            return None
        reading = read(tables, asked_of(batch, seen))
        validator = Validator(reading, library, rejects.add, whole=seen.ends_whole)
        try:
            with transaction.atomic(), Straight(batch.pk) as place:
                for n, block in enumerate(validator.blocks()):
                    if n == 0 and store.known_before(validator.indicators):
                        raise _Known
                    place.add(block)
                    pulse(reading.table.position())
                place.settle()
                if place.clashed:
                    snapshots.analyse()
                    store.analyse()
                    repeated = _repeated_of(batch, seen, library)
                    _report_repeated(validator, rejects, repeated + store.repeated())
                outcome = _outcome(seen, reading, validator, library, rejects)
                known = bool(place.copied) or store.known_before(validator.indicators)
                if place.clashed:
                    _compare(outcome, known=known)
                outcome.new += place.copied
                _refuse_hopeless(outcome)
                _lay(batch, outcome, known=known, copied=place.copied)
                _finish(library, validator.indicators)
                outcome.saved = True
                kept(outcome)
                return outcome
        except _Known:
            rejects.clear()
            return None


class _Known(Exception):
    """There are figures of these indicators already."""


def _beside(batch: Batch, seen: Survey, rejects: Rejects, kept: Kept | None, pulse: Pulse) -> Outcome:
    """Stage figures in a table of their own, compare them in sets, and lay them among the others."""
    with opened(seen) as tables:
        library = Library(batch)
        lists = _lists(batch, seen, tables, library, rejects)
        if lists is not None:
            return _neighbours(batch, seen, lists, library, rejects=rejects, kept=kept)
        reading = read(tables, asked_of(batch, seen))
        validator = Validator(reading, library, rejects.add, whole=seen.ends_whole)
        with store.staging() as staged:
            for block in validator.blocks():
                staged.add(block)
                pulse(reading.table.position())
            staged.settle()
            store.analyse()
            known = store.known_before(validator.indicators)
            _report_repeated(validator, rejects, store.repeated())
            outcome = _outcome(seen, reading, validator, library, rejects)
            _compare(outcome, known=known)
            _refuse_hopeless(outcome)
            pulse(seen.size)
            if kept:
                with transaction.atomic():
                    _lay(batch, outcome, known=known)
                    if outcome.new or outcome.changed:
                        _finish(library, validator.indicators)
                    outcome.saved = True
                    kept(outcome)
        return outcome


def _compare(outcome: Outcome, *, known: bool) -> None:
    """Say how many of the staged figures are new, changed and unchanged; all are new where none of their indicators is known."""
    if known:
        outcome.new, outcome.changed, outcome.unchanged = store.compared()
    else:
        outcome.new = store.staged()


def _lay(batch: Batch, outcome: Outcome, *, known: bool, copied: int = 0) -> None:
    """Lay what is staged among the others: the one moment at which others may have to wait."""
    if outcome.changed:
        outcome.changed = store.take_changed(batch.pk)
    if outcome.new > copied:
        outcome.new = copied + store.take_new(batch.pk, all_new=not known)


def _finish(library: Library, indicators: list[int]) -> None:
    """What else the file brought, and the snapshot of its indicators."""
    library.keep()
    snapshots.set_headlines([row.pk for row in library.new[Indicator]])
    snapshots.refresh(indicators)


def _report_repeated(validator: Validator, rejects: Rejects, repeated: list[tuple[int, int, bool]]) -> None:
    """Say of figures that are given twice which row gave them first."""
    for row, first, same in repeated:
        value = "with the same figures" if same else "with other figures; the first were kept"
        validator.reject_later(row, f"Repeats row {first}: the same area, period and group, {value}")
    if validator.late:
        rejects.sort()


def _repeated_of(batch: Batch, seen: Survey, library: Library) -> list[tuple[int, int, bool]]:
    """Take out staged figures that are in their place by an earlier row; the file is read once more to tell which that was."""
    found, firsts = store.repeated_of(batch.pk), {}
    wanted = {of for _, of, _ in found}
    with opened(seen) as tables:
        reading = read(tables, asked_of(batch, seen))
        blocks = Validator(reading, library, lambda row, reason: None, whole=seen.ends_whole).blocks()
        while len(firsts) < len(wanted):
            for number, line in zip(*next(blocks), strict=True):
                if (of := line.rsplit(SEPARATOR, len(store.SAYS))[0]) in wanted:
                    firsts.setdefault(of, number)
    return [(row, firsts[of], same) for row, of, same in found]


def _refuse_hopeless(outcome: Outcome) -> None:
    """A file of which most cannot be kept is most likely another file."""
    if outcome.rows == 0:
        raise BadFile("The file has a heading and no row under it.")
    if not outcome.figures:
        raise BadFile(f"No row of this file can be kept. The most frequent reason: {_main_reason(outcome)}.")
    if outcome.rejected * 2 > outcome.rows:
        raise BadFile(
            f"{outcome.rejected:,} of {outcome.rows:,} rows cannot be kept, so nothing of the file is. The most frequent "
            f"reason: {_main_reason(outcome)}. Is it the right file?"
        )


def _main_reason(outcome: Outcome) -> str:
    return max(outcome.reasons, key=lambda reason: outcome.reasons[reason], default="every row is blank")


def _outcome(
    seen: Survey, reading: Reading, validator: Validator, library: Library, rejects: Rejects
) -> Outcome:
    """What is known once every row was read."""
    plan, verdict = reading.plan, validator.verdict
    return Outcome(
        seen, layout=plan.layout, rows=verdict.rows, rejected=verdict.rejected, reasons=dict(verdict.reasons),
        found={
            "unknown": reading.unknown[:100], "sheet": reading.table.sheet, "publisher": plan.publisher,
            "licence": plan.licence, "indicators": len(validator.indicators), "heading": reading.heading[:200],
            **_novelties(library), "faults": rejects.first,
        },
    )  # fmt: skip


def _novelties(library: Library) -> dict[str, Any]:
    """The areas and indicators that a file names for the first time."""
    areas, indicators = library.new[Area], library.new[Indicator]
    return {
        "new_areas": [f"{area.code} {area.name}" for area in areas[:SHOWN]], "new_areas_count": len(areas),
        "new_indicators": [row.name for row in indicators[:SHOWN]], "new_indicators_count": len(indicators),
    }  # fmt: skip


# Neighbours -------------------------------------------------------------------------------


def neighbours_in(tables: list[Table]) -> tuple[Table, list[str]] | None:
    """The table that holds a list of neighbours and nothing else."""
    for table in tables[:1]:
        found = neighbours.recognised(table)
        if found is not None:
            return table, found[0]
    return None


def _lists(
    batch: Batch, seen: Survey, tables: list[Table], library: Library, rejects: Rejects
) -> neighbours.Lists | None:
    if seen.kind == "json":
        return neighbours.from_json(seen, library, rejects.add)
    found = neighbours_in(tables)
    if found is None:
        return None
    asked = asked_of(batch, seen)
    if not asked.constants.get("area-code"):
        own = geography.named_in(Path(batch.file_name).stem)
        asked = Asked(asked.file_name, asked.columns, {**asked.constants, "area-code": own})
    return neighbours.from_table(found[0], found[1], asked, library, rejects.add)


def _neighbours(
    batch: Batch,
    seen: Survey,
    lists: neighbours.Lists,
    library: Library,
    *,
    rejects: Rejects,
    kept: Kept | None,
) -> Outcome:
    """Compare lists of neighbours with those that stand, and put them in their place."""
    scheme = asked_of(batch, seen).title[:120]
    new, changed, unchanged, touched = neighbours.compared(lists, scheme)
    outcome = Outcome(
        seen, layout=lists.layout, rows=lists.rows, new=new, changed=changed, unchanged=unchanged,
        rejected=rejects.count, found={"scheme": scheme, "lists": len(lists.of), **_novelties(library), "faults": rejects.first},
    )  # fmt: skip
    if kept:
        with transaction.atomic():
            library.keep()
            neighbours.keep(lists, scheme, batch, touched)
            outcome.saved = True
            kept(outcome)
    return outcome


def asked_of(batch: Batch, seen: Survey) -> Asked:
    """What people said about this file, and about others of the same heading."""
    known = Mapping.objects.filter(trust=batch.trust) | Mapping.objects.filter(trust=None)
    return Asked(
        file_name=batch.file_name or seen.path.name,
        columns=batch.settled.get("columns", {}),
        constants=batch.settled.get("constants", {}),
        remembered={one.heading: (one.columns, one.constants) for one in known.order_by("trust")},
    )


def remember(batch: Batch, heading: list[str], columns: dict[str, str], constants: dict[str, str]) -> None:
    """Keep what somebody said about a layout, for the next file of it."""
    Mapping.objects.update_or_create(
        trust=batch.trust, heading=hash_of(heading), defaults={"columns": columns, "constants": constants}
    )
