"""What a question answers: in sentences, a table and a picture, from the figures as they were published."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from needs.answers.answer import Answer
from needs.answers.picture import svg
from needs.answers.profile import profile
from needs.answers.questions import QUESTIONS, ask
from needs.models import Area, IndicatorUse, LocalityArea, Mark, Neighbour
from tests.factories.figures import (
    DURHAM,
    ENGLAND,
    GATESHEAD,
    NORTH_EAST,
    area,
    authorities,
    batch,
    category,
    figure,
    figures,
    hidden_mark,
    indicator,
    place_of,
)
from tests.factories.sandover import sandover

pytestmark = pytest.mark.django_db
YEARS = (2020, 2021, 2022, 2023, 2024)


@pytest.fixture
def made(db):
    return sandover()


@pytest.fixture
def care(made):
    """Five years of a rate that rises in Gateshead."""
    place_of(made.trust)
    one = indicator(polarity="low")
    for number, year in enumerate(YEARS):
        figures(one, str(year), {
            GATESHEAD: (100 + 8 * number, 400 + 32 * number, 40_000), DURHAM: (90, 900, 100_000),
            NORTH_EAST: (110, 5_500, 500_000), ENGLAND: (70, 84_000, 12_000_000),
        })  # fmt: skip
    return one


def table(answer: Answer) -> dict[str, list[str]]:
    """The rows of an answer by their key."""
    return {line.key: [cell.text for cell in line.cells] for line in answer.lines}


def neighbour(mine: Area, code: str, place: int) -> None:
    Neighbour.objects.create(scheme="Sandover", area=mine, other=area(code), place=place, batch=batch())


@pytest.mark.rule("GAT-105", "DUR-151")
def test_over_time_shows_history_trend_and_a_forecast_with_its_method(made, care):
    answer = ask(made.trust, care, "time")
    rows = table(answer)
    assert list(rows)[:5] == [str(line.key) for line in answer.lines[:5]]
    assert [cells[1] for cells in rows.values()][:5] == ["100", "108", "116", "124", "132"]
    assert [cells[0] for cells in rows.values()][5:] == [
        "2025 (forecast)",
        "2026 (forecast)",
        "2027 (forecast)",
    ]
    assert rows[answer.lines[5].key][1] == "140"
    assert "The trend is rising: getting worse" in answer.said
    assert any("least squares" in note and "5 figures" in note for note in answer.method)
    assert "Sandover Statistics" in answer.source


@pytest.mark.rule("GAT-104", "MED-74")
def test_against_similar_areas_shows_rank_gap_and_whether_it_is_chance(made, care):
    neighbour(area(GATESHEAD), DURHAM, 1)
    answer = ask(made.trust, care, "similar")
    rows = table(answer)
    assert rows[GATESHEAD][0] == "1"
    assert rows[DURHAM][0] == "2"
    assert rows[DURHAM][5:] == ["−42", "Better"]
    assert rows[ENGLAND][5:] == ["−62", "Better"]
    assert "the highest figure of 2 similar areas in 2024: 132 per 10,000" in answer.said
    assert "62 per 10,000 above England (70 per 10,000), which is more than chance: worse" in answer.said


def test_an_earlier_period_can_be_asked_about(made, care):
    early = ask(made.trust, care, "region").about["period"]
    first = ask(made.trust, care, "region", period=str(early - 4 * 10**6))
    assert first.about["period_name"] == "2020"
    assert table(first)[GATESHEAD][2] == "100"


@pytest.mark.rule("MED-75", "DUR-150")
def test_localities_are_ranked_and_summed_up_from_small_areas(made, care):
    names = list(made.trust.localities.order_by("name")[:2])
    for number, place in enumerate(names):
        Area.objects.create(
            trust=made.trust, code=place.code, name=place.name, kind="locality", locality=place
        )
        for part in range(2):
            small = Area.objects.create(
                code=f"E0100000{number}{part}", name=f"Part {number}{part}", kind="lsoa"
            )
            LocalityArea.objects.create(locality=place, area=small)
            figure(care, small, "2024", value=None, count=20 + 10 * number + part, denominator=2_000)
    answer = ask(made.trust, care, "localities")
    rows = table(answer)
    assert rows[names[1].code][:3] == ["1", names[1].name, "152.5"]
    assert rows[names[0].code][:3] == ["2", names[0].name, "102.5"]
    assert rows[names[0].code][4] == "41"
    assert f"{names[0].name} has the lowest, 102.5 per 10,000: 50.0 per 10,000 less" in answer.said
    LocalityArea.objects.create(locality=names[0], area=Area.objects.create(code="E01000099", kind="lsoa"))
    assert names[0].code not in table(ask(made.trust, care, "localities")), "a part of it is missing"


def test_a_count_is_set_against_counts_of_areas_like_it_and_not_against_the_whole(made):
    place_of(made.trust)
    children = indicator(name="Children looked after", unit="children", scale=None)
    figures(children, "2024", {code: (value, value, None) for code, value in (
        (GATESHEAD, 528), (DURHAM, 900), (NORTH_EAST, 5_500), (ENGLAND, 84_000))})  # fmt: skip
    answer = ask(made.trust, children, "region")
    rows = table(answer)
    assert rows[DURHAM][5] == "+372"
    assert [rows[code][5] for code in (NORTH_EAST, ENGLAND)] == ["–", "–"]
    assert "England" not in answer.said


@pytest.mark.rule("MED-74")
def test_one_of_several_lists_of_similar_areas_can_be_chosen(made, care):
    neighbour(area(GATESHEAD), DURHAM, 1)
    Neighbour.objects.create(scheme="Another", area=area(GATESHEAD), other=area("E06000001"), batch=batch())
    figures(care, "2024", {"E06000001": (150, 300, 20_000)})
    assert ask(made.trust, care, "similar").about["alike"] == "Another"
    chosen = ask(made.trust, care, "similar", alike="Sandover")
    assert DURHAM in table(chosen)
    assert "E06000001" not in table(chosen)
    assert "(Sandover)" in " ".join(chosen.method)
    assert "average of 1 statistical neighbours (Sandover)" in " ".join(
        ask(made.trust, care, "time", alike="Sandover").method
    )


@pytest.mark.rule("MED-72", "GAT-101")
def test_by_group_shows_the_gap_and_what_is_missing(made):
    place_of(made.trust)
    one = indicator("Excluded pupils: %", unit="%", scale=100)
    figures(one, "2024", {GATESHEAD: (5, 500, 10_000), ENGLAND: (5, 50_000, 1_000_000)})
    for name, count in (("Girls", 100), ("Boys", 400)):
        figure(one, area(GATESHEAD), "2024", sex=category("sex", name), value=count / 50, count=count, denominator=5_000)  # fmt: skip
    answer = ask(made.trust, one, "groups")
    assert [cells[1:3] for cells in table(answer).values()] == [["Boys", "8"], ["Girls", "2"]]
    assert "Sex: from 2% (Girls) to 8% (Boys), which is more than chance." in answer.said


def test_a_code_that_ended_is_followed_to_the_authority_that_took_its_place(made):
    mine = place_of(made.trust, "E06000060")
    old = area("E10000002")
    old.successors.add(mine)
    one = indicator()
    figure(one, old, "2018", value=40, count=480, denominator=120_000)
    assert [cells[:2] for cells in table(ask(made.trust, one, "time")).values()] == [["2018", "40"]]


def test_which_way_is_better_is_the_trusts_own_word(made, care):
    IndicatorUse.objects.create(trust=made.trust, indicator=care, polarity="high")
    assert "getting better" in ask(made.trust, care, "time").said
    assert "Better" in table(profile(made.trust))[str(care.pk)]


@pytest.mark.rule("MED-112")
@pytest.mark.parametrize("question", [*QUESTIONS, "profile"])
def test_a_small_count_is_nowhere_in_an_answer(made, question):
    place_of(made.trust)
    one = indicator("Children harmed: rate per 10,000")
    figures(one, "2024", {
        GATESHEAD: (0.987, 4, 40_527), DURHAM: (61.3, 613, 100_000), "E06000001": (77.7, 155, 19_948),
        NORTH_EAST: (48.1, 772, 160_475), ENGLAND: (50, 60_000, 12_000_000),
    })  # fmt: skip
    figure(
        one, area(GATESHEAD), "2024", sex=category("sex", "Girls"), value=0.49, count=4, denominator=20_000
    )
    answer = profile(made.trust) if question == "profile" else ask(made.trust, one, question)
    everything = json.dumps(answer.frozen(), default=str) + answer.said + svg(answer.chart)
    assert "0.987" not in everything
    assert "0.49" not in everything
    if question not in ("localities", "two-way"):
        assert answer.hidden
        assert '"c"' in everything or "cannot be shown: c" in everything
    if question == "region":
        rows = table(answer)
        assert rows[GATESHEAD][2:5] == ["c", "–", "c"]
        hidden = [code for code, cells in rows.items() if cells[4] == "c"]
        assert len(hidden) == 2, "one more is hidden, or the region's sum would give the count away"


@pytest.mark.rule("MED-112")
def test_the_health_profile_rounds_what_it_shows_and_works_rates_out_anew(made):
    made = sandover(code="northmarsh", suppression={"profile": "nhs"})
    place_of(made.trust)
    one = indicator("Referrals: rate per 10,000")
    figures(
        one, "2024", {GATESHEAD: (33, 33, 10_000), DURHAM: (7, 7, 10_000), ENGLAND: (30, 3_000, 1_000_000)}
    )
    rows = table(ask(made.trust, one, "region"))
    assert rows[GATESHEAD][2] == "35"
    assert rows[GATESHEAD][4] == "35"
    assert rows[DURHAM][2] == "*"


def test_what_a_publisher_hid_stays_hidden(made):
    place_of(made.trust)
    one = indicator()
    figure(one, area(GATESHEAD), "2024", value=None, mark=hidden_mark())
    answer = ask(made.trust, one, "time")
    assert "cannot be shown" in answer.said


def test_no_interval_is_made_up_for_an_estimate(made):
    place_of(made.trust)
    one = indicator()
    note = Mark.objects.create(text="Value is modelled", kind="note")
    figure(one, area(GATESHEAD), "2024", value=33, count=33.4, denominator=10_000, mark=note)
    figure(one, area(ENGLAND), "2024", value=30, count=3_000, denominator=1_000_000)
    answer = ask(made.trust, one, "region")
    assert table(answer)[GATESHEAD][3] == "–"
    assert "not tested" in answer.said
    assert "The publisher notes: Value is modelled." in answer.method


def test_a_question_asks_the_database_as_often_for_one_figure_as_for_many(made):
    place_of(made.trust)
    few, many = indicator("Few"), indicator("Many")
    figures(few, "2024", {GATESHEAD: (10, 400, 40_000)})
    everywhere = {one.code: (10, 400, 40_000) for one in authorities(60)}
    for year in range(2015, 2025):
        figures(many, str(year), everywhere | {GATESHEAD: (10, 400, 40_000)})

    def queries(run) -> int:
        with CaptureQueriesContext(connection) as heard:
            run()
        return len(heard)

    for question in QUESTIONS:
        one = queries(lambda: ask(made.trust, few, question))  # noqa: B023 (run at once)
        assert queries(lambda: ask(made.trust, many, question)) == one, question  # noqa: B023
    before = queries(lambda: profile(made.trust))
    for number in range(20):
        figures(indicator(f"More {number}"), "2024", {GATESHEAD: (10, 3, 40_000), ENGLAND: (9, 900, 900_000)})
    assert queries(lambda: profile(made.trust)) == before
