"""How the form pack in `templates/weft/` draws a field: one description, read by one template.

Of a widget's attrs the pack reads: data-prefix and data-suffix ("£"), hints (value to hint, for choices), inline and
small (radios, checkboxes), labels (of a field in several boxes), maxlength (a textarea counts up to it), class (a width).
"""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import localize_input
from django.utils.safestring import SafeString, mark_safe

from commissioning.templatetags.weft import day
from commissioning.widgets import attributes

GROUPS = {"radios", "checkboxes", "parts"}
CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.MultiWidget, "parts"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
]
DAY_LABELS = ["Day", "Month", "Year"]
SHORT = 12
OURS = {"class", "data-prefix", "data-suffix", "hints", "labels", "inline", "small", "id"}
NOT_EACH = {*OURS, "checked", "required", "aria-describedby", "aria-invalid"}
"""What no single choice says: a required group is said once, by its error message; on each it would demand all of them."""
OPTIONS = {"radios": "radio", "checkboxes": "checkbox"}
UNANSWERED = str(forms.Field.default_error_messages["required"])


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox."""

    id: str
    control: SafeString
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Drawn:
    """A field as the templates need it."""

    kind: str
    bound: BoundField
    id: str
    hint: Any = ""
    optional: bool = False
    control: SafeString = field(default_factory=SafeString)
    options: list[Option] = field(default_factory=list)
    prefix: str = ""
    suffix: str = ""
    limit: int | None = None
    inline: bool = False
    small: bool = False
    group: bool = False
    current: Any = None
    parts: list[tuple[str, str, SafeString]] = field(default_factory=list)

    @cached_property
    def errors(self) -> list[str]:
        """What is wrong with it."""
        return errors_of(self.bound)

    @cached_property
    def described_by(self) -> str:
        """The ids of what must be read out with the control."""
        ids = [f"{self.id}-info"] if self.limit else []
        ids += [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-error"] if self.errors else []
        return " ".join(ids)


def kind_of(widget: forms.Widget) -> str:
    """Which template draws a widget."""
    return _kind_of(type(widget))


@cache
def _kind_of(widget: type[forms.Widget]) -> str:
    return next((kind for ours, kind in KINDS if issubclass(widget, ours)), "input")


def errors_of(bound: BoundField) -> list[str]:
    """What is wrong with a field; a missing answer names its question, which the summary stands far from."""
    if not bound.errors:
        return []
    kind = kind_of(bound.field.widget)
    asks = {"checkbox": "Tick", "file": "Choose a file for"}.get(kind, "Enter an answer for")
    if kind in {"select", "radios", "checkboxes"}:
        asks = "Choose an answer for"
    return [f"{asks} “{bound.label}”" if error == UNANSWERED else str(error) for error in bound.errors]


def plain_day(value: Any) -> str | None:
    """A date as people write it; what they typed stays as they typed it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value)
    return localize_input(value) if value not in (None, "") else None


def focus_id(bound: BoundField) -> str:
    """The id of the control that an error message leads to."""
    kind = kind_of(bound.field.widget)
    if kind in GROUPS:
        return f"{bound.auto_id}_0"
    return bound.field.widget.attrs.get("id") or bound.auto_id


def options_of(bound: BoundField, kind: str, hints: dict[Any, str]) -> list[Option]:
    """Its choices, each with its own hint."""
    hints = {str(value): hint for value, hint in hints.items()}
    one = OPTIONS[kind]
    options = []
    for choice in bound.subwidgets:
        data = choice.data
        value, key = "" if data["value"] is None else str(data["value"]), f"{bound.auto_id}_{len(options)}"
        hint = hints.get(str(data["value"]), "")
        more = {name: said for name, said in data["attrs"].items() if name not in NOT_EACH}
        said = {"class": f"govuk-{kind}__input", "id": key, "name": bound.html_name, "type": one, "value": value,
                "checked": bool(data["selected"])} | ({"aria-describedby": f"{key}-hint"} if hint else {})  # fmt: skip
        options.append(Option(key, input_of(said | more), data["label"], hint))
    return options


def input_of(attrs: dict[str, Any]) -> SafeString:
    """An input and what it says."""
    return mark_safe(f"<input{attributes(attrs)}>")  # noqa: S308 (every value is escaped there)


def width_of(bound: BoundField, widget: forms.Widget) -> str:
    """A width that tells how much is expected, unless the widget says one."""
    if "-width-" in widget.attrs.get("class", ""):
        return ""
    if isinstance(widget, forms.DateInput):
        return "govuk-input--width-20"
    longest = getattr(bound.field, "max_length", None)
    short = isinstance(widget, forms.NumberInput) or (longest and longest <= SHORT)
    return "govuk-input--width-10" if short else ""


def as_input(bound: BoundField, widget: Any) -> str:
    """Make a one-line input one that takes what people type; answer its further classes."""
    if isinstance(widget, forms.NumberInput):
        # A number input changes under the mouse wheel, and hides what it cannot read.
        widget.input_type = "text"
        whole = isinstance(bound.field, forms.IntegerField)
        widget.attrs = {
            key: value for key, value in widget.attrs.items() if key not in {"step", "min", "max"}
        }
        widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
    if isinstance(widget, forms.DateInput):
        widget.input_type = "text"
        if not widget.format:
            widget.format_value = plain_day
    return width_of(bound, bound.field.widget)


