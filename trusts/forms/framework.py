"""The form that puts a version of the framework to the body that adopts it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from trusts.forms.base import ActForm
from trusts.models import Body, Meeting


class FrameworkSubmitForm(ActForm):
    """What the members of the body read before they adopt a version."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(), label="Which body adopts it", empty_label="Choose a body",
        error_messages={"required": "Choose the body that adopts it"},
    )  # fmt: skip
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(), required=False, label="At which meeting", empty_label="The next that has time",
    )  # fmt: skip
    title = forms.CharField(max_length=200, label="Title", error_messages={"required": "Enter a title"})
    asked = forms.CharField(
        max_length=2000, label="What is asked", widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        error_messages={"required": "Enter what the body is asked"},
    )  # fmt: skip
    why = forms.CharField(
        max_length=4000, label="Why", widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
        help_text="What is wrong with the framework in force, and what this version does about it",
        error_messages={"required": "Enter why this version is needed"},
    )  # fmt: skip
    effect_on_children = forms.CharField(
        required=False, max_length=4000, label="What changes for children and families",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 4000}),
    )  # fmt: skip
    risks = forms.CharField(
        required=False,
        max_length=4000,
        label="Risks",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 4000}),
    )
    recommendation = forms.CharField(
        required=False, max_length=2000, label="What officers recommend",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], meetings: QuerySet[Meeting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda m: f"{m.date.day} {m.date:%B %Y}: {m.title}"
        only = list(bodies[:2])
        if len(only) == 1:
            self.fields["body"].initial = only[0]

    def clean(self) -> dict[str, Any]:
        """A meeting is one of the body that was chosen."""
        data = super().clean() or {}
        body, meeting = data.get("body"), data.get("meeting")
        if body and meeting and meeting.body_id != body.pk:
            self.add_error("meeting", f"Choose a meeting of {body.name}")
        return data
