"""What stands beside a person's own work on the first page: for providers, administrators, observers, and whoever mends."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contracts.models import Agreement, Return
from trusts.governance.permissions import Standing
from trusts.models import Blueprint, Decision, Membership, Seat
from trusts.nouns import broken_at

LAST, VERSIONS = 6, 5
"""How many decisions and how many versions of the framework are shown."""


class Aside:
    """Those parts of the page that this person has; nothing is read until somebody reads `rows`."""

    def __init__(self, standing: Standing, *, provider: bool) -> None:
        self._standing = standing
        self.rows: dict[str, QuerySet] = {}
        """What is to be read, by the part of the page."""
        if provider:
            self.rows["agreements"] = _agreements(standing)
        if standing.may("people.manage") or standing.may("blueprint.draft"):
            self.rows |= {"versions": _versions(standing), "vacant": _vacant(standing)}
        if _only_looks(standing):
            self.rows["decided"] = Decision.objects.filter(trust=standing.trust).select_related(
                "item", "body"
            )[:LAST]

    def _read(self, part: str) -> list[Any]:
        return list(self.rows.get(part, ()))

    @property
    def agreements(self) -> list[Agreement]:
        """A provider's agreements that have not ended, each with the day its next return is due."""
        found = self._read("agreements")
        for one in found:
            one.trust = self._standing.trust
        return found

    @property
    def administration(self) -> dict[str, Any]:
        """For administrators: the versions of the framework, and the seats nobody holds."""
        if "vacant" not in self.rows:
            return {}
        versions, vacant = self._read("versions"), self._read("vacant")
        for one in (*versions, *(seat.body for seat in vacant)):
            one.trust = self._standing.trust
        return {"versions": versions, "vacant": vacant, "site": self._standing.person.is_staff}

    @property
    def decided(self) -> list[Decision]:
        """For observers, who act on nothing: what was decided last."""
        found = self._read("decided")
        for decision in found:
            decision.item.trust = self._standing.trust
        return found

    @property
    def broken(self) -> int | None:
        """How many threads are broken, for those who read everything and can mend something."""
        acts = ("needs.edit", "plan.edit", "money.edit", "contract.edit")
        mends = self._standing.reads_all and any(self._standing.may(act) for act in acts)
        return sum(broken_at(self._standing.trust).values()) if mends else None


def _agreements(standing: Standing) -> QuerySet[Agreement]:
    owed = Return.objects.filter(agreement=OuterRef("pk"), state__in=[Return.State.DUE, Return.State.QUERIED])
    rows = Agreement.objects.visible_to(standing).exclude(state=Agreement.State.ENDED)
    return rows.annotate(next_due=Subquery(owed.order_by("due_on").values("due_on")[:1])).order_by(
        "ends", "pk"
    )


def _versions(standing: Standing) -> QuerySet[Blueprint]:
    rows = Blueprint.objects.filter(trust=standing.trust).defer("text")
    return rows.order_by("-number")[:VERSIONS]


def _vacant(standing: Standing) -> QuerySet[Seat]:
    held = Membership.objects.on(standing.day).filter(seat=OuterRef("pk")).order_by().values("seat")
    return (
        Seat.objects.filter(body__trust=standing.trust, closed=False)
        .annotate(taken=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0))
        .filter(taken__lt=F("places"))
        .select_related("body")
    )


def _only_looks(standing: Standing) -> bool:
    """Whether the person reads decisions and acts on nothing."""
    acting = ("item.vote", "decision.record", "exercise.work", "exercise.create", "people.manage")
    return standing.may("item.view") and not any(standing.may(act) for act in acting)
