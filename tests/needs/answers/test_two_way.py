"""Localities by group: what stands in the table, and that no page gives away what another hides (MED-112)."""

from html import unescape

import pytest

from needs.answers.picture import svg
from needs.answers.questions import ask
from needs.models import Area, Indicator
from needs.statistics.suppression import Shown
from tests.factories.figures import GATESHEAD, area, category, figure, indicator, place_of
from tests.factories.sandover import Sandover, sandover

pytestmark = pytest.mark.django_db
GROUPS = ("Girls", "Boys")
ALL = "all"


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


def localities(made: Sandover, many: int) -> list[Area]:
    """The first localities of the trust, as areas."""
    places = list(made.trust.localities.order_by("name")[:many])
    return [
        Area.objects.create(trust=made.trust, code=one.code, name=one.name, kind="locality", locality=one)
        for one in places
    ]


def counted(one: Indicator, where: list[Area], counts: dict) -> None:
    """Counts by place and group with their margins; a place is its number, or `ALL`."""
    places = {**dict(enumerate(where)), ALL: area(GATESHEAD)}
    sexes = {ALL: None, **{name: category("sex", name) for name in GROUPS}}
    for (place, group), count in counts.items():
        more = {"sex": sexes[group]} if sexes[group] else {}
        figure(one, places[place], "2024", value=count / 4, count=count, denominator=400, **more)


def with_margins(inner: dict, many: int) -> dict:
    """A table with its sums."""
    counts = dict(inner)
    for place in range(many):
        counts[place, ALL] = sum(inner[place, group] for group in GROUPS)
    for group in (*GROUPS, ALL):
        counts[ALL, group] = sum(counts[place, group] for place in range(many))
    return counts


def seen_on_every_page(made: Sandover, one: Indicator, where: list[Area]) -> dict:
    """What all pages together show of every count: each value is its count by four."""
    names = {place.code: number for number, place in enumerate(where)} | {GATESHEAD: ALL}
    found: dict = {}

    def met(key, text: str) -> None:
        shown = Shown(None, "c") if text == "c" else Shown(round(float(text) * 4))
        assert found.setdefault(key, shown) == shown, f"{key} is shown on one page and hidden on another"

    for line in ask(made.trust, one, "two-way").lines:
        for group, cell in zip((ALL, "Boys", "Girls"), line.cells[1:4], strict=True):
            met((names[line.key], group), cell.text)
    for place in (*where, area(GATESHEAD)):
        for line in ask(made.trust, one, "groups", area=str(place.pk)).lines:
            met((names[place.code], line.cells[1].text), line.cells[2].text)
    for line in ask(made.trust, one, "localities").lines:
        met((names[line.key], ALL), line.cells[2].text)
    return found


@pytest.mark.rule("MED-72", "MED-75")
def test_the_table_shows_every_place_by_every_group_and_where_the_gap_is_widest(made):
    place_of(made.trust)
    where = localities(made, 2)
    one = indicator("Waits: %", unit="%", scale=100)
    counted(one, where, with_margins({(0, "Girls"): 40, (0, "Boys"): 60, (1, "Girls"): 20, (1, "Boys"): 120}, 2))  # fmt: skip
    answer = ask(made.trust, one, "two-way")
    rows = {line.key: [cell.text for cell in line.cells] for line in answer.lines}
    assert [heading.text for heading in answer.headings] == ["Place", "Everybody", "Boys", "Girls", "Widest gap", "More than chance"]  # fmt: skip
    assert rows[where[1].code][1:] == ["35", "30", "5", "25", "Yes"]
    assert rows[GATESHEAD][1:4] == ["60", "45", "15"]
    assert f"The highest figure in 2024 is 30% (Boys, {where[1].name})" in answer.said
    assert f"widest in {where[1].name}: 25 percentage points between Boys and Girls" in answer.said
    assert answer.chart


def test_numbers_of_people_are_not_compared_between_groups_and_the_whole_has_no_shade(made):
    place_of(made.trust)
    where = localities(made, 2)
    one = indicator("Assessments completed", unit="children", scale=0)
    sexes = {"Girls": category("sex", "Girls of the long name that wraps"), "Boys": category("sex", "Boys")}
    for place, girls, boys in ((where[0], 40, 60), (where[1], 20, 120), (area(GATESHEAD), 60, 180)):
        figure(one, place, "2024", value=girls + boys)
        for name, many in (("Girls", girls), ("Boys", boys)):
            figure(one, place, "2024", value=many, sex=sexes[name])
    answer = ask(made.trust, one, "two-way")
    assert [heading.text for heading in answer.headings][-1] == "Girls of the long name that wraps (children)"
    assert {len(line.cells) for line in answer.lines} == {4}
    assert "gap" not in f"{answer.said} {answer.method}".lower()
    assert "gap" not in " ".join(heading.text for heading in ask(made.trust, one, "groups").headings).lower()
    shades = {(cell["row"], cell["column"]): cell["shade"] for cell in answer.chart["data"]["values"]}
    assert {row for (row, _), shade in shades.items() if shade is None} == {area(GATESHEAD).name}
    words = unescape(svg(answer.chart))
    assert "Girls of the long name that wraps</" not in words
    assert ">Girls of the" in words


@pytest.mark.rule("MED-112")
def test_every_page_hides_the_same(made):
    place_of(made.trust)
    where = localities(made, 2)
    one = indicator("Waits: %", unit="%", scale=100)
    counted(one, where, with_margins({(0, "Girls"): 3, (0, "Boys"): 60, (1, "Girls"): 20, (1, "Boys"): 120}, 2))  # fmt: skip
    found = seen_on_every_page(made, one, where)
    assert {cell for cell, shown in found.items() if shown.is_hidden} == {
        (place, group) for place in (0, 1) for group in GROUPS
    }
