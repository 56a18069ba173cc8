"""`manage.py import_data`: what it prints, what it leaves alone, and a folder that is watched."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from needs.management.commands import import_data
from needs.models import Batch, Observation
from tests.needs.data.bringing import FINGERTIPS, fingertips, written

pytestmark = pytest.mark.django_db


def ran(*arguments) -> str:
    """What the command says."""
    said = io.StringIO()
    call_command("import_data", *map(str, arguments), stdout=said)
    return said.getvalue()


@pytest.fixture
def good(tmp_path):
    rows = [FINGERTIPS, fingertips(period="2018"), fingertips(period="2019")]
    return written(tmp_path, rows)


@pytest.fixture
def faulty(tmp_path):
    rows = [FINGERTIPS, fingertips(), fingertips(period="when pigs fly"), fingertips(period="2020")]
    return written(tmp_path, rows, name="faulty.csv")


def test_it_prints_the_layout_the_counts_and_why_a_row_was_rejected(faulty):
    said = ran(faulty)
    assert "layout" in said
    for name, count in (("rows read", 3), ("new", 2), ("changed", 0), ("unchanged", 0), ("rejected", 1)):
        assert f"  {name:<12}{count}\n" in said
    assert "  row 3: " in said
    assert "when pigs fly" in said


def test_a_program_reads_the_same_as_json(faulty):
    said = json.loads(ran(faulty, "--json"))
    assert (said["rows"], said["new"], said["rejected"]) == (3, 2, 1)
    assert [one["row"] for one in said["rejected_rows"]] == [3]


def test_looking_only_says_what_would_change_and_changes_nothing(good):
    assert "new         2" in ran(good, "--check")
    assert not Observation.objects.exists()
    assert not Batch.objects.exists()


def test_strict_keeps_nothing_of_a_file_with_one_bad_row(faulty):
    with pytest.raises(CommandError, match="1 file was refused"):
        ran(faulty, "--strict")
    assert not Observation.objects.exists()


def test_a_path_that_leads_nowhere_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        ran(tmp_path / "nothing.csv")


def test_a_watched_folder_takes_what_is_laid_into_it_once_it_is_whole(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [FINGERTIPS, *(fingertips(period=str(year)) for year in (2017, 2018, 2019))]
    seen = []

    def meanwhile(seconds):
        """What happens in the folder between two looks."""
        seen.append(Observation.objects.count())
        if len(seen) in (1, 2):  # half of it, then all of it
            written(folder, rows[: 2 * len(seen)])
        if len(seen) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(import_data.time, "sleep", meanwhile)
    with pytest.raises(KeyboardInterrupt):
        ran(folder, "--watch")
    assert seen == [0, 0, 0, 3, 3]
    assert Batch.objects.count() == 1
