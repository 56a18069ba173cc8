"""The forms of a page, read from its text as a browser reads them, to be sent without drawing the page."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]
EMPTY = {"checkbox", "radio"}
UNSENT = {"submit", "button", "reset", "file"}
RECORD = re.compile(r"/[\w-]+/records/[\w-]+/(\d+)/")
"""The address of a record, by which a form chooses it."""
TITLES: dict[str, str] = {}
"""What the records that were made are called, by their addresses."""


@dataclass
class Form:
    """One form: where it goes and what it would send if nobody touched it."""

    action: str
    fields: Fields = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Every field it has, also those that send nothing yet."""
    choices: Fields = field(default_factory=dict)
    """What its boxes and radio buttons would send if they were ticked."""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """What its choices are called, field by field: label to what it sends."""


class Reader(HTMLParser):
    """Reads every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.area = ""
        self.chosen = ""
        self.called: tuple[str, str] | None = None
        """The choice whose label is being read: its field and what it sends."""
        self.said = ""
        self.by_id: dict[str, tuple[str, str]] = {}

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
            self.called, self.said = (self.chosen, own.get("value", "")), ""
        elif tag == "label" and own.get("for") in self.by_id:
            self.called, self.said = self.by_id[own["for"]], ""

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
            self.by_id[own.get("id", "")] = (name, value)
            if "checked" in own:
                form.fields.setdefault(name, []).append(value)
        elif tag == "input" and kind not in UNSENT:
            form.fields.setdefault(name, []).append(own.get("value", ""))

    def handle_data(self, data: str) -> None:
        """What stands in a text area or a label."""
        self.said += data
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
        elif tag in ("option", "label") and self.called and self.forms:
            name, value = self.called
            self.forms[-1].labels.setdefault(name, {}).setdefault(" ".join(self.said.split()), value)
            self.called = None


def form_with(html: str, name: str) -> Form:
    """The page's first form that has a field of this name, or that goes to this address."""
    reader = Reader()
    reader.feed(html)
    found = [form for form in reader.forms if name in form.names or form.action == name]
    assert found, f"No form of the page has {name!r}: {[sorted(form.names) for form in reader.forms]}"
    return found[0]


def filled(form: Form, **fields: Any) -> Fields:
    """What the form sends once these fields are filled in; a list is several values.

    A choice is named by its label, a record by its address.
    """
    given = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return form.fields | {
        name: [sent_for(form, name, str(one)) for one in values] for name, values in given.items()
    }


def sent_for(form: Form, name: str, value: str) -> str:
    """What a field sends for a value, a label of one of its choices, or the address of a record."""
    labels = form.labels.get(name, {})
    if value in labels:
        return labels[value]
    record = RECORD.fullmatch(value)
    if record is None:
        return value
    if not labels:
        return as_typed(value)
    numbered = [sent for label, sent in labels.items() if label.startswith(f"{record[1]}. ")]
    found = numbered[0] if numbered else labels.get(TITLES.get(value, ""))
    assert found is not None, f"{name} does not offer {value}: {list(labels)[:20]}"
    return found


def as_typed(value: str) -> str:
    """What is typed into a line: of a record its number, by which it is found among many."""
    record = RECORD.fullmatch(value)
    return record[1] if record else value


def words_of(html: str) -> str:
    """The text of a page without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
