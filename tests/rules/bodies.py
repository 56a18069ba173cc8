"""What bodies and administrators do in the tests of the rules: decide, and adopt a framework's next version."""

from collections.abc import Callable

from commissioning.demo.walk import Walker
from tests.trust_data import trust
from trusts.actions.blueprint import load_blueprint
from trusts.actions.decision import members_who_may_vote, record_decision, submit_item
from trusts.governance import clock
from trusts.models import Blueprint, Body, Decision, Item, Membership, Person

RATIONALE = "Children are helped before things get worse: be healthy."


def put(walker: Walker, kind: str, step: str) -> Item:
    """A question about the walker's exercise goes to a body, which has not decided it yet."""
    framework = walker.exercise.framework
    walker.ask(framework.decisions[kind], framework.step(step), settle=False)
    return Item.objects.with_parts().get(subject_id=walker.exercise.pk, kind=kind, state="waiting")


def put_to(walker: Walker, body: str, kind: str, step: str) -> Item:
    """The same, to a body of one's choice."""
    return submit_item(
        subject=walker.exercise, body=Body.objects.get(trust=walker.trust, code=body), kind=kind, step=step,
        blueprint=walker.exercise.blueprint, by=walker.worker, title="A question for a test", asked="Do we agree?",
    )  # fmt: skip


def decided(walker: Walker, kind: str, step: str) -> None:
    """A body is asked and decides in favour."""
    decide(item=put(walker, kind, step))


def decide(*, item: Item, rationale: str = RATIONALE, outcome: str = "agree") -> Decision:
    """The clerk of an item's body records its decision, with every member present."""
    decision, _ = record_decision(
        item=item, outcome=outcome, reason="Members agreed.", rationale=rationale, decided_on=clock.today(),
        present=members_who_may_vote(item), by=leading(item.body),
    )  # fmt: skip
    return decision


def leading(body: Body) -> Person:
    """The clerk of a body, or else its chair."""
    held = Membership.objects.filter(body=body, position__in=["chair", "clerk"]).select_related("person")
    return max(held, key=lambda membership: membership.position == "clerk").person


def administrator(code: str) -> Person:
    """Who keeps a trust's framework and its people."""
    return Person.objects.get(appointments__role="administrator", appointments__trust__code=code)


def next_version(code: str, change: Callable[[str], str] = lambda text: text) -> Blueprint:
    """The administrator loads a new draft of a trust's framework, with its text changed."""
    text = change(trust(code).blueprint.text) + "\n# The next version.\n"
    return load_blueprint(text=text, by=administrator(code), trust=trust(code))


def put_forward(blueprint: Blueprint) -> Item:
    """The administrator puts a draft to the board that owns the framework."""
    kind = next(k for k in blueprint.framework.decisions.values() if k.effect == "adopt-blueprint")
    types = blueprint.framework.types_that_can(kind.capability)
    body = Body.objects.get(trust=blueprint.trust, type__in=types)
    return submit_item(
        subject=blueprint, body=body, kind=kind.code, blueprint=blueprint, by=administrator(blueprint.trust.code),
        title="The next version", asked=kind.question,
    )  # fmt: skip
