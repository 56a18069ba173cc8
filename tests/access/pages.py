"""Every address of the site by its name: how it is written for a trust, and what a right form sends to it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.figures import a_file, an_outline, columns, figure_arguments
from tests.access.records import record_arguments, record_form
from tests.access.scenes import Scene
from trusts.forms.base import KEY, VERSION
from trusts.governance import clock

DEVELOPING = {"gallery"}
"""Pages that exist only while developing."""


def names() -> set[str]:
    """The names of all addresses, those of the administration as `admin:name`."""
    return {name for name, _ in walk(get_resolver())}


def walk(resolver: URLResolver, space: str = "", trust: bool = False) -> Iterator[tuple[str, bool]]:
    """Every name, and whether its address is inside a trust."""
    for entry in resolver.url_patterns:
        inside = trust or "<slug:trust>" in str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else f"{space}<{entry.pattern}>"), inside
        else:
            yield from walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space, inside)


def trust_names() -> list[str]:
    """The names of the pages inside a trust."""
    return sorted(name for name, inside in walk(get_resolver()) if inside)


def arguments(name: str, scene: Scene) -> dict[str, Any]:
    """What the address of a page needs beside the trust, taken from what is planted."""
    work, first = scene.work, {"number": scene.exercise.number}
    here = first | {"step": work["open"]}
    gate_step, gate = work["gate"]
    ask_step, kind = work["ask"]
    second = {"number": scene.second.number}
    special = {
        "exhibit": {"number": scene.records.evidence.number, "kind": "csv"},
        "cycle-step": {"step": work["open"]},
        "step-start": first | {"step": work["next"]},
        "step-back": first | {"step": work["done"][0]},
        "gate-override": second | {"step": gate_step, "gate": gate},
        "item-submit": second | {"step": ask_step, "kind": kind},
        "entry-record": here | {"kind": "activity", "code": work["unticked"]},
        "entry-remove": here | {"kind": "activity", "code": work["ticked"]},
        "entry-file": here | {"kind": "output", "code": work["output"]},
        "condition-close": {"item": scene.decided.pk, "condition": scene.condition.pk},
        "framework-part": {"part": "bodies"},
        "framework-version-part": {"number": 1, "part": "whole"},
        "framework-submit": {"number": scene.draft},
        "meeting-create": {"body": scene.body.code},
        "body": {"body": scene.body.code},
        "body-ask": dict(zip(("body", "question"), work["general"], strict=True)),
        "meeting": {"meeting": scene.meeting.pk},
    }  # fmt: skip
    if name in special or name.startswith(("record", "broken")):
        return special.get(name) or record_arguments(name, scene.records)
    return figure_arguments(name, scene.figures) or _by_sort(name, scene, first, here)


def _by_sort(name: str, scene: Scene, first: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """What addresses of one sort have in common."""
    if name.startswith(("exercise-step", "step-")):
        return here
    if name.startswith("exercise") and name not in ("exercises", "exercise-create"):
        return first
    if name.startswith("framework-"):
        return {"number": 1}
    if name in ("item", "item-vote", "item-interest", "decision-record", "item-withdraw", "item-agenda"):
        return {"item": scene.item.pk}
    return {}


def address(name: str, scene: Scene, **changes: Any) -> str:
    """The address of a page in a trust."""
    return reverse(name, kwargs={"trust": scene.trust.code} | arguments(name, scene) | changes)


def sent(name: str, scene: Scene) -> dict[str, Any]:
    """A form filled in rightly, so that only permission and the trust's rules can stop it."""
    maker = FORMS.get(name)
    version = scene.exercise.version if name in ("exercise-edit", "exercise-assign") else 0
    version = scene.records.assessment.version if name == "record-edit" else version
    version = scene.figures.dataset.version if name == "dataset-edit" else version
    return {KEY: str(uuid4()), VERSION: str(version)} | (maker(scene) if maker else {})


def exercise_form(scene: Scene) -> dict[str, Any]:
    """What the form about an exercise asks for."""
    first = scene.exercise
    return {
        "title": "Changed", "owner": first.owner_id, "outcomes": scene.work["outcomes"], "priority": "A priority",
        "localities": [place.pk for place in first.localities.all()],
        "organisations": [partner.pk for partner in first.organisations.all()],
    } | {f"level-{scheme}": code for scheme, code in scene.work["levels"].items()}  # fmt: skip


