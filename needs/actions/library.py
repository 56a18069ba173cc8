"""Saying what the trust's areas are, what its localities are made of, and what an indicator is to it."""

from django.db import transaction

from needs.figures.geography import CHANGES, kind_of, reference
from needs.models import Area, Indicator, IndicatorUse, LocalityArea, TrustArea
from trusts.governance import audit
from trusts.governance.conflict import Stale
from trusts.models import Locality, Person, Trust


@transaction.atomic
def choose_areas(
    *, trust: Trust, by: Person | None, own: list[str], made_of: dict[Locality, list[str]]
) -> None:
    """Say for which authorities a trust is, and which areas each of its localities is made of."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    areas = known({*own, *(code for codes in made_of.values() for code in codes)})
    TrustArea.objects.filter(trust=trust).exclude(area__code__in=own).delete()
    for code in own:
        TrustArea.objects.get_or_create(trust=trust, area=areas[code])
    for place, codes in made_of.items():
        LocalityArea.objects.filter(locality=place).exclude(area__code__in=codes).delete()
        there = set(LocalityArea.objects.filter(locality=place).values_list("area__code", flat=True))
        LocalityArea.objects.bulk_create(
            LocalityArea(locality=place, area=areas[code]) for code in codes if code not in there
        )
        Area.objects.get_or_create(
            trust=trust,
            code=place.code,
            defaults={"name": place.name, "kind": Area.Kind.LOCALITY, "locality": place},
        )
    localities = {place.code: len(codes) for place, codes in made_of.items()}
    audit.record("data.areas", trust=trust, subject=trust, by=by, own=own, localities=localities)


def known(codes: set[str]) -> dict[str, Area]:
    """The areas of these codes; those that no file has named yet are written down."""
    found = {area.code: area for area in Area.objects.filter(trust=None, code__in=codes)}
    names = reference()
    ends = {change.old: change.last_day for change in CHANGES}
    for code in sorted(codes - set(found)):
        place = names.get(code)
        found[code] = Area.objects.create(
            code=code,
            name=place.name if place else code,
            kind=kind_of(code) or Area.Kind.OTHER,
            valid_to=ends.get(code),
        )
    return found


@transaction.atomic
def say_what_it_is(
    *,
    trust: Trust,
    indicator: Indicator,
    by: Person,
    version: int,
    outcomes: list[str],
    polarity: str,
    definition: str,
) -> IndicatorUse:
    """Say which outcomes of the trust an indicator tells about, and which way is better."""
    use = IndicatorUse.objects.select_for_update(no_key=True).filter(trust=trust, indicator=indicator).first()
    if use is None:
        use = IndicatorUse(trust=trust, indicator=indicator, version=0)
    if use.version != version:
        raise Stale(use)
    use.outcomes = outcomes  # type: ignore[assignment]
    use.polarity, use.definition, use.version = polarity, definition, use.version + 1
    use.save()
    audit.record(
        "data.indicator",
        trust=trust,
        subject=indicator,
        by=by,
        outcomes=outcomes,
        polarity=polarity,
        definition=definition,
    )
    return use
