"""Procurements: the route, the panel, the offers, the choice."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from contracts.models.intervention import vetoes_on
from contracts.routes import route_of
from trusts.models import AuditEntry
from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record, RecordQuerySet

PUT_DOWN = "procurement.propose-route"
"""The act of putting a route down for somebody who may pass the rules against it."""


class ProcurementQuerySet(RecordQuerySet):
    """Purchases."""

    def put_down(self) -> "ProcurementQuerySet":
        """Those whose route was put down and is not chosen yet, with when that was and what was said, by the audit trail."""
        said = AuditEntry.objects.filter(
            trust=models.OuterRef("trust"),
            subject_type="procurement",
            subject_id=Cast(models.OuterRef("pk"), models.CharField()),
            act=PUT_DOWN,
        ).order_by("-number")
        when, what = (models.Subquery(said.values(name)[:1]) for name in ("at", "detail"))
        planned = self.filter(state=Procurement.State.PLANNED).exclude(route="")
        return planned.annotate(put_down_at=when, put_down_for=what).exclude(put_down_at=None)


class Procurement(Record):
    """How one specification is bought: the route its value and scope allow, its dates, its outcome."""

    KIND: ClassVar[str] = "procurement"
    CODED: ClassVar = {"route": "routes"}
    ASKED_BY: ClassVar = {"reason_not_open": "route"}
    PEOPLE: ClassVar = ("officer",)
    FIXED: ClassVar = ("open", "closed", "awarded", "cancelled")

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", "Planned"
        ROUTED = "routed", "Route chosen"
        OPEN = "open", "Open for bids"
        CLOSED = "closed", "Closed for bids"
        AWARDED = "awarded", "Awarded"
        CANCELLED = "cancelled", "Cancelled"

    state = models.CharField(max_length=10, choices=State, default=State.PLANNED, editable=False)
    specification = models.ForeignKey(
        "contracts.Specification", on_delete=models.PROTECT, related_name="procurements"
    )
    route = models.CharField(max_length=60, blank=True, editable=False)
    """A code of the framework's routes."""
    reason_not_open = models.TextField(
        blank=True, editable=False, verbose_name="reason for not tendering openly"
    )
    route_chosen_on = models.DateField(null=True, blank=True, editable=False)
    summary = models.TextField(blank=True, verbose_name="what is bought, and in which lots")
    value = PoundsField(
        verbose_name="estimated whole-life value", help_text="All years and extensions, without VAT"
    )
    linked = models.ManyToManyField("self", blank=True, verbose_name="linked lots")
    budget_approval = models.DateField(null=True, blank=True, verbose_name="date the budget is approved")
    opens = models.DateField(null=True, blank=True, verbose_name="opens for bids on")
    closes = models.DateField(null=True, blank=True, verbose_name="closes for bids on")
    planned_award = models.DateField(null=True, blank=True, verbose_name="planned date of the award")
    terms = models.TextField(
        blank=True,
        verbose_name="rules for bidders",
        help_text="Documents, questions, deadlines and criteria: the same for every bidder",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who runs it",
    )  # fmt: skip
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    level = models.CharField(max_length=125, blank=True, verbose_name="level or tier")
    outcomes = CodesField(axis="outcome")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    invited = models.ManyToManyField("contracts.Provider", blank=True, related_name="invitations")
    opening_begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name="opening of bids begun by",
    )  # fmt: skip
    """The first of the two people who open bids."""

    put_down_at: datetime
    put_down_for: dict[str, Any]
    """When its route was put down, and what was said then; only as `put_down` reads it."""

    objects = ProcurementQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def route_label(self) -> str:
        """The way it is bought, in the trust's words."""
        route = route_of(self)
        return route.label if route else ""

    @property
    def rules_to_pass(self) -> list[str]:
        """Of one that was put down: the rules against its route then, without those that were passed since."""
        passed = {one.gate for one in self.overrides.all() if one.at >= self.put_down_at}
        return [rule for rule in self.put_down_for.get("rules", ()) if rule not in passed]

    @property
    def is_done(self) -> bool:
        """Whether it led to an award."""
        return self.state == self.State.AWARDED

    def open_of(self, of: str) -> list[Any]:
        """Vetoes in force on what is bought (DUR-17)."""
        return vetoes_on(self.specification) if of == "veto" else []

    def said(self, name: str) -> Any:
        """A route that is open to everybody needs no reason for not being open (DUR-174)."""
        if name == "reason-not-open":
            route = route_of(self)
            return self.reason_not_open if route and route.needs_reason else "not needed"
        return super().said(name)


