"""Nothing hidden is found by a reader with every page open, beside every earlier release (MED-112).

`make faults` tries a thousand tables of each profile; here are a few, and the cases that once gave something away.
"""

import csv
import random
from collections.abc import Iterable, Mapping

import pytest

from needs.actions import batch as batches
from needs.answers import given_away
from needs.answers.answer import Answer
from needs.answers.profile import profile
from needs.answers.questions import ask
from needs.data_page import compared
from needs.models import Area, Batch, Indicator, Observation, Replaced
from needs.statistics import suppression
from tests.factories.figures import DURHAM, ENGLAND, GATESHEAD, NORTH_EAST, area, place_of
from tests.factories.sandover import Sandover, sandover
from tests.needs.answers.puzzle import HARTLEPOOL, Puzzle, Setting
from tests.needs.answers.reader import read_through
from tests.needs.data.bringing import saved

pytestmark = [pytest.mark.django_db, pytest.mark.rule("MED-112")]


TWO = (2, 35)
"""Tables in which one trust of a region hid what another showed."""
BESIDE_ONE_ANOTHER = {"dfe": 6_000_000_782, "nhs": 6_000_000_925}
"""Tables in which one breakdown told what another hid, or rounded groups what their region hid."""
OF_TWO, OF_NOBODY = 6_000_000_888, 7_000_000_184
"""The same on the pages of two trusts; and one in which nobody is counted of populations too small to show."""
CORRECTED = (5_000_000_229, 5_000_000_303, 5_000_000_345)
"""Tables in which a count that was hidden with its authority’s or its locality’s figure was put right."""


def tables(setting: Setting, seeds: Iterable[int]) -> list[Puzzle]:
    """Some random tables."""
    return [Puzzle.made(random.Random(seed), setting, f"Table {seed}") for seed in seeds]


@pytest.mark.parametrize("code", ["dfe", "nhs"])
def test_no_page_gives_away_what_another_page_or_release_hides(db, code, tmp_path):
    setting = Setting.of(sandover(code="northmarsh", suppression={"profile": code}).trust)
    found = [read_through(one, tmp_path) for one in tables(setting, range(3))]
    assert [one.faults for one in found] == [[]] * len(found)
    assert sum(one.hidden for one in found)


@pytest.mark.parametrize("code", ["dfe", "nhs"])
def test_a_reader_of_two_trusts_of_one_region_finds_nothing_either(db, code, tmp_path):
    one, two = (
        sandover(code=name, suppression={"profile": code}).trust for name in ("northmarsh", "southmarsh")
    )
    found = [read_through(each, tmp_path) for each in tables(Setting.of(one, two), TWO)]
    assert [each.faults for each in found] == [[]] * len(found)


def test_a_count_hidden_with_its_authority_stays_secret_when_it_is_put_right(db, tmp_path):
    setting = Setting.of(sandover(code="northmarsh").trust)
    found = [read_through(each, tmp_path) for each in tables(setting, CORRECTED)]
    assert [each.faults for each in found] == [[]] * len(found)


@pytest.mark.parametrize(("code", "seed"), BESIDE_ONE_ANOTHER.items())
def test_no_breakdown_tells_what_another_or_a_level_above_hides(db, code, seed, tmp_path, monkeypatch):
    setting = Setting.of(sandover(code="northmarsh", suppression={"profile": code}).trust)
    assert not read_through(*tables(setting, [seed]), tmp_path).faults
    monkeypatch.setattr(given_away, "worked_out", lambda *_: set())
    again = Puzzle.made(random.Random(seed), setting, "The same, each level settled alone")
    assert read_through(again, tmp_path).faults


@pytest.mark.parametrize("seed", [OF_TWO, OF_NOBODY])
def test_no_breakdown_tells_what_another_hides_to_a_reader_of_two_trusts(db, seed, tmp_path):
    one, two = (sandover(code=name).trust for name in ("northmarsh", "southmarsh"))
    assert not read_through(*tables(Setting.of(one, two), [seed]), tmp_path).faults


def test_the_reader_does_find_what_is_hidden_alone(db, tmp_path, monkeypatch):
    monkeypatch.setattr(suppression._Table, "covered", lambda self, hidden: hidden)
    setting = Setting.of(sandover(code="northmarsh").trust)
    assert any(read_through(one, tmp_path, releases=1).faults for one in tables(setting, range(3)))


@pytest.fixture
def made(db) -> Sandover:
    """A trust with three localities, as areas."""
    made = sandover()
    place_of(made.trust)
    for one in made.trust.localities.all():
        Area.objects.create(trust=made.trust, code=one.code, name=one.name, kind="locality", locality=one)
    return made


def brought(
    made: Sandover, folder, counts: Mapping, name: str = "release.csv", *, local: bool = True
) -> Batch:
    """A release of numbers, by area and sex."""
    with (folder / name).open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["area_code", "period", "indicator", "unit", "value", "sex"])
        for (code, sex), count in counts.items():
            writer.writerow([code, "2024", "Children harmed", "children", count, sex])
    batch, faults = saved(folder / name, trust=made.trust, local=local)
    assert batch.state == Batch.State.SAVED, faults
    return batch


def by_sex(made: Sandover) -> dict[str, str]:
    """The authority's figures by sex, as a page shows them."""
    one = Indicator.objects.get()
    return {line.cells[1].text: line.cells[2].text for line in ask(made.trust, one, "groups").lines}


def column(answer: Answer, at: int) -> dict[str, str]:
    """One column of a table by its rows."""
    return {line.key: line.cells[at].text for line in answer.lines}


SEXES = {(GATESHEAD, ""): 43, (GATESHEAD, "Female"): 3, (GATESHEAD, "Male"): 40}


