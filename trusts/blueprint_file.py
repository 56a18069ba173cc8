"""Blueprints as they arrive from outside: bytes of a file or an upload, which may be anything at all."""

from collections.abc import Collection

import yaml
from django.db import DataError
from django.urls import Resolver404, resolve

from trusts.actions.blueprint import load_blueprint
from trusts.framework.document import BlueprintError, Fault, Loader, read
from trusts.framework.sections.document import Framework
from trusts.models import Blueprint, Person, Trust

LONGEST = 5_000_000
"""Bytes. The longest framework written so far has a fiftieth of that."""
DEEPEST = 40
"""Levels of nesting. A blueprint needs about eight."""


class Unreadable(ValueError):
    """Something that is no blueprint file at all; says what it is instead."""


def text_of(data: bytes) -> str:
    """The text of a file, letter for letter; raises Unreadable in plain words."""
    if len(data) > LONGEST:
        raise Unreadable(f"The file is larger than {LONGEST // 1_000_000} MB; a blueprint never is.")
    if not data.strip():
        raise Unreadable("The file is empty.")
    if b"\0" in data:
        raise Unreadable("This is a binary file; a blueprint is a text file (YAML).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"The file is not UTF-8 text (line {line}); save it as UTF-8.") from error


def framework_in(text: str) -> Framework:
    """The framework a text from outside describes; raises BlueprintError with every fault."""
    _refuse_traps(text)
    framework = read(text)
    code = framework.trust.code
    if _is_taken_by_the_site(code):
        fault = Fault(1, "trust.code", f"'{code}' is the address of a page of the site; choose another code")
        raise BlueprintError([fault])
    return framework


def load(text: str, *, by: Person | None, only: Collection[str] | None = None) -> tuple[Blueprint, bool]:
    """Load a text from outside as a draft; the version, and whether it is new.

    The newest version word for word changes nothing and is given back. `only` names the trusts the
    text may be for. Raises BlueprintError.
    """
    entry = framework_in(text).trust
    if only is not None and entry.code not in only:
        expected = " or ".join(sorted(only))
        raise BlueprintError(
            [Fault(1, "trust.code", f"this file is for '{entry.code}'; expected {expected}")]
        )
    newest = Blueprint.objects.filter(trust__code=entry.code).order_by("-number").first()
    trust = Trust.objects.filter(code=entry.code).first()
    try:
        blueprint = load_blueprint(text=text, by=by, trust=trust)
    except DataError as error:
        fault = Fault(1, "file", "a label is longer than the 200 letters a name may have")
        raise BlueprintError([fault]) from error
    return blueprint, newest is None or blueprint.pk != newest.pk


def _refuse_traps(text: str) -> None:
    """Refuse what would take a reader of YAML for ever: aliases of aliases, and endless nesting."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.AliasEvent):
                raise BlueprintError(
                    [_at(event, f"write the entry out in full instead of '*{event.anchor}'")]
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise BlueprintError([_at(event, f"nested deeper than {DEEPEST} levels")])
    except yaml.YAMLError:
        return  # the reader says it better


def _at(event: yaml.Event, message: str) -> Fault:
    return Fault(event.start_mark.line + 1, "file", message)


def _is_taken_by_the_site(code: str) -> bool:
    """Whether the trust's home page would be hidden behind another page."""
    try:
        return resolve(f"/{code}/").url_name != "trust-home"
    except Resolver404:
        return False
