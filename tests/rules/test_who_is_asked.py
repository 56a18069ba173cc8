"""A question goes to a body whose locality and outcomes it lies in, where the body has some."""

import pytest

from tests.factories.visitor import visitor
from tests.rules.asserting import now
from trusts.actions.decision import bodies_for, submit_item
from trusts.governance.refusal import Refused
from trusts.models import Body, Item

BUCKINGHAMSHIRE, MEDWAY = "buckinghamshire", "medway"


def able(exercise, kind):
    """The names of the bodies that can decide a question about an exercise."""
    return [body.name for body in bodies_for(exercise.blueprint, kind, exercise.reach)]


def ask(walk, step, kind, body):
    """The exercise's own worker asks a body."""
    exercise = now(walk)
    return submit_item(
        subject=exercise, body=Body.objects.get(trust=walk.trust, code=body), kind=kind, step=step, by=walk.worker,
        blueprint=exercise.blueprint, title="A question", asked="May it?",
    )  # fmt: skip


@pytest.mark.rule("BUC-5")
def test_a_network_is_not_asked_about_another_networks_locality(walker):
    walk = walker(BUCKINGHAMSHIRE, "plan", localities=["south"])
    names = able(now(walk), "local-commissioning")
    south = Body.objects.get(trust=walk.trust, type="network", locality__code="south")
    north = Body.objects.get(trust=walk.trust, type="network", locality__code="north")
    assert south.name in names
    assert north.name not in names

    with pytest.raises(Refused) as caught:
        ask(walk, "plan", "local-commissioning", north.code)

    [refusal] = caught.value.refusals
    assert refusal.reason == f"{north.name} cannot decide this: it lies outside its own locality or outcomes."
    assert set(refusal.who) == set(names)
    assert not Item.objects.filter(trust=walk.trust, kind="local-commissioning", step="plan").exists()
    assert ask(walk, "plan", "local-commissioning", south.code).body == south


@pytest.mark.rule("BUC-5")
def test_the_page_offers_only_the_bodies_it_concerns(walker):
    walk = walker(BUCKINGHAMSHIRE, "plan", localities=["south"])
    page = visitor(walk.worker).get(f"{now(walk).step_url('plan')}ask/local-commissioning/")

    offered = page.context["form"].fields["body"].queryset
    assert [body.name for body in offered] == able(now(walk), "local-commissioning")
    assert {body.locality.code for body in offered if body.locality} == {"south"}


def test_what_names_no_locality_may_go_to_any(walker):
    walk = walker(BUCKINGHAMSHIRE, "plan", localities=[])
    everybody = bodies_for(walk.exercise.blueprint, "local-commissioning")
    assert able(now(walk), "local-commissioning") == [body.name for body in everybody]


@pytest.mark.rule("MED-10")
def test_a_partnership_group_is_not_asked_beyond_its_outcome(walker):
    walk = walker(MEDWAY, "plan-pattern", outcomes=["medway.safe"])
    assert able(now(walk), "recommend-plan") == [
        "Joint Commissioning Group",
        "Safe and cared for partnership group",
    ]

    with pytest.raises(Refused):
        ask(walk, "plan-pattern", "recommend-plan", "thrive-partnership")
    assert ask(walk, "plan-pattern", "recommend-plan", "safe-partnership").body.code == "safe-partnership"
