"""County Durham: what a Local Children's Board may not do to the work of others (DUR-29)."""

import pytest

from commissioning.actions.exercise import edit_exercise
from tests.factories.visitor import form_of, visitor
from tests.rules.asserting import now, refused
from tests.rules.test_durham import DURHAM, edited
from tests.trust_data import person, trust
from trusts.models import Body

pytestmark = pytest.mark.rule("DUR-29")


def place(name: str):
    """A locality of the county."""
    return trust(DURHAM).localities.get(name=name)


def test_dur_29_a_board_does_not_push_its_work_into_another_locality(walker):
    walk = walker(DURHAM)
    moved = edited(walk, person("wei.huang")) | {"localities": [place("West")]}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **moved)
    assert [missing.reason for missing in said.missing] == ["It belongs to West"]


def test_dur_29_nor_draws_another_locality_in_or_drops_one(walker):
    walk = walker(DURHAM)
    both = [place("East"), place("West")]
    joined = edited(walk, person("wei.huang")) | {"localities": both}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **joined)
    assert [missing.reason for missing in said.missing] == ["The change concerns West"]

    edit_exercise(**joined | {"by": walk.worker})
    left = edited(walk, person("wei.huang")) | {"localities": [place("East")]}
    refused("DUR-29", edit_exercise, says="it belongs to another locality", **left)


@pytest.mark.parametrize(("owner", "concerns"), [("lcb-north", "North"), ("jcu", "the whole area")])
def test_dur_29_nor_gives_it_to_another_body(walker, owner, concerns):
    walk = walker(DURHAM, owner="lcb-east")
    given = edited(walk, person("wei.huang")) | {"owner": Body.objects.get(trust=walk.trust, code=owner)}
    said = refused("DUR-29", edit_exercise, says="it belongs to another locality", **given)
    assert [missing.reason for missing in said.missing] == [f"The change concerns {concerns}"]

    edit_exercise(**given | {"by": walk.worker})
    assert now(walk).owner.code == owner


def test_dur_29_the_page_offers_a_board_member_no_other_owner_and_saves_nothing(walker):
    walk = walker(DURHAM, owner="lcb-east")
    address = f"{walk.exercise.get_absolute_url()}edit/"
    browser = visitor(person("wei.huang"))

    owners = browser.get(address).context["form"].fields["owner"].queryset
    assert [body.code for body in owners] == ["lcb-east"]
    sent = browser.post(address, form_of(browser, address, localities=[place("West").pk]))

    assert sent.status_code == 409
    assert [where.name for where in now(walk).localities.all()] == ["East"]


def test_dur_29_the_page_offers_an_officer_every_owner(walker):
    walk = walker(DURHAM)
    page = visitor(walk.worker).get(f"{walk.exercise.get_absolute_url()}edit/")

    assert (
        page.context["form"].fields["owner"].queryset.count() == Body.objects.filter(trust=walk.trust).count()
    )
