"""Saying no, with every reason: why, by which rule, who can clear it, where, and whether with a reason."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Missing:
    """One thing a check found wanting, in plain words, and the page where it is put right."""

    reason: str
    url: str = ""


@dataclass(frozen=True)
class Refusal:
    """One reason why something cannot happen now."""

    reason: str
    rule: str = ""
    """The requirement it enforces; empty for what holds in every trust."""
    missing: tuple[Missing, ...] = ()
    remedy: str = ""
    who: tuple[str, ...] = ()
    """The bodies, roles or people that can clear it."""
    meets: date | None = None
    """When the body that can clear it next meets."""
    url: str = ""
    overridable: bool = False

    def __str__(self) -> str:
        return self.reason


class Refused(Exception):
    """An action that did not happen, with all its reasons. Nothing was saved."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(str(refusal) for refusal in refusals))


def refuse_if(refusals: list[Refusal]) -> None:
    """Raise Refused if there is any reason."""
    if refusals:
        raise Refused(refusals)


def refusal(reason: str, **more: object) -> Refusal:
    """A refusal of the engine's own, which holds in every trust."""
    return Refusal(reason, **more)  # type: ignore[arg-type]
