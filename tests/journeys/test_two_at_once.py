"""Two people, or one person twice, at the same moment: one record, and nobody loses a word."""

import csv
import io
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.forms import words_of
from tests.journeys.wire import at_once

pytestmark = pytest.mark.journey

TIMES = 12


@pytest.fixture
def activity(cast):
    """An activity of Buckinghamshire with its first two phases under way; its address."""
    officer = cast("tariq.shah", "buckinghamshire")
    path = officer.starts_an_exercise(
        "At the same moment", owner="Joint Commissioning Group", outcomes=["Stay safe"]
    )
    officer.starts(path, "analyse")
    officer.starts(path, "plan")
    return path


def test_chair_and_clerk_record_one_decision(caller, activity):
    officer, chair, clerk = caller("tariq.shah"), caller("beatrice.lumley"), caller("sunita.latif")
    ask = f"{activity}steps/plan/ask/safeguarding-advice/"
    winners = set()
    for number in range(TIMES):
        # Given an item before the Safeguarding Board
        paper = officer.form(ask, "recommendation")
        item = officer.sender(ask, paper, why=f"Why, time {number}", recommendation="Say yes.")().onward
        # When its chair and its clerk record a decision at the same moment
        path, outcomes = f"{item}record/", {chair: "agree", clerk: "refuse"}
        opened = {one: one.form(path, "outcome") for one in outcomes}
        sent = {
            "reason": "Members said so.", "rationale": "Stay safe: sooner.",
            "present": opened[chair].choices["present"],
        }  # fmt: skip
        answers = at_once(*(one.sender(path, opened[one], outcome=outcomes[one], **sent) for one in outcomes))
        # Then one of them has, and the other is told what was decided and by whom
        assert sorted(answer.status for answer in answers) == [302, 409], [
            answer.status for answer in answers
        ]
        won, lost = sorted(answers, key=lambda answer: answer.status)
        name = "Beatrice Lumley" if answers[0] is won else "Sunita Latif"
        verdict = "approved" if answers[0] is won else "refused"
        assert won.onward == item
        assert f"has already decided this: {verdict}, recorded by {name}" in words_of(lost.text)
        assert "Members said so." in lost.text
        page = officer.gets(item).text
        assert page.count('id="decided"') == 1
        assert f"Recorded by {name}" in words_of(page)
        winners.add(name)


def test_a_form_sent_twice_makes_one_exercise(caller):
    officer = caller("tariq.shah")
    path, word = "/buckinghamshire/exercises/new/", f"twice{secrets.token_hex(4)}"
    for number in range(TIMES):
        # Given a filled form
        form, title = officer.form(path, "title"), f"Sent {word} {number:02}"
        owner = (
            officer.gets(path)
            .text.split(">Joint Commissioning Group<")[0]
            .rpartition('value="')[2]
            .split('"')[0]
        )
        send = officer.sender(path, form, title=title, owner=owner, outcomes=["ecm.safe"])
        # When it is sent twice at the same moment, and once more later
        answers = [*at_once(send, send), send()]
        # Then each answer leads to the same exercise, and there is only one
        assert [answer.status for answer in answers] == [302, 302, 302]
        assert len({answer.onward for answer in answers}) == 1
    listed = officer.gets(f"/buckinghamshire/exercises/?q={word}&format=csv").text
    titles = [cell for row in csv.reader(io.StringIO(listed)) for cell in row if word in cell]
    assert sorted(titles) == [f"Sent {word} {number:02}" for number in range(TIMES)]


def test_a_question_sent_twice_is_asked_once(caller, activity):
    officer = caller("tariq.shah")
    ask = f"{activity}steps/plan/ask/pool-or-align/"
    for number in range(TIMES):
        send = officer.sender(ask, officer.form(ask, "why"), why=f"Time {number}", recommendation="Yes.")
        first, second = at_once(send, send)
        assert (first.status, second.status, first.onward) == (302, 302, second.onward)
        away = f"{first.onward}withdraw/"
        assert officer.sender(away, officer.form(away, "reason"), reason="Asked again.")().status == 302


