"""Who comes into the administration, what they find there, and that most of it is only read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.exercise import ExerciseFactory, MovementFactory
from tests.trust_data import person
from tests.trusts.admin.pages import registered, url
from trusts.governance import clock
from trusts.models import (
    Appointment,
    Body,
    Decision,
    Message,
    Person,
    Trust,
)

pytestmark = pytest.mark.django_db
EDITED = {"person", "appointment", "membership", "organisation", "locality", "blueprint"}
"""What administrators write; everything else of the administration is only read."""
READ_ONLY = [model for model in registered() if model._meta.model_name not in EDITED]


def test_everybody_signs_in_on_the_same_page(client):
    inside = url("person_changelist")
    assert client.get(inside).url == f"/sign-in/?next={inside}"
    assert client.get(reverse("admin:login") + f"?next={inside}").url == f"/sign-in/?next={inside}"
    assert (
        client.get(reverse("admin:login") + "?next=https://elsewhere.example/").url
        == "/sign-in/?next=/admin/"
    )


@pytest.mark.parametrize(
    ("username", "staff"), [("amara.bello", True), ("amara.bello", False), ("nobody", True)]
)
def test_staff_without_an_act_of_administration_see_nothing(client, username, staff):
    who, _ = Person.objects.get_or_create(username=username)
    Person.objects.filter(pk=who.pk).update(is_staff=staff)
    client.force_login(Person.objects.get(pk=who.pk))
    for address in (reverse("admin:index"), url("person_changelist"), url("auditentry_changelist")):
        answer = client.get(address, follow=True)
        assert answer.status_code == 403
        assert "Weft administration" not in answer.content.decode()


def test_administrators_not_marked_as_staff_stay_outside(client):
    Person.objects.filter(username="colin.tate").update(is_staff=False)
    client.force_login(person("colin.tate"))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_an_administrator_whose_appointment_ended_is_out(client):
    Appointment.objects.filter(person__username="colin.tate").update(ends=clock.today() - timedelta(days=1))
    client.force_login(person("colin.tate"))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_door_says_whose_it_is(medway):
    page = medway.get(reverse("admin:index")).content.decode()
    assert "Weft administration" in page
    assert "Groups" not in page


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.model_name)
def test_every_list_shows_the_own_trust_alone_and_in_few_queries(
    medway, model, django_assert_max_num_queries
):
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    with django_assert_max_num_queries(20):
        answer = medway.get(address)
    assert answer.status_code == 200
    for row in answer.context["cl"].result_list:
        assert trust_of(row) in ("medway", "")
    page = answer.content.decode()
    assert "Haringey" not in page
    assert "Joint Commissioning Unit of County Durham" not in page


def trust_of(row) -> str:
    """The code of the trust of a row; nothing for a person, who may be in several."""
    if isinstance(row, Trust):
        return row.code
    for path in ("trust", "body.trust", "item.trust", "decision.trust", "exercise.trust"):
        found = row
        for part in path.split("."):
            found = getattr(found, part, None)
        if found is not None:
            return found.code
    return ""


@pytest.mark.parametrize(
    "name",
    ["membership", "appointment", "organisation", "locality", "blueprint", "body", "decision", "auditentry"],
)
def test_a_row_of_another_trust_is_the_same_as_none(medway, name):
    model = next(m for m in registered() if m._meta.model_name == name)
    theirs = (
        model.objects.filter(trust__code="haringey").first()
        if name != "decision"
        else Decision.objects.filter(trust__code="haringey").first()
    )
    for page in ("change", "history"):
        there = medway.get(url(f"{name}_{page}", theirs.pk))
        none = medway.get(url(f"{name}_{page}", 10**9))
        assert (there.status_code, there.url) == (none.status_code, none.url) == (302, "/admin/")


def test_a_superuser_sees_every_trust(root):
    trusts = {row.code for row in root.get(url("trust_changelist")).context["cl"].result_list}
    assert {"medway", "haringey", "gateshead"} <= trusts
    assert root.get(url("organisation_changelist")).context["cl"].result_count > 20


def test_people_of_other_trusts_are_not_found(medway):
    find = reverse("admin:autocomplete") + "?app_label=trusts&model_name=membership&field_name=person&term="
    assert medway.get(find + "Farah").json()["results"] == []
    assert [found["text"] for found in medway.get(find + "Amara").json()["results"]] == ["Amara Bello"]


def test_nobody_guesses_at_a_password(medway):
    assert medway.get(url("person_changelist") + "?password__startswith=a").status_code == 400


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.model_name)
def test_records_are_read_and_nothing_else_even_by_a_superuser(root, model):
    owner = Body.objects.filter(trust__code="medway").first()
    MovementFactory(exercise=ExerciseFactory(owner=owner, created_by=person("colin.tate")))

    def page(name, *args):
        return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{name}", args=args)

    assert root.get(page("changelist")).status_code == 200
    assert root.get(page("add")).status_code == 403
    row = model.objects.first()
    pk = row.pk if row else 1
    assert root.post(page("delete", pk), {"post": "yes"}).status_code == 403
    if row:
        assert root.get(page("change", pk)).status_code == 200
        assert root.post(page("change", pk), {"reason": "x"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    root.post(page("changelist"), form)
    assert not row or model.objects.filter(pk=pk).exists()


def test_the_paper_of_an_item_and_the_words_of_a_mail_are_not_shown(root):
    item = Decision.objects.first().item
    assert "what is asked" not in root.get(url("item_change", item.pk)).content.decode().lower()
    message = Message.objects.exclude(body="").first()
    assert message.body not in root.get(url("message_change", message.pk)).content.decode()


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.model_name)
def test_every_list_can_be_searched(medway, model):
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    answer = medway.get(address, {"q": "no such thing anywhere"})
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 0
