"""Loading, submitting and adopting versions of a trust's framework."""

from typing import cast

from django.db import transaction

from trusts.framework.document import BlueprintError, Fault, read
from trusts.framework.reading import Reading
from trusts.framework.sections.document import Framework
from trusts.governance import audit, clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Blueprint, Body, Decision, Locality, Organisation, Person, Seat, Trust


@transaction.atomic
def load_blueprint(*, text: str, by: Person | None, trust: Trust | None = None) -> Blueprint:
    """Load a blueprint file as a new draft version of its trust; the same text again changes nothing.

    Raises BlueprintError with every fault in the file, and saves nothing then. A file for a new
    trust makes the trust. The draft of a trust without a framework is what its founding bodies
    work by until one is adopted. `trust` says which trust the file must be for.
    """
    framework = Reading(read(text))
    entry = framework.framework.trust
    if trust is not None and trust.code != entry.code:
        fault = Fault(1, "trust.code", f"this file is for '{entry.code}'; expected '{trust.code}'")
        raise BlueprintError([fault])
    trust, _ = Trust.objects.get_or_create(code=entry.code, defaults={"name": entry.label})
    trust = Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    newest = trust.blueprints.first()
    if newest is not None and newest.text == text:
        return newest
    blueprint = Blueprint.objects.create(
        trust=trust, number=newest.number + 1 if newest else 1, text=text, created_by=by
    )
    if trust.blueprint is None or trust.blueprint.state == Blueprint.State.DRAFT:
        _work_by(trust, blueprint)
    audit.record("blueprint.draft", trust=trust, subject=blueprint, by=by, title=entry.framework)
    return blueprint


def obstacles_to_submitting(blueprint: Blueprint, *, by: Person) -> list[Refusal]:
    """Every reason why a version cannot go to the body that adopts it."""
    if blueprint.state != Blueprint.State.DRAFT:
        return [refusal(f"This version is {blueprint.get_state_display().lower()}, not a draft.")]
    return gates.refusals("blueprint.submit", blueprint, by=by)


@performs("blueprint.submit")
def mark_submitted(*, blueprint: Blueprint, by: Person) -> None:
    """Note that a version is with its board; called when its item is submitted."""
    refuse_if(obstacles_to_submitting(blueprint, by=by))
    blueprint.state = Blueprint.State.SUBMITTED
    blueprint.save(update_fields=["state"])
    audit.record("blueprint.submit", trust=blueprint.trust, subject=blueprint, by=by)


def back_to_draft(blueprint: Blueprint) -> None:
    """A version that its board did not adopt, or that was taken back, is a draft again."""
    blueprint.state = Blueprint.State.DRAFT
    blueprint.save(update_fields=["state"])


@performs("blueprint.adopt")
@transaction.atomic
def adopt_blueprint(*, blueprint: Blueprint, decision: Decision | None, by: Person) -> Blueprint:
    """Bring a version into force: the one before retires, bodies and seats follow the new words.

    Refused without the decision of the body that owns the framework (HAR-5, DUR-10).
    """
    trust = Trust.objects.select_for_update(no_key=True).get(pk=blueprint.trust_id)
    blueprint = Blueprint.objects.select_for_update(no_key=True).get(pk=blueprint.pk)
    if decision is None or not decision.in_favour or decision.item.subject != blueprint:
        refuse_if(
            gates.refusals("blueprint.adopt", blueprint, by=by, decision=None)
            or [refusal("A framework comes into force only by a recorded decision of its board.")]
        )
    refuse_if(gates.refusals("blueprint.adopt", blueprint, by=by, decision=decision))
    today = clock.today()
    for older in trust.blueprints.filter(state=Blueprint.State.IN_FORCE):
        older.state, older.in_force_to = Blueprint.State.RETIRED, today
        older.save(update_fields=["state", "in_force_to"])
    blueprint.state, blueprint.in_force_from = Blueprint.State.IN_FORCE, today
    blueprint.save(update_fields=["state", "in_force_from"])
    _work_by(trust, blueprint)
    audit.record("blueprint.adopt", trust=trust, subject=blueprint, by=by)
    return blueprint


