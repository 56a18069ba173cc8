"""What the pages about figures show: files, indicators with their latest figures, the trust's areas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from needs.answers.figures import Seen, profile_of
from needs.answers.groups import SAME_AS
from needs.answers.latest import Glance, glance
from needs.answers.places import places_of
from needs.figures import neighbours as neighbour_lists
from needs.models import (
    ALL,
    Area,
    Batch,
    Boundary,
    Category,
    Dataset,
    Indicator,
    IndicatorUse,
    LocalityArea,
    Neighbour,
    Observation,
    Snapshot,
    TrustArea,
)
from needs.statistics.period import Period
from trusts.models import Trust

STATES = {
    Batch.State.SAVED: "green", Batch.State.REFUSED: "red", Batch.State.CANCELLED: "grey", Batch.State.UNDONE: "grey",
    Batch.State.CHECKED: "yellow", Batch.State.ASKING: "yellow",
}  # fmt: skip


@dataclass
class Line:
    """An indicator with its latest figure in the trust's own area."""

    indicator: Indicator
    latest: Snapshot | None = None
    seen: Seen | None = None
    """The figure as it may be shown."""
    use: IndicatorUse | None = None
    ranked: tuple[int | None, int] = (None, 0)
    """Its place among the figures that are shown, and how many those are."""

    @property
    def period(self) -> str:
        """The period of the figure, as people write it."""
        return Period.from_key(self.latest.period).label if self.latest else ""

    @property
    def rank(self) -> str:
        """Its place among areas of the same kind, the highest value first."""
        place, of = self.ranked
        return f"{place} of {of}" if place and of > 1 else ""


def own_areas(trust: Trust) -> list[Area]:
    """The authorities a trust is for."""
    return [one.area for one in TrustArea.objects.filter(trust=trust).select_related("area__region")]


def batches_of(trust: Trust) -> QuerySet[Batch]:
    """The files a trust brought in, the newest first."""
    return Batch.objects.filter(trust=trust).select_related("by", "agency", "dataset", "trust__blueprint")


def recent(trust: Trust) -> QuerySet[Batch]:
    """The files of this trust, and those that nobody's trust brought in for all; the newest first."""
    shared = Q(trust=None, state=Batch.State.SAVED)
    return Batch.objects.filter(Q(trust=trust) | shared).select_related("by").order_by("-pk")


def totals(trust: Trust) -> dict[str, Any]:
    """How much there is: counted from what files brought, not by counting figures."""
    kept = Batch.objects.filter(state=Batch.State.SAVED).filter(Q(local=False) | Q(trust=trust))
    files = kept.count()
    kept = kept.exclude(layout__startswith=neighbour_lists.NAME)
    return {
        "indicators": Indicator.objects.visible_to(trust).count(),
        "areas": Area.objects.visible_to(trust).count(),
        "figures": kept.aggregate(all=Sum("new"))["all"] or 0,
        "from_files": f"from {files} file{'' if files == 1 else 's'}",
    }


def contributions(trust: Trust) -> list[dict[str, Any]]:
    """Each partner with the files it supplied; those that supplied none as well (BUC-58)."""
    supplied = Q(state=Batch.State.SAVED, trust=trust)
    counts = {
        row["agency"]: row
        for row in Batch.objects.filter(supplied).exclude(agency=None).order_by().values("agency")
        .annotate(files=Count("pk"), last=Max("saved_at"))
    }  # fmt: skip
    return [
        {
            "name": one.name,
            "files": counts.get(one.pk, {}).get("files", 0),
            "last": counts.get(one.pk, {}).get("last"),
        }
        for one in trust.organisations.order_by("name")
    ]


@dataclass
class Release:
    """A dataset with its last release and when the next is due (DUR-149)."""

    dataset: Dataset
    last: date | None
    due: date | None
    late: bool


def releases(trust: Trust, today: date) -> list[Release]:
    """Every dataset of the trust, those that are late first; as many queries for one as for many."""
    last: dict[int, date] = {}
    rows = Batch.objects.filter(dataset__trust=trust, state=Batch.State.SAVED)
    for pk, dated, saved in rows.values_list("dataset", "dated", "saved_at"):
        day = dated or (timezone.localdate(saved) if saved else None)
        if day is not None:
            last[pk] = max(last.get(pk, day), day)
    found = [
        Release(one, last.get(one.pk), one.due(last.get(one.pk)), one.is_late(last.get(one.pk), today))
        for one in Dataset.objects.filter(trust=trust).select_related("owner")
    ]
    return sorted(found, key=lambda one: (not one.late, one.due or date.max, one.dataset.name))


def found(trust: Trust, words: str = "", polarity: str = "") -> QuerySet[Indicator]:
    """The indicators a trust may read, by words of their name."""
    rows = Indicator.objects.visible_to(trust).select_related("age")
    for word in words.split()[:10]:
        rows = rows.filter(Q(name__icontains=word) | Q(code__iexact=word))
    return (
        rows.filter(Q(polarity=polarity) | Q(uses__trust=trust, uses__polarity=polarity))
        if polarity
        else rows
    )


