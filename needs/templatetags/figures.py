"""How a figure stands on a page: rounded as people read it, or the words for why there is none."""

from typing import Any

from django import template

register = template.Library()
WHOLE = 100
"""From here on a figure is read without decimals."""


@register.filter
def figure(value: Any) -> str:
    """12.3, 1,234 or 0.45; nothing where there is none."""
    if not isinstance(value, int | float):
        return ""
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


@register.filter
def figure_of(row: Any) -> str:
    """The value of a figure, or what its publisher says instead."""
    if row is None:
        return "No figure"
    return figure(row.value) if row.value is not None else (row.mark.meaning or row.mark.text or "No figure")
