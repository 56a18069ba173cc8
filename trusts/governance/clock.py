"""What day it is: dates that people mean are London dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

APRIL = 4
"""The month in which the financial year begins."""
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """Today's date in London."""
    return timezone.localdate(now())


def midnight(day: date) -> datetime:
    """The moment at which a day begins in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def start_of_financial_year(day: date) -> date:
    """The 1 April on or before a day."""
    return date(day.year - (day.month < APRIL), APRIL, 1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another moment for a while: for the demonstration's past and for tests of dates."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
