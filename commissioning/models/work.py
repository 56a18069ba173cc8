"""What an exercise works on: the records of all four stages, each by a foreign key of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from trusts.governance import clock

KINDS: dict[str, str] = {
    "evidence": "needs.Evidence",
    "participation": "needs.Participation",
    "assessment": "needs.Assessment",
    "priority": "needs.Priority",
    "plan": "commissioning.Plan",
    "intention": "commissioning.Intention",
    "service": "contracts.Service",
    "fund": "contracts.Fund",
    "specification": "contracts.Specification",
    "procurement": "contracts.Procurement",
    "agreement": "contracts.Agreement",
    "review": "contracts.Review",
}
"""The kinds of record an exercise is linked to, with their models."""
FIELDS = {
    kind: {"priority": "priorities", "evidence": "evidence", "participation": "participation"}.get(
        kind, f"{kind}s"
    )
    for kind in KINDS
}
"""Kind to the field of an exercise that holds its records."""


def exactly_one() -> Q:
    """A link leads to one record."""
    found = Q()
    for kind in KINDS:
        found |= Q(**{f"{other}__isnull": other != kind for other in KINDS})
    return found


def to(kind: str) -> models.ForeignKey:
    """The foreign key to the records of a kind."""
    return models.ForeignKey(KINDS[kind], null=True, on_delete=models.CASCADE, related_name="+")


class Work(models.Model):
    """One record that an exercise works on.

    One table for all kinds, so that a page reads everything an exercise works on in one query.
    """

    TARGETS: ClassVar = tuple(KINDS)

    exercise = models.ForeignKey("commissioning.Exercise", on_delete=models.CASCADE, related_name="works")
    evidence = to("evidence")
    participation = to("participation")
    assessment = to("assessment")
    priority = to("priority")
    plan = to("plan")
    intention = to("intention")
    service = to("service")
    fund = to("fund")
    specification = to("specification")
    procurement = to("procurement")
    agreement = to("agreement")
    review = to("review")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(), name="work_on_one_record"),
            *(
                models.UniqueConstraint(fields=["exercise", kind], name=f"work_on_{kind}_once")
                for kind in KINDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.record}"

    @property
    def kind(self) -> str:
        """The kind of record."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def record(self):
        """The record."""
        return getattr(self, self.kind)


def worked(kind: str) -> models.ManyToManyField:
    """An exercise's records of one kind, through the one table."""
    return models.ManyToManyField(
        KINDS[kind], blank=True, through="commissioning.Work", through_fields=("exercise", kind),
        related_name="exercises",
    )  # fmt: skip
