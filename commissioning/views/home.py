"""The first page of a trust: what waits for this person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.views.page import TrustPage


class TrustHome(TrustPage):
    """What is on me, nothing else first."""

    act = "trust.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "commissioning/home.html", self.get_context_data(heading=self.trust.name))
