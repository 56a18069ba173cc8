"""Medway: what may be started outside the unit, and how its boards and groups decide."""

import pytest

from commissioning.actions.exercise import create_exercise
from commissioning.models import Movement
from tests.rules.asserting import REASON, refused, saved
from tests.rules.bodies import put
from tests.trust_data import person, trust
from trusts.actions.decision import declare_interest, members_who_may_vote, record_decision, vote
from trusts.governance import clock
from trusts.governance.refusal import Refused
from trusts.models import Body, Decision


def project(owner, **changes):
    """What a new project of a body's is created with, by an officer of NHS Medway."""
    here, officer = trust("medway"), person("yusuf.bayram")
    return {
        "trust": here, "owner": Body.objects.get(trust=here, code=owner), "by": officer, "officer": officer,
        "title": "Help early", "levels": {"level": "medway-wide"}, "outcomes": ["medway.thrive"],
        "priority": "Priority 2: help early",
    } | changes  # fmt: skip


def reason_kept(exercise, rule):
    """The reason with which a rule was passed when the exercise was created."""
    return Movement.objects.get(exercise=exercise, kind=Movement.Kind.OVERRODE, gate=rule).reason


@pytest.fixture
def item(walker):
    """A question that waits for the Joint Commissioning Group."""
    return put(walker("medway", to="look-outcomes"), "disinvest", "look-outcomes")


@pytest.mark.rule("MED-12")
def test_med_12_a_project_outside_the_unit_names_its_priority(db):
    bare = project("substance-misuse", priority=" ")
    refusal = refused("MED-12", create_exercise, says="names no priority agreed by the Board", **bare)
    assert refusal.overridable
    assert create_exercise(**project("substance-misuse")).pk


@pytest.mark.rule("MED-12")
def test_med_12_starts_without_a_priority_with_a_reason(db):
    bare = project("substance-misuse", priority="")
    refused("MED-12", create_exercise, says="names no priority", **bare, reasons={"MED-47": REASON})
    made = create_exercise(**bare, reasons={"MED-12": REASON})
    assert reason_kept(made, "MED-12") == REASON


@pytest.mark.rule("MED-12")
def test_med_12_an_empty_reason_is_none(db):
    before = saved()
    with pytest.raises(Refused, match="names no priority"):
        create_exercise(**project("substance-misuse", priority=""), reasons={"MED-12": " "})
    assert saved() == before


@pytest.mark.rule("MED-12")
def test_med_12_asks_nothing_of_the_unit_itself(db):
    assert create_exercise(**project("jcu", priority="")).pk


@pytest.mark.rule("MED-47")
def test_med_47_the_national_level_is_context(db):
    national = project("jcu", levels={"level": "national"})
    refusal = refused("MED-47", create_exercise, says="that level is context", **national)
    assert refusal.overridable
    assert create_exercise(**project("jcu", levels={"level": "regional"})).levels == {"level": "regional"}


@pytest.mark.rule("MED-47")
def test_med_47_starts_at_national_level_with_a_reason(db):
    national = project("jcu", levels={"level": "national"})
    refused("MED-47", create_exercise, says="that level is context", **national, reasons={"MED-12": REASON})
    made = create_exercise(**national, reasons={"MED-47": REASON})
    assert reason_kept(made, "MED-47") == REASON


@pytest.mark.rule("MED-25")
def test_med_25_nobody_connected_to_a_provider_decides(item):
    connected, free = person("siobhan.kearney"), person("fiona.keele")
    declare_interest(item=item, what="My forum runs the service.", by=connected)
    refusal = refused(
        "MED-25", vote, says="connected to a provider", item=item, verdict="agree", reason="", by=connected
    )
    assert not refusal.overridable
    vote(item=item, verdict="agree", reason="", by=free)
    assert [given.person for given in item.votes.all()] == [free]


@pytest.mark.rule("MED-62")
def test_med_62_a_decision_says_which_outcome_improves(item):
    arguments = {
        "item": item, "outcome": "agree", "reason": "Members agreed.", "decided_on": clock.today(),
        "present": members_who_may_vote(item), "by": person("graham.tindall"),
    }  # fmt: skip
    refusal = refused(
        "MED-62", record_decision, says="which outcome it improves", rationale=" \n", **arguments
    )
    assert not refusal.overridable
    record_decision(rationale="Thrive: help comes earlier.", **arguments)
    assert Decision.objects.get(item=item).in_favour
