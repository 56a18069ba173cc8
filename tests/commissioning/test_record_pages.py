"""Every kind of record has its pages, and they hold: register, one record, new, change, thread; filters and files."""

import pytest
from django.urls import reverse

from tests.factories.visitor import form_of, text_of, visitor
from tests.rules.records import maker
from trusts.models import Appointment, Trust
from trusts.nouns import broken_at, nouns

pytestmark = pytest.mark.django_db
CODE = "county-durham"
KINDS = [noun.kind for noun in nouns() if noun.form is not None]
NASTY = ["\u202etxet", "{{ 7|add:7 }}", "=1+1", "<script>alert(1)</script>", "😀" * 40, "'; DROP TABLE x; --"]


def plant(made):
    """One record of every kind, each linked to those it belongs to."""
    found = {}

    def make(kind, **values):
        found[kind] = made.make(kind, **values)
        return found[kind]

    evidence = make("evidence")
    heard = make("participation")
    assessment = make("assessment", evidence=[evidence], participation=[heard])
    finding = make("finding", assessment=assessment, evidence=[evidence])
    priority = make("priority", findings=[finding])
    plan = make("plan", sort="annual-plan", priorities=[priority], assessments=[assessment])
    provider = make("provider", organisation=made.trust.organisations.filter(provides=True).first())
    service = make("service", provider=provider, priorities=[priority])
    specification = make("specification", priorities=[priority], service=service)
    measure = make("measure", specification=specification)
    intention = make(
        "intention", plan=plan, priority=priority, measures=[measure], specifications=[specification]
    )
    make("option", intention=intention)
    bodies = list(made.trust.bodies.filter(ends=None)[:2])
    make("recommendation", maker=bodies[0], to=bodies[1], plan=plan)
    fund = make("fund", priorities=[priority])
    make("contribution", fund=fund, organisation=made.trust.organisations.first())
    make("allocation", fund=fund, priority=priority, service=service)
    make("listing", provider=provider, priority=priority)
    procurement = make("procurement", specification=specification, state="open")
    make("panellist", procurement=procurement)
    make("bid", procurement=procurement, provider=provider)
    procurement.state = "closed"
    procurement.save()
    award = make("award", procurement=procurement, provider=provider)
    agreement = make("agreement", provider=provider, specification=specification, award=award, fund=fund, service=service,
                     state="active")  # fmt: skip
    filed = make("return", agreement=agreement)
    make("review", agreement=agreement, returns=[filed])
    deficit = make("deficit", agreement=agreement, filed=filed, measure=measure)
    make("intervention", service=service, deficit=deficit)
    make("veto", service=service)
    return found


@pytest.fixture
def records(db):
    return plant(maker(CODE))


@pytest.fixture
def officer(db):
    return visitor(maker(CODE).by)


def test_every_kind_of_the_vocabulary_is_planted(records):
    assert set(records) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_its_pages_open(kind, records, officer):
    record = records[kind]
    here = [CODE, kind]
    listed = officer.get(reverse("records", args=here), {"q": str(record.number)})
    assert record.title in text_of(listed)
    page = officer.get(record.get_absolute_url())
    assert page.status_code == 200
    assert record.title in text_of(page)
    for name in ("record-edit", "record-thread"):
        assert officer.get(reverse(name, args=[*here, record.number])).status_code == 200
    assert officer.get(reverse("record-make", args=here)).status_code == 200
    for shape in ("csv", "xlsx"):
        assert officer.get(reverse("records", args=here), {"format": shape}).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_as_it_stands_changes_nothing_but_the_version(kind, records, officer):
    record = records[kind]
    if getattr(record, "state", "") in record.FIXED:
        pytest.skip("its details no longer change")
    url = reverse("record-edit", args=[CODE, kind, record.number])
    before = {f.name: getattr(record, f.name) for f in record._meta.concrete_fields if f.name != "version"}
    page = officer.post(url, form_of(officer, url))
    assert page.status_code == 302, text_of(page)[:1500]
    saved = type(record).objects.get(pk=record.pk)
    assert saved.version == record.version + 1
    after = {f.name: getattr(saved, f.name) for f in record._meta.concrete_fields if f.name != "version"}
    assert after == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_what_is_missing_and_saves_nothing(kind, records, officer):
    url = reverse("record-make", args=[CODE, kind])
    count = type(records[kind]).objects.count()
    page = officer.post(url, {**form_of(officer, url), "title": ""})
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert type(records[kind]).objects.count() == count


