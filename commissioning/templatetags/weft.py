"""How the site writes money, dates, lists of people and states. Available in every template."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import InvalidOperation
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trusts.record_words import money, plain

register = template.Library()

# The colour says how a thing stands; the word beside it always says the same.
COLOURS = {
    "green": "accepted active agree agreed approved awarded clear complete completed cleared done green held in_force met on_track open "
    "published ready scored set taken verified",
    "blue": "current filed in_progress issued made proposed received recommended routed running scheduled sent submitted under_way",
    "yellow": "amber agreed_with_conditions at_risk conditional conditions defer deferred due due_soon ending pending queried refer_back referred_back waiting",
    "red": "blocked breached cancelled failed late missed off_track overdue red refuse refused rejected suspended terminated unmet vetoed",
    "grey": "archived closed draft ended expired lapsed not_started not_yet retired superseded withdrawn",
}
COLOUR_OF = {state: colour for colour, states in COLOURS.items() for state in states.split()}


@register.filter
def pounds(value: Any) -> str:
    """£52,000, or £1,234.50 where there are pence; an empty value stays empty."""
    try:
        return money(value)
    except InvalidOperation:
        return str(value)


@register.filter
def figure(value: Any) -> str:
    """A figure without idle noughts: 1,234.5; 31; nothing where there is none."""
    return str(plain(value))


@register.filter
def grouped(count: int) -> str:
    """1,000."""
    return f"{count:,}"


def london(value: Any) -> Any:
    """A moment as London clocks show it; a plain date as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """22 November 2026."""
    value = london(value)
    return f"{value.day} {value:%B} {value.year}" if isinstance(value, date) else str(value or "")


@register.filter
def day_short(value: date | datetime | None) -> str:
    """22 Nov 2026."""
    value = london(value)
    return f"{value.day} {value:%b} {value.year}" if isinstance(value, date) else str(value or "")


@register.filter
def moment(value: datetime | None) -> str:
    """22 November 2026 at 2:05pm."""
    if not isinstance(value, datetime):
        return day(value)
    value = london(value)
    return f"{day(value)} at {int(f'{value:%I}')}:{value:%M}{f'{value:%p}'.lower()}"


@register.filter
def ago_or_in(value: date | datetime | None) -> str:
    """How far a day is from today in London: "in 12 days", "4 days ago", "today"."""
    value = london(value)
    if not isinstance(value, date):
        return ""
    days = ((value.date() if isinstance(value, datetime) else value) - timezone.localdate()).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


@register.filter
def people(names: Iterable[Any] | None) -> str:
    """A, B and C."""
    *most, last = [str(name) for name in names or ()] or [""]
    return f"{', '.join(most)} and {last}" if most else last


@register.filter
def a(words: str) -> str:
    """A finding, an agreement."""
    return f"{'an' if words[:1].lower() in set('aeiou') else 'a'} {words}"


@register.simple_tag
def tag_for(state: Any, label: str = "", colour: str = "") -> SafeString:
    """A state as a coloured tag: `{% tag_for "in_progress" %}` or `{% tag_for row.state row.get_state_display %}`."""
    words = str(label or state or "").replace("_", " ")
    shown = colour or COLOUR_OF.get(str(state).lower().replace(" ", "_").replace("-", "_"), "grey")
    return format_html(
        '<strong class="govuk-tag govuk-tag--{}">{}</strong>', shown, words[:1].upper() + words[1:]
    )
