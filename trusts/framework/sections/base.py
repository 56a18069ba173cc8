"""What every entry of a blueprint has: where it comes from, and what we assumed."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from trusts.framework import vocabulary
from trusts.framework.windows import Window, parse_window


def _as_tuple(value: Any) -> Any:
    """One word where a list may stand is a list of one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def one_of(known: dict[str, Any], what: str) -> AfterValidator:
    """A word of a closed list; the error lists what was expected."""

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"unknown {what} '{value}'; expected one of: {', '.join(sorted(known))}")
        return value

    return AfterValidator(check)


Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""A short lower-case name: letters, digits and hyphens. Other entries refer to it."""
Codes = Annotated[tuple[Code, ...], BeforeValidator(_as_tuple)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Stage = Annotated[str, one_of(vocabulary.STAGES, "stage")]
Sector = Annotated[str, one_of(vocabulary.SECTORS, "sector")]
Capability = Annotated[str, one_of(vocabulary.CAPABILITIES, "capability")]
Act = Annotated[str, one_of(vocabulary.ACTS, "act")]
Scope = Annotated[str, one_of(vocabulary.SCOPES, "scope")]
WindowField = Annotated[Window, BeforeValidator(parse_window)]


class Record(BaseModel):
    """Anything in a blueprint: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Entry(Record):
    """An entry that rests on a source (requirement IDs) or says that it is assumed."""

    source: Texts = ()
    assumed: bool | Text = False
    """True, or the words that say what was assumed and why."""
    note: Text | None = None


class Named(Entry):
    """An entry other entries can refer to."""

    code: Code
    label: Annotated[str, Field(min_length=1, max_length=200)]


class Dated(Named):
    """A named entry that holds from a day, until a day."""

    starts: date | None = None
    ends: date | None = None
