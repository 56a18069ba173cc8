"""Telling people: a row in the outbox, in the transaction that gives the reason for it."""

from trusts.models import Message, Person, Trust


def tell(*, trust: Trust, to: Person, subject: str, body: str, url: str = "") -> Message:
    """Put a mail to a person into the outbox; `manage.py send_messages` sends it."""
    return Message.objects.create(
        trust=trust, to=to, subject=subject[:200].replace("\n", " "), body=body, url=url
    )
