"""Transitions of every kind: only from where they start, only by whom they belong to, only by sending the form."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType

from tests.access.asking import counts
from tests.factories.visitor import text_of
from tests.records.conftest import MARK, keys, with_pages
from trusts.models import Override
from trusts.nouns import noun_of

MOVES = [(noun.kind, move.code) for noun in with_pages() for move in noun.moves]
TYPED = {
    "reason": "Because.", "note": "Looked at.", "closing": "Mended.", "conclusion": "continue", "concluded": "It works.",
    "rating": "green", "judgement": "Good.", "answer": "Agreed.", "quality": "1", "price": "1", "comment": "Sound.",
    "ends": "1 January 2150", "closes": "1 January 2150", "added": "£1", "route": "open-tender",
}  # fmt: skip
"""Something for every field that a transition may ask for."""


def put(record, **values):
    """The record with other values, past every rule."""
    type(record).objects.filter(pk=record.pk).update(**values)
    return record


def typed(world):
    """What is sent with any transition."""
    figure = {f"line-{world.records['measure'].pk}": "1"}
    return TYPED | keys() | figure | {"providers": [str(world.records["provider"].pk)]}


def unchanged(before, after):
    """Nothing was written but, perhaps, what a session keeps."""
    return {t: n for t, n in before.items() if after[t] != n} == {}


@pytest.mark.parametrize(("kind", "code"), MOVES, ids=lambda part: part)
def test_a_transition_starts_only_from_its_states(kind, code, world):
    record, move = world.records[kind], noun_of(kind).move(code)
    client, url = world.able(move.act), world.url("record-move", kind, record.number, code)
    if not move.states:
        assert not record.has("state") or kind == "measure"
        return
    for state, label in type(record)._meta.get_field("state").choices:
        if state in move.states:
            continue
        put(record, state=state)
        if kind == "bid":
            put(record.procurement, state="closed")
        row, before = type(record).objects.filter(pk=record.pk).values().get(), counts()
        page = client.post(url, typed(world))
        assert page.status_code == 409, (state, page.status_code)
        assert f"This is {label.lower()} now" in text_of(page)
        assert type(record).objects.filter(pk=record.pk).values().get() == row
        assert unchanged(before, counts())


@pytest.mark.parametrize(("kind", "code"), MOVES, ids=lambda part: part)
def test_opening_the_address_of_a_transition_changes_nothing(kind, code, world):
    record, move = world.records[kind], noun_of(kind).move(code)
    if move.states:
        put(record, state=move.states[0])
    if kind == "bid":
        put(record.procurement, state="closed")
    client, url, before = world.able(move.act), world.url("record-move", kind, record.number, code), counts()
    for method in ("get", "head"):
        assert getattr(client, method)(url).status_code == (200 if move.form or move.warns else 302)
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(url).status_code == 405
    assert unchanged(before, counts())


@pytest.mark.parametrize("who", ["observer", "provider", "rival", "clerk", "administrator", "elsewhere"])
def test_a_transition_belongs_to_whoever_has_its_act(who, world):
    for kind, code in MOVES:
        record, move = world.records[kind], noun_of(kind).move(code)
        if world.standing(who).may(move.act, record):
            assert (who, move.act) == ("provider", "return.file"), f"{who} may {code} a {kind}"
            continue
        before = counts()
        page = world.client(who).post(world.url("record-move", kind, record.number, code), typed(world))
        assert page.status_code in (403, 404), (kind, code)
        assert unchanged(before, counts())


@pytest.mark.parametrize("who", ["stranger", "former", "closed"])
def test_nobody_from_outside_finds_a_record_or_a_form(who, world):
    client = world.client(who)
    for kind, record in world.records.items():
        for name, *more in [("record",), ("record-edit",), ("record-thread",), ("record-move", "end"),
                            ("record-link", "priorities"), ("record-ask", "x"), ("record-confirm", "x")]:  # fmt: skip
            url = world.url(name, kind, record.number, *more)
            for page in (client.get(url), client.post(url, keys())):
                assert page.status_code in (404, 302), url
                assert page.status_code == 404 or "/sign-in/" in page.headers["Location"]
        assert client.post(world.url("record-make", kind), world.typed(kind)).status_code in (404, 302)


@pytest.mark.parametrize("kind", [noun.kind for noun in with_pages()])
def test_every_question_link_and_rule_that_there_is_none_of_is_not_found(kind, world):
    client, number = world.client(), world.records[kind].number
    nowhere = [
        world.url("record", kind, 999_999), world.url("record", kind, "9" * 30), world.url("record-move", kind, number, "fly"),
        world.url("record-link", kind, number, "trust"), world.url("record-link", kind, number, "created_by"),
        world.url("record-link", kind, number, "items"), world.url("record-ask", kind, number, "whatever"),
        world.url("record-confirm", kind, number, "whatever"),
        world.url("record-override", kind, number, "complete", "x" * 900),
    ]  # fmt: skip
    before = counts()
    for url in nowhere:
        assert client.get(url).status_code in (404, 403), url
        assert client.post(url, typed(world)).status_code in (404, 403), url
    assert unchanged(before, counts())


def test_a_rule_that_does_not_stand_is_passed_by_no_reason(world):
    record, client = world.records["specification"], world.client("board")
    kind = ContentType.objects.get_for_model(type(record))
    for gate in ("DUR-170", "MADE-UP", "x" * 900):
        page = client.post(
            world.url("record-override", "specification", record.number, "complete", gate), typed(world)
        )
        assert page.status_code == 409
        assert "does not stand in the way" in text_of(page)
    assert not Override.objects.filter(subject_type=kind, subject_id=record.pk).exists()


LINKS = [
    (noun.kind, name) for noun in with_pages() for name in (*noun.up, *noun.down, *noun.beside)
    if noun.model._meta.get_field(name).many_to_many
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), LINKS, ids=lambda part: part)
def test_a_link_takes_records_of_the_own_trust_and_right_kind_only(kind, name, world):
    record, client = world.records[kind], world.client()
    other = record._meta.get_field(name).related_model
    url, theirs = world.url("record-link", kind, record.number, name), world.theirs[other.KIND]
    before = counts()
    for key in (str(theirs.pk), "987654321", "x", "\0", "9" * 30, ""):
        page = client.post(url, keys() | {"others": [key]})
        assert page.status_code == 422, key
        assert theirs.title not in text_of(page).replace(key, "")
    assert theirs.title not in text_of(client.get(url, {"q": MARK}))
    assert unchanged(before, counts())
    away = world.url("record-unlink", kind, record.number, name, theirs.number + 5000)
    assert client.post(away, keys()).status_code == 404
    assert client.get(away).status_code == 404
    assert unchanged(before, counts())


def test_a_link_made_twice_is_one_and_taken_away_twice_is_none(world):
    record, evidence = world.records["finding"], world.made.make("evidence", title="Another")
    client, url, sent = world.client(), world.url("record-link", "finding", record.number, "evidence"), keys()
    for hidden in (sent, sent, keys()):
        assert client.post(url, hidden | {"others": [str(evidence.pk)]}).status_code == 302
    assert record.evidence.filter(pk=evidence.pk).count() == 1
    away = world.url("record-unlink", "finding", record.number, "evidence", evidence.number)
    for _ in range(2):
        assert client.post(away, keys()).status_code == 302
    assert not record.evidence.filter(pk=evidence.pk).exists()


def test_what_is_settled_keeps_its_links_and_its_parts(world):
    plan, client = put(world.records["plan"], state="submitted"), world.client()
    priority = world.records["priority"]
    page = client.post(
        world.url("record-unlink", "plan", plan.number, "priorities", priority.number), keys(), follow=True
    )
    assert "no longer change" in text_of(page)
    assert plan.priorities.filter(pk=priority.pk).exists()
    for kind, whole, state in [("intention", "plan", "submitted"), ("finding", "assessment", "complete"),
                               ("option", "intention", "submitted"), ("measure", "specification", "complete")]:  # fmt: skip
        put(world.records[whole], state=state)
        page = client.post(
            world.edit_url(kind), world.typed_like(world.records[kind]) | keys() | {"title": "New"}
        )
        assert page.status_code == 409, kind
        assert re.search("so its parts no longer change", text_of(page)), kind
        assert type(world.records[kind]).objects.get(pk=world.records[kind].pk).title != "New"
