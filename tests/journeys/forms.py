"""The forms of a page, read from its text as a browser reads them, to be sent without drawing the page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]
EMPTY = {"checkbox", "radio"}
UNSENT = {"submit", "button", "reset", "file"}


@dataclass
class Form:
    """One form: where it goes and what it would send if nobody touched it."""

    action: str
    fields: Fields = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Every field it has, also those that send nothing yet."""
    choices: Fields = field(default_factory=dict)
    """What its boxes and radio buttons would send if they were ticked."""


class Reader(HTMLParser):
    """Reads every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.area = ""
        self.chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a form would send."""
        own = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(Form(own.get("action", "")))
            self.inside = True
        elif self.inside and "name" in own and "disabled" not in own:
            self.control(tag, own)
        if tag == "option" and self.chosen and self.inside:
            fields = self.forms[-1].fields
            if "selected" in own or not fields.get(self.chosen):
                fields[self.chosen] = [own.get("value", "")]

    def control(self, tag: str, own: dict[str, str]) -> None:
        """A control of the form that is being read."""
        form, name, kind = self.forms[-1], own["name"], own.get("type", "text")
        form.names.add(name)
        if tag == "select":
            self.chosen = name
            form.fields[name] = []
        elif tag == "textarea":
            self.area = name
            form.fields[name] = [""]
        elif tag == "input" and kind in EMPTY:
            value = own.get("value", "on")
            form.choices.setdefault(name, []).append(value)
            if "checked" in own:
                form.fields.setdefault(name, []).append(value)
        elif tag == "input" and kind not in UNSENT:
            form.fields.setdefault(name, []).append(own.get("value", ""))

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self.area:
            self.forms[-1].fields[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of what was being read."""
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            text = self.forms[-1].fields[self.area]
            text[0] = text[0].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.chosen = ""


def form_with(html: str, name: str) -> Form:
    """The page's first form that has a field of this name, or that goes to this address."""
    reader = Reader()
    reader.feed(html)
    found = [form for form in reader.forms if name in form.names or form.action == name]
    assert found, f"No form of the page has {name!r}: {[sorted(form.names) for form in reader.forms]}"
    return found[0]


def filled(form: Form, **fields: Any) -> Fields:
    """What the form sends once these fields are filled in; a list is several values."""
    given = {name: value if isinstance(value, list) else [str(value)] for name, value in fields.items()}
    return form.fields | given
