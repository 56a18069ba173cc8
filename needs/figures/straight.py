"""Figures on PostgreSQL copied straight to their place for as long as none clashes with another; the rest are staged beside it.

Each block is copied in a savepoint of its own. The first that clashes, with a figure that was there or with
one of the same file, is taken back alone; it and all that follow are staged, so that what is staged
stands later in the file than what is in its place.
"""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from django.db import IntegrityError

from needs.figures import store
from needs.figures.validate import Block


class Straight:
    """Takes the blocks of one file, in the transaction that saves it."""

    def __init__(self, batch: int) -> None:
        self.copied = 0  # figures that are in their place
        self._last: Block = [], []
        self._held = ExitStack()
        self._place = store.Loader(store.FIGURES, numbered=False, batch=batch, apart=True)
        self._staged: store.Loader | None = None

    @property
    def clashed(self) -> bool:
        """Whether some of the figures are staged."""
        return self._staged is not None

    def add(self, block: Block) -> None:
        """Take a block; it is copied while the next one is read."""
        if self._staged is None:
            self._judge_last()
        if self._staged is None:
            self._place.add(block)
            self._last = block
        else:
            self._staged.add(block)

    def settle(self) -> None:
        """Wait until every figure is in its place, or staged."""
        if self._staged is None:
            self._judge_last()
        if self._staged is not None:
            self._staged.settle()

    def _judge_last(self) -> None:
        """Wait for the block under way: it is in its place, or it and all that follow are staged."""
        try:
            self._place.settle()
        except IntegrityError:
            self._staged = self._held.enter_context(store.staging())
            self._staged.add(self._last)
        else:
            self.copied += len(self._last[1])
        self._last = [], []

    def __enter__(self) -> Self:
        self._held.enter_context(self._place)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is under way any more when the transaction around it ends, however it ends."""
        self._held.__exit__(kind, fault, trace)
