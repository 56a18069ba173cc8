"""`manage.py bench_questions`: what each question of needs costs as the figures grow; nothing it makes is kept."""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.cache import cache
from django.core.management import BaseCommand
from django.db import connection

from commissioning.bench import engines, figures
from commissioning.bench.clockwork import Taken, measure
from commissioning.bench.ground import SMALL, own_database
from commissioning.bench.pages import take, visitor_of
from commissioning.scale.make import make_trust
from needs.answers.picture import svg
from needs.answers.profile import profile
from needs.answers.questions import QUESTIONS, ask
from needs.models import Area, Indicator
from trusts.models import Trust

FLOOR = "work that does not grow"
OF_SMALL_AREAS, PAGE = "between localities, of small areas", "the page of an indicator (p95)"
PROFILE = "needs profile, of all indicators there are"
"""Says more where there is more: no goal, but how it grows."""

GOALS = {FLOOR: "", OF_SMALL_AREAS: "≤ 2", PAGE: "≤ 1.3", PROFILE: ""}


class Command(BaseCommand):
    """Print the median of each question at both sizes, and how many times longer it takes at the larger.

    A busy machine slows the two sizes differently: work that does not grow is timed in turn with the
    questions at each size, and every ratio is given as it is and beside its. At the larger size the same SQL is also
    asked of DuckDB over a Parquet file of the same figures, and a profile is computed beside its snapshot.
    """

    help = "Measure the questions of needs on a database of its own, at one size and at a larger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, how often."""
        parser.add_argument("--rows", type=int, default=1_000_000)
        parser.add_argument("--times", type=int, default=10)
        parser.add_argument("--rounds", type=int, default=15)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, measure, grow, measure again."""
        with own_database():
            trust = make_trust(SMALL, scale=0.1, seed=1)
            figures.lay(trust)
            few = figures.grow(options["rows"])
            one = measure(work_of(trust), options["rounds"])
            many = figures.grow(options["rows"] * options["times"])
            other = measure(work_of(trust), options["rounds"])
            self.tell(one, other, few, many)
            with TemporaryDirectory(prefix="weft-bench-") as folder:
                self.tell_engines(engines.measure_engines(Path(folder), options["rounds"]), many)
            self.tell_profile(*engines.measure_profile(options["rounds"]))
            self.tell_chart(*measure_chart(trust, options["rounds"]))

    def tell(self, one: dict[str, Taken], other: dict[str, Taken], few: int, many: int) -> None:
        """The table."""
        slower = other[FLOOR].median / one[FLOOR].median
        self.stdout.write(f"{connection.vendor}, {few:,} and {many:,} figures; median milliseconds")
        self.stdout.write(
            f"{'question':<44}{'queries':>8}{'few':>9}{'many':>9}{'ratio':>7}{'beside':>8}  goal"
        )
        for name, taken in one.items():
            before, after = (
                (taken.high, other[name].high) if name == PAGE else (taken.median, other[name].median)
            )
            self.stdout.write(
                f"{name:<44}{taken.queries:>8}{before:>9.1f}{after:>9.1f}{after / before:>7.2f}{after / before / slower:>8.2f}  {GOALS.get(name, '≤ 1.5')}"
            )

    def tell_engines(self, found: dict[str, tuple[Taken, Taken]], many: int) -> None:
        """The same questions of DuckDB."""
        self.stdout.write(
            f"\nthe same SQL of {many:,} figures here and in Parquet; median milliseconds to ask and fetch\n"
            f"{'question':<44}{connection.vendor:>12}{'DuckDB':>9}{'times':>8}  goal"
        )
        for name, (ours, duck) in found.items():
            self.stdout.write(
                f"{name:<44}{ours.median:>12.2f}{duck.median:>9.2f}{duck.median / ours.median:>8.1f}  {'' if name == engines.WIDE else '≥ 3'}"
            )

    def tell_profile(self, computed: Taken, kept: Taken) -> None:
        """What the snapshot saves."""
        self.stdout.write(
            f"{engines.COMPUTED}: {computed.median:.1f} ms; {engines.KEPT}: {kept.median:.2f} ms: "
            f"{computed.median / kept.median:.0f} x  goal ≥ 50"
        )

    def tell_chart(self, drawn: Taken, kept: Taken) -> None:
        """What a picture costs."""
        self.stdout.write(
            f"chart of an indicator over time, drawn: {drawn.median:.0f} ms  goal ≤ 60; kept: {kept.median:.2f} ms"
        )


def measure_chart(trust: Trust, rounds: int) -> tuple[Taken, Taken]:
    """Drawing the largest picture there is, a chart over time, and finding it drawn."""
    chart = ask(trust, Indicator.objects.get(code="i2"), "time").chart

    def drawn() -> str:
        cache.clear()
        return svg(chart)

    return measure({"drawn": drawn}, rounds)["drawn"], measure({"kept": lambda: svg(chart)}, rounds)["kept"]


def work_of(trust: Trust) -> dict[str, Callable[[], Any]]:
    """Every question, the same at both sizes: of an indicator of authorities, and of one of small areas."""
    small, large = (Indicator.objects.get(code=f"i{number}") for number in (1, 2))
    work: dict[str, Callable[[], Any]] = {FLOOR: _constant}
    for code, question in QUESTIONS.items():
        work[question.label.lower()] = lambda code=code: ask(trust, large, code)
    locality = Area.objects.filter(trust=trust).order_by("pk")[0]
    work[OF_SMALL_AREAS] = lambda: ask(trust, small, "localities", area=locality.code)
    work[PAGE] = take(visitor_of(trust), f"/{trust.code}/data/indicators/{large.pk}/time/")
    work[PROFILE] = lambda: profile(trust)
    return work


def _constant() -> float:
    """Some work for this process and for the database, as long as a question: a busy machine breaks into long work more."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for _ in range(50):
            cursor.execute("SELECT 1")
            cursor.fetchall()
    return statistics.fmean(time.perf_counter() - started for _ in range(300_000))
