"""Services: what exists today, who provides it, and what it costs."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Service(Record):
    """A service as it runs: its provider, whom it is for, and the officer who watches over it."""

    KIND: ClassVar[str] = "service"
    PARTNER: ClassVar[str] = "provider__organisation"
    PEOPLE: ClassVar = ("officer",)
    FIXED: ClassVar = ("ended",)

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", "Planned"
        RUNNING = "running", "Running"
        ENDING = "ending", "To be decommissioned"
        ENDED = "ended", "Ended"

    state = models.CharField(max_length=10, choices=State, default=State.PLANNED, editable=False)
    provider = models.ForeignKey(
        "contracts.Provider", null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    summary = models.TextField(verbose_name="what it does, for whom")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who watches over it",
    )  # fmt: skip
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    priorities = models.ManyToManyField("needs.Priority", blank=True, related_name="services")
    level = models.CharField(max_length=125, blank=True, verbose_name="level or tier")
    preventive = models.BooleanField(default=False, verbose_name="it prevents rather than treats")
    starts = models.DateField(null=True, blank=True, verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether it exists today: a planned one does not yet, and an ended one no longer."""
        return self.state in (self.State.RUNNING, self.State.ENDING)

    @property
    def in_house(self) -> bool:
        """Whether the trust's own people provide it."""
        return self.provider is not None and self.provider.sector == "in-house"

    def undone_of(self, of: str) -> list[str]:
        """What was to be done before its end is proposed: support for its provider to improve (GAT-165)."""
        supported = any(
            deficit.support.strip()
            for agreement in self.agreements.all()
            for deficit in agreement.deficits.all()
        )
        return [] if of != "provider support" or supported else ["No support for its provider is on record"]

    def open_of(self, of: str) -> list[Any]:
        """Vetoes in force on it (DUR-17)."""
        return list(self.vetoes.filter(state="in-force").select_related("trust")) if of == "veto" else []
