"""Gateshead: what its Board and its Executive decide, and who takes no part."""

import pytest

from tests.rules.asserting import placed, refused
from tests.rules.bodies import decide, put, put_forward
from tests.trust_data import person, trust
from trusts.actions.blueprint import adopt_blueprint
from trusts.actions.decision import declare_interest, vote
from trusts.models import Blueprint, Decision


@pytest.fixture
def version(db):
    """A new version of the framework, in the same words as the one in force."""
    here = trust("gateshead")
    return Blueprint.objects.create(
        trust=here,
        number=here.blueprint.number + 1,
        text=here.blueprint.text,
        created_by=person("ruth.norbury"),
    )


@pytest.mark.rule("GAT-4")
def test_gat_4_no_framework_comes_into_force_unendorsed(version):
    refusal = refused(
        "GAT-4", adopt_blueprint, says="has not endorsed its principles", blueprint=version, decision=None,
        by=person("ruth.norbury"),
    )  # fmt: skip
    assert not refusal.overridable
    assert refusal.who == ("Children's Trust Board",)
    decide(item=put_forward(version))
    version.refresh_from_db()
    assert version.state == Blueprint.State.IN_FORCE
    assert trust("gateshead").blueprint == version


@pytest.mark.rule("GAT-4")
def test_gat_4_a_decision_about_another_version_endorses_nothing(version):
    earlier = Decision.objects.get(trust=version.trust, item__kind="adopt-framework")
    refused(
        "GAT-4", adopt_blueprint, says="has not endorsed its principles", blueprint=version, decision=earlier,
        by=person("ruth.norbury"),
    )  # fmt: skip


@pytest.mark.rule("GAT-16")
def test_gat_16_nobody_decides_on_what_they_provide(walker):
    item = put(placed(walker, "gateshead", "plan-services"), "sanction", "plan-services")
    provider, member = person("winifred.peart"), person("callum.pringle")
    declare_interest(item=item, what="My forum runs the service that is asked for.", by=provider)
    refusal = refused(
        "GAT-16",
        vote,
        says="you have declared an interest",
        item=item,
        verdict="agree",
        reason="",
        by=provider,
    )
    assert not refusal.overridable
    vote(item=item, verdict="agree", reason="", by=member)
    assert [given.person for given in item.votes.all()] == [member]
