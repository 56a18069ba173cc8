"""How the tests of the rules make records on the real frameworks, and have bodies decide about them."""

from typing import Any

import pytest

from tests.factories.maker import Maker
from tests.rules.bodies import RATIONALE, leading
from tests.trust_data import trust
from trusts.actions.decision import bodies_for, members_who_may_vote, record_decision, submit_item
from trusts.actions.record import override
from trusts.governance import clock
from trusts.governance.refusal import Refusal, Refused
from trusts.models import AuditEntry, Item, Person
from trusts.models.record import Record
from trusts.nouns import noun_for


def maker(code: str, username: str = "") -> Maker:
    """Somebody of a trust who makes records: its first commissioning officer unless told."""
    officers = Person.objects.filter(
        appointments__trust__code=code, appointments__role="commissioning-officer"
    )
    by = Person.objects.get(username=username) if username else officers.order_by("pk").first()
    return Maker(trust(code), by)


def refused_by(rule: str, action: Any, record: Record, **arguments: Any) -> Refusal:
    """The action refuses by this rule, saying what is missing; nothing of the record is saved."""
    before = type(record).objects.filter(pk=record.pk).values().get()
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused) as caught:
        action(record, **arguments)
    found = [refusal for refusal in caught.value.refusals if refusal.rule == rule]
    assert len(found) == 1, f"refused by {[r.rule or r.reason for r in caught.value.refusals]}, not by {rule}"
    assert found[0].reason
    assert found[0].missing
    assert type(record).objects.filter(pk=record.pk).values().get() == before
    assert AuditEntry.objects.count() == entries
    return found[0]


def passed(record: Record, move: str, rule: str, by: Person) -> None:
    """Somebody passes a rule that stands in the way of a record's transition, with a reason."""
    obstacles = noun_for(record).move(move).obstacles
    override(record=record, obstacles=obstacles, gate=rule, reason="It cannot wait. Invented.", by=by)


def rules_against(refusals: list[Refusal]) -> set[str]:
    """The rules among the reasons."""
    return {refusal.rule for refusal in refusals}


def asked(record: Record, question: str, by: Person) -> Item:
    """A question about a record goes to the first body that can decide it and has somebody to record it."""
    kind = record.framework.decisions[question]
    bodies = bodies_for(record.blueprint, question, record.reach).filter(
        memberships__position__in=["chair", "clerk"]
    )
    return submit_item(
        subject=record, body=bodies.distinct().first(), kind=question, by=by, blueprint=record.blueprint,
        title=f"{kind.label}: {record}"[:200], asked=kind.question,
    )  # fmt: skip


def decided(record: Any, question: str, by: Person, outcome: str = "agree") -> list[Refusal]:
    """A body decides; returns what stands in the way of the decision's effect, and refreshes the record."""
    item = asked(record, question, by)
    item = Item.objects.with_parts().get(pk=item.pk)
    _, obstacles = record_decision(
        item=item, outcome=outcome, reason="Members agreed.", rationale=RATIONALE, decided_on=clock.today(),
        present=members_who_may_vote(item), by=leading(item.body),
    )  # fmt: skip
    record.refresh_from_db()
    return obstacles
