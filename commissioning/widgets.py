"""Django's own widgets written straight out: a template for each attribute of each input is half the time of a form."""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

TYPES = ("input", "text", "hidden", "email", "url", "password", "number", "date", "datetime", "time", "file",
         "search", "tel", "color")  # fmt: skip
"""The one-line inputs: all of them are written alike."""


def attributes(attrs: dict[str, Any]) -> str:
    """The attributes of a tag; what is false or nothing is left out, what is true stands without a value."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )


def line(widget: dict[str, Any]) -> str:
    """A one-line input."""
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def area(widget: dict[str, Any]) -> str:
    """A box for long texts; the first line break after its tag is none of the text."""
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{text}</textarea>'


def select(widget: dict[str, Any]) -> str:
    """A list to choose from, its groups with their headings."""
    found = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for heading, options, _ in widget["optgroups"]:
        found += [f'<optgroup label="{conditional_escape(heading)}">'] if heading else []
        found += [
            f'<option value="{conditional_escape(str(one["value"]))}"{attributes(one["attrs"])}>'
            f"{conditional_escape(localize(one['label']))}</option>"
            for one in options
        ]
        found += ["</optgroup>"] if heading else []
    return "\n".join([*found, "</select>"])


WRITE: dict[str, Callable[[dict[str, Any]], str]] = {
    "django/forms/widgets/textarea.html": area,
    "django/forms/widgets/select.html": select,
    **{f"django/forms/widgets/{kind}.html": line for kind in TYPES},
}


class Written(DjangoTemplates):
    """Writes the common widgets itself; leaves the others, and those of other packages, to their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of one widget."""
        write = WRITE.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))  # noqa: S308 (every value in it is escaped above)
