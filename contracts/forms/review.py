"""The forms of agreements, measures, returns, reviews, deficits, interventions and vetoes."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from contracts.models import Agreement, Deficit, Intervention, Measure, Return, Review, Veto
from contracts.models.returns import reported_on
from trusts.forms.base import ActForm
from trusts.forms.fields import DateField, MoneyField, NumberField
from trusts.forms.record import RecordForm, field_for
from trusts.forms.years import in_order, not_ahead
from trusts.record_words import plain

LINE, NOTE = "line-", "note-"


class AgreementForm(RecordForm):
    """What binds a provider."""

    class Meta:
        model = Agreement
        fields = ["title", "sort", "provider", "specification", "award", "service", "fund", "summary", "value",
                  "annual_value", "starts", "ends", "monitoring_cycle", "first_monitoring_date", "first_review_date",
                  "risk", "officer", "owner", "outcomes", "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """Its dates follow one another; what was awarded to one provider is agreed with that one."""
        data = super().clean() or {}
        award, provider = data.get("award"), data.get("provider")
        if award is not None and provider is not None and award.provider_id != provider.pk:
            self.add_error(
                "provider", f"The award went to ‘{award.provider}’. Choose that provider, or another award"
            )
        for later in ("ends", "first_monitoring_date", "first_review_date"):
            in_order(self, "starts", later)
        if (
            data.get("annual_value")
            and data.get("value") is not None
            and data["annual_value"] > data["value"]
        ):
            self.add_error("annual_value", "Enter no more than the whole-life value")
        return data


class ExtendForm(ActForm):
    """Until when, for how much, and why."""

    ends = DateField(label="New end date")
    added = MoneyField(label="Value it adds", required=False, help_text="Without VAT; 0 where it adds none")
    reason = forms.CharField(
        label="Why it is extended",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )


class MeasureForm(RecordForm):
    """Something measured, and what it should become."""

    class Meta:
        model = Measure
        fields = ["title", "specification", "agreement", "service", "priority", "quadrant", "unit", "direction",
                  "baseline", "target", "target_date", "headline", "core", "agreed_with", "outcomes"]  # fmt: skip
        formfield_callback = field_for

    def title_words(self) -> str:
        """A measure's title says what is counted."""
        return "what is measured"

    def clean(self) -> dict[str, Any]:
        """It belongs to something."""
        data = super().clean() or {}
        owners = ("specification", "agreement", "service", "priority")
        if not any(data.get(name) for name in owners) and not set(owners) & set(self.errors):
            self.add_error(
                "specification", "Choose the specification, agreement, service or priority it belongs to"
            )
        return data


