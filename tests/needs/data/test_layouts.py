"""Each publisher's layout is recognised by its heading and read row by row, with its own traps."""

from pathlib import Path

import pytest
import xlsxwriter
from django.conf import settings

from needs.models import ALL, Area, Category, Indicator, Mark, Neighbour, Observation
from needs.statistics import periods
from needs.statistics.period import Period
from tests.needs.data.bringing import FILES, FINGERTIPS, TIDY, checked, counts, fingertips, saved, written

pytestmark = pytest.mark.django_db
WHOLE = Path(settings.BASE_DIR).parent / "shared" / "data"
SHARED = {
    "fingertips-children-north-east.csv": ("OHID Fingertips", 140, 140),
    "fingertips-children-south-east.csv": ("OHID Fingertips", 210, 210),
    "dfe-children-looked-after.csv": ("DfE explore education statistics", 2505, 2505),
    "nearest-neighbours.json": ("Statistical neighbours (JSON)", 348, 5175),
    "neighbours-trafford-cssn.csv": ("Statistical neighbours (table)", 10, 10),
    "tidy-neet.csv": ("Tidy table", 168, 168),
}
"""The whole files that may lie beside the checkout: layout, rows, figures."""


@pytest.mark.parametrize("name", SHARED)
def test_the_whole_files_come_in_whole(name):
    if not WHOLE.is_dir():
        pytest.skip("the whole files are not beside this checkout")
    layout, rows, figures = SHARED[name]
    batch, rejected = saved(WHOLE / name)
    assert (batch.answer, batch.state, rejected) == ("", "saved", [])
    assert (batch.layout, batch.rows) == (layout, rows)
    assert batch.new + batch.unchanged == figures


def test_fingertips_as_it_was_downloaded():
    batch, rejected = saved(FILES / "fingertips.csv")
    assert counts(batch) == (40, 40, 0, 0, 0)
    assert rejected == []
    one = Observation.objects.get(indicator__code="91141", area__code="E08000037")
    assert one.value == pytest.approx(9.91557231731397)
    assert (Period.from_key(one.period).label, one.sex_id, one.age.name) == ("2015", ALL, "5-16 yrs")
    gateshead = Area.objects.get(code="E08000037")
    assert (gateshead.kind, gateshead.region.code) == ("authority", "E12000001")
    assert Indicator.objects.get(code="91141").age.name == "5-16 yrs"


@pytest.mark.parametrize(
    "write",
    [
        lambda name: name.replace(" ", ""),
        lambda name: name.replace(" ", "_"),
        lambda name: name.upper(),
        lambda name: name.replace("Region value", "CCGs (from Apr 2021) value"),
        lambda name: name.replace("Sex", "Gender"),
    ],
    ids=["closed up", "underscores", "capitals", "another parent", "gender"],
)
def test_fingertips_in_all_its_headings(write, tmp_path):
    heading = [write(name) for name in FINGERTIPS]
    batch, _ = saved(written(tmp_path, [heading, fingertips()]))
    assert (batch.layout, batch.new, batch.found["unknown"]) == ("OHID Fingertips", 1, [])


def test_a_row_of_25_under_26_names_is_a_row(tmp_path):
    batch, _ = saved(written(tmp_path, [FINGERTIPS[:26], fingertips()[:25]]))
    assert counts(batch) == (1, 1, 0, 0, 0)


def test_a_name_with_a_line_break_in_it_is_one_row(tmp_path):
    batch, _ = saved(
        written(tmp_path, [FINGERTIPS, fingertips(name="Two\nlines"), fingertips(period="2020")])
    )
    assert batch.rows == 2
    assert Indicator.objects.get().name == "Two lines"


def test_groups_stand_beside_the_total_and_are_never_added_to_it(tmp_path):
    decile = {"scheme": "Deprivation deciles (IMD2019)", "category": "Most deprived decile"}
    rows = [fingertips(value="10"), fingertips(value="20", **decile), fingertips(value="6", sex="Female")]
    batch, _ = saved(written(tmp_path, [FINGERTIPS, *rows]))
    assert batch.new == 3
    assert Observation.objects.get(sex=ALL, category=ALL).value == 10
    assert Category.objects.get(dimension="deprivation").name == "Most deprived decile"


def test_education_statistics_with_marks_kept_as_marks():
    batch, rejected = saved(FILES / "education.csv")
    assert rejected == []
    assert batch.new == batch.rows == sum(1 for _ in (FILES / "education.csv").open(encoding="utf-8-sig")) - 1
    hidden = Observation.objects.filter(mark__text="c")
    assert hidden.exists()
    assert set(hidden.values_list("value", flat=True)) == {None}
    assert {m.kind for m in Mark.objects.filter(text__in=["c", "z"])} == {"suppressed", "not-applicable"}
    one = Observation.objects.get(
        area__code="E08000037", period=_year(2020),
        indicator__name__startswith="Children looked after at 31 March",
    )  # fmt: skip
    assert (one.value, one.count, one.denominator) == (107, 415, 38715)
    assert one.indicator.scale == 10_000


def _year(year):
    """The key of a reporting year, as its publisher calls it."""
    return periods.read(str(year), "Reporting year").key


