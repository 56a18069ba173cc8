"""The front door of the administration, and in which trusts somebody may do what there.

It stands outside the package `trusts.admin`, which cannot be read before there is a site to register with.
"""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from trusts.governance.permissions import standings
from trusts.models import Trust
from trusts.models.marks import Reach

ENTRANCE = ("people.manage", "trust.manage")
"""Either act, in any trust, opens the door."""


class _Whole:
    """A trust as a whole, which only a grant of scope `trust` covers."""

    reach = Reach()


def trusts_with(request: HttpRequest, act: str) -> frozenset[int]:
    """The trusts in which the person may do an act throughout; read once a request."""
    if not hasattr(request, "administered"):
        request.administered = {}  # type: ignore[attr-defined]
    known: dict[str, frozenset[int]] = request.administered  # type: ignore[attr-defined]
    if act not in known:
        known[act] = _all() if request.user.is_superuser else _held(request, act)
    return known[act]


def _all() -> frozenset[int]:
    return frozenset(Trust.objects.values_list("pk", flat=True))


def _held(request: HttpRequest, act: str) -> frozenset[int]:
    if not hasattr(request, "standings"):
        request.standings = standings(request.user)  # type: ignore[attr-defined]
    mine = request.standings  # type: ignore[attr-defined]
    return frozenset(here.trust.pk for here in mine if here.may(act, _Whole()))


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
            raise PermissionDenied(
                "The administration is for those who manage a trust’s people or reference data."
            )
        return redirect(onward)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Everything but Django's groups and the queue of tasks.

        What people may do comes from their trust's delegation alone, and a task belongs to no trust.
        """
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [m for m in models if m is not Group and m._meta.app_label != "django_tasks_database"]
        super().register(ours, admin_class, **options)
