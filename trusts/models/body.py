"""Boards and groups, the seats on them, and who sits where."""

from django.db import models
from django.urls import reverse

from trusts.framework.reading import Reading
from trusts.framework.sections.governance import Body as BodyEntry
from trusts.models.marks import Reach
from trusts.models.trust import Dated


class Body(Dated):
    """A board or group of a trust. What it can do is told by its type in the framework."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="bodies")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    type = models.SlugField(max_length=60)
    locality = models.ForeignKey(
        "trusts.Locality", null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    reports_to = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="reported_by")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [models.UniqueConstraint(fields=["trust", "code"], name="body_code_once_a_trust")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this body."""
        return reverse("body", args=[self.trust.code, self.code])

    @property
    def entry(self) -> BodyEntry:
        """What the framework in force says of this body."""
        return self.trust.framework.body(self.code)

    def concerns(self, reach: Reach, framework: Reading) -> bool:
        """Whether something lies within this body's own locality and outcomes, as far as both have some."""
        entry = framework.bodies.get(self.code)
        outcomes = frozenset(entry.outcomes) if entry else frozenset()
        elsewhere = self.locality_id and reach.localities and self.locality_id not in reach.localities
        other = outcomes and reach.outcomes and not outcomes & reach.outcomes
        return not elsewhere and not other

    def can(self, capability: str) -> bool:
        """Whether the framework in force gives bodies of this type a capability."""
        return capability in self.trust.framework.capabilities(self.type)


class Position(models.TextChoices):
    """What somebody is on a body."""

    CHAIR = "chair", "Chair"
    CLERK = "clerk", "Clerk"
    MEMBER = "member", "Member"
    OBSERVER = "observer", "Observer"


class Seat(models.Model):
    """A place on a body; whoever holds it, now or at another time, is a membership."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=10, choices=Position, default=Position.MEMBER)
    role = models.SlugField(max_length=60, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    closed = models.BooleanField(default=False, help_text="The framework in force no longer has it.")

    class Meta:
        ordering = ["body_id", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="seat_code_once_a_body")]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """Who sits on a body, in which position or seat, from when to when."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("trusts.Person", on_delete=models.PROTECT, related_name="memberships")
    position = models.CharField(max_length=10, choices=Position, default=Position.MEMBER)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="holders")
    organisation = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Dated.Meta):
        ordering = ["body_id", "position", "person_id"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_position_display().lower()} of {self.body}"
