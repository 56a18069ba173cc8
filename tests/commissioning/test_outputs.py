"""Outputs of steps that are records: only those of the right sort count, finished, with the part that is asked for."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.actions.entry import record_entry
from commissioning.models import Movement, Work
from tests.factories.contracts import SpecificationFactory
from tests.factories.decision import ItemFactory
from tests.factories.framework import SANDOVER, gate
from tests.factories.needs import EvidenceFactory, PriorityFactory
from tests.factories.outputs import put_on_record, take_off_record
from tests.factories.person import AppointmentFactory, PersonFactory
from tests.factories.sandover import sandover
from tests.factories.visitor import form_of, text_of, visitor
from trusts.framework.vocabulary import PARTS, SORTS
from trusts.governance import clock
from trusts.governance.refusal import Refused
from trusts.models.record import as_attribute
from trusts.nouns import noun_of

pytestmark = pytest.mark.django_db
ROUTES = [{"code": "open", "label": "Open tender"}]
SOURCE = {
    "code": "known",
    "label": "What is known to work",
    "kind": "evidence",
    "sorts": ["research"],
    "part": "covers",
}


def working(output=SOURCE):
    """A trust whose first step asks for an output, and its exercise at that step."""
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [output]
    made = sandover("wharfdale", steps=steps)
    return made, made.at("draft")


def asked(exercise):
    """The output, as the exercise's framework has it."""
    return exercise.framework.outputs["draft", SOURCE["code"]]


def fresh(exercise):
    """The exercise as it is in the database."""
    return type(exercise).objects.with_framework().get(pk=exercise.pk)


@pytest.mark.parametrize("kind", SORTS)
def test_the_sorts_of_a_kind_are_those_of_its_field(kind):
    model = noun_of(kind).model
    assert dict(model._meta.get_field(model.SORT).choices) == SORTS[kind]


@pytest.mark.parametrize(("kind", "part"), [(kind, part) for kind, parts in PARTS.items() for part in parts])
def test_a_record_answers_for_each_of_its_parts(kind, part):
    assert hasattr(noun_of(kind).model, as_attribute(part))


def test_a_record_of_another_sort_does_not_count(db):
    made, exercise = working()
    Work.objects.create(
        exercise=exercise, evidence=EvidenceFactory(trust=made.trust, sort="views", covers="40 families")
    )
    assert not fresh(exercise).has_output("draft", asked(exercise))


def test_a_record_that_does_not_say_the_part_does_not_count_and_the_page_says_what_is_missing():
    made, exercise = working()
    record = EvidenceFactory(trust=made.trust, sort="research", title="Ten studies")
    Work.objects.create(exercise=exercise, evidence=record)
    assert not fresh(exercise).has_output("draft", asked(exercise))
    record.covers = "3,100 families"
    record.save()
    assert fresh(exercise).has_output("draft", asked(exercise))
    page = visitor(made.officer).get(exercise.step_url("draft"))
    assert "Ten studies" in text_of(page)
    assert "3,100 families" in text_of(page)


def test_a_step_may_ask_for_any_part_of_any_record():
    parts = [(kind, part) for kind, parts in PARTS.items() for part in parts]
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [
        {"code": f"o{number}", "label": f"Asked {number}", "kind": kind, "part": part}
        for number, (kind, part) in enumerate(parts)
    ]
    made = sandover("wharfdale", steps=steps, routes=ROUTES)
    exercise = made.at("draft")
    for output in exercise.framework.step("draft").outputs:
        if output.is_record:
            put_on_record(exercise, output, made.officer)
    found = fresh(exercise)
    lacking = [
        o.label
        for o in found.framework.step("draft").outputs
        if o.is_record and not found.has_output("draft", o)
    ]
    assert lacking == []
    page = visitor(made.officer).get(exercise.step_url("draft"))
    assert page.status_code == 200
    for words in ("The same worker each time.", "Young carers", "Open tender"):
        assert words in text_of(page)


