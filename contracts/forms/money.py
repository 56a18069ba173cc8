"""The forms of services, funds, contributions and allocations."""

from typing import Any

from django import forms

from contracts.models import Allocation, Contribution, Fund, Service
from trusts.forms.record import RecordForm, field_for
from trusts.forms.years import in_order, sensible_year

QUESTION = "question-"


class ServiceForm(RecordForm):
    """A service as it runs."""

    class Meta:
        model = Service
        fields = ["title", "summary", "provider", "officer", "owner", "level", "preventive", "starts", "ends",
                  "outcomes", "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """A service ends after it begins."""
        data = super().clean() or {}
        in_order(self, "starts", "ends")
        return data


class FundForm(RecordForm):
    """Money put together, with the trust's own questions about pooling it."""

    class Meta:
        model = Fund
        fields = [
            "title",
            "arrangement",
            "summary",
            "legal_basis",
            "host",
            "owner",
            "starts",
            "ends",
            "outcomes",
        ]
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funding = self.framework.framework.funding
        for question in funding.questionnaire if funding else ():
            name = f"{QUESTION}{question.code}"
            said = {
                "label": question.label,
                "required": False,
                "initial": self.instance.particulars.get(name, ""),
            }
            self.fields[name] = (
                forms.ChoiceField(choices=[("", "Choose"), *((a, a) for a in question.answers)], **said)
                if question.answers
                else forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **said)
            )

    def particulars(self) -> dict[str, str]:
        """What the trust's rules and its questionnaire ask."""
        answers = {n: t.strip() for n, t in self.cleaned_data.items() if n.startswith(QUESTION) and t.strip()}
        return super().particulars() | answers

    def clean(self) -> dict[str, Any]:
        """A fund ends after it begins."""
        data = super().clean() or {}
        in_order(self, "starts", "ends")
        return data


class ContributionForm(RecordForm):
    """What one partner pays in one year."""

    class Meta:
        model = Contribution
        fields = ["title", "fund", "service", "organisation", "year", "value"]
        formfield_callback = field_for

    def title_words(self) -> str:
        """What it is for, in a few words."""
        return "what it is for"

    def clean_year(self) -> Any:
        """A year people plan for."""
        return sensible_year(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        """It goes into a fund or towards a service, and not to both."""
        data = super().clean() or {}
        if bool(data.get("fund")) == bool(data.get("service")) and not {"fund", "service"} & set(self.errors):
            self.add_error("fund", "Choose either the fund it is paid into or the service it pays for")
        return data


class AllocationForm(RecordForm):
    """What is to be spent from a fund, on what."""

    class Meta:
        model = Allocation
        fields = ["title", "fund", "resource", "year", "value", "priority", "service", "specification", "moved_from",
                  "reason", "outcomes"]  # fmt: skip
        formfield_callback = field_for

    def clean_year(self) -> Any:
        """A year people plan for."""
        return sensible_year(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        """Money moved from elsewhere says why, and is no more than was there."""
        data = super().clean() or {}
        source = data.get("moved_from")
        if source is not None and not (data.get("reason") or "").strip():
            self.add_error("reason", "Enter why the money is moved")
        if source is not None and data.get("value") is not None and data["value"] > source.value:
            self.add_error("value", f"Enter no more than the £{source.value:,.2f} it is moved from")
        return data
