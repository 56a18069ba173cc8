"""Completing specifications, and writing their next version."""

from django.db import transaction

from contracts.models import Measure, Specification
from trusts.actions.record import lock, make, move
from trusts.governance import clock, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Person


def obstacles_to_completing(specification: Specification, by: Person | None) -> list[Refusal]:
    """Every reason why a specification is not complete."""
    if specification.state != Specification.State.DRAFT:
        return [refusal(f"This is {specification.get_state_display().lower()} already.")]
    found = []
    if not specification.measures.exists():
        found.append(
            refusal(
                "It has no measure: say what will show that it works.", url=specification.get_absolute_url()
            )
        )
    return found + gates.refusals("specification.complete", specification, by=by)


@performs("specification.complete")
@transaction.atomic
def complete(specification: Specification, *, by: Person) -> Specification:
    """Complete a specification; it replaces the version that it follows."""
    specification = lock(specification)
    refuse_if(obstacles_to_completing(specification, by))
    if specification.follows is not None:
        earlier = lock(specification.follows)
        move(earlier, "specification.supersede", by=by, state=Specification.State.SUPERSEDED)
    return move(
        specification,
        "specification.complete",
        by=by,
        state=Specification.State.COMPLETE,
        completed_on=clock.today(),
    )


COPIED = ("title", "summary", "requirements", "standards", "service", "value", "starts", "ends", "officer", "owner",
          "level", "outcomes", "groups", "particulars")  # fmt: skip


@transaction.atomic
def write_next(specification: Specification, *, by: Person) -> Specification:
    """Begin the next version: a copy with its links and measures; this one stands until that is complete."""
    specification = lock(specification)
    if Specification.objects.filter(follows=specification).exists():
        refuse_if([refusal("Its next version is being written already.")])
    values = {name: getattr(specification, name) for name in COPIED}
    following = Specification(**values, edition=specification.edition + 1, follows=specification)
    links = {name: list(getattr(specification, name).all()) for name in ("priorities", "localities")}
    make(following, trust=specification.trust, by=by, links=links)
    for measure in specification.measures.all():
        copied = {
            f.name: getattr(measure, f.name)
            for f in Measure._meta.concrete_fields
            if f.name not in NOT_COPIED
        }
        make(Measure(**copied, specification=following), trust=specification.trust, by=by)
    return following


NOT_COPIED = ("id", "version", "trust", "blueprint", "number", "created_by", "created_at", "specification")
