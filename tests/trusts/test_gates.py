"""A gate refuses in the trust's own words, says who can clear it and where, and binds only where it says."""

from types import SimpleNamespace

import pytest

from commissioning.actions.exercise import assign
from commissioning.actions.step import complete_step, override_gate, start_step
from commissioning.models import Movement
from tests.factories.framework import framework_text, gate
from tests.factories.sandover import fresh, reasons, refused, sandover
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Condition
from trusts.framework.vocabulary import TRANSITIONS
from trusts.governance import gates
from trusts.governance.refusal import Refused
from trusts.governance.transitions import performed
from trusts.models.marks import Marks

LEAD = gate("step.complete", "lead-named", steps=["draft"], message="Nobody leads this yet.")
PLAN = gate(
    "step.complete", "outputs-recorded", id="SA-2", steps=["draft"], params={"outputs": ["plan", "cost"]},
    remedy="Record them.", cleared_by=["commissioning-officer"],
)  # fmt: skip


def test_a_gate_refuses_in_the_trusts_own_words_and_names_its_rule(db):
    made = sandover(gates=[LEAD])
    exercise = made.at("draft")

    with pytest.raises(Refused) as refused:
        complete_step(exercise=exercise, step="draft", by=made.officer)

    [refusal] = refused.value.refusals
    assert (refusal.reason, refusal.rule, refusal.overridable) == ("Nobody leads this yet.", "SA-1", False)


def test_a_refusal_says_what_is_missing_who_can_clear_it_and_where(db):
    made = sandover(gates=[PLAN])
    exercise = made.at("draft")

    [refusal] = gates.refusals("step.complete", exercise, by=made.officer, step="draft")

    assert reasons(refusal.missing) == ["‘Plan’ is not recorded", "‘Cost’ is not recorded"]
    assert refusal.url == f"{exercise.step_url('draft')}#output-plan"
    assert refusal.remedy == "Record them."
    assert refusal.who == ("Officer", "Outcome lead")


def test_every_reason_is_told_at_once_and_nothing_is_saved(db):
    made = sandover(gates=[LEAD, PLAN])
    exercise = made.at("draft")

    with pytest.raises(Refused) as refused:
        complete_step(exercise=exercise, step="draft", by=made.officer)

    assert [refusal.rule for refusal in refused.value.refusals] == ["SA-1", "SA-2"]
    assert fresh(exercise).step_state("draft") == "open"


def test_a_gate_that_is_met_no_longer_refuses(db):
    made = sandover(gates=[LEAD])
    exercise = made.at("draft")

    assign(exercise=exercise, lead=made.first, officer=None, version=exercise.version, by=made.officer)
    complete_step(exercise=exercise, step="draft", by=made.officer)

    assert fresh(exercise).step_state("draft") == "complete"


def test_a_gate_of_one_step_lets_the_others_pass(db):
    made = sandover(gates=[LEAD])
    exercise = made.at("think")

    complete_step(exercise=exercise, step="think", by=made.officer)

    assert fresh(exercise).step_state("think") == "complete"


def test_a_refused_creation_leaves_nothing_behind(db):
    made = sandover(gates=[gate("exercise.create", "priority-named")])

    with pytest.raises(Refused):
        made.exercise()

    assert made.exercise(priority="Safer streets").number == 1


# With a reason -----------------------------------------------------------------------------------


def test_a_gate_that_may_be_passed_is_passed_with_a_reason_that_is_kept(db):
    made = sandover(gates=[{**LEAD, "severity": "override"}])
    exercise = made.at("draft")

    override_gate(
        exercise=exercise, transition="step.complete", gate="SA-1", step="draft", reason="It is urgent.",
        by=made.officer,
    )  # fmt: skip
    complete_step(exercise=exercise, step="draft", by=made.officer)

    kept = Movement.objects.get(exercise=exercise, kind="overrode")
    assert (kept.gate, kept.step, kept.reason, kept.by) == ("SA-1", "draft", "It is urgent.", made.officer)


def test_a_gate_that_refuses_for_good_is_not_passed_with_a_reason(db):
    made = sandover(gates=[LEAD])
    exercise = made.at("draft")

    with pytest.raises(Refused) as refused:
        override_gate(
            exercise=exercise, transition="step.complete", gate="SA-1", step="draft", reason="Please.",
            by=made.officer,
        )  # fmt: skip

    assert reasons(refused.value.refusals) == [
        "The framework does not allow this rule to be passed with a reason."
    ]


