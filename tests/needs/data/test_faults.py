"""Bad files and bad rows: a clear answer with the row and its reason, and nothing stored in part."""

import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from needs.models import Area, Batch, Indicator, Observation
from tests.needs.data.bringing import FINGERTIPS, TIDY, checked, counts, fingertips, saved, written

pytestmark = pytest.mark.django_db
GOOD = ["E08000037", "2019", "Anything", "1"]


def bomb(folder):
    """A workbook that unpacks to a thousand times its size."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", "<workbook/>")
        zipped.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    return path


def cut_workbook(folder):
    """A workbook that was not downloaded to its end."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet().write_row(0, 0, TIDY)
    (folder / "cut.xlsx").write_bytes(whole.getvalue()[:-200])
    return folder / "cut.xlsx"


def of(content, name="figures.csv"):
    """A file that holds this."""

    def made(folder):
        (folder / name).write_bytes(content)
        return folder / name

    return made


BAD_FILES = {
    "empty": (of(b""), "is empty"),
    "only a heading": (of(",".join(TIDY).encode()), "no row under it"),
    "only blank lines": (of(b"\n\n\n"), "holds no table"),
    "one column": (of(b"a\nb\nc\n"), "holds no table"),
    "binary": (of(bytes(range(256)) * 40), "not text"),
    "a picture": (of(b"\x89PNG\r\n\x1a\n" + b"0" * 99), "a picture"),
    "a web page": (of(b"<!DOCTYPE html><html></html>"), "a web page"),
    "an old workbook": (of(b"\xd0\xcf\x11\xe0" + b"0" * 99, "old.xls"), "old Excel"),
    "a cut workbook": (cut_workbook, "damaged or cut short"),
    "a zip bomb": (bomb, "unpacks to more"),
    "100,000 columns": (of(b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n"), "more than 2,000 columns"),
    "a line without end": (of(b"a,b\n" + b"x" * (3 << 20)), "longer than two million"),
    "a quotation mark that is not closed": (
        of(b'area_code,period,indicator,value\nE08000037,2019,"Any,1\n' + b"E08000037,2019,Any,1\n" * 6000), "quotation mark"
    ),
    "two columns of one name": (of(b"area_code,period,indicator,value,value\nE08000037,2019,Any,1,2\n"), "more than once"),
    "cut short JSON": (of(b'{"E08000037": ["E06000047", "E0', "near.json"), "not whole"),
    "other JSON": (of(b'[{"a": 1}]', "near.json"), "not a list of neighbours"),
    "nothing but faults": (of(b"area_code,period,indicator,value\n" + b"Nowhere,2019,Any,1\n" * 5), "No row of this file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_the_reason_and_leaves_nothing(name, tmp_path):
    make, said = BAD_FILES[name]
    batch, _ = saved(make(tmp_path))
    assert batch.state == Batch.State.REFUSED, batch.answer
    assert said in batch.answer
    assert (Observation.objects.count(), Indicator.objects.count(), Area.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_are_read_however_they_are_written(encoding, tmp_path):
    row = ["E08000037", "2019", "Café – £ a head", "1"]
    batch, _ = saved(written(tmp_path, [TIDY, row], encoding=encoding))
    assert (batch.state, batch.new) == ("saved", 1), batch.answer
    assert Indicator.objects.get().name.startswith("Café – £")


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_columns_are_told_apart_by_any_usual_sign(sign, tmp_path):
    (tmp_path / "figures.csv").write_text(f"{sign.join(TIDY)}\n{sign.join(GOOD)}\n")
    assert saved(tmp_path / "figures.csv")[0].new == 1


FAULTS = [
    (fingertips(area="E06999999"), "Unknown area"),
    (fingertips(area="W06000001"), "Wales"),
    (fingertips(area="Nowhere"), "Unknown area"),
    (fingertips(area=""), "Unknown area"),
    (fingertips(period="soon"), "Period"),
    (fingertips(period="2019/25"), "Period"),
    (fingertips(value="many"), "Value is not a number"),
    (fingertips(value="=1+1"), "Value is not a number"),
    (fingertips(value="nan"), "Value is not a number"),
    (fingertips(value="1_000"), "Value is not a number"),
    (fingertips(value="inf"), "Value is not a number"),
    (fingertips(value="\uff11\uff12"), "Value is not a number"),
    (fingertips(lower="3", upper="2"), "wrong way round"),
    (fingertips(count="-1"), "below nought"),
    (fingertips(denominator="-5"), "below nought"),
    (fingertips(sex="Sideways"), "Unknown sex"),
    (fingertips()[:12], "Cut short"),
    ([*fingertips(), "too", "much"], "columns where the heading"),
    (FINGERTIPS, "heading once more"),
]  # fmt: skip


def test_every_fault_is_told_with_its_row_and_reason_and_no_other(tmp_path):
    good = [fingertips(period=str(year)) for year in range(1990, 2020)]
    rows = [FINGERTIPS, *good[:5], *(row for row, _ in FAULTS), *good[5:]]
    batch, rejected = saved(written(tmp_path, rows))
    assert [
        (row, why) for (row, why), (_, said) in zip(rejected, FAULTS, strict=True) if said not in why
    ] == []
    assert [row for row, _ in rejected] == list(range(7, 7 + len(FAULTS)))
    assert counts(batch) == (30 + len(FAULTS), 30, 0, 0, len(FAULTS))
    assert Observation.objects.count() == 30


def test_a_row_given_twice_is_told_with_the_row_that_gave_it_first(tmp_path):
    rows = [
        fingertips(),
        fingertips(period="2020"),
        fingertips(),
        fingertips(value="9"),
        fingertips(period="2021"),
    ]
    batch, rejected = saved(written(tmp_path, [FINGERTIPS, *rows]))
    assert [row for row, _ in rejected] == [4, 5]
    assert "Repeats row 2" in rejected[0][1]
    assert "with the same figures" in rejected[0][1]
    assert "with other figures" in rejected[1][1]
    assert counts(batch) == (5, 3, 0, 0, 2)
    assert Observation.objects.filter(value=1.5).count() == 3


def test_the_last_row_of_a_file_that_was_cut_off_is_not_kept(tmp_path):
    whole = written(tmp_path, [FINGERTIPS[:26], fingertips()[:26], fingertips(period="2020")[:26]])
    whole.write_bytes(whole.read_bytes()[:-20])
    batch, rejected = saved(whole)
    assert (batch.new, [row for row, _ in rejected]) == (1, [3])


def test_a_short_row_in_the_middle_costs_no_other_row(tmp_path):
    rows = [
        fingertips(),
        fingertips(period="2020")[:12],
        fingertips(period="2021"),
        fingertips(period="2022"),
    ]
    whole = written(tmp_path, [FINGERTIPS, *rows])
    whole.write_bytes(whole.read_bytes().rstrip())
    batch, rejected = saved(whole)
    assert (counts(batch), [row for row, _ in rejected]) == ((4, 3, 0, 0, 1), [3])


@pytest.mark.parametrize("many", [3, 300])
def test_few_faults_among_many_rows_are_told_like_faults_among_few(many, tmp_path):
    areas = [f"E01{n:06}" for n in range(1, many + 1)]
    rows = [fingertips(area=area, period=str(year)) for area in areas for year in range(2010, 2020)]
    rows[4], rows[11], rows[20] = (
        fingertips(area=areas[0], period="2014", value="*"),
        fingertips(area=areas[1], period="2011", value="abc"),
        fingertips(area=areas[2], period="2010", lower="3", upper="2"),
    )
    batch, rejected = saved(written(tmp_path, [FINGERTIPS, *rows]))
    assert [row for row, _ in rejected] == [13, 22]
    assert counts(batch) == (many * 10, many * 10 - 2, 0, 0, 2)
    assert Observation.objects.filter(value=None, mark__kind="suppressed").count() == 1


def test_a_file_of_mostly_faults_is_refused_whole(tmp_path):
    rows = [fingertips(), *(fingertips(area="Nowhere", period=str(2000 + n)) for n in range(5))]
    batch, rejected = saved(written(tmp_path, [FINGERTIPS, *rows]))
    assert batch.state == Batch.State.REFUSED
    assert "5 of 6 rows cannot be kept" in batch.answer
    assert (len(rejected), Observation.objects.count()) == (5, 0)


def test_numbers_as_people_write_them(tmp_path):
    rows = [["E08000037", "2019", "Anything", "1,234.5"], ["E08000037", "2020", "Anything", " 12% "],
            ["E08000037", "2021", "Anything", "£3"]]  # fmt: skip
    saved(written(tmp_path, [TIDY, *rows]))
    assert sorted(Observation.objects.values_list("value", flat=True)) == [3, 12, 1234.5]


def test_a_million_bad_rows_are_given_up_early_in_little_memory(tmp_path):
    path = tmp_path / "bad.csv"
    with path.open("w") as file:
        file.write(",".join(TIDY) + "\n")
        for start in range(0, 1_000_000, 10_000):
            file.write("".join(f"Nowhere {n},2019,Anything,1\n" for n in range(start, start + 10_000)))
    tracemalloc.start()
    batch, rejected = checked(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert batch.state == Batch.State.REFUSED
    assert "None of the first 10,000 rows" in batch.answer
    assert len(rejected) == 10_000
    assert peak < 24 << 20


def test_a_list_of_words_and_codes_is_told_from_a_table_of_figures(tmp_path):
    rows = [
        ["code", "level1", "level2"],
        ["321110", "Children", "CAMHS"],
        ["401204", "Children", "Health visiting"],
    ]
    batch, _ = checked(written(tmp_path, rows))
    assert batch.state == Batch.State.REFUSED
    assert "No column of this file holds figures" in batch.answer
