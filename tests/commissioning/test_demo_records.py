"""The demonstration's golden threads: every kind of record, walkable from evidence to return, nobody unknown."""

import re
from typing import Any

import pytest

from commissioning.demo.entries import INVENTED
from commissioning.demo.event import let_happen
from commissioning.demo.load import BLUEPRINTS, history
from commissioning.demo.people import demo_files
from commissioning.models import Work
from contracts.models import Procurement, Return
from needs.models import Evidence, Priority
from tests.trust_data import CODES, people_of, trust
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework.vocabulary import RECORDS
from trusts.governance import audit, clock
from trusts.governance.permissions import standing
from trusts.models import Item, Person, Trust
from trusts.nouns import broken_at, noun_of, nouns
from trusts.thread import thread_of

BODIES_ONLY = {"intervention": "intervenes", "veto": "vetoes"}
"""Kinds that only a body with a capability brings about."""
BROKEN = 6
"""How many threads at most are broken on purpose, for somebody to mend."""


def framework_of(code: str) -> Reading:
    """The framework of a demo trust, as its file says it."""
    return Reading(read((BLUEPRINTS / f"{code}.yaml").read_text()))


def kinds_of(framework: Reading) -> set[str]:
    """The kinds of record that a framework can have."""
    lacking = {kind for kind, able in BODIES_ONLY.items() if not framework.types_that_can(able)}
    return set(RECORDS) - lacking


def said_in(told: Any) -> list[str]:
    """Every text of a file."""
    if isinstance(told, dict):
        return [text for value in told.values() for text in said_in(value)]
    if isinstance(told, list):
        return [text for value in told for text in said_in(value)]
    return [told] if isinstance(told, str) else []


def named_in(told: Any) -> set[str]:
    """Everybody a file names to do something."""
    found: set[str] = set()
    if isinstance(told, dict):
        found |= {str(told[name]) for name in ("by", "officer", "person") if name in told}
    for value in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        found |= named_in(value)
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_demo_trust_tells_of_every_kind_its_framework_can_have(code):
    assert kinds_of(framework_of(code)) == {
        kind for kind in RECORDS if demo_files()[code]["records"].get(kind)
    }


@pytest.mark.parametrize("code", CODES)
def test_everybody_who_is_named_is_in_the_cast_of_the_trust(code):
    cast = {person["username"] for person in demo_files()[code]["people"]}
    assert named_in(demo_files()[code]["records"]) - cast == set()


def test_no_text_names_a_person_outside_the_cast():
    cast = {person["name"] for data in demo_files().values() for person in data["people"]}
    first_names = {name.split()[0] for name in cast}
    pairs = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b")
    for data in demo_files().values():
        for text in said_in(data["records"]):
            for first, last in pairs.findall(text):
                assert first not in first_names or f"{first} {last}" in cast, text


def test_no_long_text_is_told_twice():
    told = [
        text for data in demo_files().values() for text in said_in({**data["records"], "particulars": {}})
    ]
    long = [text for text in told if len(text) > 60]
    assert len(long) > 300
    assert len(long) == len(set(long))


@pytest.mark.parametrize("code", CODES)
def test_an_agreed_priority_leads_from_evidence_to_a_rated_return(code):
    told = demo_files()[code]["records"]
    reported = {one["of"] for one in told["return"] if any("rating" in period for period in one["periods"])}
    whole = [priority["key"] for priority in told["priority"] if _is_whole(told, priority["key"], reported)]
    assert whole


def _is_whole(told: dict[str, Any], key: str, reported: set[str]) -> bool:
    """Whether evidence leads to a priority, and a reported agreement follows from it."""
    entry = next(one for one in told["priority"] if one["key"] == key)
    rests = {
        e
        for one in told["finding"]
        if one.get("key") in entry.get("findings", [])
        for e in one.get("evidence", [])
    }
    bought = {one["key"] for one in told["specification"] if key in one.get("priorities", [])}
    agreed = {one["key"] for one in told["agreement"] if one.get("specification") in bought}
    return bool(rests) and bool(agreed & reported)


@pytest.mark.parametrize("code", CODES)
def test_a_body_of_every_trust_has_something_to_decide(code):
    told = demo_files()[code]["records"]
    steps = [step for kind in RECORDS for entry in told.get(kind, []) for step in entry.get("then", [])]
    asked = {step["ask"] for step in steps if "ask" in step and "decided" not in step}
    assert asked
    assert asked <= set(framework_of(code).decisions)


@pytest.mark.django_db
def test_the_thread_of_a_loaded_trust_holds_together(django_capture_on_commit_callbacks):
    here, data = trust("county-durham"), demo_files()["county-durham"]
    with django_capture_on_commit_callbacks(execute=True):
        let_happen(history(here, data, people_of("county-durham")))
    for noun in (noun for noun in nouns() if noun.kind in RECORDS):
        rows = noun.model.objects.filter(trust=here)
        assert rows.exists(), noun.kind
        assert not rows.filter(created_at__gt=clock.now()).exists()
    assert (
        not Evidence.objects.filter(trust=here, reviews=None, exhibit=None)
        .exclude(source__endswith=INVENTED)
        .exists()
    )
    _agreed_by_its_board_and_walkable(here)
    _waiting_for_somebody(here)
    assert 2 <= sum(broken_at(here).values()) <= BROKEN
    assert Work.objects.filter(exercise__trust=here).values("exercise").distinct().count() > 5
    assert list(audit.faults(Trust.objects.get(pk=here.pk))) == []


def _agreed_by_its_board_and_walkable(here: Trust) -> None:
    """An agreed priority has its board's decision on record, and its thread reaches from evidence to a return."""
    priority = Priority.objects.get(trust=here, title__startswith="KIP 6")
    assert priority.state == "agreed"
    assert priority.decided_in_favour("agree-priority").body.code == "ceb"
    officer = standing(Person.objects.get(username="mina.hart"), here)
    met = {kind for kind, _ in thread_of([priority], officer).seen}
    assert {
        "evidence",
        "finding",
        "intention",
        "specification",
        "procurement",
        "award",
        "agreement",
        "measure",
        "return",
    } <= met


def _waiting_for_somebody(here: Trust) -> None:
    """Bodies have questions, the officer a return to rate, the provider one to file, and bids are still sealed."""
    assert Item.objects.waiting().filter(trust=here, meeting__date__gt=clock.today()).count() >= 3
    assert Return.objects.filter(trust=here, state="filed").count() == 1
    overdue = Return.objects.get(trust=here, state="due", due_on__lt=clock.today())
    provider = standing(Person.objects.get(username="luca.moretti"), here)
    assert provider.may("return.file", overdue)
    opened = Procurement.objects.get(trust=here, state="open")
    assert opened.bids.exists()
    assert not noun_of("bid").model.objects.filter(procurement=opened).visible_to(provider).exists()
