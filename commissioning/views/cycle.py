"""The trust's own cycle."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.views.page import TrustPage


class CycleDetail(TrustPage):
    """CycleDetail."""

    act = "trust.view"
    section = "cycle"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="CycleDetail"))


class CycleStep(TrustPage):
    """CycleStep."""

    act = "trust.view"
    section = "cycle"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="CycleStep"))
