"""The form that puts a question to a body."""

from typing import Any

from django import forms

from trusts.forms.base import ActForm
from trusts.models import Meeting


class AskForm(ActForm):
    """The paper a body's members read before they decide: one page, plain words."""

    title = forms.CharField(max_length=200, label="Title of the item")
    asked = forms.CharField(max_length=2000, label="What is asked", widget=forms.Textarea(attrs={"rows": 3}))
    why = forms.CharField(max_length=4000, label="Why", widget=forms.Textarea(attrs={"rows": 4}))
    effect_on_children = forms.CharField(
        max_length=4000, required=False, label="What changes for children and families",
        widget=forms.Textarea(attrs={"rows": 4}), help_text="Who gains, and who may lose",
    )  # fmt: skip
    options = forms.CharField(
        max_length=4000, required=False, label="Options looked at", widget=forms.Textarea(attrs={"rows": 4})
    )
    money = forms.CharField(
        max_length=2000, required=False, label="Money", widget=forms.Textarea(attrs={"rows": 3})
    )
    risks = forms.CharField(
        max_length=2000, required=False, label="Risks", widget=forms.Textarea(attrs={"rows": 3})
    )
    recommendation = forms.CharField(
        max_length=1000, label="What officers recommend", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, bodies: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = bodies[0] if len(bodies) == 1 else None
        self.fields["body"] = forms.ModelChoiceField(
            bodies, label="Who decides", initial=first, empty_label=None if first else "Choose"
        )
        self.fields["meeting"] = MeetingField(
            meetings, required=False, label="Meeting", empty_label="Not at a meeting, or not known yet"
        )
        self.order_fields(["title", "body", "meeting"])

    def clean(self) -> dict[str, Any]:
        """The meeting is one of the body that decides."""
        data = super().clean() or {}
        meeting, body = data.get("meeting"), data.get("body")
        if meeting and body and meeting.body_id != body.pk:
            self.add_error("meeting", f"Choose a meeting of {body.name}")
        return data


class MeetingField(forms.ModelChoiceField):
    """A choice of meetings, with body and date."""

    def label_from_instance(self, meeting: Meeting) -> str:
        """Body, then date."""
        return f"{meeting.body.name}, {meeting.date.day} {meeting.date:%B %Y}"
