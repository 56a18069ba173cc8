"""Sending the mail that actions put into the outbox: each at least once, under a name that never changes."""

import hashlib
import smtplib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, models, transaction

from trusts.governance import clock
from trusts.models import Message

MOST_TRIES = 10
"""After so many refusals of one message the address is wrong, and a person has to look at it."""


class ServerAway(Exception):
    """The mail server does not answer; nothing was lost, and the next round tries again."""


@dataclass
class Round:
    """What became of the messages that were waiting."""

    sent: int = 0
    failed: int = 0


def waiting() -> models.QuerySet[Message]:
    """Messages that can be sent: to somebody who still works here and has an address, oldest first."""
    return Message.objects.filter(sent_at=None, tries__lt=MOST_TRIES, to__is_active=True).exclude(
        to__email=""
    )


def stuck() -> models.QuerySet[Message]:
    """Messages that nobody will get until a person puts something right."""
    return Message.objects.filter(sent_at=None).exclude(pk__in=waiting())


def send_waiting() -> Round:
    """Send what waits, one after the other; raises ServerAway where the mail server does not answer."""
    done = Round()
    ids = list(waiting().values_list("pk", flat=True))
    if not ids:
        return done
    server = get_connection()
    try:
        server.open()
        for pk in ids:
            arrived = _send(pk, server)
            done.sent += arrived is True
            done.failed += arrived is False
    except OSError as error:  # smtplib's own errors are kinds of it, as are the network's
        raise ServerAway(str(error)) from error
    finally:
        server.close()
    return done


def _send(pk: int, server: BaseEmailBackend) -> bool | None:
    """Send one message; whether it arrived, or None where another worker has it."""
    rows = Message.objects.select_related("to", "trust").filter(pk=pk, sent_at=None)
    if not connection.features.has_select_for_update_skip_locked:
        # A transaction would lock the whole database while the mail server thinks: one worker, no lock.
        message = rows.first()
        return _deliver(message, server) if message else None
    with transaction.atomic():
        # Locked while it is sent, so that other workers pass it by.
        message = rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
        return _deliver(message, server) if message else None


def _deliver(message: Message, server: BaseEmailBackend) -> bool:
    """Hand a message to the server and note how it went. A server that is away is not the message's fault."""
    mine = Message.objects.filter(pk=message.pk)
    try:
        server.send_messages([email(message)])
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError):
        raise
    except (smtplib.SMTPException, ValueError):
        mine.update(tries=models.F("tries") + 1)
        return False
    mine.update(tries=models.F("tries") + 1, sent_at=clock.now())
    return True


def email(message: Message) -> EmailMessage:
    """The mail itself. The same message always has the same Message-ID, so that a second copy is known."""
    link = f"\n\nRead more: {settings.SITE_URL}{message.url}" if message.url else ""
    return EmailMessage(
        subject=message.subject,
        body=f"{message.body}{link}\n\nSent by Weft for {message.trust.name}.\n",
        to=[message.to.email],
        headers={"Message-ID": message_id(message)},
    )


def message_id(message: Message) -> str:
    """A name for a message that no other message has, told by its row alone."""
    row = f"{message.pk} {message.created_at.isoformat()}"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<weft-{message.pk}-{hashlib.sha256(row.encode()).hexdigest()[:20]}@{host}>"
