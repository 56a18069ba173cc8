"""Rank, gap, certainty, trend, forecast and inequality: checked by hand, and by what must always hold."""

import math
from itertools import pairwise, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from needs.statistics.certainty import Interval, byar, interval, wilson
from needs.statistics.comparison import Figure, Verdict, gap, places
from needs.statistics.forecast import forecast
from needs.statistics.inequality import between_groups, slope_index
from needs.statistics.trend import Direction, _exact, trend

VALUES = some.floats(-1e6, 1e6).map(lambda value: round(value, 3))
SERIES = some.lists(VALUES, min_size=5, max_size=30)


def test_intervals_are_those_of_the_textbooks():
    assert wilson(10, 100) == Interval(pytest.approx(5.5229, abs=1e-4), pytest.approx(17.4366, abs=1e-4))
    assert byar(10, 1000, 1000) == Interval(pytest.approx(4.7874, abs=1e-4), pytest.approx(18.3915, abs=1e-4))
    assert byar(0, 1000, 1000) == Interval(0, pytest.approx(3.6680, abs=1e-4))
    assert interval(10, 100, 100) == wilson(10, 100)
    assert interval(10, 100, None) is None


@given(some.integers(0, 5000), some.integers(1, 5000))
def test_an_interval_holds_its_own_figure(count, of):
    assume(count <= of)
    share, rate = wilson(count, of), byar(count, of)
    assert share is not None
    assert rate is not None
    assert share.holds(count / of * 100) or math.isclose(count / of * 100, share.upper)
    assert rate.holds(count / of * 10_000)


@pytest.mark.rule("GAT-104")
def test_a_gap_is_called_worse_only_where_it_is_more_than_chance():
    own, england = Figure(114, Interval(108, 120)), Figure(70)
    assert gap(own, england, "low").verdict == Verdict.WORSE
    assert gap(own, england).verdict == Verdict.HIGHER
    assert gap(own, england, "low").difference == 44
    assert gap(own, england).percent == pytest.approx(62.86, abs=0.01)
    assert gap(Figure(71, Interval(66, 76)), england, "low").verdict == Verdict.SIMILAR
    assert gap(Figure(71), england, "low").verdict == Verdict.UNTESTED


@given(VALUES, VALUES, some.floats(0, 100), some.floats(0, 100), some.sampled_from(["", "high", "low"]))
def test_two_areas_say_the_opposite_of_one_another(one, other, wide, narrow, polarity):
    mine = Figure(one, Interval(one - wide, one + wide))
    its = Figure(other, Interval(other - narrow, other + narrow))
    opposite = {
        Verdict.HIGHER: Verdict.LOWER,
        Verdict.LOWER: Verdict.HIGHER,
        Verdict.BETTER: Verdict.WORSE,
        Verdict.WORSE: Verdict.BETTER,
        Verdict.SIMILAR: Verdict.SIMILAR,
    }
    assert gap(its, mine, polarity).verdict == opposite[gap(mine, its, polarity).verdict]


def test_areas_that_are_level_share_a_place():
    found = places({1: 9.0, 2: 7.0, 3: 7.0, 4: 1.0})
    assert [found[key].rank for key in (1, 2, 3, 4)] == [1, 2, 2, 4]
    assert [found[key].joint for key in (1, 2, 3, 4)] == [False, True, True, False]
    assert places({1: 9.0, 4: 1.0}, best_first="low")[4].rank == 1


@given(some.dictionaries(some.integers(), VALUES, min_size=1, max_size=40))
def test_a_place_counts_those_that_are_higher(values):
    for key, place in places(values).items():
        assert place.rank == 1 + sum(other > values[key] for other in values.values())
        assert place.of == len(values)


@pytest.mark.rule("GAT-105")
def test_a_trend_is_told_only_where_it_is_more_than_chance():
    assert trend([426, 440, 444, 466, 476], "low").direction == Direction.RISING
    assert trend([426, 440, 444, 466, 476], "low").verdict == "getting worse"
    assert trend([403, 392, 387, 372, 334], "low").verdict == "getting better"
    assert trend([1, 3, 2, 5, 4]).direction == Direction.STEADY
    assert trend([1, 2, 3, 4]).direction == Direction.SHORT
    assert trend([7, 7, 7, 7, 7, 7]).direction == Direction.STEADY
    assert trend([426, 440, 444, 466, 476]).slope == 12.75


@pytest.mark.parametrize("n", [4, 5, 6])
def test_the_chance_of_an_order_is_that_of_counting_all_orders(n):
    def score(order):
        return sum((later > earlier) - (later < earlier) for i, earlier in enumerate(order) for later in order[i + 1 :])  # fmt: skip

    scores = [score(order) for order in permutations(range(n))]
    for asked in {abs(one) for one in scores}:
        counted = sum(abs(one) >= asked for one in scores) / len(scores)
        assert _exact(n, asked) == pytest.approx(min(1, counted))


@given(SERIES)
def test_a_series_read_backwards_goes_the_other_way(values):
    there, back = trend(values), trend(values[::-1])
    opposite = {Direction.RISING: Direction.FALLING, Direction.FALLING: Direction.RISING}
    assert back.direction == opposite.get(there.direction, there.direction)
    assert there.chance is not None
    assert 0 <= there.chance <= 1


@pytest.mark.rule("GAT-105")
def test_a_straight_line_goes_on_straight():
    found = forecast([10, 12, 14, 16, 18], 2)
    assert found is not None
    assert [one.value for one in found.ahead] == pytest.approx([20, 22])
    assert [one.upper - one.lower for one in found.ahead] == pytest.approx([0, 0])
    assert forecast([1, 2, 3, 4]) is None


def test_a_forecast_is_the_one_worked_out_by_hand():
    found = forecast([426, 440, 444, 466, 476], 1)
    assert found is not None
    # mean 450.4, slope 12.6, residuals sum of squares 55.6, t(3) = 3.182
    half = 3.182 * math.sqrt(55.6 / 3) * math.sqrt(1 + 1 / 5 + 9 / 10)
    assert found.ahead[0].value == pytest.approx(488.2)
    assert found.ahead[0].upper == pytest.approx(488.2 + half, abs=0.01)


@given(SERIES, some.integers(1, 5))
def test_a_forecast_lies_in_its_interval_and_within_what_is_possible(values, periods):
    found = forecast(values, periods, least=0, most=100)
    assert found is not None
    assert len(found.ahead) == periods
    for one in found.ahead:
        assert 0 <= one.lower <= one.value <= one.upper <= 100


@given(SERIES)
def test_a_forecast_grows_less_sure_the_further_it_looks(values):
    found = forecast(values, 5)
    assert found is not None
    widths = [one.upper - one.lower for one in found.ahead]
    assert all(later >= earlier - 1e-6 for earlier, later in pairwise(widths))


def test_the_gap_between_groups_is_between_those_furthest_apart():
    found = between_groups({
        "girls": Figure(9, Interval(8, 10)), "boys": Figure(3, Interval(2, 4)), "not said": Figure(5)
    })  # fmt: skip
    assert found is not None
    assert (found.highest, found.lowest, found.difference, found.ratio) == ("girls", "boys", 6, 3)
    assert found.verdict == Verdict.HIGHER
    assert between_groups({"all": Figure(1)}) is None


def test_the_slope_of_deprivation_runs_through_all_tenths():
    assert slope_index([20, 18, 16, 14, 12, 10, 8, 6, 4, 2]) == pytest.approx(-20)
    assert slope_index([20, 2]) is None
