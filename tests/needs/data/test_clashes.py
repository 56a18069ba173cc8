"""Figures that clash on their way in, with others of the file or with what is known, wherever in the file they stand."""

import csv
import io

import pytest

from needs.actions import batch as batches
from needs.figures import snapshots, table, validate
from needs.figures.intake import bring_in
from needs.figures.rejects import Rejects
from needs.models import Observation, Replaced, Snapshot
from tests.needs.data.bringing import FINGERTIPS, counts, everything, fingertips, saved, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """A file of a dozen rows comes in as many blocks, as one of a million does."""
    monkeypatch.setattr(validate, "AT_ONCE", 2)
    monkeypatch.setattr(validate, "BLOCK", 2)


def rows(first: int, last: int, **more: str) -> list[list[str]]:
    """One row for each year."""
    return [fingertips(period=str(year), value=str(year % 100), **more) for year in range(first, last)]


def test_a_figure_given_again_is_told_with_the_row_that_gave_it_first(tmp_path):
    again = [fingertips(period="2003", value="3"), fingertips(period="2001", value="99")]
    after = [fingertips(period="2012", value="12"), fingertips(period="2011", value="5")]
    path = written(tmp_path, [FINGERTIPS, *rows(2000, 2010), *again, *rows(2010, 2014), *after])
    batch, told = saved(path)
    assert counts(batch) == (18, 14, 0, 0, 4)
    assert [(row, said.split(":")[0], said.rpartition(", ")[2]) for row, said in told] == [
        (12, "Repeats row 5", "with the same figures"),
        (13, "Repeats row 3", "with other figures; the first were kept"),
        (18, "Repeats row 16", "with the same figures"),
        (19, "Repeats row 15", "with other figures; the first were kept"),
    ]
    assert list(Observation.objects.order_by("period").values_list("value", flat=True)) == list(range(14))
    assert Snapshot.objects.get().value == 13


def test_a_row_given_twice_at_once_is_kept_once(tmp_path):
    batch, told = saved(written(tmp_path, [FINGERTIPS, *rows(2000, 2001), *rows(2000, 2008)]))
    assert counts(batch) == (9, 8, 0, 0, 1)
    assert [row for row, _ in told] == [3]


def test_figures_that_are_known_in_the_middle_of_a_file_are_compared(tmp_path):
    saved(written(tmp_path, [FINGERTIPS, *rows(2000, 2006, id="2", name="Another")]))
    later = rows(2000, 2008, id="2", name="Another")
    later[3][12] = "99"
    batch, told = saved(written(tmp_path, [FINGERTIPS, *rows(2000, 2005), *later], name="later.csv"))
    assert (counts(batch), told) == ((13, 7, 1, 5, 0), [])
    assert (Observation.objects.count(), Replaced.objects.count()) == (13, 1)
    assert Observation.objects.get(value=99).indicator.code == "2"


def test_a_job_that_dies_after_a_clash_leaves_nothing_and_the_next_is_as_if_it_had_not_been(
    tmp_path, monkeypatch
):
    path = written(tmp_path, [FINGERTIPS, *rows(2000, 2006), *rows(2000, 2001), *rows(2006, 2009)])

    def dies(_):
        raise RuntimeError("the worker was killed")

    with monkeypatch.context() as broken:
        broken.setattr(snapshots, "refresh", dies)
        with pytest.raises(RuntimeError):
            saved(path)
    assert everything() == []
    batch, _ = saved(path)
    assert counts(batch) == (10, 9, 0, 0, 1)


def test_a_file_that_is_read_once_more_tells_each_fault_once(tmp_path):
    path = written(tmp_path, [FINGERTIPS, *rows(2000, 2004), fingertips(sex="Sideways")])
    batch, rejects = batches.receive(file_name=path.name), Rejects()
    for _ in range(2):  # as where another import took the same keys meanwhile
        assert bring_in(batch, path, rejects).rejected == 1
    assert [row for row, _ in rejects] == [6]
    rejects.close()


@pytest.mark.parametrize("text", [
    "a,b\nc,d\n", "a,b\r\nc,d", "a\rb\n\nc,,\n", 'a,"b\nc",d\ne,f\n', '"a""b",c\r\n\r\nd\n"e', "a\x0bb,\u2028c\x85\nd \n", "",
])  # fmt: skip
@pytest.mark.parametrize("at_once", [1, 1 << 16])
def test_lines_without_quotation_marks_are_split_as_the_library_reads_them(text, at_once, monkeypatch):
    monkeypatch.setattr(table, "AT_ONCE", at_once)
    ours = list(table._csv_rows(io.StringIO(text, newline="")))
    assert ours == list(csv.reader(io.StringIO(text, newline="")))
