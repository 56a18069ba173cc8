"""What every answer of the site carries."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.forms.base import AUTHOR, KEPT

# Nothing may run, load or be framed but what this site serves itself. No page needs an exception.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "usb",
    ]
)  # fmt: skip


class SecurityHeaders:
    """Adds the headers that keep a page to its own site, and a person's pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # The person as already read: reading them here could fail where the database is away.
        user = getattr(request, "_cached_user", None)
        # A shared computer's back button must not show the last person's pages.
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class OwnErrorPages:
    """In the demo, the pages that a real site shows for what went wrong, instead of Django's for developers.

    Stands closest to the views; the log still says everything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        if response.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR):
            template = f"{response.status_code}.html"
            return render(request, template, status=response.status_code)
        return response


class KeepTypedText:
    """Keeps what somebody sends after their session has expired, and gives it back after sign-in.

    Stands before the middleware that asks people to sign in. The text waits in the browser's own
    session; the form's page gives it back to the person who typed it and to nobody else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        """Keep the text of a form that is about to be turned away to the sign-in page."""
        if (
            request.method == "POST"
            and AUTHOR in request.POST
            and not request.user.is_authenticated
            and getattr(view, "login_required", True)
        ):
            keep(request)


def keep(request: HttpRequest) -> None:
    """Keep what was typed in the session, for the page it was typed on."""
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    request.session[KEPT] = {"path": request.path, "data": data}
