"""A form acts once, refuses in full, loses nothing that was typed, and opens to nobody it should not."""

import re
import uuid

import pytest
from django.urls import reverse

from commissioning.actions.exercise import edit_exercise
from commissioning.models import Entry, Exercise
from tests.factories.body import MeetingFactory
from tests.factories.framework import gate
from tests.factories.sandover import Sandover, fresh, sandover
from tests.factories.visitor import fields_of, form_of, visitor
from trusts.models import Condition, Decision, Item, Receipt, Vote

pytestmark = pytest.mark.django_db
PAPER = {
    "title": "Short breaks", "asked": "May it go ahead?", "why": "Families asked.", "recommendation": "Approve.",
}  # fmt: skip


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


def url(name: str, *args) -> str:
    """An address in Sandover."""
    return reverse(name, args=["sandover", *args])


def new_exercise(made: Sandover) -> dict:
    """What an officer types to start an exercise."""
    return {
        "title": "Swings", "owner": str(made.body().pk), "level-reach": "near", "outcomes": ["own.safe"],
        "value": "£52,000",
    }  # fmt: skip


def without_token(page) -> str:
    """A page as it was sent, but for the token that differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def text_of(page) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


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
        client, url("decision-record", item.pk), outcome="agree", reason="Agreed.", present=[str(made.first.pk)]
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
    page = client.post(
        url("exercise-create"), form_of(client, url("exercise-create"), **new_exercise(made))
    )
    asked = fields_of(page)
    assert "reason-SA-1" in asked

    answer = client.post(url("exercise-create"), asked | new_exercise(made) | {"reason-SA-1": "It is urgent."})

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
        outcomes=["own.safe"], groups=[], localities=[], organisations=[],
    )  # fmt: skip

    page = client.post(here, sent)

    assert page.status_code == 409
    assert "Their title" in text_of(page)
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


# Somebody else's ---------------------------------------------------------------------------------


@pytest.fixture
def theirs(made) -> Sandover:
    """Another trust, with a meeting, a question and a decision with a condition."""
    other = sandover("otherside")
    MeetingFactory(body=other.body())
    return other


@pytest.mark.parametrize("field", ["owner", "localities", "organisations"])
def test_nothing_of_another_trust_is_taken_into_an_exercise(made, theirs, field):
    foreign = {"owner": theirs.body().pk, "localities": theirs.place("east").pk,
               "organisations": theirs.partner("clinic").pk}  # fmt: skip
    client = visitor(made.officer)
    sent = form_of(client, url("exercise-create"), **(new_exercise(made) | {field: foreign[field]}))

    page = client.post(url("exercise-create"), sent)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Exercise.objects.filter(trust=made.trust).exists()


@pytest.mark.parametrize("field", ["owner", "localities", "organisations"])
def test_nothing_of_another_trust_is_edited_into_an_exercise(made, theirs, field):
    foreign = {"owner": theirs.body().pk, "localities": theirs.place("east").pk,
               "organisations": theirs.partner("clinic").pk}  # fmt: skip
    client, exercise = visitor(made.officer), made.exercise()
    here = url("exercise-edit", exercise.number)

    page = client.post(here, form_of(client, here, **{field: foreign[field]}))

    assert page.status_code == 422
    assert fresh(exercise).version == exercise.version


@pytest.mark.parametrize("field", ["lead", "officer"])
def test_nobody_of_another_trust_is_named_on_an_exercise(made, theirs, field):
    client, exercise = visitor(made.officer), made.exercise()
    here = url("exercise-assign", exercise.number)

    page = client.post(here, form_of(client, here, **{field: theirs.officer.pk}))

    assert page.status_code == 422
    assert (fresh(exercise).lead, fresh(exercise).officer) == (None, None)


@pytest.mark.parametrize("field", ["body", "meeting"])
def test_nothing_is_put_to_a_body_or_meeting_of_another_trust(made, theirs, field):
    foreign = {"body": theirs.body().pk, "meeting": theirs.body().meetings.get().pk}
    client, exercise = visitor(made.officer), made.at("draft")
    here = url("item-submit", exercise.number, "draft", "go-ahead")
    sent = form_of(client, here, **({"body": str(made.body().pk)} | PAPER | {field: foreign[field]}))

    page = client.post(here, sent)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Item.objects.filter(kind="go-ahead").exists()


def test_nothing_is_put_to_a_meeting_of_another_body(made):
    meeting = MeetingFactory(body=made.body("board"))
    client, exercise = visitor(made.officer), made.at("draft")
    here = url("item-submit", exercise.number, "draft", "go-ahead")

    page = client.post(here, form_of(client, here, body=str(made.body().pk), meeting=meeting.pk, **PAPER))

    assert page.status_code == 422


def test_nobody_of_another_trust_took_part_in_a_decision(made, theirs):
    client, item = visitor(made.clerk), made.ask(made.at("draft"))
    here = url("decision-record", item.pk)
    sent = form_of(client, here, outcome="agree", reason="Agreed.", present=[made.first.pk, theirs.first.pk])

    page = client.post(here, sent)

    assert page.status_code == 422
    assert not Decision.objects.filter(item=item).exists()


@pytest.mark.parametrize(
    "name", ["item", "item-vote", "item-interest", "decision-record", "item-withdraw"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_item_of_another_trust_is_not_found_under_ones_own(made, theirs, name, method):
    item = theirs.ask(theirs.at("draft"))
    both = theirs.seat("group", person=made.clerk)

    answer = getattr(visitor(both), method)(url(name, item.pk), {"form-key": str(uuid.uuid4())})

    assert answer.status_code == 404


def test_a_condition_of_another_item_is_not_found_under_this_one(made):
    decision = made.record(made.ask(made.at("draft")), "conditions", conditions=["Ask parents."])
    other = made.ask(made.at("draft"))
    condition = decision.conditions.get()

    answer = visitor(made.officer).post(
        url("condition-close", other.pk, condition.pk), {"form-key": str(uuid.uuid4()), "how": "Done."}
    )

    assert answer.status_code == 404
    assert Condition.objects.get(pk=condition.pk).met_at is None


# The door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["", "cycle/", "exercises/", "exercises/new/", "exercises/1/", "exercises/1/edit/", "decisions/", "audit/"]
)
def test_a_trust_looks_to_a_stranger_like_a_trust_that_does_not_exist(made, path):
    made.exercise()
    client = visitor(made.stranger)

    real, unreal = client.get(f"/sandover/{path}"), client.get(f"/nosuchxx/{path}")

    assert (real.status_code, unreal.status_code) == (404, 404)
    assert without_token(real) == without_token(unreal)
    assert real.headers.items() == unreal.headers.items()


def test_a_form_sent_by_a_stranger_is_not_found_either(made):
    sent = {"form-key": str(uuid.uuid4()), "title": "Swings"}
    client = visitor(made.stranger)

    real, unreal = client.post("/sandover/exercises/new/", sent), client.post("/nosuchxx/exercises/new/", sent)

    assert (real.status_code, unreal.status_code) == (404, 404)
    assert without_token(real) == without_token(unreal)


@pytest.mark.parametrize("code", ["sandover", "nosuchxx"])
def test_nobody_is_asked_to_sign_in_whichever_trust_they_ask_for(made, code):
    answer = visitor().get(f"/{code}/exercises/")

    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next=/{code}/exercises/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_who_may_not_is_told_who_may(made, method):
    answer = getattr(visitor(made.first), method)(url("exercise-create"), {"form-key": str(uuid.uuid4())})

    assert answer.status_code == 403
    assert "Officer" in text_of(answer)
    assert not Exercise.objects.filter(trust=made.trust).exists()


def test_a_member_who_may_not_decide_is_told_who_may(made):
    item = made.ask(made.at("draft"))

    answer = visitor(made.first).get(url("decision-record", item.pk))

    assert answer.status_code == 403
    assert "Chair of the Group" in text_of(answer)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("exercise-edit", []), ("exercise-assign", []), ("exercise-schedule", []), ("exercise-close", []),
        ("step-start", ["think"]), ("step-complete", ["think"]), ("step-skip", ["tidy"]), ("step-back", ["think"]),
        ("step-tick", ["draft"]), ("item-submit", ["draft", "go-ahead"]),
        ("entry-record", ["draft", "output", "plan"]), ("entry-remove", ["draft", "output", "plan"]),
    ],
)  # fmt: skip
def test_a_member_without_the_act_changes_nothing_of_an_exercise(made, name, args):
    exercise = made.exercise()

    answer = visitor(made.first).post(url(name, exercise.number, *args), {"form-key": str(uuid.uuid4())})

    assert answer.status_code == 403
    assert fresh(exercise).version == exercise.version
    assert [m.kind for m in fresh(exercise).movements.all()] == ["created"]


def test_only_who_asked_takes_an_item_back(made):
    item = made.ask(made.at("draft"))

    answer = visitor(made.first).post(url("item-withdraw", item.pk), {"form-key": str(uuid.uuid4())})

    assert answer.status_code == 403
    assert Item.objects.get(pk=item.pk).state == "waiting"


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
