"""What is on somebody follows from refusals, decisions and dates, and costs the same for one row and for many."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.actions import step as steps
from commissioning.actions.entry import record_entry
from commissioning.actions.exercise import assign
from commissioning.desk import MOST, desk_of
from commissioning.foresight import obstacles
from commissioning.home_page import page_of, summary
from commissioning.models import Exercise
from commissioning.worklist import lines_for, waiting_on_others
from tests.factories.framework import gate
from tests.factories.sandover import fresh, sandover
from trusts.actions.decision import declare_interest, vote
from trusts.actions.meeting import schedule_meeting
from trusts.governance import clock
from trusts.governance.permissions import standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def static_folder(settings):
    """The folder WhiteNoise looks for when a page is asked for."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def page(trust, person):
    """What a person's home page shows."""
    return page_of(desk_of(standing(person, trust.trust)))


def lines(trust, person):
    """What is on a person."""
    return lines_for(desk_of(standing(person, trust.trust)))


def mine(trust, step="draft", **more):
    """An exercise of the officer's at a step."""
    return trust.at(step, officer=trust.officer, **more)


def due(exercise, days, step="draft"):
    """Make a step due in so many days."""
    steps.schedule(exercise=exercise, dates={step: clock.today() + timedelta(days=days)}, by=exercise.officer)


def test_nothing_is_on_somebody_with_nothing():
    trust = sandover()
    assert lines(trust, trust.officer) == []
    assert page(trust, trust.officer)["summary"] == "Nothing waits for you today."


def test_late_comes_first_and_says_how_late():
    trust = sandover()
    due(mine(trust, title="On time"), 3)
    due(mine(trust, title="Behind"), -4)
    found = lines(trust, trust.officer)
    assert found[0].tag == "Late 4 days"
    assert found[0].about.startswith("Behind")
    assert {line.kind for line in found} >= {"late", "ready"}


def test_a_step_with_nothing_missing_is_ready_and_links_to_it():
    trust = sandover()
    exercise = mine(trust)
    found = next(line for line in lines(trust, trust.officer) if "completed" in line.text)
    assert (found.kind, found.verb, found.url) == ("ready", "Complete it", exercise.step_url("draft"))


def test_what_is_missing_is_the_line_and_goes_when_it_is_recorded():
    trust = sandover(
        gates=[
            gate("step.complete", "outputs-recorded", steps=["draft"], params={"outputs": ["plan", "cost"]})
        ]
    )
    exercise = mine(trust)
    found = next(line for line in lines(trust, trust.officer) if line.verb == "Record it")
    assert found.text == "‘Plan’ is not recorded"
    assert "1 more" in found.note
    assert found.url.endswith("#output-plan")
    record_entry(exercise=exercise, step="draft", kind="output", code="plan", by=trust.officer, text="Here")
    texts = [line.text for line in lines(trust, trust.officer)]
    assert "‘Plan’ is not recorded" not in texts
    assert "‘Cost’ is not recorded" in texts


DECIDED = [gate("step.complete", "decision-made", steps=["draft"], params={"decision": "go-ahead"})]


def test_a_question_not_yet_asked_is_on_the_officer_with_the_next_meeting():
    trust = sandover(gates=DECIDED)
    mine(trust)
    when = clock.today() + timedelta(days=9)
    schedule_meeting(body=trust.body(), on=when, title="Meeting", by=None)
    found = next(line for line in lines(trust, trust.officer) if line.verb == "Ask for it")
    assert str(when.year) in found.note
    assert "#ask-go-ahead" in found.url


def test_a_question_that_was_asked_waits_on_others():
    trust = sandover(gates=DECIDED)
    exercise = mine(trust)
    item = trust.ask(exercise)
    desk = desk_of(standing(trust.officer, trust.trust))
    assert [wait.url for wait in waiting_on_others(desk)] == [item.get_absolute_url()]
    blocked = next(line for line in lines_for(desk) if line.kind == "blocked")
    assert "Sandover Group has not decided" in blocked.text
    assert blocked.verb == "See why"


def test_the_worklist_and_the_action_refuse_for_the_same_reasons():
    trust = sandover(
        gates=[
            *DECIDED,
            gate(
                "step.complete", "outputs-recorded", id="SA-2", steps=["draft"], params={"outputs": ["plan"]}
            ),
        ]
    )
    exercise = mine(trust)
    desk = desk_of(standing(trust.officer, trust.trust))
    here = next(e for e in desk.exercises if e.pk == exercise.pk)
    listed = obstacles(desk, here, "step.complete", "draft")
    real = steps.obstacles_to_completing(fresh(exercise), "draft", by=trust.officer)
    assert {(r.rule, r.reason, r.missing, r.who) for r in listed} == {
        (r.rule, r.reason, r.missing, r.who) for r in real
    }


def test_what_a_body_sent_back_is_shown_until_it_is_asked_again():
    trust = sandover()
    exercise = mine(trust)
    trust.record(trust.ask(exercise), "refer-back", reason="Say what it costs.")
    found = next(line for line in lines(trust, trust.officer) if line.kind == "back")
    assert (found.tag, found.note) == ("Referred back", "Say what it costs.")
    trust.ask(fresh(exercise))
    assert not any(line.kind == "back" for line in lines(trust, trust.officer))


