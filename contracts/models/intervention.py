"""What happens when a service falls short: deficits and their plans, interventions, vetoes."""

from typing import Any, ClassVar

from django.db import models

from trusts.models.record import Record


class Deficit(Record):
    """A delivery problem or a deficit of performance, who was alerted, and the plan to mend it."""

    KIND: ClassVar[str] = "deficit"
    PARTNER: ClassVar[str] = "agreement__provider__organisation"
    FIXED: ClassVar = ("closed",)

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Sort(models.TextChoices):
        """What it is."""

        PROBLEM = "problem", "A problem in delivery"
        DEFICIT = "deficit", "A deficit of performance"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    sort = models.CharField(max_length=10, choices=Sort, verbose_name="what it is")
    agreement = models.ForeignKey("contracts.Agreement", on_delete=models.PROTECT, related_name="deficits")
    filed = models.ForeignKey(
        "contracts.Return", null=True, blank=True, on_delete=models.PROTECT, related_name="deficits",
        verbose_name="shown by this return",
    )  # fmt: skip
    measure = models.ForeignKey(
        "contracts.Measure", null=True, blank=True, on_delete=models.PROTECT, related_name="deficits"
    )
    summary = models.TextField(verbose_name="what falls short")
    alert = models.TextField(blank=True, verbose_name="who was alerted, and when")
    agreed_plan = models.TextField(blank=True, verbose_name="the agreed plan to mend it")
    support = models.TextField(blank=True, verbose_name="how the provider was supported")
    found_on = models.DateField(verbose_name="date it was found")
    due_on = models.DateField(null=True, blank=True, verbose_name="to be mended by")
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closing = models.TextField(blank=True, editable=False, verbose_name="how it was mended")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]


class Intervention(Record):
    """A body steps in on a service that fails."""

    KIND: ClassVar[str] = "intervention"
    FIXED: ClassVar = ("open", "closed")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "Proposed"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, editable=False)
    service = models.ForeignKey("contracts.Service", on_delete=models.PROTECT, related_name="interventions")
    deficit = models.ForeignKey(
        Deficit, null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    grounds = models.TextField(verbose_name="grounds")
    steps = models.TextField(blank=True, verbose_name="what is to happen")
    opened_on = models.DateField(null=True, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closing = models.TextField(blank=True, editable=False, verbose_name="how it ended")


class Veto(Record):
    """A body vetoes the commissioning of a service, until it lifts the veto."""

    KIND: ClassVar[str] = "veto"
    FIXED: ClassVar = ("in-force", "lifted")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "Proposed"
        IN_FORCE = "in-force", "In force"
        LIFTED = "lifted", "Lifted"

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, editable=False)
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="vetoes"
    )
    specification = models.ForeignKey(
        "contracts.Specification", null=True, blank=True, on_delete=models.PROTECT, related_name="vetoes"
    )
    grounds = models.TextField(verbose_name="grounds")
    recorded_on = models.DateField(null=True, blank=True, editable=False)
    lifted_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name_plural = "vetoes"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(service__isnull=False) | models.Q(specification__isnull=False),
                name="veto_of_a_service_or_a_specification",
            ),
        ]


def vetoes_on(specification: Any, service: Any = None) -> list[Veto]:
    """The vetoes in force on a service, on a specification, on its earlier versions and on what it replaces."""
    about = models.Q(pk__in=[]) if service is None else models.Q(service=service)
    while specification is not None:
        about |= models.Q(specification=specification)
        if specification.service_id:
            about |= models.Q(service=specification.service_id)
        specification = specification.follows
    return list(Veto.objects.filter(about, state=Veto.State.IN_FORCE).select_related("trust"))
