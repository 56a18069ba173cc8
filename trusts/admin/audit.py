"""The audit trail, to read."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from trusts.admin.scope import RecordAdmin
from trusts.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    """Who did what, when."""

    act = "audit.view"
    list_display = ("number", "at", "act", "person_name", "subject_type", "subject_label", "trust")
    list_filter = (
        ("trust", RelatedOnlyFieldListFilter),
        ("act", admin.AllValuesFieldListFilter),
        ("subject_type", admin.AllValuesFieldListFilter),
    )
    list_select_related = ("trust",)
    search_fields = ("act", "person_name", "subject_label", "subject_id")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
