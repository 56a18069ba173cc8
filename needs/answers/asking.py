"""What is asked: an indicator, a place, a period; everything a question needs, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from needs.answers.answer import Cell
from needs.answers.figures import Seen, marks_of, profile_of, read
from needs.answers.ground import ground_of
from needs.answers.national import National
from needs.answers.places import Ground, Places, places_of
from needs.answers.releases import About, Figures, Settled, headlines, once, times_of
from needs.answers.together import dimensions_of, every, everybody, read_groups
from needs.answers.within import Everybody
from needs.answers.words import decimals, number, with_unit
from needs.models import Area, Batch, Indicator, IndicatorUse, Observation
from needs.statistics.comparison import average
from needs.statistics.period import Period
from needs.statistics.suppression import Profile
from trusts.models import Trust


@dataclass
class Asking:
    """One indicator as a trust asks about it."""

    trust: Trust
    indicator: Indicator
    places: Places
    profile: Profile
    ground: Ground
    everybody: Everybody
    asked_period: str = ""
    polarity: str = ""
    """Which way is better: for this trust, if it says so, else as published."""
    by: str = ""
    """The breakdown that is asked for, where there are several."""
    breakdowns: Any = None
    """How it is broken down, once that was read (needs.answers.groups)."""

    @classmethod
    def of(
        cls,
        trust: Trust,
        indicator: Indicator,
        *,
        area: str = "",
        period: str = "",
        alike: str = "",
        by: str = "",
    ) -> "Asking":
        """Read what every question about an indicator needs: the same number of queries for any of them."""
        places, profile = places_of(trust, area, alike), profile_of(trust)
        ground = ground_of(places, [indicator])
        rows = headlines(Observation.objects.filter(indicator=indicator, area__in=ground.everywhere))
        now, was = read(rows, "area_id", "period"), once([indicator.pk], ground.everywhere)[indicator.pk]
        groups = read_groups([indicator], ground.in_patches)
        raw = [
            *now.values(),
            *(one for _, one in was),
            *(one for told in groups.values() for one in every(told)),
        ]
        about = About(indicator, profile, marks_of(raw))
        told = {period: one for (_, period), one in groups.items()}
        found = everybody(Figures(now, was, times_of(raw)), told, about, ground, dimensions_of(groups))
        use = IndicatorUse.objects.filter(trust=trust, indicator=indicator).first()
        polarity = (use.polarity if use else "") or indicator.polarity
        return cls(trust, indicator, places, profile, ground, found, period, polarity, by)

    @property
    def place(self) -> Area:
        """The place that is asked about."""
        if self.places.chosen is None:
            raise LookupError("No area is named yet.")
        return self.places.chosen

    def at(self, area: Area | None, period: int) -> Seen:
        """A figure as it may be shown."""
        if area is not None and area.kind == Area.Kind.LOCALITY:
            return self.local.seen.get((area.pk, period), Seen())
        return self.national.at(area, period)

    @property
    def national(self) -> National:
        """The figures of England, its regions and its authorities."""
        return self.everybody.nation

    @property
    def local(self) -> Settled:
        """The figures of the trust's own localities."""
        return self.everybody.local

    @cached_property
    def periods(self) -> list[int]:
        """The periods for which the place has a figure, all of the latest one's sort, the earliest first."""
        mine = sorted(
            {period for area, period in self.local.seen if area == self.place.pk}
            if self.place.kind == Area.Kind.LOCALITY
            else self.national.periods_of(self.place)
        )
        if not mine:
            return []
        last = Period.from_key(mine[-1])
        return [
            key for key in mine
            if (one := Period.from_key(key)).months == last.months and one.kind == last.kind
        ]  # fmt: skip

    @cached_property
    def period(self) -> int:
        """The period that is asked about: the latest, unless another is named."""
        asked = next((key for key in self.periods if str(key) == self.asked_period), None)
        return asked or (self.periods[-1] if self.periods else 0)

    @property
    def period_name(self) -> str:
        """The period as it is written."""
        return Period.from_key(self.period).label if self.period else ""

    @property
    def later_name(self) -> str:
        """The latest period, where an earlier one is asked about."""
        last = self.periods[-1] if self.periods else 0
        return Period.from_key(last).label if last != self.period else ""

    def similar(self, period: int) -> float | None:
        """The plain average of the statistical neighbours that have a figure to show."""
        values = (self.at(area, period).value for area in self.places.neighbours)
        return average([value for value in values if value is not None])

    @cached_property
    def decimals(self) -> int:
        """How exactly values are written."""
        return decimals(seen.value for seen in [*self.national.seen.values(), *self.local.seen.values()])

    def value(self, seen: Seen) -> Cell:
        """A value as it stands in a table."""
        return self.cell(seen.value, seen.mark)

    def cell(self, value: float | None, otherwise: str = "") -> Cell:
        """A value of the indicator's unit, or what stands in its place."""
        if value is None:
            return Cell(otherwise or "not available")
        return Cell(number(value, self.decimals), value)

    def difference(self, value: float | None) -> Cell:
        """A gap, with its sign."""
        if value is None:
            return Cell("–")
        text = number(value, max(self.decimals, 1) if not float(value).is_integer() else self.decimals)
        return Cell(text if value <= 0 or not text.strip("0.,") else f"+{text}", value)

    def count(self, seen: Seen) -> Cell:
        """A number of people as it stands in a table."""
        if seen.hidden:
            return Cell(seen.mark)
        return Cell("–") if seen.count is None else Cell(number(seen.count, 0), seen.count)

    def range(self, seen: Seen) -> Cell:
        """An interval as it stands in a table."""
        if seen.interval is None:
            return Cell("–")
        low, high = (number(one, 1) for one in (seen.interval.lower, seen.interval.upper))
        return Cell(f"{low} to {high}")

    def said(self, value: float) -> str:
        """A value as it stands in a sentence."""
        return with_unit(number(value, self.decimals), self.indicator)

    def gap_said(self, difference: float) -> str:
        """How far apart two values are, as it stands in a sentence: shares differ by points."""
        size = number(abs(difference), self.decimals)
        if self.indicator.scale == 100:  # noqa: PLR2004 (per cent)
            return f"{size} percentage point{'' if size == '1' else 's'}"
        return with_unit(size, self.indicator)

    def notes(self, seen: Iterable[Seen]) -> tuple[str, ...]:
        """What publishers say of the figures, once each."""
        return tuple(
            f"The publisher notes: {note}." for note in dict.fromkeys(one.note for one in seen) if note
        )

    def hidden(self, seen: Iterable[Seen]) -> str:
        """What is said where anything is hidden."""
        any_hidden = any(one.hidden for one in seen)
        return f"{self.profile.mark}: hidden. {self.profile.said}" if any_hidden else ""

    @cached_property
    def source(self) -> str:
        """Who published the figures, under which licence, and when we got them."""
        batch = Batch.objects.filter(
            pk__in=Observation.objects.filter(indicator=self.indicator).order_by("-batch").values("batch")[:1]
        ).first()  # fmt: skip
        parts = [self.indicator.source or (batch.source if batch else "") or "Source not named"]
        if self.indicator.licence or (batch and batch.licence):
            parts.append(self.indicator.licence or batch.licence)  # type: ignore[union-attr]
        if batch and (when := batch.dated or (batch.saved_at.date() if batch.saved_at else None)):
            parts.append(f"loaded {when.day} {when:%B %Y}")
        return f"Source: {', '.join(parts)}."
