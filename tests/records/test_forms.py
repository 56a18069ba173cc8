"""Whatever is typed into the form of any kind of record: a clear answer, nothing lost, nothing half saved."""

import html
import re
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.db import models

from contracts.actions.agreement import obstacles_to_activating
from tests.access.asking import counts
from tests.factories.visitor import fields_of
from tests.records.conftest import MARK, keys, with_pages
from trusts.forms.base import KEY, VERSION
from trusts.forms.fields import DateField
from trusts.models import Body, Locality, Organisation, Person
from trusts.models.record import Record
from trusts.nouns import noun_of

KINDS = [noun.kind for noun in with_pages()]
NASTY = [
    "\u202etxet desrever", "\u2066isolated\u2069", "{{ 7|add:7 }}", "{% load static %}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE x; --", "%s %(x)s {0} {x}", "../../etc/passwd", "C:\\con\\nul", "😀👩‍👩‍👧‍👦🇬🇧", "\uff21\uff1d\uff11\uff0b\uff11", "a\u0301\u0301\u0301 Zalgo",
    "null", "٣٤٥ ١٢", "&lt;b&gt; &amp;amp;",
]  # fmt: skip
HUGE = "x" * 100_000


def fields(kind, world, *types):
    """The names of the fields of a kind's form that are of these types."""
    record = world.records[kind]
    form = noun_of(kind).form(instance=type(record)(), trust=world.trust, standing=world.standing())
    return [name for name, field in form.fields.items() if isinstance(field, types)]


def texts(kind, world):
    """The names of the fields that take free text."""
    names = fields(kind, world, forms.CharField)
    return [name for name in names if name not in fields(kind, world, forms.URLField)]


def told(page, name):
    """What a page says at a field; nothing where it says nothing there."""
    found = re.search(rf'id="id_{re.escape(name)}-error"[^>]*>(.*?)</p>', page.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>|Error:|\s+", " ", found[1]).strip() if found else ""


def refused_at(page, names):
    """The form comes back and says at each of these fields what is wrong."""
    assert page.status_code == 422
    silent = [name for name in names if not told(page, name)]
    assert not silent, f"says nothing at {silent}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_acts_once_however_often_it_is_sent(kind, world):
    client, url, sent = world.client(), world.url("record-make", kind), world.typed(kind)
    model, before = noun_of(kind).model, noun_of(kind).model.objects.count()
    first, again = client.post(url, sent), client.post(url, sent)
    assert first.status_code == 302, [told(first, name) for name in sent] + [first.content.decode()[-3000:]]
    assert again.headers["Location"] == first.headers["Location"]
    assert model.objects.count() == before + 1
    fresh = client.post(url, sent | keys())
    assert fresh.status_code in (302, 422)
    assert fresh.headers.get("Location") != first.headers["Location"] or kind in _listed_with_parents()


def _listed_with_parents():
    """The kinds whose new records lead back to the record they belong to."""
    return {noun.kind for noun in with_pages() if noun.parents}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_names_every_field_that_is_needed(kind, world):
    needed = [
        name for name in noun_of(kind).form(trust=world.trust, standing=world.standing()).fields
        if noun_of(kind).form(trust=world.trust, standing=world.standing()).fields[name].required
    ]  # fmt: skip
    before = counts()
    page = world.client().post(world.url("record-make", kind), keys())
    refused_at(page, needed)
    assert counts() == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_of_the_wrong_type_is_refused_at_its_field_and_stays_typed(kind, world):
    wrong = {}
    for name in fields(kind, world, DateField):
        wrong[name] = "31 February 2026"
    for name in fields(kind, world, forms.DecimalField, forms.IntegerField):
        wrong[name] = "a lot"
    for name in fields(kind, world, forms.ModelChoiceField, forms.ChoiceField):
        wrong[name] = ["nonsense"]
    for name in fields(kind, world, forms.ModelMultipleChoiceField, forms.MultipleChoiceField):
        wrong[name] = ["nonsense", "'"]
    before = counts()
    page = world.client().post(world.url("record-make", kind), world.typed(kind) | wrong)
    refused_at(page, wrong)
    shown = fields_of(page)
    for name in [*fields(kind, world, DateField, forms.DecimalField, forms.IntegerField), "title"]:
        assert shown[name] == (world.typed(kind) | wrong)[name]
    assert counts() == before


@pytest.mark.parametrize("kind", KINDS)
def test_huge_texts_and_numbers_are_refused_at_their_fields(kind, world):
    huge = dict.fromkeys(texts(kind, world), HUGE)
    huge |= dict.fromkeys(fields(kind, world, forms.DecimalField, forms.IntegerField), "9" * 5000)
    huge |= dict.fromkeys(fields(kind, world, DateField), "1 January " + "9" * 5000)
    before = counts()
    page = world.client().post(world.url("record-make", kind), world.typed(kind) | huge)
    refused_at(page, huge)
    assert fields_of(page)["title"] == HUGE
    assert counts() == before


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e9", "1_000", "", "0x10", "1,5", "1.234"]
)
def test_numbers_that_are_none_are_refused_or_empty_and_never_break_a_page(number, world):
    for kind in ("allocation", "measure", "agreement", "participation"):
        names = fields(kind, world, forms.DecimalField, forms.IntegerField)
        page = world.client().post(
            world.url("record-make", kind), world.typed(kind) | dict.fromkeys(names, number)
        )
        assert page.status_code in (302, 422)
        if page.status_code == 302:
            assert kind in ("measure", "participation"), kind
            assert number in ("", "1_000", "1.234"), number


