"""A form acts once, refuses in full, and loses nothing that was typed."""

import uuid

import pytest

from commissioning.actions.exercise import edit_exercise
from commissioning.models import Entry, Exercise
from tests.factories.framework import gate
from tests.factories.sandover import Sandover, fresh, new_exercise, sandover, url
from tests.factories.visitor import fields_of, form_of, text_of, visitor
from trusts.models import Decision, Item, Receipt, Vote

pytestmark = pytest.mark.django_db
PAPER = {
    "title": "Short breaks", "asked": "May it go ahead?", "why": "Families asked.", "recommendation": "Approve.",
}  # fmt: skip


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


# Once --------------------------------------------------------------------------------------------


def test_a_form_sent_twice_acts_once_and_leads_to_the_same_page(made):
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **new_exercise(made))

    answers = [client.post(url("exercise-create"), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url == Exercise.objects.get(trust=made.trust).get_absolute_url()


def test_a_form_sent_twice_records_one_entry(made):
    client, exercise = visitor(made.officer), made.at("draft")
    here = url("entry-record", exercise.number, "draft", "output", "plan")
    sent = form_of(client, here, text="The plan.")

    answers = [client.post(here, sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"{exercise.step_url('draft')}#output-plan"] * 2
    assert Entry.objects.get(exercise=exercise).version == 1


def test_a_paper_sent_twice_is_one_item(made):
    client, exercise = visitor(made.officer), made.at("draft")
    here = url("item-submit", exercise.number, "draft", "go-ahead")
    sent = form_of(client, here, body=str(made.body().pk), **PAPER)

    answers = [client.post(here, sent) for _ in range(2)]

    item = Item.objects.get(trust=made.trust, kind="go-ahead")
    assert [answer.url for answer in answers] == [item.get_absolute_url()] * 2


def test_a_decision_sent_twice_is_recorded_once(made):
    client, item = visitor(made.clerk), made.ask(made.at("draft"))
    sent = form_of(
        client, url("decision-record", item.pk), outcome="agree", reason="Agreed.",
        present=[str(made.first.pk), str(made.second.pk)],
    )  # fmt: skip

    answers = [client.post(url("decision-record", item.pk), sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [item.get_absolute_url()] * 2
    assert Decision.objects.filter(item=item).count() == 1


def test_an_exercise_closed_twice_has_one_next_round(made):
    client, exercise = visitor(made.officer), made.finished()
    sent = form_of(client, url("exercise-close", exercise.number), learned="Much.", again="yes")

    answers = [client.post(url("exercise-close", exercise.number), sent) for _ in range(2)]

    following = Exercise.objects.get(previous=exercise)
    assert [answer.url for answer in answers] == [following.get_absolute_url()] * 2


def test_a_button_pressed_twice_acts_once(made):
    client, exercise = visitor(made.officer), made.exercise()
    sent = {"form-key": str(uuid.uuid4())}

    answers = [client.post(url("step-start", exercise.number, "think"), sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [exercise.step_url("think")] * 2
    assert fresh(exercise).step_state("think") == "open"
    assert [m.kind for m in fresh(exercise).movements.all()] == ["created", "started"]


def test_a_refused_form_may_be_sent_again_with_the_same_key(made):
    client, item = visitor(made.clerk), made.ask(made.at("draft"))
    sent = form_of(
        client,
        url("decision-record", item.pk),
        outcome="agree",
        reason="Agreed.",
        present=[str(made.first.pk)],
    )
    assert client.post(url("decision-record", item.pk), sent).status_code == 409

    again = client.post(url("decision-record", item.pk), sent | {"present": [made.first.pk, made.second.pk]})

    assert again.status_code == 302
    assert Decision.objects.get(item=item).outcome == "agree"


@pytest.mark.parametrize("key", ["", "not-a-key", None])
def test_a_form_without_a_key_does_nothing_and_keeps_what_was_typed(made, key):
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **new_exercise(made))
    del sent["form-key"]

    page = client.post(url("exercise-create"), sent | ({} if key is None else {"form-key": key}))

    assert page.status_code == 422
    assert "This page was out of date." in text_of(page)
    assert fields_of(page)["title"] == "Swings"
    assert not Exercise.objects.filter(trust=made.trust).exists()


def test_what_was_shown_again_can_be_sent(made):
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **new_exercise(made))
    page = client.post(url("exercise-create"), sent | {"form-key": ""})

    again = client.post(url("exercise-create"), fields_of(page) | new_exercise(made))

    assert again.status_code == 302


def test_opening_the_address_of_a_button_does_nothing(made):
    exercise = made.exercise()

    answer = visitor(made.officer).get(url("step-start", exercise.number, "think"))

    assert answer.status_code == 302
    assert fresh(exercise).step_state("think") == "waiting"


# Refused -----------------------------------------------------------------------------------------


def test_a_refusal_is_shown_in_full_with_what_was_typed_and_nothing_is_saved():
    made = sandover(
        gates=[
            gate("exercise.create", "priority-named", message="It serves no priority."),
            gate("exercise.create", "locality-named", id="SA-2", message="It names no place."),
        ]
    )
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **new_exercise(made))

    page = client.post(url("exercise-create"), sent)

    assert page.status_code == 409
    assert "It serves no priority." in text_of(page)
    assert "It names no place." in text_of(page)
    assert fields_of(page)["title"] == "Swings"
    assert not Exercise.objects.filter(trust=made.trust).exists()
    assert not Receipt.objects.filter(person=made.officer).exists()


def test_a_rule_that_may_be_passed_asks_for_the_reason_on_the_same_form():
    made = sandover(gates=[gate("exercise.create", "priority-named", severity="override")])
    client = visitor(made.officer)
    page = client.post(url("exercise-create"), form_of(client, url("exercise-create"), **new_exercise(made)))
    asked = fields_of(page)
    assert "reason-SA-1" in asked

    answer = client.post(
        url("exercise-create"), asked | new_exercise(made) | {"reason-SA-1": "It is urgent."}
    )

    assert answer.status_code == 302
    kept = Exercise.objects.get(trust=made.trust).movements.get(kind="overrode")
    assert (kept.gate, kept.reason) == ("SA-1", "It is urgent.")


def test_what_was_mistyped_is_said_beside_what_was_typed(made):
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **(new_exercise(made) | {"title": "x" * 201}))

    page = client.post(url("exercise-create"), sent)

    assert page.status_code == 422
    assert fields_of(page)["title"] == "x" * 201


@pytest.mark.parametrize("amount", ["a lot", "-5", "1.234", "NaN", "Infinity", "1e400", "99999999999999"])
def test_an_amount_that_cannot_be_is_asked_for_again(made, amount):
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **(new_exercise(made) | {"value": amount}))

    page = client.post(url("exercise-create"), sent)

    assert page.status_code == 422
    assert fields_of(page)["value"] == amount


def test_whoever_saves_second_sees_both_versions_and_keeps_what_was_typed(made):
    client, exercise = visitor(made.officer), made.exercise(title="First title")
    here = url("exercise-edit", exercise.number)
    sent = form_of(client, here, title="My title")
    edit_exercise(
        exercise=exercise, version=exercise.version, by=made.first, title="Their title", levels={"reach": "near"},
        outcomes=["own.safe"], groups=[], localities=[made.place("east")], organisations=[],
    )  # fmt: skip

    page = client.post(here, sent)

    assert page.status_code == 409
    assert "Their title" in text_of(page)
    assert made.place("east").name in page.context["current"][6][1], "also what is ticked, not typed"
    assert fields_of(page)["title"] == "My title"
    assert fresh(exercise).title == "Their title"


def test_having_seen_both_versions_one_may_save_ones_own(made):
    client, exercise = visitor(made.officer), made.exercise()
    here = url("exercise-edit", exercise.number)
    sent = form_of(client, here, title="My title")
    edit_exercise(
        exercise=exercise, version=exercise.version, by=made.first, title="Their title", levels={"reach": "near"},
        outcomes=["own.safe"], groups=[], localities=[], organisations=[],
    )  # fmt: skip

    again = client.post(here, fields_of(client.post(here, sent)))

    assert again.status_code == 302
    assert fresh(exercise).title == "My title"


# Giving a view -----------------------------------------------------------------------------------


def test_a_member_gives_a_view_through_the_page(made):
    item = made.ask(made.at("draft"))
    client = visitor(made.first)
    sent = form_of(client, item.get_absolute_url(), verdict="refuse", reason="Too dear.")

    assert client.post(url("item-vote", item.pk), sent).status_code == 302
    assert Vote.objects.get(item=item).reason == "Too dear."


def test_a_no_without_a_reason_is_asked_for_one(made):
    item = made.ask(made.at("draft"))
    client = visitor(made.first)
    sent = form_of(client, item.get_absolute_url(), verdict="refuse", reason=" ")

    page = client.post(url("item-vote", item.pk), sent)

    assert page.status_code == 422
    assert "Enter why you refuse" in text_of(page)
    assert not Vote.objects.filter(item=item).exists()
