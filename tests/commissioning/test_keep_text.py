"""Nothing typed is ever lost: it waits while its author signs in again, letter for letter, and for nobody else."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from commissioning.models import Entry, Exercise
from tests.factories.person import PersonFactory
from tests.factories.sandover import Sandover, sandover
from tests.factories.visitor import PASSWORD, fields_of, form_of, visitor, with_password

pytestmark = pytest.mark.django_db

NASTY = {
    "spaces around": "  kept  ",
    "lines first": "\r\n\r\nThird line.",
    "lines last": "First line.\r\n\r\n",
    "tabs": "a\tb\t\tc",
    "right-to-left override": "invoice\u202egpj.exe",
    "bidirectional isolates": "\u2067\u05e9\u05dc\u05d5\u05dd\u2069 and \u2066hello\u2069",
    "emoji of several parts": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f44d\U0001f3fd \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f \U0001f1ec\U0001f1e7",
    "beyond the first plane": "\U0001d4b2\U0001d452\U0001d4bb\U0001d4c9 \U0002070e\U00020731",
    "marks that combine": "Z\u0337\u0322\u034ea\u0338l\u0334g\u0335o\u0336 \u00e9 e\u0301",
    "nothing to see": "a\u200bb\u200cc\u2060d\ufeffe\u00ad",
    "line separators": "a\u2028b\u2029c\u0085d",
    "lead of a template": "{{ request.user.password }}",
    "tag of a template": "{% load static %}{% csrf_token %}",
    "comment of a template": "{# never shown #} {% comment %}",
    "script": "<script>alert(1)</script>",
    "end of its own box": "</textarea></form><h1>Hello</h1>",
    "entities": "&amp; &lt;b&gt; &nbsp; &#x202e; &notin",
    "quotation marks": "\"double\" 'single' `back` “curly” «guillemets»",
    "backslashes": "C:\\new\\table \\u0041 \\\\ \\0",
    "database": "Robert'); DROP TABLE commissioning_entry;--",
    "formula": '=HYPERLINK("https://example.org")',
    "formatting": "%s %(name)s %d 100% ${HOME} {0} {} #{x}",
    "words of machines": "null None undefined NaN true [] {}",
    "ten thousand letters": "Ünïcöd 🐟\r\n" * 1000,
}


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


@pytest.fixture
def here(made) -> str:
    """The page on which an officer writes down the plan of an exercise."""
    exercise = made.at("draft")
    return reverse("entry-record", args=["sandover", exercise.number, "draft", "output", "plan"])


def signs_in(client: Client, person: Any, onward: str) -> Any:
    """The page somebody arrives at by signing in through the form."""
    with_password(person)
    answer = client.post(
        f"{reverse('sign-in')}?next={onward}",
        {"username": person.username, "password": PASSWORD, "next": onward},
    )
    assert (answer.status_code, answer.url) == (302, onward)
    return client.get(onward)


def sent_too_late(client: Client, url: str, **typed: Any) -> Any:
    """Fill in a form, let the session go, and send it."""
    sent = form_of(client, url, **typed)
    Session.objects.all().delete()
    return client.post(url, sent)


def test_there_are_two_dozen_nasty_texts():
    assert len(NASTY) == 24
    assert len(NASTY["ten thousand letters"]) == 10_000


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_what_was_sent_after_the_session_had_gone_comes_back_letter_for_letter(made, here, text):
    client = visitor(made.officer)

    answer = sent_too_late(client, here, text=text, link="https://example.org/plan")
    page = signs_in(client, made.officer, here)

    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={here}")
    assert fields_of(page)["text"] == text
    assert fields_of(page)["link"] == "https://example.org/plan"
    assert not Entry.objects.exists()


def test_what_came_back_is_shown_without_judging_it_and_says_why_it_is_there(made, here):
    client = visitor(made.officer)
    sent_too_late(client, here, text="A plan.", link="no address at all")

    page = signs_in(client, made.officer, here)

    assert page.context["kept"] is True
    assert page.context["form"].errors == {}


def test_what_came_back_can_be_sent_and_is_kept_no_longer(made, here):
    client = visitor(made.officer)
    sent_too_late(client, here, text="A plan.")
    page = signs_in(client, made.officer, here)

    answer = client.post(here, fields_of(page))

    assert answer.status_code == 302
    assert Entry.objects.get().text == "A plan."
    assert client.get(here).context.get("kept") is None


def test_the_whole_form_comes_back_with_every_choice(made):
    client, url = visitor(made.officer), reverse("exercise-create", args=["sandover"])
    places = [str(place.pk) for place in made.trust.localities.all()]
    sent_too_late(
        client, url, title="Swings", owner=str(made.body().pk), outcomes=["own.safe", "own.heard"],
        localities=places, value="a lot", **{"level-reach": "wide"},
    )  # fmt: skip

    back = fields_of(signs_in(client, made.officer, url))

    assert (back["title"], back["owner"], back["value"]) == ("Swings", str(made.body().pk), "a lot")
    assert (back["outcomes"], back["level-reach"]) == (["own.safe", "own.heard"], "wide")
    assert sorted(back["localities"]) == sorted(places)
    assert not Exercise.objects.filter(title="Swings").exists()


def test_what_one_person_typed_is_given_to_nobody_else(made, here):
    client = visitor(made.officer)
    sent_too_late(client, here, text="A private thought.")
    other = made.appoint("commissioning-officer", person=PersonFactory())

    page = signs_in(client, other, here)

    assert fields_of(page)["text"] == ""
    assert b"A private thought." not in page.content


def test_what_one_person_typed_is_not_shown_on_the_sign_in_page(made, here):
    client = visitor(made.officer)
    sent_too_late(client, here, text="A private thought.")

    assert b"A private thought." not in client.get(reverse("sign-in")).content


def test_what_was_typed_waits_in_its_own_browser_only(made, here):
    sent_too_late(visitor(made.officer), here, text="A private thought.")

    page = signs_in(visitor(), made.officer, here)

    assert fields_of(page)["text"] == ""


def test_what_was_typed_comes_back_on_its_own_page_only(made, here):
    client = visitor(made.officer)
    sent_too_late(client, here, text="A plan.")

    page = signs_in(client, made.officer, here.replace("/plan/", "/cost/"))

    assert fields_of(page)["text"] == ""


def test_a_text_whose_author_is_forged_is_given_to_nobody(made, here):
    client = visitor()
    client.post(here, {"form-author": "1:forged:signature", "text": "Please sign this."})

    assert fields_of(signs_in(client, made.officer, here))["text"] == ""


def test_a_form_without_an_author_is_not_kept(made, here):
    client = visitor()
    client.post(here, {"text": "Whose is this?"})

    assert "kept-text" not in client.session


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_form_whose_token_no_longer_holds_keeps_its_text(made, here, text):
    client = visitor(made.officer, enforce_csrf_checks=True)
    sent = form_of(client, here, text=text)

    answer = client.post(here, sent | {"csrfmiddlewaretoken": "x" * 64})

    assert (answer.status_code, answer.url) == (302, here)
    assert fields_of(client.get(here))["text"] == text
    assert not Entry.objects.exists()


def test_a_form_sent_with_its_token_again_acts(made, here):
    client = visitor(made.officer, enforce_csrf_checks=True)
    client.post(here, form_of(client, here, text="A plan.") | {"csrfmiddlewaretoken": "x" * 64})

    answer = client.post(here, fields_of(client.get(here)))

    assert answer.status_code == 302
    assert Entry.objects.get().text == "A plan."


def test_a_form_of_somebody_elses_making_does_not_act_and_is_not_kept(made, here):
    client = visitor(made.officer, enforce_csrf_checks=True)

    answer = client.post(here, {"text": "Forged elsewhere."})

    assert answer.status_code == 403
    assert "kept-text" not in client.session
    assert not Entry.objects.exists()
