"""The front door of the administration."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from trusts.admin.scope import trusts_with

ENTRANCE = ("people.manage", "trust.manage")
"""Either act, in any trust, opens the door."""


class Administration(AdminSite):
    """Open to people marked as staff whom a trust's delegation lets manage something."""

    site_header = site_title = "Weft administration"
    index_title = "What you look after"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may come in at all."""
        person = request.user
        if not (person.is_active and person.is_staff):
            return False
        return person.is_superuser or any(trusts_with(request, act) for act in ENTRANCE)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Everybody signs in on the same page; who is signed in and may not come in is told so."""
        onward = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
            onward = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(onward, settings.LOGIN_URL)
        if not self.has_permission(request):
            raise PermissionDenied("The administration is for those who manage a trust’s people or reference data.")
        return redirect(onward)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Everything but Django's groups: what people may do comes from their trust's delegation alone."""
        if getattr(model_or_iterable, "__module__", "") == "django.contrib.auth.models":
            return
        super().register(model_or_iterable, admin_class, **options)
