"""Saving is all or nothing, saying the same twice changes nothing, and what was saved can be taken back."""

import pytest
from django.db import connection

from needs.actions import batch as batches
from needs.figures import intake, snapshots, store
from needs.figures.faults import Stopped
from needs.models import Batch, Category, Indicator, Neighbour, Observation, Replaced, Snapshot
from tests.factories.trust import TrustFactory
from tests.needs.data.bringing import (
    FILES,
    FINGERTIPS,
    TIDY,
    checked,
    counts,
    everything,
    fingertips,
    saved,
    written,
)
from trusts.governance.refusal import Refused

pytestmark = pytest.mark.django_db


def snapshot():
    """Every row of the snapshot."""
    return sorted(Snapshot.objects.values_list(), key=str)


def test_looking_changes_nothing():
    batch, _ = checked(FILES / "fingertips.csv")
    assert (batch.state, counts(batch)) == ("checked", (40, 40, 0, 0, 0))
    assert (Observation.objects.count(), Indicator.objects.count(), Snapshot.objects.count()) == (0, 0, 0)


def test_the_same_file_again_changes_nothing():
    saved(FILES / "fingertips.csv")
    before, latest = everything(), snapshot()
    batch, _ = saved(FILES / "fingertips.csv")
    assert counts(batch) == (40, 0, 0, 40, 0)
    assert (everything(), snapshot(), Replaced.objects.count()) == (before, latest, 0)


def test_a_later_release_changes_what_it_revises_and_undo_puts_it_back(tmp_path):
    rows = [fingertips(period=str(year)) for year in (2017, 2018, 2019)]
    saved(written(tmp_path, [FINGERTIPS, *rows]))
    before, latest = everything(), snapshot()
    later = [fingertips(period="2018", value="9"), fingertips(period="2019"), fingertips(period="2020")]
    batch, _ = saved(written(tmp_path, [FINGERTIPS, *later]))
    assert counts(batch) == (3, 1, 1, 1, 0)
    assert Observation.objects.filter(value=9).count() == 1
    assert everything() != before
    batches.undo(batch, by=None)
    assert (everything(), snapshot()) == (before, latest)
    kept = Replaced.objects.values_list("by", "batch", "value")
    assert list(kept) == [(batch.pk, batch.pk, 9)], "small counts that were shown are remembered as such"
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_undoing_the_first_file_leaves_nothing_of_it():
    batch, _ = saved(FILES / "fingertips.csv")
    batches.undo(batch, by=None)
    assert (Observation.objects.count(), Snapshot.objects.count(), Indicator.objects.count()) == (0, 0, 0)


def test_what_a_later_file_changed_is_undone_first(tmp_path):
    first, _ = saved(written(tmp_path, [FINGERTIPS, fingertips()]))
    later, _ = saved(written(tmp_path, [FINGERTIPS, fingertips(value="9")], name="later.csv"))
    with pytest.raises(Refused) as refused:
        batches.undo(first, by=None)
    assert "later.csv" in str(refused.value.refusals[0])
    batches.undo(later, by=None)
    batches.undo(first, by=None)
    assert Observation.objects.count() == 0


def test_a_new_list_of_neighbours_takes_the_place_of_the_old_and_undo_brings_that_back(tmp_path):
    saved(FILES / "neighbours-trafford.csv")
    before = set(Neighbour.objects.standing().values_list("other__code", flat=True))
    later = tmp_path / "neighbours-trafford.csv"
    text = (FILES / later.name).read_text()
    later.write_text(text.replace("E08000007,Stockport", "E08000037,Gateshead"))
    batch, _ = saved(later)
    assert (batch.new, Neighbour.objects.standing().count()) == (1, 10)
    batches.undo(batch, by=None)
    assert set(Neighbour.objects.standing().values_list("other__code", flat=True)) == before


