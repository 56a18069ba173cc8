"""What is known already: areas, indicators, categories and marks, found by what a row says of them.

Nothing is written while a file is read. What is new is given the next free key and kept here until
`keep()` writes it, in the transaction that saves the figures.
"""

import re
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from needs.figures import geography
from needs.figures.faults import BadFile, BadRow
from needs.figures.geography import Place
from needs.figures.headings import slug
from needs.figures.plan import Group, Series
from needs.figures.texts import EVERYBODY, NOTHING, OTHER_SEXES, SEXES, SIGNS, note_kind
from needs.models import ALL, Area, Batch, Category, Indicator, Mark

MOST = {Area: 100_000, Indicator: 20_000, Category: 20_000, Mark: 2_000}
"""How many new ones a file may bring before it is taken for a mistake."""
SHORT = {"name": 200, "code": 60}
HEALTH_SORTS = re.compile(r"gp|pcn|icb|ccg|stp|nhs|primary care|practice", re.IGNORECASE)


def _health(code: str, sort: str) -> Area.Kind:
    """Health areas have codes of their own; raises BadRow for anything else."""
    if HEALTH_SORTS.search(sort) and re.fullmatch(r"[A-Z0-9]{3,9}", code.removeprefix("n")):
        return Area.Kind.HEALTH
    raise BadRow(f"Unknown area: {geography.why_not(code)}")


