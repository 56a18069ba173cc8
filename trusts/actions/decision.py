"""The decision flow: an item goes to a body, members give their view, the decision is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from trusts.actions.blueprint import back_to_draft, mark_submitted
from trusts.actions.message import tell
from trusts.actions.record import lock
from trusts.framework.sections.cycle import DecisionKind
from trusts.governance import audit, clock, decisions, gates
from trusts.governance.permissions import may, on_body, roles_with
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import (
    Blueprint,
    Body,
    Condition,
    Decision,
    Interest,
    Item,
    Meeting,
    Membership,
    Person,
    Vote,
)
from trusts.models.decision import IN_FAVOUR, Outcome
from trusts.models.marks import Reach


def bodies_for(blueprint: Blueprint, kind: str, reach: Reach | None = None) -> models.QuerySet[Body]:
    """The bodies that can decide a kind of question, by their capability and, for what reaches so far, their remit."""
    framework = blueprint.framework
    types = framework.types_that_can(framework.decisions[kind].capability)
    able = Body.objects.on(clock.today()).filter(trust=blueprint.trust, type__in=types)
    if reach is None:
        return able
    return able.filter(pk__in=[body.pk for body in able if body.concerns(reach, framework)])


def obstacles_to_submitting(item: Item, *, by: Person) -> list[Refusal]:
    """Every reason why an item cannot go to its body; the item need not be saved yet."""
    framework = item.blueprint.framework
    kind = framework.decisions.get(item.kind)
    if kind is None:
        return [refusal("The framework does not know this kind of decision.")]
    if not item.body.holds_on(clock.today()):
        return [refusal(f"{item.body.name} has ended, so it decides nothing more.")]
    if wrong := _cannot_decide(item, kind):
        return [wrong]
    if kind.steps and kind.subject == "exercise" and item.step not in kind.steps:
        places = ", ".join(framework.step(code).label for code in kind.steps)
        return [refusal(f"This is asked at: {places}.")]
    if (
        item.subject_id
        and Item.objects.waiting()
        .filter(subject_type=item.subject_type, subject_id=item.subject_id, kind=item.kind)
        .exists()
    ):
        return [refusal("This question is already with the body; it can be put again once decided.")]
    return gates.refusals("item.submit", item, by=by, step=item.step, kind=item.kind)


def _cannot_decide(item: Item, kind: DecisionKind) -> Refusal | None:
    """Why this is not the body that decides an item, by its capability, its locality and its outcomes."""
    framework = item.blueprint.framework
    if kind.capability not in framework.capabilities(item.body.type):
        able = [framework.body_types[code].label for code in framework.types_that_can(kind.capability)]
        reason = f"{item.body.name} cannot decide this: it needs a body that {kind.label.lower()} belongs to."
        return refusal(reason, who=tuple(able))
    if not item.body.concerns(item.reach, framework):
        able = [body.name for body in bodies_for(item.blueprint, item.kind, item.reach)]
        reason = f"{item.body.name} cannot decide this: it lies outside its own locality or outcomes."
        return refusal(reason, who=tuple(able))
    return None


@performs("item.submit")
@transaction.atomic
def submit_item(*, subject: models.Model | None, body: Body, kind: str, by: Person, blueprint: Blueprint,
                step: str = "", meeting: Meeting | None = None, **paper: Any) -> Item:  # fmt: skip
    """Put a question to a body, with the paper its members will read; returns the waiting item.

    `paper` holds the item's texts: title, asked, why, options, money, effect_on_children, risks,
    recommendation. Chair and clerk are told.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    item = Item(
        trust=blueprint.trust, body=body, blueprint=blueprint, kind=kind, step=step, meeting=meeting,
        subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        subject_id=subject.pk if subject is not None else None,
        submitted_by=by, submitted_at=clock.now(), **paper,
    )  # fmt: skip
    refuse_if(obstacles_to_submitting(item, by=by))
    if isinstance(subject, Blueprint):
        mark_submitted(blueprint=subject, by=by)
    item.save()
    leading = Membership.objects.on(clock.today()).filter(body=body, position__in=["chair", "clerk"])
    for membership in leading.select_related("person"):
        tell(
            trust=item.trust, to=membership.person, subject=f"For {body.name}: {item.title}",
            body=f"{by.name} asks {body.name} to decide: {item.asked}", url=item.get_absolute_url(),
        )  # fmt: skip
    audit.record("item.submit", trust=item.trust, subject=item, by=by, body=body.code, kind=kind)
    return item


