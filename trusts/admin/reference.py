"""Reference data: the organisations and localities of a trust."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest

from trusts.actions.reference import save_reference
from trusts.admin.scope import ScopedAdmin
from trusts.models import Locality, Organisation


class ReferenceForm(forms.ModelForm):
    """Dates in order; whatever follows belongs to the same trust."""

    def clean(self) -> dict[str, Any]:
        """Compare the dates and the successor's trust."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "It cannot end before it begins.")
        trust = data.get("trust") or (self.instance.trust if self.instance.pk else None)
        successor = data.get("successor")
        if successor and trust and successor.trust_id != trust.pk:
            self.add_error("successor", "Choose an organisation of the same trust.")
        elif successor and successor.pk == self.instance.pk:
            self.add_error("successor", "It cannot follow itself.")
        return data


class ReferenceAdmin(ScopedAdmin):
    """Rows that administrators add and correct; the code others refer to them by stays."""

    act = "trust.manage"
    form = ReferenceForm
    list_filter: Any = (("trust", RelatedOnlyFieldListFilter), ("ends", admin.EmptyFieldListFilter))
    list_select_related = ("trust",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where it belongs and its code are settled when it is added."""
        return () if obj is None else ("trust", "code")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {"code": ("name",)} if obj is None else {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, with its entry in the audit trail."""
        if form.changed_data:
            save_reference(record=obj, changed=form.changed_data, by=request.user)


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    """Partners of a trust, and whether they have signed up to its framework."""

    fields = (
        "trust",
        "name",
        "code",
        "sector",
        "commissions",
        "provides",
        "status",
        "starts",
        "ends",
        "successor",
    )
    list_display = ("name", "sector", "commissions", "provides", "status", "starts", "ends", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), "sector", "status", "commissions", "provides")


@admin.register(Locality)
class LocalityAdmin(ReferenceAdmin):
    """Parts of a trust."""

    fields = ("trust", "name", "code", "starts", "ends")
    list_display = ("name", "code", "starts", "ends", "trust")
