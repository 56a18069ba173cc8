"""Measuring: everything in turn, round by round, so that a busy machine slows all alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

STEP, DEEPEST = 5, 43
"""Each round stands at another depth of the stack: at some, CPython 3.11 takes memory anew at every call of a function,
and what happens to stand there seems twice as slow."""


@dataclass
class Taken:
    """What one piece of work took, in seconds, and how many queries it asked."""

    queries: int
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """In milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def high(self) -> float:
        """The 95th percentile in milliseconds; of a few rounds, the slowest but one."""
        return sorted(self.seconds)[max(0, round(len(self.seconds) * 0.95) - 1)] * 1000


def deep(call: Callable[[], Any], depth: int) -> Any:
    """Do a piece of work so many calls deep."""
    return call() if depth == 0 else deep(call, depth - 1)


def measure(work: dict[str, Callable[[], Any]], rounds: int) -> dict[str, Taken]:
    """Each piece of work once to warm up, once for its queries, then in turn with the others."""
    found = {}
    for name, call in work.items():
        call()
        with CaptureQueriesContext(connection) as queries:
            call()
        found[name] = Taken(len(queries))
    gc.collect()
    gc.freeze()  # as the web server does with what is loaded: see commissioning/wsgi.py
    for turn in range(rounds):
        for name, call in work.items():
            started = time.perf_counter()
            deep(call, turn * STEP % DEEPEST)
            found[name].seconds.append(time.perf_counter() - started)
    return found
