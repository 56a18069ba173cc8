"""The needs profile: everything that is known of a place on one page, the furthest from England first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from needs.answers.answer import Answer, Cell, Heading, Line
from needs.answers.charts import Bar, bars
from needs.answers.figures import FIELDS, Raw, Seen, counted, profile_of
from needs.answers.latest import glance, small
from needs.answers.national import heirs_of_codes
from needs.answers.places import Ground, Places, places_of
from needs.answers.words import decimals, number, unit
from needs.models import ALL, Area, Indicator, IndicatorUse, Observation, Replaced, Snapshot
from needs.statistics.comparison import Figure, Gap, Verdict, gap
from needs.statistics.period import Period
from needs.statistics.suppression import Profile
from needs.statistics.trend import METHOD, Direction, trend
from trusts.models import Trust

CODE = "profile"
DRAWN = 12
"""The gaps that are drawn; all of them stand in the table."""
NAMED, ENDING = 70, 25
"""Letters of a name beside its bar, and how many of them are of its end."""
TOPS = (Area.Kind.ENGLAND, Area.Kind.REGION)
TELLING = (Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER)


@dataclass(frozen=True)
class Known:
    """What is known of a place by one indicator."""

    indicator: Indicator
    period: int
    seen: Seen
    england: float | None
    region: float | None
    rank: int | None
    of: int
    trend: str
    polarity: str

    @property
    def gap(self) -> Gap | None:
        """How far it is from England."""
        if self.seen.figure is None or self.england is None:
            return None
        return gap(self.seen.figure, Figure(self.england), self.polarity)

    @property
    def distance(self) -> tuple[bool, float]:
        """For the order: what is more than chance first, then the widest gap."""
        found = self.gap
        if found is None or found.percent is None:
            return False, -1.0
        return found.verdict in TELLING, abs(found.percent)


def profile(trust: Trust, *, area: str = "", places: Places | None = None) -> Answer:
    """The answer; the same few questions to the database for one indicator or for hundreds.

    Those who have read the places hand them on.
    """
    places = places or places_of(trust, area)
    if places.chosen is None:
        raise LookupError("No area is named yet.")
    rule = profile_of(trust)
    known = sorted(_known(trust, places, places.chosen, rule), key=lambda one: (one.distance, one.indicator.name), reverse=True)  # fmt: skip
    region = places.region
    return Answer(
        question=CODE,
        title=f"Needs profile: {places.chosen.name}",
        summary=_summary(places.chosen, known),
        headings=(
            Heading("Indicator"), Heading("Period"), Heading(places.chosen.name, True), Heading("95% interval", True),
            Heading("England", True), Heading(region.name if region else "Region", True), Heading("Gap to England", True),
            Heading("Compared with England"), Heading("Rank, highest first", True), Heading("Trend"),
        ),
        lines=tuple(_line(one) for one in known),
        source=_source(known), method=_method(known, places), chart=_chart(known),
        hidden=f"{rule.mark}: hidden. {rule.said}" if any(one.seen.hidden for one in known) else "",
        about={"question": CODE, "area": places.chosen.pk, "area_name": places.chosen.name},
    )  # fmt: skip


def _known(trust: Trust, places: Places, place: Area, rule: Profile) -> list[Known]:
    """Every indicator of a place, safe to show."""
    heirs = heirs_of_codes()
    codes = [place.pk, *(old for old, heir in heirs.items() if heir == place.pk)]
    found = Snapshot.objects.filter(area__in=codes).select_related("indicator__age").order_by("period")
    latest = list({one.indicator_id: one for one in found}.values())
    shown = glance(latest, places, rule, heirs)
    england, region = (area.pk if area else None for area in (places.england, places.region))
    said = dict(IndicatorUse.objects.filter(trust=trust).values_list("indicator", "polarity"))
    better = {one.indicator_id: said.get(one.indicator_id) or one.indicator.polarity for one in latest}
    trends = _trends(codes, {one.indicator_id: one for one in latest}, _near(shown.ground), rule, better)
    return [
        Known(
            one.indicator, one.period, shown.of(one), shown.at(one, england).value, shown.at(one, region).value,
            *shown.rank(one), trends.get(one.indicator_id, ""), better[one.indicator_id],
        )
        for one in latest
    ]  # fmt: skip


def _near(ground: Ground) -> list[int]:
    """England, its regions, the authorities around, and all that is the trust's own."""
    region = ground.places.region
    around = [pk for pk, one in ground.areas.items() if one.kind in TOPS or (region and one.region_id == region.pk)]  # fmt: skip
    return [*around, *ground.patch.everywhere]


