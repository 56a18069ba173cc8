"""A reader who does sums: finds what hidden counts can be, by trying, knowing nothing of how they were hidden."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from needs.statistics.leeway import Sum
from needs.statistics.suppression import Profile, Shown, judge

MOST = 60
"""Larger than any count in the tables that are attacked."""
Ranges = dict[Hashable, tuple[int, int]]


@dataclass
class Attack:
    """Everything that is shown, as ranges of what each count could be, and the sums that tie them."""

    ranges: Ranges
    sums: Sequence[Sum]

    def could_be(self, cell: Hashable) -> set[int]:
        """Every value that a count can have."""
        ranges = self._narrowed(self.ranges)
        assert ranges is not None, "what is shown contradicts itself"
        low, high = ranges[cell]
        return {value for value in range(low, high + 1) if self._possible({**ranges, cell: (value, value)})}

    def _possible(self, ranges: Ranges) -> bool:
        """Whether there are counts in these ranges that add up: one is guessed, the rest follow or are tried."""
        narrowed = self._narrowed(ranges)
        if narrowed is None:
            return False
        open_ = [cell for cell, (low, high) in narrowed.items() if low < high]
        if not open_:
            return True
        cell = min(open_, key=lambda one: narrowed[one][1] - narrowed[one][0])
        low, high = narrowed[cell]
        return any(self._possible({**narrowed, cell: (value, value)}) for value in range(low, high + 1))

    def _narrowed(self, ranges: Ranges) -> Ranges | None:
        """The ranges as the sums narrow them; None where no counts add up."""
        found, changed = dict(ranges), True
        while changed:
            changed = False
            for one in self.sums:
                parts = [(part, 1) for part in one.parts] + [(one.total, -1)]
                for cell, sign in parts:
                    others = [(o, s) for o, s in parts if o != cell]
                    # sign * cell = -(sum of the others)
                    least = -sum(s * found[o][1 if s > 0 else 0] for o, s in others)
                    most = -sum(s * found[o][0 if s > 0 else 1] for o, s in others)
                    low, high = (least, most) if sign > 0 else (-most, -least)
                    now = (max(low, found[cell][0]), min(high, found[cell][1]))
                    if now[0] > now[1]:
                        return None
                    if now != found[cell]:
                        found[cell], changed = now, True
        return found


def read_as(shown: Mapping[Hashable, Shown], profile: Profile, small: set[Hashable] = frozenset()) -> Ranges:
    """What a reader takes from what is shown; `small` are hidden cells they know to be small.

    Where a nought is shown, noughts are not hidden.
    """
    least = 1 if any(one.count == 0 for one in shown.values()) else 0
    found: Ranges = {}
    for cell, one in shown.items():
        if one.is_hidden:
            found[cell] = (least, profile.hides_to if cell in small else MOST)
        elif profile.nearest == 1 or one.count == 0:
            found[cell] = (one.count, one.count)
        else:
            found[cell] = (max(profile.hides_to + 1, one.count - 2), one.count + 2)
    return found


def protect(counts, sums=(), *, profile, **said):
    """Every count as it would be shown."""
    hidden = judge(counts, sums, profile=profile, **said).hidden
    return {
        cell: Shown(None, profile.mark) if count is None or cell in hidden else Shown(profile.rounded(count))
        for cell, count in counts.items()
    }