def test_education_statistics_with_several_groups(tmp_path):
    heading = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name", "new_la_code", "la_name",
               "sex", "ethnicity", "headcount", "persistent_absence_percent"]  # fmt: skip
    where = ["202324", "Academic year", "Local authority", "E92000001", "England", "E06000035", "Medway"]
    rows = [[*where, "Total", "Total", "100", "20.5"], [*where, "Girls", "Total", "48", "21"],
            [*where, "Girls", "Mixed", "c", "c"]]  # fmt: skip
    batch, rejected = saved(written(tmp_path, [heading, *rows]))
    assert (batch.new, rejected) == (3, [])
    total = Observation.objects.get(sex=ALL)
    assert (total.value, total.count, Period.from_key(total.period).label) == (20.5, 100, "2023/24")
    assert Observation.objects.get(category__name="Mixed").sex.name == "Female"


def test_nomis(tmp_path):
    heading = ["DATE", "DATE_NAME", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GENDER", "GENDER_NAME", "C_AGE_NAME", "MEASURES_NAME",
               "OBS_VALUE", "OBS_STATUS_NAME"]  # fmt: skip
    rows = [["2023", "2023", "E08000037", "Gateshead", "0", "Total", "Aged 0 to 15", "Value", "35000", "Normal Value"],
            ["2023", "2023", "E08000037", "Gateshead", "1", "Male", "Aged 0 to 15", "Value", "18000", "Normal Value"]]  # fmt: skip
    batch, rejected = saved(written(tmp_path, [heading, *rows], name="population.csv"))
    assert (batch.layout, batch.new, rejected) == ("ONS Nomis", 2, [])
    assert Indicator.objects.get().name == "Population"


def test_customised_data_of_ons(tmp_path):
    heading = ["v4_0", "calendar-years", "Time", "administrative-geography", "Geography", "sex", "Sex"]
    batch, rejected = saved(
        written(tmp_path, [heading, ["12.5", "2021", "2021", "E06000047", "County Durham", "all", "All"]])
    )
    assert (batch.layout, batch.new, rejected) == ("ONS customised data", 1, [])


def test_indices_of_deprivation(tmp_path):
    heading = ["LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)",
               "Local Authority District name (2019)", "Index of Multiple Deprivation (IMD) Score",
               "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
               "Income Deprivation Affecting Children Index (IDACI) Score (rate)"]  # fmt: skip
    row = ["E01008162", "Gateshead 001A", "E08000037", "Gateshead", "35.6", "4100", "0.21"]
    batch, rejected = saved(written(tmp_path, [heading, row]))
    assert (batch.layout, batch.rows, batch.new, rejected) == ("English indices of deprivation", 1, 3, [])
    small = Area.objects.get(code="E01008162")
    assert (small.kind, small.parent.code, small.region.code) == ("lsoa", "E08000037", "E12000001")
    assert {Period.from_key(key).label for key in Observation.objects.values_list("period", flat=True)} == {
        "2019"
    }


def test_a_tidy_table_of_a_council():
    batch, rejected = saved(FILES / "tidy.csv")
    assert (batch.layout, batch.new, rejected) == ("Tidy table", batch.rows, [])
    assert Indicator.objects.filter(unit="%").exists()


def test_a_list_of_neighbours_says_whose_it_is_by_the_name_of_its_file():
    batch, _ = saved(FILES / "neighbours-trafford.csv")
    assert (batch.new, Neighbour.objects.standing().count()) == (10, 10)
    assert Neighbour.objects.first().area.code == "E08000009"


def test_every_councils_neighbours_and_nobody_is_their_own():
    batch, rejected = saved(FILES / "neighbours.json")
    assert (batch.rows, rejected) == (5, [])
    mine = Neighbour.objects.standing().filter(area__code="E08000037")
    assert mine.count() == 15
    assert "E08000037" not in mine.values_list("other__code", flat=True)


def test_a_workbook_whose_table_begins_below_its_title(tmp_path):
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write(0, 0, "Read me")
        sheet = book.add_worksheet("Table 1")
        sheet.write(0, 0, "Figures of the year")
        for n, row in enumerate(
            [TIDY, ["E08000037", 2019, "Anything", 12.5], ["E06000047", 2019, "Anything", "c"]], 2
        ):
            sheet.write_row(n, 0, row)
    batch, rejected = saved(path)
    assert (counts(batch), rejected) == ((2, 2, 0, 0, 0), [])
    assert Observation.objects.get(area__code="E08000037").value == 12.5


def test_any_other_layout_once_somebody_has_said_what_its_columns_hold(tmp_path):
    path = written(tmp_path, [["Where", "How much", "Since when"], ["E08000037", "12", "2019"]])
    batch, _ = checked(path)
    assert batch.state == "asking"
    assert batch.found["heading"] == ["Where", "How much", "Since when"]
    said = {
        "columns": {"where": "area-code", "howmuch": "value", "sincewhen": "period"},
        "constants": {"indicator": "Ponds"},
    }
    batch, rejected = saved(path, settled=said)
    assert (batch.layout, batch.new, rejected) == ("Own mapping", 1, [])
    assert Indicator.objects.get().name == "Ponds"


def test_columns_that_nobody_reads_are_named_and_do_no_harm(tmp_path):
    batch, _ = saved(written(tmp_path, [[*TIDY, "colour"], ["E08000037", "2019", "Anything", "1", "blue"]]))
    assert (batch.new, batch.found["unknown"]) == (1, ["colour"])


def test_codes_that_ended_know_what_became_of_them(tmp_path):
    rows = [["E10000002", "2019", "Anything", "1"], ["E06000060", "2021", "Anything", "2"]]
    saved(written(tmp_path, [TIDY, *rows]))
    old = Area.objects.get(code="E10000002")
    assert old.valid_to.year == 2020
    assert [area.code for area in old.successors.all()] == ["E06000060"]
