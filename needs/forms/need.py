"""The forms of needs."""

from typing import Any

from needs.models import Assessment, Evidence, Finding, Participation, Priority
from trusts.forms.record import RecordForm, field_for
from trusts.forms.years import in_order, not_ahead, sensible_year


class EvidenceForm(RecordForm):
    """A piece of evidence."""

    class Meta:
        model = Evidence
        fields = ["title", "sort", "summary", "source", "dated", "method", "covers", "link", "outcomes", "groups",
                  "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean_dated(self) -> Any:
        """Evidence is of a day that has been."""
        return not_ahead(self.cleaned_data["dated"])


class ParticipationForm(RecordForm):
    """An occasion on which people were heard."""

    class Meta:
        model = Participation
        fields = ["title", "voice", "held_on", "method", "reached", "summary", "changed", "told_on", "outcomes",
                  "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean_held_on(self) -> Any:
        """People were heard on a day that has been."""
        return not_ahead(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        """They are told what became of it after they were heard."""
        data = super().clean() or {}
        in_order(self, "held_on", "told_on")
        return data


class AssessmentForm(RecordForm):
    """A needs assessment."""

    class Meta:
        model = Assessment
        fields = ["title", "summary", "method", "period_from", "period_to", "owner", "officer", "follows", "outcomes",
                  "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        data = super().clean() or {}
        in_order(self, "period_from", "period_to")
        return data


class FindingForm(RecordForm):
    """A finding of an assessment."""

    class Meta:
        model = Finding
        fields = [
            "title",
            "assessment",
            "summary",
            "severity",
            "unmet",
            "level",
            "outcomes",
            "groups",
            "localities",
        ]
        formfield_callback = field_for

    def narrowed(self, name: str, rows: Any) -> Any:
        """An assessment that is still being written."""
        return rows.filter(state=Assessment.State.DRAFT) if self.instance.pk is None else rows


class PriorityForm(RecordForm):
    """A priority."""

    class Meta:
        model = Priority
        fields = ["title", "summary", "cited_plan", "cites", "year", "target", "level", "owner", "outcomes", "groups",
                  "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean_year(self) -> Any:
        """A year that people plan for."""
        return sensible_year(self.cleaned_data["year"])
