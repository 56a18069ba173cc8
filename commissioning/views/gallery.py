"""Every component and every kind of field on one page, for those who build pages. Routed in debug only."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import django_tables2 as tables
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commissioning.templatetags.weft import pounds

PARTNERS = [("council", "Council"), ("nhs", "NHS"), ("voluntary", "Voluntary sector")]
HINTS = {"council": "Money voted by the council’s cabinet", "nhs": "Money from an NHS body"}


class DayParts(forms.MultiWidget):
    """A day typed in three boxes."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: object) -> list[object]:
        """Nothing typed yet."""
        return [None, None, None]


class Fields(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", max_length=200)
    reference = forms.CharField(label="Reference", max_length=10, required=False, help_text="On the order")
    why = forms.CharField(
        label="Why it is needed", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In words a board member would use",
    )  # fmt: skip
    value = forms.DecimalField(
        label="Yearly value", max_digits=12, decimal_places=2,
        widget=forms.NumberInput(attrs={"data-prefix": "£", "data-suffix": "a year"}),
    )  # fmt: skip
    places = forms.IntegerField(label="Places", required=False)
    starts = forms.DateField(label="Starts")
    born = forms.MultiValueField(
        [forms.CharField(), forms.CharField(), forms.CharField()], label="First meeting", widget=DayParts()
    )
    body = forms.ChoiceField(label="Body", choices=[("", "Choose"), ("jcu", "Joint Commissioning Unit")])
    payer = forms.ChoiceField(
        label="Who pays", choices=PARTNERS, widget=forms.RadioSelect(attrs={"hints": HINTS})
    )
    urgent = forms.ChoiceField(
        label="Is it urgent?",
        choices=[("y", "Yes"), ("n", "No")],
        widget=forms.RadioSelect(attrs={"inline": True}),
    )
    partners = forms.MultipleChoiceField(
        label="Partners",
        choices=PARTNERS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply",
    )
    nothing = forms.ChoiceField(label="Locality", choices=[], widget=forms.RadioSelect)
    paper = forms.FileField(label="Board paper", help_text="A PDF of at most 10 MB")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    confirmed = forms.BooleanField(label="I have declared my interests", help_text="Or I have none")

    def clean(self) -> dict[str, object]:
        """Refuse as a whole, to show an error that no field is to blame for."""
        raise forms.ValidationError("The contributions add up to less than the value.")


class Agreements(tables.Table):
    """A register, as pages show one."""

    caption = "Agreements"
    name = tables.Column(verbose_name="Agreement")
    provider = tables.Column()
    ends = tables.Column(verbose_name="Ends")
    value = tables.Column(attrs={"cell": {"class": "numeric"}}, footer="£104,000")

    def render_value(self, value: Decimal) -> str:
        """As pounds."""
        return pounds(value)


def components(request: HttpRequest) -> dict[str, object]:
    """Sample content for every component."""
    now = timezone.now()
    rows = [
        {
            "name": f"Short breaks, area {n}",
            "provider": "Northfield Trust",
            "ends": "31 March 2027",
            "value": 52000,
        }
        for n in range(1, 48)
    ]
    table = Agreements(rows, order_by=request.GET.get("sort", "name"))
    table.paginate(page=int(request.GET.get("page", 2)), per_page=4)
    return {
        "table": table,
        "empty_table": Agreements(
            [], empty_text="No agreements yet. They appear when an award is activated."
        ),
        "page_obj": Paginator(range(900), 10).get_page(40),
        "refusals": [
            SimpleNamespace(
                reason="Resources agreed cover £48,000 of £52,000.",
                rule="DUR-101",
                who=("The Joint Commissioning Unit",),
                meets=(now + timedelta(days=12)).date(),
                url="#",
                remedy="Put it on the agenda",
                overridable=False,
            ),
            SimpleNamespace(
                reason="No stakeholder event is recorded.",
                rule="DUR-045",
                who=("Priya Nair", "Mina Hart"),
                meets=None,
                url="",
                remedy="Record the event with its date and who came.",
                overridable=True,
            ),
        ],
        "tasks": [
            {
                "text": "Add the audit of current services",
                "url": "#",
                "hint": "Speech and language, East",
                "state": "late",
            },
            {
                "text": "Rate the return from Northfield Trust",
                "url": "#",
                "state": "due",
                "label": "Due Friday",
            },
            {"text": "Send the ideal model", "hint": "No stakeholder event recorded", "state": "blocked"},
        ],
        "rows": [
            {"key": "Value", "value": pounds(52000), "url": "#"},
            {"key": "Provider", "value": "Northfield Trust"},
            {"key": "Reference", "value": "", "url": "#", "action": "Add"},
        ],
        "steps": [
            {"text": "Audit", "state": "done", "url": "#", "note": "12 October"},
            {"text": "Ideal type", "state": "done"},
            {"text": "Specify", "state": "here", "note": "since 2 November"},
            {"text": "Procure", "state": "blocked", "note": "2 reasons"},
            {"text": "Contract"},
            {"text": "Review"},
        ],
        "events": [
            {
                "title": "Resources agreed",
                "when": now,
                "who": "Joint Commissioning Unit",
                "state": "approved",
                "text": "With the condition that the East board adds £4,000.",
            },
            {"title": "Submitted", "when": now - timedelta(days=9), "who": "Mina Hart", "url": "#"},
        ],
        "states": [
            "draft",
            "submitted",
            "approved",
            "referred_back",
            "refused",
            "in_progress",
            "overdue",
            "agreed",
        ],
        "exports": [("CSV", "#csv"), ("XLSX", "#xlsx")],
    }


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """The page; `?errors` shows the same fields with every error."""
    wrong = "errors" in request.GET
    form = Fields(
        data={} if wrong else None, initial={"title": "Short breaks", "starts": timezone.localdate()}
    )
    return render(
        request,
        "commissioning/gallery.html",
        {"form": form, "heading": "Components", "breadcrumbs": [("Home", "/"), ("Help", "/")]}
        | components(request),
    )
