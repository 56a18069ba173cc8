"""How an indicator is broken down, in a place and in its localities: read together, made safe to show together.

Whichever page asks, the same cells are hidden: those of a locality are settled with everybody's figures and
the groups of the whole place given, as other pages show them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from needs.answers.asking import Asking
from needs.answers.figures import FIELDS, Raw, Seen, marks_of, show
from needs.answers.localities import summed_up
from needs.answers.releases import shown_as
from needs.models import ALL, Area, Category, Mark, Observation
from needs.statistics.suppression import Shown, Sum

SAME_AS = {
    "gender": "sex", "area": "locality", "network": "locality", "small-area": "locality", "orientation": "orientation",
    "sexual-orientation": "orientation", "learning-difficulty-disability": "disability", "looked-after-status": "looked-after",
    "in-care": "looked-after", "criminality-risk": "offending", "risk-of-offending": "offending", "location": "locality",
}  # fmt: skip
"""What trusts call breakdowns, and what they are called where figures are kept."""
NAMES = {"sex": "Sex", "age": "Age"}
Key = tuple[str, int]
"""A group: what it is a breakdown by, and the key of its category."""
EVERYBODY: Key = ("all", ALL)


@dataclass(frozen=True)
class Breakdown:
    """One way in which the figure is broken down, wherever it is."""

    dimension: str
    scheme: str
    groups: dict[Key, str]
    """The groups by their key, in order."""
    seen: dict[tuple[int, Key], Seen]
    """Every figure by area and group, as it may be shown."""

    @property
    def code(self) -> str:
        """What an address calls it."""
        return f"{self.dimension}|{self.scheme}"

    @property
    def name(self) -> str:
        """As it stands in a table."""
        said = NAMES.get(self.dimension, self.dimension.replace("-", " ").capitalize())
        plain = self.scheme.lower()
        return said if plain in ("", said.lower(), self.dimension) else f"{said} ({self.scheme})"

    def of(self, area: Area) -> dict[str, Seen]:
        """The groups of one area that have a figure or a mark, by name."""
        return {name: self.seen[area.pk, key] for key, name in self.groups.items() if (area.pk, key) in self.seen}  # fmt: skip

    def at(self, area: Area, key: Key) -> Seen:
        """One figure."""
        return self.seen.get((area.pk, key), Seen())


def broken_down(asking: Asking) -> list[Breakdown]:
    """Every breakdown of the period by one thing at a time; three questions to the database, once."""
    found: list[Breakdown] = _broken_down(asking) if asking.breakdowns is None else asking.breakdowns
    asking.breakdowns = found
    return found


def _broken_down(asking: Asking) -> list[Breakdown]:
    whole = asking.places.whole if asking.place.kind == Area.Kind.LOCALITY else asking.place
    inside = asking.places.localities if whole is None or whole == asking.places.whole else []
    raw = _read(asking, whole, inside)
    keys = {key for _, key in raw} - {EVERYBODY}
    marks = marks_of(raw.values())
    categories = {one.pk: one for one in Category.objects.filter(pk__in={pk for _, pk in keys} | {ALL})}
    by: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for kind, pk in keys:
        one = categories[pk]
        by[(kind, "") if kind != "category" else (one.dimension, one.scheme)].append((kind, pk))
    found = []
    for (dimension, scheme), mine in sorted(by.items()):
        ordered = sorted(mine, key=lambda key: _in_order(categories[key[1]].name))
        names = {key: categories[key[1]].name for key in ordered}
        found.append(
            Breakdown(dimension, scheme, names, _shown(asking, (whole, inside), ordered, raw, marks))
        )
    return found


def _read(asking: Asking, whole: Area | None, inside: list[Area]) -> dict[tuple[int, Key], Raw]:
    """Everybody's figure and every group's: of the place, under the codes it had, and of its localities."""
    indicator = asking.indicator
    old = {code for code, heir in asking.national.heirs.items() if whole and heir == whole.pk}
    areas = {
        *old,
        *(area.pk for area in inside),
        *(asking.made_of if inside else ()),
        whole.pk if whole else 0,
    }
    usual = (indicator.sex_id, ALL, indicator.age_id)
    rows = Observation.objects.filter(indicator=indicator, area__in=areas, period=asking.period)
    raw: dict[tuple[int, Key], Raw] = {}
    for area, sex, category, age, *values in rows.values_list(
        "area_id", "sex_id", "category_id", "age_id", *FIELDS
    ):
        said = {"sex": sex, "category": category, "age": age}
        differs = [kind for kind, there in zip(said, usual, strict=True) if said[kind] != there]
        if len(differs) > 1:
            continue
        key: Key = (differs[0], said[differs[0]]) if differs else EVERYBODY
        if area in old and whole:
            raw.setdefault((whole.pk, key), Raw(*values))
        else:
            raw[area, key] = Raw(*values)
    return summed_up(raw, indicator, asking.made_of)


def _shown(
    asking: Asking,
    where: tuple[Area | None, list[Area]],
    keys: list[Key],
    raw: Mapping[tuple[int, Key], Raw],
    marks: Mapping[int, Mark],
) -> dict[tuple[int, Key], Seen]:
    """The groups of one breakdown as they may be shown beside everybody's figures, which other pages show.

    The whole place first, as if there were no localities; then the localities, with all that given.
    """
    whole, inside = where
    seen: dict[tuple[int, Key], Seen] = {}
    told: dict[Any, Shown] = {}
    figures: dict[tuple[int, Key], Raw] = {}
    sums: list[Sum] = []
    for places in ([whole] if whole else [], inside):
        for area in places:
            there = [key for key in keys if (area.pk, key) in raw]
            figures |= {(area.pk, key): raw[area.pk, key] for key in there}
            if everybody := raw.get((area.pk, EVERYBODY)):
                cell = (area.pk, EVERYBODY)
                figures[cell] = everybody
                told |= shown_as(
                    cell, asking.at(area, asking.period), everybody, asking.indicator, asking.profile
                )
                sums.append(Sum(cell, tuple((area.pk, key) for key in there)))
        if whole and places == inside:
            sums += _across(whole, inside, [EVERYBODY, *keys], figures)
        now = show(figures, asking.indicator, asking.profile, sums, earlier=told, marks=marks)
        seen |= {cell: one for cell, one in now.items() if cell[1] != EVERYBODY}
        for cell, one in now.items():
            if cell not in told:
                told |= shown_as(cell, one, figures[cell], asking.indicator, asking.profile)
    return seen


def _across(whole: Area, inside: list[Area], keys: list[Key], figures: Mapping[Any, Raw]) -> list[Sum]:
    """The sums of a group over all localities, where all of them have it."""
    return [
        Sum((whole.pk, key), tuple((area.pk, key) for area in inside))
        for key in keys
        if (whole.pk, key) in figures and inside and all((area.pk, key) in figures for area in inside)
    ]


def _in_order(name: str) -> tuple[int, str]:
    """Tenths and ages by their number, other groups by name."""
    digits = "".join(letter if letter.isdigit() else " " for letter in name).split()
    word = {"most deprived": 0, "least deprived": 99}
    lead = next((at for words, at in word.items() if name.lower().startswith(words)), None)
    return (lead if lead is not None else int(digits[0]) if digits else 50, name)
