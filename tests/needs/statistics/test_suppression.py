"""Nothing hidden can be worked out from what is shown (MED-112)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from needs.statistics.leeway import Sum
from needs.statistics.suppression import DFE, NHS, Release, Shown, profile
from tests.needs.statistics.attack import Attack, protect, read_as

pytestmark = pytest.mark.rule("MED-112")
BOTH = pytest.mark.parametrize("rule", [DFE, NHS], ids=["dfe", "nhs"])
THOROUGH = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_counts_of_one_to_five_are_hidden_and_nought_is_shown():
    shown = protect({n: n for n in range(8)}, profile=DFE)
    assert [shown[n].count for n in range(8)] == [0, None, None, None, None, None, 6, 7]
    assert {shown[n].mark for n in range(1, 6)} == {"c"}


def test_counts_of_one_to_seven_are_hidden_and_others_rounded():
    shown = protect({n: n for n in (0, 1, 7, 8, 12, 13, 17, 18)}, profile=NHS)
    assert [one.count for one in shown.values()] == [0, None, None, 10, 10, 15, 15, 20]
    assert shown[7].mark == "*"


def test_a_framework_may_set_its_own_threshold():
    shown = protect({n: n for n in (9, 10, 11)}, profile=profile("nhs", 11))
    assert [one.count for one in shown.values()] == [None, None, 10]


@pytest.mark.parametrize("rule", [DFE, NHS, profile("dfe", 11), profile("nhs", 11)])
def test_every_profile_says_that_more_is_hidden_than_small_counts_and_whether_the_rest_is_rounded(rule):
    assert rule.said.startswith(f"Counts of 1 to {rule.hides_to} are hidden, and further figures")
    assert "none of them can be worked out" in rule.said
    assert ("rounded to the nearest 5" in rule.said) == (rule.rounded(21) == 20)


def test_a_count_that_follows_from_the_total_takes_another_with_it():
    shown = protect(
        {"all": 25, "boys": 3, "girls": 10, "unknown": 12},
        [Sum("all", ("boys", "girls", "unknown"))],
        profile=DFE,
    )
    assert shown["boys"].is_hidden
    assert shown["girls"].is_hidden
    assert shown["unknown"].count == 12


def test_two_hidden_counts_whose_sum_gives_both_away_take_a_third_with_them():
    shown = protect({"all": 30, "a": 5, "b": 5, "c": 20}, [Sum("all", ("a", "b", "c"))], profile=DFE)
    assert shown["c"].is_hidden


def test_what_a_publisher_hid_is_not_worked_out_from_the_rest():
    shown = protect({"all": 25, "a": None, "b": 10, "c": 12}, [Sum("all", ("a", "b", "c"))], profile=DFE)
    assert shown["a"].is_hidden
    assert shown["b"].is_hidden


def test_a_total_that_was_rounded_hides_what_it_would_give_away():
    shown = protect({"all": 30, "a": 3, "b": 10, "c": 12}, [Sum("all", ("a", "b", "c"))], profile=DFE)
    assert [shown[cell].count for cell in ("all", "b", "c")] == [30, 10, 12]


def test_a_total_that_is_nearly_right_gives_nothing_away():
    shown = protect({"all": 26, "a": 3, "b": 10, "c": 12}, [Sum("all", ("a", "b", "c"))], profile=DFE)
    assert shown["b"].is_hidden


def test_the_reader_we_fear_does_work_out_what_is_hidden_alone():
    alone = {"all": Shown(25), "a": Shown(None, "c"), "b": Shown(10), "c": Shown(12)}
    attack = Attack(read_as(alone, DFE), [Sum("all", ("a", "b", "c"))])
    assert attack.could_be("a") == {3}


COUNTS = some.one_of(some.integers(0, 9), some.integers(0, 14))


@some.composite
def tables(draw, rows: int = 4, columns: int = 3):
    """A table with margins, or one column with its total; few enough counts to try all."""
    height, width = draw(some.integers(2, rows)), draw(some.integers(1, columns))
    counts = {(r, c): draw(COUNTS) for r in range(height) for c in range(width)}
    return summed(counts, height, width)


def summed(counts, height, width):
    """The same with its margins, and the sums that a reader sees."""
    counts = dict(counts)
    sums = []
    for c in range(width):
        counts["all", c] = sum(counts[r, c] for r in range(height))
        sums.append(Sum(("all", c), tuple((r, c) for r in range(height))))
    if width > 1:
        for r in range(height):
            counts[r, "all"] = sum(counts[r, c] for c in range(width))
            sums.append(Sum((r, "all"), tuple((r, c) for c in range(width))))
        counts["all", "all"] = sum(counts["all", c] for c in range(width))
        sums.append(Sum(("all", "all"), tuple(("all", c) for c in range(width))))
        sums.append(Sum(("all", "all"), tuple((r, "all") for r in range(height))))
    return counts, sums


@BOTH
@THOROUGH
@given(data=some.data())
def test_no_reader_works_out_a_hidden_count(rule, data):
    counts, sums = data.draw(tables())
    shown = protect(counts, sums, profile=rule)
    hidden = {cell for cell, one in shown.items() if one.is_hidden}
    small = {cell for cell, count in counts.items() if rule.is_small(count)}
    assert small <= hidden
    for known_small in (set(), small):  # one who guesses, and one who knows how we hide
        attack = Attack(read_as(shown, rule, known_small), sums)
        for cell in hidden:
            could = attack.could_be(cell)
            assert counts[cell] in could
            assert max(could) - min(could) >= 3, f"{cell} is one of {could}"


@BOTH
@THOROUGH
@given(data=some.data())
def test_no_reader_works_out_a_hidden_count_from_two_releases(rule, data):
    counts, sums = data.draw(tables(rows=5, columns=1))
    inner = [cell for cell in counts if "all" not in cell]
    moved = {cell: data.draw(COUNTS) for cell in data.draw(some.sets(some.sampled_from(inner), max_size=3))}
    later, _ = summed({cell: moved.get(cell, counts[cell]) for cell in inner}, len(inner), 1)
    first = protect(counts, sums, profile=rule)
    hidden = {cell for cell, one in first.items() if one.is_hidden}
    second = protect(later, sums, profile=rule, before=[Release(counts, hidden)])
    joint = _side_by_side(counts, later, read_as(first, rule), read_as(second, rule), sums)
    for cell in counts:
        changed = counts[cell] != later[cell]
        assert second[cell].is_hidden or not first[cell].is_hidden
        if rule.is_small(counts[cell]):
            assert len(joint.could_be((1, cell))) > 1, f"{cell} was given away"
        if rule.is_small(later[cell]) and changed:
            assert len(joint.could_be((2, cell))) > 1, f"{cell} is given away"


def _side_by_side(counts, later, first, second, sums):
    """Two releases as one puzzle: a reader is told which counts did not change."""
    ranges, sums_of_both = {}, []
    for cell in counts:
        if counts[cell] == later[cell]:
            low, high = max(first[cell][0], second[cell][0]), min(first[cell][1], second[cell][1])
            ranges[1, cell] = (low, high)
        else:
            ranges[1, cell], ranges[2, cell] = first[cell], second[cell]
    for one in sums:
        for release in (1, 2):
            name = {cell: (release, cell) if (release, cell) in ranges else (1, cell) for cell in counts}
            sums_of_both.append(Sum(name[one.total], tuple(name[part] for part in one.parts)))
    return Attack(ranges, sums_of_both)


@given(tables(), some.sampled_from([DFE, NHS]))
def test_no_more_is_hidden_than_a_reader_could_use(table, rule):
    counts, sums = table
    if not any(rule.is_small(count) for count in counts.values()):
        assert not any(one.is_hidden for one in protect(counts, sums, profile=rule).values())
