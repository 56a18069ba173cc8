"""The administration: each administrator's own trusts, everything written down, nothing to get round."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.person import PersonFactory
from tests.trust_data import person, trust
from trusts.actions.membership import appoint
from trusts.governance import clock
from trusts.models import (
    Appointment,
    AuditEntry,
    Blueprint,
    Body,
    Decision,
    Membership,
    Message,
    Organisation,
    Person,
    Seat,
    Trust,
)

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "trusts" / "blueprints"
MEDWAY, HARINGEY = ((FOLDER / f"{code}.yaml").read_text("utf-8") for code in ("medway", "haringey"))
READ_ONLY = ["auditentry", "body", "condition", "decision", "interest", "item", "meeting", "message", "seat", "trust", "vote"]
PASSWORD = "quiet-otters-swim-home"


@pytest.fixture(autouse=True)
def somewhere_for_built_files(settings):
    """The server of static files complains of a folder that is not there."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture
def medway(client):
    """Medway's administrator, signed in."""
    client.force_login(person("colin.tate"))
    return client


@pytest.fixture
def root(client):
    """A superuser, signed in."""
    client.force_login(PersonFactory(username="root", is_staff=True, is_superuser=True))
    return client


def url(name: str, *args) -> str:
    """The address of a page about one of the trusts' models."""
    return reverse(f"admin:trusts_{name}", args=args)


def last_entry(code: str) -> AuditEntry:
    """What was written down last in a trust."""
    return AuditEntry.objects.filter(trust__code=code).order_by("-number").first()


def errors(response) -> str:
    """What the form said."""
    assert response.status_code == 200
    return str(response.context["errors"])


# The door --------------------------------------------------------------------------------


def test_everybody_signs_in_on_the_same_page(client):
    inside = url("person_changelist")
    assert client.get(inside).url == f"/sign-in/?next={inside}"
    assert client.get(reverse("admin:login") + f"?next={inside}").url == f"/sign-in/?next={inside}"
    assert client.get(reverse("admin:login") + "?next=https://elsewhere.example/").url == "/sign-in/?next=/admin/"


@pytest.mark.parametrize(("username", "staff"), [("amara.bello", True), ("amara.bello", False), ("nobody", True)])
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


# One trust, one wall ---------------------------------------------------------------------


