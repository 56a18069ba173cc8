"""Versions of a trust's framework."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.models.marks import UNMARKED, Marks, Reach

_readings: dict[str, Reading] = {}
"""Readings by digest. A version's text never changes, so nor does what it says."""


def digest_of(text: str) -> str:
    """What tells one text from every other."""
    return hashlib.sha256(text.encode()).hexdigest()


class Blueprint(models.Model):
    """One version of a trust's framework: its file, word for word.

    A version is a draft until the body that owns the framework adopts it. Its text never changes
    after that; exercises stay on the version they started under.
    """

    class State(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With the board"
        IN_FORCE = "in-force", "In force"
        RETIRED = "retired", "No longer in force"

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="blueprints")
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    text = models.TextField(help_text="The blueprint file (YAML).")
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    in_force_from = models.DateField(null=True, blank=True, editable=False)
    in_force_to = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["trust_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "number"], name="blueprint_number_once_a_trust"),
            models.UniqueConstraint(
                fields=["trust"], condition=models.Q(state="in-force"), name="one_blueprint_in_force_a_trust"
            ),
        ]

    def __str__(self) -> str:
        return f"Framework version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The digest follows the text, which is written once."""
        if self._state.adding:
            self.digest = digest_of(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page that shows this version."""
        return reverse("framework-version", args=[self.trust.code, self.number])

    @property
    def blueprint(self) -> "Blueprint":
        """The version whose gates judge it: the one in force, or itself where none is yet."""
        ruling = self.trust.blueprint
        return ruling if ruling is not None and ruling.state == self.State.IN_FORCE else self

    @property
    def reach(self) -> Reach:
        """Whoever drafted it."""
        return Reach(people=frozenset({self.created_by_id} if self.created_by_id else ()))

    @property
    def marks(self) -> Marks:
        """A framework version has no marks."""
        return UNMARKED

    def overridden(self, gate: str, step: str) -> bool:
        """Never: a gate on the framework itself is not passed with a reason."""
        return False

    @property
    def framework(self) -> Reading:
        """What the file says, ready to be asked; read once for every version and kept in memory."""
        if self.digest not in _readings:
            _readings[self.digest] = Reading(read(self.text))
        return _readings[self.digest]
