"""Whatever a blueprint refers to must exist, and no entry may contradict another."""

from typing import Any

import pytest

from tests.factories.framework import SANDOVER, framework_text, gate
from trusts.framework.document import BlueprintError, read


def problems(**sections: Any) -> list[tuple[str, str]]:
    """What is wrong with Sandover's framework once sections say this: (path, what was expected)."""
    text = framework_text(**sections)
    with pytest.raises(BlueprintError) as caught:
        read(text)
    lines = text.splitlines()
    assert all(1 <= fault.line <= len(lines) for fault in caught.value.faults)
    return [(fault.path, fault.message) for fault in caught.value.faults]


def with_more(section: str, *entries: dict[str, Any]) -> dict[str, list]:
    """A section of Sandover with entries added."""
    return {section: [*SANDOVER[section], *entries]}


def test_sandover_itself_has_no_fault():
    assert read(framework_text()).trust.label == "Sandover Children's Trust"


def test_the_line_of_a_broken_reference_is_its_own():
    text = framework_text(**with_more("seats", {"code": "lost", "label": "Lost", "body": "nowhere"}))
    with pytest.raises(BlueprintError) as caught:
        read(text)
    [fault] = caught.value.faults

    assert text.splitlines()[fault.line - 1].strip() == "body: nowhere"


def test_a_step_of_no_phase():
    step = {"code": "float", "label": "Float", "phase": "sea"}

    assert problems(steps=[step, *SANDOVER["steps"]]) == [
        ("steps[1].phase", "there is no phase 'sea'; expected look, make, think")
    ]


def test_a_step_that_names_no_phase_at_all():
    assert problems(**with_more("steps", {"code": "float", "label": "Float"})) == [
        ("steps[4].phase", "missing; this key is required")
    ]


def test_two_steps_of_one_order():
    steps = [
        {"code": "one", "label": "One", "phase": "make", "order": 1},
        {"code": "two", "label": "Two", "phase": "make", "order": 1},
    ]
    changed = problems(steps=steps, responsibilities=[], decisions=SANDOVER["decisions"][:1])

    assert changed == [
        ("steps[1].order", "two steps have the order 1"),
        ("steps[2].order", "two steps have the order 1"),
    ]


def test_some_steps_with_an_order_and_some_without():
    steps = [
        {"code": "one", "label": "One", "phase": "make", "order": 1},
        {"code": "two", "label": "Two", "phase": "make"},
    ]

    assert problems(steps=steps, responsibilities=[], decisions=SANDOVER["decisions"][:1]) == [
        ("steps[2].order", "missing: give every step an order, or none")
    ]


def test_a_step_that_comes_after_one_of_a_later_phase():
    steps = [
        {"code": "one", "label": "One", "phase": "make"},
        {"code": "two", "label": "Two", "phase": "think"},
    ]

    assert problems(steps=steps, responsibilities=[], decisions=SANDOVER["decisions"][:1]) == [
        ("steps[2].phase", "step two comes after one but belongs to an earlier phase")
    ]


def test_a_responsibility_for_a_role_that_does_not_exist():
    [(path, message)] = problems(**with_more("responsibilities", {"step": "build", "role": "ghost"}))

    assert path == "responsibilities[2].role"
    assert message == (
        "there is no role 'ghost'; expected administrator, board-chair, board-member, commissioning-officer, "
        "group-chair, group-member, helper, local-member, outcome-lead, provider"
    )


def test_a_responsibility_at_a_step_that_does_not_exist():
    assert problems(**with_more("responsibilities", {"step": "dance", "role": "helper"})) == [
        (
            "responsibilities[2].step",
            "there is no step 'dance'; expected build, draft, look, make, think, tidy",
        )
    ]


def test_a_cell_written_twice():
    cell = {"step": "draft", "role": "outcome-lead"}

    assert problems(**with_more("responsibilities", cell)) == [
        ("responsibilities[1]", "the cell draft × outcome-lead is written twice"),
        ("responsibilities[2]", "the cell draft × outcome-lead is written twice"),
    ]


def test_a_code_used_twice():
    assert problems(**with_more("localities", {"code": "east", "label": "East again"})) == [
        ("localities[1].code", "'east' is used twice in localities"),
        ("localities[3].code", "'east' is used twice in localities"),
    ]


def test_a_rule_used_twice():
    twice = [gate("step.start", "lead-named"), gate("step.complete", "lead-named")]

    assert problems(gates=twice) == [
        ("gates[1].id", "'SA-1' is used twice in gates"),
        ("gates[2].id", "'SA-1' is used twice in gates"),
    ]


def test_reporting_lines_in_a_circle():
    bodies = [dict(body) for body in SANDOVER["bodies"]]
    bodies[0]["reports_to"] = ["east-group"]
    bodies[2]["reports_to"] = ["group"]

    assert problems(bodies=bodies) == [
        ("bodies[1].reports_to", "board reports to itself in a circle"),
        ("bodies[2].reports_to", "group reports to itself in a circle"),
        ("bodies[3].reports_to", "east-group reports to itself in a circle"),
    ]


def test_a_body_that_reports_to_itself():
    bodies = [dict(body) for body in SANDOVER["bodies"]]
    bodies[0]["reports_to"] = ["board"]

    assert problems(bodies=bodies) == [("bodies[1].reports_to", "board reports to itself in a circle")]


def test_a_body_of_no_type():
    stray = {"code": "stray", "label": "Stray", "type": "council"}

    assert problems(**with_more("bodies", stray)) == [
        ("bodies[5].type", "there is no body type 'council'; expected board, group, local-group")
    ]


