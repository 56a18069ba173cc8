"""Plans: what the trust means to commission, line by line, with the options that were looked at."""

from typing import Any, ClassVar

from django.db import models

from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record


class Plan(Record):
    """A plan of one of the framework's types, for a period; approved by the body that may."""

    KIND: ClassVar[str] = "plan"
    SORT: ClassVar[str] = "sort"
    CODED: ClassVar = {"sort": "plan_types"}
    FIXED: ClassVar = ("submitted", "approved", "ended")
    SEALED: ClassVar = ("assessments", "priorities")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        ENDED = "ended", "Ended"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    sort = models.CharField(max_length=60, verbose_name="kind of plan")
    """A code of the framework's `plan_types`."""
    summary = models.TextField(verbose_name="what it sets out to do")
    period_from = models.DateField(verbose_name="from")
    period_to = models.DateField(verbose_name="until")
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="under",
        verbose_name="plan it serves",
    )
    assessments = models.ManyToManyField("needs.Assessment", blank=True, related_name="plans")
    priorities = models.ManyToManyField("needs.Priority", blank=True, related_name="plans")
    sections: Any = models.JSONField(default=dict, blank=True, editable=False)
    """The text of each section that the framework asks for, by its code."""
    outcomes = CodesField(axis="outcome")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    submitted_on = models.DateField(null=True, blank=True, editable=False)
    approved_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether it is approved."""
        return self.state in (self.State.APPROVED, self.State.ENDED)

    def completed_assessment(self) -> int:
        """How many complete assessments it rests on (DUR-156)."""
        return self.assessments.filter(state__in=["complete", "approved"]).count()

    def lacking(self, each: str, link: str) -> list[Any]:
        """Its priorities that have no intention in it (DUR-158)."""
        if (each, link) != ("priority", "intention"):
            return []
        return list(self.priorities.exclude(intentions__plan=self).select_related("trust"))

    def overlapping(self, of: str) -> list["Plan"]:
        """Other approved plans of that kind for part of its period; none where it is of another kind (BUC-41)."""
        if self.sort != of:
            return []
        others = Plan.objects.filter(trust=self.trust, sort=of, state=self.State.APPROVED).exclude(pk=self.pk)
        within = others.filter(period_from__lte=self.period_to, period_to__gte=self.period_from)
        return list(within.select_related("trust"))


class Intention(Record):
    """One line of a plan: what will be commissioned, against which need, to what measurable end."""

    KIND: ClassVar[str] = "intention"
    PART_OF: ClassVar[str] = "plan"
    FIXED: ClassVar = ("submitted",)
    TOLD_BY: ClassVar = {"outcome_measure": "measures"}

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="intentions")
    priority = models.ForeignKey(
        "needs.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="intentions"
    )
    need = models.TextField(verbose_name="the need", help_text="What children lack today, how many, where")
    gap = models.TextField(blank=True, verbose_name="the gap in services")
    measures = models.ManyToManyField("contracts.Measure", blank=True, related_name="intentions")
    timetable = models.TextField(blank=True, verbose_name="timetable")
    inputs = models.TextField(blank=True, verbose_name="what it takes", help_text="People, buildings, skills")
    value = PoundsField(null=True, blank=True, verbose_name="money it needs a year")
    county_wide = models.BooleanField(default=False, verbose_name="for the whole area rather than a locality")
    why_not_local = models.TextField(blank=True, verbose_name="why not more locally")
    specifications = models.ManyToManyField("contracts.Specification", blank=True, related_name="intentions")
    services = models.ManyToManyField("contracts.Service", blank=True, related_name="intentions")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def outcome_measure(self) -> int:
        """How many measures of effect it names (DUR-67)."""
        return sum(measure.quadrant.endswith("-effect") for measure in self.measures.all())

    @property
    def is_done(self) -> bool:
        """Whether it is submitted."""
        return self.state == self.State.SUBMITTED


class Option(Record):
    """One way to meet an intention, and how it was judged."""

    KIND: ClassVar[str] = "option"
    PART_OF: ClassVar[str] = "intention"

    intention = models.ForeignKey(Intention, on_delete=models.PROTECT, related_name="options")
    summary = models.TextField(verbose_name="what it would mean")
    benefits = models.TextField(blank=True, verbose_name="what speaks for it")
    risks = models.TextField(blank=True, verbose_name="what speaks against it")
    value = PoundsField(null=True, blank=True, verbose_name="cost a year")
    impact = models.TextField(blank=True, verbose_name="what changes for children, and for other services")
    chosen = models.BooleanField(default=False, editable=False, verbose_name="recommended")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["intention"], condition=models.Q(chosen=True), name="one_chosen_option_an_intention"
            ),
        ]


class Recommendation(Record):
    """What one body recommends to another, and what it answered."""

    KIND: ClassVar[str] = "recommendation"
    FIXED: ClassVar = ("made", "answered")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        MADE = "made", "Made"
        ANSWERED = "answered", "Answered"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    maker = models.ForeignKey(
        "trusts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="body that recommends"
    )
    to = models.ForeignKey(
        "trusts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="body it is addressed to"
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    summary = models.TextField(verbose_name="what is recommended, and why")
    impact = models.TextField(blank=True, verbose_name="what it would change")
    lead_partner = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="partner who takes it forward",
    )  # fmt: skip
    due_on = models.DateField(null=True, blank=True, verbose_name="to be done by")
    answer = models.TextField(blank=True, editable=False, verbose_name="what it answered")
    answered_on = models.DateField(null=True, blank=True, editable=False)
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