class Panellist(Record):
    """Somebody who judges bids, for whom they sit there, and what interest they declared."""

    KIND: ClassVar[str] = "panellist"

    class Tie(models.TextChoices):
        """What the person declared."""

        NONE = "none", "None: the person has declared that there is none"
        DECLARED = "declared", "A tie, described below"

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="for which body",
    )
    tie = models.CharField(
        max_length=8, choices=Tie, blank=True, default="", verbose_name="ties to anybody who may bid"
    )
    """Empty where the person was never asked; bids are not opened until they were."""
    interest = models.TextField(
        blank=True,
        verbose_name="interest declared",
        help_text="Any tie to somebody who may bid. Leave empty if there is none",
    )

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["procurement", "person"], name="once_on_a_panel",
                violation_error_message="This person is on the panel already.",
            ),
        ]  # fmt: skip


class BidQuerySet(RecordQuerySet):
    """Offers."""

    def visible_to(self, standing: Any) -> "BidQuerySet":
        """None is read by anybody until bids are opened; the panel and officers read them then."""
        opened = (Procurement.State.CLOSED, Procurement.State.AWARDED)
        return super().visible_to(standing).filter(procurement__state__in=opened)


class Bid(Record):
    """An offer: sealed until bids are opened, then scored."""

    KIND: ClassVar[str] = "bid"
    ASKS: ClassVar[str] = "procurement"
    SECRET: ClassVar[bool] = True
    FIXED: ClassVar = ("received", "scored", "rejected")

    class State(models.TextChoices):
        """Where it stands."""

        RECEIVED = "received", "Received"
        SCORED = "scored", "Scored"
        REJECTED = "rejected", "Rejected"

    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED, editable=False)
    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="bids")
    provider = models.ForeignKey("contracts.Provider", on_delete=models.PROTECT, related_name="bids")
    value = PoundsField(verbose_name="price")
    summary = models.TextField(blank=True, verbose_name="what is offered")
    received_on = models.DateField(verbose_name="date received")
    quality = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        verbose_name="score for quality",
    )
    price_score = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, editable=False, verbose_name="score for price"
    )
    comment = models.TextField(blank=True, editable=False, verbose_name="what the panel says")

    objects = BidQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["procurement", "provider"], name="one_bid_a_provider",
                violation_error_message="A bid of this provider for this procurement is on record already.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Its number alone: what its title gives away stands in no audit entry while it is sealed."""
        return f"Bid {self.number}"


class Award(Record):
    """Whom the trust chose, for how much, and why."""

    KIND: ClassVar[str] = "award"
    ASKS: ClassVar[str] = "procurement"
    PARTNER: ClassVar[str] = "provider__organisation"
    FOR_PARTNER: ClassVar = {"state__in": ["made", "published"]}
    FIXED: ClassVar = ("made", "published")

    class State(models.TextChoices):
        """Where it stands."""

        RECOMMENDED = "recommended", "Recommended"
        MADE = "made", "Made"
        PUBLISHED = "published", "Published"

    state = models.CharField(max_length=12, choices=State, default=State.RECOMMENDED, editable=False)
    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="awards")
    provider = models.ForeignKey("contracts.Provider", on_delete=models.PROTECT, related_name="awards")
    value = PoundsField(verbose_name="value")
    reason = models.TextField(verbose_name="why this provider")
    made_on = models.DateField(null=True, blank=True, editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)

    @property
    def is_done(self) -> bool:
        """Whether it is made."""
        return self.state in (self.State.MADE, self.State.PUBLISHED)

    def open_of(self, of: str) -> list[Any]:
        """Vetoes in force on what was bought (DUR-17)."""
        return vetoes_on(self.procurement.specification) if of == "veto" else []
