"""Forms for members, chairs and clerks."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from trusts.forms.ask import MeetingField
from trusts.forms.base import ActForm
from trusts.forms.fields import DateField
from trusts.governance import clock
from trusts.models import Meeting
from trusts.models.decision import Outcome

LONGEST_CONDITION = 500
VERDICTS = [
    (Outcome.AGREE, "Approve"),
    (Outcome.CONDITIONS, "Approve with conditions"),
    (Outcome.REFER_BACK, "Refer back"),
    (Outcome.REFUSE, "Refuse"),
]


class VoteForm(ActForm):
    """A member's view; a reason for anything but a plain yes."""

    verdict = forms.ChoiceField(choices=VERDICTS, widget=forms.RadioSelect, label="What do you think?")
    reason = forms.CharField(
        label="Your reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
    )

    def clean(self) -> dict[str, Any]:
        """Anything but a plain yes needs its reason."""
        data = super().clean() or {}
        if (
            data.get("verdict") != Outcome.AGREE
            and data.get("verdict")
            and not data.get("reason", "").strip()
        ):
            asked = {
                Outcome.CONDITIONS: "Enter the conditions",
                Outcome.REFER_BACK: "Enter what should be looked at again",
                Outcome.REFUSE: "Enter why you refuse",
            }
            self.add_error("reason", asked[data["verdict"]])
        return data


class InterestForm(ActForm):
    """What a member's interest is."""

    what = forms.CharField(
        label="What is your interest?", max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text="For example, you or a close relative works for a provider this is about",
        error_messages={"required": "Enter what your interest is"},
    )  # fmt: skip


class RecordForm(ActForm):
    """What the body decided, as chair or clerk records it."""

    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect, label="What was decided")
    reason = forms.CharField(
        label="Reason", max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
        help_text="It is published with the decision",
    )  # fmt: skip
    rationale = forms.CharField(
        label="Which outcome improves, and how", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 4000}),
        error_messages={"required": "Enter which outcome improves, and how"},
    )  # fmt: skip
    conditions = forms.CharField(
        label="Conditions", required=False, max_length=4000, help_text="One on each line",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    decided_on = DateField(label="Date of the decision")

    def __init__(
        self, *args: Any, members: list, present: list[int], asked_on: date, meetings: QuerySet[Meeting],
        meeting: Meeting | None, rationale_asked: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["rationale"].required = rationale_asked
        self.asked_on = asked_on
        self.fields["meeting"] = MeetingField(
            meetings, required=False, label="Meeting at which it was decided", initial=meeting,
            empty_label="Not at a meeting",
        )  # fmt: skip
        self.fields["decided_on"].initial = meeting.date if meeting else clock.today()
        self.fields["present"] = forms.MultipleChoiceField(
            label="Members who took part", widget=forms.CheckboxSelectMultiple, initial=[str(pk) for pk in present],
            choices=[(str(person.pk), person.name) for person in members],
            error_messages={"required": "Choose the members who took part"},
        )  # fmt: skip
        self.order_fields(
            ["outcome", "reason", "rationale", "conditions", "present", "meeting", "decided_on"]
        )

    def clean_decided_on(self) -> Any:
        """A decision cannot be taken tomorrow, nor before the question was put."""
        day = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise forms.ValidationError("Enter a date that is not in the future")
        if day < self.asked_on:
            asked = f"{self.asked_on.day} {self.asked_on:%B %Y}"
            raise forms.ValidationError(f"Enter a date on or after {asked}, when the body was asked")
        return day

    def clean(self) -> dict[str, Any]:
        """Conditions belong to an approval with conditions, and to nothing else."""
        data = super().clean() or {}
        wanted = [line.strip() for line in data.get("conditions", "").splitlines() if line.strip()]
        if data.get("outcome") == Outcome.CONDITIONS and not wanted:
            self.add_error("conditions", "Enter at least one condition")
        meeting, day = data.get("meeting"), data.get("decided_on")
        if meeting and day and meeting.date != day:
            met = f"{meeting.date.day} {meeting.date:%B %Y}"
            self.add_error(
                "decided_on", f"That meeting was on {met}. Enter that date, or choose another meeting"
            )
        if any(len(line) > LONGEST_CONDITION for line in wanted):
            self.add_error("conditions", f"Keep each condition to {LONGEST_CONDITION} characters")
        data["conditions"] = wanted
        return data


class ConditionForm(ActForm):
    """How a condition was met."""

    how = forms.CharField(
        label="How was it met?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        error_messages={"required": "Enter how it was met"},
    )  # fmt: skip


class WithdrawForm(ActForm):
    """Why an item is taken back."""

    reason = forms.CharField(
        label="Why do you take it back?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        error_messages={"required": "Enter why you take it back. It is kept with the record."},
    )  # fmt: skip


class AgendaForm(ActForm):
    """The meeting at which an item is taken."""

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = MeetingField(
            meetings, required=False, label="Meeting", empty_label="Not at a meeting, or not known yet"
        )


class MeetingForm(ActForm):
    """The date of a meeting."""

    title = forms.CharField(max_length=200, label="Title")
    date = DateField(label="Date")
    place = forms.CharField(max_length=200, required=False, label="Place")
