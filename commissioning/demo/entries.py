"""What an entry of a demo file means: the record it describes, its dates, its money, whom and what it names."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from contracts.actions.agreement import months_on
from trusts.governance import clock
from trusts.models import Body, Locality, Organisation, Person, Trust
from trusts.models.record import Record
from trusts.nouns import noun_of

INVENTED = "(invented)"
YEARS = ("last", "this", "next", "after", "later")
"""Financial years, counted from the one that was last."""
OURS = ("key", "ago", "by", "then")
"""What an entry says besides the fields of its record: its name here, when and by whom it was made, what followed."""
HAPPENED = {"evidence": "dated", "participation": "held_on", "bid": "received_on", "review": "opened_on",
            "deficit": "found_on", "listing": "starts"}  # fmt: skip
"""The day on which something happened: that on which it was recorded, unless an entry says otherwise."""


class Entries:
    """The words of a demo file, read for one trust on the day on which it is loaded."""

    def __init__(self, trust: Trust, data: dict[str, Any], people: dict[str, Person]) -> None:
        self.data, self.people, self.today = data, people, clock.today()
        self.made: dict[str, Any] = {}
        """The records made so far, by the names that the file gives them."""
        self.coded: dict[type[models.Model], dict[str, Any]] = {
            model: {row.code: row for row in model.objects.filter(trust=trust)}
            for model in (Body, Organisation, Locality)
        }
        first = clock.start_of_financial_year(self.today).year
        self.years = {name: first + number for number, name in enumerate(YEARS, -1)}

    def record(self, kind: str, entry: dict[str, Any]) -> tuple[Record, dict[str, list]]:
        """The record that an entry describes, not saved yet, and its links to several rows."""
        model = noun_of(kind).model
        told = {name: value for name, value in entry.items() if name not in OURS}
        if HAPPENED.get(kind):
            told.setdefault(HAPPENED[kind], None)
        told.setdefault("particulars", self.data.get("particulars", {}).get(kind, {}))
        links, values = {}, {}
        for name, value in told.items():
            field = model._meta.get_field(name)
            if field.many_to_many:
                links[name] = [self.named(field, one) for one in value]
            else:
                values[name] = self.value(field, value)
        if kind == "panellist":
            values["tie"] = "declared" if values.get("interest") else "none"
        if kind == "evidence":
            values["source"] = f"{values['source']} {INVENTED}"
        return model(**values), links

    def value(self, field: Any, said: Any) -> Any:
        """What an entry says for a field, as the field keeps it."""
        if field.many_to_one:
            return self.named(field, said)
        if isinstance(field, models.DateField):
            return clock.today() if said is None else self.day(said)
        if isinstance(field, models.DecimalField):
            return self.amount(said)
        if field.name == "year":
            return self.years[said]
        return self.said(said)

    def named(self, field: Any, code: str) -> Any:
        """The row that an entry names: a record by its name here, a person, a body, a partner, a place."""
        if field.related_model is Person:
            return self.people[code]
        return self.coded.get(field.related_model, self.made)[code]

    def day(self, said: int | str) -> date:
        """A day: so many days from today, `-13m` months from today, or a day of one of the financial `YEARS`: `next-03-31`."""
        if isinstance(said, int):
            return self.today + timedelta(days=said)
        if said.endswith("m"):
            return months_on(self.today, int(said[:-1]))
        year, month, day = said.split("-")
        return date(self.years[year], int(month), int(day))

    def said(self, words: Any) -> Any:
        """Words, with the years they speak of: `{this}` is 2026/27."""
        if isinstance(words, dict):
            return {name: self.said(text) for name, text in words.items()}
        if not isinstance(words, str):
            return words
        for name, year in self.years.items():
            words = words.replace(f"{{{name}}}", f"{year}/{(year + 1) % 100:02d}")
        return words

    def amount(self, said: float | str | None) -> Decimal | None:
        """Money or a figure."""
        return None if said is None else Decimal(str(said))

    def figure(self, said: float | str) -> tuple[Decimal | None, str]:
        """A figure of a return; words where there is none."""
        return (None, said) if isinstance(said, str) else (self.amount(said), "")

    def arguments(self, step: dict[str, Any]) -> dict[str, Any]:
        """What the form of a move asks for."""
        told = {name: value for name, value in step.items() if name not in ("do", "ago", "by")}
        return {name: self._argument(name, value) for name, value in told.items()}

    def _argument(self, name: str, value: Any) -> Any:
        if name == "providers":
            return [self.made[one] for one in value]
        if name == "ends":
            return self.day(value)
        return self.amount(value) if name in ("quality", "price", "added") else self.said(value)
