"""Bringing boundaries in: all shapes of a file that are of known areas, in one go or not at all; and taking them out."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from needs.figures.boundaries import outlines
from needs.models import Area, Boundary, LocalityArea
from trusts.governance import audit, clock
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.models import Person, Trust


@dataclass(frozen=True)
class Brought:
    """What became of a file of boundaries."""

    kept: int
    """Areas that have this outline now."""
    unknown: int = 0
    """Areas that stand on none of its maps: nothing could be drawn there."""
    own: bool = False
    """Whether a trust brought it in, for itself."""
    left: dict[str, int] = field(default_factory=dict)
    """Shapes that were left out, by reason."""

    @property
    def said(self) -> list[str]:
        """What became of the file, in sentences."""
        found = [f"{self.kept:,} area{'' if self.kept == 1 else 's'} can be drawn now."]
        if self.unknown:
            why = "none of your localities is made of them, and they are no authority" if self.own else "no figure and no locality names them"  # fmt: skip
            found.append(f"{self.unknown:,} left out: {why}.")
        return found + [f"{many:,} left out: a shape that {reason}." for reason, many in self.left.items()]


@transaction.atomic
def bring_boundaries(
    content: bytes, *, file_name: str, trust: Trust | None = None, by: Person | None = None, source: str = ""
) -> Brought:
    """Keep the outlines of a file; raises BadFile, and nothing is kept.

    What a trust brings in is drawn for itself alone; what the administrator brings in, for all. Each replaces its own.
    """
    own = Area.objects.filter(trust=trust, kind=Area.Kind.LOCALITY) if trust else Area.objects.none()
    if trust is not None:  # two files at once come one after the other
        Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    found = outlines(content, set(own.values_list("code", flat=True)))
    known = dict(_drawn_for(trust).filter(code__in=found.of).values_list("code", "pk"))
    Boundary.objects.select_for_update(no_key=True).filter(area__in=known.values(), trust=trust).delete()
    Boundary.objects.bulk_create(
        [
            Boundary(area_id=pk, rings=found.of[code], trust=trust, by=by, file_name=file_name[:300],
                     source=source[:300], at=clock.now())
            for code, pk in known.items()
        ],
        batch_size=200,
    )  # fmt: skip
    brought = Brought(len(known), len(found.of) - len(known), trust is not None, found.left)
    if trust is not None:
        audit.record("data.boundaries", trust=trust, subject=trust, by=by, file=file_name, kept=brought.kept)
    return brought


def obstacles_to_taking_out(trust: Trust) -> list[Refusal]:
    """Why a trust cannot take its boundaries out: only what it brought in itself is its to take out."""
    if Boundary.objects.filter(trust=trust).exists():
        return []
    return [refusal("Your trust has brought in no boundaries, so there are none to take out.")]


@transaction.atomic
def take_boundaries_out(*, trust: Trust, by: Person) -> int:
    """Take out every outline a trust brought in, from whatever file; how many. What they replaced is not kept anywhere."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    gone, _ = Boundary.objects.filter(trust=trust).delete()
    if not gone:
        refuse_if(obstacles_to_taking_out(trust))
    audit.record("data.remove-boundaries", trust=trust, subject=trust, by=by, taken_out=gone)
    return gone


def _drawn_for(trust: Trust | None) -> QuerySet[Area]:
    """The areas that stand on a trust's maps: its localities, what they are made of, and the authorities around it."""
    published = Area.objects.filter(trust=None)
    if trust is None:
        return published
    parts = LocalityArea.objects.filter(locality__trust=trust).values("area")
    authorities = Q(trust=None, kind=Area.Kind.AUTHORITY)
    return Area.objects.filter(Q(trust=trust) | authorities | Q(trust=None, pk__in=parts))
