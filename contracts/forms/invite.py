"""The form of invitations: who may best do it comes first, anybody else is found by name, and what is ticked stays."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from contracts.models import Agreement, Listing, Procurement, Provider, Service
from trusts.forms.base import ActForm
from trusts.forms.fields import SeveralChoice, whole_number
from trusts.framework.vocabulary import SECTORS
from trusts.governance import clock
from trusts.models.codes import with_code

SHOWN = 20
"""How many are offered besides those who are ticked."""
TICKED = 50
"""How many of those who are ticked are shown; the others stay invited."""
WORDS = 8
LISTED, PROVIDES, OUTCOMES = (
    "On the select list of the priority",
    "Provides it now",
    "Works for the same outcomes",
)


class InviteForm(ActForm):
    """Which providers are invited."""

    takes_record = True
    buttons = ("find",)

    def __init__(self, *args: Any, record: Procurement, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.specification = record, record.specification
        self.invited = [one.pk for one in record.invited.all()]
        self.fields["q"] = forms.CharField(
            label="Find by name, or by words of what they provide", required=False, max_length=200
        )
        self.fields["sector"] = forms.ChoiceField(
            label="Sector", choices=[("", "Any sector"), *SECTORS.items()], required=False
        )
        rows = self.by_aptness(
            Provider.objects.filter(trust=record.trust).exclude(state=Provider.State.SUSPENDED)
        )
        self.fields["providers"] = SeveralChoice(
            rows, label="Who is invited?", widget=forms.CheckboxSelectMultiple(attrs={"small": True}), initial=self.invited,
            error_messages={"required": "Choose at least one provider"},
        )  # fmt: skip
        self.offer(rows)
        self.helper.layout = Layout(
            "q", "sector", Submit("find", "Find", css_class="govuk-button--secondary"), "providers"
        )
        self.helper.render_hidden_fields = True

    def press(self, name: str, value: str) -> None:
        """Looking for more changes nothing."""

    def by_aptness(self, rows: QuerySet) -> QuerySet:
        """Those on the select list of its priorities first, then who provides the service, then who works for its outcomes."""
        today, service = clock.today(), self.specification.service_id
        listed = Listing.objects.filter(
            provider=OuterRef("pk"), state=Listing.State.ACTIVE, starts__lte=today,
            priority__in=self.specification.priorities.values("pk"),
        ).exclude(ends__lt=today)  # fmt: skip
        runs = Service.objects.filter(pk=service, provider=OuterRef("pk"))
        agreed = Agreement.objects.filter(
            service=service, service__isnull=False, provider=OuterRef("pk"), state="active"
        )
        outcomes = Q(pk__in=[])
        for code in {*self.record.outcomes, *self.specification.outcomes}:
            outcomes |= with_code("outcomes", code)
        fit = Case(
            When(Exists(listed), Value(0)), When(Exists(runs) | Exists(agreed), Value(1)), When(outcomes, Value(2)),
            default=Value(3), output_field=IntegerField(),
        )  # fmt: skip
        return rows.annotate(fit=fit).order_by("fit", "title", "pk")

    def offer(self, rows: QuerySet) -> None:
        """Offer those who are ticked, and the first of those who match what is looked for."""
        ticked = list(rows.filter(pk__among=self.invited)[:TICKED])
        self.hidden = {*self.invited} - {one.pk for one in ticked}
        if self.is_bound:
            keys = [whole_number(one) for one in self.data.getlist("providers")]
            ticked = list(rows.filter(pk__among=[key for key in keys if key is not None]))
        found = self.found(rows).exclude(pk__among=[one.pk for one in ticked])
        others, count = list(found[:SHOWN]), found.count()
        field = self.fields["providers"]
        field.widget.choices = [(one.pk, one.title) for one in (*ticked, *others)]
        field.widget.attrs["hints"] = {one.pk: hint_of(one) for one in (*ticked, *others)}
        more = "" if count <= SHOWN else f" The first {SHOWN} of {count:,} are listed: find the others above"
        if not others and self.looks_for != ("", ""):
            more = " Nobody else matches what you look for"
        field.help_text = f"Who fits best comes first.{more}"

    @property
    def looks_for(self) -> tuple[str, str]:
        """The words and the sector that are looked for."""
        return (self.data.get("q", "").strip(), self.data.get("sector", "")) if self.is_bound else ("", "")

    def found(self, rows: QuerySet) -> QuerySet:
        """Those who match what is looked for."""
        words, sector = self.looks_for
        for word in words.replace("\0", "").split()[:WORDS]:
            rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return rows.filter(sector=sector) if sector in SECTORS else rows

    def clean(self) -> dict[str, Any]:
        """Those who are invited already and were not shown stay so."""
        data = super().clean() or {}
        chosen = list(data.get("providers") or [])
        hidden = Provider.objects.filter(pk__among=self.hidden) if chosen else []
        return {"providers": list(dict.fromkeys([*chosen, *hidden]))} if "providers" in data else data


def hint_of(provider: Any) -> str:
    """Why a provider is offered, and of what sector it is."""
    why = {0: LISTED, 1: PROVIDES, 2: OUTCOMES}.get(provider.fit)
    return " · ".join(filter(None, [why, provider.get_sector_display()]))
