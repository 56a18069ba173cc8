"""The site as it is measured: its own pages, the floor below them, and Django admin's list of the same rows."""

from functools import cache
from typing import Any, ClassVar

from django.contrib.admin import AdminSite, ModelAdmin, RelatedOnlyFieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from commissioning.bench.ground import somebody
from contracts.models import Agreement
from trusts.forms.base import ActForm
from trusts.governance.permissions import Standing, standing, standings
from trusts.models import Trust
from trusts.paging import PAGE
from trusts.thread_marks import marks_of
from trusts.views.record import RecordMake


def floor(request: HttpRequest, trust: str) -> HttpResponse:
    """What cannot be saved: who it is, what they are here, fifty rows with what their lines name. Four queries."""
    here = next(one.trust for one in standings(request.user) if one.trust.code == trust)
    rows = (
        Agreement.objects.filter(trust=here)
        .order_by("-number")
        .select_related("blueprint", "provider", "officer")
    )
    return HttpResponse(str(len(rows.defer("blueprint__text")[:PAGE])))


class UsualForm(RecordMake):
    """The form of new evidence, its fields drawn the usual way: crispy's bootstrap5, Django's own widgets."""

    template_name: ClassVar[str] = "bench/usual_form.html"
    renderer = DjangoTemplates()

    def form(self, **kwargs: Any) -> ActForm:
        """The same form."""
        form = super().form(**kwargs)
        form.renderer = self.renderer
        return form


@cache
def _reader(trust: str) -> Standing:
    """Somebody who reads everything of a trust: admin has permissions of its own, and asks for these no second time."""
    held = Trust.objects.get(pk=trust)
    return standing(somebody(held), held)


class AgreementAdmin(ModelAdmin):
    """The register of agreements as Django admin shows it: the same rows, columns, marks and filters."""

    list_display = ["number", "title", "thread", "state", "sort", "provider", "value", "ends", "officer"]
    list_display_links = ["title"]
    list_filter = [
        "state",
        *((name, RelatedOnlyFieldListFilter) for name in ("localities", "provider", "officer")),
    ]
    list_per_page = PAGE
    list_select_related = ["provider", "officer"]
    ordering = ["-number"]
    search_fields = ["title"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of the trust that is asked for, so that its filters offer what they name and nothing else."""
        return super().get_queryset(request).filter(trust=request.GET["trust__id__exact"])

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page, with the marks of its rows read as the register reads them."""
        found = super().get_changelist_instance(request)
        self.marks = marks_of("agreement", found.result_list, _reader(request.GET["trust__id__exact"]))
        return found

    def thread(self, agreement: Agreement) -> str:
        """Where the thread is broken at it."""
        return self.marks.get(agreement.pk, "")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever measures."""
        return True

    has_change_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever measures."""
        return True


class Lists(AdminSite):
    """An admin site of one list, open to whoever measures."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Signed in."""
        return bool(request.user.is_active)


lists = Lists(name="lists")
lists.register(Agreement, AgreementAdmin)

urlpatterns = [
    path("bench/<slug:trust>/floor/", floor),
    path("bench/<slug:trust>/usual-form/", UsualForm.as_view(), {"kind": "evidence"}),
    path("bench/lists/", lists.urls),
    path("", include("commissioning.urls")),
]
