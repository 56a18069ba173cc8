"""Pages of the administration: their addresses, what they said, and what they wrote down."""

from django.contrib import admin
from django.urls import reverse

from trusts.models import AuditEntry

PASSWORD = "quiet-otters-swim-home"


def url(name: str, *args) -> str:
    """The address of a page about one of the trusts' models."""
    return reverse(f"admin:trusts_{name}", args=args)


def registered() -> list:
    """Every model of the administration."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def last_entry(code: str) -> AuditEntry:
    """What was written down last in a trust."""
    return AuditEntry.objects.filter(trust__code=code).order_by("-number").first()


def errors(response) -> str:
    """What the form said."""
    assert response.status_code == 200
    return str(response.context["errors"])