def test_a_gate_is_not_passed_without_a_reason(db):
    made = sandover(gates=[{**LEAD, "severity": "override"}])
    exercise = made.at("draft")

    assert refused(
        override_gate, exercise=exercise, transition="step.complete", gate="SA-1", step="draft", reason=" ",
        by=made.officer,
    ) == ["Give the reason for going ahead."]  # fmt: skip


def test_a_gate_that_does_not_stand_in_the_way_is_not_passed(db):
    made = sandover(gates=[{**LEAD, "severity": "override"}])
    exercise = made.at("draft", lead=made.first)

    with pytest.raises(Refused) as refused:
        override_gate(
            exercise=exercise, transition="step.complete", gate="SA-1", step="draft", reason="Just in case.",
            by=made.officer,
        )  # fmt: skip

    assert reasons(refused.value.refusals) == ["This rule does not stand in the way."]


def test_a_reason_given_at_one_step_does_not_count_at_another(db):
    both = gate("step.complete", "lead-named", severity="override")
    made = sandover(gates=[both])
    exercise = made.exercise()
    start_step(exercise=exercise, step="think", by=made.officer)
    override_gate(
        exercise=exercise, transition="step.complete", gate="SA-1", step="think", reason="Early days.",
        by=made.officer,
    )  # fmt: skip
    complete_step(exercise=exercise, step="think", by=made.officer)
    start_step(exercise=exercise, step="draft", by=made.officer)

    assert reasons(gates.refusals("step.complete", fresh(exercise), by=made.officer, step="draft")) == [
        "Not yet: lead-named."
    ]


def test_an_empty_reason_is_none(db):
    made = sandover(gates=[gate("exercise.create", "priority-named", severity="override")])

    assert refused(made.exercise, reasons={"SA-1": "  \n"}) == ["Not yet: priority-named."]
    assert made.exercise(reasons={"SA-1": "It is urgent."}).overridden("SA-1", "")


# Where a gate binds ------------------------------------------------------------------------------

MARKED = Marks(
    levels={"reach": "near"},
    groups=frozenset({"carers"}),
    outcomes=frozenset({"own.safe"}),
    owner_type="group",
)


@pytest.mark.parametrize(
    ("when", "binds"),
    [
        ({}, True),
        ({"levels": {"reach": "near"}}, True),
        ({"levels": {"reach": ["wide", "near"]}}, True),
        ({"levels": {"reach": "wide"}}, False),
        ({"levels": {"depth": "near"}}, False),
        ({"groups": "carers"}, True),
        ({"groups": "others"}, False),
        ({"outcomes": ["own.safe", "own.heard"]}, True),
        ({"outcomes": "own.heard"}, False),
        ({"owner_types": "group"}, True),
        ({"owner_types": "board"}, False),
        ({"not_owner_types": "group"}, False),
        ({"not_owner_types": "board"}, True),
        ({"has_locality": True}, False),
        ({"has_locality": False}, True),
        ({"vulnerable_groups": True}, True),
        ({"vulnerable_groups": False}, False),
        ({"levels": {"reach": "near"}, "groups": "others"}, False),
    ],
)
def test_a_gate_binds_on_what_its_condition_says(when, binds):
    subject = SimpleNamespace(marks=MARKED)

    assert gates.applies(Condition.model_validate(when), subject, Reading(read(framework_text()))) is binds


def test_a_gate_without_a_condition_binds_everywhere():
    assert gates.applies(None, SimpleNamespace(marks=Marks()), Reading(read(framework_text())))


def test_a_gate_whose_check_the_product_cannot_answer_yet_is_left_out(db):
    made = sandover(gates=[gate("step.complete", "small-counts-hidden")])

    assert "small-counts-hidden" not in gates.answered()
    assert gates.refusals("step.complete", made.exercise(), by=made.officer, step="draft") == []


# Closed lists ------------------------------------------------------------------------------------


def test_no_check_answers_that_is_not_on_the_list():
    with pytest.raises(KeyError):
        gates.check("moon-is-full")


def test_only_transitions_of_the_list_are_performed():
    assert set(performed()) <= set(TRANSITIONS)