def test_what_a_step_asks_anew_is_not_met_by_what_an_earlier_step_left():
    made, exercise = working({**SOURCE, "part": "source", "anew": True})
    Movement.objects.create(exercise=exercise, kind="started", step="draft", by=made.officer, at=clock.now())
    record = put_on_record(exercise, asked(exercise), made.officer)
    assert fresh(exercise).has_output("draft", asked(exercise))
    Work.objects.filter(evidence=record).update(linked_at=clock.now() - timedelta(days=1))
    assert not fresh(exercise).has_output("draft", asked(exercise))
    put_on_record(exercise, asked(exercise), made.officer)
    assert fresh(exercise).has_output("draft", asked(exercise))


def test_where_each_must_say_it_one_that_does_is_not_enough():
    made, exercise = working({**SOURCE, "each": True})
    put_on_record(exercise, asked(exercise), made.officer)
    assert fresh(exercise).has_output("draft", asked(exercise))
    silent = EvidenceFactory(trust=made.trust, sort="research", title="A silent study")
    Work.objects.create(exercise=exercise, evidence=silent)
    assert not fresh(exercise).has_output("draft", asked(exercise))
    silent.covers = "12 families"
    silent.save()
    assert fresh(exercise).has_output("draft", asked(exercise))


def test_a_refusal_names_a_record_only_to_whom_may_read_it():
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [
        {"code": "first", "label": "First", "kind": "specification", "part": "groups"},
        {"code": "second", "label": "Second", "kind": "specification", "part": "starts"},
    ]
    lacking = gate(
        "step.complete", "outputs-recorded", params={"outputs": ["first", "second"]}, steps=["draft"]
    )
    made = sandover("wharfdale", steps=steps, gates=[lacking])
    exercise = made.at("draft")
    exercise.organisations.add(made.partner("clinic"))
    Work.objects.create(
        exercise=exercise, specification=SpecificationFactory(trust=made.trust, title="Kept from others")
    )
    provider = PersonFactory()
    AppointmentFactory(
        trust=made.trust, person=provider, role="provider", organisation=made.partner("clinic")
    )
    seen = {who: text_of(visitor(who).get(exercise.step_url("draft"))) for who in (made.officer, provider)}
    assert "‘First’, ‘Second’: ‘Kept from others’ is not finished" in seen[made.officer]
    assert "Kept from others" not in seen[provider]
    assert "‘First’ is not finished" in seen[provider]


def test_what_waits_for_a_body_is_said_to_wait_for_it(db):
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [{"code": "known", "label": "The priority", "kind": "priority"}]
    lacking = gate("step.complete", "outputs-recorded", params={"outputs": ["known"]}, steps=["draft"])
    made = sandover("wharfdale", steps=steps, gates=[lacking])
    exercise = made.at("draft")
    record = PriorityFactory(trust=made.trust, title="Sleep", state="proposed")
    Work.objects.create(exercise=exercise, priority=record)
    assert "‘The priority’: ‘Sleep’ is not finished" in text_of(
        visitor(made.officer).get(exercise.step_url("draft"))
    )
    ItemFactory(subject=record, body=made.body("board"))
    assert "‘The priority’: ‘Sleep’ waits for Sandover Board" in text_of(
        visitor(made.officer).get(exercise.step_url("draft"))
    )


def test_home_asks_as_often_for_many_unfinished_records_as_for_one(db):
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [{"code": "known", "label": "The priority", "kind": "priority"}]
    lacking = gate("step.complete", "outputs-recorded", params={"outputs": ["known"]}, steps=["draft"])
    made = sandover("wharfdale", steps=steps, gates=[lacking])
    officer, address = visitor(made.officer), reverse("trust-home", args=["wharfdale"])
    costs = []
    for many in (1, 4):
        for _ in range(many):
            record = PriorityFactory(trust=made.trust, title="Sleep", state="proposed")
            Work.objects.create(exercise=made.at("draft", officer=made.officer), priority=record)
        assert "‘Sleep’ is not finished" in text_of(officer.get(address))
        with CaptureQueriesContext(connection) as queries:
            officer.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


