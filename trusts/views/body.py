"""The pages of bodies and their meetings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.views.page import TrustPage


class BodyList(TrustPage):
    """BodyList."""

    act = "trust.view"
    section = "bodies"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="BodyList"))


class BodyDetail(TrustPage):
    """BodyDetail."""

    act = "trust.view"
    section = "bodies"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="BodyDetail"))


class MeetingDetail(TrustPage):
    """MeetingDetail."""

    act = "trust.view"
    section = "bodies"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="MeetingDetail"))


class MeetingCreate(TrustPage):
    """MeetingCreate."""

    act = "meeting.schedule"
    section = "bodies"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="MeetingCreate"))
