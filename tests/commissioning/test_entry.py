"""What is recorded at a step is kept, is never overwritten unseen, and leaves a trace when it goes."""

import pytest
from django.core.files.base import ContentFile

from commissioning.actions.entry import record_entry, remove_entry, tick
from commissioning.actions.step import complete_step, go_back
from commissioning.models import Entry
from tests.factories.sandover import Sandover, fresh, refused, sandover
from trusts.governance.conflict import Stale
from trusts.models import AuditEntry

pytestmark = pytest.mark.django_db
PLAN = {"step": "draft", "kind": "output", "code": "plan"}


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


@pytest.fixture
def exercise(made):
    """An exercise with its draft under way."""
    return made.at("draft")


def test_an_output_is_recorded_with_who_and_when(made, exercise):
    entry = record_entry(
        exercise=exercise, by=made.officer, text="A plan.", link="https://example.org/plan", **PLAN
    )

    saved = fresh(exercise).entry("draft", "output", "plan")
    assert (saved, saved.text, saved.link, saved.by) == (
        entry, "A plan.", "https://example.org/plan", made.officer,
    )  # fmt: skip


def test_an_output_with_nothing_in_it_is_not_recorded(made, exercise):
    assert refused(record_entry, exercise=exercise, by=made.officer, text=" \n", **PLAN) == [
        "There is nothing to record: give a text, a link or a file."
    ]


def test_a_file_is_kept_under_its_trust_and_exercise(made, exercise):
    file = ContentFile(b"%PDF-1.7", name="plan.pdf")

    entry = record_entry(exercise=exercise, by=made.officer, file=file, **PLAN)

    assert entry.file.name == f"sandover/{exercise.number}/draft/plan.pdf"


def test_a_note_may_be_changed_without_sending_the_file_again(made, exercise):
    file = ContentFile(b"%PDF-1.7", name="plan.pdf")
    entry = record_entry(exercise=exercise, by=made.officer, file=file, **PLAN)

    record_entry(exercise=exercise, by=made.officer, text="Signed.", version=entry.version, **PLAN)

    saved = Entry.objects.get(exercise=exercise)
    assert (saved.text, saved.file.name) == ("Signed.", entry.file.name)


@pytest.mark.parametrize(("step", "state"), [("think", "complete"), ("build", "not started")])
def test_nothing_is_recorded_at_a_step_that_is_not_under_way(made, exercise, step, state):
    assert refused(
        record_entry, exercise=exercise, step=step, kind="output", code="plan", text="Late.", by=made.officer
    ) == [f"This step is {state}, so nothing is recorded at it now."]


def test_what_was_recorded_stays_when_a_step_is_gone_back_to(made, exercise):
    record_entry(exercise=exercise, by=made.officer, text="A plan.", **PLAN)
    complete_step(exercise=exercise, step="draft", by=made.officer)

    go_back(exercise=exercise, step="draft", reason="Again.", by=made.officer)

    assert fresh(exercise).entry("draft", "output", "plan").text == "A plan."


# Two at once -------------------------------------------------------------------------------------


def test_whoever_saves_second_is_told_and_nothing_is_overwritten(made, exercise):
    seen = record_entry(exercise=exercise, by=made.officer, text="First.", **PLAN).version
    record_entry(exercise=exercise, by=made.first, text="Theirs.", version=seen, **PLAN)

    with pytest.raises(Stale) as stale:
        record_entry(exercise=exercise, by=made.officer, text="Mine.", version=seen, **PLAN)

    assert stale.value.current.text == "Theirs."
    assert Entry.objects.get(exercise=exercise).text == "Theirs."


def test_two_who_record_for_the_first_time_do_not_overwrite_one_another(made, exercise):
    record_entry(exercise=exercise, by=made.first, text="Theirs.", **PLAN)

    with pytest.raises(Stale):
        record_entry(exercise=exercise, by=made.officer, text="Mine.", **PLAN)

    assert Entry.objects.get(exercise=exercise).text == "Theirs."


def test_a_record_that_somebody_took_away_does_not_come_back_unseen(made, exercise):
    seen = record_entry(exercise=exercise, by=made.officer, text="First.", **PLAN).version
    remove_entry(exercise=exercise, by=made.first, **PLAN)

    assert refused(record_entry, exercise=exercise, by=made.officer, text="Mine.", version=seen, **PLAN) == [
        "This record was taken away by somebody else."
    ]


# Ticking -----------------------------------------------------------------------------------------


