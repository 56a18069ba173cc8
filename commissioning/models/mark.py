"""How an exercise is marked."""

from django.db import models


class Mark(models.Model):
    """One code of an exercise on one axis of its framework: a level, an outcome or a group."""

    exercise = models.ForeignKey("commissioning.Exercise", on_delete=models.CASCADE, related_name="marks_set")
    axis = models.CharField(max_length=70)
    code = models.CharField(max_length=125)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "axis", "code"], name="mark_once_an_exercise")
        ]
        indexes = [models.Index(fields=["axis", "code"])]

    def __str__(self) -> str:
        return f"{self.axis}: {self.code}"
