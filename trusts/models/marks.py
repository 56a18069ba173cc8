"""What a record touches and how it is marked: what scopes and gates look at."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Reach:
    """What a record touches, so that the scope of a permission can be compared with it."""

    bodies: frozenset[int] = frozenset()
    localities: frozenset[int] = frozenset()
    outcomes: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    value: Decimal | None = None


@dataclass(frozen=True)
class Marks:
    """How a record is marked, so that a gate's `when` can look at it."""

    levels: dict[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    owner_type: str = ""
    has_locality: bool = False


UNMARKED = Marks()
