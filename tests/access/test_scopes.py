"""Lists and links: nobody is shown what they may not open, and nobody starts what is not theirs to start."""

import re

import pytest
from django.urls import reverse

from tests.access.pages import address, exercise_form, sent
from tests.access.table import TABLES
from trusts.actions.membership import appoint, seat_member
from trusts.models import Body, Person

READING = ["trust-home", "cycle", "cycle-step", "exercises", "exercise", "exercise-step", "items", "bodies", "body",
           "meeting", "framework", "audit"]  # fmt: skip
RECORD = re.compile(rb'href="(/[\w-]+/(?:decisions|exercises|meetings)/\d+/)')


def _pages(door, scene, column):
    for name in READING:
        answer = door.ask(scene.people[column], "GET", address(name, scene))
        if answer.letter == "o":
            yield name, answer.body


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("column", ["elsewhere", "provider", "rival", "administrator", "observer"])
def test_every_record_a_page_links_to_can_be_opened(code, column, scenes, door):
    scene, wrong, known = scenes[code], [], {}
    for name, body in _pages(door, scene, column):
        for link in set(RECORD.findall(body)):
            path = link.decode()
            known.setdefault(path, door.ask(scene.people[column], "GET", path).letter)
            if known[path] != "o":
                wrong.append(f"{name} as {column} links to {path}, which answers '{known[path]}'")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("column", ["provider", "rival", "administrator"])
def test_who_may_not_read_items_reads_them_nowhere(code, column, scenes, door):
    scene = scenes[code]
    secrets = [
        scene.item.title,
        scene.decided.title,
        scene.item.asked,
        scene.condition.text,
        scene.decided.decision.reason,
    ]
    wrong = [
        f"{name} as {column} shows ‘{secret}’"
        for name, body in _pages(door, scene, column)
        for secret in secrets
        if secret.encode() in body and name != "audit"
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", TABLES)
def test_a_provider_reads_nothing_of_an_exercise_that_does_not_name_it(code, scenes, door):
    scene = scenes[code]
    wrong = [
        f"{name} shows ‘{secret}’"
        for name, body in _pages(door, scene, "rival")
        for secret in (scene.exercise.title, scene.exercise.summary)
        if secret.encode() in body
    ]
    none = door.ask(scene.people["rival"], "GET", address("exercise", scene, number=987_654))
    assert door.ask(scene.people["rival"], "GET", address("exercise", scene)).bytes == none.bytes
    assert not wrong, "\n".join(wrong)


def test_a_local_lead_starts_work_in_the_own_locality_only(scenes, door):
    scene = scenes["gateshead"]
    west, east = (Body.objects.get(trust=scene.trust, code=code) for code in ("west-team", "east-cluster"))
    lead = Person.objects.create(username="gateshead.local-lead", name="local lead", password="!")
    seat_member(body=west, person=lead, position="chair", by=None)
    path, form = address("exercise-create", scene), sent("exercise-create", scene)
    assert door.ask(lead, "POST", path, form).letter == "w"
    answer = door.ask(lead, "POST", path, form | {"owner": east.pk, "localities": [east.locality_id]})
    assert answer.letter in "xnf", "started a project in another locality"


def test_a_rule_is_passed_with_a_reason_only_by_whom_the_trust_allows(scenes, door):
    scene = scenes["medway"]
    officer = Person.objects.create(username="medway.only-officer", name="only an officer", password="!")
    appoint(trust=scene.trust, person=officer, role="commissioning-officer", by=None)
    framework = scene.trust.framework
    scene.work["levels"] = {scheme.code: scheme.levels[0].code for scheme in framework.framework.levels}
    scene.work["outcomes"] = [next(iter(framework.outcomes))]
    unit_like = "commissioning-unit"
    owner = scene.trust.bodies.exclude(type=unit_like).filter(ends=None).first()
    form = sent("exercise-create", scene) | exercise_form(scene) | {"owner": owner.pk, "priority": ""}
    path = reverse("exercise-create", args=[scene.trust.code])
    assert door.ask(officer, "POST", path, form).letter == "n"
    passed = door.ask(officer, "POST", path, form | {"reason-MED-12": "Because", "reason-MED-47": "Because"})
    assert passed.letter != "w", "passed a rule without the act exercise.override"
