"""The ground that figures are settled on: England, the trust's own places, and those of other trusts.

What every trust shows, England, regions and authorities, is hidden alike whoever asks: one person may read the pages
of two trusts. So wherever a file changed something, the groups and localities of every trust have their say.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from needs.answers.national import heirs_of_codes, published
from needs.answers.places import Ground, Patch, Places
from needs.models import Area, Indicator, Replaced, TrustArea

NONE = 0


def ground_of(
    places: Places,
    indicators: Iterable[Indicator],
    periods: Collection[int] = (),
    heirs: dict[int, int] | None = None,
) -> Ground:
    """The ground for some indicators, of some periods or of all; always the same four questions to the database.

    Those who have read the heirs of codes hand them on: then it is three.
    """
    heirs = heirs_of_codes() if heirs is None else heirs
    own: dict[int, list[int]] = defaultdict(list)
    for trust, area in _others(places.trust, [one.pk for one in indicators if one.trust_id is None], periods):
        own[trust].append(area)
    inside: dict[int, dict[int, None]] = defaultdict(dict)
    made_of: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Area.objects.filter(trust__in=[places.trust, *own], kind=Area.Kind.LOCALITY).order_by("name", "pk")
    for trust, locality, part in rows.values_list("trust", "pk", "locality__made_of__area"):
        inside[trust][locality] = None
        if part is not None:
            made_of[trust][part] = locality
    own[places.trust] = [area.pk for area in places.own]
    patches = {pk: Patch(tuple(own[pk]), tuple(inside[pk]), made_of[pk], heirs) for pk in own}
    return Ground(published(), heirs, places, patches.pop(places.trust), list(patches.values()))


def _others(trust: int, shared: list[int], periods: Collection[int]) -> Iterable[tuple[int, int]]:
    """Other trusts with their authorities, if a file changed a figure of one of those."""
    changed = Replaced.objects.filter(indicator__in=shared or [NONE])
    if periods:
        changed = changed.filter(period__in=periods)
    areas = changed.values("area")
    there = TrustArea.objects.filter(Q(area__in=areas) | Q(area__predecessors__in=areas)).order_by()
    rows = TrustArea.objects.filter(trust__in=there.values("trust")).exclude(trust=trust)
    return rows.order_by("trust", "area").values_list("trust", "area")
