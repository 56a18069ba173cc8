"""Forms to bring files of figures in, to explain them, and to say what the trust's areas and indicators are."""

from typing import Any

from django import forms

from needs.figures.geography import kind_of, why_not
from needs.figures.headings import ROLES, fold
from needs.models import Area, Indicator
from trusts.forms.base import ActForm
from trusts.forms.fields import DateField
from trusts.forms.record import CodesChoice
from trusts.models import Locality, Trust
from trusts.record_words import codes_of

LARGEST = 1 << 30
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".json")
MANY = ("value", "breakdown", "ignore")
GUESSED = 300


class UploadForm(ActForm):
    """A file, and what it does not say about itself."""

    file = forms.FileField(
        label="File", help_text="CSV or Excel (.xlsx), as it was published, up to 1 GB. No figures about one child.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Download it again, or export it again."},
    )  # fmt: skip
    local = forms.ChoiceField(
        label="Whose figures are they?",
        choices=[("no", "Published for England: every trust reads them"), ("yes", "Our own: only this trust reads them")],
        initial="no", widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Say whose figures they are"},
    )  # fmt: skip
    source = forms.CharField(
        max_length=300,
        required=False,
        label="Who published them",
        help_text="Leave blank for files of OHID, DfE or ONS",
    )
    address = forms.URLField(max_length=500, required=False, label="Where they were fetched", assume_scheme="https",
                             error_messages={"invalid": "Enter a full address, such as https://example.org/data"})  # fmt: skip
    licence = forms.CharField(
        max_length=200, required=False, label="Licence", help_text="Such as Open Government Licence v3.0"
    )
    dated = DateField(required=False, label="When they were published or fetched")
    indicator = forms.CharField(
        max_length=300,
        required=False,
        label="Name of the indicator or list",
        help_text="Only where the file does not say",
    )
    area = forms.CharField(
        max_length=20,
        required=False,
        label="Code of the area",
        help_text="Only where the whole file is for one, such as E08000037",
    )

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ModelChoiceField(
            trust.organisations.order_by("name"),
            required=False,
            label="Which partner supplied them",
            empty_label="None, or not known",
        )
        self.fields["dataset"] = forms.ModelChoiceField(
            trust.datasets.all(),
            required=False,
            label="Which dataset they are a release of",
            empty_label="None, or not listed",
        )
        self.order_fields(["file", "local", "source", "address", "licence", "dated", "agency", "dataset"])

    def clean_file(self) -> Any:
        """Files that can hold a table, of a size that can be read."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(KINDS):
            raise forms.ValidationError("Choose a CSV or Excel (.xlsx) file")
        if file.size > LARGEST:
            raise forms.ValidationError("Choose a file of 1 GB or less")
        return file

    def clean_area(self) -> str:
        """A code of England."""
        code = self.cleaned_data["area"].strip().upper()
        if code and kind_of(code) is None:
            raise forms.ValidationError(why_not(code))
        return code

    def constants(self) -> dict[str, str]:
        """What is the same for every row."""
        said = {"indicator": self.cleaned_data["indicator"], "area-code": self.cleaned_data["area"]}
        return {role: value for role, value in said.items() if value}


class ExplainForm(ActForm):
    """What each column of a file holds."""

    indicator = forms.CharField(
        max_length=300, required=False, label="The indicator, where no column names it"
    )
    period = forms.CharField(
        max_length=60,
        required=False,
        label="The period, where no column says it",
        help_text="Such as 2024 or 2023/24",
    )
    area = forms.CharField(max_length=20, required=False, label="The area’s code, where no column says it")
    unit = forms.CharField(max_length=60, required=False, label="The unit, where no column says it")

    def __init__(self, *args: Any, heading: list[str], guesses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns: list[tuple[str, str]] = []
        choices = [("", "Choose"), *ROLES.items()]
        for n, name in enumerate(heading[:GUESSED]):
            if name.strip():
                self.columns.append((f"column-{n}", fold(name)))
                self.fields[f"column-{n}"] = forms.ChoiceField(
                    choices=choices, required=False, label=name, initial=guesses.get(fold(name), "")
                )
        self.order_fields([*(field for field, _ in self.columns), "indicator", "period", "area", "unit"])

    def clean(self) -> dict[str, Any]:
        """Enough is said to read a figure, and nothing twice."""
        data = super().clean() or {}
        roles = self.roles()
        held = list(roles.values())
        for field, name in self.columns:
            role = roles.get(name, "")
            if role and role not in MANY and held.count(role) > 1:
                self.add_error(field, f"Two columns cannot both be “{ROLES[role]}”")
                return data
        first = self.columns[0][0] if self.columns else None
        for needed, said, words in (
            ({"area-code", "area-name"}, "area", "Say which column holds the area, or give its code below"),
            ({"period"}, "period", "Say which column holds the period, or give it below"),
            ({"value", "count"}, "", "Say which column holds the values"),
        ):
            if not needed & set(held) and not data.get(said):
                self.add_error(said or first, words)
        return data

    def roles(self) -> dict[str, str]:
        """Folded heading to what it holds."""
        said = {name: self.cleaned_data.get(field, "") for field, name in self.columns}
        return {name: role for name, role in said.items() if role and role != "ignore"}

    def constants(self) -> dict[str, str]:
        """What is the same for every row."""
        said = {"indicator": "indicator", "period": "period", "area": "area-code", "unit": "unit"}
        return {
            role: self.cleaned_data[field] for field, role in said.items() if self.cleaned_data.get(field)
        }


WHICH = (
    "Give the code of a county, a unitary or metropolitan authority, or a London borough, such as E08000037."
)


class AreasForm(ActForm):
    """The authorities a trust is for, and the areas each of its localities is made of."""

    own = forms.CharField(
        max_length=400, label="The trust’s own authorities", help_text="Their codes, with spaces between: E08000037",
        error_messages={"required": "Give the code of at least one authority"},
    )  # fmt: skip

    def __init__(self, *args: Any, trust: Trust, made_of: dict[int, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = list(Locality.objects.filter(trust=trust).order_by("name"))
        for place in self.localities:
            self.fields[f"locality-{place.pk}"] = forms.CharField(
                required=False, label=f"Areas of {place.name}", max_length=40_000,
                widget=forms.Textarea(attrs={"rows": 3}), initial=" ".join(made_of.get(place.pk, [])),
                help_text="Codes of wards or lower super output areas, with spaces or line breaks between",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Codes of England only, each counted to one locality."""
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for name in ("own", *(f"locality-{place.pk}" for place in self.localities)):
            codes = str(data.get(name, "")).replace(",", " ").upper().split()
            wrong = next((code for code in codes if kind_of(code) is None), None)
            if wrong:
                self.add_error(name, f"{why_not(wrong)}. Check it.")
                continue
            other = [code for code in codes if name == "own" and kind_of(code) != Area.Kind.AUTHORITY]
            if other:
                self.add_error(
                    name, f"{other[0]} is not a local authority that answers for children. {WHICH}"
                )
                continue
            for code in codes if name != "own" else []:
                if code in seen and seen[code] != name:
                    self.add_error(name, f"{code} is counted to another locality already")
                    break
                seen[code] = name
            data[name] = list(dict.fromkeys(codes))
        return data

    def made_of(self) -> dict[Locality, list[str]]:
        """Each locality with the codes of its areas."""
        return {place: self.cleaned_data[f"locality-{place.pk}"] for place in self.localities}


class IndicatorForm(ActForm):
    """What an indicator is to the trust."""

    outcomes = CodesChoice("outcome", label="Outcomes it tells about", required=False)
    polarity = forms.ChoiceField(
        choices=[("high", "Higher is better"), ("low", "Lower is better"), ("", "Neither, or not known")],
        required=False, label="Which way is better", widget=forms.RadioSelect(attrs={"small": True}),
    )  # fmt: skip
    definition = forms.CharField(
        required=False,
        max_length=4000,
        label="What it counts, in plain words",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].choices = list(codes_of(trust.framework, "outcome").items())


class FindIndicators(forms.Form):
    """The filter above the list of indicators."""

    q = forms.CharField(required=False, max_length=100, label="Words of its name")
    polarity = forms.ChoiceField(
        required=False,
        label="Which way is better",
        choices=[("", "Any"), *((c, w) for c, w in Indicator.Polarity.choices if c)],
    )
