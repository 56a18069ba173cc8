"""Forms to record what is done at a step."""

from typing import Any

from django import forms

from trusts.forms.base import ActForm
from trusts.forms.fields import DateField
from trusts.framework.sections.cycle import Output

LARGEST_FILE = 20 * 1024 * 1024
KINDS_OF_FILE = (
    ".pdf",
    ".docx",
    ".doc",
    ".xlsx",
    ".xls",
    ".csv",
    ".odt",
    ".ods",
    ".pptx",
    ".txt",
    ".png",
    ".jpg",
    ".jpeg",
)


class EvidenceForm(ActForm):
    """A note with a link and a file beside it, for activities, duties, strands and outputs."""

    text = forms.CharField(
        required=False,
        max_length=10000,
        label="Note",
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 10000}),
    )
    link = forms.URLField(
        required=False, max_length=500, label="Link to evidence", assume_scheme="https",
        help_text="The full address, beginning with https://",
        error_messages={"invalid": "Enter a full address, such as https://example.org/report"},
    )  # fmt: skip
    file = forms.FileField(
        required=False,
        label="File",
        help_text="Word, Excel, PDF, text or picture, up to 20 MB. No child’s name in it.",
    )

    def clean_file(self) -> Any:
        """Only files of known kinds and of a size people can open."""
        file = self.cleaned_data["file"]
        if file:
            if not file.name.lower().endswith(KINDS_OF_FILE):
                raise forms.ValidationError(
                    f"Choose a file of one of these kinds: {', '.join(KINDS_OF_FILE)}"
                )
            if file.size > LARGEST_FILE:
                raise forms.ValidationError("Choose a file of 20 MB or less")
        return file


class OutputForm(EvidenceForm):
    """An output, in the shape its kind asks for."""

    def __init__(self, *args: Any, output: Output, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.output, self.has_file = output, has_file
        shapes: dict[str, Any] = {
            "choice": lambda: forms.ChoiceField(
                label=output.label, choices=[(c, c) for c in output.choices], widget=forms.RadioSelect
            ),
            "number": lambda: forms.DecimalField(label=output.label),
            "date": lambda: DateField(label=output.label),
            "text": lambda: forms.CharField(
                label=output.label, max_length=10000, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 10000}),
                error_messages={"required": f"Enter: {output.label}"},
            ),
        }  # fmt: skip
        if output.kind in shapes:
            self.fields["text"] = shapes[output.kind]()
        if output.otherwise is not None:
            self.fields["text"] = shapes["text"]()
            self.fields["text"].label = output.otherwise
        if output.hint:
            self.fields["text"].help_text = output.hint

    def clean(self) -> dict[str, Any]:
        """A link output needs its link, a file output its file."""
        data = super().clean() or {}
        if self.output.kind == "link" and not data.get("link") and "link" not in self.errors:
            self.add_error("link", "Enter the link")
        if (
            self.output.kind == "file"
            and not data.get("file")
            and not self.has_file
            and "file" not in self.errors
        ):
            self.add_error("file", "Choose the file")
        return data
