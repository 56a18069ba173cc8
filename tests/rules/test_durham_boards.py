"""County Durham: what boards and leads may not do: change the work of others (DUR-29), approve their own (DUR-96)."""

import pytest

from commissioning.actions.exercise import edit_exercise
from tests.factories.visitor import form_of, visitor
from tests.rules.asserting import now, refused
from tests.rules.bodies import decide, leading, put
from tests.rules.test_durham import DURHAM, edited
from tests.trust_data import person, trust
from trusts.actions.decision import members_who_may_vote, obstacles_to_recording, vote
from trusts.models import Body

LOCAL = pytest.mark.rule("DUR-29")


def place(name: str):
    """A locality of the county."""
    return trust(DURHAM).localities.get(name=name)


@LOCAL
def test_dur_29_a_board_does_not_push_its_work_into_another_locality(walker):
    walk = walker(DURHAM)
    moved = edited(walk, person("wei.huang")) | {"localities": [place("West")]}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **moved)
    assert [missing.reason for missing in said.missing] == ["It belongs to West"]


@LOCAL
def test_dur_29_nor_draws_another_locality_in_or_drops_one(walker):
    walk = walker(DURHAM)
    both = [place("East"), place("West")]
    joined = edited(walk, person("wei.huang")) | {"localities": both}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **joined)
    assert [missing.reason for missing in said.missing] == ["The change concerns West"]

    edit_exercise(**joined | {"by": walk.worker})
    left = edited(walk, person("wei.huang")) | {"localities": [place("East")]}
    refused("DUR-29", edit_exercise, says="it belongs to another locality", **left)


@LOCAL
@pytest.mark.parametrize(("owner", "concerns"), [("lcb-north", "North"), ("jcu", "the whole area")])
def test_dur_29_nor_gives_it_to_another_body(walker, owner, concerns):
    walk = walker(DURHAM, owner="lcb-east")
    given = edited(walk, person("wei.huang")) | {"owner": Body.objects.get(trust=walk.trust, code=owner)}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **given)
    assert [missing.reason for missing in said.missing] == [f"The change concerns {concerns}"]

    edit_exercise(**given | {"by": walk.worker})
    assert now(walk).owner.code == owner


@LOCAL
def test_dur_29_the_page_offers_a_board_member_no_other_owner_and_saves_nothing(walker):
    walk = walker(DURHAM, owner="lcb-east")
    address = f"{walk.exercise.get_absolute_url()}edit/"
    browser = visitor(person("wei.huang"))

    owners = browser.get(address).context["form"].fields["owner"].queryset
    assert [body.code for body in owners] == ["lcb-east"]
    sent = browser.post(address, form_of(browser, address, localities=[place("West").pk]))

    assert sent.status_code == 409
    assert [where.name for where in now(walk).localities.all()] == ["East"]


@LOCAL
def test_dur_29_the_page_offers_an_officer_every_owner(walker):
    walk = walker(DURHAM)
    page = visitor(walk.worker).get(f"{walk.exercise.get_absolute_url()}edit/")

    assert (
        page.context["form"].fields["owner"].queryset.count() == Body.objects.filter(trust=walk.trust).count()
    )


@pytest.fixture
def own_model(walker):
    """The ideal model of an exercise whose lead, Anjali Mehta, sits on the unit that approves it."""
    walk = walker(DURHAM, "ideal-type", lead="anjali.mehta")
    return put(walk, "ideal-model", "ideal-type")


@pytest.mark.rule("DUR-96a")
def test_dur_96a_a_lead_gives_no_view_on_the_own_ideal_model_and_does_not_count(own_model):
    lead, other = person("anjali.mehta"), person("fergus.dunn")
    said = refused(
        "DUR-96a", vote, says="it is your own work", item=own_model, verdict="agree", reason="", by=lead
    )
    assert [missing.reason for missing in said.missing] == ["Anjali Mehta leads what it is about"]
    vote(item=own_model, verdict="agree", reason="", by=other)
    assert lead not in members_who_may_vote(own_model)
    assert other in members_who_may_vote(own_model)
    assert lead.name not in [one["name"] for one in decide(item=own_model).present]


@pytest.mark.rule("DUR-96b")
def test_dur_96b_a_chair_does_not_record_the_decision_on_their_own_ideal_model(walker):
    walk = walker(DURHAM, "ideal-type", lead="rashid.mahmood")
    item = put(walk, "ideal-model", "ideal-type")
    found = obstacles_to_recording(item, by=person("rashid.mahmood"), rationale="Children are helped sooner.")
    assert [one.rule for one in found] == ["DUR-96b"]
    assert obstacles_to_recording(item, by=leading(item.body), rationale="Children are helped sooner.") == []
    assert leading(item.body) != person("rashid.mahmood")


@pytest.mark.rule("DUR-96a")
def test_dur_96a_a_lead_decides_on_anything_else_as_a_member(walker):
    walk = walker(DURHAM, "audit", lead="anjali.mehta")
    item = put(walk, "activity", "audit")
    assert vote(item=item, verdict="agree", reason="", by=person("anjali.mehta")).verdict == "agree"
