"""Forms of records, made from their models: the trust's own choices, dates and money as people write them."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from trusts.forms.base import ActForm
from trusts.forms.fields import DateField, MoneyField, NumberField, SeveralChoice
from trusts.forms.record_choice import RecordChoice, as_listed
from trusts.forms.record_groups import grouped, likely
from trusts.framework.reading import Reading
from trusts.governance import clock
from trusts.models import Appointment, Membership, Person, Trust
from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record, as_attribute
from trusts.nouns import noun_for
from trusts.record_words import codes_of

FEW = 6
"""As many choices as are shown as radio buttons."""
LONGEST = 4000
PARTICULAR = "particular-"
MARKS = {"outcomes": "outcome", "groups": "group", "localities": "locality"}
"""Fields that are called by the trust's own word for what they hold."""


def field_for(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, as public servants fill it in."""
    said = {"required": not field.blank, "label": capfirst(field.verbose_name)}
    if field.help_text:
        said["help_text"] = field.help_text
    if isinstance(field, CodesField):
        return CodesChoice(field.axis, **said)
    if isinstance(field, models.DateField):
        return DateField(**said)
    if isinstance(field, PoundsField):
        return MoneyField(**said)
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
        return RecordChoice(field.related_model.objects.none(), **said)
    return _plain(field, kwargs)


def _plain(field: models.Field, kwargs: dict[str, Any]) -> forms.Field | None:
    """The field Django makes, with room for long texts and radio buttons for few choices."""
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}))
        kwargs["max_length"] = LONGEST
    elif isinstance(field, models.ManyToManyField):
        kwargs["form_class"] = SeveralChoice
    elif isinstance(field, models.DecimalField):
        kwargs["form_class"] = NumberField
    elif isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    elif field.choices and len(list(field.choices)) <= FEW:
        kwargs["widget"] = forms.RadioSelect(attrs={"small": True})
    made = field.formfield(**kwargs)
    if isinstance(made, forms.ChoiceField) and isinstance(made.widget, forms.RadioSelect):
        made.choices = [
            (code, label if code else "Not said") for code, label in made.choices if code or field.blank
        ]
    return made


class CodesChoice(forms.MultipleChoiceField):
    """Several codes of one axis of the framework; the form gives it its choices."""

    def __init__(self, axis: str, **kwargs: Any) -> None:
        self.axis = axis
        super().__init__(widget=forms.CheckboxSelectMultiple(attrs={"small": True}), **kwargs)

    def offer(self, framework: Reading, kept: list[str]) -> None:
        """The codes of the framework, and those the record has already."""
        found = codes_of(framework, self.axis)
        self.choices = [*found.items(), *((code, code) for code in kept if code not in found)]


class RecordForm(ActForm, forms.ModelForm):
    """The details of a record. A subclass names model and fields; the trust gives the choices."""

    def __init__(self, *args: Any, trust: Trust, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trust, self.standing = trust, standing
        made = self.instance.pk is not None
        self.framework = self.instance.framework if made else trust.framework
        for name, field in self.fields.items():
            self.offer(name, field)
        for name, section in self.instance.CODED.items():
            if name in self.fields:
                self.offer_coded(name, self.framework.choices(section))
        if "level" in self.fields:
            self.offer_levels()
        self.fields["title"].label = capfirst(self.title_words()) if self.title_words() else "Title"

        self.ask_particulars()
        if not made:
            self.initial = likely(self.fields, standing.person) | self.initial

    def parts(self) -> list[tuple[str, list[Any]]]:
        """Its fields under headings, where they are many."""
        return grouped(self)

    def offer_coded(self, name: str, choices: dict[str, str]) -> None:
        """The framework's own choices for a field, and the one the record has already."""
        field, now = self.fields[name], getattr(self.instance, name)
        kept = [(now, now)] if now and now not in choices else []
        few = len(choices) <= FEW
        self.fields[name] = forms.ChoiceField(
            choices=[*([] if few else [("", "Choose")]), *choices.items(), *kept], label=field.label,
            required=field.required, widget=forms.RadioSelect(attrs={"small": True}) if few else forms.Select(),
            initial=next(iter(choices)) if len(choices) == 1 else None,
        )  # fmt: skip

    def offer_levels(self) -> None:
        """The levels of the framework, scheme by scheme; no field where it has none."""
        levels = [
            (f"{scheme.code}.{level.code}", level.label)
            for scheme in self.framework.framework.levels
            for level in scheme.levels
        ]
        if not levels:
            del self.fields["level"]
            return
        self.fields["level"] = forms.ChoiceField(
            choices=[("", "Not said"), *levels], required=False, label=capfirst(self.framework.word("level"))
        )

    def offer(self, name: str, field: forms.Field) -> None:
        """A field's choices in this trust, and its name in the trust's words."""
        if isinstance(field, CodesChoice):
            field.offer(self.framework, getattr(self.instance, name, None) or [])
        elif isinstance(field, forms.ModelChoiceField):
            self.limit(name, field)
            if field.empty_label:
                field.empty_label = "Choose" if field.required else "None"
        elif isinstance(field, forms.TypedChoiceField) and isinstance(field.widget, forms.Select):
            field.choices = [(code, label if code else "Choose") for code, label in field.choices]
        if name in MARKS:
            field.label = capfirst(self.framework.words(MARKS[name]))

    def ask_particulars(self) -> None:
        """A field for whatever the trust's rules ask for and the kind has none for."""
        noun = noun_for(self.instance)
        for name in self.framework.particulars(noun.transitions) if noun else ():
            if not hasattr(type(self.instance), as_attribute(name)):
                words = name.replace("-", " ").replace("_", " ")
                self.fields[f"{PARTICULAR}{name}"] = forms.CharField(
                    label=capfirst(words), required=False, max_length=LONGEST,
                    widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
                    initial=self.instance.particulars.get(name, ""),
                    help_text="The trust’s own framework asks for this",
                )  # fmt: skip

    def particulars(self) -> dict[str, str]:
        """What was typed for what the trust's rules ask."""
        return {
            name.removeprefix(PARTICULAR): text.strip()
            for name, text in self.cleaned_data.items()
            if name.startswith(PARTICULAR) and text.strip()
        }

    def title_words(self) -> str:
        """What the title is called, where it is not plainly that."""
        return ""

    def limit(self, name: str, field: forms.ModelChoiceField) -> None:
        """Offer nothing of another trust, and what has ended only where the record names it already."""
        model = field.queryset.model
        if isinstance(field, RecordChoice):
            rows = model.objects.filter(trust=self.trust).visible_to(self.standing)
            if model is type(self.instance):
                rows = rows.exclude(pk=self.instance.pk)
            field.offer(self.narrowed(name, rows), self.framework.words(model.KIND))
            return
        if model is Person:
            rows = people_who_work_for(self.trust)
        else:
            rows = model.objects.on(clock.today()).filter(trust=self.trust)
        now = self.instance.pk and getattr(self.instance, name, None)
        if now is not None and self.instance.pk:
            kept = [now.pk] if isinstance(now, models.Model) else [one.pk for one in now.all()]
            rows = rows | model.objects.filter(pk__in=kept)
        field.queryset = rows
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.widget = forms.CheckboxSelectMultiple(attrs={"small": True})
            field.widget.choices = field.choices

    def narrowed(self, name: str, rows: models.QuerySet) -> models.QuerySet:
        """Which records may be chosen for a field; any of the trust's unless a form says otherwise."""
        return rows

    def values(self) -> dict[str, Any]:
        """The plain values typed, by field."""
        plain = {name: value for name, value in self._typed() if not self._many(name)}
        return plain | {"particulars": self.particulars()}

    def links(self) -> dict[str, Any]:
        """What was chosen for fields that link to several rows."""
        return {name: value for name, value in self._typed() if self._many(name)}

    def _typed(self) -> list[tuple[str, Any]]:
        known = {field.name for field in self._meta.model._meta.get_fields()}
        return [(name, value) for name, value in self.cleaned_data.items() if name in known]

    def _many(self, name: str) -> bool:
        return bool(self._meta.model._meta.get_field(name).many_to_many)


def people_who_work_for(trust: Trust) -> models.QuerySet[Person]:
    """Everybody who reads a trust's records today, by name; providers read only their own and are left out."""
    today = clock.today()
    rows = trust.framework.delegations("record.view", today)
    readers = {row.role for row in rows if row.scope != "partner"}
    seated = Membership.objects.on(today).filter(trust=trust).values("person")
    appointed = Appointment.objects.on(today).filter(trust=trust, role__in=readers).values("person")
    return Person.objects.filter(Q(pk__in=seated) | Q(pk__in=appointed), is_active=True)


class ReasonForm(ActForm):
    """A reason that is kept."""

    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}), max_length=2000,
        error_messages={"required": "Enter the reason. It is kept with the record."},
    )  # fmt: skip


class ConfirmForm(ActForm):
    """What an adviser looked at before confirming."""

    note = forms.CharField(
        label="What you looked at", widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}), max_length=2000,
        error_messages={"required": "Enter what you looked at. It is kept with your name."},
    )  # fmt: skip


class LinkForm(ActForm):
    """Which records to link: any of `rows`, of which `shown` are offered."""

    def __init__(self, *args: Any, rows: models.QuerySet, shown: list[Any], many: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"] = SeveralChoice(
            rows, label=f"Which {many}?", widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
            error_messages={"required": "Choose at least one"},
        )  # fmt: skip
        self.fields["others"].widget.choices = [(one.pk, as_listed(one)) for one in shown]