def test_several_things_are_ticked_at_once(made, exercise):
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))
    ticked = tick(
        exercise=exercise, step="draft", by=lead,
        done=[("activity", "talk"), ("activity", "count"), ("duty", "read-draft")],
    )  # fmt: skip

    assert [(entry.kind, entry.code) for entry in ticked] == [
        ("activity", "talk"), ("activity", "count"), ("duty", "read-draft"),
    ]  # fmt: skip


def test_what_is_ticked_already_stays_as_it_is(made, exercise):
    record_entry(exercise=exercise, step="draft", kind="activity", code="talk", text="In May.", by=made.first)

    ticked = tick(
        exercise=exercise, step="draft", by=made.officer, done=[("activity", "talk"), ("activity", "count")]
    )

    assert [entry.code for entry in ticked] == ["count"]
    kept = fresh(exercise).entry("draft", "activity", "talk")
    assert (kept.text, kept.by, kept.version) == ("In May.", made.first, 1)


def test_nothing_is_unticked_by_ticking_something_else(made, exercise):
    tick(exercise=exercise, step="draft", by=made.officer, done=[("activity", "talk")])

    tick(exercise=exercise, step="draft", by=made.officer, done=[("activity", "count")])

    assert {entry.code for entry in fresh(exercise).entries.all()} == {"talk", "count"}


def test_only_what_the_step_asks_for_is_recorded(made, exercise):
    elsewhere = {"step": "draft", "kind": "activity", "code": "plan"}
    assert refused(record_entry, exercise=exercise, by=made.officer, text="Mine.", **elsewhere) == [
        "This step has no activity ‘plan’."
    ]
    done = [("activity", "talk"), ("duty", "nobody-asked")]
    assert refused(tick, exercise=exercise, step="draft", by=made.officer, done=done) == [
        "This step has no duty ‘nobody-asked’."
    ]
    assert not fresh(exercise).entries.exists()


def test_only_who_holds_its_role_ticks_a_duty_notes_it_or_takes_it_back(made, exercise):
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))
    duty = {"exercise": exercise, "step": "draft", "kind": "duty", "code": "read-draft"}
    why = ["‘Read the draft’ is a duty of somebody else."]

    done = [("activity", "talk"), ("duty", "read-draft")]
    assert refused(tick, exercise=exercise, step="draft", by=made.officer, done=done) == why
    assert refused(record_entry, by=made.officer, text="Read.", **duty) == why
    assert not fresh(exercise).entries.exists()

    record_entry(by=lead, text="Read.", **duty)
    assert refused(remove_entry, by=made.officer, **duty) == why
    assert fresh(exercise).entry("draft", "duty", "read-draft").by == lead


def test_a_lead_of_another_outcome_does_not_tick_it_either(made):
    exercise = made.at("draft", outcomes=["own.heard"])
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))

    assert refused(tick, exercise=exercise, step="draft", by=lead, done=[("duty", "read-draft")]) == [
        "‘Read the draft’ is a duty of somebody else."
    ]


# Taken back --------------------------------------------------------------------------------------


def test_what_is_taken_back_stays_in_the_audit_trail(made, exercise):
    record_entry(exercise=exercise, by=made.officer, text="A bold plan.", link="https://example.org/", **PLAN)

    remove_entry(exercise=exercise, by=made.first, **PLAN)

    assert fresh(exercise).entry("draft", "output", "plan") is None
    trace = AuditEntry.objects.get(trust=made.trust, act="exercise.unwork")
    assert (trace.person_name, trace.detail) == (
        made.first.name, {**PLAN, "text": "A bold plan.", "link": "https://example.org/"},
    )  # fmt: skip


def test_every_text_that_was_ever_recorded_is_in_the_audit_trail(made, exercise):
    first = record_entry(exercise=exercise, by=made.officer, text="First words.", **PLAN)
    record_entry(exercise=exercise, by=made.officer, text="Second words.", version=first.version, **PLAN)

    trail = AuditEntry.objects.filter(trust=made.trust, act="exercise.work")
    assert [entry.detail["text"] for entry in trail] == ["First words.", "Second words."]


def test_taking_back_what_is_not_there_does_nothing(made, exercise):
    before = AuditEntry.objects.filter(trust=made.trust).count()

    remove_entry(exercise=exercise, by=made.officer, **PLAN)

    assert AuditEntry.objects.filter(trust=made.trust).count() == before


def test_nothing_is_taken_back_from_a_finished_step(made, exercise):
    record_entry(exercise=exercise, by=made.officer, text="A plan.", **PLAN)
    complete_step(exercise=exercise, step="draft", by=made.officer)

    assert refused(remove_entry, exercise=exercise, by=made.officer, **PLAN) == [
        "This step is complete, so nothing is recorded at it now."
    ]
    assert Entry.objects.filter(exercise=exercise).exists()