@pytest.mark.parametrize("kind", ["evidence", "agreement", "bid"])
def test_nasty_words_are_shown_as_they_are(kind, records, officer):
    for text in NASTY:
        type(records[kind]).objects.filter(pk=records[kind].pk).update(title=text)
        page = officer.get(records[kind].get_absolute_url())
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        file = officer.get(reverse("records", args=[CODE, kind]), {"format": "csv"}).content.decode()
        assert "\n=" not in file
        assert ",=" not in file


def test_a_stale_change_shows_both_versions_and_keeps_what_was_typed(records, officer):
    record = records["agreement"]
    url = reverse("record-edit", args=[CODE, "agreement", record.number])
    mine = form_of(officer, url, title="Mine")
    officer.post(url, form_of(officer, url, title="Theirs"))
    page = officer.post(url, mine)
    assert page.status_code == 409
    assert "Theirs" in text_of(page)
    assert 'value="Mine"' in page.content.decode()
    record.refresh_from_db()
    assert record.title == "Theirs"


def test_another_trusts_records_are_offered_and_accepted_nowhere(records, officer):
    theirs = maker("gateshead").make("provider", title="Of another trust")
    url = reverse("record-make", args=[CODE, "agreement"])
    page = officer.get(url)
    assert "Of another trust" not in text_of(page)
    sent = form_of(officer, url, title="Mine", provider=str(theirs.pk), value="10", starts="1 June 2026", summary="S",
                   sort="contract", outcomes=["ecm.healthy"])  # fmt: skip
    answer = officer.post(url, sent)
    assert answer.status_code == 422
    other = reverse("record", args=[CODE, "provider", theirs.number + 500])
    assert officer.get(other).status_code == 404


def test_the_thread_of_a_priority_runs_from_evidence_to_review(records, officer):
    page = text_of(officer.get(reverse("record-thread", args=[CODE, "priority", records["priority"].number])))
    for kind in (
        "evidence",
        "finding",
        "specification",
        "procurement",
        "agreement",
        "measure",
        "return",
        "review",
    ):
        assert records[kind].title in page, kind


def test_broken_threads_are_counted_and_mended(records, officer):
    url = reverse("broken-threads", args=[CODE])
    lone = maker(CODE).make("specification", title="Without a priority")
    assert "Specifications without a priority: 1" in text_of(officer.get(url))
    link = reverse("record-link", args=[CODE, "specification", lone.number, "priorities"])
    officer.post(link, form_of(officer, link, others=[str(records["priority"].pk)]))
    assert "Specifications without a priority: none" in text_of(officer.get(url))


def test_breaks_are_counted_once_until_something_changes(records, django_assert_num_queries):
    def counted():
        return broken_at(Trust.objects.get(code=CODE))

    before = counted()["specification-without-priority"]
    with django_assert_num_queries(1):
        assert counted()["specification-without-priority"] == before
    maker(CODE).make("specification", title="Without a priority")
    assert counted()["specification-without-priority"] == before + 1


@pytest.mark.parametrize("kind", ["agreement", "priority", "specification"])
def test_a_register_costs_the_same_for_one_line_and_for_thirty(
    kind, records, officer, django_assert_max_num_queries
):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    url, made = reverse("records", args=[CODE, kind]), maker(CODE)
    officer.get(url)
    counted = []
    for more in (0, 29):
        for _ in range(more):
            values = {"provider": records["provider"]} if kind == "agreement" else {}
            made.make(kind, **values)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert officer.get(url).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 7


def test_a_provider_opens_its_own_return_and_reads_nothing_of_the_kinds_beside_it(db):
    made = maker("buckinghamshire")
    own = Appointment.objects.filter(trust=made.trust, role="provider").select_related("person").first()
    provider = made.make("provider", organisation=own.organisation)
    agreement = made.make("agreement", provider=provider, state="active")
    filed = made.make("return", agreement=agreement)
    page = visitor(own.person).get(filed.get_absolute_url())
    assert page.status_code == 200
    assert filed.title in text_of(page)