def test_from_the_step_only_records_of_its_sort_are_offered_and_a_new_one_is_of_that_sort():
    made, exercise = working()
    for sort in ("research", "views"):
        EvidenceFactory(trust=made.trust, sort=sort, title=f"Of {sort}")
    officer = visitor(made.officer)
    page = officer.get(exercise.step_url("draft")).content.decode()
    link = re.search(r'href="([^"]+link/evidence/[^"]*)"[^>]*>Record', page)[1]
    offered = officer.get(link.replace("&amp;", "&"))
    assert "Of research" in text_of(offered)
    assert "Of views" not in text_of(offered)
    assert "Only these count here: research or practice elsewhere." in text_of(offered)
    chosen = EvidenceFactory(trust=made.trust, sort="research", title="Chosen")
    url = link.replace("&amp;", "&")
    linked = officer.post(url, form_of(officer, url, others=[str(chosen.pk)]))
    assert linked.headers["location"] == f"{exercise.get_absolute_url()}#output-known"
    make = re.search(r'href="([^"]+/evidence/new/[^"]+)"', offered.content.decode())[1].replace("&amp;", "&")
    assert re.search(r'<option value="research" selected', officer.get(make).content.decode())


def test_a_sort_that_there_is_not_offers_nothing_and_breaks_nothing():
    made, exercise = working()
    EvidenceFactory(trust=made.trust, sort="research", title="Ten studies")
    link = reverse("record-link", args=["wharfdale", "exercise", exercise.number, "evidence"])
    page = visitor(made.officer).get(link, {"sort": "rumour"})
    assert page.status_code == 200
    assert "Ten studies" not in text_of(page)


def test_where_the_framework_lets_words_stand_for_a_record_they_are_typed_at_the_step():
    made, exercise = working({**SOURCE, "otherwise": "Say why there is none"})
    officer = visitor(made.officer)
    assert "Say why there is none" in text_of(officer.get(exercise.step_url("draft")))
    typed = reverse("entry-record", args=["wharfdale", exercise.number, "draft", "output", "known"])
    empty = save(officer, typed, text=" ")
    assert empty.status_code == 422
    assert save(officer, typed, text="Nobody has studied it.").status_code == 302
    assert fresh(exercise).has_output("draft", asked(exercise))
    assert "Nobody has studied it." in text_of(officer.get(exercise.step_url("draft")))


def test_nothing_is_typed_for_a_record_where_the_framework_lets_no_words_stand_for_it():
    made, exercise = working()
    typed = reverse("entry-record", args=["wharfdale", exercise.number, "draft", "output", "known"])
    assert visitor(made.officer).get(typed).status_code == 404
    with pytest.raises(Refused, match="This step has no output"):
        record_entry(
            exercise=exercise, step="draft", kind="output", code="known", by=made.officer, text="Words."
        )


def save(client, url, **typed):
    """Send a form, filled in."""
    return client.post(url, form_of(client, url, **typed))


def test_what_is_taken_off_the_exercise_is_asked_for_again():
    made, exercise = working({**SOURCE, "part": "source"})
    put_on_record(exercise, asked(exercise), made.officer)
    assert fresh(exercise).has_output("draft", asked(exercise))
    take_off_record(fresh(exercise), "draft", asked(exercise))
    assert not fresh(exercise).has_output("draft", asked(exercise))


def test_the_framework_page_says_by_what_record_an_output_is_recorded():
    made, _ = working()
    page = visitor(made.officer).get(reverse("framework-part", args=[made.trust.code, "whole"]))
    assert (
        "What is known to work (a piece of evidence on record: research or practice elsewhere, with whom it covers)"
        in text_of(page)
    )
