"""The door of a trust: its pages open to nobody they should not, and take in nothing of another trust."""

import uuid

import pytest

from commissioning.models import Exercise
from tests.factories.body import MeetingFactory
from tests.factories.sandover import Sandover, fresh, new_exercise, sandover, url
from tests.factories.visitor import form_of, text_of, visitor, without_token
from trusts.models import Condition, Decision, Item

pytestmark = pytest.mark.django_db
PAPER = {
    "title": "Short breaks", "asked": "May it go ahead?", "why": "Families asked.", "recommendation": "Approve.",
}  # fmt: skip


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


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


@pytest.mark.parametrize("name", ["item", "item-vote", "item-interest", "decision-record", "item-withdraw"])
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
    "path",
    [
        "",
        "cycle/",
        "exercises/",
        "exercises/new/",
        "exercises/1/",
        "exercises/1/edit/",
        "decisions/",
        "audit/",
    ],
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

    real, unreal = (
        client.post("/sandover/exercises/new/", sent),
        client.post("/nosuchxx/exercises/new/", sent),
    )

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
