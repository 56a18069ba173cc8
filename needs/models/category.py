"""The groups that figures are broken down by, and the marks that stand where a figure does not."""

from django.db import models

ALL = 0
"""The key of the category “everybody”: every sex, every age, every group. Totals are these rows, never a sum."""
PLAIN = 0
"""The key of the mark of a figure that is published as it is."""


class Category(models.Model):
    """One value of a breakdown: girls, ages 5 to 16, an ethnic group, the most deprived tenth."""

    id = models.AutoField(primary_key=True)
    dimension = models.SlugField(max_length=60, help_text="What it is a breakdown by: age, sex, ethnicity …")
    name = models.CharField(max_length=300)
    scheme = models.CharField(
        max_length=300, blank=True, help_text="The list it is a value of, as its publisher calls it"
    )

    class Meta:
        ordering = ["dimension", "name"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["dimension", "scheme", "name"], name="category_once_a_dimension")
        ]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """What a publisher says about a figure, or writes where there is none."""

    class Kind(models.TextChoices):
        """What it means for whoever reads the figure."""

        PLAIN = "plain", "A figure as it is"
        SUPPRESSED = "suppressed", "Hidden by the publisher to protect people"
        LOW = "low", "Too small to show, but not nought"
        NOT_APPLICABLE = "not-applicable", "Does not apply"
        NOT_AVAILABLE = "not-available", "Not available"
        UNRELIABLE = "unreliable", "Too unreliable to publish"
        NOTE = "note", "A figure with a note"

    id = models.AutoField(primary_key=True)
    text = models.CharField(max_length=300, unique=True, help_text="As it stands in the file")
    kind = models.CharField(max_length=14, choices=Kind)
    meaning = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.meaning or self.text
