"""Figures as they may be shown: read from the store, small counts hidden by the trust's own profile (MED-112)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from needs.models import PLAIN, Indicator, Mark
from needs.statistics import suppression
from needs.statistics.certainty import Interval, interval
from needs.statistics.comparison import Figure
from needs.statistics.suppression import Profile, Release, Shown, Sum
from trusts.models import Trust

FIELDS = ("value", "lower", "upper", "count", "denominator", "mark_id", "batch_id")
COUNTED = ("", "number", "count", "children", "people", "persons")
"""Units of indicators whose value is itself a count."""
OTHERWISE = ("rank", "decile", "score", "average", "median", "index", "ratio", "rate")
"""Words in the name of an indicator whose value is no count though its unit does not say so."""


def profile_of(trust: Trust) -> Profile:
    """How the trust hides small counts; as education statistics do where its framework does not say."""
    said = trust.framework.framework.suppression
    return suppression.profile(said.profile, said.threshold) if said else suppression.DFE


@dataclass(frozen=True)
class Raw:
    """A figure as it was published."""

    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    mark: int = 0
    batch: int = 0
    """The file that brought it."""


@dataclass(frozen=True)
class Seen:
    """A figure as it may be shown."""

    value: float | None = None
    interval: Interval | None = None
    count: float | None = None
    denominator: float | None = None
    mark: str = ""
    """What stands in its place, where it has no value to show."""
    hidden: bool = False
    note: str = ""
    """What its publisher says of it."""

    @property
    def figure(self) -> Figure | None:
        """The value to compare; None where there is none to show."""
        return None if self.value is None else Figure(self.value, self.interval)


def read(rows: QuerySet, *key: str) -> dict[Any, Raw]:
    """Figures by what tells them apart: one field, or several as a tuple."""
    found = {}
    for row in rows.values_list(*key, *FIELDS):
        name = row[0] if len(key) == 1 else row[: len(key)]
        found[name] = Raw(*row[len(key) :])
    return found


@dataclass(frozen=True)
class Stage:
    """Figures as they stood once: their counts, their populations, and what was hidden of them then."""

    counts: Mapping[Any, int | None]
    bases: Mapping[Any, int | None]
    hidden: frozenset[Any]
    block: frozenset[Any] = frozenset()
    """Those that are hidden with what they are a part of."""
    lost: frozenset[Any] = frozenset()
    """What can be worked out even so, unless more is hidden elsewhere."""


def show(
    figures: Mapping[Any, Raw],
    indicator: Indicator,
    profile: Profile,
    sums: Iterable[Sum] = (),
    *,
    marks: Mapping[int, Mark] | None = None,
    before: Sequence[Stage] = (),
    also: Collection[Any] = (),
    block: Collection[Any] = (),
    given: Collection[Any] = (),
) -> dict[Any, Seen]:
    """Every figure as it may be shown beside the others: the only way from the store to a page or a file."""
    marks = marks_of(figures.values()) if marks is None else marks
    stage = hide(
        figures, indicator, profile, sums, marks=marks, before=before, also=also, block=block, given=given
    )
    return as_shown(figures, stage, indicator, profile, marks)


def hide(
    figures: Mapping[Any, Raw],
    indicator: Indicator,
    profile: Profile,
    sums: Iterable[Sum] = (),
    *,
    marks: Mapping[int, Mark],
    before: Sequence[Stage] = (),
    also: Collection[Any] = (),
    block: Collection[Any] = (),
    given: Collection[Any] = (),
) -> Stage:
    """What must be hidden of figures that are shown beside one another, and beside what was shown `before`.

    A figure whose population is small is hidden as well; and since a count with its rate gives the population,
    populations are judged by the same sums.
    """
    tied = list(sums)
    counts, bases = counts_of(figures, indicator, marks), bases_of(figures)
    few = {key for key, base in bases.items() if base is not None and profile.is_small(base)}.difference(
        given
    )
    hidden = few.union(key for key in (*block, *also) if key in figures).difference(given)
    lost: set[Any] = set()
    kinds: list[tuple[Mapping[Any, int | None], list[Release], set[Any] | None]]
    # A count of nought that is hidden for its small population gives nobody away: it need not be kept from a reader.
    some = {key for key, count in counts.items() if count != 0} if few else None
    kinds = [(counts, [Release(one.counts, one.hidden, one.block) for one in before], some)]
    if few:
        kinds.append((bases, [Release(one.bases, one.hidden, one.block) for one in before], few))
    while True:
        was = len(hidden)
        for of, earlier, secret in kinds:
            found = suppression.judge(
                of,
                tied,
                profile=profile,
                before=earlier,
                also=hidden,
                block=block,
                given=given,
                secret=secret,
            )
            hidden |= found.hidden
            lost |= found.lost
        if len(hidden) == was or not few:
            return Stage(counts, bases, frozenset(hidden), frozenset(block), frozenset(lost))


def as_shown(
    figures: Mapping[Any, Raw],
    stage: Stage,
    indicator: Indicator,
    profile: Profile,
    marks: Mapping[int, Mark],
) -> dict[Any, Seen]:
    """Figures of which it is settled what must be hidden, as pages show them."""
    found = {}
    for key, raw in figures.items():
        count = stage.counts.get(key)
        if key in stage.hidden:
            shown: Shown | None = Shown(None, profile.mark)
        else:
            shown = None if count is None else Shown(profile.rounded(count))
        found[key] = _seen(raw, shown, indicator, profile, marks.get(raw.mark))
    return found


def marks_of(figures: Iterable[Raw]) -> dict[int, Mark]:
    """What the publishers of these figures say of them."""
    return {mark.pk: mark for mark in Mark.objects.filter(pk__in={raw.mark for raw in figures} | {PLAIN})}


def counts_of(
    figures: Mapping[Any, Raw], indicator: Indicator, marks: Mapping[int, Mark]
) -> dict[Any, int | None]:
    """How many people each figure counts that counts any; None where its publisher hid it."""
    found: dict[Any, int | None] = {}
    for key, raw in figures.items():
        mark = marks.get(raw.mark)
        if mark and raw.value is None and mark.kind in (Mark.Kind.SUPPRESSED, Mark.Kind.LOW):
            found[key] = None
        elif (count := counted(raw, indicator)) is not None:
            found[key] = count
    return found


def bases_of(figures: Mapping[Any, Raw]) -> dict[Any, int | None]:
    """The population of each figure that has one."""
    return {key: round(raw.denominator) for key, raw in figures.items() if raw.denominator is not None}


def counted(raw: Raw, indicator: Indicator) -> int | None:
    """How many people a figure counts: as published, or worked out as any reader could."""
    if raw.count is not None:
        return _people(raw.count)
    if raw.value is None:
        return None
    if indicator.scale and raw.denominator is not None:
        return _people(raw.value * raw.denominator / indicator.scale)
    if counts_itself(indicator) and raw.value >= 0 and float(raw.value).is_integer():
        return round(raw.value)
    return None


def counts_itself(indicator: Indicator) -> bool:
    """Whether its value is a number of people."""
    name = indicator.name.lower()
    plain = indicator.unit.lower() in COUNTED and not indicator.scale
    return plain and not any(word in name for word in OTHERWISE)


def _people(count: float) -> int:
    """A count of people; an estimate above nought is at least one."""
    return max(round(count), 1) if count > 0 else 0


def _seen(raw: Raw, shown: Shown | None, indicator: Indicator, profile: Profile, mark: Mark | None) -> Seen:
    """One figure, hidden, rounded or as it is."""
    if shown and shown.is_hidden:
        return Seen(mark=profile.mark, hidden=True)
    if raw.value is None:
        text = (mark.meaning or mark.text) if mark and mark.text else "not available"
        return Seen(mark=text[:1].lower() + text[1:])
    sure = mark is None or mark.kind == Mark.Kind.PLAIN
    note = "" if sure or mark is None else mark.meaning or mark.text
    if shown is None or shown.count is None or profile.nearest == 1:
        return Seen(raw.value, _interval(raw, indicator, sure), raw.count, raw.denominator, note=note)
    rounded = _rounded(raw, shown.count, indicator, profile)
    return replace(rounded, interval=rounded.interval if sure else None, note=note)


def _rounded(raw: Raw, count: int, indicator: Indicator, profile: Profile) -> Seen:
    """A figure worked out anew from its rounded count, so that it does not give the true one away."""
    base = _base(raw.denominator, profile)
    if raw.count is None and not indicator.scale:
        return Seen(float(count))
    true = counted(raw, indicator)
    value = raw.value
    if value is not None and true:
        value = count / base * indicator.scale if base and indicator.scale else value * count / true
    given = raw.count is not None
    return Seen(value, interval(count, base, indicator.scale), float(count) if given else None, base)


def _base(denominator: float | None, profile: Profile) -> float | None:
    """A population as it is shown."""
    return None if denominator is None else float(profile.rounded(round(denominator)))


def _interval(raw: Raw, indicator: Indicator, sure: bool) -> Interval | None:
    """The interval that was published, or the one that its count and population give; none is made up for estimates."""
    if raw.lower is not None and raw.upper is not None:
        return Interval(raw.lower, raw.upper)
    return interval(raw.count, raw.denominator, indicator.scale) if sure else None