@transaction.atomic
def declare_interest(*, item: Item, what: str, by: Person) -> Interest:
    """Declare an interest in an item: the person takes no further part in it, and a view given goes."""
    item = _lock(item)
    refuse_if(not_waiting(item))
    interest, _ = Interest.objects.update_or_create(
        item=item, person=by, defaults={"what": what, "declared_at": clock.now()}
    )
    Vote.objects.filter(item=item, person=by).delete()
    audit.record("interest.declare", trust=item.trust, subject=item, by=by, what=what)
    return interest


def obstacles_to_voting(item: Item, *, by: Person) -> list[Refusal]:
    """Every reason why this person cannot give a view on this item."""
    found = not_waiting(item)
    if any(interest.person_id == by.pk for interest in item.interests.all()):
        found.append(refusal("You declared an interest in this, so you take no part in deciding it."))
    return found + gates.refusals("item.vote", item, by=by, step=item.step, kind=item.kind)


@performs("item.vote")
@transaction.atomic
def vote(*, item: Item, verdict: str, reason: str, by: Person) -> Vote:
    """Give a member's view of an item; it may be changed until the decision is recorded."""
    item = _lock(item)
    refuse_if(obstacles_to_voting(item, by=by))
    given, _ = Vote.objects.update_or_create(
        item=item, person=by, defaults={"verdict": verdict, "reason": reason, "at": clock.now()}
    )
    audit.record("item.vote", trust=item.trust, subject=item, by=by, verdict=verdict, reason=reason)
    return given


def obstacles_to_recording(item: Item, *, by: Person, **facts: Any) -> list[Refusal]:
    """Every reason why a decision on this item cannot be recorded by this person."""
    found = not_waiting(item)
    if any(interest.person_id == by.pk for interest in item.interests.all()):
        found.append(refusal("You declared an interest in this, so somebody else records the decision."))
    found += _at_another_time(item, facts.get("decided_on"))
    present = facts.get("present")
    if present is not None and len(present) < item.quorum:
        members = "member" if len(present) == 1 else "members"
        found.append(
            refusal(
                f"{item.body.name} was not quorate: {len(present)} {members} without an interest took part"
                f" and {item.quorum} are needed."
            )
        )
    return found + gates.refusals("decision.record", item, by=by, step=item.step, kind=item.kind, **facts)