def test_a_group_hidden_beside_a_small_one_stays_hidden_when_the_small_one_is_put_right(made, tmp_path):
    brought(made, tmp_path, SEXES)
    assert by_sex(made) == {"Female": "c", "Male": "c"}
    brought(made, tmp_path, SEXES | {(GATESHEAD, ""): 60, (GATESHEAD, "Female"): 20})
    # With 40 boys beside the 43 children of then, there were 3 girls.
    assert by_sex(made) == {"Female": "c", "Male": "c"}


def test_a_group_put_right_to_a_small_count_takes_the_whole_with_it_that_would_give_it_away(made, tmp_path):
    brought(made, tmp_path, SEXES | {(GATESHEAD, ""): 60, (GATESHEAD, "Female"): 20})
    assert by_sex(made) == {"Female": "20", "Male": "40"}
    brought(made, tmp_path, SEXES)
    # 40 boys stood on the page before, so that 43 children are 3 girls more.
    assert by_sex(made) == {"Female": "c", "Male": "c"}
    one = Indicator.objects.get()
    assert column(ask(made.trust, one, "time"), 1)[str(ask(made.trust, one, "time").about["period"])] == "c"
    assert column(profile(made.trust), 2) == {str(one.pk): "c"}


def test_a_figure_hidden_for_one_trusts_groups_is_hidden_on_every_trusts_pages(made, tmp_path):
    beside = sandover(code="northmarsh").trust
    place_of(beside, DURHAM)
    others = {(DURHAM, ""): 50, (NORTH_EAST, ""): 300}
    brought(made, tmp_path, SEXES | others | {(GATESHEAD, ""): 60, (GATESHEAD, "Female"): 20}, local=False)
    one = Indicator.objects.get()
    assert column(ask(beside, one, "region"), 2)[GATESHEAD] == "60"
    brought(made, tmp_path, SEXES | others, local=False)
    for trust in (made.trust, beside):
        shown = column(ask(trust, one, "region"), 2)
        assert (shown[GATESHEAD], shown[DURHAM]) == ("c", "50")
        listed = compared(trust, one, [area(GATESHEAD)])
        assert all(line.seen and line.seen.hidden for _, line in listed)


def test_what_was_shown_of_a_file_that_was_undone_is_remembered(made, tmp_path):
    first = brought(made, tmp_path, SEXES)
    batches.undo(first, by=None)
    assert not by_sex(made)
    brought(made, tmp_path, SEXES | {(GATESHEAD, ""): 60, (GATESHEAD, "Female"): 20})
    assert by_sex(made) == {"Female": "c", "Male": "c"}


def test_an_undone_file_of_large_counts_leaves_nothing(made, tmp_path):
    first = brought(made, tmp_path, {cell: count + 40 for cell, count in SEXES.items()})
    batches.undo(first, by=None)
    assert not Indicator.objects.exists()


def test_what_an_undone_correction_showed_is_remembered_as_well(made, tmp_path):
    brought(made, tmp_path, SEXES | {(GATESHEAD, ""): 60, (GATESHEAD, "Female"): 20})
    later = brought(made, tmp_path, SEXES, "later.csv")
    batches.undo(later, by=None)
    assert Observation.objects.count() == 3
    assert {one.value for one in Replaced.objects.filter(by=later)} == {43, 3}
    assert by_sex(made) == {"Female": "c", "Male": "c"}


def test_large_figures_are_remembered_with_the_small_ones_of_another_undone_file(made, tmp_path):
    first = brought(made, tmp_path, {(GATESHEAD, ""): 43})
    second = brought(made, tmp_path, {cell: SEXES[cell] for cell in SEXES if cell[1]}, "groups.csv")
    batches.undo(second, by=None)
    batches.undo(first, by=None)
    assert sorted(one.value for one in Replaced.objects.all()) == [3, 40, 43]


def test_small_areas_that_no_page_shows_are_not_remembered(made, tmp_path):
    batches.undo(brought(made, tmp_path, {("E01008164", ""): 3, (GATESHEAD, ""): 400}), by=None)
    assert not Replaced.objects.exists()
    assert not Indicator.objects.exists()


def test_localities_of_a_number_without_a_count_are_hidden_beside_their_authority(made, tmp_path):
    codes = [one.code for one in made.trust.localities.order_by("name")]
    counts = {(code, ""): 20 + n for n, code in enumerate(codes)} | {(codes[0], ""): 3}
    brought(made, tmp_path, counts | {(GATESHEAD, ""): sum(counts.values())})
    shown = column(ask(made.trust, Indicator.objects.get(), "localities"), 2)
    assert sum(shown[code] == "c" for code in codes) == 2
    hidden = next(code for code in codes[1:] if shown[code] == "c")
    place = Area.objects.get(code=hidden)
    assert set(column(profile(made.trust, area=str(place.pk)), 2).values()) == {"c"}, (
        "its profile hides it too"
    )


def test_a_profile_shows_region_and_rank_as_every_page_does(made, tmp_path):
    brought(made, tmp_path, {(GATESHEAD, ""): 9, (DURHAM, ""): 3, (HARTLEPOOL, ""): 200, (NORTH_EAST, ""): 212, (ENGLAND, ""): 214, ("E12000008", ""): 2})  # fmt: skip
    line = profile(made.trust).lines[0]
    assert column(ask(made.trust, Indicator.objects.get(), "region"), 2)[NORTH_EAST] == "c"
    assert line.cells[5].text == "–", "the region’s is hidden beside England’s"
    assert line.cells[8].text == "2 of 2", "who is hidden has no rank, and counts for none"
