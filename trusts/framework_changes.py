"""What one version of a framework changes in another, entry by entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from trusts.framework.sections.document import Framework
from trusts.framework.vocabulary import ACTS, CAPABILITIES, CHECKS, SCOPES, SECTORS, STAGES, TRANSITIONS
from trusts.framework_rows import capital, in_words

NAMES = ("code", "id", "concept", "term", "outcome")
TIES = ("step", "role", "scope", "row", "column")
LABELS = ("label", "message", "one", "term")
BETWEEN = " · "
TITLES = {
    "trust": "The framework itself", "terms": "Words", "definitions": "What words mean", "gates": "Rules",
    "delegation": "Scheme of delegation", "responsibilities": "Who does what", "decisions": "What bodies decide",
    "dimensions": "Breakdowns of figures", "ladder": "When delivery slips", "suppression": "Small counts",
    "routes": "Ways to buy", "matrices": "Grids", "format": "Format of the file",
}  # fmt: skip
WORDS = (
    SCOPES
    | ACTS
    | CAPABILITIES
    | SECTORS
    | TRANSITIONS
    | STAGES
    | {name: c.label for name, c in CHECKS.items()}
)


Words = dict[str, str]
"""Codes and what they mean."""


@dataclass(frozen=True)
class Difference:
    """One thing an entry says otherwise."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """An entry that came, went, or says something else."""

    section: str
    label: str
    kind: str
    """added, removed or changed"""
    differences: tuple[Difference, ...] = ()


def changes(before: Framework, after: Framework) -> list[Change]:
    """Everything that differs, section by section in the order of the file."""
    named = [*before.roles, *before.phases, *before.steps, *after.roles, *after.phases, *after.steps]
    words = WORDS | {entry.code: entry.label for entry in named}
    return [change for name in Framework.model_fields for change in _section(name, before, after, words)]


def _section(name: str, before: Framework, after: Framework, words: Words) -> Iterator[Change]:
    section = TITLES.get(name) or capital(name.replace("_", " "))
    old, new = _entries(getattr(before, name)), _entries(getattr(after, name))
    for code in dict.fromkeys([*old, *new]):
        was, now = old.get(code), new.get(code)
        if was == now:
            continue
        label = _label(now if now is not None else was) or section
        if label == code:
            label = BETWEEN.join(words.get(part, part) for part in code.split(BETWEEN))
        kind = "added" if was is None else "removed" if now is None else "changed"
        yield Change(section, label, kind, tuple(_differences(was, now, words)) if kind == "changed" else ())


def _entries(value: Any) -> dict[str, Any]:
    """The entries of a section by what they are known by; a section of one is known by no name."""
    if not isinstance(value, tuple):
        return {} if value is None else {"": value}
    found: dict[str, Any] = {}
    for entry in value:
        name = key = _name(entry)
        number = 1
        while key in found:
            number += 1
            key = f"{name} ({number})"
        found[key] = entry
    return found


def _name(entry: Any) -> str:
    """What an entry is known by: its code, else what it ties together, else its words."""
    if not isinstance(entry, BaseModel):
        return str(entry)
    known = next((str(value) for name in NAMES if (value := getattr(entry, name, None))), "")
    ties = [str(value) for name in TIES if (value := getattr(entry, name, None))]
    return known or BETWEEN.join(ties) or str(getattr(entry, "label", ""))


def _label(entry: Any) -> str:
    """What people call an entry; what it is known by where it has no words."""
    return next((str(value) for name in LABELS if (value := getattr(entry, name, None))), "") or _name(entry)


def _differences(was: Any, now: Any, words: Words, prefix: str = "") -> Iterator[Difference]:
    """What two entries say otherwise, nested ones by their own names."""
    if not isinstance(was, BaseModel) or not isinstance(now, BaseModel):
        yield Difference(prefix, _said(was, words), _said(now, words))
        return
    for name in type(now).model_fields:
        old, new = getattr(was, name), getattr(now, name)
        if old == new:
            continue
        what = f"{prefix}, {name.replace('_', ' ')}" if prefix else name.replace("_", " ")
        if _nested(old) or _nested(new):
            yield from _nested_differences(old, new, words, what)
        elif isinstance(old, tuple) and isinstance(new, tuple) and set(old) != set(new):
            gone, come = [part for part in old if part not in new], [part for part in new if part not in old]
            yield Difference(what, _said(gone, words), _said(come, words))
        else:
            yield Difference(what, _said(old, words), _said(new, words))


def _nested(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)


def _nested_differences(was: Any, now: Any, words: Words, what: str) -> Iterator[Difference]:
    old, new = _entries(was), _entries(now)
    for code in dict.fromkeys([*old, *new]):
        if old.get(code) == new.get(code):
            continue
        if code in old and code in new:
            yield from _differences(old[code], new[code], words, f"{what} ‘{_label(new[code]) or code}’")
        else:
            yield Difference(
                what, _label(old[code]) if code in old else "", _label(new[code]) if code in new else ""
            )


def _said(value: Any, words: Words) -> str:
    """A value in words; codes of the closed lists, roles, phases and steps by what they mean."""
    if isinstance(value, tuple | list):
        return "; ".join(_said(part, words) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(part, words)}" for key, part in value.items())
    if isinstance(value, BaseModel):
        parts = [(key, part) for key, part in value if part not in (None, (), {}, False)]
        return "; ".join(f"{key.replace('_', ' ')}: {_said(part, words)}" for key, part in parts)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words.get(value, value) if isinstance(value, str) else "; ".join(in_words(value))
