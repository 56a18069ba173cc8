"""A sixth trust needs no developer: an invented one, unlike all five, is loaded, adopted and sailed to the end."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from commissioning.actions.entry import record_entry, tick
from commissioning.actions.exercise import close_exercise, create_exercise
from commissioning.actions.step import complete_step, go_back, override_gate, skip_step, start_step
from commissioning.models import Exercise, Movement
from tests.factories.person import PersonFactory
from tests.factories.sandover import fresh, refused
from tests.factories.visitor import visitor
from trusts.actions.blueprint import load_blueprint
from trusts.actions.decision import record_decision, submit_item, vote
from trusts.actions.membership import appoint, seat_member
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework.sections.document import Framework
from trusts.governance import clock, gates
from trusts.governance.permissions import may
from trusts.models import Blueprint, Body, Item, Person, Trust

TEXT = (Path(__file__).parent / "northmarsh.yaml").read_text("utf-8")
FILES = sorted((Path(settings.BASE_DIR) / "trusts" / "blueprints").glob("*.yaml"))
THE_FIVE = [read(path.read_text("utf-8")) for path in FILES]
IN_JUNE = datetime(2031, 6, 2, 12, tzinfo=UTC)


# What the file says ------------------------------------------------------------------------------


def entries(node: Any, path: str = "") -> Iterator[tuple[str, dict]]:
    """Everything in a file that has a code, a concept, a gate's ID or a cell, with where it stands."""
    if isinstance(node, dict):
        if {"code", "concept", "id", "role", "term", "outcome", "column"} & set(node) and not path.endswith(
            ".params"
        ):
            yield path, node
        for key, value in node.items():
            yield from entries(value, f"{path}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from entries(value, f"{path}[{index}]")


def test_every_entry_says_that_it_is_assumed_and_names_no_source():
    told = [
        path for path, entry in entries(yaml.safe_load(TEXT)) if not entry.get("assumed") or "source" in entry
    ]

    assert told == []


def test_it_names_no_rule_of_the_five():
    rules = [gate.id for gate in read(TEXT).gates]

    assert len(rules) > 25
    assert all(rule.startswith("NM-") for rule in rules)


@pytest.mark.parametrize("trap", [f"T{number}" for number in range(1, 31)])
def test_every_known_difference_between_trusts_is_marked_where_it_is_said(trap):
    assert re.search(rf"#.*\b{trap}\b", TEXT)


@pytest.mark.parametrize("section", [name for name in Framework.model_fields if name != "format"])
def test_every_section_is_filled_and_differs_from_all_five(section):
    own = getattr(read(TEXT), section)
    others = [getattr(framework, section) for framework in THE_FIVE]

    assert own
    assert len(others) == 5
    assert own not in others


def test_its_words_are_its_own():
    own = Reading(read(TEXT)).terms
    theirs = [Reading(framework).terms for framework in THE_FIVE]

    for concept in ("exercise", "priority", "body", "locality", "lead", "officer", "gate"):
        assert all(own[concept] != terms[concept] for terms in theirs)


def test_its_order_is_that_of_its_own_numbers():
    framework = Reading(read(TEXT))

    assert [step.code for step in framework.steps] == [
        "sounding", "muster", "tack", "provision", "unload", "mend",
    ]  # fmt: skip
    assert [framework.stage_of(step.code) for step in framework.steps] == [
        "do", "assess", None, "plan", "review", "review",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "tides"),
    [
        (datetime(2031, 11, 1, tzinfo=UTC), ["sounding", "outbound"]),
        (datetime(2031, 1, 1, tzinfo=UTC), ["sounding", "outbound", "homecoming"]),
        (datetime(2031, 7, 1, tzinfo=UTC), ["outbound"]),
    ],
)
def test_its_tides_overlap_and_cross_new_year(day, tides):
    assert [phase.code for phase in Reading(read(TEXT)).open_phases(day.date())] == tides


# As it lives -------------------------------------------------------------------------------------


