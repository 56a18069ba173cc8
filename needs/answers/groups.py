"""How an indicator is broken down, in a place and in its localities: read together, made safe to show together.

Whichever page asks, the same cells are hidden: those of a locality are settled with everybody's figures and
the groups of the whole place given, as other pages show them; and one release after another.
"""

from dataclasses import dataclass

from needs.answers.asking import Asking
from needs.answers.figures import Seen, marks_of
from needs.answers.releases import About, times_of
from needs.answers.together import every, read_groups
from needs.answers.within import Key, Where, breakdowns_of, placed, shown_by_group
from needs.models import ALL, Area, Category

SAME_AS = {
    "gender": "sex", "area": "locality", "network": "locality", "small-area": "locality", "orientation": "orientation",
    "sexual-orientation": "orientation", "learning-difficulty-disability": "disability", "looked-after-status": "looked-after",
    "in-care": "looked-after", "criminality-risk": "offending", "risk-of-offending": "offending", "location": "locality",
}  # fmt: skip
"""What trusts call breakdowns, and what they are called where figures are kept."""
NAMES = {"sex": "Sex", "age": "Age"}


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
    """Every breakdown of the period by one thing at a time; five questions to the database, once."""
    found: list[Breakdown] = _broken_down(asking) if asking.breakdowns is None else asking.breakdowns
    asking.breakdowns = found
    return found


def _broken_down(asking: Asking) -> list[Breakdown]:
    whole = asking.places.whole if asking.place.kind == Area.Kind.LOCALITY else asking.place
    inside = asking.places.localities if whole is None or whole == asking.places.whole else []
    own = {pk for pk, heir in asking.national.heirs.items() if whole and heir == whole.pk}
    parts = asking.ground.patch.made_of if inside else ()
    areas = {*own, *(area.pk for area in inside), *parts, *([whole.pk] if whole else [])}
    one, period = asking.indicator, asking.period
    told = read_groups([one], areas, [period]).get((one.pk, period), ({}, []))
    raw = every(told)
    about = About(one, asking.profile, marks_of(raw))
    tables = placed(told, times_of(raw), one, asking.ground.patch)
    keys = {key for _, table in tables for _, key in table}
    categories = {each.pk: each for each in Category.objects.filter(pk__in={pk for _, pk in keys} | {ALL})}
    there = {key for _, key in tables[-1][1]} if tables else set()
    found = []
    dimensions = {pk: (each.dimension, each.scheme) for pk, each in categories.items()}
    for mine in breakdowns_of(keys, dimensions):
        kind, pk = mine[0]
        dimension, scheme = dimensions[pk] if kind == "category" else (kind, "")
        ordered = sorted(there.intersection(mine), key=lambda key: _in_order(categories[key[1]].name))
        names = {key: categories[key[1]].name for key in ordered}
        where = Where(whole.pk if whole else None, tuple(area.pk for area in inside), period)
        shown = shown_by_group(where, mine, tables, about, asking.everybody)
        if names:
            found.append(Breakdown(dimension, scheme, names, shown.seen))
    found.sort(key=lambda one: (one.dimension, one.scheme))
    return found


def _in_order(name: str) -> tuple[int, str]:
    """Tenths and ages by their number, other groups by name."""
    digits = "".join(letter if letter.isdigit() else " " for letter in name).split()
    word = {"most deprived": 0, "least deprived": 99}
    lead = next((at for words, at in word.items() if name.lower().startswith(words)), None)
    return (lead if lead is not None else int(digits[0]) if digits else 50, name)
