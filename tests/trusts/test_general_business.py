"""General business, about no exercise and no record, is put to a body from the body's own page."""

import pytest

from tests.factories.framework import SANDOVER
from tests.factories.sandover import sandover, url
from tests.factories.visitor import form_of, text_of, visitor
from trusts.models import Item

pytestmark = pytest.mark.django_db
TYPED = {"why": "Twice a year we ask.", "recommendation": "Say yes."}


def test_an_officer_asks_a_body_from_its_page_and_it_decides():
    made = sandover()
    officer = visitor(made.officer)
    page = officer.get(url("body", "group"))
    address = url("body-ask", "group", "advise")
    assert f'href="{address}"' in page.content.decode()

    sent = officer.post(address, form_of(officer, address, **TYPED))

    item = Item.objects.get(trust=made.trust, kind="advise")
    assert sent.url == item.get_absolute_url()
    assert (item.body.code, item.subject, item.asked, item.state) == (
        "group",
        None,
        "What do you think?",
        "waiting",
    )
    read = text_of(visitor(made.first).get(item.get_absolute_url()))
    assert "Twice a year we ask." in read
    assert "See everything behind this" not in read
    assert made.record(item).in_favour


def test_a_body_is_asked_only_what_it_is_able_to_decide_and_nothing_about_an_exercise():
    made = sandover()
    officer = visitor(made.officer)

    assert officer.get(url("body-ask", "board", "advise")).status_code == 404
    assert officer.get(url("body-ask", "group", "go-ahead")).status_code == 404
    assert "Ask this body" not in text_of(officer.get(url("body", "board")))


def test_whoever_puts_no_questions_to_bodies_is_offered_none():
    made = sandover()
    member = visitor(made.first)

    assert "Ask this body" not in text_of(member.get(url("body", "group")))
    assert member.get(url("body-ask", "group", "advise")).status_code == 403


def test_a_right_for_ones_own_records_covers_what_one_asks_oneself():
    rows = [
        {**row, "scope": "own"} if row["role"] == "commissioning-officer" else row
        for row in SANDOVER["delegation"]
    ]
    made = sandover(delegation=rows)

    assert visitor(made.officer).get(url("body-ask", "group", "advise")).status_code == 200


def test_what_was_decided_before_is_the_same_question_only():
    also = {
        "code": "warn",
        "label": "Warn",
        "question": "Shall we warn?",
        "capability": "recommends",
        "subject": "general",
    }
    made = sandover(decisions=[*SANDOVER["decisions"], also])
    for kind, title in (("advise", "Advice of spring"), ("warn", "The warning")):
        made.record(made.ask(kind=kind, title=title))

    read = text_of(
        visitor(made.first).get(made.ask(kind="advise", title="Advice of autumn").get_absolute_url())
    )

    assert "Advice of spring" in read
    assert "The warning" not in read