def _trends(
    codes: list[int],
    latest: Mapping[int, Snapshot],
    near: list[int],
    rule: Profile,
    better: Mapping[int, str],
) -> dict[int, str]:
    """Which way each indicator goes, where that can be told: from periods of which nothing near is hidden."""
    unclear = {
        pair
        for model in (Observation, Replaced)
        for pair in small(model._default_manager.all(), rule, latest, [*codes, *near]).values_list("indicator_id", "period").distinct()
    }  # fmt: skip
    rows = Observation.objects.filter(
        indicator__in=list(latest), area__in=codes, category=ALL, sex=F("indicator__sex"), age=F("indicator__age")
    ).order_by("indicator_id", "period")  # fmt: skip
    series: dict[int, list[float]] = defaultdict(list)
    for pk, period, *values in rows.values_list("indicator_id", "period", *FIELDS):
        raw, last = Raw(*values), Period.from_key(latest[pk].period)
        count = counted(raw, latest[pk].indicator)
        same = Period.from_key(period)
        if same.months != last.months or same.kind != last.kind:
            continue
        if raw.value is None or (pk, period) in unclear or (count is not None and rule.is_small(count)):
            series[pk].clear()
        else:
            series[pk].append(raw.value)
    found = {pk: trend(values, better[pk]) for pk, values in series.items()}
    return {
        pk: (one.verdict or one.direction.value).capitalize()
        for pk, one in found.items()
        if one.direction != Direction.SHORT
    }


def _line(known: Known) -> Line:
    """One indicator's row."""
    exact = decimals([known.seen.value, known.england, known.region])
    found = known.gap

    def cell(value: float | None, otherwise: str = "–") -> Cell:
        return Cell(otherwise) if value is None else Cell(number(value, exact), value)

    interval, name = known.seen.interval, known.indicator.title
    mine = unit(known.indicator)
    return Line(
        str(known.indicator.pk),
        (
            Cell(name if not mine or mine.lower() in name.lower() else f"{name} ({mine})"), Cell(Period.from_key(known.period).label),
            cell(known.seen.value, known.seen.mark or "–"),
            Cell(f"{number(interval.lower, 1)} to {number(interval.upper, 1)}" if interval else "–"),
            cell(known.england), cell(known.region), Cell(_signed(found.difference, exact), found.difference) if found else Cell("–"),
            Cell(found.verdict.value.capitalize() if found else "–"),
            Cell(f"{known.rank} of {known.of}" if known.rank and known.of > 1 else "–"), Cell(known.trend or "–"),
        ),
    )  # fmt: skip


def _signed(difference: float, exact: int) -> str:
    text = number(difference, exact)
    return text if difference < 0 or not text.strip("0.,") else f"+{text}"


def _summary(place: Area, known: list[Known]) -> tuple[str, ...]:
    """What stands out, in sentences."""
    if not known:
        return (f"No figures are loaded for {place.name} yet.",)
    telling = [one for one in known if one.gap and one.gap.verdict in TELLING]
    many = "s are" if len(known) > 1 else " is"
    said = [f"{len(known)} indicator{many} known for {place.name}."]
    if telling:
        said.append(f"{len(telling)} of them lie{'s' if len(telling) == 1 else ''} further from England than chance explains.")  # fmt: skip
    for one in telling[:3]:
        found = one.gap
        if found is None or found.percent is None:
            continue
        way = "above" if found.difference > 0 else "below"
        judged = f" ({found.verdict.value})" if found.verdict in (Verdict.BETTER, Verdict.WORSE) else ""
        said.append(f"{one.indicator.name}: {abs(found.percent):.0f}% {way} England{judged}.")
    return tuple(said)


def _source(known: list[Known]) -> str:
    """Everybody whose figures stand in the table."""
    names = dict.fromkeys(one.indicator.source or "Source not named" for one in known)
    return f"Source: {'; '.join(names)}." if names else ""


def _method(known: list[Known], places: Places) -> tuple[str, ...]:
    """How it was worked out."""
    kind = places.chosen.get_kind_display().lower() if places.chosen else "area"
    said = [
        "The latest figure of each indicator; the widest gaps to England that are more than chance stand first.",
        f"Rank 1 is the highest figure among areas of the same kind ({kind}) for the same period.",
    ]
    if any(one.trend for one in known):
        said.append(f"Trend: {METHOD}.")
    notes = dict.fromkeys(one.seen.note for one in known if one.seen.note)
    return (*said, *(f"The publisher notes of some figures: {note}." for note in notes))


def _chart(known: list[Known]) -> dict:
    """How far the place is from England, in per cent, the furthest first."""
    drawn = [one for one in known if one.gap and one.gap.percent is not None][:DRAWN]
    if not drawn:
        return {}
    rows = [
        Bar(_short(one.indicator.title, number), found.percent, own=found.verdict in TELLING)
        for number, one in enumerate(drawn, 1) if (found := one.gap)
    ]  # fmt: skip
    return bars(rows, "% above or below England; dark where more than chance")


def _short(name: str, number: int) -> str:
    """A name that fits beside a bar in two lines, with its number in the table: cut in its middle, for ages stand at the end."""
    if len(name) > NAMED:
        name = f"{name[: NAMED - ENDING].rsplit(' ', 1)[0]} … {name[-ENDING:].split(' ', 1)[-1]}"
    return f"{number}. {name}"
