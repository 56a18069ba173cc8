"""Financial years and periods, as forms check them."""

from datetime import date
from typing import Any

from django import forms

from trusts.governance import clock

FAR = 30
"""Years from today beyond which a year is a slip of the keyboard."""


def sensible_year(year: int | None) -> int | None:
    """A year that people plan for; the error says what was expected."""
    if year is not None and abs(year - clock.today().year) > FAR:
        raise forms.ValidationError(f"Enter a year such as {clock.today().year}")
    return year


def not_ahead(day: date | None) -> date | None:
    """A day that is not in the future."""
    if day is not None and day > clock.today():
        raise forms.ValidationError("Enter a date that is not in the future")
    return day


def in_order(form: Any, first: str, last: str) -> None:
    """An error at the later date where it comes before the earlier one."""
    a, b = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if a and b and b < a:
        form.add_error(last, f"Enter a date that is not before {a.day} {a:%B %Y}")
