"""Different work at the same moment: what one person does never stops what another does."""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest
from psycopg2.errors import DeadlockDetected

from tests.demo_site import door
from tests.journeys.forms import words_of
from tests.journeys.on_record import usual
from tests.journeys.wire import Answer, Caller, at_once

pytestmark = pytest.mark.journey

TIMES = 25
TRIES = 5
MOVED, CONFLICT = 302, 409
Row = tuple[str, list[str]]
"""How a row is taken: a statement and its values."""


def told(*rows: list[Answer]) -> list[str]:
    """What went wrong, in the words of the pages that say so."""
    return [f"{one.status} {words_of(one.text)[:300]}" for row in rows for one in row if one.status != MOVED]


def rewrites(one: Caller, edit: str) -> Callable[[], list[Answer]]:
    """Telling something better, again and again."""
    return lambda: [
        one.sender(edit, one.form(edit, "summary"), summary=f"Told better, time {time}")()
        for time in range(TIMES)
    ]


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
            if put.status != MOVED:
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

    # When both are done at the same moments, then neither stops the other
    assert told(*at_once(findings, rewrites(other, edit))) == [], site.last_words()


def test_a_decision_is_recorded_while_what_it_is_about_is_worked_on(caller, cast, site):
    # Given an activity whose plan is before the Safeguarding Board, time after time
    host = cast("tariq.shah", "buckinghamshire")
    path = host.starts_an_exercise(
        "Decided meanwhile", owner="Joint Commissioning Group", outcomes=["Stay safe"]
    )
    host.starts(path, "analyse")
    host.starts(path, "plan")
    officer, other, clerk = caller("tariq.shah"), caller("tariq.shah"), caller("sunita.latif")
    ask, edit = f"{path}steps/plan/ask/safeguarding-advice/", f"{path}edit/"

    def decisions() -> list[Answer]:
        found = []
        for number in range(TIMES // 2):
            paper = officer.form(ask, "recommendation")
            put = officer.sender(ask, paper, why=f"Time {number}", recommendation="Say yes.")()
            found.append(put)
            if put.status != MOVED:
                break
            form = clerk.form(f"{put.onward}record/", "outcome")
            said = {
                "reason": "Members said so.",
                "rationale": "Stay safe: sooner.",
                "present": form.choices["present"],
            }
            found.append(clerk.sender(f"{put.onward}record/", form, outcome="agree", **said)())
        return found

    # When both are done at the same moments, then neither stops the other
    assert told(*at_once(decisions, rewrites(other, edit))) == [], site.last_words()


def test_who_gives_way_to_somebody_else_is_told_and_keeps_what_was_typed(caller, cast, site):
    if not site.database.startswith("postgres"):
        pytest.skip("SQLite lets one save after the other: nobody gives way.")
    # Given an officer who changes a finding, and somebody who holds it and will want its assessment
    host = cast("mina.hart", "county-durham")
    host.towards = ("Be healthy",)
    whole = host.puts_on_record("assessment", "Gives way")
    edit = f"{host.puts_on_record('finding', 'Found while others save', assessment=whole)}edit/"
    officer = caller("mina.hart")
    for number in range(TRIES):
        send = officer.sender(edit, officer.form(edit, "summary"), summary=f"Typed with care, time {number}")
        answer = beside(site.database, send, held("finding", edit), held("assessment", f"{whole}edit/"))
        if answer.status != MOVED:
            break
    # Then the officer's page gives way, says so, and keeps every word
    assert answer.status == CONFLICT, site.last_words()
    assert "Somebody else was saving at the same moment" in words_of(answer.text)
    assert f"Typed with care, time {number}" in answer.text
    # And once the other has done, the same form can be sent again
    assert send().status == MOVED


def beside(address: str, send: Callable[[], Answer], part: Row, above: Row) -> Answer:
    """What a form is answered by which the sender has the one above and waits for its part, and another the other way round.

    The database ends the one of the two that has waited for a second first: the sender, unless the machine is very busy.
    """
    with closing(door(address)) as other, ThreadPoolExecutor(1) as desk:
        hand = other.cursor()
        hand.execute(*part)
        sent = desk.submit(send)
        try:
            wait_until_waited_for(address, other.info.backend_pid)
            with suppress(DeadlockDetected):
                hand.execute(*above)
            other.rollback()
        finally:
            other.close()
        return sent.result(timeout=60)


def held(kind: str, address: str) -> Row:
    """How the row of a record is taken, by the address of its form."""
    _, trust, _, _, number, *_ = address.split("/")
    row = f"SELECT r.id FROM needs_{kind} r JOIN trusts_trust t ON t.id = r.trust_id WHERE t.code = %s AND r.number = %s FOR NO KEY UPDATE OF r"
    return row, [trust, number]


def wait_until_waited_for(address: str, process: int) -> None:
    """Return when somebody waits for what a connection holds."""
    with closing(door(address)) as watch:
        watch.autocommit, until = True, time.monotonic() + 20
        asked = watch.cursor()
        while time.monotonic() < until:
            asked.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [process]
            )
            if asked.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("Nobody waited for the row.")
