"""What follows from a decision: effects registered by the packages that own what is decided on."""

from collections.abc import Callable

from trusts.framework.vocabulary import EFFECTS
from trusts.governance.refusal import Refusal
from trusts.models import Decision, Person

Effect = Callable[[Decision, Person], list[Refusal]]
_effects: dict[str, Effect] = {"none": lambda decision, by: []}


def effect(name: str) -> Callable[[Effect], Effect]:
    """Register what happens, in the same transaction, once a body has decided in favour.

    The function returns the reasons why the effect cannot happen yet; the decision stands anyway,
    since the body did decide.
    """
    if name not in EFFECTS:
        raise KeyError(f"'{name}' is not an effect")

    def register(function: Effect) -> Effect:
        _effects[name] = function
        return function

    return register


def apply(name: str, decision: Decision, *, by: Person) -> list[Refusal]:
    """Let a decision take effect; returns what stands in its way."""
    return _effects[name](decision, by)
