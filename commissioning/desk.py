"""What one person's home page is made of, read in the same number of queries for one row and for many."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q

from commissioning.models import Exercise, Mark
from contracts.models import Return
from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.models import Blueprint, Body, Condition, Item, Meeting
from trusts.models.decision import IN_FAVOUR

MOST = 25
"""How many exercises and how many items a home page reads at most: those due first. Lists show the rest."""
REMEMBERED = timedelta(days=60)
"""How long a refusal of somebody's own question stays on their home page."""


@dataclass
class Desk:
    """The items, exercises, conditions and meetings that concern one person today."""

    standing: Standing
    today: date
    items: list[Item]
    """Waiting items of the person's bodies and of their own, and their own that were not agreed."""
    exercises: list[Exercise]
    """Those that the person leads, is the officer of, may name somebody for, or has duties in."""
    conditions: list[Condition]
    meetings: list[Meeting]
    returns: list[Return]
    """Those the person's organisation owes, and those filed on agreements that the person monitors."""

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the page reads."""
        return len(self.exercises) >= MOST or len(self.items) >= MOST

    @property
    def mine(self) -> list[Exercise]:
        """The exercises the person leads or is the officer of; for a provider, those that name it."""
        if self.is_provider:
            return self.exercises
        person = self.standing.person.pk
        return [e for e in self.exercises if person in (e.officer_id, e.lead_id)]

    @cached_property
    def is_provider(self) -> bool:
        """Whether the person sees only the exercises that name their organisation."""
        return _is_provider(self.standing)

    @cached_property
    def bodies(self) -> list[Body]:
        """The bodies of the trust today."""
        return list(Body.objects.on(self.today).filter(trust=self.standing.trust))

    def meets(self, body: int) -> date | None:
        """When a body next meets."""
        return next((meeting.date for meeting in self.meetings if meeting.body_id == body), None)

    def meeting(self, item: Item) -> date | None:
        """When an item is decided: the date of the meeting it is on the agenda of."""
        return next((meeting.date for meeting in self.meetings if meeting.pk == item.meeting_id), None)


def desk_of(standing: Standing) -> Desk:
    """Read it all."""
    today = clock.today()
    kind = ContentType.objects.get_for_model(Exercise)
    items = _items(standing)
    about = [item.subject_id for item in items if item.subject_type_id == kind.pk]
    seen = Exercise.objects.visible_to(standing)
    own = seen.filter(_concerns(standing), state=Exercise.State.RUNNING)
    first = own.order_by(F("due").asc(nulls_last=True), "-number").values("pk")[:MOST]
    exercises = list(seen.filter(Q(pk__in=about) | Q(pk__in=first)).whole())
    for exercise in exercises:
        exercise.trust = standing.trust
    _attach(items, {exercise.pk: exercise for exercise in exercises}, kind)
    meetings, returns = _meetings(standing, today), _returns(standing, today)
    desk = Desk(standing, today, items, _own(standing, exercises), [], meetings, returns)
    desk.conditions = _conditions(standing, kind, [exercise.pk for exercise in desk.mine])
    return desk


def _is_provider(standing: Standing) -> bool:
    """Somebody of an organisation who neither commissions, reads decisions nor keeps the trust in order."""
    insiders = (
        "item.view",
        "exercise.create",
        "people.manage",
        "trust.manage",
        "blueprint.draft",
        "audit.view",
    )
    return any(grant.organisation for grant in standing.grants) and not any(
        standing.may(act) for act in insiders
    )


def _items(standing: Standing) -> list[Item]:
    if not standing.may("item.view"):
        return []
    lately = clock.now() - REMEMBERED
    waiting = Q(state=Item.State.WAITING) & (Q(body__in=standing.bodies) | Q(submitted_by=standing.person))
    refused = Q(state=Item.State.DECIDED, submitted_by=standing.person, decision__recorded_at__gte=lately)
    found = (
        Item.objects.filter(trust=standing.trust)
        .filter(waiting | refused & ~Q(decision__outcome__in=IN_FAVOUR))
        .select_related("body", "submitted_by", "meeting", "blueprint", "decision")
        .defer("blueprint__text")
        .prefetch_related("votes", "interests")
        .order_by(F("meeting__date").asc(nulls_last=True), "submitted_at", "pk")
    )
    items = list(found[:MOST])
    for item in items:
        item.trust = standing.trust
        item.body.trust = standing.trust
    return items


def _concerns(standing: Standing) -> Q:
    """Which exercises concern a person: their own, those without an officer, those of their places and outcomes."""
    person = standing.person
    own = Q(officer=person) | Q(lead=person)
    if standing.may("exercise.assign"):
        own |= Q(officer=None)
    places, outcomes = _works_for(standing)
    if places:
        own |= Q(pk__in=Exercise.localities.through.objects.filter(locality__in=places).values("exercise"))
    if outcomes:
        marks = Mark.objects.filter(axis="outcome", code__in=outcomes)
        own |= Q(pk__in=marks.values("exercise"))
    if _is_provider(standing):
        partners = {grant.organisation for grant in standing.grants if grant.organisation}
        named = Exercise.organisations.through.objects.filter(organisation__in=partners)
        own |= Q(pk__in=named.values("exercise"))
    return own


def _works_for(standing: Standing) -> tuple[set[int], set[str]]:
    """The localities and outcomes for which the person works without being an exercise's officer."""
    scopes = {
        (row.role, row.scope) for row in standing.trust.framework.delegations("exercise.work", standing.day)
    }
    places = {p for g in standing.grants if (g.role, "locality") in scopes for p in g.localities}
    outcomes = {o for g in standing.grants if (g.role, "outcome") in scopes for o in g.outcomes}
    return places, outcomes