class Library:
    """Everything a file can name, and what it names for the first time."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.trust = batch, batch.trust if batch.local else None
        self.new: dict[type[models.Model], list[Any]] = {Area: [], Indicator: [], Category: [], Mark: []}
        self.improved: dict[int, tuple[str, int | None, int | None]] = {}
        self._next = {
            model: (model.objects.aggregate(last=models.Max("id"))["last"] or 0) for model in self.new
        }
        places = Area.objects.visible_to(batch.trust) if batch.trust else Area.objects.filter(trust=None)
        self._areas: dict[str, int] = {}
        self._bare: set[int] = set()
        self._names: dict[str, int | None] = {}
        self._regions: dict[int, int] = {}
        fields = ("id", "code", "name", "kind", "parent_id", "region_id")
        for pk, code, name, kind, parent, region in places.values_list(*fields).iterator():
            self._know(pk, code, name, kind, bare=name == code or parent is None)
            if region:
                self._regions[pk] = region
        mine = Indicator.objects.filter(trust=self.trust)
        self._indicators = dict(mine.values_list("code", "id"))
        self._groups = {
            (dimension, scheme, name): pk
            for pk, dimension, scheme, name in Category.objects.values_list(
                "id", "dimension", "scheme", "name"
            )
        }
        self._marks = dict(Mark.objects.values_list("text", "id"))

    # Areas -------------------------------------------------------------------------------

    def area(self, place: Place) -> int:
        """The key of an area; raises BadRow where there is none such in England."""
        code = place.code.strip()
        if not code:
            return self._by_name(place.name.strip())
        known = self._areas.get(code)
        if known is not None and known not in self._bare:
            return known
        place = self._completed(code, place)
        kind = geography.kind_of(code)
        if known is None and kind is None:
            if self._names.get(place.name.lower()) is not None and not geography.SHAPE.fullmatch(code):
                return self._by_name(place.name)
            kind = _health(code, place.sort)
        name = place.name.strip()[: SHORT["name"]]
        parent, region = self._above(place, kind)
        if known is not None:
            if name or parent:
                self._bare.discard(known)
                self.improved[known] = (name, parent, region)
            return known
        ends = next((change.last_day for change in geography.CHANGES if change.old == code), None)
        made = Area(
            code=code, name=name or code, kind=kind, parent_id=parent, region_id=region, valid_to=ends
        )
        pk = self._make(made)
        self._know(pk, code, made.name, kind or "", bare=not name or parent is None)
        if region:
            self._regions[pk] = region
        return pk

    def _completed(self, code: str, place: Place) -> Place:
        """What a row says of a place, with what is known of every authority."""
        known = geography.reference().get(code)
        if known is None:
            return place
        return Place(code, place.name or known.name, place.sort, known.parent_code)

    def _above(self, place: Place, kind: str | None) -> tuple[int | None, int | None]:
        """The keys of the area above, and of its region."""
        above = geography.kind_of(place.parent_code) if place.parent_code else None
        if above is None or above == kind or place.parent_code == place.code:
            return None, None
        parent = self.area(Place(place.parent_code, place.parent_name))
        if above == Area.Kind.REGION:
            return parent, parent
        return parent, self._regions.get(parent)

    def _by_name(self, name: str) -> int:
        """An area that a file names without a code."""
        if not name:
            raise BadRow("Unknown area: neither code nor name is given")
        found = self._names.get(name.lower(), -1)
        if found == -1 and name.lower() in geography.by_name():
            return self.area(Place(geography.by_name()[name.lower()]))
        if found == -1:
            raise BadRow(f"Unknown area: “{name[:60]}” is no area we know by name; give its code")
        if found is None:
            raise BadRow(f"Unknown area: more than one area is called “{name[:60]}”; give its code")
        return found

    def _know(self, pk: int, code: str, name: str, kind: str, *, bare: bool) -> None:
        self._areas[code] = pk
        if bare and kind != Area.Kind.ENGLAND:
            self._bare.add(pk)
        small = (Area.Kind.LSOA, Area.Kind.MSOA, Area.Kind.WARD, Area.Kind.OTHER)
        if kind not in small and code not in geography.ENDED:
            key = name.lower()
            known = self._names.get(key, pk)
            self._names[key] = pk if known == pk else None

    # Indicators, categories, marks ----------------------------------------------------------

    def indicator(self, series: Series) -> int:
        """The key of an indicator."""
        code = (series.code or slug(series.name))[:120]
        if not code:
            raise BadRow("No indicator is named")
        found = self._indicators.get(code)
        if found is None:
            found = self._indicators[code] = self._make(
                Indicator(
                    code=code, name=(series.name or code)[:500], trust=self.trust, unit=series.unit[:60],
                    scale=series.scale, source=(series.source or self.batch.source)[:300],
                    licence=(self.batch.licence or series.licence)[:200],
                )
            )  # fmt: skip
        return found

    def sex(self, text: str) -> int:
        """The key of a sex; everybody where the row is for all."""
        plain = text.strip().lower()
        if plain in EVERYBODY:
            return ALL
        if plain not in SEXES and plain not in OTHER_SEXES:
            raise BadRow(f"Unknown sex: “{text[:40]}”")
        return self.group(Group("sex", SEXES.get(plain, plain.capitalize())))

    def age(self, text: str) -> int:
        """The key of an age."""
        return ALL if text.strip().lower() in EVERYBODY else self.group(Group("age", text.strip()))

    def group(self, group: Group) -> int:
        """The key of one value of a breakdown."""
        key = (group.dimension[:60], group.scheme.strip()[:300], group.name.strip()[:300])
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = self._make(Category(dimension=key[0], scheme=key[1], name=key[2]))
        return found

    def groups(self, several: list[Group]) -> int:
        """The key of one breakdown, or of several at once."""
        if not several:
            return ALL
        if len(several) == 1:
            return self.group(several[0])
        name = "; ".join(
            f"{one.scheme or one.dimension.replace('-', ' ').capitalize()}: {one.name}" for one in several
        )
        return self.group(Group("combined", name, " and ".join(one.dimension for one in several)))

    def mark(self, text: str) -> int:
        """The key of a sign or a note; raises BadRow where the text is neither."""
        found = self._marks.get(text)
        if found is None:
            kind, meaning = SIGNS.get(text.lower(), (note_kind(text), ""))
            if text == NOTHING:
                kind, meaning = Mark.Kind.NOT_AVAILABLE, "No figure is given"
            found = self._marks[text] = self._make(Mark(text=text, kind=kind, meaning=meaning))
        return found

    # New ones -----------------------------------------------------------------------------

    def _make(self, row: Any) -> int:
        """Give a new row its key; it is written when the figures are."""
        model = type(row)
        if len(self.new[model]) >= MOST[model]:
            words = model._meta.verbose_name_plural
            raise BadFile(
                f"The file names more than {MOST[model]:,} new {words}. Is a column taken for another?"
            )
        self._next[model] += 1
        row.pk = self._next[model]
        self.new[model].append(row)
        return row.pk

    def keep(self) -> None:
        """Write what is new, and what became better known; the caller holds the transaction."""
        Category.objects.get_or_create(pk=ALL, defaults={"dimension": "all", "name": "Everybody"})
        Mark.objects.get_or_create(pk=0, defaults={"text": "", "kind": Mark.Kind.PLAIN})
        for model, rows in self.new.items():
            for row in rows:
                if model in (Area, Indicator):
                    row.batch_id = self.batch.pk
            model._default_manager.bulk_create(rows, batch_size=500)
        for pk, (name, parent, region) in self.improved.items():
            values = {"name": name, "parent_id": parent, "region_id": region}
            Area.objects.filter(pk=pk).update(**{field: value for field, value in values.items() if value})
        self._link_successors()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [m for m, rows in self.new.items() if rows]
            ):
                cursor.execute(statement)

    def _link_successors(self) -> None:
        """Say what became of new areas whose codes have ended, as far as both are known."""
        new = {area.code for area in self.new[Area]}
        for change in geography.CHANGES:
            if (new & {change.old, *change.new}) and change.old in self._areas:
                heirs = [self._areas[code] for code in change.new if code in self._areas]
                Area.objects.get(pk=self._areas[change.old]).successors.add(*heirs)
