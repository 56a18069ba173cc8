"""What follows from many sums together is told, and never more than follows (MED-112)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.statistics.deduction import ENDLESS, Range, Row, deduced

pytestmark = pytest.mark.rule("MED-112")

HIDDEN = 0, ENDLESS


def known(count: int) -> Range:
    """The range of a count that is shown as it is."""
    return count, count


def adds(total: str, *parts: str) -> Row:
    """Parts that make up a total."""
    return dict.fromkeys(parts, 1) | {total: -1}, 0


def test_how_far_a_hidden_count_moved_in_one_breakdown_tells_a_group_of_another():
    """A place is hidden in both releases; its boys, shown in the whole, tell that it lost two, and so did its black children."""
    then = [adds("boys", "boys here", "boys there"), adds("here", "boys here", "girls here"),
            adds("here", "black here", "white here"), adds("black", "black here", "black there")]  # fmt: skip
    now = [adds("boys now", "boys here now", "boys there"), adds("here now", "boys here now", "girls here"),
           adds("here now", "black here now", "white here"), adds("black now", "black here now", "black there")]  # fmt: skip
    hidden = {count: HIDDEN for terms, _ in [*then, *now] for count in terms}
    shown = {"boys": known(12), "boys now": known(10), "black": known(6)}
    assert deduced([[*then, *now]], hidden | shown)["black now"] == (4, 4)
    least, most = deduced([[*then, *now]], hidden | shown | {"boys now": HIDDEN})["black now"]
    assert least == 0
    assert most > 1000, "with the boys of now hidden, it could be any number"


def test_rounded_groups_tell_more_of_a_place_than_its_own_rounded_figure():
    place = {"place": (143, 147), "girls": (78, 82), "boys": (58, 62), "rest": HIDDEN, "region": (148, 152)}
    sums = [[adds("region", "place", "rest")], [adds("place", "girls", "boys")]]
    assert deduced(sums, place)["place"] == (143, 144)
    assert deduced(sums, place)["rest"] == (4, 9)


def test_sums_that_share_counts_are_taken_from_one_another():
    sums: list[Row] = [({"a": 1, "b": 1}, 10), ({"a": 1, "b": -1}, 4)]
    assert deduced([sums], {"a": HIDDEN, "b": HIDDEN}) == {"a": (7, 7), "b": (3, 3)}
    apart = deduced([[one] for one in sums], {"a": HIDDEN, "b": HIDDEN})
    assert apart == {"a": (4, 10), "b": (0, 6)}, "of two tables only the ranges are brought together"


def test_sums_that_contradict_one_another_tell_nothing():
    assert deduced([[adds("all", "a")]], {"all": known(5), "a": (6, 9)}) == {"all": (5, 5), "a": (6, 9)}


@given(
    sums=st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from([-2, -1, 1, 2]), min_size=1), max_size=4),
    counts=st.tuples(*[st.integers(0, 4)] * 4),
    shown=st.sets(st.sampled_from("abcd"), max_size=2),
)  # fmt: skip
def test_no_count_that_could_be_is_ruled_out(sums, counts, shown):
    true = dict(zip("abcd", counts, strict=True))

    def comes_to(terms, of):
        return sum(times * of[one] for one, times in terms.items())

    rows = [(terms, comes_to(terms, true)) for terms in sums]
    ranges = {one: known(count) if one in shown else (0, 4) for one, count in true.items()}
    told = deduced([rows], ranges)
    for other in product(range(5), repeat=4):
        guess = dict(zip("abcd", other, strict=True))
        fits = all(comes_to(terms, guess) == total for terms, total in rows)
        if fits and all(guess[one] == true[one] for one in shown):
            assert all(told[one][0] <= guess[one] <= told[one][1] for one in guess), (told, guess)
