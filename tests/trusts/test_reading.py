"""A framework answers in the trust's own order and words, and knows nothing that its file does not say."""

from datetime import date
from typing import Any

import pytest

from tests.factories.framework import SANDOVER, framework_text, gate, row
from trusts.framework.document import read
from trusts.framework.reading import Reading


def reading(**sections: Any) -> Reading:
    """Sandover's framework, with sections that say this."""
    return Reading(read(framework_text(**sections)))


def test_a_phase_without_steps_is_worked_as_a_step_itself():
    assert [step.code for step in reading().steps] == ["think", "draft", "tidy", "build", "look"]


def test_a_phase_worked_as_a_step_keeps_what_the_file_says_of_it():
    outputs = [{"code": "needs", "label": "Needs"}]
    window = {"from": "1 May", "to": "30 June"}
    phases = [{**SANDOVER["phases"][0], "outputs": outputs, "window": window}, *SANDOVER["phases"][1:]]
    think = reading(phases=phases).step("think")

    assert [output.code for output in think.outputs] == ["needs"]
    assert str(think.window) == "1 May to 30 June"
    assert think.phase == "think"


def test_a_trust_may_have_no_steps_at_all():
    framework = reading(steps=[], responsibilities=[], decisions=SANDOVER["decisions"][:1])

    assert [step.code for step in framework.steps] == ["think", "make", "look"]


def test_an_order_that_is_given_comes_before_the_order_of_the_file():
    steps = [
        {"code": "second", "label": "Second", "phase": "make", "order": 2},
        {"code": "first", "label": "First", "phase": "make", "order": 1},
    ]
    framework = reading(steps=steps, responsibilities=[], decisions=SANDOVER["decisions"][:1])

    assert [step.code for step in framework.steps] == ["think", "first", "second", "look"]


def test_steps_are_counted_from_one():
    framework = reading()

    assert [framework.number(code) for code in ("think", "draft", "look")] == [1, 2, 5]


def test_a_step_is_in_the_stage_of_its_phase_unless_it_says_another():
    steps = [{**SANDOVER["steps"][0], "stage": "plan"}, *SANDOVER["steps"][1:]]
    framework = reading(steps=steps)

    assert [framework.stage_of(code) for code in ("think", "draft", "build")] == ["assess", "plan", "do"]


def test_the_label_of_a_phase_tells_its_stage_where_the_label_alone_does_not():
    phases = [
        {"code": "think", "label": "Assess together", "stage": "assess"},
        {"code": "make", "label": "Make", "stage": "do"},
        {"code": "look", "label": "Look"},
    ]
    framework = reading(phases=phases)

    assert [framework.phase_label(code) for code in ("think", "make", "look")] == [
        "Assess together", "Make (Do)", "Look",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 1, 15), ["think", "look"]),
        (date(2026, 3, 1), ["look"]),
        (date(2026, 5, 1), ["make", "look"]),
        (date(2026, 12, 1), ["think", "look"]),
    ],
)
def test_phases_are_open_in_their_windows_or_all_year(day, opened):
    phases = [
        {"code": "think", "label": "Think", "window": {"from": "1 November", "to": "28 February"}},
        {"code": "make", "label": "Make", "window": {"from": "1 May", "to": "30 June"}},
        {"code": "look", "label": "Look", "all_year": True},
    ]

    assert [phase.code for phase in reading(phases=phases).open_phases(day)] == opened


@pytest.mark.parametrize("ask", ["step", "body", "number", "phase_of"])
def test_what_the_framework_does_not_know_is_an_error_and_not_a_guess(ask):
    with pytest.raises(KeyError):
        getattr(reading(), ask)("nowhere")


def test_a_role_that_is_gone_is_still_told_by_its_code():
    assert reading().role_label("headmaster") == "headmaster"


def test_a_type_of_body_that_is_gone_can_do_nothing():
    assert reading().capabilities("senate") == ()


def test_roles_come_from_the_type_of_body_and_the_position_on_it():
    framework = reading()

    assert framework.roles_on("board", "chair") == ["board-chair", "board-member"]
    assert framework.roles_on("board", "member") == ["board-member"]
    assert framework.roles_on("group", "clerk") == ["group-chair"]
    assert framework.roles_on("senate", "chair") == []


@pytest.mark.parametrize(
    ("day", "given"),
    [(date(2029, 12, 31), 0), (date(2030, 1, 1), 1), (date(2030, 6, 30), 1), (date(2030, 7, 1), 0)],
)
def test_a_delegation_holds_from_its_first_day_to_its_last(day, given):
    dated = row("helper", "exercise.close", starts=date(2030, 1, 1), ends=date(2030, 6, 30))
    framework = reading(delegation=[dated])

    assert len(list(framework.delegations("exercise.close", day))) == given


def test_a_cell_that_is_not_written_does_not_exist():
    assert reading().cells("build") == []


def test_a_gate_binds_only_at_its_steps_and_for_its_kinds_of_decision():
    framework = reading(
        gates=[
            gate("step.complete", "lead-named", id="SA-1", steps=["draft"]),
            gate("step.complete", "lead-named", id="SA-2"),
            gate("decision.record", "rationale-given", id="SA-3", decisions=["go-ahead"]),
        ]
    )

    assert [g.id for g in framework.gates("step.complete", step="draft")] == ["SA-1", "SA-2"]
    assert [g.id for g in framework.gates("step.complete", step="build")] == ["SA-2"]
    assert [g.id for g in framework.gates("decision.record", kind="go-ahead")] == ["SA-3"]
    assert framework.gates("decision.record", kind="adopt") == []
    assert framework.gates("exercise.close") == []


def test_what_may_be_asked_at_a_step():
    framework = reading()

    assert [kind.code for kind in framework.decisions_at("draft")] == ["go-ahead"]
    assert framework.decisions_at("think") == []


def test_the_trusts_own_word_comes_before_ours():
    framework = reading(terms=[{"concept": "exercise", "one": "voyage", "many": "voyages"}])

    assert (framework.word("exercise"), framework.words("exercise")) == ("voyage", "voyages")
    assert (framework.word("body"), framework.words("body")) == ("body", "bodies")
