"""A frozen answer beside a later release: what was hidden in the one is not worked out from the other (MED-112)."""

import csv

import pytest

from needs.answers.profile import profile
from needs.answers.questions import ask
from needs.data_page import compared
from needs.models import Batch, Indicator
from tests.factories.figures import DURHAM, ENGLAND, GATESHEAD, NORTH_EAST, area, place_of
from tests.factories.sandover import Sandover, sandover
from tests.needs.data.bringing import saved

pytestmark = [pytest.mark.django_db, pytest.mark.rule("MED-112")]
HARTLEPOOL, DARLINGTON = "E06000001", "E06000005"
FIRST = {GATESHEAD: 3, DURHAM: 200, HARTLEPOOL: 9, DARLINGTON: 300, NORTH_EAST: 512, ENGLAND: 40_000}


@pytest.fixture
def made(db) -> Sandover:
    made = sandover()
    place_of(made.trust)
    return made


def brought(folder, counts: dict[str, int], name: str) -> Batch:
    """A release of counts and rates, by the importer."""
    with (folder / name).open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["area_code", "period", "indicator", "unit", "value", "count", "denominator"])
        for code, count in counts.items():
            writer.writerow(
                [code, "2024", "Children harmed: rate per 10,000", "per 10,000", count / 10, count, 100_000]
            )
    batch, faults = saved(folder / name)
    assert batch.state == Batch.State.SAVED, faults
    return batch


def counts_in(made: Sandover) -> dict[str, str]:
    """The counts of the region's authorities as a page shows them."""
    one = Indicator.objects.get()
    return {line.key: line.cells[4].text for line in ask(made.trust, one, "region").lines}


def test_a_count_hidden_beside_a_small_one_stays_hidden_when_the_small_one_is_put_right(made, tmp_path):
    brought(tmp_path, FIRST, "first.csv")
    before = counts_in(made)
    assert before[GATESHEAD] == before[HARTLEPOOL] == "c"
    assert before[NORTH_EAST] == "512"
    later = brought(tmp_path, FIRST | {GATESHEAD: 23, NORTH_EAST: 532}, "second.csv")
    assert later.changed == 2
    now = counts_in(made)
    # With Hartlepool's 9 beside the region's 512 of then, Gateshead's 3 would be 512 - 200 - 9 - 300.
    assert now[HARTLEPOOL] == "c"
    assert now[GATESHEAD] == "c"
    assert now[DURHAM] == "200"
    one = Indicator.objects.get()
    places = [area(GATESHEAD), area(HARTLEPOOL)]
    listed = [line.seen for _, line in compared(made.trust, one, places)]
    assert all(seen and seen.hidden for seen in listed), "lists hide what answers hide"
    assert profile(made.trust).lines[0].cells[2].text == "c"
    assert ask(made.trust, one, "time").hidden


def test_a_period_that_no_file_changed_is_shown_as_it_is(made, tmp_path):
    brought(tmp_path, FIRST | {GATESHEAD: 23, NORTH_EAST: 532}, "only.csv")
    assert counts_in(made)[GATESHEAD] == "23"


def test_a_release_that_only_adds_hides_no_more(made, tmp_path):
    few = {code: count for code, count in FIRST.items() if code in (DURHAM, NORTH_EAST)}
    brought(tmp_path, few, "first.csv")
    brought(tmp_path, FIRST | {GATESHEAD: 23, NORTH_EAST: 532}, "second.csv")
    assert counts_in(made)[GATESHEAD] == "23"
