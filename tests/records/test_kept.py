"""What is kept about records: reasons and confirmations for ever, and a trail of every write."""

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction

from tests.factories.visitor import text_of
from tests.records.conftest import faults_of, keys, with_pages
from trusts.actions.record import change, confirm, link, override, unlink
from trusts.models import AuditEntry, Confirmation, Override
from trusts.models.append_only import NeverChanged
from trusts.models.record import Record
from trusts.nouns import noun_of


def a_reason(world):
    """A reason by which a rule was passed, and a confirmation."""
    made, record = world.made, world.records["procurement"]
    bought = made.make(
        "procurement", specification=record.specification, route="select-list", level="level.local"
    )
    said = confirm(record=bought, code="anything", note="Looked at.", by=made.by)
    stops = noun_of("procurement").move("route").stops
    return override(record=bought, obstacles=stops, gate="DUR-174", reason="Because.", by=made.by), said


def test_reasons_and_confirmations_are_never_changed_by_code_or_by_the_database(world):
    for kept in a_reason(world):
        model, table = type(kept), kept._meta.db_table
        kept.note = kept.reason = "Something else"
        for act in (kept.save, kept.delete, model.objects.filter(pk=kept.pk).delete, lambda m=model: m.objects.update(by=1),
                    lambda m=model, k=kept: m.objects.bulk_update([k], ["by"])):  # fmt: skip
            with pytest.raises(NeverChanged):
                act()
        column = "reason" if model is Override else "note"
        for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        assert model.objects.get(pk=kept.pk).by == world.made.by


def test_a_reason_lapses_once_the_record_says_something_else(world):
    passed, _ = a_reason(world)
    bought = noun_of("procurement").model.objects.get(pk=passed.subject_id)
    assert bought.overridden("DUR-174", "")
    said = (
        ({"title": "Better called this"}, True),
        ({"summary": "Two lots. " * 50}, True),
        ({"value": bought.value + 1}, False),
    )
    for values, holds in said:
        bought = change(bought, version=bought.version, by=world.made.by, values=values)
        bought = type(bought).objects.get(pk=bought.pk)
        assert bought.overridden("DUR-174", "") is holds
        page = text_of(world.client().get(bought.get_absolute_url()))
        assert ("It no longer counts" in page) is not holds
    stops = noun_of("procurement").move("route").stops
    override(record=bought, obstacles=stops, gate="DUR-174", reason="Still so.", by=world.made.by)
    assert type(bought).objects.get(pk=bought.pk).overridden("DUR-174", "")


@pytest.mark.parametrize("act", [link, unlink])
def test_a_reason_lapses_once_other_records_are_linked_or_no_longer(world, act):
    passed, _ = a_reason(world)
    bought = noun_of("procurement").model.objects.get(pk=passed.subject_id)
    other = world.made.make("procurement", specification=bought.specification)
    bought.linked.add(*[other] if act is unlink else [])
    which = {"other": other} if act is unlink else {"others": [other]}
    act(holder=bought, field="linked", trust=bought.trust, by=world.made.by, **which)
    assert not type(bought).objects.get(pk=bought.pk).overridden("DUR-174", "")
    assert "It no longer counts" in text_of(world.client().get(bought.get_absolute_url()))


def test_the_administration_writes_no_record_reason_or_confirmation(world, rf):
    request = rf.get("/")
    request.user = world.people["administrator"]
    for model, page in admin.site._registry.items():
        if issubclass(model, Record | Override | Confirmation):
            for may in (page.has_add_permission, page.has_change_permission, page.has_delete_permission):
                assert not may(request), f"{model.__name__}: {may.__name__}"


def test_an_administrator_finds_no_way_to_write_a_record(world):
    client = world.client("administrator")
    for noun in with_pages():
        meta = noun.model._meta
        for tail in (
            "add/",
            f"{world.records[noun.kind].pk}/change/",
            f"{world.records[noun.kind].pk}/delete/",
        ):
            url = f"/admin/{meta.app_label}/{meta.model_name}/{tail}"
            assert client.post(url, {"title": "Taken over"}).status_code in (403, 404), url
        assert not noun.model.objects.filter(title="Taken over").exists()


def test_every_write_of_every_kind_leaves_its_entry_and_the_trail_holds(world):
    client = world.client()
    for noun in with_pages():
        record = world.records[noun.kind]
        made = client.post(world.url("record-make", noun.kind), world.typed(noun.kind))
        assert made.status_code == 302, noun.kind
        latest = noun.model.objects.filter(trust=world.trust).order_by("-pk").first()
        assert _acts(latest) == [f"{noun.kind}.make"], noun.kind
        if getattr(record, "state", "") in record.FIXED or noun.kind == "bid":
            continue
        before = _acts(record)
        sent = world.typed_like(record) | keys() | {"title": "Changed"}
        assert client.post(world.edit_url(noun.kind), sent).status_code == 302, noun.kind
        assert _acts(record) == [*before, f"{noun.kind}.edit"]
        assert next(iter(_last(record).detail["changed"].values()))[1] == "Changed", noun.kind
        assert len(_last(record).detail["changed"]) == 1, noun.kind
    finding, evidence = world.records["finding"], world.made.make("evidence")
    link = world.url("record-link", "finding", finding.number, "evidence")
    client.post(link, keys() | {"others": [str(evidence.pk)]})
    client.post(world.url("record-unlink", "finding", finding.number, "evidence", evidence.number), keys())
    client.post(
        world.url("record-move", "assessment", world.records["assessment"].number, "complete"), keys()
    )
    client.post(
        world.url("record-move", "assessment", world.records["assessment"].number, "reopen"),
        keys() | {"reason": "No."},
    )
    assert _acts(finding)[-2:] == ["record.link", "record.unlink"]
    assert _acts(world.records["assessment"])[-2:] == ["assessment.complete", "assessment.reopen"]
    a_reason(world)
    assert faults_of(world.trust) == []


def test_a_locality_that_changes_is_written_down(world):
    record, place = world.records["evidence"], world.trust.localities.first()
    sent = world.typed_like(record) | keys() | {"localities": [str(place.pk)]}
    assert world.client().post(world.edit_url("evidence"), sent).status_code == 302
    assert _last(record).detail["changed"] == {"Localities": ["", place.name]}


def _entries(record):
    return AuditEntry.objects.filter(
        subject_type=record._meta.model_name, subject_id=str(record.pk)
    ).order_by("number")


def _acts(record):
    return list(_entries(record).values_list("act", flat=True))


def _last(record):
    return _entries(record).last()
