"""What is sent in a form: another trust's records, what was true when it was opened, and by whom it was sent."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from tests.access.asking import Door
from tests.access.cast import COLUMNS
from tests.access.pages import address, sent
from tests.access.table import SITE, TABLES
from tests.access.test_strangers import OTHER
from trusts.forms.base import AUTHOR, author_token
from trusts.governance import clock
from trusts.models import Appointment, Membership, Person

MISSING = 987_654_321
CHOICES = [
    ("exercise-create", "officer", "owner", lambda s: s.exercise.owner_id),
    ("exercise-create", "officer", "localities", lambda s: s.exercise.localities.first().pk),
    ("exercise-create", "officer", "organisations", lambda s: s.exercise.organisations.first().pk),
    ("exercise-edit", "officer", "owner", lambda s: s.exercise.owner_id),
    ("exercise-edit", "officer", "localities", lambda s: s.exercise.localities.first().pk),
    ("exercise-edit", "officer", "organisations", lambda s: s.exercise.organisations.first().pk),
    ("exercise-assign", "chair", "lead", lambda s: s.people["lead"].pk),
    ("exercise-assign", "chair", "officer", lambda s: s.people["officer"].pk),
    ("item-submit", "officer", "body", lambda s: s.body.pk),
    ("item-submit", "officer", "meeting", lambda s: s.meeting.pk),
    ("item-agenda", "chair", "meeting", lambda s: s.meeting.pk),
    ("decision-record", "chair", "meeting", lambda s: s.meeting.pk),
    ("body-ask", "officer", "meeting", lambda s: s.meeting.pk),
    ("decision-record", "chair", "present", lambda s: s.people["member"].pk),
    ("framework-submit", "administrator", "body", lambda s: s.body.pk),
    ("framework-submit", "administrator", "meeting", lambda s: s.meeting.pk),
]
"""Page, who may send it, the field that names a record, and that record in a trust."""


@pytest.mark.parametrize("code", OTHER)
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice[0]}:{choice[2]}")
def test_another_trusts_record_is_refused_in_a_form(code, choice, scenes, door):
    scene, other, (name, column, field, record) = scenes[code], scenes[OTHER[code]], choice
    person, path, whole = scene.people[column], address(name, scene), sent(name, scene)
    answers = {}
    for which, value in (("theirs", record(other)), ("none", MISSING)):
        answers[which] = door.ask(person, "POST", path, whole | {field: [value]})
        assert answers[which].letter == "f", f"{which}: {answers[which].letter}"
        assert not answers[which].written
    assert other.marker.encode() not in answers["theirs"].body
    said = [answer.body.count(b"govuk-error-message") for answer in answers.values()]
    assert said[0] == said[1] > 0, "the form says more of a record that another trust has"


WRONG = [
    ("exercise-assign", "chair", "officer", lambda s: s.people["closed"].pk),
    ("exercise-assign", "chair", "officer", lambda s: s.people["former"].pk),
    ("exercise-assign", "chair", "lead", lambda s: s.people["provider"].pk),
    ("decision-record", "chair", "present", lambda s: s.people["former"].pk),
    ("decision-record", "chair", "present", lambda s: s.people["officer"].pk),
    ("item-submit", "officer", "body", lambda s: s.exercise.owner_id),
]
"""Records of the same trust that do not belong in these fields."""


@pytest.mark.parametrize("code", OTHER)
@pytest.mark.parametrize("choice", WRONG, ids=lambda choice: f"{choice[0]}:{choice[2]}")
def test_the_wrong_record_of_the_same_trust_is_refused(code, choice, scenes, door):
    scene, (name, column, field, record) = scenes[code], choice
    answer = door.ask(
        scene.people[column], "POST", address(name, scene), sent(name, scene) | {field: [record(scene)]}
    )
    assert answer.letter == "f"
    assert not answer.written


@pytest.mark.parametrize("code", OTHER)
def test_lists_searches_and_exports_stay_inside_the_trust(code, scenes, door):
    scene, other = scenes[code], scenes[OTHER[code]]
    for name, query in [
        ("exercises", {"q": "SECRET"}),
        ("exercises", {"q": "SECRET", "format": "csv"}),
        ("exercises", {"q": "SECRET", "format": "xlsx"}),
        ("exercises", {"owner": other.exercise.owner_id}),
        ("exercises", {"locality": other.exercise.localities.first().pk}),
        ("items", {"q": "SECRET"}),
        ("items", {"body": other.body.pk}),
        ("audit", {"subject": "SECRET"}),
        ("audit", {"person": "SECRET"}),
    ]:
        answer = door.ask(
            scene.people["observer"], "GET", address(name, scene), QUERY_STRING=urlencode(query)
        )
        assert answer.letter == "o", name
        text = _unpacked(answer.body) if query.get("format") == "xlsx" else answer.body
        assert other.marker.encode() not in text, f"{name} {query}"
        if "q" in query:
            assert scene.marker.encode() in text, f"{name} {query} does not find its own"


def _unpacked(body):
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def _leaves(scene, person):
    """Everything the person is ends yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    Appointment.objects.filter(person=person).update(ends=yesterday)
    Membership.objects.filter(person=person).update(ends=yesterday)


