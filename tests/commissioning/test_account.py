"""A person's own account: a new password, and nobody who guesses at it."""

import pytest
from django.urls import reverse

from tests.factories.sandover import sandover

pytestmark = pytest.mark.django_db
TODAY, NEXT = "quiet-otters-swim-home", "seven-blue-kites-rising"


@pytest.fixture
def officer():
    person = sandover().officer
    person.set_password(TODAY)
    person.save()
    return person


def signs_in(client, officer, password, place="192.0.2.1"):
    """What answers an attempt to sign in from a place."""
    typed = {"username": officer.username, "password": password}
    return client.post(reverse("sign-in"), typed, REMOTE_ADDR=place)


def test_a_person_reads_who_they_are_and_changes_their_password(client, officer):
    client.force_login(officer)
    page = client.get(reverse("account")).content.decode()
    assert officer.name in page
    assert "Officer" in page
    typed = {"old_password": TODAY, "new_password1": NEXT, "new_password2": NEXT}
    assert client.post(reverse("account"), typed).url == reverse("home")
    assert client.get(reverse("account")).status_code == 200, "they stay signed in"
    client.logout()
    assert signs_in(client, officer, TODAY).status_code == 200
    assert signs_in(client, officer, NEXT).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old_password": "wrong"}, "This is not your password of today"),
        ({"new_password2": "something-else-again"}, "The two new passwords differ"),
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({"new_password1": "", "new_password2": ""}, "Enter a new password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_at_its_field(client, officer, typed, said):
    client.force_login(officer)
    whole = {"old_password": TODAY, "new_password1": NEXT, "new_password2": NEXT} | typed
    answer = client.post(reverse("account"), whole)
    assert said in answer.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(TODAY)


def test_ten_wrong_passwords_from_one_place_and_nothing_more_is_tried_there(client, officer):
    for _ in range(9):
        assert signs_in(client, officer, "a guess").status_code == 200
    assert signs_in(client, officer, "a guess").status_code == 429
    refused = signs_in(client, officer, TODAY)
    assert refused.status_code == 429
    assert "nothing is tried for 15 minutes" in refused.content.decode()
    assert signs_in(client, officer, TODAY, place="192.0.2.2").status_code == 302, (
        "the owner is not locked out"
    )


def test_a_right_password_forgives_the_wrong_ones_before_it(client, officer):
    for _ in range(2):
        for _ in range(8):
            signs_in(client, officer, "a guess")
        assert signs_in(client, officer, TODAY).status_code == 302
        client.logout()
