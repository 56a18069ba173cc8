"""`manage.py bench`: what pages and files cost, beside floors and other ways; nothing it makes is kept."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from commissioning.bench import files, forms, pages
from commissioning.bench.clockwork import Taken
from commissioning.bench.ground import own_database, plant, site

FEW = 5


class Command(BaseCommand):
    """Print the cost of pages and files with the goals they are held to.

    The floor F is a page that signs in and fetches the same fifty rows by four queries, and renders
    nothing. Every measure is taken in turn with those it is compared with.
    """

    help = "Measure pages and files on a database of its own, beside floors and as the data grows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often, how far it grows."""
        parser.add_argument("--rounds", type=int, default=15, help=f"at least {FEW}")
        parser.add_argument(
            "--times", type=int, default=100, help="how many times the records of a trust grow"
        )
        parser.add_argument(
            "--rows", type=int, default=500_000, help="rows of the register whose depth is measured"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plant, measure, print."""
        rounds, times = max(FEW, options["rounds"]), options["times"]
        with own_database(**forms.with_usual_forms()):
            small, large = plant(times, options["rows"])
            one, many = pages.measure_pages(small, large, rounds)
            rows, depth = pages.measure_depth(large, rounds)
            fields = forms.measure_forms(small, rounds)
            written = files.measure_files(FEW)
            self.stdout.write(
                f"{site()}; milliseconds in process, median and p95 of {rounds} rounds taken in turn\n"
            )
            self.tell_pages(one, many, times)
            self.tell_goals(one, many, times)
            self.ratio(
                f"deepest page of {rows:,} rows / first",
                depth[pages.DEEPEST].median / depth[pages.FIRST].median,
                "≤ 1.3",
            )
            self.tell_forms(one, fields)
            self.tell_files(written)

    def tell_pages(self, one: dict[str, Taken], many: dict[str, Taken], times: int) -> None:
        """A line for each page."""
        self.stdout.write(
            f"{'page':<26}{'queries':>8}{'median':>8}{'p95':>8}{'F / it':>8}{f'at {times}x: queries':>19}{'median':>8}{'p95':>8}"
        )
        for name, taken in one.items():
            then, share = many[name], one[pages.FLOOR].median / taken.median
            self.stdout.write(
                f"{name:<26}{taken.queries:>8}{taken.median:>8.1f}{taken.high:>8.1f}{share:>8.2f}"
                f"{then.queries:>19}{then.median:>8.1f}{then.high:>8.1f}"
            )

    def tell_goals(self, one: dict[str, Taken], many: dict[str, Taken], times: int) -> None:
        """The ratios the register and the home page are held to."""
        ours = one[pages.REGISTER]
        self.stdout.write(f"\n{'ratio':<50}{'measured':>9}  goal")
        self.ratio("F / register", one[pages.FLOOR].median / ours.median, "≥ 0.35")
        self.ratio("admin's list / register", one[pages.ADMIN].median / ours.median, "≥ 2")
        self.ratio(f"the same at {times}x", many[pages.ADMIN].median / many[pages.REGISTER].median, "≥ 2")
        for name in (pages.REGISTER, "home"):
            self.ratio(f"p95 of {name} at {times}x / 1x", many[name].high / one[name].high, "≤ 1.3")

    def tell_forms(self, one: dict[str, Taken], fields: dict[str, Taken]) -> None:
        """The fields of a form alone, and the page with the same door, menu and header around them."""
        alone = fields[forms.USUAL].median / fields[forms.OURS].median
        self.ratio("fields of the form by bootstrap5 / ours", alone, "≥ 1.5")
        page = one[pages.USUAL].median / one[pages.FORM].median
        self.ratio("its whole page by bootstrap5 / ours", page, "none: all but the fields is the same")

    def tell_files(self, written: dict[str, Taken]) -> None:
        """The workbook."""
        share = written[files.ALONE].median / written[files.OURS].median
        self.ratio(f"xlsxwriter alone / export, {files.ROWS:,} x {files.COLUMNS}", share, "≥ 0.8")
        grown = files.memory_of(files.ROWS) / files.memory_of(files.ROWS // 10)
        self.ratio("memory of that export / of a tenth of it", grown, "≤ 1.1")

    def ratio(self, name: str, value: float, goal: str) -> None:
        """A line with its goal."""
        self.stdout.write(f"{name:<50}{value:>9.2f}  {goal}")
