"""Different work at the same moment: what one person does never stops what another does."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.demo_site import door
from tests.journeys.forms import words_of
from tests.journeys.on_record import usual
from tests.journeys.wire import Answer, at_once

pytestmark = pytest.mark.journey

TIMES = 25


def told(*rows: list[Answer]) -> list[str]:
    """What went wrong, in the words of the pages that say so."""
    return [f"{one.status} {words_of(one.text)[:300]}" for row in rows for one in row if one.status != 302]


def test_exercises_are_made_for_a_body_while_papers_are_put_to_it(caller, cast, site):
    # Given an activity with a step that asks the group, and a form for a new activity of the same group
    host = cast("tariq.shah", "buckinghamshire")
    path = host.starts_an_exercise("Side by side", owner="Joint Commissioning Group", outcomes=["Stay safe"])
    host.starts(path, "analyse")
    host.starts(path, "plan")
    officer = caller("tariq.shah")
    ask, new = f"{path}steps/plan/ask/pool-or-align/", "/buckinghamshire/exercises/new/"
    group = officer.form(new, "title").labels["owner"]["Joint Commissioning Group"]

    def papers() -> list[Answer]:
        found = []
        for number in range(TIMES):
            form = officer.form(ask, "why")
            put = officer.sender(ask, form, why=f"Time {number}", recommendation="Yes.")()
            found.append(put)
            if put.status != 302:
                break
            away = f"{put.onward}withdraw/"
            found += [officer.sender(away, officer.form(away, "reason"), reason="Asked again.")()]
        return found

    def activities() -> list[Answer]:
        return [
            officer.sender(
                new, officer.form(new, "title"), title=f"Beside {number}", owner=group, outcomes=["ecm.safe"]
            )()
            for number in range(TIMES)
        ]

    # When both are done at the same moments, then neither stops the other
    assert told(*at_once(papers, activities, activities)) == [], site.last_words()


def test_parts_are_added_while_their_whole_is_changed(caller, cast, site):
    # Given an assessment, which is being described better while findings are put down
    host = cast("mina.hart", "county-durham")
    host.towards = ("Be healthy",)
    whole = host.puts_on_record("assessment", "Changed while it grows")
    officer, other = caller("mina.hart"), caller("joel.mensah")
    new, edit = "/county-durham/records/finding/new/", f"{whole}edit/"
    number = whole.rstrip("/").rpartition("/")[2]

    def findings() -> list[Answer]:
        path = f"{new}?assessment={number}"
        return [
            officer.sender(
                path, officer.form(path, "title"), title=f"Found {secrets.token_hex(3)}",
                **usual("finding") | {"outcomes": ["Be healthy"]},
            )()
            for _ in range(TIMES)
        ]  # fmt: skip

    def words() -> list[Answer]:
        return [
            other.sender(edit, other.form(edit, "summary"), summary=f"Told better, time {time}")()
            for time in range(TIMES)
        ]

    # When both are done at the same moments, then neither stops the other
    assert told(*at_once(findings, words)) == [], site.last_words()


def test_who_gives_way_to_somebody_else_is_told_and_keeps_what_was_typed(caller, cast, site):
    # Given an officer who changes an activity, and somebody who holds what the officer will need
    host = cast("tariq.shah", "buckinghamshire")
    path = host.starts_an_exercise("Gives way", owner="Joint Commissioning Group", outcomes=["Stay safe"])
    officer, number = caller("tariq.shah"), path.rstrip("/").rpartition("/")[2]
    send = officer.sender(f"{path}edit/", officer.form(f"{path}edit/", "summary"), summary="Typed with care")
    with closing(door(site.database)) as other, ThreadPoolExecutor(1) as desk:
        row = other.cursor()
        row.execute("SELECT id FROM trusts_trust WHERE code = 'buckinghamshire' FOR UPDATE")
        (trust,) = row.fetchone()
        # When each waits for the other
        sent = desk.submit(send)
        wait_until_one_waits(site.database)
        row.execute(
            "SELECT id FROM commissioning_exercise WHERE trust_id = %s AND number = %s FOR UPDATE",
            [trust, number],
        )
        answer = sent.result()
        other.rollback()
    # Then the officer's page gives way, says so, and keeps every word
    assert answer.status == 409, site.last_words()
    assert "Somebody else was saving at the same moment" in words_of(answer.text)
    assert "Typed with care" in answer.text
    # And once the other has done, the same form can be sent again
    assert send().status == 302


def wait_until_one_waits(address: str) -> None:
    """Return when somebody waits for a row that another holds."""
    with closing(door(address)) as watch:
        watch.autocommit, until = True, time.monotonic() + 20
        asked = watch.cursor()
        while time.monotonic() < until:
            asked.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if asked.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("Nobody waited for the row.")
