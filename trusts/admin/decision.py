"""Items, views, interests, decisions and conditions, to read: bodies decide on the site's own pages."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from trusts.admin.scope import RecordAdmin
from trusts.models import Condition, Decision, Interest, Item, Vote


class RegisterAdmin(RecordAdmin):
    """A register, for whoever may read the audit trail."""

    act = "audit.view"


@admin.register(Item)
class ItemAdmin(RegisterAdmin):
    """What bodies were asked: the register, not the papers, which are for those who decide."""

    fields = ("trust", "title", "body", "kind", "step", "meeting", "submitted_by", "submitted_at", "state")
    list_display = ("title", "body", "kind", "state", "submitted_by", "submitted_at", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), "state", ("body", RelatedOnlyFieldListFilter))
    list_select_related = ("body", "submitted_by", "trust")
    search_fields = ("title", "body__name", "submitted_by__name")
    date_hierarchy = "submitted_at"


@admin.register(Decision)
class DecisionAdmin(RegisterAdmin):
    """What bodies decided."""

    list_display = ("item", "body", "outcome", "decided_on", "recorded_by", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), "outcome", ("body", RelatedOnlyFieldListFilter))
    list_select_related = ("item", "body", "recorded_by", "trust")
    search_fields = ("item__title", "reason", "rationale", "body__name", "recorded_by__name")
    date_hierarchy = "decided_on"


@admin.register(Vote)
class VoteAdmin(RegisterAdmin):
    """What members thought of items."""

    trust_path = "item__trust"
    list_display = ("item", "person", "verdict", "at")
    list_filter = ("verdict", ("item__body", RelatedOnlyFieldListFilter))
    list_select_related = ("item", "person")
    search_fields = ("item__title", "person__name", "reason")
    date_hierarchy = "at"


@admin.register(Interest)
class InterestAdmin(RegisterAdmin):
    """Interests that members declared."""

    trust_path = "item__trust"
    list_display = ("item", "person", "what", "declared_at")
    list_filter = (("item__body", RelatedOnlyFieldListFilter),)
    list_select_related = ("item", "person")
    search_fields = ("item__title", "person__name", "what")
    date_hierarchy = "declared_at"


@admin.register(Condition)
class ConditionAdmin(RegisterAdmin):
    """Conditions of decisions, and whether they are met."""

    trust_path = "decision__trust"
    list_display = ("text", "decision", "due", "met_at", "met_by")
    list_filter = (("met_at", admin.EmptyFieldListFilter), ("decision__body", RelatedOnlyFieldListFilter))
    list_select_related = ("decision__item", "met_by")
    search_fields = ("text", "how", "decision__item__title")
    date_hierarchy = "decision__decided_on"
