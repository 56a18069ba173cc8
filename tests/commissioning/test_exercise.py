"""An exercise is created under the framework in force, changed by one person at a time, and closed for good."""

from decimal import Decimal

import pytest

from commissioning.actions.entry import record_entry
from commissioning.actions.exercise import assign, close_exercise, create_exercise, edit_exercise
from commissioning.actions.step import complete_step, go_back, override_gate, schedule, start_step
from commissioning.models import Exercise
from contracts.actions.review import close as close_review
from tests.factories.framework import SANDOVER, framework_text, gate, row
from tests.factories.sandover import fresh, refused, sandover
from tests.factories.trust import TrustFactory
from tests.rules.records import Maker
from trusts.actions.blueprint import load_blueprint
from trusts.governance import clock
from trusts.governance.conflict import Stale
from trusts.models import AuditEntry, Blueprint

pytestmark = pytest.mark.django_db


def changed(exercise: Exercise, **fields) -> dict:
    """The arguments that change these fields of an exercise and leave the rest."""
    return {
        "exercise": exercise, "version": exercise.version, "levels": {"reach": "near"}, "outcomes": ["own.safe"],
        "groups": [], "localities": [], "organisations": [],
    } | fields  # fmt: skip


# Created -----------------------------------------------------------------------------------------


def test_an_exercise_is_pinned_to_the_framework_in_force():
    made = sandover()

    exercise = made.exercise()

    assert (exercise.blueprint, exercise.number, exercise.round) == (made.blueprint, 1, 1)
    assert (exercise.state, exercise.current) == ("running", "think")


def test_exercises_are_numbered_in_each_trust():
    here, there = sandover(), sandover("otherside")

    assert [here.exercise().number, here.exercise().number, there.exercise().number] == [1, 2, 1]


def test_an_exercise_keeps_how_it_is_marked():
    made = sandover()
    exercise = made.exercise(
        levels={"reach": "wide"}, outcomes=["own.safe", "own.heard"], groups=["carers"],
        localities=[made.place("east")], organisations=[made.partner("clinic")], value=Decimal("1234.50"),
    )  # fmt: skip

    assert exercise.levels == {"reach": "wide"}
    assert exercise.codes("outcome") == ["own.safe", "own.heard"]
    assert exercise.marks.groups == {"carers"}
    assert exercise.marks.has_locality
    assert exercise.reach.organisations == {made.partner("clinic").pk}
    assert exercise.reach.value == Decimal("1234.50")


def test_nothing_starts_before_the_board_has_adopted_a_framework():
    draft = load_blueprint(text=framework_text("newtown"), by=None)
    made = sandover()
    made.trust = draft.trust

    assert refused(made.exercise) == [
        "No framework is in force yet: the board has not adopted one, so no work can start under it."
    ]


def test_nothing_starts_in_a_trust_without_any_framework():
    made = sandover()

    assert refused(
        create_exercise, trust=TrustFactory(in_force=False), by=made.officer, title="Swings", owner=made.body(),
        levels={}, outcomes=[],
    ) == [
        "No framework is in force yet: the board has not adopted one, so no work can start under it."
    ]  # fmt: skip


# Changed -----------------------------------------------------------------------------------------


def test_a_change_is_saved_and_raises_the_version():
    made = sandover()
    exercise = made.exercise()

    edit_exercise(by=made.officer, **changed(exercise, title="Longer breaks", levels={"reach": "wide"}))

    assert (fresh(exercise).title, fresh(exercise).levels) == ("Longer breaks", {"reach": "wide"})
    assert fresh(exercise).version == exercise.version + 1


def test_whoever_saves_second_is_told_and_nothing_is_overwritten():
    made = sandover()
    mine, theirs = made.exercise(), None
    theirs = fresh(mine)
    edit_exercise(by=made.first, **changed(theirs, title="Theirs", groups=["carers"]))

    with pytest.raises(Stale) as stale:
        edit_exercise(by=made.officer, **changed(mine, title="Mine", outcomes=["own.heard"]))

    assert stale.value.current.title == "Theirs"
    saved = fresh(mine)
    assert (saved.title, saved.codes("group"), saved.codes("outcome")) == ("Theirs", ["carers"], ["own.safe"])


