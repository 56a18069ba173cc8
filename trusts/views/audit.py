"""The audit trail, for those who may read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trusts.audit_list import PAGE, AuditFilter, chain_of, line_of
from trusts.forms.fields import whole_number
from trusts.models import AuditEntry
from trusts.views.page import TrustPage


class AuditList(TrustPage):
    """Who did what, newest first; paged by number, so that a long trail is as quick as a short one."""

    act = "audit.view"
    section = "framework"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        entries = AuditEntry.objects.filter(trust=self.trust).order_by("-number")
        chosen = AuditFilter(request.GET, queryset=entries, trust=self.trust)
        found = chosen.qs
        before = whole_number(request.GET.get("before", ""))
        if before is not None:
            found = found.filter(number__lt=before)
        page = list(found[: PAGE + 1])
        shown = page[:PAGE]
        context = self.get_context_data(
            heading="Audit trail", filter=chosen, filter_open=bool(request.GET), lines=[line_of(e) for e in shown],
            chain=chain_of(self.trust, shown), older=_address(request, shown[-1].number) if len(page) > PAGE else "",
            newest=_address(request, None) if before else "",
        )  # fmt: skip
        return render(request, "trusts/audit/list.html", context)


def _address(request: HttpRequest, before: int | None) -> str:
    """The same filter, from another number on."""
    query = request.GET.copy()
    query.pop("before", None)
    if before is not None:
        query["before"] = str(before)
    return f"?{query.urlencode()}"