@performs("decision.record")
@transaction.atomic
def record_decision(*, item: Item, outcome: str, reason: str, rationale: str, decided_on: date,
                    present: Sequence[Person], by: Person, conditions: Sequence[str] = (),
                    meeting: Meeting | None = None) -> tuple[Decision, list[Refusal]]:  # fmt: skip
    """Record what a body decided: once, for good, with its effect in the same transaction.

    `present` are the people who took part; only members of the body without an interest count. Returns
    the decision and whatever still stands in the way of its effect (the decision stands anyway).
    """
    item = _lock(item)
    subject: Any = item.subject
    if getattr(subject, "KIND", ""):
        lock(subject)  # before anything is written down, as whoever changes it does
    conflicted = set(item.interests.values_list("person_id", flat=True))
    counted = [
        member for member in members_who_may_vote(item) if member in present and member.pk not in conflicted
    ]
    facts = {"present": counted, "rationale": rationale, "outcome": outcome, "decided_on": decided_on}
    refuse_if(obstacles_to_recording(item, by=by, **facts))
    verdicts = {given.person_id: given.verdict for given in item.votes.all()}
    decision = Decision.objects.create(
        trust=item.trust, item=item, body=item.body, outcome=outcome, reason=reason, rationale=rationale,
        decided_on=decided_on, meeting=meeting,
        present=[{"name": person.name, "verdict": verdicts.get(person.pk, "")} for person in counted],
        recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    if outcome == Outcome.CONDITIONS:
        for text in conditions:
            Condition.objects.create(decision=decision, text=text)
    item.state = Item.State.DECIDED
    item.version += 1
    item.save(update_fields=["state", "version"])
    audit.record(
        "decision.record", trust=item.trust, subject=decision, by=by, outcome=outcome, item=item.pk,
        body=item.body.code, fingerprint=audit.fingerprint(decision),
    )  # fmt: skip
    tell(
        trust=item.trust, to=item.submitted_by, url=item.get_absolute_url(),
        subject=f"{item.body.name}: {decision.get_outcome_display().lower()}: {item.title}",
        body=f"{item.body.name} decided on {item.title}. {decision.get_outcome_display()}. {reason}",
    )  # fmt: skip
    standing_in_the_way: list[Refusal] = []
    if outcome in IN_FAVOUR:
        effect = item.blueprint.framework.decisions[item.kind].effect
        standing_in_the_way = decisions.apply(effect, decision, by=by)
    elif isinstance(item.subject, Blueprint):
        back_to_draft(item.subject)
    return decision, standing_in_the_way


def obstacles_to_meeting(condition: Condition, *, by: Person) -> list[Refusal]:
    """Every reason why this person cannot mark a condition as met: who asked does not judge it alone."""
    item = condition.decision.item
    if condition.met_at:
        return [refusal("This condition is already marked as met.")]
    if item.submitted_by_id == by.pk:
        return [
            refusal(
                f"You asked for this, so somebody else of {item.body.name} says whether its conditions are met."
            )
        ]
    if not may(by, "condition.close", item, trust=item.trust):
        who = tuple(roles_with(item.trust, "condition.close", on=item.body.type))
        return [refusal(f"{item.body.name} says whether its conditions are met.", who=who)]
    return []


@transaction.atomic
def meet_condition(*, condition: Condition, how: str, by: Person) -> Condition:
    """Mark a condition of a decision as met, saying how."""
    condition = (
        Condition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("decision__trust", "decision__item__body", "decision__item__trust__blueprint")
        .get(pk=condition.pk)
    )
    refuse_if(obstacles_to_meeting(condition, by=by))
    condition.met_at, condition.met_by, condition.how = clock.now(), by, how
    condition.version += 1
    condition.save()
    trust = condition.decision.trust
    audit.record("condition.close", trust=trust, subject=condition, by=by, how=how)
    return condition


@transaction.atomic
def withdraw_item(*, item: Item, reason: str, by: Person) -> Item:
    """Take an item back before it is decided."""
    item = _lock(item)
    refuse_if(not_waiting(item))
    item.state = Item.State.WITHDRAWN
    item.version += 1
    item.save(update_fields=["state", "version"])
    if isinstance(item.subject, Blueprint):
        back_to_draft(item.subject)
    audit.record("item.withdraw", trust=item.trust, subject=item, by=by, reason=reason)
    return item


def members_who_may_vote(item: Item) -> list[Person]:
    """The members of the item's body who may take part, by name."""
    memberships = Membership.objects.on(clock.today()).filter(body=item.body).order_by("person__name")
    able = {
        held.person_id: held.person
        for held in memberships.select_related("person", "body", "seat")
        if on_body(held, item.trust).may("item.vote", item)
    }
    own = gates.asks("item.vote", "decider-not-author", item, step=item.step, kind=item.kind)
    barred = item.authors if own else frozenset()
    return [person for pk, person in able.items() if pk not in barred]


def _lock(item: Item) -> Item:
    """The item as it is now, locked until the transaction ends, with its body and the framework it is judged by."""
    rows = Item.objects.select_for_update(of=("self",), no_key=True).select_related(
        "body", "blueprint", "trust__blueprint"
    )
    locked: Item = rows.defer("blueprint__text", "trust__blueprint__text").get(pk=item.pk)
    return locked


def _at_another_time(item: Item, day: date | None) -> list[Refusal]:
    """A decision is taken after the question was put, and not in the future."""
    if day is None:
        return []
    if day < item.submitted_on:
        asked = f"{item.submitted_on.day} {item.submitted_on:%B %Y}"
        return [refusal(f"{item.body.name} was asked on {asked}, so it cannot have decided before that day.")]
    return [refusal("A decision cannot be dated in the future.")] if day > clock.today() else []


def not_waiting(item: Item) -> list[Refusal]:
    """Why an item that was decided or taken back changes no more."""
    if item.state == Item.State.WAITING:
        return []
    if item.state == Item.State.DECIDED:
        decision = item.decision
        return [
            refusal(
                f"{item.body.name} has already decided this: {decision.get_outcome_display().lower()}, "
                f"recorded by {decision.recorded_by.name}."
            )
        ]
    return [refusal("This item was withdrawn.")]