class Northmarsh:
    """The trust with its people, as its own keeper would set it up."""

    def __init__(self) -> None:
        self.blueprint = load_blueprint(text=TEXT, by=None)
        self.trust = self.blueprint.trust
        self.keeper, self.pilot = self.appointed("keeper"), self.appointed("pilot")
        self.bosun = self.appointed("bosun")
        self.speaker, self.child = self.seated("assembly", "chair"), self.seated("assembly")
        self.bell = self.seated("bridge", "clerk")
        self.mates = [self.seated("bridge", "chair"), self.seated("bridge")]
        self.helm = self.seated("bridge", seat="helm-dry")
        self.juror = self.seated("jury")

    def appointed(self, role: str) -> Person:
        person = PersonFactory(name=f"The {role}")
        appoint(trust=self.trust, person=person, role=role, by=None)
        return person

    def seated(self, body: str, position: str = "member", seat: str = "") -> Person:
        person, at = PersonFactory(name=f"{position} of {body}"), self.body(body)
        place = at.seats.get(code=seat) if seat else None
        seat_member(body=at, person=person, position=position, seat=place, by=None)
        return person

    def body(self, code: str) -> Body:
        return Body.objects.get(trust=self.trust, code=code)

    def adopt(self) -> None:
        """The children hoist the log."""
        item = submit_item(
            subject=self.blueprint, body=self.body("assembly"), kind="hoist", by=self.keeper,
            blueprint=self.blueprint, title="The log of 2031", asked="Shall we sail by this log?",
        )  # fmt: skip
        self.decide(item, by=self.speaker, members=[self.speaker, self.child])
        self.trust = Trust.objects.select_related("blueprint").get(pk=self.trust.pk)

    def decide(self, item: Item, *, by: Person, members: list[Person]) -> None:
        for member in members:
            vote(item=item, verdict="agree", reason="", by=member)
        record_decision(
            item=item, outcome="agree", reason="Aye.", rationale="More children stay dry.",
            decided_on=clock.today(), present=members, by=by,
        )  # fmt: skip

    def ask(self, exercise: Exercise, kind: str, body: str, step: str) -> Item:
        return submit_item(
            subject=exercise, body=self.body(body), kind=kind, by=self.pilot, blueprint=exercise.blueprint,
            step=step, title="A voyage", asked="Aye or no?",
        )  # fmt: skip

    def voyage(self, **changes: Any) -> Exercise:
        arguments = {
            "by": self.pilot, "title": "Lamps for Fish Quay", "owner": self.body("bridge"),
            "levels": {"depth": "shallow", "crewing": "rowed"}, "outcomes": ["landfall.dry"],
            "organisations": self.shipmates(),
        }  # fmt: skip
        return create_exercise(trust=self.trust, **(arguments | changes))

    def shipmates(self) -> list:
        return list(self.trust.organisations.filter(code__in=["lighthouse", "sea-clinic"]))


@pytest.fixture
def northmarsh(db) -> Iterator[Northmarsh]:
    """Northmarsh in June 2031, its log hoisted."""
    with clock.at(IN_JUNE):
        made = Northmarsh()
        made.adopt()
        yield made


def test_its_own_assembly_brings_it_into_force_and_nobody_else_can(db):
    with clock.at(IN_JUNE):
        made = Northmarsh()
        assert refused(made.voyage) == [
            "No framework is in force yet: the board has not adopted one, so no work can start under it."
        ]
        assert refused(
            submit_item, subject=made.blueprint, body=made.body("trust-board"), kind="hoist", by=made.keeper,
            blueprint=made.blueprint, title="The log", asked="Shall we?",
        ) == [
            "Trust Board cannot decide this: it needs a body that hoist the log belongs to."
        ]  # fmt: skip

        made.adopt()

    assert made.trust.blueprint == made.blueprint
    assert (made.trust.blueprint.state, made.trust.name) == (
        Blueprint.State.IN_FORCE,
        "Northmarsh Harbour Trust",
    )


def test_the_same_file_again_changes_nothing(northmarsh):
    assert load_blueprint(text=TEXT, by=northmarsh.keeper, trust=northmarsh.trust) == northmarsh.blueprint