@pytest.mark.parametrize("kind", KINDS)
def test_nul_is_refused_and_every_other_text_is_kept_and_shown_as_typed(kind, world):
    client, url, names = world.client(), world.url("record-make", kind), texts(kind, world)
    refused_at(client.post(url, world.typed(kind) | dict.fromkeys(names, "a\0b")), names)
    turn = KINDS.index(kind)
    nasty = {name: NASTY[(turn * 5 + place) % len(NASTY)] for place, name in enumerate(names)}
    page = client.post(url, world.typed(kind) | nasty)
    assert page.status_code == 302
    saved = noun_of(kind).model.objects.order_by("-pk").filter(trust=world.trust).first()
    if kind == "bid":  # its procurement is open: nobody reads it now
        assert client.get(saved.get_absolute_url()).status_code == 404
        return
    for address in (saved.get_absolute_url(), f"{saved.get_absolute_url()}edit/", f"{saved.get_absolute_url()}thread/",
                    world.url("records", kind)):  # fmt: skip
        shown = client.get(address)
        assert shown.status_code == 200, address
        assert html.escape(nasty["title"]) in shown.content.decode(), address
        assert "<script>alert" not in shown.content.decode()
        assert "<img src=x" not in shown.content.decode()
    for name, text in nasty.items():
        if saved.has(name):
            assert getattr(saved, name) == text


def test_every_nasty_text_has_its_turn(world):
    used = {
        (turn * 5 + place) % len(NASTY)
        for turn, kind in enumerate(KINDS)
        for place in range(len(texts(kind, world)))
    }
    assert used == set(range(len(NASTY)))


@pytest.mark.parametrize("kind", KINDS)
def test_another_trusts_rows_are_refused_in_every_field_as_if_there_were_none(kind, world):
    client, url = world.client(), world.url("record-make", kind)
    names = fields(kind, world, forms.ModelChoiceField)
    answers = []
    before = counts()
    for pick in (_theirs, lambda model: 987_654_321):
        foreign = {name: [str(pick(_model(kind, name)))] for name in names}
        page = client.post(url, world.typed(kind) | foreign)
        refused_at(page, names)
        assert MARK not in page.content.decode()
        answers.append([re.sub(r"\d+", "", told(page, name)) for name in names])
    assert answers[0] == answers[1]
    assert counts() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_offers_nothing_of_another_trust(kind, world):
    page = world.client().get(world.url("record-make", kind)).content.decode()
    assert MARK not in page
    for name in fields(kind, world, forms.ModelChoiceField):
        model = _model(kind, name)
        if model is not Person:
            form = noun_of(kind).form(trust=world.trust, standing=world.standing())
            assert set(form.fields[name].queryset.values_list("trust", flat=True)) <= {world.trust.pk}


def _model(kind, name):
    return noun_of(kind).model._meta.get_field(name).related_model


def _theirs(model):
    """The key of a row of the other trust."""
    if model is Person:
        return _their_person()
    rows = model.objects.filter(trust__code="gateshead")
    return rows.values_list("pk", flat=True).first()


def _their_person():
    rows = Person.objects.filter(appointments__trust__code="gateshead")
    return rows.exclude(appointments__trust__code="county-durham").values_list("pk", flat=True).first()


def test_the_other_trust_has_a_row_of_everything_that_a_form_can_name(world):
    for kind in KINDS:
        for name in fields(kind, world, forms.ModelChoiceField):
            assert _theirs(_model(kind, name)), (kind, name)
    assert {Body, Locality, Organisation, Person} <= {
        _model(kind, name) for kind in KINDS for name in fields(kind, world, forms.ModelChoiceField)
    }


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_days_that_nobody_means_are_refused(day, world):
    typed = f"{day.day} {day:%B} {day.year:04}"
    for kind in ("agreement", "plan", "return", "evidence"):
        names = fields(kind, world, DateField)
        page = world.client().post(
            world.url("record-make", kind), world.typed(kind) | dict.fromkeys(names, typed)
        )
        refused_at(page, names)


ORDERS = [
    ("listing", "starts", "ends"), ("specification", "starts", "ends"), ("procurement", "opens", "closes"),
    ("procurement", "closes", "planned_award"), ("service", "starts", "ends"), ("fund", "starts", "ends"),
    ("agreement", "starts", "ends"), ("agreement", "starts", "first_review_date"), ("return", "period_from", "period_to"),
    ("return", "period_to", "due_on"), ("deficit", "found_on", "due_on"), ("plan", "period_from", "period_to"),
    ("assessment", "period_from", "period_to"), ("participation", "held_on", "told_on"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "first", "then"), ORDERS)