def test_two_record_the_same_thing_at_once(caller, activity):
    officer = caller("tariq.shah")
    path = f"{activity}steps/analyse/output/contributing-agencies/"
    for number in range(TIMES):
        # Given the same form opened twice, when both are sent at the same moment
        texts = [f"First of {number}", f"Second of {number}"]
        forms = [officer.form(path, "text") for _ in texts]
        answers = at_once(
            *(officer.sender(path, form, text=text) for form, text in zip(forms, texts, strict=True))
        )
        # Then one is kept, and the other is shown both
        assert sorted(answer.status for answer in answers) == [302, 409]
        kept, other = texts if answers[0].status == 302 else reversed(texts)
        lost = max(answers, key=lambda answer: answer.status).text
        assert kept in lost
        assert other in lost
        assert kept in officer.gets(f"{activity}steps/analyse/").text


def test_two_edit_one_exercise_at_once(caller, cast):
    # Given local work that its officer and a member of its local board may both change
    path = local_work(cast)
    officer, member = caller("mina.hart"), caller("wei.huang")
    edit = f"{path}edit/"
    for number in range(TIMES):
        forms = {one: one.form(edit, "summary") for one in (officer, member)}
        texts = {officer: f"Officer, time {number}", member: f"Member, time {number}"}
        answers = at_once(*(one.sender(edit, forms[one], summary=texts[one]) for one in forms))
        assert sorted(answer.status for answer in answers) == [302, 409]
        kept, other = texts.values() if answers[0].status == 302 else reversed(texts.values())
        lost = max(answers, key=lambda answer: answer.status).text
        assert kept in lost
        assert other in lost
        page = officer.gets(path).text
        assert kept in page
        assert other not in page


def test_the_second_who_saves_sees_both_versions_and_keeps_their_text(cast):
    # Given an officer and a member of the local board who opened the same form
    path = local_work(cast)
    officer, member = cast("mina.hart", "county-durham"), cast("wei.huang", "county-durham")
    for one in (officer, member):
        one.goes_to(f"{path}edit/")
        one.types("summary", f"In the words of {one.name}.")
    # When both save, one after the other
    member.presses("Save")
    member.is_told("Saved")
    with officer.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        officer.presses("Save")
    # Then the second is told, sees what was saved, and has their own text still
    assert answer.value.status == 409
    officer.sees(f"In the words of {member.name}.")
    expect(officer.page.locator("[name=summary]")).to_have_value(f"In the words of {officer.name}.")
    # And can save it now
    officer.presses("Save")
    officer.is_told("Saved")
    officer.sees(f"In the words of {officer.name}.")


def test_text_outlives_the_session(cast, site):
    # Given an officer in the middle of a paper
    officer = cast("tariq.shah", "buckinghamshire")
    path = officer.starts_an_exercise("Signed out", owner="Joint Commissioning Group", outcomes=["Stay safe"])
    officer.starts(path, "analyse")
    form = f"{path}steps/analyse/output/analysis-conclusion/"
    officer.goes_to(form)
    officer.types("text", "An hour’s work, ‘quoted’ & kept.\nSecond line.")
    # When their session ends before they save
    officer.page.context.clear_cookies(name="session")
    officer.presses("Save")
    # Then signing in brings them back to what they typed
    officer.sees("What you typed is kept")
    officer.types("username", officer.username)
    officer.types("password", site.people[officer.username])
    officer.presses("Sign in")
    officer.sees("What you typed is back")
    assert officer.here == form
    expect(officer.page.locator("[name=text]")).to_have_value(
        "An hour’s work, ‘quoted’ & kept.\nSecond line."
    )
    # And it can be sent, once
    officer.presses("Save")
    officer.sees("An hour’s work, ‘quoted’ & kept.", officer.name)
    officer.goes_to(form)
    expect(officer.page.locator("main")).not_to_contain_text("What you typed is back")


def test_kept_text_is_given_to_nobody_else(cast, site):
    officer = cast("tariq.shah", "buckinghamshire")
    officer.goes_to("exercises/new/")
    officer.types("title", "Mine alone")
    officer.page.context.clear_cookies(name="session")
    officer.presses("Create")
    officer.types("username", "fiona.leung")
    officer.types("password", site.people["fiona.leung"])
    officer.presses("Sign in")
    assert officer.here == "/buckinghamshire/exercises/new/"
    expect(officer.page.locator("[name=title]")).to_have_value("")


def local_work(cast) -> str:
    """Work of the East that mina.hart is the officer of; its address."""
    return cast("mina.hart", "county-durham").starts_an_exercise(
        "Changed by two", owner="East Local Children's Board", outcomes=["Be healthy"], localities=["East"],
        level_level="Thematic or local", level_reach="One or more localities", level_tier="Targeted",
        priority="Every child sleeps well",
    )  # fmt: skip
