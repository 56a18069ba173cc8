"""Forms about datasets: what one is, and which of them a file is a release of."""

from typing import Any

from django import forms

from needs.models import Dataset
from trusts.forms.base import ActForm
from trusts.models import Trust


class DatasetForm(ActForm):
    """Whose it is, what it holds, how often it comes, and under which protocol it may be shared."""

    name = forms.CharField(max_length=200, label="Name", error_messages={"required": "Give it a name"})
    holds = forms.CharField(
        required=False, max_length=4000, label="What it holds", help_text="In plain words. No child’s name.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    every = forms.TypedChoiceField(
        choices=Dataset.Every.choices, coerce=int, label="How often a new release comes", initial=Dataset.Every.YEAR,
        error_messages={"required": "Say how often it comes", "invalid_choice": "Choose one of the list"},
    )  # fmt: skip
    protocol = forms.CharField(
        required=False, max_length=300, label="Information-sharing protocol",
        help_text="The agreement under which it may be shared between partners",
    )  # fmt: skip
    sharers = forms.CharField(
        required=False, max_length=300, label="Who may share it", help_text="The post or team, not a name"
    )

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            trust.organisations.order_by("name"), required=False, label="Which partner’s it is",
            empty_label="None: it is published",
        )  # fmt: skip
        self.order_fields(["name", "holds", "owner", "every", "protocol", "sharers"])


class ReleaseForm(ActForm):
    """Which dataset a file is a release of."""

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"] = forms.ModelChoiceField(
            trust.datasets.all(), required=False, label="Dataset", empty_label="None of them",
            error_messages={"invalid_choice": "Choose a dataset of the list"},
        )  # fmt: skip
