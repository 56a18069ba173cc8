"""The places a trust asks about: its own area, its localities, its region, England and those like it."""

from dataclasses import dataclass, field

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
class Ground:
    """The areas of England, and among them those of a trust."""

    areas: dict[int, Area]
    """England, its regions and its authorities."""
    heirs: dict[int, int]
    """Authorities whose code ended, with those that took their place."""
    places: Places
    made_of: dict[int, int]
    """Small areas, each with the locality it is counted to."""

    @property
    def everywhere(self) -> list[int]:
        """Every area of which figures are read."""
        return [*self.areas, *(area.pk for area in self.places.localities), *self.made_of]

    @property
    def own(self) -> set[int]:
        """The trust's own places, by every code they had, and what they are made of."""
        mine = {area.pk for area in self.places.own}
        old = {code for code, heir in self.heirs.items() if heir in mine}
        return mine | old | {area.pk for area in self.places.localities} | set(self.made_of)


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
    return Places(own, localities, england, area, others, scheme, schemes)