def brought_by(indicator: Indicator, trust: Trust) -> str:
    """The file that first brought an indicator; another trust's file has no name here."""
    batch = indicator.batch
    if batch is None:
        return ""
    return batch.file_name if batch.trust_id in (None, trust.pk) else "Another trust"


def lines(trust: Trust, indicators: Iterable[Indicator], area: Area | None) -> list[Line]:
    """Indicators with their latest figure in an area, safe to show: as many queries for one as for many."""
    shown = list(indicators)
    latest = {
        row.indicator_id: row
        for row in Snapshot.objects.filter(area=area, indicator__in=shown).select_related("mark", "indicator")
    }
    shown_of = glance(list(latest.values()), places_of(trust), profile_of(trust))
    uses = {use.indicator_id: use for use in IndicatorUse.objects.filter(trust=trust, indicator__in=shown)}
    return [_line(one, latest.get(one.pk), shown_of, uses.get(one.pk)) for one in shown]


def _line(
    indicator: Indicator, latest: Snapshot | None, shown: Glance, use: IndicatorUse | None = None
) -> Line:
    """An indicator with its latest figure, if there is one."""
    if latest is None:
        return Line(indicator, use=use)
    return Line(indicator, latest, shown.of(latest), use, shown.rank(latest))


@dataclass
class Breakdown:
    """One breakdown the trust asks for, and whether there are figures by it."""

    label: str
    core: bool
    held: list[str] = field(default_factory=list)


def breakdowns(trust: Trust, indicator: Indicator, areas: list[Area]) -> list[Breakdown]:
    """The breakdowns of the framework, and which of them an indicator has for these areas (MED-72, GAT-101, GAT-102)."""
    rows = Observation.objects.filter(indicator=indicator, area__in=areas)
    keys = {key for row in rows.values_list("sex", "age", "category").distinct() for key in row if key != ALL}
    groups: dict[str, list[str]] = {}
    for one in Category.objects.filter(pk__in=keys):
        groups.setdefault(one.dimension, []).append(one.name)
    if indicator.age_id != ALL and len(groups.get("age", [])) == 1:
        groups.pop("age")  # the age it is about, not a breakdown by age
    places = LocalityArea.objects.filter(locality__trust=trust).values("area")
    small = (
        Snapshot.objects.filter(indicator=indicator)
        .filter(Q(area__in=places) | Q(area__trust=trust))
        .exists()
    )
    if small:
        groups["locality"] = ["areas of the localities"]
    groups["period"] = ["every period"] if rows.exists() else []
    return [
        Breakdown(d.label, d.core, groups.get(SAME_AS.get(d.code, d.code), []))
        for d in trust.framework.framework.dimensions
    ]


@dataclass
class Alike:
    """One list of an area's neighbours."""

    scheme: str
    ordered: bool
    """Whether its publisher says which are nearest."""
    areas: list[Area] = field(default_factory=list)


def neighbours(area: Area) -> list[Alike]:
    """The standing lists of an area's neighbours, by the method that found them."""
    lists: dict[str, Alike] = {}
    for one in Neighbour.objects.standing().filter(area=area).select_related("other"):
        lists.setdefault(one.scheme, Alike(one.scheme, one.place is not None)).areas.append(one.other)
    return list(lists.values())


def made_of(trust: Trust) -> dict[int, list[str]]:
    """Each locality with the codes of the areas it is made of."""
    codes: dict[int, list[str]] = {}
    rows = LocalityArea.objects.filter(locality__trust=trust).order_by("area__code")
    for locality, code in rows.values_list("locality", "area__code"):
        codes.setdefault(locality, []).append(code)
    return codes


def drawn(trust: Trust) -> int:
    """How many areas have an outline, so that they can be drawn on a map."""
    return Boundary.objects.visible_to(trust).values("area").distinct().count()


def own_outlines(trust: Trust) -> int:
    """How many areas have an outline that the trust brought in for itself."""
    return Boundary.objects.filter(trust=trust).count()


def also_for_all(trust: Trust) -> int:
    """How many of these have an outline for every trust as well."""
    own = Boundary.objects.filter(trust=trust).values("area")
    return Boundary.objects.filter(trust=None, area__in=own).count()


def compared(trust: Trust, indicator: Indicator, areas: list[Area]) -> list[tuple[Area, Line]]:
    """The latest figure of an indicator in several areas, safe to show."""
    rows = {
        row.area_id: row
        for row in Snapshot.objects.filter(indicator=indicator, area__in=areas).select_related(
            "mark", "indicator"
        )
    }
    shown = glance(list(rows.values()), places_of(trust), profile_of(trust))
    return [(area, _line(indicator, rows.get(area.pk), shown)) for area in areas]