@decisions.effect("adopt-blueprint")
def adopt_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a decision to adopt a framework version."""
    adopt_blueprint(blueprint=cast(Blueprint, decision.item.subject), decision=decision, by=by)
    return []


def _work_by(trust: Trust, blueprint: Blueprint) -> None:
    """Make the trust's living rows say what a version says.

    What the version before named and this one does not is ended, not lost; what administrators
    added or changed themselves stays.
    """
    framework = blueprint.framework.framework
    before = trust.blueprint.framework.framework if trust.blueprint else None
    partners = _partners(trust, framework, before)
    localities = {
        entry.code: Locality.objects.update_or_create(
            trust=trust, code=entry.code,
            defaults={"name": entry.label, "starts": entry.starts, "ends": entry.ends},
        )[0]
        for entry in framework.localities
    }  # fmt: skip
    bodies = _bodies(trust, framework, localities)
    _seats(trust, framework, bodies)
    if before is not None:
        _end(Organisation, trust, {e.code for e in before.partners} - set(partners))
        _end(Locality, trust, {e.code for e in before.localities} - set(localities))
        _end(Body, trust, {e.code for e in before.bodies} - set(bodies))
    trust.name, trust.blueprint = framework.trust.label, blueprint
    trust.save(update_fields=["name", "blueprint"])


def _partners(trust: Trust, framework: Framework, before: Framework | None) -> dict[str, Organisation]:
    """The partners by code; a sign-up that administrators recorded stays unless the file changed it."""
    told = {entry.code: entry.status for entry in before.partners} if before else {}
    partners = {}
    for entry in framework.partners:
        says = {
            "name": entry.label, "sector": entry.sector, "commissions": entry.commissions,
            "provides": entry.provides, "starts": entry.starts, "ends": entry.ends,
        }  # fmt: skip
        if entry.status != told.get(entry.code):
            says["status"] = entry.status or ""
        partners[entry.code], _ = Organisation.objects.update_or_create(
            trust=trust, code=entry.code, defaults=says
        )
    for entry in framework.partners:
        partners[entry.code].successor = partners.get(entry.successor or "")
        partners[entry.code].save(update_fields=["successor"])
    return partners


def _bodies(trust: Trust, framework: Framework, localities: dict[str, Locality]) -> dict[str, Body]:
    """The bodies by code, with their reporting lines and successors."""
    bodies = {
        entry.code: Body.objects.update_or_create(
            trust=trust, code=entry.code,
            defaults={
                "name": entry.label, "type": entry.type, "locality": localities.get(entry.locality or ""),
                "starts": entry.starts, "ends": entry.ends,
            },
        )[0]
        for entry in framework.bodies
    }  # fmt: skip
    for entry in framework.bodies:
        body = bodies[entry.code]
        body.reports_to.set([bodies[code] for code in entry.reports_to])
        body.successor = bodies.get(entry.successor or "")
        body.save(update_fields=["successor"])
    return bodies


def _seats(trust: Trust, framework: Framework, bodies: dict[str, Body]) -> None:
    """The seats of the bodies; one the version no longer has is closed."""
    kept = [
        Seat.objects.update_or_create(
            body=bodies[entry.body], code=entry.code,
            defaults={
                "name": entry.label, "position": entry.position, "role": entry.role or "",
                "places": entry.places, "closed": False,
            },
        )[0].pk
        for entry in framework.seats
    ]  # fmt: skip
    Seat.objects.filter(body__trust=trust).exclude(pk__in=kept).update(closed=True)


def _end(kind: type[Organisation] | type[Locality] | type[Body], trust: Trust, codes: set[str]) -> None:
    """End today what is open and no longer named."""
    kind.objects.filter(trust=trust, ends=None, code__in=codes).update(ends=clock.today())
