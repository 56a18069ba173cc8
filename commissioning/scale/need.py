"""Invented needs: evidence and voices, assessments, findings, priorities."""

from datetime import timedelta

from commissioning.scale.hand import Hand
from commissioning.scale.words import FOR, INVENTED, LACKS, METHODS, SOURCES
from needs.models import Assessment, Evidence, Finding, Participation, Priority
from trusts.framework.vocabulary import VOICES


def needs(hand: Hand) -> tuple[list[Evidence], list[Finding], list[Priority]]:
    """The stage of assessing, whole from evidence to priority but for the links left out."""
    evidence = hand.write(Evidence, (_evidence(hand) for _ in range(hand.count(0.25, 6))))
    heard = hand.write(Participation, (_heard(hand) for _ in range(hand.count(0.12, 4))))
    assessments = hand.write(Assessment, (_assessment(hand, n) for n in range(hand.count(0.03))))
    findings = hand.write(
        Finding, (_finding(hand, hand.chance(assessments)) for _ in range(hand.count(0.2, 5)))
    )
    priorities = hand.write(Priority, (_priority(hand, n) for n in range(hand.count(0.1, 4))))
    for model, rows in ((Evidence, evidence), (Participation, heard), (Assessment, assessments), (Finding, findings),
                        (Priority, priorities)):  # fmt: skip
        hand.place(model, rows)
    # Most evidence is used; what is not is what a register of broken threads shows.
    used = evidence[: max(1, len(evidence) * 9 // 10)]
    hand.link(Assessment, "evidence", ((a, e) for a in assessments for e in hand.some(used, 6)))
    hand.link(Assessment, "participation", ((a, p) for a in assessments for p in hand.some(heard, 4)))
    hand.link(
        Finding, "evidence", ((f, e) for f in findings if not hand.broken() for e in hand.some(used, 3))
    )
    hand.link(
        Finding, "participation", ((f, p) for f in findings if not hand.broken() for p in hand.some(heard, 2))
    )
    hand.link(
        Priority,
        "findings",
        ((p, f) for p in priorities if not hand.broken() for f in hand.some(findings, 3)),
    )
    return evidence, findings, priorities  # fmt: skip


def _evidence(hand: Hand) -> dict:
    who = hand.chance(FOR)
    return {
        "title": f"{who.capitalize()} {hand.chance(LACKS)}", "sort": hand.chance(Evidence.Kind.values),
        "source": f"{hand.chance(SOURCES)} ({INVENTED.lower()})", "dated": hand.ago(200, 1100),
        "method": hand.chance(METHODS), "covers": f"{hand.rng.randint(20, 900)} {who}",
    }  # fmt: skip


def _heard(hand: Hand) -> dict:
    held = hand.ago(200, 1000)
    return {
        "title": f"What {hand.chance(FOR)} told us", "voice": hand.chance([*VOICES]), "held_on": held,
        "method": hand.chance(METHODS), "reached": hand.rng.randint(4, 250),
        "told_on": None if hand.broken() else held + timedelta(days=60),
    }  # fmt: skip


def _assessment(hand: Hand, number: int) -> dict:
    done = hand.ago(700, 1000)
    state = "draft" if number and hand.broken() else hand.chance(["complete", "approved"])
    return {
        "title": f"Needs of {hand.chance(FOR)}", "state": state, "method": hand.chance(METHODS),
        "period_from": done - timedelta(days=365), "period_to": done,
        "completed_on": done if state != "draft" else None,
    }  # fmt: skip


def _finding(hand: Hand, assessment: Assessment) -> dict:
    return {
        "title": f"{hand.chance(FOR).capitalize()} {hand.chance(LACKS)}", "assessment": assessment, "level": hand.level(),
        "severity": hand.chance(Finding.Severity.values), "unmet": hand.rng.random() < 0.3,
    }  # fmt: skip


def _priority(hand: Hand, number: int) -> dict:
    state = (
        "agreed" if number < 2 else hand.chance(["agreed", "agreed", "agreed", "proposed", "draft", "ended"])
    )
    return {
        "title": f"Better help for {hand.chance(FOR)}", "state": state, "cited_plan": hand.chance(Priority.Source.values),
        "cites": "Help early", "year": hand.today.year - hand.rng.randint(0, 2), "level": hand.level(),
        "target": "Half as many wait in two years",
        "agreed_on": hand.ago(600, 700) if state in ("agreed", "ended") else None,
    }  # fmt: skip
