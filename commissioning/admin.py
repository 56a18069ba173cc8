"""Exercises and how they moved, to read: work is done on the site's own pages."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from commissioning.models import Exercise, Movement
from trusts.admin.scope import RecordAdmin


@admin.register(Exercise)
class ExerciseAdmin(RecordAdmin):
    """Pieces of commissioning."""

    act = "audit.view"
    list_display = ("number", "title", "owner", "state", "lead", "officer", "trust")
    list_display_links = ("title",)
    list_filter = (("trust", RelatedOnlyFieldListFilter), "state", ("owner", RelatedOnlyFieldListFilter))
    list_select_related = ("owner", "lead", "officer", "trust")
    search_fields = ("title", "number", "lead__name", "officer__name")


@admin.register(Movement)
class MovementAdmin(RecordAdmin):
    """How exercises came to stand where they stand, with the reasons given."""

    act = "audit.view"
    trust_path = "exercise__trust"
    list_display = ("exercise", "kind", "step", "gate", "by", "at")
    list_filter = ("kind", ("exercise__trust", RelatedOnlyFieldListFilter))
    list_select_related = ("exercise", "by")
    search_fields = ("exercise__title", "step", "gate", "reason", "by__name")
    date_hierarchy = "at"
