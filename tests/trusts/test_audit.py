"""What was recorded stays as it was recorded; whoever changes it behind the site's back is found out."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from tests.trust_data import person, trust
from trusts.governance import audit
from trusts.models import AuditEntry, Decision, Trust
from trusts.models.append_only import NeverChanged, unguard

pytestmark = pytest.mark.django_db
TABLES = ["trusts_decision", "trusts_auditentry"]


@pytest.fixture
def trail(django_capture_on_commit_callbacks) -> Trust:
    """A trust whose trail is whole, the head of each commit anchored outside the database."""
    medway = trust("medway")
    for number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            audit.record("trust.manage", trust=medway, subject=medway, by=None, what=f"test {number}")
    medway = trust("medway")
    assert not list(audit.faults(medway))
    return medway


@pytest.fixture
def unguarded(trail):
    """The database without its guards, as for somebody who owns it; rolled back with the test."""
    connection.check_constraints()  # PostgreSQL drops no trigger while foreign keys wait to be checked
    with connection.cursor() as cursor:
        for table in TABLES:
            unguard(table, SimpleNamespace(connection=connection, execute=cursor.execute))


def sql(statement: str, *values) -> None:
    """Run a statement past the models."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(medway: Trust) -> list[str]:
    """What the verification says now."""
    return list(audit.faults(Trust.objects.get(pk=medway.pk)))


# Found out -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "trust.view"),
        ("person_name", "Somebody Else"),
        ("subject_label", "Another"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("detail", '{"what": "nothing"}'),
        ("subject_id", "0"),
    ],
)
def test_a_changed_entry_is_found(trail, unguarded, column, value):
    number = trail.audit_number - 1
    cast = "::jsonb" if column == "detail" and connection.vendor == "postgresql" else ""
    sql(
        f"UPDATE trusts_auditentry SET {column} = %s{cast} WHERE trust_id = %s AND number = %s",
        value,
        trail.pk,
        number,
    )
    assert found(trail) == [f"entry {number} was changed after it was written"]


def test_an_entry_deleted_from_the_middle_is_found(trail, unguarded):
    number = trail.audit_number - 1
    sql("DELETE FROM trusts_auditentry WHERE trust_id = %s AND number = %s", trail.pk, number)
    assert f"entry {number} is missing" in found(trail)


def test_a_cut_tail_is_found(trail, unguarded):
    last = trail.audit_number
    sql("DELETE FROM trusts_auditentry WHERE trust_id = %s AND number >= %s", trail.pk, last)
    assert found(trail)[0] == f"the chain ends at entry {last - 1}, but {last} were written"


def test_a_cut_tail_is_found_even_with_the_head_put_back(trail, unguarded):
    last = trail.audit_number
    sql("DELETE FROM trusts_auditentry WHERE trust_id = %s AND number >= %s", trail.pk, last)
    before = AuditEntry.objects.get(trust=trail, number=last - 1)
    Trust.objects.filter(pk=trail.pk).update(audit_number=before.number, audit_hash=before.hash)
    assert found(trail) == [f"entry {last} is not the one that was anchored outside the database"]


def test_a_rewritten_chain_is_found(trail, unguarded):
    previous = ""
    for entry in AuditEntry.objects.filter(trust=trail).order_by("number"):
        if entry.number == trail.audit_number - 1:
            entry.person_name = "Nobody In Particular"
        entry.previous = previous
        previous = entry.hash = audit.digest(entry)
        sql(
            "UPDATE trusts_auditentry SET person_name = %s, previous = %s, hash = %s WHERE id = %s",
            entry.person_name, entry.previous, entry.hash, entry.pk,
        )  # fmt: skip
    Trust.objects.filter(pk=trail.pk).update(audit_hash=previous)
    assert found(trail) == [
        f"entry {number} is not the one that was anchored outside the database"
        for number in (trail.audit_number - 1, trail.audit_number)
    ]


def test_anchors_that_are_gone_are_missed(trail):
    audit.anchor_file("medway").unlink()
    [fault] = found(trail)
    assert fault.startswith("no head of its chain is anchored outside the database, in ")


@pytest.mark.parametrize(
    ("column", "value"), [("outcome", "refuse"), ("reason", "Other"), ("decided_on", "2001-01-01")]
)
def test_a_changed_decision_is_found(trail, unguarded, column, value):
    decision = Decision.objects.filter(trust=trail).first()
    sql(f"UPDATE trusts_decision SET {column} = %s WHERE id = %s", value, decision.pk)
    assert found(trail) == [f"decision {decision.pk} was changed after it was recorded"]


def test_a_deleted_decision_is_found(trail, unguarded):
    decision = Decision.objects.filter(trust=trail, conditions=None).first()
    sql("DELETE FROM trusts_decision WHERE id = %s", decision.pk)
    assert found(trail) == [f"decision {decision.pk} is gone"]


def test_a_decision_nobody_recorded_is_found(trail):
    item = Decision.objects.filter(trust=trail).first().item
    item.pk = None
    item.save()
    slipped_in = Decision.objects.create(
        trust=trail, item=item, body=item.body, outcome="agree", reason="", decided_on=date(2026, 1, 1),
        recorded_by=person("colin.tate"), recorded_at=item.submitted_at,
    )  # fmt: skip
    assert found(trail) == [f"decision {slipped_in.pk} has no audit entry"]


# Refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Decision, AuditEntry])
def test_the_models_refuse_a_second_writing(trail, model):
    row = model.objects.filter(trust=trail).first()
    rows = model.objects.filter(pk=row.pk)
    for attempt in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(trust=trail),
        lambda: model.objects.bulk_update([row], ["trust"]),
    ):
        with pytest.raises(NeverChanged, match="never"):
            attempt()


@pytest.mark.parametrize("statement", ["UPDATE {} SET trust_id = trust_id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", TABLES)
def test_the_database_itself_refuses_a_change(trail, table, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement.format(table))
    assert not found(trail)
