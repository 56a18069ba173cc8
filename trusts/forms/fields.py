"""Fields that read what English public servants type: dates and money."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from trusts.models.pounds import DIGITS, MOST

DATE_SHAPES = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""What is earlier or later is a slip of the keyboard."""
NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?", re.ASCII)
"""A number with its commas, where it has any, between thousands."""
WIDTH = "govuk-input--width-10"
LONGEST_NUMBER, LONGEST_KEY = 9, 18


def whole_number(typed: str) -> int | None:
    """The number of a record as somebody typed it or an address carries it; None where it is none."""
    digits = typed.strip().removeprefix("#")
    plain = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
    return int(digits) if plain else None


class DateField(forms.DateField):
    """A date as people write it: 22 November 2026, 22/11/2026."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example, 22 November 2026")
        super().__init__(input_formats=DATE_SHAPES, **kwargs)
        self.widget.attrs.setdefault("class", WIDTH)
        self.error_messages["invalid"] = "Enter a real date, such as 22 November 2026"

    def to_python(self, value: Any) -> date | None:
        """Read a date of a year that people mean."""
        day = super().to_python(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            said = f"Enter a date between {EARLIEST.year} and {LATEST.year}"
            raise ValidationError(said, code="year")
        return day

    def prepare_value(self, value: Any) -> Any:
        """A stored date in the form people write it."""
        if isinstance(value, date | datetime):
            return f"{value.day} {value:%B %Y}"
        return value


class SeveralChoice(forms.ModelMultipleChoiceField):
    """Several rows; a key too long for any row is one that is not there, and no fault of the database."""

    def clean(self, value: Any) -> Any:
        """The rows chosen."""
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > LONGEST_KEY:
                said = self.error_messages["invalid_choice"]
                raise ValidationError(said, code="invalid_choice", params={"value": key})
        return super().clean(value)


class NumberField(forms.DecimalField):
    """A number as people write it: 1,234.5."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": WIDTH, "inputmode": "decimal"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter a number, such as 12 or 1,234.5"

    def to_python(self, value: Any) -> Decimal | None:
        """Read a number as people write it; 1,5 could be meant in two ways and is asked about."""
        if isinstance(value, str):
            typed = "".join(value.split())
            value = self.bare(typed)
            if typed and not (NUMBER.fullmatch(value) and any(sign.isdigit() for sign in value)):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def bare(self, typed: str) -> str:
        """What was typed without the signs that may stand around a number."""
        return typed


class MoneyField(NumberField):
    """Pounds as people write them: £52,000 or 1,234.50."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"data-prefix": "£", "class": WIDTH, "inputmode": "decimal"})
        super().__init__(max_digits=DIGITS, decimal_places=2, min_value=0, widget=widget, **kwargs)
        most = f"Enter an amount of less than £{MOST:,}"
        self.error_messages |= {
            "invalid": "Enter an amount in pounds, such as 52,000 or 1,234.50",
            "min_value": "Enter an amount of £0 or more",
            "max_decimal_places": "Enter pounds and pence, such as 1,234.50",
            "max_digits": most,
            "max_whole_digits": most,
        }

    def bare(self, typed: str) -> str:
        """Without the pound sign."""
        return typed.removeprefix("£")

    def prepare_value(self, value: Any) -> Any:
        """A stored amount with its thousands separated."""
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        return value
