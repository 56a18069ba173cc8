"""Fields that read what English public servants type: dates and money."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

DATE_SHAPES = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


LONGEST_NUMBER = 9


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
        self.widget.attrs.setdefault("class", "govuk-input--width-10")
        self.error_messages["invalid"] = "Enter a real date, such as 22 November 2026"

    def prepare_value(self, value: Any) -> Any:
        """A stored date in the form people write it."""
        if isinstance(value, date | datetime):
            return f"{value.day} {value:%B %Y}"
        return value


class MoneyField(forms.DecimalField):
    """Pounds as people write them: £52,000 or 1,234.50."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"data-prefix": "£", "class": "govuk-input--width-10", "inputmode": "decimal"}
        )
        super().__init__(max_digits=14, decimal_places=2, min_value=0, widget=widget, **kwargs)
        self.error_messages["invalid"] = "Enter an amount in pounds, such as 52,000 or 1,234.50"
        self.error_messages["min_value"] = "Enter an amount of £0 or more"
        self.error_messages["max_decimal_places"] = "Enter pounds and pence, such as 1,234.50"

    def to_python(self, value: Any) -> Decimal | None:
        """Read an amount; signs and separators that people use are fine."""
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "").strip()
            try:
                if value and not Decimal(value).is_finite():
                    raise ValidationError(self.error_messages["invalid"], code="invalid")
            except InvalidOperation:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored amount with its thousands separated."""
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        return value
