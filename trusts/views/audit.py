"""The audit trail, for those who may read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.views.page import TrustPage


class AuditList(TrustPage):
    """AuditList."""

    act = "audit.view"
    section = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="AuditList"))
