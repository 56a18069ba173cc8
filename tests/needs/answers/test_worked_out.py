"""What a reader can work out of all tables and releases together, and from when on (MED-112)."""

from datetime import UTC, datetime, timedelta

import pytest

from needs.answers import together
from needs.answers.figures import Raw
from needs.answers.releases import About
from needs.answers.worked_out import Part, worked_out
from needs.models import Indicator
from needs.statistics.suppression import DFE, NHS
from tests.factories.figures import DURHAM, GATESHEAD, NORTH_EAST, area, place_of
from tests.factories.sandover import sandover
from tests.needs.answers.test_hidden_together import ask, brought, by_sex, column

pytestmark = pytest.mark.rule("MED-112")

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LATER = FIRST + timedelta(days=1)
LAST = LATER + timedelta(days=1)
ROW = [(["all"], ["girls", "boys"])]


def about(profile=DFE, scale=None) -> About:
    """Numbers of children, or rates."""
    return About(Indicator(name="Children", unit="%" if scale else "children", scale=scale), profile, {})


def numbers(**counts: int) -> dict[str, Raw]:
    """A table of numbers."""
    return {cell: Raw(count, None, None, None, None) for cell, count in counts.items()}


def test_what_was_known_before_is_not_laid_on_a_later_file():
    tables = [(FIRST, numbers(all=43, girls=3, boys=40)), (LATER, numbers(all=43, girls=3, boys=40, other=9))]
    part = Part(tables, ROW, {"girls": FIRST})
    assert worked_out([part], about(), {FIRST, LATER}) == {("girls", FIRST)}
    assert worked_out([part], about(), {LATER}) == set()


def test_a_count_is_hidden_only_where_every_table_hides_it():
    tables = [(FIRST, numbers(all=43, girls=3, boys=40))]
    hidden = Part(tables, ROW, {"girls": FIRST, "boys": FIRST})
    assert worked_out([hidden], about(), {FIRST}) == set()
    beside = Part(tables, ROW, {"girls": FIRST})
    assert worked_out([hidden, beside], about(), {FIRST}) == {("girls", FIRST)}


def test_a_small_population_is_worked_out_as_a_small_count_is():
    def rates(**people: int) -> dict[str, Raw]:
        return {cell: Raw(0, None, None, 0, base) for cell, base in people.items()}

    part = Part([(FIRST, rates(all=104, girls=4, boys=100))], ROW, {"girls": FIRST})
    assert worked_out([part], about(scale=100), {FIRST}) == {("girls", FIRST)}


def test_rounded_groups_give_away_the_neighbour_of_their_place():
    """Four of 8 to 12 in a place of 28 to 32 are 8 each; three such places leave 33 at most of England's 97 for a region of 33 at least."""
    fours = {whole: [f"{whole} {n}" for n in range(4)] for whole in ("place", "west", "south")}
    counts = {"england": 97, "region": 33, "beside": 1} | dict.fromkeys(fours, 32)
    counts |= {part: 8 for parts in fours.values() for part in parts}
    country = [(["england"], ["region", "west", "south"]), (["region"], ["place", "beside"])]
    country += [([whole], fours[whole]) for whole in ("west", "south")]
    table = [(FIRST, numbers(**counts))]
    groups = Part(table, [(["place"], fours["place"])], {"beside": FIRST})
    top = Part(
        [(FIRST, {cell: raw for cell, raw in table[0][1].items() if cell not in fours["place"]})],
        country,
        {"beside": FIRST},
    )
    assert worked_out([top], about(NHS), {FIRST}) == set()
    assert worked_out([top, groups], about(NHS), {FIRST}) == {("beside", FIRST)}


@pytest.mark.parametrize("turned", [False, True])
def test_it_does_not_matter_in_which_order_sums_are_told(turned):
    """The place has as many boys as its north, so its west had none; white children tell that the west has four more."""
    then = numbers(boys=62, boys_north=62, boys_west=0, girls_west=20, west=20, white_west=9, black_west=11)
    now = numbers(boys=66, boys_north=62, boys_west=4, girls_west=20, west=24, white_west=13, black_west=11)
    sums = [
        (["boys"], ["boys_north", "boys_west"]),
        (["west"], ["boys_west", "girls_west"]),
        (["west"], ["white_west", "black_west"]),
    ]
    hidden = dict.fromkeys(("boys_west", "girls_west", "west", "black_west"), FIRST) | {"boys": LATER}
    part = Part([(FIRST, then), (LATER, now)], sums[::-1] if turned else sums, hidden)
    assert worked_out([part], about(), {LATER}) == {("boys_west", LATER)}


@pytest.mark.django_db
def test_what_hiding_did_not_help_is_not_tried_for_ever(tmp_path, monkeypatch):
    made = sandover()
    own = place_of(made.trust)
    brought(made, tmp_path, {(own.code, ""): 43})
    tried = []

    def same(*said) -> tuple[dict, dict]:
        assert len(tried) < 9
        tried.append(said)
        return {}, {(own.pk, 1): FIRST}

    monkeypatch.setattr(together, "given_away", same)
    assert column(ask(made.trust, Indicator.objects.get(), "region"), 2)[own.code] == "43"
    assert len(tried) == 2


@pytest.mark.django_db
def test_two_trusts_of_one_authority_hide_the_same_groups(tmp_path):
    one, two = sandover(), sandover(code="northmarsh")
    for made in (one, two):
        place_of(made.trust)
    sexes = {
        (GATESHEAD, ""): 60,
        (GATESHEAD, "Female"): 20,
        (GATESHEAD, "Male"): 40,
        (DURHAM, ""): 50,
        (NORTH_EAST, ""): 110,
    }
    brought(one, tmp_path, sexes, local=False)
    brought(
        one,
        tmp_path,
        sexes | {(GATESHEAD, ""): 43, (GATESHEAD, "Female"): 3, (NORTH_EAST, ""): 93},
        local=False,
    )
    of = Indicator.objects.get()
    shown = [column(ask(made.trust, of, "region"), 2)[area(GATESHEAD).code] for made in (one, two)]
    assert shown == ["c", "c"]
    assert by_sex(one) == by_sex(two)
