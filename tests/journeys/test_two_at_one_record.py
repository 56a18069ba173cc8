"""Two people at one record, or one person twice, at the same moment: one stands, and nobody loses a word."""

import csv
import io
import secrets

import pytest
from playwright.sync_api import expect

from tests.journeys.forms import words_of
from tests.journeys.on_record import usual
from tests.journeys.rounds import opens_bids
from tests.journeys.wire import at_once

pytestmark = pytest.mark.journey

TIMES = 10
AWARDS = 3
"""So many procurements are awarded twice at once; each takes a score of forms to bring that far."""


@pytest.fixture
def evidence(cast):
    """A piece of evidence that two officers of Durham may both change; its address."""
    officer = cast("mina.hart", "county-durham")
    officer.towards = ("Be healthy",)
    return officer.puts_on_record("evidence", "Changed by two")


def test_the_second_who_saves_a_record_sees_both_versions_and_keeps_their_text(cast, evidence):
    # Given two officers who opened the same form
    first, second = cast("mina.hart", "county-durham"), cast("joel.mensah", "county-durham")
    for one in (first, second):
        one.goes_to(f"{evidence}edit/")
        one.types("summary", f"In the words of {one.name}.")
    # When both save, one after the other
    first.presses("Save")
    first.is_told("Saved")
    with second.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        second.presses("Save")
    # Then the second is told, sees what was saved, and has their own text still
    assert answer.value.status == 409
    second.sees(f"In the words of {first.name}.")
    expect(second.page.locator("[name=summary]")).to_have_value(f"In the words of {second.name}.")
    # And can save it now
    second.presses("Save")
    second.is_told("Saved")
    second.sees(f"In the words of {second.name}.")


def test_two_officers_change_one_record_at_once(caller, evidence):
    officers = [caller("mina.hart"), caller("joel.mensah")]
    edit = f"{evidence}edit/"
    for number in range(TIMES):
        forms = [one.form(edit, "summary") for one in officers]
        texts = [f"First of {number}", f"Second of {number}"]
        answers = at_once(
            *(
                one.sender(edit, form, summary=text)
                for one, form, text in zip(officers, forms, texts, strict=True)
            )
        )
        assert sorted(answer.status for answer in answers) == [302, 409]
        kept, other = texts if answers[0].status == 302 else reversed(texts)
        lost = max(answers, key=lambda answer: answer.status).text
        assert kept in lost
        assert other in lost
        page = officers[0].gets(evidence).text
        assert kept in page
        assert other not in page


def test_a_record_form_sent_twice_makes_one_record(caller):
    officer, word = caller("mina.hart"), f"twice{secrets.token_hex(4)}"
    path, said = "/county-durham/records/evidence/new/", usual("evidence") | {"outcomes": ["Be healthy"]}
    for number in range(TIMES):
        # Given a filled form
        send = officer.sender(path, officer.form(path, "title"), title=f"Sent {word} {number:02}", **said)
        # When it is sent twice at the same moment, and once more later
        answers = [*at_once(send, send), send()]
        # Then each answer leads to the same record
        assert [answer.status for answer in answers] == [302, 302, 302]
        assert len({answer.onward for answer in answers}) == 1
    # And there is one of each
    listed = officer.gets(f"/county-durham/records/evidence/?q={word}&format=csv").text
    titles = [cell for row in csv.reader(io.StringIO(listed)) for cell in row if word in cell]
    assert sorted(titles) == [f"Sent {word} {number:02}" for number in range(TIMES)]


def test_text_of_a_record_outlives_the_session(cast, site):
    # Given an officer in the middle of a record
    officer = cast("mina.hart", "county-durham")
    form = "/county-durham/records/participation/new/"
    officer.goes_to(form)
    officer.fills(title="Signed out", **usual("participation"))
    officer.types("summary", "An hour’s listening, ‘quoted’ & kept.\nSecond line.")
    officer.chooses("Be healthy")
    # When their session ends before they save
    officer.page.context.clear_cookies(name="session")
    officer.presses("Save")
    officer.sees("What you typed is kept")
    officer.types("username", officer.username)
    officer.types("password", site.people[officer.username])
    officer.presses("Sign in")
    # Then signing in brings them back to what they typed and chose, and it can be sent
    officer.sees("What you typed is back")
    assert officer.here == form
    expect(officer.page.locator("[name=summary]")).to_have_value(
        "An hour’s listening, ‘quoted’ & kept.\nSecond line."
    )
    expect(officer.page.locator("main").get_by_label("Be healthy", exact=True)).to_be_checked()
    officer.presses("Save")
    officer.sees("is on record", "An hour’s listening, ‘quoted’ & kept.")


def test_two_awards_of_one_procurement_at_once(cast, caller, night):
    officer = cast("hannah.trewin", "medway")
    officer.towards = ("Succeed in learning",)
    one, other = caller("hannah.trewin"), caller("leila.karimi")
    specification = officer.puts_on_record("specification", "Bought once")
    officer.puts_on_record("measure", "Children helped", specification=specification)
    officer.moves(specification, "complete")
    providers = [officer.puts_on_record("provider", f"Bidder {number} for it") for number in (1, 2)]
    for number in range(AWARDS):
        # Given a procurement with two scored bids and an award recommended to each
        bought = officer.puts_on_record(
            "procurement", f"Bought once, time {number}", specification=specification
        )
        officer.moves(bought, "route", route="Invite bids from the market")
        officer.moves(bought, "open")
        second = officer.puts_on_record("bid", "The second offer", procurement=bought, provider=providers[1])
        opens_bids(officer, cast("leila.karimi", "medway"), bought, providers[0], night, **{officer.name: ""})
        officer.moves(second, "score", quality="70", price="90", comment="Cheaper. Invented.")
        awards = [
            officer.puts_on_record("award", f"To bidder {place}", procurement=bought, provider=provider)
            for place, provider in enumerate(providers, 1)
        ]
        # When two officers make one award each at the same moment
        paths = [f"{award}do/make/" for award in awards]
        forms = [who.form(path, "form-key") for who, path in zip((one, other), paths, strict=True)]
        answers = at_once(
            *(who.sender(path, form) for who, path, form in zip((one, other), paths, forms, strict=True))
        )
        # Then one stands, and the other is told why
        assert sorted(answer.status for answer in answers) == [302, 409]
        lost = max(answers, key=lambda answer: answer.status).text
        assert "Its bids have not been opened, or it is awarded already." in words_of(lost)
        states = ["Made" in officer.reads(award).split("What has happened")[0] for award in awards]
        assert sorted(states) == [False, True]
