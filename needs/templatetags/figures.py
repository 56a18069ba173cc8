"""How a figure stands on a page: rounded as people read it, or the words for why there is none."""

from django import template

from needs.answers.figures import Seen

register = template.Library()
WHOLE = 100
"""From here on a figure is read without decimals."""


@register.filter
def figure(value: object) -> str:
    """12.3, 1,234 or 0.45; nothing where there is none."""
    if not isinstance(value, int | float):
        return ""
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


@register.filter
def figure_of(seen: Seen | None) -> str:
    """A figure that may be shown, or what stands in its place."""
    if seen is None:
        return "No figure"
    return figure(seen.value) if seen.value is not None else seen.mark or "No figure"
