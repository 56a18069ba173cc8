"""Which of the closed list of transitions the product performs today, told by the actions themselves."""

from collections.abc import Callable
from typing import TypeVar

from trusts.framework.vocabulary import TRANSITIONS

Action = TypeVar("Action", bound=Callable)

_performed: dict[str, str] = {}


def performs(*names: str) -> Callable[[Action], Action]:
    """Declare that an action performs a transition, so that gates on it are enforced."""

    def declare(action: Action) -> Action:
        for name in names:
            if name not in TRANSITIONS:
                raise KeyError(f"'{name}' is not a transition")
            _performed[name] = f"{action.__module__}.{action.__qualname__}"
        return action

    return declare


def performed() -> dict[str, str]:
    """Every transition the product performs, with the action that does."""
    return dict(_performed)