def test_conditions_stay_until_they_are_met():
    trust = sandover()
    trust.record(trust.ask(mine(trust)), "conditions", conditions=["Show the costs."])
    verbs = {
        person: next(line.verb for line in lines(trust, person) if line.text == "Show the costs.")
        for person in (trust.officer, trust.clerk)
    }
    assert verbs == {trust.officer: "Read it", trust.clerk: "Show it is met"}


def test_an_exercise_without_an_officer_is_on_whoever_names_one():
    trust = sandover()
    exercise = trust.exercise()
    found = next(line for line in lines(trust, trust.officer) if line.verb == "Name one")
    assert found.url == reverse("exercise-assign", args=[trust.trust.code, exercise.number])
    assign(exercise=exercise, lead=None, officer=trust.officer, version=exercise.version, by=trust.officer)
    assert not any(line.verb == "Name one" for line in lines(trust, trust.officer))


def test_a_finished_exercise_can_be_closed():
    trust = sandover()
    trust.finished(officer=trust.officer)
    assert [line.verb for line in lines(trust, trust.officer)] == ["Close it"]


def test_a_member_sees_what_to_decide_what_they_said_and_what_they_may_not():
    trust = sandover()
    first, second, third = (trust.ask(mine(trust), title=f"Paper {n}") for n in range(3))
    vote(item=second, verdict="agree", reason="", by=trust.first)
    declare_interest(item=third, what="My sister works there.", by=trust.first)
    shown = page(trust, trust.first)
    assert [paper.item.pk for paper in shown["to_decide"]] == [first.pk]
    assert [paper.item.pk for paper in shown["given"]] == [second.pk]
    assert [paper.item.pk for paper in shown["conflicted"]] == [third.pk]
    assert shown["summary"] == "1 decision waits for you."


def test_a_clerk_records_once_there_are_enough_views():
    trust = sandover()
    item = trust.ask(mine(trust))
    vote(item=item, verdict="agree", reason="", by=trust.first)
    shown = page(trust, trust.clerk)
    assert (shown["to_record"], [paper.views for paper in shown["gathering"]]) == ([], [1])
    vote(item=item, verdict="agree", reason="", by=trust.second)
    assert [paper.item.pk for paper in page(trust, trust.clerk)["to_record"]] == [item.pk]


def test_what_is_decided_first_comes_first_and_on_one_day_what_has_its_date():
    trust = sandover()
    day = clock.today() + timedelta(days=10)
    meeting = schedule_meeting(body=trust.body(), on=day, title="Meeting", by=None)
    undated = trust.ask(mine(trust), title="No date yet")
    dated = trust.ask(mine(trust), title="On the agenda", meeting=meeting)
    shown = page(trust, trust.first)["to_decide"]
    assert [paper.item.pk for paper in shown] == [dated.pk, undated.pk]
    assert shown[1].next == shown[0].when


def test_a_person_of_several_roles_sees_every_part():
    trust = sandover()
    trust.appoint("commissioning-officer", person=trust.first)
    trust.appoint("administrator", person=trust.first)
    trust.ask(mine(trust))
    trust.at("draft", officer=trust.first)
    shown = page(trust, trust.first)
    assert shown["to_decide"]
    assert shown["lines"]
    assert shown["mine"]
    assert shown["admin"]


def test_a_provider_sees_the_work_that_names_it_and_nothing_else():
    trust = sandover()
    clinic = trust.partner("clinic")
    provider = trust.appoint("provider", organisation=clinic)
    mine(trust, title="Ours", organisations=[clinic])
    mine(trust, title="Not ours")
    shown = page(trust, provider)
    assert [row.exercise.title for row in shown["mine"]] == ["Ours"]
    assert (shown["provider"], shown["lines"]) == (True, [])


def test_the_summary_counts_in_words():
    assert summary(2, 1, []) == "2 decisions wait for you. 1 is ready to be recorded."


@pytest.mark.parametrize("who", ["officer", "first", "clerk", "administrator"])
def test_the_page_asks_as_often_for_many_as_for_one(who, client):
    trust = sandover(gates=DECIDED)
    trust.ask(mine(trust))
    mine(trust)
    client.force_login(getattr(trust, who))
    address = reverse("trust-home", args=[trust.trust.code])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for _ in range(3):
        trust.ask(mine(trust))
        mine(trust)
    client.get(address)  # broken threads are counted once after every change
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 7


def test_a_home_page_reads_what_is_due_first_and_says_that_there_is_more():
    trust = sandover()
    for number in range(MOST + 2):
        mine(trust, title=f"Work {number}")
    last = Exercise.objects.order_by("number").first()
    Exercise.objects.filter(pk=last.pk).update(due=clock.today())
    shown = page(trust, trust.officer)
    assert len(shown["mine"]) == MOST
    assert shown["mine"][0].exercise == last
    assert shown["cut"]


@pytest.mark.parametrize("name", ["cycle", "cycle-step"])
def test_the_cycle_asks_as_often_for_many_as_for_one(name, client):
    trust = sandover()
    mine(trust)
    client.force_login(trust.officer)
    address = reverse(name, args=[trust.trust.code, *(["draft"] if name == "cycle-step" else [])])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for _ in range(4):
        mine(trust)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 15


def test_a_step_nobody_has_is_not_found(client):
    trust = sandover()
    client.force_login(trust.officer)
    assert client.get(reverse("cycle-step", args=[trust.trust.code, "no-such"])).status_code == 404
    client.force_login(trust.stranger)
    assert client.get(reverse("cycle", args=[trust.trust.code])).status_code == 404
