"""What one round of an exercise hands on to the next: what was learned, as evidence, and what still stands."""

from typing import Any

from commissioning.models import Exercise, Work
from needs.models import Evidence
from trusts.actions.record import make
from trusts.governance import clock
from trusts.models import Person

STANDING = {
    "service": ("running", "ending"),
    "fund": ("set",),
    "agreement": ("active",),
}
"""The states in which records of these kinds outlast the round that worked on them; priorities are handed on before."""


def hand_on(exercise: Exercise, following: Exercise, *, learned: str, by: Person) -> None:
    """Let the next round work on the evidence of this one's reviews, on what was learned and on what still stands."""
    evidence = [shown for review in exercise.records_of("review") for shown in review.evidence.all()]
    if learned.strip():
        evidence.append(_as_evidence(exercise, learned, by))
    Work.objects.bulk_create(
        [Work(exercise=following, evidence=one) for one in dict.fromkeys(evidence)]
        + [
            Work(exercise=following, **{kind: record})
            for kind, states in STANDING.items()
            for record in exercise.records_of(kind)
            if record.state in states
        ]
    )


def _as_evidence(exercise: Exercise, learned: str, by: Person) -> Evidence:
    """What was learned, on record as evidence."""
    word = exercise.framework.word("exercise")
    marks: dict[str, Any] = {"outcomes": exercise.codes("outcome"), "groups": exercise.codes("group")}
    known = Evidence(
        title=f"Learned: {exercise.title}"[:200], sort=Evidence.Kind.PROFESSIONAL, summary=learned,
        source=f"{word[:1].upper()}{word[1:]} {exercise.number}, round {exercise.round}", dated=clock.today(),
        method="Looking back at the end of a round", **marks,
    )  # fmt: skip
    return make(known, trust=exercise.trust, by=by, links={"localities": exercise.all("localities")})