def test_naming_a_lead_on_an_old_page_is_told_and_nothing_is_overwritten():
    made = sandover()
    seen = made.exercise()
    assign(exercise=seen, lead=made.first, officer=None, version=seen.version, by=made.officer)

    with pytest.raises(Stale):
        assign(exercise=seen, lead=made.second, officer=made.officer, version=seen.version, by=made.officer)

    assert (fresh(seen).lead, fresh(seen).officer) == (made.first, None)


def test_a_change_is_refused_where_the_trust_keeps_records_to_their_locality():
    made = sandover(gates=[gate("exercise.edit", "own-locality")])
    exercise = made.exercise(localities=[made.place("east")])
    western = made.seat("west-group")

    assert refused(edit_exercise, by=western, **changed(exercise, title="Ours")) == ["Not yet: own-locality."]
    ours = changed(exercise, title="Ours", localities=[made.place("east")])
    assert edit_exercise(by=made.seat("east-group"), **ours).title == "Ours"


def test_nobody_changes_an_exercise_into_one_that_they_could_not_change():
    made = sandover(
        delegation=[*SANDOVER["delegation"], row("local-member", "exercise.edit", scope="locality")]
    )
    exercise, eastern = made.exercise(localities=[made.place("east")]), made.seat("east-group")
    moved = changed(exercise, localities=[made.place("west")])

    assert refused(edit_exercise, by=eastern, **moved) == [
        "This would put it outside your own remit. Check its owner, outcomes and places."
    ]
    assert list(fresh(exercise).localities.all()) == [made.place("east")]


# Closed ------------------------------------------------------------------------------------------


def test_an_exercise_is_closed_only_when_every_step_is_finished():
    made = sandover()

    assert refused(close_exercise, exercise=made.at("build"), learned="Much.", by=made.officer) == [
        "Not every step is complete: Build, Look."
    ]


def test_an_exercise_is_not_closed_while_a_body_has_something_to_decide():
    made = sandover()
    exercise = made.at("draft")
    made.ask(exercise)
    for step in ("draft", "tidy", "build", "look"):
        if step != "draft":
            start_step(exercise=exercise, step=step, by=made.officer)
        complete_step(exercise=exercise, step=step, by=made.officer)

    assert refused(close_exercise, exercise=exercise, learned="Much.", by=made.officer) == [
        "A body has not decided yet on something it was asked about this."
    ]


def test_closing_keeps_what_was_learned():
    made = sandover()
    exercise = made.finished()

    close_exercise(exercise=exercise, learned="Ask families sooner.", by=made.officer, again=False)

    closed = fresh(exercise)
    assert (closed.state, closed.closed_on, closed.current, closed.due) == ("closed", clock.today(), "", None)
    assert [m.reason for m in closed.movements.all() if m.kind == "closed"] == ["Ask families sooner."]


def test_closing_starts_the_next_round_linked_to_this_one():
    made = sandover()
    exercise = made.finished(
        title="Short breaks", lead=made.first, officer=made.officer, outcomes=["own.heard"], groups=["carers"],
        localities=[made.place("west")], organisations=[made.partner("council")], value=Decimal(500),
        priority="Breaks for carers",
    )  # fmt: skip

    following = close_exercise(exercise=exercise, learned="Much.", by=made.officer)

    assert (following.previous, following.round, following.number) == (exercise, 2, exercise.number + 1)
    assert (following.title, following.priority, following.value) == (
        "Short breaks", "Breaks for carers", Decimal(500),
    )  # fmt: skip
    assert (following.lead, following.officer, following.owner) == (made.first, made.officer, exercise.owner)
    assert following.marks == fresh(exercise).marks
    assert list(following.organisations.all()) == [made.partner("council")]
    assert following.current == "think"


