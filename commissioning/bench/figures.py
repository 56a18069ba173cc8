# ruff: noqa: S608 (our own tables, and whole numbers)
"""Millions of invented figures, made inside the database: indicators of England's authorities, and of small areas."""

from django.db import connection

from needs.figures import geography, snapshots, store
from needs.models import Area, Batch, Category, Indicator, LocalityArea, TrustArea
from trusts.governance import clock
from trusts.models import Locality, Trust

SMALL_AREAS, OWN = 20_000, 218
"""Small areas of England; those of them that lie in the trust."""
YEARS, FIRST = 12, 2010
PERIODS = tuple(((FIRST + n) * 100 + 1) * 10_000 + 120 for n in range(YEARS))
SEXES = ("Male", "Female")
COLUMNS = 'indicator_id, area_id, period, sex_id, category_id, age_id, mark_id, batch_id, value, lower, upper, "count", denominator'
SETS = 10
"""An indicator in so many is of small areas; the others are of authorities, by sex."""


def lay(trust: Trust) -> None:
    """England with its regions, authorities and small areas; the trust's own, and its localities made of them."""
    codes = geography.reference()
    made = {}
    for place in sorted(
        codes.values(), key=lambda one: (one.code[:1], one.code[:3] != "E92", one.code[:3] != "E12")
    ):
        above = made.get(place.parent_code)
        region = above if above and above.kind == Area.Kind.REGION else None
        kind = geography.kind_of(place.code) or Area.Kind.OTHER
        made[place.code] = Area.objects.create(
            code=place.code, name=place.name, kind=kind, parent=above, region=region
        )
    own = next(area for area in made.values() if area.kind == Area.Kind.AUTHORITY)
    TrustArea.objects.create(trust=trust, area=own)
    small = Area.objects.bulk_create(
        Area(code=f"E01{n:06}", name=f"Small area {n}", kind=Area.Kind.LSOA, parent=own if n <= OWN else None)
        for n in range(1, SMALL_AREAS + 1)
    )
    localities = list(Locality.objects.filter(trust=trust)[:4]) or [
        Locality.objects.create(trust=trust, code="all", name="All")
    ]
    for locality in localities:
        Area.objects.create(
            trust=trust, code=locality.code, name=locality.name, kind=Area.Kind.LOCALITY, locality=locality
        )
    LocalityArea.objects.bulk_create(
        LocalityArea(locality=localities[n % len(localities)], area=area)
        for n, area in enumerate(small[:OWN])
    )
    for name in SEXES:
        Category.objects.get_or_create(dimension="sex", scheme="", name=name)


def grow(rows: int) -> int:
    """Add indicators until there are so many figures; how many there are. The latest figures are written at the end."""
    batch = Batch.objects.create(
        file_name="invented", state=Batch.State.SAVED, created_at=clock.now(), saved_at=clock.now()
    )
    count = store.rows(f"SELECT count(*) FROM {store.FIGURES}")[0][0]
    added = []
    while count < rows:
        number = Indicator.objects.count() + 1
        one = Indicator.objects.create(
            code=f"i{number}", name=f"Indicator {number}: % of children", unit="%", scale=100
        )
        of_small = number % SETS == 1
        count += store.run(
            f"INSERT INTO {store.FIGURES} ({COLUMNS}) {made(one.pk, batch.pk, of_small=of_small)}"
        )
        added.append(one.pk)
    snapshots.refresh(added)
    analyse()
    return count


def made(indicator: int, batch: int, *, of_small: bool) -> str:
    """The figures of one indicator: a count of a population, and the share that it is."""
    sexes = (
        (0,)
        if of_small
        else (0, *Category.objects.filter(dimension="sex", name__in=SEXES).values_list("pk", flat=True))
    )
    which = "a.kind = 'lsoa'" if of_small else "a.kind IN ('england', 'region', 'authority')"
    periods, sex = (", ".join(f"({key})" for key in keys) for keys in (PERIODS, sexes))
    return (
        f"WITH y(period) AS (VALUES {periods}), s(sex) AS (VALUES {sex}), n AS ("
        f"SELECT a.id AS area, y.period, s.sex, 10 + (a.id * 7 + y.period / 10000 + {indicator}) %% 90 AS c "
        f"FROM needs_area a CROSS JOIN y CROSS JOIN s WHERE a.trust_id IS NULL AND {which}) "
        f"SELECT {indicator}, area, period, sex, 0, 0, 0, {batch}, c / 10.0, c / 10.0 - 1, c / 10.0 + 1, c, 1000 FROM n"
    )


def analyse() -> None:
    """What the database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
