"""The hand that writes invented records of one trust: in bulk, numbered, marked as invented, by chance that can be repeated."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from commissioning.scale.ground import Ground
from commissioning.scale.words import FOR, HELP, INVENTED, LACKS, WHERE
from trusts.governance import clock
from trusts.models.record import Record

Kind = TypeVar("Kind", bound=Record)
One = TypeVar("One")
BATCH = 2000
BROKEN = 0.08
"""The share of links that are left out, so that threads are broken as they are in life."""


class Hand:
    """Writes records of one trust; `size` is how many agreements it is to have."""

    def __init__(self, ground: Ground, rng: random.Random, size: int) -> None:
        self.ground, self.rng, self.size = ground, rng, size
        self.framework = ground.framework
        self.today = clock.today()
        self.at = timezone.make_aware(datetime.combine(self.today, time(9)))
        self.outcomes = list(self.framework.outcomes)
        self.groups = list(self.framework.groups)

    # What is written ---------------------------------------------------------------------

    def write(self, model: type[Kind], rows: Iterable[dict[str, Any]]) -> list[Kind]:
        """Save records of a kind, numbered from one; what a kind has and a row does not say is invented."""
        made = [model(**(self.base(number) | self.marks(model) | row)) for number, row in enumerate(rows, 1)]
        return model._default_manager.bulk_create(made, batch_size=BATCH)

    def base(self, number: int) -> dict[str, Any]:
        """What every record has."""
        return {"trust": self.ground.trust, "blueprint": self.ground.blueprint, "number": number, "generated": True,
                "created_by": self.chance(self.ground.officers), "created_at": self.at}  # fmt: skip

    def marks(self, model: type[Record]) -> dict[str, Any]:
        """The outcomes, groups, texts and people that a kind asks for."""
        said: dict[str, Any] = {}
        names = {field.name for field in model._meta.concrete_fields}
        for name in ("summary", "grounds", "need", "reason"):
            if name in names:
                said[name] = f"{INVENTED} {self.chance(FOR).capitalize()} {self.chance(LACKS)}."
        if "outcomes" in names:
            said["outcomes"] = self.some(self.outcomes, 2)
        if "groups" in names and self.groups:
            said["groups"] = self.some(self.groups, 2)
        if "owner" in names:
            said["owner"] = self.chance(self.ground.bodies)
        if "officer" in names:
            said["officer"] = None if self.broken() else self.chance(self.ground.officers)
        return said

    def link(self, holder: type[Model], field: str, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Save links of a many-to-many field, each once."""
        ours: Any = holder._meta.get_field(field)
        source, target = ours.m2m_field_name(), ours.m2m_reverse_field_name()
        through = ours.remote_field.through
        seen = {(one.pk, other.pk): None for one, other in pairs}
        through.objects.bulk_create(
            (through(**{f"{source}_id": one, f"{target}_id": other}) for one, other in seen), batch_size=BATCH
        )

    def place(self, model: type[Record], records: Sequence[Record]) -> None:
        """Give most records a locality."""
        if self.ground.localities:
            pairs = [(one, self.chance(self.ground.localities)) for one in records if self.rng.random() < 0.6]
            self.link(model, "localities", pairs)

    # What is invented --------------------------------------------------------------------

    def chance(self, among: Sequence[One]) -> One:
        """One of them."""
        return among[int(self.rng.random() * len(among))]

    def some(self, among: Sequence[One], most: int) -> list[One]:
        """One of them, or a few, each once."""
        return list(dict.fromkeys(self.chance(among) for _ in range(self.rng.randint(1, most))))

    def broken(self) -> bool:
        """Whether a link is left out this time."""
        return self.rng.random() < BROKEN

    def title(self) -> str:
        """What is done, for whom, where."""
        return f"{self.chance(HELP)} for {self.chance(FOR)} in {self.chance(WHERE)}"

    def code(self, section: str, default: str) -> str:
        """One of the framework's own codes."""
        return self.chance([*self.framework.choices(section)] or [default])

    def level(self) -> str:
        """One of the framework's levels; empty where it has none."""
        found = [
            f"{scheme.code}.{level.code}"
            for scheme in self.framework.framework.levels
            for level in scheme.levels
        ]
        return self.chance(found) if found else ""

    def ago(self, least: int, most: int) -> date:
        """A day in the past."""
        return self.today - timedelta(days=self.rng.randint(least, most))

    def money(self, least: int, most: int) -> Decimal:
        """Whole hundreds of pounds."""
        return Decimal(self.rng.randint(least // 100, most // 100) * 100)

    def count(self, share: float, least: int = 2) -> int:
        """How many of something there are beside so many agreements."""
        return max(least, round(self.size * share))
