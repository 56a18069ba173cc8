"""What one person's home page is made of, read in the same number of queries for one row and for many."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet

from commissioning.home_aside import Aside
from commissioning.models import Exercise, Mark
from commissioning.models.exercise import read_whole
from contracts.models import Procurement, Return
from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.models import Body, Condition, Item, Meeting
from trusts.models.decision import IN_FAVOUR
from trusts.subjects import Subjects
from trusts.together import parts_of, together

MOST = 20
"""How many exercises and how many items a home page reads at most: those due first. Lists show the rest."""
MEETINGS, RETURNS = 300, 100
REMEMBERED = timedelta(days=60)
"""How long a refusal of somebody's own question stays on their home page."""


@dataclass
class Desk:
    """The items, exercises, conditions and meetings that concern one person today."""

    standing: Standing
    today: date
    items: Collection[Item]
    """Waiting items of the person's bodies and of their own, and their own that were not agreed."""
    exercises: list[Exercise]
    """Those that the person leads, is the officer of, may name somebody for, or has duties in."""
    conditions: Collection[Condition]
    meetings: Collection[Meeting]
    returns: Collection[Return]
    """Those the person's organisation owes, and those filed on agreements that the person monitors."""
    routes: Collection[Procurement]
    """Purchases whose route somebody put down for a person who may pass rules, as this one may."""
    bodies: Collection[Body]
    """The bodies of the trust today."""
    aside: Aside
    """What stands beside the person's own work."""

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the page reads."""
        return len(self.exercises) >= MOST or len(self.items) >= MOST

    @property
    def mine(self) -> list[Exercise]:
        """The exercises the person leads or is the officer of; for a provider, those that name it."""
        return [exercise for exercise in self.exercises if _carries(self.standing, exercise)]

    @cached_property
    def is_provider(self) -> bool:
        """Whether the person sees only the exercises that name their organisation."""
        return is_provider(self.standing)

    def meets(self, body: int) -> date | None:
        """When a body next meets."""
        return next((meeting.date for meeting in self.meetings if meeting.body_id == body), None)

    def meeting(self, item: Item) -> date | None:
        """When an item is decided: the date of the meeting it is on the agenda of."""
        return next((meeting.date for meeting in self.meetings if meeting.pk == item.meeting_id), None)


def desk_of(standing: Standing) -> Desk:
    """Read it all: what concerns the person, then what belongs to that, each by one query however much there is."""
    trust, today = standing.trust, clock.today()
    kind = ContentType.objects.get_for_model(Exercise)
    items = _items(standing)[:MOST]
    about = Item.objects.filter(pk__in=items.values("pk"), subject_type=kind).values("subject_id")
    seen = Exercise.objects.visible_to(standing)
    own = seen.filter(_concerns(standing), state=Exercise.State.RUNNING)
    first = own.order_by(F("due").asc(nulls_last=True), "-number").values("pk")[:MOST]
    exercises = seen.filter(Q(pk__in=about) | Q(pk__in=first)).with_framework()
    meetings = Meeting.objects.filter(trust=trust, date__gte=today).select_related("body")[:MEETINGS]
    returns, bodies = _returns(standing), Body.objects.on(today).filter(trust=trust)
    routes = _routes(standing)
    aside = Aside(standing, provider=is_provider(standing))
    together(items, exercises, meetings, returns, routes, bodies, *aside.rows.values())
    for one in (*exercises, *meetings, *returns, *routes, *items):
        one.trust = trust
    for item in items:
        item.body.trust = trust
    carried = [one for one in exercises if _carries(standing, one)]
    near = [one for one in exercises if not _carries(standing, one)]
    conditions = _conditions(standing, kind, [one.pk for one in carried])
    subjects = Subjects(items, known=exercises)
    views = [*parts_of(items, "votes", "interests"), *parts_of(routes, "overrides", "localities")]
    more = read_whole(carried, conditions, *subjects.rows.values(), parts=views, near=near)
    subjects.hand_out()
    together(parts=[*more, *subjects.places()])
    own_exercises = _own(standing, exercises)
    return Desk(standing, today, items, own_exercises, conditions, meetings, returns, routes, bodies, aside)


def is_provider(standing: Standing) -> bool:
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


def _items(standing: Standing) -> QuerySet[Item]:
    if not standing.may("item.view"):
        return Item.objects.none()
    lately = clock.now() - REMEMBERED
    waiting = Q(state=Item.State.WAITING) & (Q(body__in=standing.bodies) | Q(submitted_by=standing.person))
    refused = Q(state=Item.State.DECIDED, submitted_by=standing.person, decision__recorded_at__gte=lately)
    return (
        Item.objects.filter(trust=standing.trust)
        .filter(waiting | refused & ~Q(decision__outcome__in=IN_FAVOUR))
        .select_related("body", "submitted_by", "meeting", "blueprint", "decision")
        .defer("blueprint__text")
        .order_by(F("meeting__date").asc(nulls_last=True), "submitted_at", "pk")
    )


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
    if is_provider(standing):
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


def _carries(standing: Standing, exercise: Exercise) -> bool:
    """Whether the person leads it or is its officer, while it runs; for a provider, whether it runs."""
    mine = standing.person.pk in (exercise.officer_id, exercise.lead_id)
    return exercise.state == Exercise.State.RUNNING and (mine or is_provider(standing))


def _own(standing: Standing, exercises: Iterable[Exercise]) -> list[Exercise]:
    """Without those that are here only because a body was asked about them; late ones first."""
    kept = [
        e for e in exercises
        if _carries(standing, e)
        or (e.state == Exercise.State.RUNNING and (not e.officer_id or standing.may("exercise.work", e)))
    ]  # fmt: skip
    return sorted(kept, key=lambda e: (e.due is None, e.due, -e.number))


def _conditions(standing: Standing, kind: ContentType, mine: list[int]) -> QuerySet[Condition]:
    """Conditions nobody has shown to be met: of the person's questions, exercises and bodies."""
    if not standing.may("item.view"):
        return Condition.objects.none()
    asked = Q(decision__item__submitted_by=standing.person)
    about = Q(decision__item__subject_type=kind, decision__item__subject_id__in=mine)
    kept = Q(decision__body__in=standing.bodies_for("condition.close"))
    found = Condition.objects.filter(decision__trust=standing.trust, met_at=None).filter(asked | about | kept)
    return found.select_related("decision__item__body").order_by("due", "pk")


def _returns(standing: Standing) -> QuerySet[Return]:
    """Returns somebody waits for: of the person's organisation to file, of their agreements to rate."""
    asked = Q(state=Return.State.FILED, agreement__officer=standing.person)
    if standing.may("return.file"):
        own = {grant.organisation for grant in standing.grants if grant.organisation}
        owed = Q(state__in=[Return.State.DUE, Return.State.QUERIED], period_to__lt=clock.today())
        asked |= owed & Q(agreement__provider__organisation__in=own)
    found = Return.objects.filter(asked, trust=standing.trust).select_related("agreement")
    return found.order_by("due_on", "pk")[:RETURNS]


def _routes(standing: Standing) -> QuerySet[Procurement]:
    """Purchases whose route waits for a reason, for those who may pass rules."""
    if not standing.may("record.override"):
        return Procurement.objects.none()
    return Procurement.objects.visible_to(standing).put_down()[:MOST]
