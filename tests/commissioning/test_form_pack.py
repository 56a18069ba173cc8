"""The form pack: every label is escaped, every error leads to the control it speaks of."""

import re
from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

SCRIPT = "<script>alert(1)</script>"
CHOICES = [("a", "Apple"), ("b", SCRIPT)]
FOCUSABLE = {"input", "select", "textarea", "a", "button"}


class ThreeBoxes(forms.MultiWidget):
    """A day in three boxes."""

    def __init__(self):
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


KINDS = {
    "text": forms.CharField(label=SCRIPT),
    "textarea": forms.CharField(label=SCRIPT, max_length=50, widget=forms.Textarea),
    "email": forms.EmailField(label=SCRIPT),
    "integer": forms.IntegerField(label=SCRIPT),
    "money": forms.DecimalField(label=SCRIPT, widget=forms.NumberInput(attrs={"data-prefix": "£"})),
    "date": forms.DateField(label=SCRIPT),
    "parts": forms.MultiValueField([forms.CharField()] * 3, label=SCRIPT, widget=ThreeBoxes),
    "select": forms.ChoiceField(label=SCRIPT, choices=CHOICES),
    "several": forms.MultipleChoiceField(label=SCRIPT, choices=CHOICES),
    "radios": forms.ChoiceField(label=SCRIPT, choices=CHOICES, widget=forms.RadioSelect),
    "no_radios": forms.ChoiceField(label=SCRIPT, choices=[], widget=forms.RadioSelect),
    "checkboxes": forms.MultipleChoiceField(
        label=SCRIPT, choices=CHOICES, widget=forms.CheckboxSelectMultiple
    ),
    "tick": forms.BooleanField(label=SCRIPT),
    "file": forms.FileField(label=SCRIPT),
    "password": forms.CharField(label=SCRIPT, widget=forms.PasswordInput),
}


