"""The places a trust asks about: its own area, its localities, its region, England and those like it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from needs.models import Area, Neighbour
from trusts.models import Trust


@dataclass(frozen=True)
class Places:
    """Everything a trust's figures are laid beside."""

    own: list[Area]
    localities: list[Area]
    england: Area | None
    chosen: Area | None
    """The one that is asked about: the trust's own area unless another of its places is named."""
    neighbours: list[Area] = field(default_factory=list)
    scheme: str = ""
    """The list that the neighbours are from."""
    schemes: tuple[str, ...] = ()
    """Every list there is of them."""
    trust: int = 0
    """Whose they are."""

    @property
    def region(self) -> Area | None:
        """The region that the chosen area lies in."""
        if self.chosen is None:
            return None
        anchor = self.anchor
        return anchor.region if anchor and anchor.region_id else None

    @property
    def anchor(self) -> Area | None:
        """The authority that the chosen place is or lies in."""
        if self.chosen and self.chosen.kind != Area.Kind.LOCALITY:
            return self.chosen
        return self.own[0] if self.own else None

    @property
    def whole(self) -> Area | None:
        """What the localities make up together; nothing where a trust is for several authorities."""
        return self.own[0] if len(self.own) == 1 else None

    @property
    def choices(self) -> list[Area]:
        """The places that can be asked about."""
        return [*self.own, *self.localities]

    def above(self) -> list[Area]:
        """What the chosen place is a part of: its authority where it is a locality, its region, England."""
        within = [self.anchor] if self.anchor != self.chosen else []
        return [area for area in [*within, self.region, self.england] if area is not None]


@dataclass(frozen=True)
class Patch:
    """What one trust shows more of than others do: its authorities, its localities, and what those are made of."""

    own: tuple[int, ...]
    inside: tuple[int, ...]
    """Its localities."""
    made_of: Mapping[int, int]
    """Small areas, each with the locality it is counted to."""
    heirs: Mapping[int, int]

    @property
    def whole(self) -> int | None:
        """What the localities make up together; nothing where a trust is for several authorities."""
        return self.own[0] if len(self.own) == 1 else None

    @cached_property
    def everywhere(self) -> frozenset[int]:
        """All of its areas, by every code they had."""
        old = {code for code, heir in self.heirs.items() if heir in self.own}
        return frozenset({*self.own, *old, *self.inside, *self.made_of})


@dataclass(frozen=True)
class Ground:
    """The areas of England, and among them those of a trust."""

    areas: dict[int, Area]
    """England, its regions and its authorities."""
    heirs: dict[int, int]
    """Authorities whose code ended, with those that took their place."""
    places: Places
    patch: Patch
    others: list[Patch] = field(default_factory=list)
    """Those of other trusts in which a file changed something."""

    @property
    def patches(self) -> list[Patch]:
        """The trust's own, and those of others."""
        return [self.patch, *self.others]

    @property
    def everywhere(self) -> list[int]:
        """Every area of which figures are read."""
        return [*self.areas, *self.patch.inside, *self.patch.made_of]

    @property
    def in_patches(self) -> set[int]:
        """The areas of which groups can matter."""
        return {area for patch in self.patches for area in patch.everywhere}


def places_of(trust: Trust, chosen: str = "", alike: str = "") -> Places:
    """A trust's places; `chosen` is the key of one of them, `alike` a list of neighbours where there are several.

    Always the same three questions to the database.
    """
    mine = list(
        Area.objects.filter(Q(pk__in=trust.own_areas.values("area")) | Q(trust=trust, kind=Area.Kind.LOCALITY))
        .select_related("region", "locality").order_by("name")
    )  # fmt: skip
    own = [area for area in mine if area.kind != Area.Kind.LOCALITY]
    localities = [area for area in mine if area.kind == Area.Kind.LOCALITY]
    england = Area.objects.filter(trust=None, kind=Area.Kind.ENGLAND).first()
    asked = next((area for area in mine if str(area.pk) == chosen), None)
    area = asked or next(iter(own), None) or next(iter(localities), None)
    found = Places(own, localities, england, area)
    anchor = found.anchor
    near = list(
        Neighbour.objects.standing().filter(area=anchor).exclude(other=anchor).select_related("other__region")
    )  # fmt: skip
    schemes = tuple(dict.fromkeys(one.scheme for one in near))
    scheme = alike if alike in schemes else next(iter(schemes), "")
    others = [one.other for one in near if one.scheme == scheme]
    return Places(own, localities, england, area, others, scheme, schemes, trust.pk)
