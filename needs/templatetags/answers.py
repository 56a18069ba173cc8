"""How an answer's table is laid out in a template."""

from collections.abc import Sequence

from django import template

from needs.answers.answer import Cell, Heading, Line

register = template.Library()


@register.filter
def beside(line: Line, headings: Sequence[Heading]) -> list[tuple[Heading, Cell]]:
    """The cells of a row, each with the heading it stands under."""
    return list(zip(headings, line.cells, strict=True))