class ReturnForm(RecordForm):
    """A return that is owed: for which period, by when."""

    class Meta:
        model = Return
        fields = ["title", "agreement", "period_from", "period_to", "due_on"]
        formfield_callback = field_for

    def narrowed(self, name: str, rows: Any) -> Any:
        """Agreements in force owe returns."""
        return rows.filter(state=Agreement.State.ACTIVE) if self.instance.pk is None else rows

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins, and is reported after that."""
        data = super().clean() or {}
        in_order(self, "period_from", "period_to")
        in_order(self, "period_to", "due_on")
        return data


def held_against(measure: Measure, before: list[tuple[Any, Decimal]]) -> str:
    """What a figure is held against: the target, and what was reported last."""
    unit = f" {measure.unit}" if measure.unit else ""
    said = [f"Target {plain(measure.target)}{unit}."] if measure.target is not None else []
    if before:
        day, value = before[-1]
        said.append(f"Last reported: {plain(value)}{unit} until {plain(day)}.")
    return " ".join(said)


class FileForm(ActForm):
    """A figure for each measure, and what the provider says."""

    takes_record = True

    def __init__(self, *args: Any, record: Return, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {line.measure_id: line for line in record.lines.all()}
        self.measures = record.agreement.all_measures()
        before = reported_on(self.measures)
        for measure in self.measures:
            line = known.get(measure.pk)
            self.fields[f"{LINE}{measure.pk}"] = NumberField(
                label="Figure", required=False, max_digits=14, decimal_places=2, initial=line.value if line else None,
                help_text=held_against(measure, before.get(measure.pk, [])),
                widget=forms.TextInput(attrs={
                    "inputmode": "decimal", "class": "govuk-input--width-10", "data-suffix": measure.unit,
                }),
            )  # fmt: skip
            self.fields[f"{NOTE}{measure.pk}"] = forms.CharField(
                label="A note on it, or why there is no figure", required=False, max_length=500,
                initial=line.note if line else "",
            )  # fmt: skip
        self.fields["spent"] = MoneyField(label="Spent in the period", required=False, initial=record.spent)
        self.fields["comment"] = forms.CharField(
            label="What went well, what did not", max_length=4000, initial=record.comment,
            widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
        )  # fmt: skip
        parts = [Fieldset(m.title, f"{LINE}{m.pk}", f"{NOTE}{m.pk}") for m in self.measures]
        self.helper.layout = Layout(*parts, Fieldset("The period as a whole", "spent", "comment"))
        self.helper.render_hidden_fields = True

    def clean(self) -> dict[str, Any]:
        """A figure that is missing says why."""
        data = super().clean() or {}
        lines: dict[int, tuple[Decimal | None, str]] = {}
        for measure in self.measures:
            value, note = data.pop(f"{LINE}{measure.pk}", None), data.pop(f"{NOTE}{measure.pk}", "")
            if value is None and not note.strip() and f"{LINE}{measure.pk}" not in self.errors:
                self.add_error(
                    f"{LINE}{measure.pk}", f"Enter the figure for ‘{measure.title}’, or say why there is none"
                )
            lines[measure.pk] = (value, note)
        data["lines"] = lines
        return data


class RateForm(ActForm):
    """How the trust rates a return."""

    rating = forms.ChoiceField(
        choices=Return.Rating.choices, widget=forms.RadioSelect, label="How does it stand?"
    )
    judgement = forms.CharField(
        label="What the trust says",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )


class ReviewForm(RecordForm):
    """A review of an agreement, a service or an outcome."""

    class Meta:
        model = Review
        fields = ["title", "sort", "agreement", "service", "priority", "summary", "baseline_story", "what_works",
                  "officer", "opened_on", "outcomes"]  # fmt: skip
        formfield_callback = field_for

    def clean_opened_on(self) -> date | None:
        """Opened on a day that has been."""
        return not_ahead(self.cleaned_data["opened_on"])

    def clean(self) -> dict[str, Any]:
        """It is about something."""
        data = super().clean() or {}
        wanted = {"contract": "agreement", "service": "service", "outcome": "priority"}.get(
            data.get("sort") or ""
        )
        if wanted and not data.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, f"Choose the {wanted} that is reviewed")
        return data


class ConcludeForm(ActForm):
    """What was concluded, and what follows."""

    conclusion = forms.ChoiceField(
        choices=Review.Conclusion.choices, widget=forms.RadioSelect, label="What follows?"
    )
    concluded = forms.CharField(
        label="What was concluded, and why", max_length=4000, widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
        help_text="It becomes evidence for the next round",
    )  # fmt: skip


class DeficitForm(RecordForm):
    """What falls short."""

    class Meta:
        model = Deficit
        fields = ["title", "sort", "agreement", "filed", "measure", "summary", "alert", "agreed_plan", "support",
                  "found_on", "due_on"]  # fmt: skip
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """It is mended after it was found; the return that shows it is the agreement's own."""
        data = super().clean() or {}
        in_order(self, "found_on", "due_on")
        filed, agreement = data.get("filed"), data.get("agreement")
        if filed and agreement and filed.agreement_id != agreement.pk:
            self.add_error("filed", "Choose a return of this agreement")
        return data


class ClosingForm(ActForm):
    """How it ended."""

    closing = forms.CharField(
        label="How it ended", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        error_messages={"required": "Enter how it ended. It is kept with the record."},
    )  # fmt: skip


class InterventionForm(RecordForm):
    """A body steps in."""

    class Meta:
        model = Intervention
        fields = ["title", "service", "deficit", "grounds", "steps"]
        formfield_callback = field_for


class VetoForm(RecordForm):
    """A body vetoes commissioning."""

    class Meta:
        model = Veto
        fields = ["title", "service", "specification", "grounds"]
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """It is about a service or a specification."""
        data = super().clean() or {}
        if not data.get("service") and not data.get("specification"):
            self.add_error("service", "Choose the service or the specification it is about")
        return data
