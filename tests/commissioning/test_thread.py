"""The thread of a record: how far it is followed, where it stops, where it is broken, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.commissioning.test_record_pages import plant
from tests.factories.visitor import form_of, text_of, visitor
from tests.rules.records import maker
from trusts import legs, thread_breaks
from trusts.governance.permissions import standings
from trusts.models import Appointment, Person
from trusts.nouns import noun_of
from trusts.record_page import mending
from trusts.thread import SHOWN, thread_of
from trusts.thread_line import LINE, faults_at, line_of, start_of
from trusts.thread_marks import marks_of

pytestmark = pytest.mark.django_db
CODE = "county-durham"


@pytest.fixture
def made(db):
    return maker(CODE)


@pytest.fixture
def records(made):
    return plant(made)


def standing_of(person):
    return next(one for one in standings(person) if one.trust.code == CODE)


def knots(record, made) -> dict:
    """The parts of a record’s line, by their first kind."""
    thread = thread_of([record], standing_of(made.by))
    return {knot.kinds[0]: knot for knot in line_of(thread, start_of([record]))}


def test_the_line_tells_a_thread_from_the_need_to_the_difference(records, made):
    found = knots(records["agreement"], made)
    assert [found[kinds[0]].records for kinds in LINE[1:]] == [
        [records[kind]] for kind in ("finding", "priority", "intention", "specification", "agreement", "measure", "review")
    ]  # fmt: skip
    assert set(found["evidence"].records) == {records["evidence"]}
    assert [code for code, knot in found.items() if knot.here] == ["agreement"]
    assert not any(knot.lost for knot in found.values())


def test_what_is_missing_before_a_record_is_said_and_what_may_still_come_is_not(made):
    lone = made.make("specification", title="Nobody asked for it")
    found = knots(lone, made)
    assert {code for code, knot in found.items() if knot.lost} == {"evidence", "finding", "priority"}
    assert not found["agreement"].records
    assert found["priority"].who


def test_what_stands_beside_the_line_misses_nothing_that_comes_after_it(made):
    priority = made.make("priority", findings=[made.make("finding", assessment=made.make("assessment"))])
    specification = made.make("specification", priorities=[priority])
    made.make("measure", specification=specification)
    allocation = made.make(
        "allocation", fund=made.make("fund"), priority=priority, specification=specification
    )
    found = knots(allocation, made)
    assert {code for code, knot in found.items() if knot.lost} == {"evidence"}
    assert found["agreement"].passed


def test_what_goes_on_from_a_service_needs_no_specification(made):
    finding = made.make("finding", assessment=made.make("assessment"), evidence=[made.make("evidence")])
    service = made.make("service", priorities=[made.make("priority", findings=[finding])])
    agreement = made.make("agreement", service=service, provider=made.make("provider"))
    assert not any(knot.lost for knot in knots(agreement, made).values())


def test_what_ends_a_record_is_never_offered_first(made):
    priority = made.make("priority", state="agreed")
    page = visitor(made.by).get(priority.get_absolute_url())
    assert [offer.move.code for offer in page.context["open_moves"]] == ["end"]
    assert page.context["leading"] is None


def test_a_thread_does_not_spread_where_many_threads_meet(made):
    finding = made.make("finding", assessment=made.make("assessment"))
    mine, other = (made.make("priority", title=title, findings=[finding]) for title in ("Mine", "Another"))
    plan = made.make("plan", sort="annual-plan", priorities=[mine, other])
    fund = made.make("fund", priorities=[mine, other])
    mine_too, others = (made.make("intention", plan=plan, priority=one) for one in (mine, other))
    thread = thread_of([mine], standing_of(made.by))
    assert thread.of("plan", "fund") == [plan, fund]
    assert thread.of("intention") == [mine_too]
    assert thread.of("priority") == [mine]
    assert set(thread_of([plan], standing_of(made.by)).of("intention")) == {mine_too, others}


def test_a_review_feeds_the_next_round_and_the_thread_stops_there(records, made):
    fed = made.make("evidence", title="What the review showed")
    records["review"].evidence.add(fed)
    made.make("finding", title="Found in the next round", assessment=records["assessment"], evidence=[fed])
    down = thread_of([records["priority"]], standing_of(made.by))
    assert fed in down.of("evidence")
    assert "Found in the next round" not in [one.title for one in down.of("finding")]
    up = thread_of([fed], standing_of(made.by))
    assert records["review"] in up.of("review")
    assert records["agreement"] not in up.of("agreement")


def test_nothing_is_followed_that_the_person_may_not_read(records, made):
    provider = Person.objects.filter(appointments__trust__code=CODE, appointments__role="provider").first()
    records["provider"].organisation = Appointment.objects.get(person=provider, role="provider").organisation
    records["provider"].save()
    reader = standing_of(provider)
    thread = thread_of([records["agreement"]], reader)
    assert thread.of("return") == [records["return"]]
    assert not thread.of("priority", "specification", "finding")
    parts = line_of(thread, start_of([records["agreement"]]))
    assert all(knot.records for knot in parts)
    page = text_of(visitor(provider).get(records["agreement"].get_absolute_url()))
    assert "Missing" not in page
    assert records["priority"].title not in page


def test_sealed_bids_are_on_no_thread(records, made):
    records["procurement"].state = "open"
    records["procurement"].save()
    assert not thread_of([records["procurement"]], standing_of(made.by)).of("bid")


def test_whoever_reads_the_whole_trust_is_answered_in_words_written_once(records, made, monkeypatch):
    def told(person):
        thread = thread_of([records["priority"]], standing_of(person))
        return set(thread.seen), {
            fault.broken.code for fault in faults_at(thread.seen.values(), thread.standing)
        }

    expected = told(made.by)
    with monkeypatch.context() as patch:
        patch.setattr(legs, "_legs", lambda *_: pytest.fail("A link was written again."))
        patch.setattr(thread_breaks, "breaks_of", lambda *_: pytest.fail("A question was written again."))
        assert told(made.by) == expected
    monkeypatch.setattr(legs, "_whole", {})
    thread_breaks._places.cache_clear()
    assert told(made.by) == expected


def test_words_written_for_one_trust_find_nothing_of_another(records, made):
    thread_of([records["priority"]], standing_of(made.by))
    lone = made.make("specification", title="Nobody asked for it")
    other = maker("medway")
    there = next(one for one in standings(other.by) if one.trust.code == "medway")
    assert set(thread_of([records["priority"]], there).seen) == {("priority", records["priority"].pk)}
    assert faults_at([lone], standing_of(made.by))
    assert not faults_at([lone], there)


@pytest.mark.parametrize("name", ["pk", "trust", "blueprint"])
def test_keys_as_one_value_find_what_a_list_of_keys_finds(name, records, made):
    rows = type(records["evidence"]).objects.all()
    keys = [*rows.values_list(name, flat=True)[:3]]
    assert {*rows.filter(**{f"{name}__among": keys})} == {*rows.filter(**{f"{name}__in": keys})} != set()
    assert not rows.filter(**{f"{name}__among": []})


def test_a_thread_costs_the_same_however_many_hang_on_it(records, made):
    here = standing_of(made.by)
    costs = []
    for more in (0, 20):
        for n in range(more):
            extra = made.make("evidence", title=f"Extra {n}")
            records["finding"].evidence.add(extra)
            made.make("measure", title=f"Measure {n}", specification=records["specification"])
        with CaptureQueriesContext(connection) as queries:
            thread = thread_of([records["priority"]], here)
            line_of(thread, start_of([records["priority"]]))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
    assert len(thread.of("measure")) == 21


@pytest.mark.parametrize("sheet", ["", "thread/"])
@pytest.mark.parametrize("kind", ["priority", "agreement", "finding", "plan"])
def test_the_page_of_a_record_costs_the_same_for_one_line_and_for_thirty(kind, sheet, records, made):
    officer, page = visitor(made.by), records[kind].get_absolute_url() + sheet
    officer.get(page)
    costs = []
    for more in (0, 25):
        for n in range(more):
            made.make(
                "measure", title=f"Measure {n}", agreement=records["agreement"], priority=records["priority"]
            )
            made.make("intention", title=f"Line {n}", plan=records["plan"], priority=records["priority"])
            records["finding"].evidence.add(made.make("evidence", title=f"Extra {n}"))
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(page).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 15


def test_a_panel_names_the_newest_and_counts_the_rest(made):
    finding = made.make("finding", assessment=made.make("assessment"))
    pieces = [made.make("evidence", title=f"Piece {n}") for n in range(SHOWN + 3)]
    finding.evidence.set(pieces)
    [stretch] = [
        s for s in thread_of([finding], standing_of(made.by)).panel().up if s.noun.kind == "evidence"
    ]
    assert stretch.records[0] == pieces[-1]
    assert (len(stretch.records), stretch.more) == (SHOWN, 3)


def test_a_break_is_told_at_the_record_with_the_page_where_it_is_mended(made):
    finding = made.make("finding", assessment=made.make("assessment"), severity="high")
    found = {fault.broken.code: fault for fault in faults_at([finding], standing_of(made.by))}
    assert set(found) == {"finding-without-evidence", "need-without-decision"}
    link = mending(found["finding-without-evidence"], standing_of(made.by))
    assert link == reverse("record-link", args=[CODE, "finding", finding.number, "evidence"])
    draw = mending(found["need-without-decision"], standing_of(made.by))
    assert draw == f"{reverse('record-make', args=[CODE, 'priority'])}?findings={finding.number}"
    page = text_of(visitor(made.by).get(finding.get_absolute_url()))
    assert "The thread is broken here" in page


def test_a_register_marks_the_records_at_which_the_thread_is_broken(records, made):
    lone = made.make("specification", title="Nobody asked for it")
    table = visitor(made.by).get(reverse("records", args=[CODE, "specification"])).context["table"]
    marks = {line.title: line.mark for line in table.lines}
    assert marks[str(lone)] == "Thread broken: it serves no priority"
    assert marks[str(records["specification"])] == ""


def test_a_mark_says_what_the_page_of_the_record_says(records, made):
    standing = standing_of(made.by)
    for kind, record in records.items():
        told = "; ".join(fault.broken.here for fault in faults_at([record], standing))
        marks = marks_of(kind, [record], standing)
        assert marks == ({record.pk: f"Thread broken: {told}"} if told else {}), kind


def test_a_priority_drawn_from_a_finding_rests_on_it(made):
    finding = made.make("finding", assessment=made.make("assessment"), severity="high")
    officer = visitor(made.by)
    url = f"{reverse('record-make', args=[CODE, 'priority'])}?findings={finding.number}"
    assert finding.title in text_of(officer.get(url))
    sent = form_of(officer, url, title="Shorter waits", summary="No child waits.", outcomes=[made.outcome])
    assert officer.post(url, sent).status_code == 302
    assert [one.title for one in finding.priorities.all()] == ["Shorter waits"]
    assert not faults_at([finding.priorities.get()], standing_of(made.by))


def test_the_sheet_shows_money_figures_and_breaks(records, made):
    page = visitor(made.by).get(reverse("record-thread", args=[CODE, "priority", records["priority"].number]))
    assert "£47,000" in text_of(page)
    keys = {box.card.key[0] for box in page.context["picture"].boxes}
    assert {
        "evidence",
        "finding",
        "priority",
        "intention",
        "specification",
        "agreement",
        "measure",
        "review",
    } <= keys
    assert "participation" not in noun_of("priority").up


def test_the_page_of_an_item_shows_the_record_and_its_thread(records, made):
    from tests.rules.records import asked  # noqa: PLC0415

    item = asked(records["plan"], "approve-plan", made.by)
    chair = item.body.memberships.filter(position="chair").first().person
    page = visitor(chair).get(item.get_absolute_url())
    assert records["intention"].title in text_of(page)
    assert any(knot.here is False and knot.records for knot in page.context["knots"])
