"""What an administrator may see: the trusts in which they hold the act, and nothing of any other."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from trusts.administration_site import trusts_with


class ScopedAdmin(admin.ModelAdmin):
    """Rows of the trusts in which the person holds `act`; others might as well not exist."""

    act = "trust.manage"
    trust_path = "trust"
    """How a row leads to its trust."""
    actions = None
    list_per_page = 50
    view_on_site = False

    def trusts(self, request: HttpRequest) -> frozenset[int]:
        """The trusts this part of the administration shows the person."""
        return trusts_with(request, self.act)

    def within(self, queryset: models.QuerySet, trusts: frozenset[int]) -> models.QuerySet:
        """The rows of these trusts."""
        return queryset.filter(**{f"{self.trust_path}__in": trusts})

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return self.within(super().get_queryset(request), self.trusts(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.trusts(request))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(self.trusts(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.trusts(request))

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(self.trusts(request))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Never: what was known stays known."""
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only rows of the person's trusts."""
        kwargs["queryset"] = self._offered(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only rows of the person's trusts; links with rows of their own are made on the site."""
        if not db_field.remote_field.through._meta.auto_created:
            return None
        kwargs["queryset"] = self._offered(db_field, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _offered(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        model = db_field.remote_field.model
        theirs = self.admin_site.get_model_admin(model)
        return theirs.within(model._default_manager.all(), self.trusts(request))


class RecordAdmin(ScopedAdmin):
    """Something to read: it comes about through the site's own pages, and is never edited here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
