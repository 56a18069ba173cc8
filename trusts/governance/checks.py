"""The checks about bodies, items, decisions and framework versions."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from trusts.governance import clock
from trusts.governance.gates import Answer, Question, check
from trusts.governance.refusal import Missing
from trusts.models import Body, Meeting, Membership

YES = Answer()


def no(*missing: Missing, who: tuple[str, ...] = (), meets: date | None = None) -> Answer:
    """An answer that says what is missing."""
    return Answer(missing, who, meets)


def next_meeting(body: Body) -> date | None:
    """When a body next meets, as far as its dates are set."""
    return Meeting.objects.filter(body=body, date__gte=clock.today()).values_list("date", flat=True).first()


def with_next_meeting(bodies: QuerySet) -> QuerySet:
    """Bodies, each with the day when it next meets (`meets`), as far as its dates are set."""
    ahead = Meeting.objects.filter(body=OuterRef("pk"), date__gte=clock.today()).order_by("date")
    found: QuerySet = bodies.annotate(meets=Subquery(ahead.values("date")[:1]))
    return found


@check("body-constituted")
def body_constituted(ask: Question) -> Answer:
    """A body decides only once it has terms of reference, members and a meeting frequency (HAR-6).

    What a body is, is told by the framework in force, whichever version the item is pinned to.
    """
    body: Body = ask.subject.body
    entry = ask.subject.trust.framework.bodies.get(body.code)
    missing = []
    if entry is None or not entry.terms_of_reference:
        missing.append(f"{body.name} has no terms of reference")
    if entry is None or not entry.meets:
        missing.append(f"{body.name} has no meeting frequency")
    if not Membership.objects.on(clock.today()).filter(body=body).exists():
        missing.append(f"{body.name} has no members")
    url = reverse("body", args=[body.trust.code, body.code])
    return no(*(Missing(reason, url) for reason in missing))


@check("rationale-given")
def rationale_given(ask: Question) -> Answer:
    """A decision says which outcome improves and how (MED-62, DUR-132, BUC-30)."""
    if (ask.facts.get("rationale") or "").strip():
        return YES
    return no(Missing("Say which outcome improves, and how"))


@check("decider-not-author")
def decider_not_author(ask: Question) -> Answer:
    """Who submitted a thing, or leads what it is about, does not decide it (T24)."""
    if ask.by is None or ask.by.pk not in ask.subject.authors:
        return YES
    did = "submitted it" if ask.by.pk == ask.subject.submitted_by_id else "leads what it is about"
    return no(Missing(f"{ask.by.name} {did}"))


@check("no-interest")
def no_interest(ask: Question) -> Answer:
    """Somebody with a declared interest takes no part (MED-25, BUC-12)."""
    if ask.by is None or not any(i.person_id == ask.by.pk for i in ask.subject.interests.all()):
        return YES
    return no(Missing(f"{ask.by.name} declared an interest"))


@check("quorum-met")
def quorum_met(ask: Question) -> Answer:
    """Enough members without an interest took part."""
    needed = ask.subject.quorum
    present = len(ask.facts.get("present", ()))
    if present >= needed:
        return YES
    return no(Missing(f"{present} took part; {needed} are needed"))


@check("decision-recorded")
def decision_recorded(ask: Question) -> Answer:
    """A framework version comes into force only by a recorded decision (HAR-5, DUR-10, GAT-4)."""
    if ask.facts.get("decision") is not None:
        return YES
    framework = ask.framework
    types = framework.types_that_can("owns-framework")
    bodies = Body.objects.on(clock.today()).filter(trust=ask.subject.trust, type__in=types)
    return no(Missing("No decision is on record"), who=tuple(body.name for body in bodies))


@check("parts-present")
def parts_present(ask: Question) -> Answer:
    """The parts a framework must have before the board sees it (HAR-35)."""
    framework = ask.subject.framework.framework
    empty = [part for part in ask.params["parts"] if not getattr(framework, part)]
    return no(*(Missing(f"The part ‘{part.replace('_', ' ')}’ is empty") for part in empty))
