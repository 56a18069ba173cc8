"""Sandover as it lives: its framework in force, its people seated, its exercises under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from commissioning.actions.exercise import create_exercise
from commissioning.actions.step import ask_body, complete_step
from commissioning.models import Exercise, Movement, StepRecord
from tests.factories.body import BodyFactory, MembershipFactory, SeatFactory
from tests.factories.exercise import MovementFactory, StepRecordFactory
from tests.factories.framework import framework_text
from tests.factories.person import AppointmentFactory, PersonFactory
from tests.factories.trust import BlueprintFactory, LocalityFactory, OrganisationFactory, TrustFactory
from trusts.actions.blueprint import load_blueprint
from trusts.actions.decision import record_decision, submit_item, vote
from trusts.actions.membership import appoint, seat_member
from trusts.governance import clock
from trusts.governance.refusal import Refused
from trusts.models import Blueprint, Body, Decision, Item, Locality, Organisation, Person, Trust


@dataclass
class Sandover:
    """The trust, and everybody a test needs by what they are."""

    trust: Trust
    chair: Person
    """Chairs the board."""
    clerk: Person
    """Clerk of the group; has no vote."""
    first: Person
    """Member of the group, as is `second`."""
    second: Person
    officer: Person
    """Commissioning officer of the whole trust."""
    administrator: Person
    stranger: Person
    """Has an account and nothing else."""

    @property
    def blueprint(self) -> Blueprint:
        """The version in force."""
        return self.trust.blueprint

    def body(self, code: str = "group") -> Body:
        """One of its bodies."""
        return Body.objects.get(trust=self.trust, code=code)

    def place(self, code: str) -> Locality:
        """One of its localities."""
        return self.trust.localities.get(code=code)

    def partner(self, code: str) -> Organisation:
        """One of its partners."""
        return self.trust.organisations.get(code=code)

    def appoint(self, role: str, **more: Any) -> Person:
        """Somebody new with a role."""
        person = more.pop("person", None) or PersonFactory(name=f"The {role}")
        appoint(trust=self.trust, person=person, role=role, by=None, **more)
        return person

    def seat(self, body: str, position: str = "member", **more: Any) -> Person:
        """Somebody new on a body."""
        person = more.pop("person", None) or PersonFactory(name=f"The {position} of {body}")
        seat_member(body=self.body(body), person=person, position=position, by=None, **more)
        return person

    def exercise(self, **changes: Any) -> Exercise:
        """An exercise, not yet started."""
        arguments = {
            "by": self.officer, "title": "Short breaks", "owner": self.body(), "levels": {"reach": "near"},
            "outcomes": ["own.safe"],
        }  # fmt: skip
        return create_exercise(trust=self.trust, **(arguments | changes))

    def at(self, step: str, **changes: Any) -> Exercise:
        """An exercise with a step under way and everything before it finished."""
        exercise = self.exercise(**changes)
        codes = [before.code for before in exercise.framework.steps]
        for code in codes[: codes.index(step)]:
            self._walked(exercise, code, StepRecord.State.COMPLETE)
        self._walked(exercise, step, StepRecord.State.OPEN)
        Exercise.objects.filter(pk=exercise.pk).update(current=step)
        return fresh(exercise)

    def _walked(self, exercise: Exercise, step: str, state: str) -> None:
        """A step that was started, and perhaps completed; its gates are not asked."""
        finished = state == StepRecord.State.COMPLETE
        at = {"opened_at": clock.now(), "completed_at": clock.now() if finished else None}
        StepRecordFactory(exercise=exercise, step=step, state=state, **at)
        for kind in [Movement.Kind.STARTED, Movement.Kind.COMPLETED][: 1 + finished]:
            MovementFactory(exercise=exercise, step=step, kind=kind, by=self.officer)

    def finished(self, **changes: Any) -> Exercise:
        """An exercise with every step finished, ready to be closed."""
        exercise = self.at("look", **changes)
        complete_step(exercise=exercise, step="look", by=self.officer)
        return fresh(exercise)

    def ask(self, exercise: Exercise | None = None, kind: str = "go-ahead", **paper: Any) -> Item:
        """A question put to the group, about an exercise or in general."""
        said = {
            "title": f"{kind}: please decide",
            "asked": "May it?",
            "body": self.body(),
            "by": self.officer,
        }
        if exercise is None:
            return submit_item(subject=None, kind=kind, blueprint=self.blueprint, **(said | paper))
        step = exercise.framework.decisions[kind].steps[0]
        return ask_body(exercise=exercise, kind=kind, **({"step": step} | said | paper))

    def record(self, item: Item, outcome: str = "agree", **more: Any) -> Decision:
        """The clerk records what the group decided, with both members present."""
        arguments = {
            "reason": "Members agreed.", "rationale": "Children are safer.", "decided_on": clock.today(),
            "present": [self.first, self.second], "by": self.clerk,
        }  # fmt: skip
        return record_decision(item=item, outcome=outcome, **(arguments | more))[0]

    def adopt(self, text: str) -> Blueprint:
        """Load a version and have the board adopt it."""
        blueprint = load_blueprint(text=text, by=self.administrator)
        item = submit_item(
            subject=blueprint, body=self.body("board"), kind="adopt", by=self.administrator, blueprint=blueprint,
            title="Adopt the framework", asked="Shall this version come into force?",
        )  # fmt: skip
        vote(item=item, verdict="agree", reason="", by=self.chair)
        record_decision(
            item=item, outcome="agree", reason="Agreed.", rationale="All outcomes.", decided_on=clock.today(),
            present=[self.chair], by=self.chair,
        )  # fmt: skip
        self.trust = Trust.objects.select_related("blueprint").get(pk=self.trust.pk)
        return self.trust.blueprint


def sandover(code: str = "sandover", **sections: Any) -> Sandover:
    """The living trust; `sections` of its framework may say something else."""
    trust = _as_its_framework_says(TrustFactory(code=code, in_force=False), framework_text(code, **sections))
    people = {
        name: PersonFactory(name=f"{name.capitalize()} of {code}")
        for name in ("chair", "clerk", "first", "second", "officer", "administrator", "stranger")
    }
    made = Sandover(trust=trust, **people)
    board, group = made.body("board"), made.body("group")
    MembershipFactory(body=board, person=made.chair, position="chair")
    MembershipFactory(body=group, person=made.clerk, position="clerk")
    for member in (made.first, made.second):
        MembershipFactory(body=group, person=member)
    AppointmentFactory(trust=trust, person=made.officer, role="commissioning-officer")
    AppointmentFactory(trust=trust, person=made.administrator, role="administrator")
    return made


def _as_its_framework_says(trust: Trust, text: str) -> Trust:
    """The rows that loading and adopting a framework would make, in a few queries."""
    blueprint = BlueprintFactory(trust=trust, text=text, state=Blueprint.State.IN_FORCE)
    says = blueprint.framework.framework
    trust.name, trust.blueprint = says.trust.label, blueprint
    trust.save()
    for entry in says.partners:
        OrganisationFactory(
            trust=trust, code=entry.code, name=entry.label, sector=entry.sector, status=entry.status or ""
        )
    places = {
        entry.code: LocalityFactory(trust=trust, code=entry.code, name=entry.label)
        for entry in says.localities
    }
    bodies = {
        entry.code: BodyFactory(
            trust=trust,
            code=entry.code,
            name=entry.label,
            type=entry.type,
            locality=places.get(entry.locality),
        )
        for entry in says.bodies
    }
    for entry in says.seats:
        SeatFactory(
            body=bodies[entry.body], code=entry.code, name=entry.label, position=entry.position,
            role=entry.role or "", places=entry.places,
        )  # fmt: skip
    return trust


def fresh(exercise: Exercise) -> Exercise:
    """The exercise as it is saved now."""
    return Exercise.objects.with_framework().get(pk=exercise.pk)


def reasons(refusals: Sequence[Any]) -> list[str]:
    """Why not, in the words people read."""
    return [refusal.reason for refusal in refusals]


def refused(act: Callable, **arguments: Any) -> list[str]:
    """Why an act does not happen, in the words people read."""
    with pytest.raises(Refused) as caught:
        act(**arguments)
    return reasons(caught.value.refusals)


def url(name: str, *args: Any) -> str:
    """An address in Sandover."""
    return reverse(name, args=["sandover", *args])


def new_exercise(made: Sandover) -> dict[str, Any]:
    """What an officer types to start an exercise."""
    return {
        "title": "Swings", "owner": str(made.body().pk), "level-reach": "near", "outcomes": ["own.safe"],
        "value": "£52,000",
    }  # fmt: skip
