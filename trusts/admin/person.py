"""People: added with a password, changed, deactivated; never deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from trusts.actions.person import add_person, change_person
from trusts.admin.acting import ActingAdmin, ActingForm
from trusts.admin.scope import ScopedAdmin
from trusts.administration_site import trusts_with
from trusts.governance import clock
from trusts.models import Appointment, AuditEntry, Membership, Person, Trust

DETAILS = ("username", "name", "title", "email", "is_active", "is_staff")


def _password(label: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget, **more)


class PersonForm(ActingForm):
    """A person's details, with a new password where one is given twice."""

    password = _password("New password", required=False, help_text="Leave empty to keep the one there is.")
    password_again = _password("New password again", required=False)

    def clean(self) -> dict[str, Any]:
        """The password is typed twice, and good enough for this person."""
        data = super().clean() or {}
        password = data.get("password")
        if password != data.get("password_again"):
            self.add_error("password_again", "The two passwords differ.")
        elif password:
            about = Person(**{name: data.get(name) or "" for name in ("username", "name", "email")})
            try:
                validate_password(password, about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        if self.instance.pk == self.request.user.pk and not data.get("is_active", True):
            self.add_error("is_active", "You cannot deactivate yourself.")
        return data

    def details(self) -> dict[str, Any]:
        """What the person is called, and may."""
        allowed = (*DETAILS, "is_superuser") if self.request.user.is_superuser else DETAILS
        return {name: self.cleaned_data[name] for name in allowed if name in self.cleaned_data}

    def act(self) -> Person:
        """Change the person; whoever changed their own password stays signed in."""
        me = self.request.user
        new = self.cleaned_data["password"]
        person = change_person(person=self.instance, by=me, password=new, **self.details())
        if new and person == me:
            update_session_auth_hash(self.request, person)
        return person


class PersonAddForm(PersonForm):
    """A new person, and the trust that wants them to have an account."""

    password = _password("Password", help_text=password_validators_help_text_html())
    password_again = _password("Password again")
    trust = forms.ModelChoiceField(
        Trust.objects.none(), help_text="Where they will work. Seat or appoint them afterwards."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Trust.objects.filter(pk__in=trusts_with(self.request, "people.manage"))
        self.fields["trust"].queryset = mine
        if len(mine) == 1:
            self.fields["trust"].initial = mine[0]

    def act(self) -> Person:
        """Add the person."""
        data = self.cleaned_data
        details = self.details() | {"is_active": True}
        return add_person(trust=data["trust"], password=data["password"], by=self.request.user, **details)


@admin.register(Person)
class PersonAdmin(ActingAdmin, ScopedAdmin):
    """The people of the administrator's trusts."""

    act = "people.manage"
    list_display = ("name", "username", "title", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "username", "email", "title")
    ordering = ("name",)

    def within(self, queryset: models.QuerySet, trusts: frozenset[int]) -> models.QuerySet:
        """Whoever has, had or will have business in these trusts, or was added there."""
        added = AuditEntry.objects.filter(trust__in=trusts, act="people.manage", subject_type="person")
        return queryset.filter(
            models.Q(pk__in=Membership.objects.filter(trust__in=trusts).values("person"))
            | models.Q(pk__in=Appointment.objects.filter(trust__in=trusts).values("person"))
            | models.Q(pk__in=[int(pk) for pk in added.values_list("subject_id", flat=True).distinct()])
        )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Everybody for a superuser, who may have no business anywhere."""
        return Person.objects.all() if request.user.is_superuser else super().get_queryset(request)

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Only of one's own trusts' people: a new password is a way into every trust they work in."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.is_superuser:
            return True
        return not obj.is_superuser and not works_outside(obj, self.trusts(request))

    def get_form(
        self, request: HttpRequest, obj: Person | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = PersonForm if change else PersonAddForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """Who they are, how they sign in, and whether they may come in here."""
        rights = ["is_staff"]
        if request.user.is_superuser:
            rights.append("is_superuser")
        who = ["name", "title", "email"]
        if obj is None:
            sign_in = ["username", "password", "password_again"]
            return [(None, {"fields": [*who, "trust"]}), ("Signing in", {"fields": sign_in}),
                    ("Administration", {"fields": rights})]  # fmt: skip
        sign_in = ["username", "is_active"]
        if self.has_change_permission(request, obj):
            sign_in += ["password", "password_again"]
        return [
            (None, {"fields": [*who, "places"]}),
            ("Signing in", {"fields": [*sign_in, "last_login"]}),
            ("Administration", {"fields": rights}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> Any:
        return () if obj is None else ("places", "last_login")

    @admin.display(description="Places and roles")
    def places(self, person: Person) -> str:
        """Where to see what the person is."""
        seats, roles = (
            reverse("admin:trusts_membership_changelist"),
            reverse("admin:trusts_appointment_changelist"),
        )
        query = f"?person__id__exact={person.pk}"
        return format_html(
            '<a href="{}">Memberships</a> and <a href="{}">appointments</a>', seats + query, roles + query
        )

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nobody finds a password by guessing at its beginning."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)


def works_outside(person: Person, trusts: frozenset[int]) -> bool:
    """Whether the person has a place or a role, now or later, in any other trust."""
    still = models.Q(ends=None) | models.Q(ends__gte=clock.today())
    return any(
        model.objects.filter(still, person=person).exclude(trust__in=trusts).exists()
        for model in (Membership, Appointment)
    )
