"""`manage.py import_data PATH…`: bring published figures in from files, or from a folder that is watched."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from needs.actions import batch as batches
from needs.figures.headings import ROLES, fold
from needs.figures.rejects import Rejects
from needs.models import Batch
from trusts.models import Trust

KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".json")
EVERY = 5
"""Seconds between two looks into a watched folder; a file that did not change between them is complete."""
SHOWN = 20
CONSTANTS = {"indicator": "indicator", "period": "period", "for_area": "area-code", "unit": "unit"}


class Command(BaseCommand):
    """For each file: the layout found, rows read, new, changed, unchanged, and every row rejected with its reason."""

    help = "Import files of figures: CSV, Excel (.xlsx), or a JSON list of neighbours; or every such file of a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, whose, and what they do not say themselves."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")
        parser.add_argument("--check", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--strict", action="store_true", help="save nothing where any row is rejected")
        parser.add_argument(
            "--watch", action="store_true", help="stay, and bring in whatever is laid into the folder"
        )
        parser.add_argument("--trust", help="whose figures they are: kept for that trust alone")
        parser.add_argument("--source", default="", help="who published them")
        parser.add_argument("--licence", default="")
        parser.add_argument("--address", default="", help="where they were fetched")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="when they were published or fetched: 2026-11-24"
        )
        parser.add_argument("--indicator", default="", help="the indicator, where the file does not name it")
        parser.add_argument("--period", default="", help="the period, where the file does not name it")
        parser.add_argument(
            "--for", dest="for_area", default="", help="the area's code, where the file does not name it"
        )
        parser.add_argument("--unit", default="")
        parser.add_argument("--column", action="append", default=[], metavar="ROLE=HEADING",
                            help=f"what a column holds, for a layout of nobody's: {', '.join(ROLES)}")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring in file after file; fails where one was refused."""
        trust = self.trust(options["trust"])
        refused = 0
        for path in self.arriving(options["paths"], watch=options["watch"]):
            refused += not self.bring_in(path, trust, options)
        if refused:
            raise CommandError(
                f"{refused} file{'s were' if refused > 1 else ' was'} refused; nothing of {'them' if refused > 1 else 'it'} was stored."
            )

    def trust(self, code: str | None) -> Trust | None:
        """The trust whose own figures they are."""
        if not code:
            return None
        found = Trust.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"There is no trust '{code}'.")
        return found

    def arriving(self, paths: list[Path], *, watch: bool) -> Iterator[Path]:
        """Every file once; of a watched folder also what comes or changes, once nobody writes to it any more."""
        taken: dict[Path, tuple[int, int]] = {}
        before: dict[Path, tuple[int, int]] = {}
        while True:
            now = {path: mark for path in self.files(paths) if (mark := _mark(path))}
            for path, mark in now.items():
                if taken.get(path) != mark and (not watch or before.get(path) == mark):
                    taken[path] = mark
                    yield path
            if not watch:
                return
            before = now
            time.sleep(EVERY)

    def files(self, paths: list[Path]) -> list[Path]:
        """The files named, and those of the folders named."""
        found = []
        for path in paths:
            if path.is_dir():
                found += sorted(
                    one
                    for one in path.iterdir()
                    if one.suffix.lower() in KINDS and not one.name.startswith(".")
                )
            elif path.is_file():
                found.append(path)
            else:
                raise CommandError(f"There is no file {path}.")
        return found

    def bring_in(self, path: Path, trust: Trust | None, options: dict[str, Any]) -> bool:
        """One file: whether it was taken."""
        rejects = Rejects()
        batch = batches.receive(
            file_name=path.name, trust=trust, local=trust is not None, source=options["source"], licence=options["licence"],
            address=options["address"], dated=options["date"], settled=self.settled(options),
        )  # fmt: skip
        looking = options["check"] or options["strict"]
        if looking:
            batch = batches.check(batch, path=path, rejects=rejects)
        stays = options["check"] or (options["strict"] and batch.rejected)
        if not stays and (not looking or batch.state == Batch.State.CHECKED):
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.QUEUED)
            rejects.clear()
            batch = batches.save(batch, path=path, rejects=rejects)
        taken = batch.state == Batch.State.SAVED or (options["check"] and batch.state == Batch.State.CHECKED)
        self.answer(path, batch, rejects, as_json=options["json"])
        if batch.state != Batch.State.SAVED:
            Batch.objects.filter(pk=batch.pk).delete()
        rejects.close()
        return taken

    def settled(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the person says that the file does not."""
        columns = {}
        for one in options["column"]:
            role, _, heading = one.partition("=")
            if role not in ROLES or not heading:
                raise CommandError(f"'{one}' is not ROLE=HEADING. The roles: {', '.join(ROLES)}.")
            columns[fold(heading)] = role
        constants = {role: options[name] for name, role in CONSTANTS.items() if options[name]}
        return {"columns": columns, "constants": constants}

    def answer(self, path: Path, batch: Batch, rejects: Rejects, *, as_json: bool) -> None:
        """Say what became of a file."""
        if as_json:
            faults = [{"row": row, "reason": reason} for row, reason in rejects]
            self.stdout.write(json.dumps(told(path, batch) | {"rejected_rows": faults}, ensure_ascii=False))
            return
        self.stdout.write(f"{path.name}: {batch.get_state_display().lower()}")
        if batch.answer:
            self.stdout.write(f"  {batch.answer}")
        if batch.layout:
            self.stdout.write(f"  layout      {batch.layout}")
            for name in ("rows", "new", "changed", "unchanged", "rejected"):
                self.stdout.write(f"  {'rows read' if name == 'rows' else name:<12}{getattr(batch, name):,}")
        if unknown := batch.found.get("unknown"):
            self.stdout.write(f"  not read    {', '.join(unknown)}")
        for n, (row, reason) in enumerate(rejects):
            if n == SHOWN:
                self.stdout.write(f"  and {rejects.count - SHOWN:,} more rows; --json names them all")
                break
            self.stdout.write(f"  row {row}: {reason}")


def _mark(path: Path) -> tuple[int, int] | None:
    """By what it is seen that a file changed; None where it is gone."""
    try:
        known = path.stat()
    except FileNotFoundError:
        return None
    return known.st_size, known.st_mtime_ns


def told(path: Path, batch: Batch) -> dict[str, Any]:
    """What became of a file, for a program to read."""
    return {
        "file": path.name, "state": batch.state, "layout": batch.layout, "rows": batch.rows, "new": batch.new,
        "changed": batch.changed, "unchanged": batch.unchanged, "rejected": batch.rejected, "answer": batch.answer,
        "reasons": batch.found.get("reasons", {}), "unknown_columns": batch.found.get("unknown", []),
        "new_areas": batch.found.get("new_areas_count", 0), "new_indicators": batch.found.get("new_indicators_count", 0),
        "hash": batch.file_hash, "batch": batch.pk,
    }  # fmt: skip
