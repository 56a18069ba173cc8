"""The form that brings boundaries in."""

from typing import Any

from django import forms

from needs.figures.boundaries import LARGEST
from trusts.forms.base import ActForm


class BoundariesForm(ActForm):
    """A file of outlines, and whose they are."""

    file = forms.FileField(
        label="File of boundaries",
        help_text="GeoJSON in degrees (WGS 84), up to 20 MB, as the ONS Open Geography portal gives it: the lower super output areas or wards that your localities are made of, or authorities. It is drawn for your trust alone.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Download it again."},
    )  # fmt: skip
    source = forms.CharField(
        max_length=300, label="Who published them", help_text="With the licence, as maps must say it",
        error_messages={"required": "Say who published them"},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """A size that can be read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                "Choose a file of 20 MB or less: generalised boundaries (BUC or BSC), or only your own areas"
            )
        return file