def test_the_snapshot_says_the_latest_with_region_england_and_rank(tmp_path):
    rows = [fingertips(area=area, period=period, value=value) for area, period, value in (
        ("E92000001", "2019", "5"), ("E12000001", "2019", "6"), ("E08000037", "2018", "1"), ("E08000037", "2019", "8"),
        ("E06000047", "2019", "7"), ("E06000001", "2019", ""),
    )]  # fmt: skip
    saved(written(tmp_path, [FINGERTIPS, *rows]))
    one = Snapshot.objects.get(area__code="E08000037")
    assert (one.value, one.england, one.region, one.rank, one.n) == (8, 5, 6, 1, 2)
    assert Snapshot.objects.get(area__code="E06000001").rank is None
    kept = snapshot()
    snapshots.rebuild()
    assert snapshot() == kept
    assert store.without_owner() == []


def test_an_indicator_for_one_sex_has_that_as_its_headline(tmp_path):
    rows = [
        fingertips(sex="Female", age="15-44 yrs"),
        fingertips(sex="Female", age="15-44 yrs", period="2020"),
    ]
    saved(written(tmp_path, [FINGERTIPS, *rows]))
    one = Indicator.objects.select_related("sex", "age").get()
    assert (one.sex.name, one.age.name) == ("Female", "15-44 yrs")
    assert Snapshot.objects.get().value == 1.5


@pytest.mark.parametrize("breaks", ["keep", "refresh"])
def test_a_job_that_dies_on_the_way_leaves_nothing_half(breaks, tmp_path, monkeypatch):
    saved(written(tmp_path, [FINGERTIPS, fingertips()]))
    before, latest, groups = everything(), snapshot(), Category.objects.count()

    def dies(*_, **__):
        raise RuntimeError("the worker was killed")

    where = (intake.Library, "keep") if breaks == "keep" else (snapshots, "refresh")
    monkeypatch.setattr(*where, dies)
    rows = [fingertips(value="9"), fingertips(period="2020", age="5-16 yrs")]
    with pytest.raises(RuntimeError):
        saved(written(tmp_path, [FINGERTIPS, *rows]))
    assert (everything(), snapshot(), Category.objects.count(), Replaced.objects.count()) == (
        before,
        latest,
        groups,
        0,
    )


def test_a_job_that_is_asked_to_stop_keeps_nothing(tmp_path, monkeypatch):
    def stopped(*_):
        raise Stopped

    monkeypatch.setattr(batches, "_still", stopped)
    batch, _ = saved(written(tmp_path, [TIDY, ["E08000037", "2019", "Anything", "1"]]))
    assert (batch.state, Observation.objects.count()) == ("cancelled", 0)


def test_a_trusts_own_figures_are_its_own(tmp_path):
    ours, theirs = TrustFactory(code="ours"), TrustFactory(code="theirs")
    path = written(tmp_path, [TIDY, ["E08000037", "2019", "Assessments", "12"]])
    saved(path, trust=ours, local=True)
    assert Indicator.objects.visible_to(ours).count() == 1
    assert Indicator.objects.visible_to(theirs).count() == 0
    batch, _ = saved(path, trust=theirs, local=True)
    assert (batch.new, Indicator.objects.count()) == (1, 2)


def test_questions_find_their_rows_by_a_key(tmp_path):
    saved(FILES / "fingertips.csv")
    rows = Observation.objects.filter(indicator__in=[1, 2], area__in=[1, 2])
    plan = rows.explain()
    if connection.vendor == "sqlite":
        assert "SEARCH needs_observation USING" in plan


def test_two_jobs_do_not_save_one_file_twice():
    batch = batches.receive(file_name="fingertips.csv")
    Batch.objects.filter(pk=batch.pk).update(state="saving")
    again = batches.save(batch, path=FILES / "fingertips.csv")
    assert (again.state, Observation.objects.count()) == ("saving", 0)


def test_a_job_that_was_taken_for_dead_saves_nothing_any_more(tmp_path, monkeypatch):
    path = written(tmp_path, [TIDY, ["E08000037", "2019", "Anything", "1"]])
    monkeypatch.setattr(snapshots, "refresh", lambda indicators: Batch.objects.update(state="cancelled"))
    batch, _ = saved(path)
    assert (batch.state, Observation.objects.count()) == ("cancelled", 0)