def test_days_follow_one_another(kind, first, then, world):
    sent = world.typed(kind) | {"opens": "1 March 2026", first: "2 March 2026", then: "1 March 2026"}
    page = world.client().post(world.url("record-make", kind), sent)
    assert page.status_code == 422
    assert "not before 2 March 2026" in told(page, then)


@pytest.mark.parametrize("kind", ["assessment", "plan", "allocation"])
def test_nothing_follows_or_serves_itself(kind, world):
    record = world.records[kind]
    name = {"assessment": "follows", "plan": "parent", "allocation": "moved_from"}[kind]
    sent = world.typed_like(record) | keys() | {name: str(record.pk), "reason": "To itself."}
    refused_at(world.client().post(world.edit_url(kind), sent), [name])


CHANGEABLE = [kind for kind in KINDS if kind not in ("bid", "procurement")]


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_a_stale_form_overwrites_nothing_and_keeps_what_was_typed(kind, world):
    record, client, url = world.records[kind], world.client(), world.edit_url(kind)
    sent = world.typed_like(record) | {"title": "Mine"}
    if kind in _fixed(world):
        pytest.skip("its details no longer change")
    version = str(type(record).objects.get(pk=record.pk).version)
    assert client.post(url, sent | keys(**{VERSION: version}) | {"title": "Theirs"}).status_code == 302
    page = client.post(url, sent | keys(**{VERSION: version}))
    assert page.status_code == 409
    assert fields_of(page)["title"] == "Mine"
    assert type(record).objects.get(pk=record.pk).title == "Theirs"


def _fixed(world):
    """The kinds whose planted record no longer changes."""
    return {kind for kind, one in world.records.items() if getattr(one, "state", "") in one.FIXED}


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 5000, "1.0"])
def test_a_version_that_is_none_is_a_stale_one(version, world):
    sent = world.typed_like(world.records["evidence"]) | keys(**{VERSION: version})
    assert world.client().post(world.edit_url("evidence"), sent).status_code == 409


@pytest.mark.parametrize("key", ["", "x", "0" * 32 + "0", "9" * 5000])
def test_a_form_without_its_key_comes_back_with_what_was_typed(key, world):
    before = counts()
    page = world.client().post(world.url("record-make", "evidence"), world.typed("evidence", **{KEY: key}))
    assert page.status_code == 422
    assert fields_of(page)["title"] == world.records["evidence"].title
    assert counts() == before


@pytest.mark.parametrize("kind", KINDS)
def test_fields_that_no_form_shows_cannot_be_sent(kind, world):
    """Mass assignment: every column of the model is sent; only those of the form arrive."""
    model = noun_of(kind).model
    own = set(noun_of(kind).form(trust=world.trust, standing=world.standing()).fields)
    hidden = {
        f.name: _forged(f, world) for f in model._meta.concrete_fields if f.name not in own and f.name != "id"
    }
    page = world.client().post(world.url("record-make", kind), hidden | world.typed(kind))
    assert page.status_code == 302
    saved = model.objects.filter(trust=world.trust).order_by("-pk").first()
    assert saved.created_by == world.people["officer"]
    assert saved.number < 900_000
    assert not saved.generated
    if model.has("state"):
        assert saved.state == model._meta.get_field("state").default
    for name in (
        "agreed_on",
        "made_on",
        "activated_on",
        "completed_on",
        "approved_on",
        "recorded_on",
        "closed_on",
    ):
        assert getattr(saved, name, None) is None


def _forged(field, world):
    if isinstance(field, models.DateField | models.DateTimeField):
        return "2026-01-01"
    if field.choices:
        return str(list(field.choices)[-1][0])
    if field.is_relation:
        return str(world.theirs["evidence"].trust_id if field.name == "trust" else 1)
    return "999999"


def test_a_record_of_every_kind_is_driven():
    assert {
        model.KIND for model in apps.get_models() if issubclass(model, Record) and model.KIND != "exercise"
    } == set(KINDS)


@pytest.mark.parametrize(
    ("tie", "interest", "field"),
    [("", "", "tie"), ("declared", " ", "interest"), ("none", "A cousin works there.", "tie")],
)
def test_nobody_joins_a_panel_without_saying_whether_they_have_a_tie(tie, interest, field, world):
    sent = world.typed("panellist", tie=tie, interest=interest)
    refused_at(world.client().post(world.url("record-make", "panellist"), sent), [field])


def test_an_agreement_is_made_with_whom_the_award_went_to(world):
    other = world.made.make("provider", title="Somebody else")
    award = world.made.make("award", procurement=world.records["procurement"], provider=other)
    page = world.client().post(
        world.url("record-make", "agreement"), world.typed("agreement", award=str(award.pk))
    )
    refused_at(page, ["provider"])
    assert "The award went to ‘Somebody else’" in page.content.decode()
    agreement = world.made.make("agreement", award=award, provider=world.records["provider"])

    def said():
        return " ".join(stop.reason for stop in obstacles_to_activating(agreement, world.made.by))

    assert "has not been made yet" in said()
    award.state = "made"
    award.save()
    assert "The award went to ‘Somebody else’, not to" in said()
    agreement.provider = other
    assert "award" not in said()
