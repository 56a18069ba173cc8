"""Choosing one record of the trust, whether there are five or five thousand."""

import re
from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trusts.forms.fields import whole_number

FEW = 50
"""As many records as are offered in a list; from among more, one is named by its number or by words of its title."""
NAMED = 6
"""As many as an error message names."""
NUMBERED = re.compile(r"#?(\d+)(?:\.\s.*)?", re.DOTALL)
"""How the list writes a record: `12. Shorter waits`; the number alone does as well."""


def as_listed(record: Any) -> str:
    """Number and title."""
    return f"{record.number}. {record}"


def matching(rows: models.QuerySet, words: str) -> models.QuerySet:
    """The records of that number, or with every one of these words in the title."""
    named = NUMBERED.fullmatch(words.strip())
    if named and whole_number(named[1]) is not None:
        found = rows.filter(number=whole_number(named[1]))
        if found.exists() or "." in words:
            return found
    for word in words.split()[:8]:
        rows = rows.filter(title__icontains=word)
    return rows


class RecordInput(forms.TextInput):
    """A line to type in, with the newest records as suggestions that the browser narrows."""

    def __init__(self, offered: list[str], **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(**kwargs)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The line, and its suggestions."""
        suggestions = f"suggested-{name}"
        control = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', control, suggestions, options)


class RecordChoice(forms.ModelChoiceField):
    """One record of the trust: chosen from a list while there are few, found by number or words when many."""

    def offer(self, rows: models.QuerySet, many: str) -> None:
        """The records to choose from."""
        self.queryset, self.many = rows, many
        self.is_long = rows[FEW : FEW + 1].exists()
        if not self.is_long:
            self.widget.choices = self.choices
            return
        self.widget = RecordInput([as_listed(one) for one in rows[:FEW]], attrs={"autocomplete": "off"})
        said = f"Type its number or words of its title. The newest {many} are suggested"
        self.help_text = f"{self.help_text}. {said}" if self.help_text else said

    def label_from_instance(self, record: Any) -> str:
        """Number and title."""
        return as_listed(record)

    def prepare_value(self, value: Any) -> Any:
        """Number and title, where it is typed; what somebody typed stays as it is."""
        if getattr(self, "is_long", False) and value and not isinstance(value, str):
            found = value if isinstance(value, models.Model) else self.queryset.filter(pk=value).first()
            return as_listed(found) if found is not None else ""
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """The record chosen, or the one that what was typed leads to."""
        if not getattr(self, "is_long", False) or value in self.empty_values:
            return super().to_python(value)
        found = list(matching(self.queryset, str(value))[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            said = f"Nothing among the {self.many} matches this. Enter a number, or words of the title"
        else:
            named = "; ".join(as_listed(one) for one in found[:NAMED])
            said = (
                f"More than one matches: {named}{' …' if len(found) > NAMED else ''}. Enter the number of one"
            )
        raise forms.ValidationError(said, code="invalid_choice")