def as_password(bound: BoundField, widget: Any) -> str:
    """Make an input one whose text can be shown, and is never corrected."""
    widget.attrs = {
        "autocomplete": "current-password", "spellcheck": "false", "autocapitalize": "none", **widget.attrs,
    }  # fmt: skip
    return "govuk-password-input__input govuk-js-password-input-input"


def as_textarea(bound: BoundField, widget: Any) -> str:
    """Make a textarea count: cutting what is pasted, without a word, would lose text."""
    counted = limit_of(bound)
    widget.attrs = {"rows": 5} | {
        key: value for key, value in widget.attrs.items() if key not in {"maxlength", "cols"}
    }
    return "govuk-js-character-count" if counted else ""


def as_file(bound: BoundField, widget: Any) -> str:
    """Make a file input only that: the file which is there is shown beside it."""
    widget.template_name = "django/forms/widgets/file.html"
    return ""


MAKE = {"input": as_input, "password": as_password, "textarea": as_textarea, "file": as_file}


def limit_of(bound: BoundField) -> int | None:
    """How many characters a textarea takes."""
    return bound.field.widget.attrs.get("maxlength") or getattr(bound.field, "max_length", None)


def control_of(drawn: Drawn) -> SafeString:
    """The control itself, with the classes and the descriptions it needs."""
    widget = copy(drawn.bound.field.widget)
    base = CLASSES.get(drawn.kind, "govuk-input")
    classes = [base, widget.attrs.get("class", ""), f"{base}--error" if drawn.errors else ""]
    widget.attrs = {key: value for key, value in widget.attrs.items() if key not in OURS or key == "id"}
    if drawn.kind in MAKE:
        classes.append(MAKE[drawn.kind](drawn.bound, widget))
    attrs = {"class": " ".join(part for part in classes if part)}
    if drawn.described_by:
        attrs["aria-describedby"] = drawn.described_by
    return drawn.bound.as_widget(widget=widget, attrs=attrs)


def parts_of(drawn: Drawn) -> list[tuple[str, str, SafeString]]:
    """The inputs of a field typed in several boxes: id, label and control of each."""
    bound, widget = drawn.bound, drawn.bound.field.widget
    names = widget.widgets_names
    is_day = len(names) == len(DAY_LABELS)
    labels = widget.attrs.get("labels") or (
        DAY_LABELS if is_day else [name.strip("_").capitalize() for name in names]
    )
    values = bound.value()
    values = values if isinstance(values, list | tuple) else widget.decompress(values)
    parts = []
    for number, (box, label, value) in enumerate(zip(widget.widgets, labels, values, strict=True)):
        width = ["2", "2", "4"][number] if is_day else "10"
        classes = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
        classes += " govuk-input--error" if drawn.errors else ""
        attrs = {"id": f"{bound.auto_id}_{number}", "class": classes} | (
            {"inputmode": "numeric"} if is_day else {}
        )
        parts.append((attrs["id"], label, box.render(bound.html_name + names[number], value, attrs)))
    return parts


def tick_of(drawn: Drawn) -> Option:
    """A single checkbox, which is its own label."""
    widget, value = drawn.bound.field.widget, drawn.bound.value()
    more = {key: kept for key, kept in widget.attrs.items() if key not in OURS}
    sent = "on" if value in (None, "") or isinstance(value, bool) else str(value)
    said = {"class": "govuk-checkboxes__input", "id": drawn.id, "name": drawn.bound.html_name, "type": "checkbox",
            "value": sent, "checked": bool(widget.check_test(value))}  # fmt: skip
    if drawn.described_by:
        said["aria-describedby"] = drawn.described_by
    return Option(drawn.id, input_of(said | more), str(drawn.bound.label))


def drawn(bound: BoundField) -> Drawn:
    """Describe a bound field for the templates."""
    widget = bound.field.widget
    kind = kind_of(widget)
    hint = bound.help_text
    if isinstance(widget, forms.DateInput) and not hint:
        hint = "For example, 22 November 2026"
    must = bound.field.required or kind == "checkbox"
    it = Drawn(
        kind=kind,
        bound=bound,
        id=widget.attrs.get("id") or bound.auto_id or f"id_{bound.html_name}",
        hint=hint,
        # Saying what is optional is shorter than starring what is not; where all is optional, it goes without saying.
        optional=not must and any(other.required for other in bound.form.fields.values()),
        prefix=widget.attrs.get("data-prefix", ""),
        suffix=widget.attrs.get("data-suffix", ""),
        limit=limit_of(bound) if kind == "textarea" else None,
        inline=bool(widget.attrs.get("inline")),
        small=bool(widget.attrs.get("small")),
        group=kind in GROUPS,
        current=bound.initial if kind == "file" and getattr(bound.initial, "url", None) else None,
    )
    if kind in OPTIONS:
        return replace(it, options=options_of(bound, kind, widget.attrs.get("hints") or {}))
    if kind == "parts":
        return replace(it, parts=parts_of(it))
    if kind == "checkbox":
        return replace(it, options=[tick_of(it)])
    return replace(it, control=control_of(it))
