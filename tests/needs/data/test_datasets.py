"""Datasets: whose they are, when the next release is due, and that none is shared without its protocol."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from needs.actions import batch as batches
from needs.actions.dataset import keep_dataset
from needs.data_page import releases
from needs.models import Batch, Dataset
from tests.factories.framework import SANDOVER, gate, row
from tests.factories.sandover import Sandover, sandover
from tests.factories.visitor import form_of, text_of, visitor
from trusts.governance import clock
from trusts.governance.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db) -> Sandover:
    sharing = gate("data.share", "links-exist", params={"link": "information sharing protocol", "count": 1})
    officers = row("commissioning-officer", "data.import")
    return sandover(gates=[sharing], delegation=[*SANDOVER["delegation"], officers])


def release(made: Sandover, of: Dataset, day: date) -> Batch:
    """A file of a dataset that was saved."""
    return Batch.objects.create(
        trust=made.trust, file_name="a.csv", state="saved", dataset=of, dated=day, created_at=clock.now(), saved_at=clock.now(),
    )  # fmt: skip


@pytest.mark.rule("DUR-149")
@pytest.mark.parametrize(
    ("every", "last", "due"),
    [(1, "2026-01-31", "2026-02-28"), (3, "2025-11-30", "2026-02-28"), (12, "2024-02-29", "2025-02-28"), (24, "2024-12-05", "2026-12-05")],
)  # fmt: skip
def test_the_next_release_is_due_so_many_months_after_the_last(every, last, due):
    assert Dataset(every=every).due(date.fromisoformat(last)) == date.fromisoformat(due)


@pytest.mark.rule("DUR-149")
def test_a_dataset_is_late_two_weeks_after_its_day_and_stands_first(made):
    today = clock.today()
    late = keep_dataset(trust=made.trust, by=made.officer, name="Late", every=1)
    fresh = keep_dataset(trust=made.trust, by=made.officer, name="Fresh", every=12)
    once = keep_dataset(trust=made.trust, by=made.officer, name="Came once", every=0)
    for one, ago in ((late, 60), (late, 90), (fresh, 300), (once, 900)):
        release(made, one, today - timedelta(days=ago))
    found = releases(made.trust, today)
    assert [(one.dataset.name, one.late) for one in found] == [("Late", True), ("Fresh", False), ("Came once", False)]  # fmt: skip
    assert found[0].last == today - timedelta(days=60)
    page = text_of(visitor(made.officer).get(reverse("data", args=["sandover"])))
    assert " Late " in page.split("Every month")[1].split("Every year")[0]


@pytest.mark.rule("GAT-179")
def test_figures_of_a_partner_are_not_shared_without_a_protocol(made):
    partner = made.trust.organisations.first()
    batch = batches.receive(file_name="a.csv", trust=made.trust, by=made.officer, local=True, agency=partner)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKED, new=1)
    with pytest.raises(Refused, match="Not yet"):
        batches.queue(batch, by=made.officer)
    officer = visitor(made.officer)
    page = text_of(officer.get(reverse("batch", args=["sandover", batch.pk])))
    assert "These figures cannot be saved yet" in page
    assert "No information sharing protocol is linked" in page
    assert "Save these figures" not in page
    url = reverse("dataset-make", args=["sandover"])
    officer.post(url, form_of(officer, url, name="Waits", every="12", protocol="Sandover protocol"))
    url = reverse("batch-release", args=["sandover", batch.pk])
    officer.post(url, form_of(officer, url, dataset=str(Dataset.objects.get().pk)))
    assert "Save these figures" in text_of(officer.get(reverse("batch", args=["sandover", batch.pk])))
    batch.refresh_from_db()
    assert batches.queue(batch, by=made.officer).state == Batch.State.QUEUED


@pytest.mark.rule("GAT-179")
def test_figures_of_a_partners_dataset_are_not_shared_without_a_protocol_either(made):
    partner = made.trust.organisations.first()
    theirs = keep_dataset(trust=made.trust, by=made.officer, name="Theirs", owner=partner)
    batch = batches.receive(file_name="a.csv", trust=made.trust, by=made.officer, local=True, dataset=theirs)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKED)
    with pytest.raises(Refused, match="Not yet"):
        batches.queue(batch, by=made.officer)


@pytest.mark.rule("GAT-179")
def test_what_is_shared_is_not_said_to_be_of_a_dataset_without_a_protocol(made):
    partner = made.trust.organisations.first()
    theirs = keep_dataset(trust=made.trust, by=made.officer, name="Theirs", owner=partner)
    published = keep_dataset(trust=made.trust, by=made.officer, name="Published")
    shared = release(made, published, clock.today())
    officer, url = visitor(made.officer), reverse("batch-release", args=["sandover", shared.pk])
    page = officer.post(url, form_of(officer, url, dataset=str(theirs.pk)))
    assert "No information sharing protocol is linked" in text_of(page)
    shared.refresh_from_db()
    assert shared.dataset == published


@pytest.mark.rule("GAT-179")
@pytest.mark.parametrize("named_by", ["file", "dataset"])
def test_the_protocol_of_what_is_shared_is_not_taken_away(made, named_by):
    partner = made.trust.organisations.first()
    owner = partner if named_by == "dataset" else None
    kept = keep_dataset(trust=made.trust, by=made.officer, name="Waits", owner=owner, protocol="Ours")
    shared = release(made, kept, clock.today())
    Batch.objects.filter(pk=shared.pk).update(agency=partner if named_by == "file" else None)
    officer, url = visitor(made.officer), reverse("dataset-edit", args=["sandover", kept.pk])
    page = officer.post(url, form_of(officer, url, protocol="", every="3"))
    assert "“a.csv” was saved and is shared as part of it" in text_of(page)
    kept.refresh_from_db()
    assert (kept.protocol, kept.every) == ("Ours", 0)
    Batch.objects.filter(pk=shared.pk).update(state=Batch.State.UNDONE)
    assert officer.post(url, form_of(officer, url, protocol="")).status_code == 302


def test_figures_that_no_partner_supplied_need_no_protocol(made):
    batch = batches.receive(file_name="a.csv", trust=made.trust, by=made.officer)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKED)
    assert batches.queue(batch, by=made.officer).state == Batch.State.QUEUED


def test_two_datasets_of_one_name_and_a_stale_one_are_refused(made):
    officer, url = visitor(made.officer), reverse("dataset-make", args=["sandover"])
    for status in (302, 409):
        assert officer.post(url, form_of(officer, url, name="Waits", every="12")).status_code == status
    edit = reverse("dataset-edit", args=["sandover", Dataset.objects.get().pk])
    old = form_of(officer, edit, name="Waits of children")
    assert officer.post(edit, form_of(officer, edit, protocol="Ours")).status_code == 302
    page = officer.post(edit, old)
    assert page.status_code == 409
    assert "Ours" in text_of(page)
