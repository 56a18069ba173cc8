"""The outbox, to read: who was to be told, and whether the mail left. What it said is theirs."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from trusts.admin.scope import RecordAdmin
from trusts.models import Message


@admin.register(Message)
class MessageAdmin(RecordAdmin):
    """Messages sent and waiting."""

    act = "people.manage"
    fields = ("trust", "to", "subject", "created_at", "sent_at", "tries")
    list_display = ("subject", "to", "created_at", "sent_at", "tries", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), ("sent_at", admin.EmptyFieldListFilter))
    list_select_related = ("to", "trust")
    search_fields = ("subject", "to__name", "to__email")
    date_hierarchy = "created_at"
