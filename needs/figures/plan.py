"""A plan: which columns of one file say what, and how its words are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from needs.figures.geography import Place

Row = Sequence[str]


@dataclass(frozen=True)
class Series:
    """What a row says about which indicator its figure is of."""

    code: str
    name: str
    unit: str = ""
    scale: int | None = None
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Group:
    """One value of a breakdown."""

    dimension: str
    name: str
    scheme: str = ""


@dataclass(frozen=True)
class Measure:
    """The columns of one figure; -1 where the file has none."""

    value: int
    lower: int = -1
    upper: int = -1
    count: int = -1
    denominator: int = -1
    label: str = ""
    """What tells its indicator from the others of the same row."""


@dataclass
class Plan:
    """How one file is read. Columns that identify something are given with the function that reads them."""

    layout: str
    measures: tuple[Measure, ...]
    area: tuple[int, ...]
    place: Callable[[Row], Place]
    indicator: tuple[int, ...]
    series: Callable[[Row, Measure], Series]
    period: tuple[int, ...]
    when: Callable[[Row], int]
    """The key of the period; raises BadRow."""
    sex: int = -1
    age: int = -1
    groups: tuple[int, ...] = ()
    broken_down: Callable[[Row], list[Group]] = field(default=lambda row: [])
    note: int = -1
    used: frozenset[int] = frozenset()
    """Further columns that are understood, though no figure needs them."""
    publisher: str = ""
    licence: str = ""

    @property
    def columns(self) -> set[int]:
        """Every column that is read."""
        found = {
            self.sex,
            self.age,
            self.note,
            *self.area,
            *self.indicator,
            *self.period,
            *self.groups,
            *self.used,
        }
        for one in self.measures:
            found |= {one.value, one.lower, one.upper, one.count, one.denominator}
        return found - {-1}

    @property
    def needed(self) -> int:
        """The last column without which a row says nothing."""
        values = [min(one.value for one in self.measures)]
        return max([*values, *self.area, *self.period, *self.indicator], default=0)