def registered() -> list:
    """Every model of the administration."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.model_name)
def test_every_list_shows_the_own_trust_alone_and_in_few_queries(medway, model, django_assert_max_num_queries):
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


@pytest.mark.parametrize("name", ["membership", "appointment", "organisation", "locality", "blueprint", "body", "decision", "auditentry"])
def test_a_row_of_another_trust_is_the_same_as_none(medway, name):
    model = next(m for m in registered() if m._meta.model_name == name)
    theirs = model.objects.filter(trust__code="haringey").first() if name != "decision" else Decision.objects.filter(trust__code="haringey").first()
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


# People ----------------------------------------------------------------------------------


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
    assert (written.act, written.subject_id, written.person_name) == ("people.manage", str(ana.pk), "Colin Tate")
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
    assert last_entry("medway").detail["changed"] == {"is_active": "False"} or not last_entry("medway").detail["changed"]["is_active"]
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
    medway.post(url("person_change", me.pk), changed_person(me, is_staff="on", password=PASSWORD, password_again=PASSWORD))
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


# Memberships and appointments ------------------------------------------------------------


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
    assert "it is taken" in errors(root.post(url("membership_add"), form))
    assert AuditEntry.objects.count() == before


def test_a_seat_says_its_own_position_and_belongs_to_its_body(root):
    seat = Seat.objects.filter(holders=None, closed=False).exclude(position="observer").first()
    other = Body.objects.exclude(pk=seat.body_id).filter(ends=None).first()
    assert "has no such seat" in errors(root.post(url("membership_add"), membership(body=other.pk, seat=seat.pk)))
    answer = root.post(url("membership_add"), membership(body=seat.body_id, seat=seat.pk, position="observer"))
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
    medway.post(url("appointment_change", given.pk), {"ends": clock.today().isoformat(), "role": "1:administrator"})
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


# Reference data --------------------------------------------------------------------------


def test_an_organisation_is_added_and_corrected_but_keeps_its_code(medway):
    ours = trust("medway")
    form = {"trust": ours.pk, "name": "New Partner", "code": "new-partner", "sector": "third"}
    assert medway.post(url("organisation_add"), form).status_code == 302
    made = Organisation.objects.get(code="new-partner")
    assert (last_entry("medway").act, last_entry("medway").detail["what"]) == ("trust.manage", "added")
    form = {"name": "Renamed", "sector": "third", "status": "committed", "code": "other", "trust": trust("haringey").pk}
    medway.post(url("organisation_change", made.pk), form)
    made.refresh_from_db()
    assert (made.name, made.status, made.code, made.trust) == ("Renamed", "committed", "new-partner", ours)
    assert last_entry("medway").detail["changed"] == {"name": "Renamed", "status": "committed"}
    assert medway.post(url("organisation_delete", made.pk), {"post": "yes"}).status_code == 403


def test_reference_data_holds_together(medway):
    form = {"trust": trust("haringey").pk, "name": "X", "code": "x", "sector": "third"}
    assert "valid choice" in errors(medway.post(url("organisation_add"), form))
    own = trust("medway").organisations.first()
    form = {"trust": trust("medway").pk, "name": "X", "code": own.code, "sector": "third"}
    form |= {"starts": "2026-02-01", "ends": "2026-01-01"}
    said = errors(medway.post(url("organisation_add"), form))
    assert "has this code" in said
    assert "cannot end before it begins" in said


# Blueprints ------------------------------------------------------------------------------


def test_a_draft_is_added_by_pasting_and_its_text_is_kept_exactly(medway):
    text = MEDWAY.replace("Undated", "Second edition", 1)
    pasted = text.replace("\n", "\r\n")  # as browsers send it
    assert medway.post(url("blueprint_add"), {"text": pasted}).status_code == 302
    made = Blueprint.objects.get(trust__code="medway", number=2)
    assert (made.text, made.state, made.created_by.username) == (text, "draft", "colin.tate")
    assert trust("medway").blueprint.number == 1
    assert last_entry("medway").act == "blueprint.draft"


def test_a_draft_is_added_from_a_file(medway):
    file = SimpleUploadedFile("medway.yaml", MEDWAY.replace("Undated", "Third", 1).encode())
    assert medway.post(url("blueprint_add"), {"text": "", "file": file}).status_code == 302
    assert Blueprint.objects.filter(trust__code="medway").count() == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": ""}, "Paste a blueprint or choose a file."),
        ({"text": MEDWAY}, "version 1 word for word"),
        ({"text": MEDWAY.replace("format: 1", "format: 7", 1)}, "format: expected"),
        ({"text": HARINGEY}, "this file is for &#x27;haringey&#x27;; expected medway"),
        ({"text": MEDWAY.replace("code: medway", "code: seventh", 1)}, "expected medway"),
        ({"file": b"\x89PNG\0\0"}, "binary file"),
        ({"file": b""}, "The file is empty."),
        ({"file": b"caf\xe9: 1"}, "not UTF-8"),
        ({"text": "a: &a [b]\nc: *a\n"}, "line 2"),
    ],
    ids=range(9),
)
def test_what_is_no_draft_is_refused_with_every_fault(medway, form, said):
    if "file" in form:
        form = {"file": SimpleUploadedFile("x.yaml", form["file"])}
    before = Blueprint.objects.count()
    assert said in errors(medway.post(url("blueprint_add"), form))
    assert Blueprint.objects.count() == before


def test_faults_are_shown_at_the_field_with_their_lines(medway):
    text = MEDWAY.replace("format: 1", "format: 7", 1).replace("check: ", "check: no-such-", 1)
    form = medway.post(url("blueprint_add"), {"text": text}).context["adminform"].form
    assert len(form.errors["text"]) >= 2
    assert all(fault.startswith("line ") for fault in form.errors["text"])


def test_a_version_is_copied_as_a_new_draft_but_never_changed(medway):
    version = trust("medway").blueprint
    page = medway.get(url("blueprint_change", version.pk)).content.decode()
    assert f"{url('blueprint_add')}?copy={version.pk}" in page
    assert "<textarea" not in page
    copied = medway.get(url("blueprint_add") + f"?copy={version.pk}")
    assert copied.context["adminform"].form["text"].value() == MEDWAY
    theirs = trust("haringey").blueprint
    assert not medway.get(url("blueprint_add") + f"?copy={theirs.pk}").context["adminform"].form["text"].value()
    assert medway.post(url("blueprint_change", version.pk), {"text": "x"}).status_code == 403
    assert medway.post(url("blueprint_delete", version.pk), {"post": "yes"}).status_code == 403


def test_a_superuser_starts_a_new_trust(root):
    text = MEDWAY.replace("code: medway", "code: seventh", 1)
    assert root.post(url("blueprint_add"), {"text": text}).status_code == 302
    assert Trust.objects.get(code="seventh").blueprint.state == "draft"


# What is only read -----------------------------------------------------------------------


@pytest.mark.parametrize("name", READ_ONLY)
def test_records_are_read_and_nothing_else_even_by_a_superuser(root, name):
    model = next(m for m in registered() if m._meta.model_name == name)
    assert root.get(url(f"{name}_changelist")).status_code == 200
    assert root.get(url(f"{name}_add")).status_code == 403
    row = model.objects.first()
    pk = row.pk if row else 1
    assert root.post(url(f"{name}_delete", pk), {"post": "yes"}).status_code == 403
    if row:
        assert root.get(url(f"{name}_change", pk)).status_code == 200
        assert root.post(url(f"{name}_change", pk), {"reason": "x"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    root.post(url(f"{name}_changelist"), form)
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
