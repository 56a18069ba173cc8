"""Mail to be sent: written in the transaction that causes it, sent afterwards by a worker."""

from django.conf import settings
from django.db import models


class Message(models.Model):
    """One mail in the outbox."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="messages_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
