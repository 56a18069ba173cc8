"""Today is London's today, and a test or the demonstration may say what moment it is."""

from datetime import UTC, date, datetime

import pytest

from trusts.governance import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_changes_at_midnight_in_london(moment, day):
    with clock.at(moment):
        assert clock.today() == day


def test_another_moment_ends_with_its_block():
    moment = datetime(2007, 9, 1, 12, tzinfo=UTC)
    before = clock.now()
    with clock.at(moment):
        assert clock.now() == moment

    assert clock.now() >= before


def test_another_moment_ends_even_where_something_fails():
    moment = datetime(2007, 9, 1, 12, tzinfo=UTC)
    with pytest.raises(RuntimeError), clock.at(moment):
        raise RuntimeError("stop")

    assert clock.now() != moment


def test_moments_may_stand_in_one_another():
    outer, inner = datetime(2007, 9, 1, tzinfo=UTC), datetime(2008, 9, 1, tzinfo=UTC)
    with clock.at(outer):
        with clock.at(inner):
            assert clock.now() == inner
        assert clock.now() == outer


def test_now_is_aware():
    assert clock.now().tzinfo is not None
