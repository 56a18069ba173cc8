"""Appointments: roles of a trust's framework given to people directly."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db import models
from django.http import HttpRequest

from trusts.actions.appointment import end_appointment
from trusts.actions.membership import appoint
from trusts.admin.acting import ActingForm
from trusts.admin.membership import HeldAdmin, a_day_to_end
from trusts.administration_site import trusts_with
from trusts.models import Appointment, Trust

Grouped = list[tuple[str, list[tuple[str, str]]]]


class AppointForm(ActingForm):
    """Who is given which role. The role says the trust, since each trust has its own roles."""

    role = forms.ChoiceField()
    outcomes = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked means all outcomes."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = trusts_with(self.request, "people.manage")
        trusts = Trust.objects.filter(pk__in=mine).exclude(blueprint=None).select_related("blueprint")
        self.trusts = {str(trust.pk): trust for trust in trusts}
        self.fields["role"].choices = [("", "Choose a role"), *(self._roles(t) for t in trusts)]
        self.fields["outcomes"].choices = [self._outcomes(trust) for trust in trusts]

    @staticmethod
    def _roles(trust: Trust) -> tuple[str, list[tuple[str, str]]]:
        roles = trust.framework.roles.values()
        return trust.name, [(f"{trust.pk}:{r.code}", r.label) for r in roles if r.held_by == "appointment"]

    @staticmethod
    def _outcomes(trust: Trust) -> tuple[str, list[tuple[str, str]]]:
        outcomes = trust.framework.outcomes.items()
        return trust.name, [(f"{trust.pk}:{code}", outcome.label) for code, outcome in outcomes]

    def clean_role(self) -> str:
        """The role's code; its trust is kept for the rest."""
        pk, _, code = self.cleaned_data["role"].partition(":")
        self.trust = self.trusts[pk]
        return code

    def clean(self) -> dict[str, Any]:
        """Everything belongs to the role's trust."""
        data = super().clean() or {}
        if "role" not in data:
            return data
        chosen = [value.partition(":") for value in data.get("outcomes", [])]
        if any(pk != str(self.trust.pk) for pk, _, _ in chosen):
            self.add_error("outcomes", f"Choose outcomes of {self.trust.name}.")
        else:
            data["outcomes"] = [code for _, _, code in chosen]
        if data.get("organisation") and data["organisation"].trust_id != self.trust.pk:
            self.add_error("organisation", "This organisation belongs to another trust.")
        if any(place.trust_id != self.trust.pk for place in data.get("localities", ())):
            self.add_error("localities", f"Choose localities of {self.trust.name}.")
        return data

    def act(self) -> Appointment:
        """Give the role."""
        return appoint(trust=self.trust, by=self.request.user, **self.cleaned_data)


class EndForm(ActingForm):
    """When an appointment ends."""

    def clean_ends(self) -> Any:
        """A day, not before it began."""
        return a_day_to_end(self.cleaned_data["ends"], self.instance)

    def act(self) -> Appointment:
        """End the appointment, if a day was given."""
        if not self.changed_data:
            return self.instance
        return end_appointment(appointment=self.instance, on=self.cleaned_data["ends"], by=self.request.user)


@admin.register(Appointment)
class AppointmentAdmin(HeldAdmin):
    """Who has been given which role, from when to when."""

    add_fields = ("person", "role", "organisation", "localities", "outcomes", "starts")
    list_display = ("person", "role_in_words", "organisation", "starts", "ends", "trust")
    list_filter = (
        ("trust", RelatedOnlyFieldListFilter),
        ("role", admin.AllValuesFieldListFilter),
        ("ends", admin.EmptyFieldListFilter),
    )
    search_fields = ("person__name", "person__username", "role", "organisation__name")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("person", "organisation", "trust__blueprint")
        return rows.defer("trust__blueprint__text")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = EndForm if change else AppointForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fields
        return ("trust", "person", "role_in_words", *self.add_fields[2:], "ends")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only its end is still open: another role is another appointment."""
        return () if obj is None else ("trust", "person", "role_in_words", *self.add_fields[2:])

    @admin.display(description="role", ordering="role")
    def role_in_words(self, appointment: Appointment) -> str:
        """The trust's own word for the role."""
        trust = appointment.trust
        return trust.framework.role_label(appointment.role) if trust.blueprint else appointment.role
