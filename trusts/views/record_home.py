"""The pages of all records together: every kind by stage, and where the thread is broken."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trusts.governance.permissions import roles_with
from trusts.nouns import Break, Noun, breaks_of, broken_at
from trusts.record_home import Group, groups_for, home_of
from trusts.record_page import mending
from trusts.thread_line import Fault
from trusts.together import together
from trusts.views.page import TrustPage

SHOWN = 20
"""How many records a place where the thread is broken names before it counts the rest."""


class RecordsHome(TrustPage):
    """Every kind of record, by stage, with how many there are and where they stand."""

    act = "record.view"
    section = "records-home"
    template_name = "trusts/record/home.html"

    def groups(self) -> list[str]:
        """The groups it shows: all in which the person can find anything."""
        return groups_for(self.standing)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        found = home_of(self.standing, self.groups())
        everything = self.standing.reads_all
        broken = sum(kind.broken for group in found for kind in group.kinds) if everything else None
        context = self.get_context_data(groups=found, broken=broken, **self.words(found))
        return render(request, self.template_name, context)

    def words(self, found: list[Group]) -> dict[str, Any]:
        """The heading."""
        return {
            "heading": "Everything on record",
            "lead": "From the evidence that something is needed to the difference it made.",
        }


class RecordsGroup(RecordsHome):
    """The kinds of one group of the menu."""

    def groups(self) -> list[str]:
        """The one the address names."""
        return [self.kwargs["group"]]

    def load(self) -> None:
        """It must be a group in which the person can find anything."""
        if self.kwargs["group"] not in groups_for(self.standing):
            raise Http404("No such page.")

    def words(self, found: list[Group]) -> dict[str, Any]:
        """The heading: the group, and what the trust calls its stage."""
        return {
            "heading": found[0].label,
            "lead": "",
            "whole": reverse("records-home", args=[self.trust.code]),
        }


class BrokenThreads(TrustPage):
    """Where the trust's thread is broken, and who can mend it."""

    act = "record.view"
    section = "records-home"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        counts = broken_at(self.trust)
        places = breaks_of(self.trust)
        first = {one.code: first_of(rows) for _, one, rows in places if counts[one.code]}
        together(*first.values())
        seen: set[str] = set()
        lines = [
            {
                "noun": noun,
                "label": one.label,
                "remedy": one.remedy,
                "count": counts[one.code],
                "records": self.named(noun, one, first.get(one.code, ())),
                "who": roles_with(self.trust, noun.edit_act),
                "first": noun.kind not in seen and not seen.add(noun.kind),
            }
            for noun, one, _ in places
        ]
        context = self.get_context_data(
            heading="Broken threads", total=sum(counts.values()), lines=[line for line in lines if line["count"]],
            whole=[line for line in lines if not line["count"]],
            breadcrumbs=[("Everything on record", reverse("records-home", args=[self.trust.code]))],
        )  # fmt: skip
        return render(request, "trusts/record/broken.html", context)

    def named(self, noun: Noun, one: Break, rows: Iterable[Any]) -> list[tuple[Any, str]]:
        """The first records it is broken at, each with the page where this person can mend it, where they can."""
        found = []
        for record in rows:
            record.trust = self.trust
            at = mending(Fault(noun, one, record, []), self.standing)
            found.append((record, "" if at == record.get_absolute_url() else at))
        return found

    def allowed(self) -> bool:
        """Whoever reads everything of the trust."""
        return self.standing.reads_all


def first_of(rows: QuerySet) -> QuerySet:
    """The first of some records; found by their keys, so that only these few are read."""
    keys = rows.order_by("-pk").distinct().values("pk")[:SHOWN]
    return rows.model._default_manager.filter(pk__in=keys).order_by("-pk")