def paper(scene: Scene) -> dict[str, Any]:
    """What a body is asked."""
    return {
        "title": "A question", "body": scene.body.pk, "meeting": scene.meeting.pk, "asked": "May we?", "why": "So that",
        "recommendation": "Approve", "effect_on_children": "Sooner", "options": "None", "money": "None", "risks": "None",
    }  # fmt: skip


def framework_paper(scene: Scene) -> dict[str, Any]:
    """What the body that adopts the framework is asked."""
    framework = scene.trust.framework
    kind = next(kind for kind in framework.decisions.values() if kind.effect == "adopt-blueprint")
    body = scene.trust.bodies.filter(type__in=framework.types_that_can(kind.capability)).first()
    return paper(scene) | {"body": body.pk, "meeting": ""}


def recorded(scene: Scene) -> dict[str, Any]:
    """What the deciding body decided, quorate."""
    members = scene.body.memberships.filter(ends=None, position__in=["chair", "member"])
    return {
        "outcome": "agree", "reason": "Agreed", "rationale": "Children are helped sooner",
        "decided_on": clock.today().isoformat(), "present": list(members.values_list("person", flat=True)),
    }  # fmt: skip


def assigned(scene: Scene) -> dict[str, Any]:
    """The same two people as before."""
    return {"lead": scene.exercise.lead_id or "", "officer": scene.exercise.officer_id or ""}


def general_paper(scene: Scene) -> dict[str, Any]:
    """What a body is asked in general."""
    code, _ = scene.work["general"]
    return paper(scene) | {"body": scene.trust.bodies.get(code=code).pk, "meeting": ""}


def record_paper(scene: Scene) -> dict[str, Any]:
    """What a body is asked about a record."""
    kind = scene.trust.framework.decisions[scene.records.question]
    body = scene.trust.bodies.filter(type__in=scene.trust.framework.types_that_can(kind.capability)).first()
    return paper(scene) | {"body": body.pk, "meeting": ""}


def _because(scene: Scene) -> dict[str, str]:
    return {"reason": "Because"}


FORMS = {
    "exercise-create": exercise_form,
    "exercise-edit": exercise_form,
    "exercise-assign": assigned,
    "exercise-schedule": lambda scene: {f"due-{scene.work['next']}": "2030-01-01"},
    "exercise-close": lambda scene: {"learned": "Much", "again": "no"},
    "step-skip": _because,
    "step-back": _because,
    "gate-override": _because,
    "step-tick": lambda scene: {"done": f"activity:{scene.work['unticked']}"},
    "entry-record": lambda scene: {"text": "Done"},
    "item-submit": paper,
    "body-ask": general_paper,
    "item-withdraw": _because,
    "item-agenda": lambda scene: {"meeting": scene.meeting.pk},
    "item-vote": lambda scene: {"verdict": "agree", "reason": ""},
    "item-interest": lambda scene: {"what": "A cousin works there"},
    "decision-record": recorded,
    "condition-close": lambda scene: {"how": "It was done"},
    "meeting-create": lambda scene: {"title": "A meeting", "date": "2030-01-01", "place": "Here"},
    "framework-submit": framework_paper,
    "batch-create": lambda scene: a_file(),
    "batch-explain": lambda scene: (
        columns(scene.figures.file("batch-explain").found["heading"]) | {"indicator": "Any"}
    ),
    "indicator-edit": lambda scene: {"outcomes": [], "polarity": "low", "definition": "Children"},
    "dataset-make": lambda scene: {"name": "Another", "every": "12"},
    "dataset-edit": lambda scene: {"name": "Planted", "every": "3", "protocol": "Ours"},
    "batch-release": lambda scene: {"dataset": scene.figures.dataset.pk},
    "boundaries-bring": lambda scene: {"file": an_outline(), "source": "Planted"},
    "areas-edit": lambda scene: {"own": "E08000037"},
    "record-make": lambda scene: record_form(scene.records),
    "record-edit": lambda scene: record_form(scene.records),
    "record-link": lambda scene: {"others": [scene.records.loose.pk]},
    "record-move": _because,
    "record-override": _because,
    "record-confirm": lambda scene: {"note": "The rules were looked at"},
    "record-ask": record_paper,
}
"""What a right form sends; pages missing here ask for nothing but a press of the button."""
