"""Bodies, their seats and meetings, to read: what bodies there are is the framework's to say."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from trusts.admin.scope import RecordAdmin
from trusts.models import Body, Meeting, Seat


class ReadByPeopleManagers(RecordAdmin):
    """What whoever manages memberships has to know."""

    act = "people.manage"


@admin.register(Body)
class BodyAdmin(ReadByPeopleManagers):
    """Boards and groups."""

    list_display = ("name", "type", "locality", "starts", "ends", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), ("type", admin.AllValuesFieldListFilter))
    list_select_related = ("locality", "trust")
    search_fields = ("name", "code")


@admin.register(Seat)
class SeatAdmin(ReadByPeopleManagers):
    """Places on bodies."""

    trust_path = "body__trust"
    list_display = ("name", "body", "position", "role", "places", "closed")
    list_filter = (("body", RelatedOnlyFieldListFilter), "position", "closed")
    list_select_related = ("body",)
    search_fields = ("name", "code", "body__name")


@admin.register(Meeting)
class MeetingAdmin(ReadByPeopleManagers):
    """Dates of meetings; they are set on the page of the body."""

    list_display = ("title", "body", "date", "place", "trust")
    list_filter = (("trust", RelatedOnlyFieldListFilter), ("body", RelatedOnlyFieldListFilter))
    list_select_related = ("body", "trust")
    search_fields = ("title", "place", "body__name")
    date_hierarchy = "date"
