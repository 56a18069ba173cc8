"""Framework versions: a new draft is added from its file; one that exists is only read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from trusts.admin.acting import ActingAdmin, ActingForm
from trusts.admin.scope import ScopedAdmin
from trusts.administration_site import trusts_with
from trusts.blueprint_file import Unreadable, load, text_of
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Blueprint, Trust


class DraftForm(ActingForm):
    """A blueprint, typed or as a file."""

    text = forms.CharField(
        required=False, strip=False, label="Blueprint",
        widget=forms.Textarea(attrs={"rows": 30, "cols": 110, "spellcheck": "false", "wrap": "off"}),
        help_text="The whole file. The guide to its sections is docs/blueprint.md.",
    )  # fmt: skip
    file = forms.FileField(
        required=False, label="Or a file", help_text="Taken instead of the text above.", allow_empty_file=True
    )
    faults_go_to = "text"

    def clean(self) -> dict[str, Any]:
        """One text, from the file or the box; a browser's line ends become a file's."""
        data = super().clean() or {}
        typed = data.get("text") or ""
        try:
            if data.get("file"):
                data["text"] = text_of(data["file"].read())
            elif typed.strip():
                data["text"] = text_of(typed.replace("\r\n", "\n").encode())
            elif not self.errors:
                self.add_error("text", "Paste a blueprint or choose a file.")
        except Unreadable as error:
            self.add_error("file" if data.get("file") else "text", str(error))
        return data

    def act(self) -> Blueprint:
        """Load it as a draft of one of the person's trusts; only a superuser starts a new trust."""
        only = None
        if not self.request.user.is_superuser:
            mine = Trust.objects.filter(pk__in=trusts_with(self.request, BlueprintAdmin.act))
            only = set(mine.values_list("code", flat=True))
        blueprint, is_new = load(self.cleaned_data["text"], by=self.request.user, only=only)
        if not is_new:
            refuse_if([refusal(f"It is version {blueprint.number} word for word: change something first.")])
        return blueprint


@admin.register(Blueprint)
class BlueprintAdmin(ActingAdmin, ScopedAdmin):
    """The versions of the frameworks."""

    act = "blueprint.draft"
    form = DraftForm
    list_display = ("__str__", "trust", "state", "created_at", "created_by", "in_force_from", "in_force_to")
    list_filter = (("trust", RelatedOnlyFieldListFilter), "state")
    search_fields = ("trust__name", "number", "text")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("trust", "created_by")
        return rows.defer("text")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a version's text never changes, and its state follows its board's decision."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("text", "file")
        return (
            "trust", "number", "state", "created_at", "created_by", "in_force_from", "in_force_to", "copy",
            "digest", "in_full",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The text of the version to copy, if one is named and the person may read it."""
        version = request.GET.get("copy", "")
        if not version.isdigit():
            return {}
        found = self.get_queryset(request).filter(pk=version).first()
        return {"text": found.text} if found else {}

    @admin.display(description="To change it")
    def copy(self, blueprint: Blueprint) -> str:
        """The way to the next version."""
        url = reverse("admin:trusts_blueprint_add")
        return format_html('<a href="{}?copy={}">Copy as a new draft</a>', url, blueprint.pk)

    @admin.display(description="Blueprint")
    def in_full(self, blueprint: Blueprint) -> str:
        """The file, with its spaces kept."""
        return format_html("<pre>{}</pre>", blueprint.text)
