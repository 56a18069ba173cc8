"""What bodies are asked, what their members think, and what they decided."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone

from trusts.models.append_only import AppendOnly
from trusts.models.marks import UNMARKED, Marks, Reach
from trusts.models.versioned import Versioned


class Outcome(models.TextChoices):
    """What a body can decide; the first two are in favour."""

    AGREE = "agree", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    REFER_BACK = "refer-back", "Referred back"
    REFUSE = "refuse", "Refused"
    DEFER = "defer", "Deferred"


IN_FAVOUR = (Outcome.AGREE, Outcome.CONDITIONS)


class ItemQuerySet(models.QuerySet):
    """Items of business."""

    def waiting(self) -> "ItemQuerySet":
        """Those no body has decided yet."""
        return self.filter(state=Item.State.WAITING)

    def with_parts(self) -> "ItemQuerySet":
        """With what a list or page of items shows."""
        named = ("body", "submitted_by", "meeting", "decision", "trust__blueprint", "blueprint")
        return self.select_related(*named).defer("trust__blueprint__text", "blueprint__text")


class Item(Versioned):
    """One item of business put to a body: what is asked, why, and what it means."""

    class State(models.TextChoices):
        """Where an item stands."""

        WAITING = "waiting", "Waiting for a decision"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="items")
    body = models.ForeignKey("trusts.Body", on_delete=models.PROTECT, related_name="items")
    blueprint = models.ForeignKey("trusts.Blueprint", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=60)
    step = models.SlugField(max_length=60, blank=True)
    subject_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    title = models.CharField(max_length=200)
    asked = models.TextField(verbose_name="what is asked")
    why = models.TextField(blank=True)
    options = models.TextField(blank=True, verbose_name="options looked at")
    money = models.TextField(blank=True)
    effect_on_children = models.TextField(blank=True, verbose_name="what changes for children and families")
    risks = models.TextField(blank=True)
    recommendation = models.TextField(blank=True, verbose_name="what officers recommend")
    meeting = models.ForeignKey(
        "trusts.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["trust", "state", "body"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=models.Q(state="waiting"),
                name="one_waiting_item_a_question",
                violation_error_message="This question is already with the body.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The one page a member reads before deciding."""
        return reverse("item", args=[self.trust.code, self.pk])

    @property
    def submitted_on(self) -> date:
        """The London date on which it was put to its body."""
        return timezone.localdate(self.submitted_at)

    @property
    def authors(self) -> frozenset[int]:
        """Whose work it is: whoever put it to its body, and whoever leads what it is about."""
        lead: int | None = getattr(self.subject, "lead_id", None)
        return frozenset({self.submitted_by_id} | ({lead} if lead else set()))

    @property
    def quorum(self) -> int:
        """How many members without an interest must take part, by the framework it is judged by."""
        entry = self.blueprint.framework.bodies.get(self.body.code)
        return (entry.quorum if entry else None) or 1

    @property
    def reach(self) -> Reach:
        """What it touches: its body and whoever put it there, and what its subject touches."""
        about = self.subject.reach if isinstance(self.subject, models.Model) else Reach()
        return replace(about, bodies=frozenset({self.body_id}), people=about.people | {self.submitted_by_id})

    @property
    def marks(self) -> Marks:
        """How its subject is marked."""
        return self.subject.marks if self.subject is not None else UNMARKED

    def overridden(self, gate: str, step: str) -> bool:
        """Never: a gate on a decision is not passed with a reason."""
        return False


class Interest(models.Model):
    """A member's declared interest in an item: it takes them out of the decision."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=500, verbose_name="what the interest is")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="one_interest_a_person_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"


class Vote(models.Model):
    """What one member thinks of an item before the body's decision is recorded."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=[c for c in Outcome.choices if c[0] != Outcome.DEFER])
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="one_vote_a_member_an_item")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_verdict_display()}"


class Decision(AppendOnly):
    """What a body decided on an item. Never changed; a new decision follows a new item."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="decisions")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="decision")
    body = models.ForeignKey("trusts.Body", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.TextField()
    rationale = models.TextField(blank=True, verbose_name="which outcome improves, and how")
    decided_on = models.DateField()
    meeting = models.ForeignKey(
        "trusts.Meeting", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    present = models.JSONField(default=list)
    """Names of the members who took part, and what each thought: [{"name", "verdict"}]."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.item}"

    @property
    def in_favour(self) -> bool:
        """Whether the body said yes, with or without conditions."""
        return self.outcome in IN_FAVOUR


class Condition(Versioned):
    """Something a body asked for when it approved; open until somebody shows it is met."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=500)
    due = models.DateField(null=True, blank=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.TextField(blank=True, verbose_name="how it was met")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met_at=None, met_by=None)
                | models.Q(met_at__isnull=False, met_by__isnull=False),
                name="condition_met_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.text
