"""The forms of plans, intentions, options and recommendations."""

from typing import Any

from django import forms

from commissioning.models import Intention, Option, Plan, Recommendation
from trusts.forms.base import ActForm
from trusts.forms.record import RecordForm, field_for
from trusts.forms.years import in_order
from trusts.framework.sections.rules import PlanType

SECTION = "section-"


class PlanForm(RecordForm):
    """A plan, with a text for each section that its kind asks for."""

    class Meta:
        model = Plan
        fields = [
            "title",
            "sort",
            "summary",
            "period_from",
            "period_to",
            "owner",
            "parent",
            "outcomes",
            "localities",
        ]
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in self.plan_type.sections if self.plan_type else ():
            self.fields[f"{SECTION}{section.code}"] = forms.CharField(
                label=section.label, required=False, max_length=10000, initial=self.instance.sections.get(section.code, ""),
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": 10000}),
            )  # fmt: skip

    @property
    def plan_type(self) -> PlanType | None:
        """The kind of plan, once it is known: its sections are written after it is first saved."""
        types = self.framework.framework.plan_types
        return next((one for one in types if one.code == self.instance.sort), None)

    def values(self) -> dict[str, Any]:
        """The plain values, and the sections."""
        typed = {
            n.removeprefix(SECTION): t.strip() for n, t in self.cleaned_data.items() if n.startswith(SECTION)
        }
        kept = {code: text for code, text in (self.instance.sections | typed).items() if text}
        return super().values() | {"sections": kept}

    def clean(self) -> dict[str, Any]:
        """A plan ends after it begins."""
        data = super().clean() or {}
        in_order(self, "period_from", "period_to")
        return data


class IntentionForm(RecordForm):
    """One line of a plan."""

    class Meta:
        model = Intention
        fields = ["title", "plan", "priority", "need", "gap", "timetable", "inputs", "value", "county_wide",
                  "why_not_local", "outcomes", "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def narrowed(self, name: str, rows: Any) -> Any:
        """A plan that is still being written."""
        return rows.filter(state=Plan.State.DRAFT) if name == "plan" and self.instance.pk is None else rows


class OptionForm(RecordForm):
    """One way to meet an intention."""

    class Meta:
        model = Option
        fields = ["title", "intention", "summary", "benefits", "risks", "value", "impact"]
        formfield_callback = field_for


class RecommendationForm(RecordForm):
    """What one body recommends to another."""

    class Meta:
        model = Recommendation
        fields = [
            "title",
            "maker",
            "to",
            "plan",
            "summary",
            "impact",
            "lead_partner",
            "due_on",
            "outcomes",
            "groups",
        ]
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """A body recommends to another."""
        data = super().clean() or {}
        if data.get("maker") and data.get("maker") == data.get("to"):
            self.add_error("to", "Choose another body than the one that recommends")
        return data


class AnswerForm(ActForm):
    """What the body answered."""

    answer = forms.CharField(
        label="What it answered", max_length=4000, widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000})
    )
