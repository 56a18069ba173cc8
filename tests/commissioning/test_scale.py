"""Invented trusts: records of every kind, linked only among themselves, the same for the same seed, and gone when removed."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext

from commissioning.scale.make import make_trust
from commissioning.scale.remove import way_to_trust
from contracts.models import ReturnLine
from needs.models import Evidence, Priority
from tests.factories.visitor import text_of, visitor
from trusts.framework.vocabulary import RECORDS
from trusts.governance.permissions import standing
from trusts.models import AuditEntry, Membership, Person, Trust
from trusts.nouns import broken_at, noun_of, nouns
from trusts.thread import thread_of

pytestmark = pytest.mark.django_db
READ = 15
"""The most queries a record's page costs, of which about seven walk its whole thread, one for each step."""


@pytest.fixture(scope="module")
def trial(django_db_setup, django_db_blocker):
    """One invented trust, made once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_trust(1, scale=0.2, seed=3)
        transaction.set_rollback(True)


def reads_all(trust) -> Person:
    """Somebody who reads everything of a trust."""
    held = Membership.objects.filter(trust=trust).select_related("person")
    return next(m.person for m in held if standing(m.person, trust).has_scope("record.view", "trust"))


def said(trust) -> dict[str, list]:
    """What every record of a trust says, without the keys of its rows."""
    keys = {"id", "created_at"}
    found = {}
    for noun in nouns():
        plain = [
            field.attname for field in noun.model._meta.concrete_fields
            if field.attname not in keys and not isinstance(field, ForeignKey)
        ]  # fmt: skip
        found[noun.kind] = list(
            noun.model._base_manager.filter(trust=trust).order_by("number").values_list(*plain)
        )
    found["lines"] = list(
        ReturnLine.objects.filter(filed__trust=trust)
        .order_by("filed__number", "measure__number")
        .values_list("value")
    )
    return found


def counts() -> dict[str, int]:
    """How many rows every table has."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def test_there_is_a_record_of_every_kind_and_each_is_marked(trial):
    for kind in RECORDS:
        rows = noun_of(kind).model._base_manager.filter(trust=trial)
        assert rows.exists(), kind
        assert not rows.filter(generated=False).exists(), kind
    assert trial.generated
    assert not AuditEntry.objects.filter(trust=trial).exists()


def test_every_link_stays_inside_its_trust(trial):
    looked = 0
    for model in apps.get_models(include_auto_created=True):
        way = way_to_trust(model)
        if not way:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and (there := way_to_trust(field.related_model)):
                rows = model._base_manager.filter(**{way: trial, f"{field.name}__isnull": False})
                looked += rows.count()
                strays = rows.exclude(**{f"{field.name}__{there}": trial})
                assert not strays.exists(), f"{model.__name__}.{field.name}"
    assert looked > 1000
    assert not any(isinstance(f, GenericForeignKey) for m in apps.get_models() if m._meta.label.startswith("contracts")
                   for f in m._meta.private_fields)  # fmt: skip


def test_the_people_are_of_the_trial_and_have_no_password_outside_a_demonstration(settings):
    settings.DEMO = False
    with transaction.atomic():
        made = make_trust(7, scale=0.03, seed=1)
        people = Person.objects.filter(username__startswith=f"{made.code}.")
        assert people.exists()
        assert not any(person.has_usable_password() for person in people)
        named = Person.objects.filter(memberships__trust=made) | Person.objects.filter(
            appointments__trust=made
        )
        assert {person.username.partition(".")[0] for person in named} == {made.code}


def test_the_same_seed_says_the_same_and_another_something_else():
    told = []
    for seed in (5, 5, 6):
        with transaction.atomic():
            told.append(said(make_trust(2, scale=0.05, seed=seed)))
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_a_thread_is_walked_from_evidence_to_what_was_reported(trial):
    mine = standing(reads_all(trial), trial)
    kinds = set()
    for priority in Priority.objects.filter(
        trust=trial, findings__isnull=False, specifications__isnull=False
    )[:5]:
        kinds |= {kind for kind, _ in thread_of([priority], mine).seen}
    assert {"evidence", "finding", "priority", "specification", "agreement", "measure"} <= kinds


def test_some_threads_are_broken_and_most_are_whole(trial):
    broken = broken_at(trial)
    assert sum(broken.values()) > 3
    assert (
        broken["specification-without-priority"]
        < noun_of("specification").model.objects.filter(trust=trial).count() / 4
    )


@pytest.mark.parametrize("kind", [*RECORDS])
def test_the_page_of_a_record_costs_few_queries(kind, trial):
    client, noun = visitor(reads_all(trial)), noun_of(kind)
    for record in noun.model._base_manager.filter(trust=trial).order_by("number")[:2]:
        url = record.get_absolute_url()
        if client.get(url).status_code == 404:
            continue  # a sealed bid
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert len(queries) <= READ, kind
        assert "Invented for trial" in text_of(page)


def test_a_production_site_is_left_alone_unless_it_is_asked_for(settings):
    settings.DEBUG, before = False, Trust.objects.filter(generated=True).count()
    with pytest.raises(CommandError, match="production"):
        call_command("generate", trusts=1, scale=0.03)
    assert Trust.objects.filter(generated=True).count() == before


@pytest.mark.parametrize("wrong", [{"trusts": "0"}, {"scale": "-1"}, {"scale": "many"}])
def test_no_size_that_cannot_be_is_taken(wrong):
    [(name, value)] = wrong.items()
    with pytest.raises((CommandError, SystemExit)):
        call_command("generate", f"--{name}={value}")


def test_what_was_made_is_taken_out_and_nothing_else(settings):
    settings.DEBUG, out = True, StringIO()
    call_command("generate", remove=True, stdout=out)
    before = counts()
    call_command("generate", trusts=2, scale=0.03, stdout=out)
    assert counts() != before
    assert Evidence.objects.filter(trust__generated=True).exists()
    call_command("generate", remove=True, stdout=out)
    assert counts() == before


def test_a_trust_in_which_somebody_acted_stays():
    from trusts.governance import audit  # noqa: PLC0415

    made = make_trust(8, scale=0.03, seed=1)
    audit.record("trust.view", trust=made, subject=made, by=None)
    out = StringIO()
    call_command("generate", remove=True, yes=True, stdout=out)
    assert "trial-008 stays" in out.getvalue()
    assert Evidence.objects.filter(trust=made).exists()
