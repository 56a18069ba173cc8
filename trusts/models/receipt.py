"""One receipt for every form that was acted on, so that sending it twice acts once."""

from django.conf import settings
from django.db import models


class Receipt(models.Model):
    """The key a rendered form carried, and where its one effect can be seen."""

    key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    result = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "path", "person"], name="one_receipt_a_form")]

    def __str__(self) -> str:
        return str(self.key)
