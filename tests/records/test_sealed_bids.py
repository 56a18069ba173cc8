"""A sealed bid: no route shows it, two people open it, it comes in time, and nobody with an interest touches it."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.actions import procurement as buying
from contracts.models import Award, Bid
from tests.factories.visitor import text_of
from tests.records.conftest import faults_of, keys
from trusts.actions.record import change
from trusts.governance import clock
from trusts.governance.refusal import Refused
from trusts.models import AuditEntry

SECRET, PRICE = "SEALED-by-a-bidder", "12,345.67"


@pytest.fixture
def sealed(world):
    """A bid in a procurement that is open."""
    return offered(world)


def offered(world):
    bought = world.made.make("procurement", specification=world.records["specification"], state="open")
    world.made.make("panellist", procurement=bought)
    sent = world.typed("bid") | {
        "procurement": str(bought.pk),
        "title": SECRET,
        "summary": SECRET,
        "value": f"£{PRICE}",
    }
    page = world.client().post(world.url("record-make", "bid"), sent)
    assert page.status_code == 302
    return Bid.objects.get(procurement=bought)


def later(bid, days=1):
    """The day after its procurement closed, or later."""
    return clock.at(clock.now() + (bid.procurement.closes - clock.today()) + timedelta(days=days))


@pytest.mark.parametrize("state", ["open", "cancelled"])
def test_no_page_list_file_thread_or_trail_shows_a_bid_before_it_is_opened(state, sealed, world):
    bought = sealed.procurement
    type(bought).objects.filter(pk=bought.pk).update(state=state)
    own = [world.url(name, "bid", sealed.number) for name in ("record", "record-edit", "record-thread")]
    own += [world.url("record-move", "bid", sealed.number, "score")]
    around = [
        bought.get_absolute_url(), f"{bought.get_absolute_url()}thread/", sealed.provider.get_absolute_url(),
        f"{sealed.provider.get_absolute_url()}thread/", world.url("records", "bid"), world.url("records", "bid") + "?format=csv",
        world.url("records", "bid") + "?format=xlsx", world.url("records", "bid") + "?q=SEALED", world.url("records-home"),
        world.url("audit"), world.url("audit") + "?subject=SEALED", world.url("broken-threads"), world.url("trust-home"),
        world.url("items") + "?q=SEALED",
    ]  # fmt: skip
    for who in ("officer", "colleague", "board", "observer", "administrator", "provider"):
        client = world.client(who)
        for url in own:
            assert client.get(url).status_code == 404, f"{who} {url}"
            assert client.post(url, keys()).status_code in (404, 405), f"{who} {url}"
        for url in around if who in ("officer", "observer") else around[:6]:
            answer = client.get(url)
            body = _read(b"".join(answer.streaming_content) if answer.streaming else answer.content)
            assert PRICE not in body, f"{who} {url}"
            assert "12345.67" not in body, f"{who} {url}"
            assert SECRET not in body, f"{who} {url}"


def _read(content):
    """What a page or a workbook says."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_the_audit_trail_keeps_nothing_of_what_a_sealed_bid_says(sealed, world):
    entries = AuditEntry.objects.filter(trust=world.trust, subject_type="bid", subject_id=str(sealed.pk))
    assert entries.count() == 1
    for value in entries.values().get().values():
        assert SECRET not in str(value)
        assert "12345" not in str(value)
    assert entries.get().subject_label == f"Bid {sealed.number}"


def test_two_people_open_bids_after_the_closing_date_and_not_one_twice(sealed, world):
    bought, client, colleague = sealed.procurement, world.client(), world.client("colleague")
    url = world.url("record-move", "procurement", bought.number, "close")
    assert "sealed until" in text_of(client.post(url, keys()))
    with later(sealed):
        assert client.post(url, keys()).status_code == 302
        assert client.get(sealed.get_absolute_url()).status_code == 404
        page = client.post(url, keys())
        assert page.status_code == 409
        assert "a second person opens them" in text_of(page)
        assert client.get(sealed.get_absolute_url()).status_code == 404
        assert colleague.post(url, keys()).status_code == 302
        assert SECRET in text_of(client.get(sealed.get_absolute_url()))
    acts = AuditEntry.objects.filter(subject_type="procurement", subject_id=str(bought.pk)).values_list(
        "act", "person_id"
    )
    people = dict(acts)
    assert people["procurement.begin-opening"] != people["procurement.close"]


def test_somebody_with_an_interest_opens_no_bids(sealed, world):
    bought = sealed.procurement
    bought.panel.update(interest="A cousin works there.")
    with later(sealed), pytest.raises(Refused, match="declared an interest"):
        buying.close_for_bids(bought, by=world.made.by)


def test_a_bid_comes_while_its_procurement_is_open_and_not_after(sealed, world):
    bought = sealed.procurement

    def offer(**values):
        return world.made.make("bid", procurement=bought, provider=world.made.make("provider"), **values)

    with pytest.raises(Refused, match="after the closing date"):
        offer(received_on=bought.closes + timedelta(days=1))
    with later(sealed):
        assert offer(received_on=bought.closes).state == "received"
        buying.close_for_bids(bought, by=world.made.by)
        with pytest.raises(Refused, match="only while the procurement is open"):
            offer(received_on=bought.closes)
    for state in ("planned", "routed", "closed", "awarded", "cancelled"):
        type(bought).objects.filter(pk=bought.pk).update(state=state, opening_begun_by=None)
        with pytest.raises(Refused, match="only while the procurement is open"):
            offer()


