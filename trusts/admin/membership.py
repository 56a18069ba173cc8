"""Memberships: somebody is seated on a body, and one day leaves it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from trusts.actions.membership import end_membership, seat_member
from trusts.admin.acting import ActingAdmin, ActingForm
from trusts.admin.scope import ScopedAdmin
from trusts.governance import clock
from trusts.models import Membership


class SeatForm(ActingForm):
    """Who takes a place on which body."""

    def clean(self) -> dict[str, Any]:
        """Seat, organisation and body belong together; a seat says its own position."""
        data = super().clean() or {}
        body, seat, organisation = (data.get(name) for name in ("body", "seat", "organisation"))
        if body and seat and (seat.body_id != body.pk or seat.closed):
            self.add_error("seat", f"{body} has no such seat.")
        elif seat:
            data["position"] = seat.position
        if body and organisation and organisation.trust_id != body.trust_id:
            self.add_error("organisation", "This organisation belongs to another trust.")
        return data

    def act(self) -> Membership:
        """Seat the person."""
        return seat_member(by=self.request.user, **self.cleaned_data)


class LeaveForm(ActingForm):
    """When a membership ends."""

    def clean_ends(self) -> Any:
        """A day, not before it began."""
        return a_day_to_end(self.cleaned_data["ends"], self.instance)

    def act(self) -> Membership:
        """End the membership, if a day was given."""
        if not self.changed_data:
            return self.instance
        return end_membership(membership=self.instance, on=self.cleaned_data["ends"], by=self.request.user)


def a_day_to_end(day: Any, held: Any) -> Any:
    """The day, if a membership or appointment can end on it."""
    if day is None and held.pk and type(held).objects.get(pk=held.pk).ends:
        raise ValidationError("Give the day it ends.")
    if day and held.starts and day < held.starts:
        raise ValidationError("It cannot end before it begins.")
    return day


class HeldAdmin(ActingAdmin, ScopedAdmin):
    """Something a person holds until a day: what is past is only read."""

    act = "people.manage"
    autocomplete_fields = ("person",)
    date_hierarchy = "starts"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.ends and obj.ends < clock.today():
            return False
        return super().has_change_permission(request, obj)


@admin.register(Membership)
class MembershipAdmin(HeldAdmin):
    """Who sits where, from when to when."""

    add_fields = ("body", "person", "seat", "position", "organisation", "starts")
    list_display = ("person", "body", "position", "seat", "organisation", "starts", "ends", "trust")
    list_filter = (
        ("trust", RelatedOnlyFieldListFilter),
        ("body", RelatedOnlyFieldListFilter),
        "position",
        ("ends", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person", "body", "seat", "organisation", "trust")
    search_fields = ("person__name", "person__username", "body__name", "seat__name", "organisation__name")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = LeaveForm if change else SeatForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.add_fields if obj is None else ("trust", *self.add_fields, "ends")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only its end is still open: another place is another membership."""
        return () if obj is None else ("trust", *self.add_fields)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Bodies and seats that there are, each with the name that tells it apart."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        today = clock.today()
        if db_field.name == "body":
            field.queryset = field.queryset.on(today).select_related("trust")
            field.label_from_instance = lambda body: f"{body.name} ({body.trust})"
        elif db_field.name == "seat":
            field.queryset = field.queryset.filter(closed=False).select_related("body")
            field.label_from_instance = lambda seat: f"{seat.name}: {seat.body.name}"
            field.help_text = "Where the body has seats; the position is then the seat's."
        return field
