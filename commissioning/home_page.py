"""The parts of the first page of a trust: a person with several roles sees the parts of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from commissioning.desk import Desk
from commissioning.exercise_page import Line, lines_of
from commissioning.models import Exercise
from commissioning.pictures.year import now_and_soon
from commissioning.worklist import lines_for, waiting_on_others
from trusts.governance import clock
from trusts.models import Interest, Item, Meeting, Vote

MEETINGS = 6
"""How many meetings ahead are shown."""
NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Paper:
    """An item of business in front of a member, a chair or a clerk."""

    item: Item
    question: str
    when: date | None
    """The date of the meeting it is on the agenda of."""
    next: date | None
    """When its body next meets, whatever that takes."""
    mine: Vote | None
    interest: Interest | None
    views: int
    needed: int

    @property
    def to_record(self) -> bool:
        """Whether its body has what it needs to decide: enough views, or its meeting has come."""
        meeting = self.item.meeting
        return self.views >= self.needed or bool(meeting and meeting.date <= clock.today())


@dataclass(frozen=True)
class Row:
    """One of the person's exercises with how far it has come."""

    exercise: Exercise
    lines: list[Line]
    here: Line | None

    @property
    def late(self) -> list[Line]:
        """Its steps that are late."""
        return [line for line in self.lines if line.late]


def page_of(desk: Desk) -> dict[str, Any]:
    """Everything the page shows to this person."""
    standing = desk.standing
    papers = [_paper(desk, item) for item in desk.items if item.state == Item.State.WAITING]
    voting = [p for p in papers if standing.may("item.vote", p.item)]
    recording = [p for p in papers if standing.may("decision.record", p.item) and not p.interest]
    to_decide = sorted((p for p in voting if not p.mine and not p.interest), key=_by_date)
    to_record = sorted((p for p in recording if p.to_record), key=_by_date)
    lines = lines_for(desk)
    mine = [_row(exercise) for exercise in desk.mine]
    opened, soon = now_and_soon(standing.trust.framework, desk.today)
    return {
        "greeting": f"{_part_of_day()}, {standing.person.get_short_name()}",
        "summary": summary(len(to_decide), len(to_record), lines),
        "member": bool(standing.bodies_for("item.vote")),
        "recorder": bool(standing.bodies_for("decision.record")),
        "to_decide": to_decide,
        "given": sorted((p for p in voting if p.mine), key=_by_date),
        "conflicted": [p for p in voting if p.interest],
        "to_record": to_record,
        "gathering": sorted((p for p in recording if not p.to_record), key=_by_date),
        "worker": _works(desk),
        "lines": lines,
        "waits": waiting_on_others(desk),
        "mine": sorted(mine, key=lambda row: (not row.late, row.exercise.due or date.max)),
        "cut": desk.is_cut,
        "provider": desk.is_provider,
        "agreements": desk.aside.agreements,
        "meetings": _meetings(desk),
        "opened": opened,
        "soon": soon,
        "admin": desk.aside.administration,
        "observer": desk.aside.decided,
        "may_create": standing.may("exercise.create"),
        "broken": desk.aside.broken,
    }


def summary(decide: int, record: int, lines: list) -> str:
    """What waits, in a sentence; what somebody else must clear first is not counted."""
    things = [line for line in lines if line.kind != "blocked"]
    late = sum(line.kind == "late" for line in things)
    said = []
    if decide:
        said.append(f"{decide} decision{' waits' if decide == 1 else 's wait'} for you")
    if record:
        said.append(f"{record} {'is' if record == 1 else 'are'} ready to be recorded")
    if things:
        count = len(things)
        said.append(
            f"{count} {'thing waits' if count == 1 else 'things wait'} for you"
            + (f", {late} late" if late else "")
        )
    return ". ".join(said) + "." if said else "Nothing waits for you today."


def _part_of_day() -> str:
    hour = timezone.localtime(clock.now()).hour
    return "Good morning" if hour < NOON else "Good afternoon" if hour < EVENING else "Good evening"


def _paper(desk: Desk, item: Item) -> Paper:
    person, kind = desk.standing.person.pk, item.blueprint.framework.decisions.get(item.kind)
    conflicted = {interest.person_id: interest for interest in item.interests.all()}
    votes = {vote.person_id: vote for vote in item.votes.all() if vote.person_id not in conflicted}
    return Paper(
        item=item,
        question=kind.label if kind else "",
        when=desk.meeting(item),
        next=desk.meets(item.body_id),
        mine=votes.get(person),
        interest=conflicted.get(person),
        views=len(votes),
        needed=item.quorum,
    )


def _by_date(paper: Paper) -> tuple[date, bool, int]:
    """What is decided first comes first; on one day, what is on the agenda."""
    return paper.when or paper.next or date.max, paper.when is None, paper.item.pk


def _row(exercise: Exercise) -> Row:
    lines = lines_of(exercise)
    current = exercise.current_step()
    return Row(
        exercise, lines, next((line for line in lines if current and line.step.code == current.code), None)
    )


def _works(desk: Desk) -> bool:
    """Whether the person carries exercises: officers, leads, and whoever has some."""
    can = any(desk.standing.may(act) for act in ("exercise.create", "exercise.advance"))
    return bool(desk.exercises) or can


def _meetings(desk: Desk) -> list[tuple[Meeting, int]]:
    """The next meetings of the person's bodies, with how much waits for each."""
    waiting = [item.meeting_id for item in desk.items if item.state == Item.State.WAITING]
    own = [meeting for meeting in desk.meetings if meeting.body_id in desk.standing.bodies]
    return [(meeting, waiting.count(meeting.pk)) for meeting in own[:MEETINGS]]