def test_a_voyage_walks_from_its_first_step_to_its_last_and_the_next_one_follows(northmarsh):
    made, pilot = northmarsh, northmarsh.pilot
    voyage = made.voyage()
    here = {"exercise": voyage, "by": pilot}

    # Out of season the sounding waits for a reason, and the bosun gives one.
    assert refused(start_step, step="sounding", **here) == ["The water is too still for sounding."]
    override_gate(
        exercise=voyage, transition="step.start", gate="NM-10", step="sounding", reason="Ice in October.",
        by=made.bosun,
    )  # fmt: skip
    start_step(step="sounding", **here)

    # It is refused while no child was heard, and goes on once one was.
    assert refused(complete_step, step="sounding", **here) == [
        "No child has been heard.", "There is not enough water.",
    ]  # fmt: skip
    record_entry(step="sounding", kind="output", code="voices", text="It is dark.", **here)
    record_entry(step="sounding", kind="output", code="depth-found", text="Enough", **here)
    complete_step(step="sounding", **here)

    start_step(step="muster", **here)
    assert refused(complete_step, step="muster", **here) == ["A rope is loose."]
    tick(step="muster", done=[("strand", "rope-needs"), ("strand", "rope-money")], **here)
    complete_step(step="muster", **here)
    skip_step(step="tack", reason="The wind is fair.", **here)

    # The Bridge lets it go, and by that the step is complete.
    start_step(step="provision", **here)
    tick(exercise=voyage, step="provision", done=[("duty", "taste-water")], by=made.bosun)
    assert refused(complete_step, step="provision", **here) == ["The Bridge has not let it go."]
    made.decide(made.ask(voyage, "cast-off", "bridge", "provision"), by=made.bell, members=made.mates)
    assert fresh(voyage).step_state("provision") == "complete"

    start_step(step="unload", **here)
    tick(step="unload", done=[("activity", "weigh"), ("activity", "share")], **here)
    made.decide(made.ask(voyage, "judge-catch", "jury", "unload"), by=made.juror, members=[made.juror])
    complete_step(step="unload", **here)

    start_step(step="mend", **here)
    complete_step(step="mend", **here)
    assert refused(close_exercise, learned="Bring oil.", **here) == ["No lesson is written down."]

    closed_with_a_lesson(made, voyage)


def closed_with_a_lesson(made: Northmarsh, voyage: Exercise) -> None:
    """The lesson is written down after going back for it; the voyage ends and the next one begins."""
    here = {"exercise": voyage, "by": made.pilot}
    go_back(step="mend", reason="The lesson was forgotten.", **here)
    record_entry(step="mend", kind="output", code="lesson", text="Bring oil.", **here)
    complete_step(step="mend", **here)

    following = close_exercise(learned="Bring oil.", **here)

    assert fresh(voyage).state == "closed"
    assert (following.previous, following.round, following.current) == (voyage, 2, "sounding")
    assert [m.kind for m in Movement.objects.filter(exercise=voyage, gate="NM-10")] == ["overrode"]


def test_a_deep_voyage_needs_a_beacon_or_a_reason(northmarsh):
    deep = {"levels": {"depth": "deep", "crewing": "rowed"}}

    assert refused(northmarsh.voyage, **deep) == ["A deep voyage needs a beacon."]
    assert northmarsh.voyage(priority="Light every lamp", **deep).priority == "Light every lamp"
    assert northmarsh.voyage(reasons={"NM-2": "The lamps are out now."}, **deep).overridden("NM-2", "")


def test_local_and_central_are_told_apart_by_its_own_rules(northmarsh):
    quay = northmarsh.body("fish-crew")

    assert northmarsh.voyage(owner=quay).owner == quay
    assert refused(
        northmarsh.voyage, owner=quay, priority="Lamps", levels={"depth": "deep", "crewing": "rowed"}
    ) == ["A deep voyage belongs to the Bridge."]  # fmt: skip


def test_each_of_its_creating_rules_says_its_own_words(northmarsh):
    assert refused(
        northmarsh.voyage, organisations=[], groups=["lamplighters"], levels={"depth": "shallow", "crewing": "flown"}
    ) == [
        "A voyage needs two shipmates.", "Nobody flies yet.", "Say on which quay the lamps are.",
    ]  # fmt: skip