class Tags(HTMLParser):
    """The tags of a page, in order."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def with_id(self, id_):
        """The tag that has an id; there must be exactly one."""
        (found,) = [(tag, attrs) for tag, attrs in self.found if attrs.get("id") == id_]
        return found


def form_of(prefix=None, data=None, **fields):
    """A form of these fields."""
    kind = type("Drawn", (forms.Form,), dict(fields))
    return kind(data=data, prefix=prefix)


def as_filter(form):
    """The form as a page draws it, its summary first."""
    page = "{% load crispy_forms_tags %}{{ form|as_crispy_errors }}{{ form|crispy }}"
    return Template(page).render(Context({"form": form}))


@pytest.mark.parametrize("draw", [as_filter, render_crispy_form])
@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_escaped(kind, draw):
    html = draw(form_of(data={}, it=KINDS[kind]))
    assert SCRIPT not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("prefix", [None, "second"])
@pytest.mark.parametrize("draw", [as_filter, render_crispy_form])
@pytest.mark.parametrize("kind", KINDS)
def test_each_link_of_the_summary_reaches_a_control(kind, draw, prefix):
    tags = Tags(draw(form_of(prefix=prefix, data={}, it=KINDS[kind])))
    links = [
        attrs["href"] for tag, attrs in tags.found if tag == "a" and attrs.get("href", "").startswith("#")
    ]
    assert len(links) == 1
    tag, attrs = tags.with_id(links[0][1:])
    assert tag in FOCUSABLE or "tabindex" in attrs
    assert attrs.get("type") != "hidden"


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_descriptions_exist(kind):
    tags = Tags(as_filter(form_of(data={}, it=KINDS[kind])))
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [attrs[name] for _, attrs in tags.found for name in ("for", "aria-describedby") if name in attrs]
    assert named
    assert {id_ for group in named for id_ in group.split()} <= set(ids)


@pytest.mark.parametrize(
    ("kind", "css"),
    [("select", "govuk-select--error"), ("text", "govuk-input--error"), ("textarea", "govuk-textarea--error"),
     ("date", "govuk-input--error"), ("file", "govuk-file-upload--error"), ("parts", "govuk-input--error")],
)  # fmt: skip
def test_a_control_in_error_looks_so(kind, css):
    assert css in as_filter(form_of(data={}, it=KINDS[kind]))
    assert css not in as_filter(form_of(it=KINDS[kind]))


def test_a_missing_answer_names_its_question():
    html = as_filter(form_of(data={}, value=forms.IntegerField(label="Yearly value")))
    assert html.count("Enter an answer for “Yearly value”") == 2


def test_what_was_typed_is_drawn_again():
    form = form_of(
        data={"text": "<b>", "pick": "b", "many": ["a"], "tick": "on", "day": "soon"},
        text=forms.CharField(), pick=KINDS["radios"], many=KINDS["checkboxes"], tick=KINDS["tick"], day=KINDS["date"],
    )  # fmt: skip
    tags = Tags(as_filter(form))
    assert tags.with_id("id_text")[1]["value"] == "<b>"
    assert tags.with_id("id_day")[1]["value"] == "soon"
    checked = {attrs["id"] for _, attrs in tags.found if "checked" in attrs}
    assert checked == {"id_pick_1", "id_many_0", "id_tick"}


def test_hidden_fields_are_drawn_and_their_errors_told():
    form = form_of(data={}, key=forms.CharField(widget=forms.HiddenInput, label="Key"))
    html = as_filter(form)
    assert Tags(html).with_id("id_key")[1]["type"] == "hidden"
    assert "Key: This field is required." in html


def test_a_choice_carries_its_hint():
    field = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(attrs={"hints": {"a": "A fruit"}}))
    tags = Tags(as_filter(form_of(it=field)))
    assert tags.with_id("id_it_0")[1]["aria-describedby"] == "id_it_0-hint"
    assert "hints" not in tags.with_id("id_it_0")[1]


def test_a_long_text_counts_and_does_not_cut():
    tags = Tags(as_filter(form_of(it=KINDS["textarea"])))
    assert ("data-maxlength", "50") in [pair for _, attrs in tags.found for pair in attrs.items()]
    assert "maxlength" not in tags.with_id("id_it")[1]


def test_only_what_is_optional_among_required_says_so():
    optional = forms.CharField(label="Note", required=False)
    assert "Note (optional)" in as_filter(form_of(note=optional, must=forms.CharField()))
    assert "(optional)" not in as_filter(form_of(note=optional))


def test_drawing_a_field_leaves_it_as_it_was():
    form = form_of(it=KINDS["textarea"])
    assert as_filter(form) == as_filter(form)
    assert form.fields["it"].widget.attrs["maxlength"] == "50"


def test_a_file_that_is_there_can_be_seen_and_removed():
    file = SimpleUploadedFile("paper.pdf", b"x")
    file.url = "/papers/1"
    form = type("F", (forms.Form,), {"paper": forms.FileField(required=False)})(initial={"paper": file})
    html = as_filter(form)
    assert 'href="/papers/1"' in html
    assert 'name="paper-clear"' in html


def test_a_layout_with_fieldset_and_buttons():
    form = form_of(it=KINDS["text"], other=forms.CharField())
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Money", "it", "other"), Submit("save", "Save and go on"))
    html = render_crispy_form(form)
    assert re.search(r"<legend[^>]*>Money</legend>", html)
    assert re.search(r'<button type="submit" name="save"[^>]*>Save and go on</button>', html)
    assert "novalidate" in html


def test_a_formset_sums_up_all_its_forms():
    entries = forms.formset_factory(type("F", (forms.Form,), {"it": forms.CharField()}), extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-it": "", "form-1-it": ""}
    tags = Tags(render_crispy_form(entries(data)))
    links = [attrs["href"] for tag, attrs in tags.found if tag == "a"]
    assert links == ["#id_form-0-it", "#id_form-1-it"]
    assert all(tags.with_id(link[1:])[0] == "input" for link in links)
