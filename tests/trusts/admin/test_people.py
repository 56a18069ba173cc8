"""People, their places and their roles: the own trusts’, by actions, written down."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories.person import PersonFactory
from tests.trust_data import person, trust
from tests.trusts.admin.pages import PASSWORD, errors, last_entry, url
from trusts.actions.membership import appoint
from trusts.governance import clock
from trusts.models import (
    Appointment,
    AuditEntry,
    Body,
    Membership,
    Message,
    Organisation,
    Person,
    Seat,
)

pytestmark = pytest.mark.django_db


def new_person(**changes) -> dict:
    """A filled form."""
    return {
        "name": "Ana Pereira", "title": "Officer", "email": "ana@example.org", "trust": trust("medway").pk,
        "username": "ana.pereira", "password": PASSWORD, "password_again": PASSWORD,
    } | changes  # fmt: skip


def test_a_person_is_added_and_can_sign_in(medway, client):
    answer = medway.post(url("person_add"), new_person())
    ana = person("ana.pereira")
    assert answer.status_code == 302
    assert ana.check_password(PASSWORD)
    assert (ana.is_active, ana.is_staff, ana.is_superuser) == (True, False, False)
    written = last_entry("medway")
    assert (written.act, written.subject_id, written.person_name) == (
        "people.manage",
        str(ana.pk),
        "Colin Tate",
    )
    assert LogEntry.objects.get().object_id == str(ana.pk)
    assert medway.get(url("person_change", ana.pk)).status_code == 200
    assert "Ana Pereira" in medway.get(url("person_history", ana.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password_again": "something else"}, "The two passwords differ."),
        ({"password": "short", "password_again": "short"}, "at least 12 characters"),
        ({"password": "ana.pereira.1", "password_again": "ana.pereira.1"}, "too similar"),
        ({"username": "amara.bello"}, "already exists"),
        ({"trust": "haringey"}, "valid choice"),
        ({"username": ""}, "required"),
    ],
)
def test_a_person_who_cannot_be_added_is_not(medway, changes, said):
    if changes.get("trust"):
        changes = {"trust": trust("haringey").pk}
    before = Person.objects.count()
    assert said in errors(medway.post(url("person_add"), new_person(**changes)))
    assert Person.objects.count() == before


def changed_person(who: Person, **changes) -> dict:
    """Their form as it comes, with changes."""
    form = {"name": who.name, "title": who.title, "email": who.email, "username": who.username}
    return form | ({"is_active": "on"} if who.is_active else {}) | changes


def test_a_person_is_deactivated_never_deleted(medway):
    who = person("amara.bello")
    form = changed_person(who)
    form.pop("is_active")
    medway.post(url("person_change", who.pk), form)
    assert not person("amara.bello").is_active
    assert (
        last_entry("medway").detail["changed"] == {"is_active": "False"}
        or not last_entry("medway").detail["changed"]["is_active"]
    )
    assert medway.get(url("person_delete", who.pk)).status_code == 403
    assert medway.post(url("person_delete", who.pk), {"post": "yes"}).status_code == 403


def test_a_new_password_is_written_down_and_its_owner_told(medway):
    who = person("amara.bello")
    medway.post(url("person_change", who.pk), changed_person(who, password=PASSWORD, password_again=PASSWORD))
    assert person("amara.bello").check_password(PASSWORD)
    assert last_entry("medway").detail["what"] == "changed, with a new password"
    assert PASSWORD not in str(last_entry("medway").detail)
    assert Message.objects.get(to=who, subject="Your password was changed")


def test_administrators_keep_their_own_way_in(medway):
    me = person("colin.tate")
    form = changed_person(me, is_staff="on")
    form.pop("is_active")
    assert "cannot deactivate yourself" in errors(medway.post(url("person_change", me.pk), form))
    medway.post(
        url("person_change", me.pk),
        changed_person(me, is_staff="on", password=PASSWORD, password_again=PASSWORD),
    )
    assert medway.get(reverse("admin:index")).status_code == 200


def test_whoever_also_works_elsewhere_is_only_read(medway):
    who = person("amara.bello")
    appoint(trust=trust("haringey"), person=who, role="observer", by=None)
    page = medway.get(url("person_change", who.pk)).content.decode()
    assert "View person" in page
    assert 'name="password"' not in page
    form = changed_person(who, password=PASSWORD, password_again=PASSWORD)
    assert medway.post(url("person_change", who.pk), form).status_code == 403
    assert not person("amara.bello").check_password(PASSWORD)


def test_nobody_makes_a_superuser_or_touches_one(medway):
    medway.post(url("person_add"), new_person(is_superuser="on"))
    assert not person("ana.pereira").is_superuser
    root = PersonFactory(username="root", is_superuser=True)
    appoint(trust=trust("medway"), person=root, role="observer", by=None)
    form = changed_person(root, password=PASSWORD, password_again=PASSWORD)
    assert medway.post(url("person_change", root.pk), form).status_code == 403


def membership(code: str = "medway", **changes) -> dict:
    """A filled form: the observer joins a body."""
    body = Body.objects.filter(trust__code=code, ends=None).first()
    return {"body": body.pk, "person": person("colin.tate").pk, "position": "member"} | changes


def test_somebody_is_seated_and_leaves(medway):
    medway.post(url("membership_add"), membership(starts=clock.today().isoformat()))
    held = Membership.objects.get(person__username="colin.tate")
    assert last_entry("medway").act == "membership.start"
    assert last_entry("medway").person_name == "Colin Tate"
    day = clock.today() + timedelta(days=30)
    answer = medway.post(url("membership_change", held.pk), {"ends": day.isoformat(), "position": "chair"})
    assert answer.status_code == 302
    held.refresh_from_db()
    assert (held.ends, held.position) == (day, "member")
    assert last_entry("medway").act == "membership.end"
    early = {"ends": (clock.today() - timedelta(days=1)).isoformat()}
    assert "before it begins" in errors(medway.post(url("membership_change", held.pk), early))
    assert "Give the day" in errors(medway.post(url("membership_change", held.pk), {"ends": ""}))
    Membership.objects.filter(pk=held.pk).update(starts=None, ends=clock.today() - timedelta(days=1))
    assert medway.post(url("membership_change", held.pk), {"ends": ""}).status_code == 403


def test_a_seat_that_is_taken_is_refused_with_the_reason(root):
    held = Membership.objects.filter(seat__places=1, ends=None).select_related("seat", "body__trust").first()
    form = membership(body=held.body_id, seat=held.seat_id)
    before = AuditEntry.objects.count()
    assert "its one place is taken" in errors(root.post(url("membership_add"), form))
    assert AuditEntry.objects.count() == before


def test_a_seat_says_its_own_position_and_belongs_to_its_body(root):
    seat = Seat.objects.filter(holders=None, closed=False).exclude(position="observer").first()
    other = Body.objects.exclude(pk=seat.body_id).filter(ends=None).first()
    assert "has no such seat" in errors(
        root.post(url("membership_add"), membership(body=other.pk, seat=seat.pk))
    )
    answer = root.post(
        url("membership_add"), membership(body=seat.body_id, seat=seat.pk, position="observer")
    )
    assert answer.status_code == 302
    assert Membership.objects.get(seat=seat).position == seat.position


@pytest.mark.parametrize("field", ["body", "person", "organisation", "seat"])
def test_nothing_of_another_trust_is_accepted(medway, field):
    theirs = {
        "body": Body.objects.filter(trust__code="haringey"),
        "person": Person.objects.filter(username="farah.rashid"),
        "organisation": Organisation.objects.filter(trust__code="haringey"),
        "seat": Seat.objects.exclude(body__trust__code="medway"),
    }[field]
    before = Membership.objects.count()
    answer = medway.post(url("membership_add"), membership(**{field: theirs.first().pk}))
    assert "valid choice" in errors(answer)
    assert Membership.objects.count() == before


def appointment(**changes) -> dict:
    """A filled form: Amara becomes an observer in Medway."""
    return {"person": person("amara.bello").pk, "role": f"{trust('medway').pk}:observer"} | changes


def test_somebody_is_appointed_for_some_outcomes_and_that_ends(medway):
    ours = trust("medway")
    first = next(iter(ours.framework.outcomes))
    place = ours.localities.first()
    form = appointment(outcomes=[f"{ours.pk}:{first}"], localities=[place.pk])
    assert medway.post(url("appointment_add"), form).status_code == 302
    given = Appointment.objects.get(person__username="amara.bello", role="observer")
    assert (given.trust, given.outcomes, list(given.localities.all())) == (ours, [first], [place])
    assert last_entry("medway").act == "appointment.start"
    medway.post(
        url("appointment_change", given.pk), {"ends": clock.today().isoformat(), "role": "1:administrator"}
    )
    given.refresh_from_db()
    assert (given.ends, given.role) == (clock.today(), "observer")
    assert last_entry("medway").act == "appointment.end"


def test_only_roles_of_the_own_trusts_and_only_appointable_ones_are_offered(medway):
    page = medway.get(url("appointment_add"))
    [_, (name, roles)] = page.context["adminform"].form.fields["role"].choices
    assert name == trust("medway").name
    held = {role.code for role in trust("medway").framework.roles.values() if role.held_by == "appointment"}
    assert {value.split(":")[1] for value, _ in roles} == held
    foreign = appointment(role=f"{trust('haringey').pk}:administrator")
    assert "valid choice" in errors(medway.post(url("appointment_add"), foreign))
    assert not Appointment.objects.filter(person__username="amara.bello", trust__code="haringey").exists()


def test_an_appointment_holds_together(root):
    ours, theirs = trust("medway"), trust("haringey")
    mixed = appointment(
        outcomes=[f"{theirs.pk}:{next(iter(theirs.framework.outcomes))}"],
        organisation=theirs.organisations.first().pk,
        localities=[trust("county-durham").localities.first().pk],
    )
    said = errors(root.post(url("appointment_add"), mixed))
    assert f"Choose outcomes of {ours.name}." in said.replace("&#x27;", "'")
    assert "belongs to another trust" in said
    assert f"Choose localities of {ours.name}." in said.replace("&#x27;", "'")
