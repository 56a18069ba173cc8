"""Widgets written straight out say what Django's own templates say, whatever is put into them."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from commissioning.widgets import Written

NASTY = "<b>\"quoted\" & 'so'</b>"
CHOICES = [
    ("", "Choose"),
    (1, NASTY),
    (2026, 2026),
    ("Group <i>", [("x&y", "Both"), ("z", SafeString("<em>"))]),
]
TEXTS = [forms.TextInput, forms.EmailInput, forms.URLInput, forms.NumberInput, forms.HiddenInput, forms.Textarea,
         forms.PasswordInput, forms.DateInput]  # fmt: skip
CHOSEN = [forms.Select, forms.SelectMultiple]


class Told(HTMLParser):
    """The tags of some HTML with their attributes, and its words."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append(tag)

    def handle_data(self, data):
        self.found += [data.strip()] if data.strip() else []


def both(widget, value, attrs):
    """What a widget says, written straight out and by Django's template."""
    return [Told(widget.render("name<", value, attrs, renderer)).found for renderer in (Written(), DjangoTemplates())]  # fmt: skip


@pytest.mark.parametrize(
    "attrs", [{}, {"id": "id_x", "class": NASTY, "required": True, "disabled": False, "rows": 3}]
)
@pytest.mark.parametrize("value", [None, "", NASTY, 0, 12.5, SafeString("<u>"), "first\n\nsecond"])
@pytest.mark.parametrize("kind", TEXTS)
def test_a_line_says_what_django_says(kind, value, attrs):
    ours, djangos = both(kind(), value, attrs)
    assert ours == djangos


@pytest.mark.parametrize("value", [None, "", 1, "1", [1, "z"], "x&y", NASTY])
@pytest.mark.parametrize("kind", CHOSEN)
def test_a_list_says_what_django_says(kind, value):
    ours, djangos = both(kind(choices=CHOICES), value, {"id": "id_x", "class": NASTY})
    assert ours == djangos
    assert [words for words in ours if words == NASTY]


def test_other_widgets_are_left_to_their_templates():
    ours, djangos = both(forms.CheckboxSelectMultiple(choices=CHOICES), [1], {"id": "id_x"})
    assert ours == djangos
