"""The tests stand on the database they claim: a stage that met another one has proved nothing."""

import os

import pytest
from django.apps import apps
from django.db import connection

from trusts.framework.vocabulary import RECORDS, WORKED
from trusts.models import Trust

OURS = ("trusts", "needs", "contracts", "commissioning")
HELD = {
    "audit_number_once_a_trust", "blueprint_number_once_a_trust", "one_blueprint_in_force_a_trust",
    "organisation_code_once_a_trust", "locality_code_once_a_trust", "body_code_once_a_trust",
    "seat_code_once_a_body", "one_waiting_item_a_question", "one_interest_a_person_an_item",
    "one_vote_a_member_an_item", "condition_met_at_and_by", "one_receipt_a_form", "step_once_an_exercise",
    "entry_once_a_step", "exercise_number_once_a_trust", "mark_once_an_exercise", "work_on_one_record",
    "contribution_to_a_fund_or_a_service", "veto_of_a_service_or_a_specification", "once_on_a_panel",
    "one_bid_a_provider", "one_chosen_option_an_intention", "one_line_a_measure", "one_return_a_period",
    "indicator_code_once_in_england", "indicator_code_once_a_trust", "area_code_once_in_england",
    "area_code_once_a_trust", "own_area_once", "area_once_a_locality", "neighbour_once_a_list",
    "category_once_a_dimension", "mapping_once_a_heading", "mapping_once_a_trust", "one_use_a_trust",
    "dataset_once_a_trust", "boundary_once_for_all", "boundary_once_a_trust",
}  # fmt: skip
HELD |= {f"{kind}_number_once_a_trust" for kind in RECORDS} | {f"work_on_{kind}_once" for kind in WORKED}
"""What the database itself holds, should two people be quicker than every check."""
ONCE = {
    ("trusts_trust", "code"), ("trusts_person", "username"), ("trusts_decision", "item_id"),
    ("commissioning_exercise", "previous_id"), ("needs_exhibit", "evidence_id"),
}  # fmt: skip
"""Columns in which a value stands once: one decision an item, one next round an exercise, one exhibit a piece of evidence."""


@pytest.mark.django_db
def test_the_tables_are_on_the_database_of_this_stage():
    assert not Trust.objects.filter(pk=0).exists()
    assert connection.vendor == os.environ.get("EXPECTED_DATABASE", connection.vendor)


@pytest.mark.django_db
def test_sqlite_is_a_file_with_the_locks_of_a_site():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


@pytest.mark.django_db
def test_the_database_itself_holds_what_must_never_be_twice():
    tables = {model._meta.db_table for label in OURS for model in apps.get_app_config(label).get_models()}
    found, single = set(), set()
    with connection.cursor() as cursor:
        for table in tables:
            for name, held in connection.introspection.get_constraints(cursor, table).items():
                if (held["unique"] and not held["primary_key"]) or held["check"]:
                    found.add(name)
                if held["unique"] and len(held["columns"] or ()) == 1:
                    single.add((table, held["columns"][0]))
    assert HELD - found == set()
    assert ONCE - single == set()
    declared = {rule.name for label in OURS for m in apps.get_app_config(label).get_models()
                for rule in m._meta.constraints}  # fmt: skip
    assert declared == HELD, "A new constraint is written down above; one that is gone is explained."
