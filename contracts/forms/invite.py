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
"""How many of those who are invited are drawn at first; the others stay invited until they are found and unticked."""
WORDS = 8
DRAWN = "drawn"
"""The hidden field that carries who was drawn as invited: only they can be unticked, whatever others do meanwhile."""
SUSPENDED = -1
WHY = {
    SUSPENDED: "Suspended",
    0: "On the select list of the priority",
    1: "Provides it now",
    2: "Works for the same outcomes",
}
"""How well a provider fits, in words; a suspended one is there only to be unticked."""


class InviteForm(ActForm):
    """Which providers are invited."""

    takes_record = True
    buttons = ("find",)

    def __init__(self, *args: Any, record: Procurement, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.specification = record, record.specification
        self.invited = {one.pk for one in record.invited.all()}
        self.fields["q"] = forms.CharField(
            label="Find by name, or by words of what they provide", required=False, max_length=200
        )
        self.fields["sector"] = forms.ChoiceField(
            label="Sector", choices=[("", "Any sector"), *SECTORS.items()], required=False
        )
        known = ~Q(state=Provider.State.SUSPENDED) | Q(pk__among=self.invited)
        rows = self.by_aptness(Provider.objects.filter(known, trust=record.trust))
        self.fields["providers"] = SeveralChoice(
            rows, label="Who is invited?", widget=forms.CheckboxSelectMultiple(attrs={"small": True}), initial=[*self.invited],
            error_messages={"required": "Choose at least one provider"},
        )  # fmt: skip
        self.fields[DRAWN] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.is_bound:
            self.data = self.data.copy()
            self.data["q"] = self.data.get("q", "").replace("\0", "")
        self.offer(rows)
        self.helper.layout = Layout(
            "q", "sector", Submit("find", "Find", css_class="govuk-button--secondary"), "providers"
        )
        self.helper.render_hidden_fields = True

    def press(self, name: str, value: str) -> None:
        """Looking for more changes nothing."""

    def by_aptness(self, rows: QuerySet) -> QuerySet:
        """Those on the select list of its priorities first, then who provides the service, then who works for its outcomes.

        Before them all who must go: those suspended since they were invited.
        """
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
            When(state=Provider.State.SUSPENDED, then=Value(SUSPENDED)), When(Exists(listed), Value(0)),
            When(Exists(runs) | Exists(agreed), Value(1)), When(outcomes, Value(2)),
            default=Value(3), output_field=IntegerField(),
        )  # fmt: skip
        return rows.annotate(fit=fit).order_by("fit", "title", "pk")

    def offer(self, rows: QuerySet) -> None:
        """Offer those who are ticked, and the first of those who match what is looked for."""
        if self.is_bound:
            ticked = list(rows.filter(pk__among=whole_numbers(self.data.getlist("providers"))))
            drawn = whole_numbers(self.data.get(DRAWN, "").split())
        else:
            ticked = list(rows.filter(pk__among=self.invited)[:TICKED])
            drawn = {one.pk for one in ticked}
        unseen = self.invited - drawn - {one.pk for one in ticked}
        found = self.found(rows).exclude(pk__among=[one.pk for one in ticked])
        if self.looks_for == ("", ""):
            found = found.exclude(pk__among=unseen)
        others, count = list(found[:SHOWN]), found.count()
        seen = unseen & {one.pk for one in others}
        self.keep(drawn | seen, unseen - seen, [one.pk for one in ticked] + [*seen])
        field = self.fields["providers"]
        field.widget.choices = [(one.pk, one.title) for one in (*ticked, *others)]
        field.widget.attrs["hints"] = {one.pk: hint_of(one) for one in (*ticked, *others)}
        said = ["Who fits best comes first"]
        if count > SHOWN:
            said.append(f"The first {SHOWN} of {count:,} are listed: find the others above")
        if not others and self.looks_for != ("", ""):
            said.append("Nobody else matches what you look for")
        if unseen - seen:
            said.append(
                f"Invited and not listed: {len(unseen - seen):,}. They stay invited unless you find and untick them"
            )
        field.help_text = ". ".join(said)

    def keep(self, drawn: set[int], unseen: set[int], ticked: list[int]) -> None:
        """Carry who was drawn as invited; who was not stays invited."""
        said = " ".join(map(str, sorted(drawn)))
        self.fields[DRAWN].initial = said
        self.fields["providers"].required = not unseen
        if self.is_bound:
            self.data[DRAWN] = said
            gone = drawn - self.invited  # whom somebody else took away meanwhile stays away
            sent = [
                key for key in self.data.getlist("providers") if whole_number(key) not in {*ticked, *gone}
            ]
            self.data.setlist("providers", [*sent, *map(str, ticked)])

    @property
    def looks_for(self) -> tuple[str, str]:
        """The words and the sector that are looked for."""
        return (self.data.get("q", "").strip(), self.data.get("sector", "")) if self.is_bound else ("", "")

    def found(self, rows: QuerySet) -> QuerySet:
        """Those who match what is looked for."""
        words, sector = self.looks_for
        for word in words.split()[:WORDS]:
            rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return rows.filter(sector=sector) if sector in SECTORS else rows

    def clean(self) -> dict[str, Any]:
        """Who is ticked, and who was drawn ticked."""
        data = super().clean() or {}
        if "providers" not in data:
            return data
        return {"providers": data["providers"], "known": whole_numbers(data[DRAWN].split())}


def whole_numbers(typed: list[str]) -> set[int]:
    """The keys among what was sent."""
    return {key for key in map(whole_number, typed) if key is not None}


def hint_of(provider: Any) -> str:
    """Why a provider is offered, and of what sector it is."""
    return " · ".join(filter(None, [WHY.get(provider.fit), provider.get_sector_display()]))
