"""Trusts, to read: a trust is made by its first blueprint and named by the one in force."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from trusts.admin.scope import RecordAdmin
from trusts.administration_site import trusts_with
from trusts.models import Trust


@admin.register(Trust)
class TrustAdmin(RecordAdmin):
    """The administrator's trusts."""

    fields = ("name", "code", "page", "blueprint", "audit_number", "audit_hash")
    readonly_fields = ("page", "audit_number", "audit_hash")
    list_display = ("name", "code", "blueprint", "audit_number")
    search_fields = ("name", "code")

    def trusts(self, request: HttpRequest) -> frozenset[int]:
        """Those in which the person manages anything."""
        return trusts_with(request, "trust.manage") | trusts_with(request, "people.manage")

    def within(self, queryset: models.QuerySet, trusts: frozenset[int]) -> models.QuerySet:
        return queryset.filter(pk__in=trusts).select_related("blueprint")

    @admin.display(description="Page")
    def page(self, trust: Trust) -> str:
        """Its page on the site."""
        return format_html('<a href="{0}">{0}</a>', trust.get_absolute_url())
