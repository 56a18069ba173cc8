"""The pages for what went wrong."""

import sys

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from commissioning.middleware import keep
from trusts.forms.base import AUTHOR


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer holds: its text is kept and given back, nothing is done yet."""
    if AUTHOR in request.POST:
        keep(request)
        if request.user.is_authenticated:
            messages.warning(
                request, "You signed in again since you opened this page. Check it and send it again."
            )
        return HttpResponseRedirect(request.path)
    return render(request, "csrf_failure.html", {"retry_url": request.get_full_path()}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something was sent that no page of ours sends."""
    return render(request, "404.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody of this trust who may not do this; the exception names who may."""
    context = {"exception": str(exception or ""), "who": getattr(exception, "who", ()),
               "refusals": getattr(exception, "refusals", [])}  # fmt: skip
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this person may know of: both look the same."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or of the database. Renders without a request, so that it works when nothing can be read."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or busy: nothing was saved, and trying again will help."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