def test_a_delegation_to_nobody():
    [(path, message)] = problems(**with_more("delegation", {"role": "ghost", "acts": ["trust.view"]}))

    assert path == f"delegation[{len(SANDOVER['delegation']) + 1}].role"
    assert message.startswith("there is no role 'ghost'; expected administrator, ")


def test_an_outcome_of_no_scheme():
    seat = {"code": "s", "label": "S", "body": "group", "outcomes": ["theirs.safe"]}

    assert problems(**with_more("seats", seat)) == [
        ("seats[2].outcomes", "there is no outcome 'theirs.safe'; expected own.heard, own.safe")
    ]


def test_a_phase_with_the_code_of_a_step():
    phases = [*SANDOVER["phases"], {"code": "draft", "label": "Draft"}]

    assert problems(phases=phases) == [("phases[4].code", "'draft' is also the code of a step")]


def test_a_phase_all_year_with_a_window():
    phases = [{**SANDOVER["phases"][0], "all_year": True, "window": {"from": "1 May", "to": "2 May"}}]

    assert problems(phases=[*phases, *SANDOVER["phases"][1:]]) == [
        ("phases[1].window", "a phase that runs all year has no window")
    ]


def test_a_phase_with_steps_and_outputs_of_its_own():
    phases = [dict(phase) for phase in SANDOVER["phases"]]
    phases[1]["outputs"] = [{"code": "report", "label": "Report"}]

    assert problems(phases=phases) == [
        ("phases[2]", "a phase with steps keeps its outputs and activities on the steps")
    ]


def test_an_activity_of_a_strand_that_the_step_does_not_have():
    step = {"code": "weave", "label": "Weave", "phase": "make", "strands": [{"code": "warp", "label": "Warp"}],
            "activities": [{"code": "spin", "label": "Spin", "strand": "weft"}]}  # fmt: skip

    assert problems(**with_more("steps", step)) == [
        ("steps[4].activities[1].strand", "'weft' is not a strand of step weave; expected warp")
    ]


# Gates -----------------------------------------------------------------------------------------


def test_a_check_without_a_parameter_it_needs():
    assert problems(gates=[gate("step.complete", "outputs-recorded")]) == [
        ("gates[1].params", "check outputs-recorded needs the parameter 'outputs'")
    ]


def test_a_check_with_a_parameter_it_does_not_have():
    assert problems(gates=[gate("step.complete", "lead-named", params={"colour": "red"})]) == [
        ("gates[1].params.colour", "check lead-named has no parameter 'colour'; expected none")
    ]


def test_a_parameter_that_names_nothing_there_is():
    wrong = gate("step.complete", "outputs-recorded", params={"outputs": ["song"]})

    assert problems(gates=[wrong]) == [
        ("gates[1].params.outputs", "there is no output 'song'; expected cost, plan")
    ]


@pytest.mark.parametrize("count", ["two", -1, 1.5, True, [2]])
def test_a_parameter_of_the_wrong_shape(count):
    wrong = gate("step.complete", "partners-at-least", params={"count": count})

    assert problems(gates=[wrong]) == [("gates[1].params.count", "expected a whole number")]


def test_a_list_where_one_code_belongs():
    wrong = gate("step.complete", "decision-made", params={"decision": 7})

    assert problems(gates=[wrong]) == [("gates[1].params.decision", "expected a code")]


def test_steps_on_a_gate_whose_transition_has_none():
    wrong = gate("exercise.create", "lead-named", steps=["draft"])

    assert problems(gates=[wrong]) == [
        ("gates[1].steps", "only step.start and step.complete happen at a step, not exercise.create")
    ]


def test_kinds_of_decision_on_a_gate_whose_transition_has_none():
    wrong = gate("step.start", "lead-named", decisions=["adopt"])

    assert problems(gates=[wrong]) == [
        ("gates[1].decisions", "only items and decisions have a kind, not step.start")
    ]


def test_a_gate_cleared_by_nobody_there_is():
    [(path, message)] = problems(gates=[gate("step.start", "lead-named", cleared_by=["ghost"])])

    assert path == "gates[1].cleared_by"
    assert message.startswith("there is no role 'ghost'; ")


@pytest.mark.parametrize(
    ("when", "path", "message"),
    [
        ({"levels": {"depth": ["near"]}}, "levels", "there is no scheme 'depth'; expected reach"),
        (
            {"levels": {"reach": ["far"]}},
            "levels",
            "there is no level 'reach.far'; expected reach.near, reach.wide",
        ),
        ({"groups": ["kings"]}, "groups", "there is no group 'kings'; expected carers"),
        ({"outcomes": ["safe"]}, "outcomes", "there is no outcome 'safe'; expected own.heard, own.safe"),
        (
            {"owner_types": ["x"]},
            "owner_types",
            "there is no body type 'x'; expected board, group, local-group",
        ),
    ],
)
def test_a_condition_on_something_that_is_not(when, path, message):
    found = problems(gates=[gate("step.start", "lead-named", when=when)])

    assert (f"gates[1].when.{path}", message) in found


def test_a_record_of_a_sort_or_with_a_part_that_there_is_not():
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [
        {"code": "a", "label": "A", "kind": "evidence", "sorts": ["rumour"]},
        {"code": "b", "label": "B", "kind": "review", "part": "applause"},
        {"code": "c", "label": "C", "part": "source"},
        {"code": "d", "label": "D", "kind": "evidence", "sorts": ["views", "research"], "part": "source"},
    ]

    assert [said for _, said in problems(steps=steps)] == [
        "there is no sort 'rumour' of evidence; expected inspection, jsna, professional, quantitative, research, unmet-need, views",
        "review has no part 'applause'; expected concluded, conclusion, what-works",
        "only an output whose kind is a kind of record has sorts, a part, 'anew' or an 'otherwise'",
    ]
