"""How the fields of a long form are put together under headings, and what they say before anybody types."""

from collections.abc import Mapping
from typing import Any

from django import forms

from trusts.forms.fields import DateField, MoneyField
from trusts.forms.record_choice import RecordChoice
from trusts.governance import clock

LONG = 8
"""A form with more fields than this has headings."""
ABOUT, LINKED, MONEY, PEOPLE, REACH, ASKED = HEADINGS = (
    "About it", "What it is linked to", "Money and dates", "Who looks after it", "Whom it is for",
    "What the trust’s own framework asks",
)  # fmt: skip
"""The headings, in their order."""
NAMED = {
    "officer": PEOPLE, "owner": PEOPLE, "organisation": PEOPLE, "lead_partner": PEOPLE, "host": PEOPLE,
    "outcomes": REACH, "groups": REACH, "localities": REACH, "level": REACH, "preventive": REACH, "covers": REACH,
    "county_wide": REACH, "why_not_local": REACH, "year": MONEY, "monitoring_cycle": MONEY, "timetable": MONEY,
    "target": MONEY, "baseline": MONEY, "unit": MONEY, "direction": MONEY,
}  # fmt: skip
TODAY = ("opened_on", "found_on", "received_on")
"""Days that are mostly today."""
FIRST_MONTH = 4
"""Financial years begin in April."""


def heading_of(name: str, field: forms.Field) -> str:
    """Under which heading a field stands."""
    if name in NAMED:
        return NAMED[name]
    if "-" in name:
        return ASKED
    if isinstance(field, RecordChoice):
        return LINKED
    return MONEY if isinstance(field, DateField | MoneyField) else ABOUT


def grouped(form: forms.Form) -> list[tuple[str, list[Any]]]:
    """The visible fields by heading; without one where they are few. What is linked first decides, comes second."""
    fields = list(form.visible_fields())
    if len(fields) <= LONG:
        return [("", fields)]
    found: dict[str, list[Any]] = {heading: [] for heading in HEADINGS}
    for bound in fields:
        found[heading_of(bound.name, bound.field)].append(bound)
    return [(heading, own) for heading, own in found.items() if own]


def likely(fields: Mapping[str, forms.Field], person: Any) -> dict[str, Any]:
    """What a new record most likely says: its officer is who makes it, its year is this one."""
    today = clock.today()
    found: dict[str, Any] = {name: today for name in TODAY if name in fields}
    if "year" in fields:
        found["year"] = today.year if today.month >= FIRST_MONTH else today.year - 1
    officer = fields.get("officer")
    if isinstance(officer, forms.ModelChoiceField) and officer.queryset.filter(pk=person.pk).exists():
        found["officer"] = person.pk
    return found