def test_a_vacant_seat_stops_only_what_its_rule_says(northmarsh):
    """The helm for still afloat is vacant; the one for dry and warm is held by one of two."""
    afloat = northmarsh.voyage(outcomes=["landfall.afloat"])
    dry = northmarsh.voyage()

    def why(voyage: Exercise) -> list[str]:
        found = gates.refusals("step.start", fresh(voyage), by=northmarsh.pilot, step="muster")
        return [missing.reason for refusal in found if refusal.rule == "NM-21" for missing in refusal.missing]

    assert why(afloat) == ["The seat ‘Helm for still afloat’ is vacant"]
    assert why(dry) == []


def test_a_seat_for_two_has_room_for_two(northmarsh):
    northmarsh.seated("bridge", seat="helm-dry")

    assert refused(northmarsh.seated, body="bridge", seat="helm-dry") == [
        "Helm for dry and warm: all 2 places are taken."
    ]


def test_who_asked_does_not_judge(northmarsh):
    made = northmarsh
    seat_member(body=made.body("bridge"), person=made.pilot, position="member", by=None)
    item = submit_item(
        subject=None, body=made.body("assembly"), kind="free-word", by=made.child, blueprint=made.blueprint,
        title="A song", asked="Shall we sing?",
    )  # fmt: skip

    assert refused(vote, item=item, verdict="agree", reason="", by=made.child) == [
        "You asked for it yourself."
    ]


@pytest.mark.parametrize(("value", "covered"), [("250000", True), ("250000.01", False)])
def test_a_pilot_sails_ones_own_voyages_up_to_the_limit(northmarsh, value, covered):
    voyage = fresh(northmarsh.voyage(value=Decimal(value)))

    assert may(northmarsh.pilot, "exercise.advance", voyage, trust=northmarsh.trust) is covered
    assert not may(northmarsh.appointed("pilot"), "exercise.advance", voyage, trust=northmarsh.trust)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (datetime(2030, 12, 31, 12, tzinfo=UTC), False),
        (datetime(2031, 1, 1, 12, tzinfo=UTC), True),
        (datetime(2031, 12, 31, 12, tzinfo=UTC), True),
        (datetime(2032, 1, 1, 12, tzinfo=UTC), False),
    ],
)
def test_a_bosun_passes_rules_in_one_year_only(northmarsh, day, holds):
    with clock.at(day):
        assert may(northmarsh.bosun, "exercise.override", trust=northmarsh.trust) is holds


def test_a_helm_assigns_only_voyages_of_ones_own_landfall(northmarsh):
    made = northmarsh

    assert may(made.helm, "exercise.assign", made.voyage(), trust=made.trust)
    assert not may(made.helm, "exercise.assign", made.voyage(outcomes=["landfall.afloat"]), trust=made.trust)


def test_what_has_ended_is_followed_by_what_comes_after(northmarsh):
    old = northmarsh.body("old-bridge")

    assert (old.successor, old.holds_on(clock.today())) == (northmarsh.body("bridge"), False)
    infirmary = northmarsh.trust.organisations.get(code="old-infirmary")
    assert infirmary.successor.code == "sea-clinic"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", ["Northmarsh Harbour Trust", "Voyages"]),
        ("exercises/", ["Voyages", "Lamps for Fish Quay", "Sounding", "Pilot"]),
        ("exercises/1/", ["Lamps for Fish Quay", "Sounding", "Muster", "Mend the nets", "Dry and warm"]),
        ("exercises/1/steps/muster/", ["Muster", "Needs rope", "Count heads", "Helm"]),
        (
            "exercises/new/",
            ["Start a voyage", "Landfalls it works towards", "Beacon it serves", "Owning crew"],
        ),
        ("decisions/", ["The log of 2031"]),
        ("bodies/", ["The Bridge", "Trust Board"]),
        ("cycle/", ["Sounding", "Outbound", "Homecoming"]),
        ("framework/", ["Harbour Log"]),
    ],
)
def test_its_pages_speak_its_own_words(northmarsh, path, words):
    northmarsh.voyage()

    page = visitor(northmarsh.pilot).get(f"/northmarsh/{path}")

    assert page.status_code == 200
    text = page.content.decode()
    assert [word for word in words if word not in text] == []
