"""The pages that show a trust its own framework."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.views.page import TrustPage


class FrameworkDetail(TrustPage):
    """FrameworkDetail."""

    act = "trust.view"
    section = "framework"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="FrameworkDetail"))


class FrameworkVersion(TrustPage):
    """FrameworkVersion."""

    act = "trust.view"
    section = "framework"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="FrameworkVersion"))


class FrameworkFile(TrustPage):
    """FrameworkFile."""

    act = "trust.view"
    section = "framework"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="FrameworkFile"))


class FrameworkSubmit(TrustPage):
    """FrameworkSubmit."""

    act = "blueprint.submit"
    section = "framework"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "layouts/wide.html", self.get_context_data(heading="FrameworkSubmit"))