def _is_closed(scene, person):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def _moves_on(scene, person):
    """The person is an observer from now on, and no more than that."""
    _leaves(scene, person)
    Appointment.objects.create(trust=scene.trust, person=person, role="observer")


def _is_followed(scene, person):
    """Somebody else becomes the officer."""
    for exercise in (scene.exercise, scene.second):
        type(exercise).objects.filter(pk=exercise.pk).update(
            officer=scene.people["colleague"], created_by=scene.people["colleague"]
        )


@pytest.mark.parametrize("code", OTHER)
@pytest.mark.parametrize(
    "after", [(_leaves, "."), (_is_closed, "i"), (_moves_on, "x")], ids=["left", "closed", "moved"]
)
@pytest.mark.parametrize(
    "opened",
    [
        ("exercise-create", "officer"), ("exercise-edit", "officer"), ("step-back", "officer"),
        ("entry-record", "local"), ("item-vote", "member"), ("decision-record", "clerk"), ("meeting-create", "chair"),
        ("gate-override", "chair"), ("framework-submit", "administrator"), ("entry-record", "provider"),
    ],
    ids="/".join,
)  # fmt: skip
def test_what_was_taken_away_since_the_page_was_opened_is_gone(code, opened, after, scenes, door):
    scene, (name, column), (change, expected) = scenes[code], opened, after
    person, path = scene.people[column], address(name, scene)
    assert door.ask(person, "GET", path).letter in "og"
    change(scene, person)
    answer = door.ask(person, "POST", path, sent(name, scene))
    assert answer.letter == expected
    assert not answer.written


@pytest.mark.parametrize("code", OTHER)
@pytest.mark.parametrize(
    "name", ["exercise-edit", "entry-record", "entry-remove", "step-back", "exercise-close"]
)
def test_an_officer_who_was_followed_by_another_changes_nothing_more(code, name, scenes, door):
    scene = scenes[code]
    _is_followed(scene, scene.people["officer"])
    answer = door.ask(scene.people["officer"], "POST", address(name, scene), sent(name, scene))
    assert answer.letter == "x"
    assert not answer.written


@pytest.mark.parametrize("author", [False, True])
def test_a_form_without_its_token_does_nothing(author, db, scenes, settings):
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    scene, door = scenes["county-durham"], Door(token_asked=True)
    pages = [
        (address(name, scene), sent(name, scene), _able(filled))
        for name, (_, filled) in TABLES["county-durham"].items()
    ]
    demo = {"username": "mina.hart", "password": "anything"}
    pages += [(reverse(name), demo, "officer") for name in SITE]
    pages += [(reverse(name), demo, "anonymous") for name in ("sign-in", "demo-sign-in")]
    for path, data, column in pages:
        person = scene.people[column]
        typed = {AUTHOR: author_token(person)} if author and person else {}
        answer = door.ask(person, "POST", path, data | typed)
        assert not answer.written, f"{path} wrote to {answer.written}"
        turned_away = answer.response.status_code == 403 or answer.response.headers.get("Location") == path
        assert turned_away, f"{path}: {answer.response.status_code}"


def _able(filled):
    """The first column that a form would get past the door."""
    cells = zip(COLUMNS, filled.replace(" ", ""), strict=True)
    return next((column for column, cell in cells if cell in "wng"), "officer")