def _own(standing: Standing, exercises: list[Exercise]) -> list[Exercise]:
    """Without those that are here only because a body was asked about them; late ones first."""
    person, provider = standing.person.pk, _is_provider(standing)
    kept = [
        e for e in exercises
        if e.state == Exercise.State.RUNNING
        and (provider or person in (e.officer_id, e.lead_id) or not e.officer_id or standing.may("exercise.work", e))
    ]  # fmt: skip
    return sorted(kept, key=lambda e: (e.due is None, e.due, -e.number))


def _attach(items: list[Item], exercises: dict[int, Exercise], kind: ContentType) -> None:
    """Give each item its subject, so that nobody asks the database for them one by one."""
    drafts = {
        i.subject_id
        for i in items
        if i.subject_id and i.subject_type_id != kind.pk and i.subject_id != i.blueprint_id
    }
    known = (
        Blueprint.objects.filter(trust__in={i.trust_id for i in items}).defer("text").in_bulk(drafts)
        if drafts
        else {}
    )
    for item in items:
        if item.subject_id is None:
            continue
        if item.subject_type_id == kind.pk:
            subject = exercises.get(item.subject_id)
        else:
            subject = item.blueprint if item.subject_id == item.blueprint_id else known.get(item.subject_id)
        if subject is not None:
            item.subject = subject


def _conditions(standing: Standing, kind: ContentType, mine: list[int]) -> list[Condition]:
    """Conditions nobody has shown to be met: of the person's questions, exercises and bodies."""
    if not standing.may("item.view"):
        return []
    asked = Q(decision__item__submitted_by=standing.person)
    about = Q(decision__item__subject_type=kind, decision__item__subject_id__in=mine)
    kept = Q(decision__body__in=standing.bodies_for("condition.close"))
    found = Condition.objects.filter(decision__trust=standing.trust, met_at=None).filter(asked | about | kept)
    return list(found.select_related("decision__item__body").order_by("due", "pk"))


def _meetings(standing: Standing, today: date) -> list[Meeting]:
    found = list(Meeting.objects.filter(trust=standing.trust, date__gte=today).select_related("body")[:300])
    for meeting in found:
        meeting.trust = standing.trust
    return found


def _returns(standing: Standing, today: date) -> list[Return]:
    """Returns somebody waits for: of the person's organisation to file, of their agreements to rate."""
    asked = Q(state=Return.State.FILED, agreement__officer=standing.person)
    if standing.may("return.file"):
        own = {grant.organisation for grant in standing.grants if grant.organisation}
        owed = Q(state__in=[Return.State.DUE, Return.State.QUERIED], period_to__lt=today)
        asked |= owed & Q(agreement__provider__organisation__in=own)
    found = (
        Return.objects.filter(asked, trust=standing.trust)
        .select_related("agreement")
        .order_by("due_on", "pk")
    )
    returns = list(found[:100])
    for one in returns:
        one.trust = standing.trust
    return returns
