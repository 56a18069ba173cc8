"""How the values of a record are written: money, dates, codes and names, as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

from trusts.framework.reading import Reading
from trusts.framework.vocabulary import VOICES
from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField


def value_at(record: Any, path: str) -> Any:
    """The value at the end of a path such as `fund__title`; None where the way breaks off."""
    for part in path.split("__"):
        if record is None:
            return None
        record = getattr(record, part)
        if callable(record) and not isinstance(record, models.Manager):
            record = record()
    return record


def written(record: Any, path: str) -> Any:
    """A value in words: a choice by its label, a date in full, money in pounds, codes by their labels."""
    *way, last = path.split("__")
    holder = value_at(record, "__".join(way)) if way else record
    if holder is None:
        return ""
    value = value_at(holder, last)
    field = _field(holder, last)
    if field is not None and field.choices:
        return getattr(holder, f"get_{last}_display")()
    if isinstance(field, CodesField):
        return ", ".join(labels(holder, field.axis, value))
    if isinstance(field, PoundsField):
        return money(value)
    if last == "year" and value:
        return f"{value}/{(value + 1) % 100:02d}"
    return _coded(holder, last, value) or plain(value)


@cache
def writer_of(model: type[models.Model], path: str) -> Callable[[Any], Any]:
    """What writes the value at the end of a path, as `written` does, for the many rows of a list."""
    field = _field(model, path)
    special = isinstance(field, CodesField | PoundsField) or path in (
        *getattr(model, "CODED", ()),
        "year",
        "level",
    )
    if field is None or special:
        return lambda record: written(record, path)
    if field.choices:
        labels = dict(field.flatchoices)
        return lambda record: labels.get(value := getattr(record, path), value)
    return lambda record: plain(getattr(record, path))


def _coded(holder: Any, name: str, value: Any) -> str:
    """What the framework calls a code; nothing where the field holds none."""
    section = getattr(holder, "CODED", {}).get(name)
    if section:
        return str(holder.framework.choices(section).get(value, value))
    if name == "level" and value:
        scheme, _, code = value.partition(".")
        return str(holder.framework.level_label(scheme, code)) if scheme in holder.framework.levels else value
    return ""


def plain(value: Any) -> Any:
    """A value without its field: dates in full, yes and no, several with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        return in_full(value)
    if hasattr(value, "all"):
        return ", ".join(str(one) for one in value.all())
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return value if isinstance(value, str | int) else str(value)


@lru_cache(maxsize=4096)
def in_full(day: date) -> str:
    """A day as it is written: lists say the same ones again and again."""
    return f"{day.day} {day:%B %Y}"


def labels(record: Any, axis: str, codes: list[str]) -> list[str]:
    """What the framework calls these codes."""
    framework = record.framework
    known = codes_of(framework, axis)
    return [known.get(code, code) for code in codes]


def codes_of(framework: Reading, axis: str) -> dict[str, str]:
    """Code to label of an axis: the trust's outcomes, its groups, or whose voices are heard."""
    if axis == "voice":
        return VOICES
    entries: dict[str, Any] = framework.outcomes if axis == "outcome" else framework.groups  # type: ignore[assignment]
    return {code: entry.label for code, entry in entries.items()}


def money(value: Any) -> str:
    """£52,000, or £1,234.50 where there are pence."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    sign, amount = ("−" if amount < 0 else ""), abs(amount)
    return f"{sign}£{amount:,.0f}" if amount == amount.to_integral_value() else f"{sign}£{amount:,.2f}"


def facts_of(record: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The lines of a record's page: what each field is called and says, with links to what it names."""
    rows = []
    for name in names:
        field = _field(record, name)
        label = field.verbose_name if field is not None else name.removesuffix("_label").replace("_", " ")
        concept = {"outcomes": "outcome", "localities": "locality", "groups": "group"}.get(name)
        if concept:
            label = record.framework.words(concept)
        rows.append({"key": label[:1].upper() + label[1:], "value": _shown(record, name, field)})
    return rows


def _shown(record: Any, name: str, field: Any) -> Any:
    value = getattr(record, name)
    if field is not None and field.many_to_many:
        links = [_linked(one, record) for one in value.all()]
        return format_html_join(mark_safe("<br>"), "{}", ((link,) for link in links)) if links else ""
    if isinstance(value, models.Model):
        return _linked(value, record)
    said = written(record, name)
    if isinstance(field, models.URLField) and value:
        return format_html('<a class="govuk-link" href="{}" rel="noreferrer">{}</a>', value, value)
    if isinstance(field, models.TextField) and isinstance(said, str) and not isinstance(field, CodesField):
        return mark_safe(linebreaks(said, autoescape=True)) if said else ""  # noqa: S308 (escaped)
    return said


def _linked(one: Any, record: Any) -> Any:
    """A link to something that a record names, which stands in the same trust."""
    if hasattr(one, "trust_id"):
        one.trust = record.trust
    if hasattr(one, "get_absolute_url"):
        return format_html('<a class="govuk-link" href="{}">{}</a>', one.get_absolute_url(), one)
    return str(one)


def _field(record: Any, name: str) -> Any:
    try:
        return record._meta.get_field(name) if hasattr(record, "_meta") else None
    except FieldDoesNotExist:
        return None