def test_a_form_checked_before_the_closing_is_refused_after_it(sealed, world):
    """The form saw an open procurement; somebody closed it before the bid was saved."""
    stale = sealed.procurement
    type(stale).objects.filter(pk=stale.pk).update(state="closed")
    assert stale.state == "open"
    with pytest.raises(Refused, match="only while the procurement is open"):
        world.made.make("bid", procurement=stale, provider=world.made.make("provider"))


def test_one_provider_bids_once(sealed, world):
    with pytest.raises(Refused, match="on record already"):
        world.made.make("bid", procurement=sealed.procurement, provider=sealed.provider)
    sent = world.typed("bid") | {
        "procurement": str(sealed.procurement_id),
        "provider": str(sealed.provider_id),
    }
    page = world.client().post(world.url("record-make", "bid"), sent)
    assert page.status_code == 422
    assert "on record already" in text_of(page)


def test_a_bid_never_changes_once_it_is_received(sealed, world):
    for state in ("open", "closed"):
        type(sealed.procurement).objects.filter(pk=sealed.procurement_id).update(state=state)
        with pytest.raises(Refused, match="no longer change"):
            change(sealed, version=sealed.version, by=world.made.by, values={"value": Decimal(1)})
    sent = world.typed_like(sealed) | keys() | {"value": "1"}
    page = world.client().post(world.url("record-edit", "bid", sealed.number), sent)
    assert page.status_code == 409
    assert Bid.objects.get(pk=sealed.pk).value == Decimal("12345.67")


def test_what_bidders_were_told_stands_while_it_is_open_but_for_more_time(sealed, world):
    bought, client = sealed.procurement, world.client()
    page = client.post(world.edit_url("procurement").replace(str(world.records["procurement"].number), str(bought.number)),
                       world.typed_like(bought) | keys() | {"value": "1"})  # fmt: skip
    assert page.status_code == 409
    url = world.url("record-move", "procurement", bought.number, "give-more-time")
    for day in (bought.closes, bought.closes - timedelta(days=1), clock.today() - timedelta(days=1)):
        page = client.post(url, keys() | {"closes": f"{day:%d/%m/%Y}", "reason": "Snow."})
        assert page.status_code == 409
    day = bought.closes + timedelta(days=7)
    assert client.post(url, keys() | {"closes": f"{day:%d/%m/%Y}", "reason": "Snow."}).status_code == 302
    bought.refresh_from_db()
    assert bought.closes == day
    with later(sealed):
        buying.close_for_bids(bought, by=world.made.by)
        assert client.post(url, keys() | {"closes": "1/1/2150", "reason": "Snow."}).status_code == 409


@pytest.mark.rule("MED-25")
@pytest.mark.rule("BUC-12")
def test_only_a_panel_member_without_an_interest_scores_and_not_after_the_award(sealed, world):
    bought = sealed.procurement
    score = {"quality": Decimal(1), "price": Decimal(1), "comment": "Sound."}
    type(bought).objects.filter(pk=bought.pk).update(state="closed")
    sealed.refresh_from_db()
    with pytest.raises(Refused, match="Only members of the panel"):
        buying.score(sealed, by=world.people["colleague"], **score)
    bought.panel.update(interest="A cousin works there.")
    with pytest.raises(Refused, match="declared an interest"):
        buying.score(sealed, by=world.made.by, **score)
    bought.panel.update(interest="")
    assert buying.score(sealed, by=world.made.by, **score).state == "scored"
    assert sealed.procurement.state == "closed"
    type(bought).objects.filter(pk=bought.pk).update(state="awarded")
    with pytest.raises(Refused, match="until the award"):
        buying.score(sealed, by=world.made.by, **score)


def test_an_interest_once_declared_stays_declared(sealed, world):
    seat = sealed.procurement.panel.get()
    url = world.url("record-edit", "panellist", seat.number)
    sent = world.typed_like(seat) | {"tie": "declared"}
    assert world.client().post(url, sent | keys() | {"interest": "A cousin works there."}).status_code == 302
    for text, tie in (("", "none"), ("None after all", "declared")):
        page = world.client().post(url, sent | keys(**{"form-version": "2"}) | {"interest": text, "tie": tie})
        assert page.status_code == 409
        assert "stays declared" in text_of(page)
    more = sent | keys(**{"form-version": "2"}) | {"interest": "A cousin works there. So does a friend."}
    assert world.client().post(url, more).status_code == 302


def test_a_second_award_of_one_procurement_is_refused_even_to_who_read_it_before_the_first(sealed, world):
    bought = sealed.procurement
    type(bought).objects.filter(pk=bought.pk).update(state="closed")
    Bid.objects.filter(pk=sealed.pk).update(state="scored")
    first, second = (
        world.made.make("award", procurement=bought, provider=sealed.provider, title=title)
        for title in ("First", "Second")
    )
    second = Award.objects.select_related("procurement").get(pk=second.pk)
    buying.make_award(first, by=world.made.by)
    assert second.procurement.state == "closed"
    for award in (second, first):
        with pytest.raises(Refused):
            buying.make_award(award, by=world.made.by)
    assert Award.objects.filter(procurement=bought, state="made").count() == 1
    assert faults_of(world.trust) == []


def test_bids_stay_sealed_until_everybody_on_the_panel_has_said_whether_they_have_a_tie(sealed, world):
    seat = sealed.procurement.panel.get()
    type(seat).objects.filter(pk=seat.pk).update(tie="")
    said = " ".join(stop.reason for stop in buying.obstacles_to_closing(sealed.procurement, world.made.by))
    assert f"{seat.person.name} has not said whether they have a tie" in said
    type(seat).objects.filter(pk=seat.pk).update(tie="none")
    said = " ".join(stop.reason for stop in buying.obstacles_to_closing(sealed.procurement, world.made.by))
    assert "has not said" not in said
