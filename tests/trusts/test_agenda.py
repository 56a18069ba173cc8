"""An item comes onto the agenda of a meeting, and a decision is told by the meeting at which it was taken."""

from datetime import timedelta

import pytest

from tests.factories.body import MeetingFactory
from tests.factories.sandover import refused, sandover, url
from tests.factories.visitor import form_of, text_of, visitor
from trusts.actions.decision import withdraw_item
from trusts.actions.meeting import put_on_agenda
from trusts.governance import clock
from trusts.models import AuditEntry, Item, Message

pytestmark = pytest.mark.django_db


def meets(made, days, body="group"):
    """A meeting so many days from today."""
    return MeetingFactory(body=made.body(body), date=clock.today() + timedelta(days=days))


def said(day):
    return f"{day.day} {day:%B %Y}"


def test_the_clerk_puts_a_waiting_item_on_an_agenda_and_who_asked_is_told():
    made = sandover()
    item, meeting, clerk = made.ask(kind="advise"), meets(made, 9), visitor(made.clerk)
    assert f"No date yet; the next meeting is on {said(meeting.date)}" in text_of(
        clerk.get(item.get_absolute_url())
    )
    address = url("item-agenda", item.pk)

    sent = clerk.post(address, form_of(clerk, address))

    assert sent.url == item.get_absolute_url()
    assert Item.objects.get(pk=item.pk).meeting == meeting
    assert AuditEntry.objects.filter(act="item.agenda", person_name=made.clerk.name).count() == 1
    told = Message.objects.get(to=made.officer, url=item.get_absolute_url())
    assert said(meeting.date) in told.subject
    assert item.title in text_of(visitor(made.first).get(meeting.get_absolute_url()))


def test_the_page_of_a_meeting_offers_to_take_what_waits():
    made = sandover()
    item, soon, later = made.ask(kind="advise"), meets(made, 2), meets(made, 9)
    link = f"{url('item-agenda', item.pk)}?meeting={later.pk}"
    clerk = visitor(made.clerk)

    assert link in clerk.get(later.get_absolute_url()).content.decode()
    assert link not in visitor(made.first).get(later.get_absolute_url()).content.decode()
    assert form_of(clerk, link)["meeting"] == str(later.pk)
    assert form_of(clerk, url("item-agenda", item.pk))["meeting"] == str(soon.pk)


def test_nobody_but_chair_and_clerk_changes_the_agenda():
    made = sandover()
    item = made.ask(kind="advise")

    assert visitor(made.first).get(url("item-agenda", item.pk)).status_code == 403
    assert visitor(made.officer).get(url("item-agenda", item.pk)).status_code == 403


def test_another_bodys_meeting_a_past_one_and_a_settled_item_are_refused():
    made = sandover()
    item = made.ask(kind="advise")

    assert refused(put_on_agenda, item=item, meeting=meets(made, 9, "board"), by=made.clerk) == [
        "That is not a meeting of Sandover Group."
    ]
    assert refused(put_on_agenda, item=item, meeting=meets(made, -1), by=made.clerk) == [
        "That meeting is over."
    ]
    withdraw_item(item=item, reason="A slip.", by=made.officer)
    assert refused(put_on_agenda, item=item, meeting=meets(made, 9), by=made.clerk) == [
        "This item was withdrawn."
    ]


def test_a_decision_is_told_by_the_meeting_of_its_day_though_it_was_on_no_agenda():
    made = sandover()
    item, today, clerk = made.ask(kind="advise"), meets(made, 0), visitor(made.clerk)
    address = url("decision-record", item.pk)
    filled = form_of(
        clerk, address, outcome="agree", reason="Agreed.", present=[made.first.pk, made.second.pk]
    )
    assert filled["meeting"] == str(today.pk)

    clerk.post(address, filled)

    item.refresh_from_db()
    assert item.decision.meeting == today
    page = clerk.get(today.get_absolute_url())
    assert [decision.item for decision in page.context["decisions"]] == [item]


def test_a_decision_bears_the_date_of_its_meeting():
    made = sandover()
    with clock.at(clock.now() - timedelta(days=9)):
        item = made.ask(kind="advise")
    past, clerk = meets(made, -4), visitor(made.clerk)
    address = url("decision-record", item.pk)
    typed = {"outcome": "agree", "reason": "Agreed.", "present": [made.first.pk, made.second.pk]}

    page = clerk.post(address, form_of(clerk, address, meeting=past.pk, **typed))

    assert page.context["form"].errors["decided_on"] == [
        f"That meeting was on {said(past.date)}. Enter that date, or choose another meeting"
    ]
    assert Item.objects.get(pk=item.pk).state == "waiting"


def test_home_states_no_date_for_what_is_on_no_agenda():
    made = sandover()
    item, meeting = made.ask(kind="advise"), meets(made, 22)
    home = url("trust-home")
    without = f"no date yet; next meeting {said(meeting.date)}"

    assert without in text_of(visitor(made.first).get(home))
    assert without in text_of(visitor(made.clerk).get(home))
    assert without.replace("no date", "No date") in text_of(visitor(made.officer).get(home))

    put_on_agenda(item=item, meeting=meeting, by=made.clerk)
    read = text_of(visitor(made.first).get(home))
    assert said(meeting.date) in read
    assert "no date yet" not in read
