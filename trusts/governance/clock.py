"""What day it is: dates that people mean are London dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """Today's date in London."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another moment for a while: for the demonstration's past and for tests of dates."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
