"""Bringing boundaries in: all shapes of a file that are of known areas, in one go or not at all."""

from dataclasses import dataclass, field

from django.db import transaction

from needs.figures.boundaries import outlines
from needs.models import Area, Boundary
from trusts.governance import audit, clock
from trusts.models import Person, Trust


@dataclass(frozen=True)
class Brought:
    """What became of a file of boundaries."""

    kept: int
    """Areas that have this outline now."""
    standing: int = 0
    """Areas whose outline somebody else brought in: it stays."""
    unknown: int = 0
    """Areas that no file of figures and no locality names: nothing could be drawn there."""
    left: dict[str, int] = field(default_factory=dict)
    """Shapes that were left out, by reason."""

    @property
    def said(self) -> list[str]:
        """What became of the file, in sentences."""
        found = [f"{self.kept:,} area{'' if self.kept == 1 else 's'} can be drawn now."]
        if self.standing:
            found.append(f"{self.standing:,} had an outline already, which stays.")
        if self.unknown:
            found.append(f"{self.unknown:,} left out: no figure and no locality names them.")
        return found + [f"{many:,} left out: a shape that {reason}." for reason, many in self.left.items()]


@transaction.atomic
def bring_boundaries(
    content: bytes, *, file_name: str, trust: Trust | None = None, by: Person | None = None, source: str = ""
) -> Brought:
    """Keep the outlines of a file; raises BadFile, and nothing is kept.

    A trust brings in what is not there yet, and replaces its own; the administrator replaces any.
    """
    own = Area.objects.filter(trust=trust, kind=Area.Kind.LOCALITY) if trust else Area.objects.none()
    found = outlines(content, set(own.values_list("code", flat=True)))
    places = Area.objects.visible_to(trust) if trust else Area.objects.filter(trust=None)
    known = dict(places.filter(code__in=found.of).values_list("code", "pk"))
    there = Boundary.objects.select_for_update().filter(area__in=known.values())
    others = set(there.exclude(trust=trust).values_list("area", flat=True)) if trust else set()
    kept = {code: pk for code, pk in known.items() if pk not in others}
    there.filter(area__in=kept.values()).delete()
    Boundary.objects.bulk_create(
        [
            Boundary(area_id=pk, rings=found.of[code], trust=trust, by=by, file_name=file_name[:300],
                     source=source[:300], at=clock.now())
            for code, pk in kept.items()
        ],
        batch_size=200,
    )  # fmt: skip
    brought = Brought(len(kept), len(others), len(found.of) - len(known), found.left)
    if trust is not None:
        audit.record("data.boundaries", trust=trust, subject=trust, by=by, file=file_name, kept=brought.kept)
    return brought