def test_the_next_round_works_on_what_this_one_learned_and_on_what_still_stands():
    made = sandover()
    exercise = made.finished(title="Short breaks", outcomes=["own.heard"], localities=[made.place("west")])
    maker = Maker(made.trust, made.officer)
    review, running = maker.make("review"), maker.make("service", state="running")
    ended, drawn = maker.make("service", state="ended"), maker.make("priority")
    close_review(review, by=made.officer, conclusion="change", concluded="Weekends work.")
    exercise.reviews.add(review)
    exercise.services.add(running, ended)
    exercise.priorities.add(drawn)

    following = close_exercise(exercise=exercise, learned="Ask families sooner.", by=made.officer)

    known = list(following.evidence.order_by("pk"))
    assert [one.summary for one in known] == ["Weekends work.", "Ask families sooner."]
    assert (known[1].title, known[1].outcomes) == ("Learned: Short breaks", ["own.heard"])
    assert list(known[1].localities.all()) == [made.place("west")]
    assert list(following.services.all()) == [running]
    assert not following.priorities.exists()
    assert not following.reviews.exists()


def test_the_next_round_runs_under_the_framework_in_force_by_then():
    made = sandover()
    exercise = made.finished()
    made.adopt(
        framework_text(steps=[*SANDOVER["steps"], {"code": "paint", "label": "Paint", "phase": "make"}])
    )

    following = close_exercise(exercise=exercise, learned="Much.", by=made.officer)

    assert following.blueprint == made.blueprint != exercise.blueprint


def test_closing_without_a_next_round_starts_none():
    made = sandover()

    assert close_exercise(exercise=made.finished(), learned="Much.", by=made.officer, again=False) is None
    assert Exercise.objects.filter(trust=made.trust).count() == 1


def test_an_exercise_is_closed_once():
    made = sandover()
    exercise = made.finished()
    close_exercise(exercise=exercise, learned="Much.", by=made.officer)

    assert refused(close_exercise, exercise=exercise, learned="More.", by=made.officer) == [
        "This is already closed."
    ]
    assert Exercise.objects.filter(previous=exercise).count() == 1


def test_a_closed_exercise_changes_nothing_any_more():
    made = sandover(gates=[gate("step.start", "lead-named", severity="override", steps=["build"])])
    exercise = made.finished(lead=made.first)
    close_exercise(exercise=exercise, learned="Much.", by=made.officer, again=False)
    exercise = fresh(exercise)
    by = {"exercise": exercise, "by": made.officer}

    closed = "This is closed, so nothing in it changes any more. Start its next round instead."
    assert refused(edit_exercise, by=made.officer, **changed(exercise, title="New")) == [closed]
    assert refused(assign, lead=None, officer=None, version=exercise.version, **by) == [closed]
    assert refused(schedule, dates={"draft": None}, **by) == [closed]
    assert refused(go_back, step="draft", reason="Again.", **by) == [closed]
    assert refused(record_entry, step="draft", kind="output", code="plan", text="New", **by) == [closed]
    assert refused(
        override_gate, transition="step.start", gate="SA-1", step="build", reason="Please.", **by
    ) == [closed]  # fmt: skip
    assert refused(start_step, step="draft", **by) == ["This is closed."]
    assert refused(complete_step, step="draft", **by) == ["This is closed."]
    assert fresh(exercise).version == exercise.version


def test_closing_is_refused_where_a_gate_of_the_trust_stands_in_the_way():
    made = sandover(gates=[gate("exercise.close", "officer-named", message="Name an officer first.")])

    assert refused(close_exercise, exercise=made.finished(), learned="Much.", by=made.officer) == [
        "Name an officer first."
    ]


def test_what_was_done_is_in_the_audit_trail():
    made = sandover()
    exercise = made.exercise()
    edit_exercise(by=made.officer, **changed(exercise, title="Longer breaks"))

    acts = AuditEntry.objects.filter(trust=made.trust, subject_type="exercise").values_list(
        "act", "person_name"
    )
    assert list(acts) == [("exercise.create", made.officer.name), ("exercise.edit", made.officer.name)]


def test_only_one_version_is_in_force():
    made = sandover()
    made.adopt(framework_text(groups=[]))

    assert Blueprint.objects.filter(trust=made.trust, state="in-force").count() == 1
