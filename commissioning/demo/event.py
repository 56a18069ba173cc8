"""What happened in a demo trust, told in days before today and let happen in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from trusts.governance import clock


@dataclass(frozen=True)
class Event:
    """Something somebody did, so many days ago."""

    ago: int
    happen: Callable[[], object]
    what: str = ""
    """What the file calls it, for whoever mends the file."""


def let_happen(events: Iterable[Event]) -> None:
    """Let everything happen, the oldest first; what fell on one day in the order in which it is told."""
    now = clock.now()
    for event in sorted(events, key=lambda event: -event.ago):
        with clock.at(now - timedelta(days=event.ago)):
            try:
                event.happen()
            except Exception as error:
                error.add_note(f"{event.ago} days ago: {event.what}")
                raise
