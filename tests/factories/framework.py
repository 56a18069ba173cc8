"""The framework of Sandover, an invented trust: small, so that a test changes only what it is about."""

from copy import deepcopy
from typing import Any

import yaml

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
SANDOVER: dict[str, Any] = {
    "format": 1,
    "trust": {
        "code": "sandover", "label": "Sandover Children's Trust", "area": "Sandover",
        "framework": "Sandover Way", "edition": "2030",
    },
    "outcomes": [
        {
            "code": "own", "label": "Our outcomes",
            "outcomes": [{"code": "safe", "label": "Safe"}, {"code": "heard", "label": "Heard"}],
        }
    ],
    "levels": [
        {
            "code": "reach", "label": "Reach",
            "levels": [{"code": "near", "label": "Near"}, {"code": "wide", "label": "Wide"}],
        }
    ],
    "groups": [{"code": "carers", "label": "Young carers", "vulnerable": True}],
    "partners": [
        {"code": "council", "label": "Sandover Council", "sector": "in-house", "commissions": True},
        {"code": "clinic", "label": "Sandover Clinic", "sector": "public", "provides": True},
    ],
    "localities": [{"code": "east", "label": "East"}, {"code": "west", "label": "West"}],
    "body_types": [
        {"code": "board", "label": "Board", "capabilities": ["owns-framework", "agrees-priorities"]},
        {"code": "group", "label": "Group", "capabilities": ["sanctions", "awards", "recommends"]},
        {"code": "local-group", "label": "Local group", "capabilities": ["commissions-locally"], "local": True},
    ],
    "bodies": [
        {"code": "board", "label": "Sandover Board", "type": "board", "quorum": 1,
         "terms_of_reference": "Leads.", "meets": "Every quarter"},
        {"code": "group", "label": "Sandover Group", "type": "group", "quorum": 2, "reports_to": ["board"],
         "terms_of_reference": "Sanctions.", "meets": "Every month"},
        {"code": "east-group", "label": "East Group", "type": "local-group", "locality": "east"},
        {"code": "west-group", "label": "West Group", "type": "local-group", "locality": "west"},
    ],
    "seats": [
        {"code": "safe-lead", "label": "Lead for Safe", "body": "group", "role": "outcome-lead",
         "outcomes": ["own.safe"], "places": 2},
    ],
    "roles": [
        {"code": "board-chair", "label": "Chair of the Board", "held_by": "membership",
         "body_types": ["board"], "positions": ["chair", "clerk"]},
        {"code": "board-member", "label": "Board member", "held_by": "membership", "body_types": ["board"]},
        {"code": "group-chair", "label": "Chair of the Group", "held_by": "membership",
         "body_types": ["group"], "positions": ["chair", "clerk"]},
        {"code": "group-member", "label": "Group member", "held_by": "membership", "body_types": ["group"],
         "positions": ["chair", "member"]},
        {"code": "local-member", "label": "Member of a local group", "held_by": "membership",
         "body_types": ["local-group"]},
        {"code": "outcome-lead", "label": "Outcome lead", "held_by": "seat"},
        {"code": "commissioning-officer", "label": "Officer", "held_by": "appointment"},
        {"code": "helper", "label": "Helper", "held_by": "appointment"},
        {"code": "administrator", "label": "Administrator", "held_by": "appointment"},
        {"code": "provider", "label": "Provider", "held_by": "appointment"},
    ],
    "delegation": [
        {"role": "board-chair", "acts": ["decision.record", "condition.close"], "scope": "body"},
        {"role": "board-member", "acts": ["item.vote", "meeting.schedule"], "scope": "body"},
        {"role": "board-member", "acts": ["trust.view", "item.view", "record.view"]},
        {"role": "group-chair", "acts": ["decision.record", "condition.close"], "scope": "body"},
        {"role": "group-member", "acts": ["item.vote"], "scope": "body"},
        {"role": "group-member", "acts": ["trust.view", "item.view", "record.view"]},
        {"role": "group-chair", "acts": ["trust.view", "item.view", "record.view"]},
        {"role": "commissioning-officer", "acts": [
            "trust.view", "item.view", "item.submit", "exercise.create", "exercise.edit", "exercise.assign",
            "exercise.schedule", "exercise.work", "exercise.advance", "exercise.return", "exercise.override",
            "exercise.close", "record.view", "needs.edit", "plan.edit", "money.edit", "contract.edit", "review.edit",
            "record.override",
        ]},
        {"role": "administrator", "acts": ["trust.view", "blueprint.draft", "blueprint.submit", "audit.view"]},
        {"role": "provider", "acts": ["trust.view"]},
        {"role": "provider", "acts": ["record.view", "return.file"], "scope": "partner"},
    ],
    "phases": [
        {"code": "think", "label": "Think", "stage": "assess"},
        {"code": "make", "label": "Make", "stage": "do"},
        {"code": "look", "label": "Look", "stage": "review"},
    ],
    "steps": [
        {"code": "draft", "label": "Draft", "phase": "make",
         "activities": [{"code": "talk", "label": "Talk to families"}, {"code": "count", "label": "Count"}],
         "outputs": [{"code": "plan", "label": "Plan"}, {"code": "cost", "label": "Cost", "kind": "number"}]},
        {"code": "tidy", "label": "Tidy", "phase": "make", "optional": True},
        {"code": "build", "label": "Build", "phase": "make"},
    ],
    "responsibilities": [
        {"step": "draft", "role": "outcome-lead", "acts": ["exercise.work"],
         "duties": [{"code": "read-draft", "label": "Read the draft"}]},
    ],
    "decisions": [
        {"code": "adopt", "label": "Adopt the framework", "question": "Shall this version come into force?",
         "capability": "owns-framework", "subject": "blueprint", "effect": "adopt-blueprint"},
        {"code": "go-ahead", "label": "Go ahead", "question": "May this go ahead?", "capability": "sanctions",
         "steps": ["draft"]},
        {"code": "sign-off", "label": "Sign off", "question": "Is this built?", "capability": "awards",
         "steps": ["build"], "effect": "complete-step"},
        {"code": "advise", "label": "Advise", "question": "What do you think?", "capability": "recommends",
         "subject": "general"},
    ],
    "gates": [],
}  # fmt: skip


def framework_text(code: str = "sandover", **sections: Any) -> str:
    """Sandover's framework as a file, for a trust of this code, with whole sections changed."""
    data = deepcopy(SANDOVER) | deepcopy(sections)
    data["trust"]["code"] = code
    if code != "sandover":
        data["trust"]["label"] = code.replace("-", " ").capitalize()
    return yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True)


def gate(transition: str, check: str, **more: Any) -> dict[str, Any]:
    """A gate's entry: SA-1 unless it says otherwise, with its message."""
    return {"id": "SA-1", "transition": transition, "check": check, "message": f"Not yet: {check}.", **more}


def row(role: str, *acts: str, **more: Any) -> dict[str, Any]:
    """A row of the scheme of delegation."""
    return {"role": role, "acts": list(acts), **more}
