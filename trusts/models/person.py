"""People, and the roles they are appointed to."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from trusts.models.trust import Dated


class Person(AbstractUser):
    """Somebody who can sign in."""

    first_name = last_name = None  # type: ignore[assignment]  # one name, as people give it
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=150, blank=True, verbose_name="job title")

    REQUIRED_FIELDS = ["name", "email"]

    class Meta(AbstractUser.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The person's name."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the person's name."""
        return self.name.split()[0] if self.name else self.username


class Appointment(Dated):
    """A role given to a person directly: an officer, an observer, a provider."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.SlugField(max_length=60, help_text="The code of a role of the trust's framework.")
    organisation = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    outcomes = models.JSONField(
        default=list, blank=True, help_text="Codes such as ecm.safe; empty means all outcomes."
    )

    class Meta(Dated.Meta):
        ordering = ["person_id", "role"]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
