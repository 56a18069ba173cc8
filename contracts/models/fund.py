"""Money: funds, who pays into them, and what they are allocated to. To the penny."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Sum

from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record


class Fund(Record):
    """Money put together for something: by one agency alone, aligned, or pooled."""

    KIND: ClassVar[str] = "fund"
    CODED: ClassVar = {"arrangement": "funding.arrangements"}
    FIXED: ClassVar = ("set", "ended")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        SET = "set", "Set"
        ENDED = "ended", "Ended"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    arrangement = models.CharField(max_length=60, verbose_name="how the money is put together")
    """A code of the framework's `funding.arrangements`."""
    legal_basis = models.CharField(max_length=200, blank=True, verbose_name="legal basis")
    summary = models.TextField(verbose_name="what it is for")
    host = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="partner who holds it",
    )  # fmt: skip
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    priorities = models.ManyToManyField("needs.Priority", blank=True, related_name="funds")
    starts = models.DateField(null=True, blank=True, verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")
    outcomes = CodesField(axis="outcome")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether its arrangement is set."""
        return self.state in (self.State.SET, self.State.ENDED)

    @property
    def paid_in(self) -> Decimal:
        """Everything partners put into it."""
        return _total(self.contributions.all())

    def left(self, year: int) -> Decimal:
        """What was paid in for a year, less what is allocated from it in that year, to the penny."""
        return _total(self.contributions.filter(year=year)) - _total(self._spending().filter(year=year))

    @property
    def allocated(self) -> Decimal:
        """All the money agreed to be spent from it."""
        return _total(self._spending())

    def _spending(self) -> models.QuerySet:
        """What takes money out of it; staff time and buildings do not."""
        return self.allocations.filter(state=Allocation.State.AGREED, resource=Allocation.Resource.MONEY)


def _total(rows: models.QuerySet) -> Decimal:
    """What these are worth together: to the penny, though SQLite adds as a calculator does."""
    return (rows.aggregate(all=Sum("value"))["all"] or Decimal(0)).quantize(Decimal("0.01"))


class Contribution(Record):
    """What one partner pays into a fund, or towards a service, in one year."""

    KIND: ClassVar[str] = "contribution"
    ASKS: ClassVar[str] = "fund"

    fund = models.ForeignKey(
        Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="costs"
    )
    organisation = models.ForeignKey(
        "trusts.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="who pays"
    )
    year = models.PositiveSmallIntegerField(
        verbose_name="financial year", help_text="The year in which it begins: 2026 for 2026/27"
    )
    value = PoundsField(verbose_name="amount")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fund__isnull=False, service__isnull=True)
                | models.Q(fund__isnull=True, service__isnull=False),
                name="contribution_to_a_fund_or_a_service",
            ),
        ]


class Allocation(Record):
    """What is to be spent from a fund, on what, in one year; agreed by the body that may."""

    KIND: ClassVar[str] = "allocation"
    ASKS: ClassVar[str] = "fund"
    FIXED: ClassVar = ("agreed", "withdrawn")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Resource(models.TextChoices):
        """What is allocated."""

        MONEY = "money", "Money"
        STAFF = "staff", "Staff time"
        BUILDINGS = "buildings", "Buildings"
        OTHER = "other", "Other resources"

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    resource = models.CharField(
        max_length=10, choices=Resource, default=Resource.MONEY, verbose_name="what is allocated"
    )
    year = models.PositiveSmallIntegerField(
        verbose_name="financial year", help_text="The year in which it begins: 2026 for 2026/27"
    )
    value = PoundsField(verbose_name="amount")
    priority = models.ForeignKey(
        "needs.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    specification = models.ForeignKey(
        "contracts.Specification", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    moved_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to",
        verbose_name="moved from this allocation",
    )  # fmt: skip
    reason = models.TextField(blank=True, verbose_name="why")
    outcomes = CodesField(axis="outcome")
    agreed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether it is agreed."""
        return self.state == self.State.AGREED

    @property
    def available(self) -> Decimal:
        """What is left in its fund for its year, counting what its own move gives back."""
        left, source = self.fund.left(self.year), self.moved_from
        same = source is not None and (source.fund_id, source.year) == (self.fund_id, self.year)
        back = source is not None and same and source.is_done and source.resource == self.Resource.MONEY
        return left + self.value if back else left

    def amount_against(self, limit: str) -> tuple[Decimal, Decimal | None]:
        """The amount, and what partners have delegated for the year and is not committed yet (DUR-38)."""
        return self.value, self.available if limit == "delegated-level" else None
