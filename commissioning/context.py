"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The product, and the trust and menus that the request was given; no query of its own."""
    return {
        "product": "Weft",
        "demo": settings.DEMO,
        "nav": getattr(request, "nav", []),
        "trust": getattr(request, "trust", None),
        "trusts": getattr(request, "trusts", []),
    }
