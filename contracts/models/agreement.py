"""Agreements: contracts, service level agreements, grants and the other ways to bind a provider."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from contracts.models.intervention import vetoes_on
from contracts.models.measure import Measure
from trusts.governance import clock
from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record


class Agreement(Record):
    """What binds a provider: its kind, its money, its dates, how it is watched."""

    KIND: ClassVar[str] = "agreement"
    SORT: ClassVar[str] = "sort"
    CODED: ClassVar = {"sort": "agreement_kinds"}
    PARTNER: ClassVar[str] = "provider__organisation"
    PEOPLE: ClassVar = ("officer",)
    FIXED: ClassVar = ("ended",)
    TOLD_BY: ClassVar = {"reports": "returns"}

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        ACTIVE = "active", "In force"
        ENDED = "ended", "Ended"

    class Risk(models.TextChoices):
        """How much could go wrong."""

        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class Cycle(models.TextChoices):
        """How often it is monitored."""

        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"
        HALF = "half", "Twice a year"
        YEAR = "year", "Once a year"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    sort = models.CharField(max_length=60, verbose_name="kind of agreement")
    """A code of the framework's `agreement_kinds`."""
    provider = models.ForeignKey("contracts.Provider", on_delete=models.PROTECT, related_name="agreements")
    specification = models.ForeignKey(
        "contracts.Specification", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    award = models.ForeignKey(
        "contracts.Award", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    fund = models.ForeignKey(
        "contracts.Fund", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements",
        verbose_name="paid from",
    )  # fmt: skip
    summary = models.TextField(verbose_name="what is agreed")
    value = PoundsField(verbose_name="whole-life value", help_text="All years, without VAT")
    annual_value = PoundsField(null=True, blank=True, verbose_name="value a year")
    starts = models.DateField(verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")
    monitoring_cycle = models.CharField(
        max_length=8, choices=Cycle, blank=True, verbose_name="how often it is monitored"
    )
    first_monitoring_date = models.DateField(null=True, blank=True, verbose_name="first monitoring date")
    first_review_date = models.DateField(null=True, blank=True, verbose_name="first review date")
    risk = models.CharField(max_length=8, choices=Risk, blank=True, verbose_name="risk")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who monitors it",
    )  # fmt: skip
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    outcomes = CodesField(axis="outcome", blank=False)
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    activated_on = models.DateField(null=True, blank=True, editable=False)
    measures_agreed_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state", "ends"])]

    @property
    def is_done(self) -> bool:
        """Whether it is or was in force."""
        return self.state in (self.State.ACTIVE, self.State.ENDED)

    @property
    def registered_budget(self) -> bool:
        """Whether the money that pays for it is on record and set (DUR-182)."""
        return self.fund is not None and self.fund.state == "set"

    @property
    def quality_standard_with_method(self) -> bool:
        """Whether its specification lists quality standards, each with how it is checked (BUC-77)."""
        return self.specification is not None and bool(self.specification.standards.strip())

    @property
    def reports(self) -> list[Any]:
        """The returns that its provider has filed."""
        return [one for one in self.returns.all() if one.state in ("filed", "accepted")]

    def all_measures(self) -> list[Any]:
        """Its own measures and those of its specification."""
        about = models.Q(agreement=self)
        if self.specification_id:
            about |= models.Q(specification=self.specification_id)
        return list(Measure.objects.filter(about).select_related("trust", "blueprint"))

    def open_of(self, of: str) -> list[Any]:
        """What is open against it: vetoes, overdue returns, a proposal to decommission (DUR-17, GAT-77, GAT-87)."""
        if of == "veto":
            return vetoes_on(self.specification, self.service)
        if of == "overdue performance returns":
            return list(self.returns.filter(state__in=["due", "queried"], due_on__lt=clock.today()))
        if of == "decommissioning proposals":
            specified = self.specification.service if self.specification is not None else None
            served = {service for service in (self.service, specified) if service is not None}
            return [service for service in served if service.state == "ending"]
        return []

    def count_of(self, of: str) -> int:
        """How many measures of a sort it has (GAT-62, GAT-69)."""
        measures = self.all_measures()
        if of == "headline measures":
            return sum(measure.headline for measure in measures)
        return sum(measure.core and "effort" in measure.kinds for measure in measures)
