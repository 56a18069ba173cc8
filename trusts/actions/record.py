"""What every kind of record shares: making one, changing it, moving it on, passing a rule with a reason."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, TypeVar, cast

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from trusts.governance import audit, clock, gates
from trusts.governance.conflict import raise_version
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Blueprint, Confirmation, Override, Person, Trust
from trusts.models.record import Record
from trusts.record_words import written

Kind = TypeVar("Kind", bound=Record)
Obstacles = Callable[[Any, Person], list[Refusal]]
"""Every reason why a transition of a record cannot be made now by this person."""
Keeping = Callable[[Any, Any, Person], list[Refusal]]
_kept: dict[str, Keeping] = {}
NO_FRAMEWORK = "No framework is in force yet: the board has not adopted one, so no work can start under it."


def obstacles_to_making(trust: Trust) -> list[Refusal]:
    """What keeps anybody from making records in a trust at all."""
    if trust.blueprint is None or trust.blueprint.state != Blueprint.State.IN_FORCE:
        return [refusal(NO_FRAMEWORK)]
    return []


def keeps(kind: str) -> Callable[[Keeping], Keeping]:
    """Register what a kind of record keeps to whenever it is made or changed: `rule(record, before, by)`.

    It is asked in the transaction that saves, with the record as it would be and as it was (None for a
    new one); what the record ASKS is locked by then.
    """

    def register(rule: Keeping) -> Keeping:
        _kept[kind] = rule
        return rule

    return register


def _refuse_what_breaks(record: Record, before: Record | None, by: Person) -> None:
    """Refuse what the kind's own rule and the database's constraints do not allow, in words."""
    rule = _kept.get(record.KIND)
    if rule is not None:
        refuse_if(rule(record, before, by))
    try:
        record.validate_constraints(exclude={"number"})
    except ValidationError as error:
        refuse_if([refusal(message) for message in error.messages])


@performs("select-list.change", "panel.appoint", "review.open")
@transaction.atomic
def make(
    record: Kind,
    *,
    trust: Trust,
    by: Person,
    links: Mapping[str, Iterable] | None = None,
    transition: str = "",
    into: tuple[Any, str] | None = None,
) -> Kind:
    """Save a new record under the framework in force, with its number and its many-to-many `links`.

    `transition` is the one whose gates bind the making of its kind, where there is one; `into` is a record and the
    field by which it is linked to the new one at once.
    """
    _lock_above(record)
    if into is not None:
        lock(into[0])
    trust = (
        Trust.objects.select_for_update(of=("self",), no_key=True)
        .select_related("blueprint")
        .defer("blueprint__text")
        .get(pk=trust.pk)
    )
    refuse_if(obstacles_to_making(trust))
    top = type(record).objects.filter(trust=trust).aggregate(top=Max("number"))["top"] or 0
    record.trust, record.number = trust, top + 1
    record.blueprint = cast(Blueprint, trust.blueprint)
    record.created_by, record.created_at = by, clock.now()
    refuse_if(obstacles_from_whole(record))
    _refuse_what_breaks(record, None, by)
    record.save()
    for field, rows in (links or {}).items():
        getattr(record, field).add(*rows)
    if transition:
        refuse_if(gates.refusals(transition, record, by=by))
    audit.record(f"{record.KIND}.make", trust=trust, subject=record, by=by, number=record.number)
    if into is not None:
        link(holder=into[0], field=into[1], others=[record], trust=trust, by=by)
    return record


def obstacles_to_changing(record: Record) -> list[Refusal]:
    """Every reason why the details of a record do not change any more."""
    state = getattr(record, "state", "")
    if state and state in record.FIXED:
        said = record.get_state_display().lower()  # type: ignore[attr-defined]
        return [refusal(f"This is {said}, so its details no longer change.")]
    return obstacles_from_whole(record)


def obstacles_from_whole(record: Record) -> list[Refusal]:
    """Why a part of something no longer changes: what it belongs to is settled."""
    whole = getattr(record, record.PART_OF) if record.PART_OF else None
    if whole is None or whole.state not in whole.FIXED:
        return []
    said = whole.get_state_display().lower()
    return [refusal(f"‘{whole}’ is {said}, so its parts no longer change.", url=whole.get_absolute_url())]


def _lock_above(record: Record) -> dict[str, Record | None]:
    """Keep what a record is part of, or asks leave of, from being settled meanwhile; these, locked, by their fields."""
    found = {}
    for name in filter(None, (record.PART_OF, record.ASKS)):
        above = getattr(record, name)
        found[name] = lock(above) if above is not None else None
        setattr(record, name, found[name])
    return found


@transaction.atomic
def change(record: Kind, *, version: int, by: Person, values: Mapping[str, Any],
           links: Mapping[str, Iterable] | None = None) -> Kind:  # fmt: skip
    """Change the details of a record; raises Stale if somebody saved since `version`."""
    for name in filter(None, (record.PART_OF, record.ASKS)):
        if values.get(name) is not None:
            lock(values[name])
    record = lock(record)
    refuse_if(obstacles_to_changing(record))
    raise_version(record, version)
    named = [*values, *(links or {})]
    before, told = copy(record), _told(record, named)
    for name, value in values.items():
        setattr(record, name, value)
    refuse_if(obstacles_from_whole(record))
    _refuse_what_breaks(record, before, by)
    record.save()
    for field, rows in (links or {}).items():
        if set(getattr(record, field).all()) != set(rows):
            getattr(record, field).set(rows)
    said = audit.changes(told, _told(record, named))
    if record.SECRET:  # what a sealed bid says is read nowhere
        said = {"rewritten": [*said.get("changed", {}), *said.get("rewritten", [])]}
    audit.record(f"{record.KIND}.edit", trust=record.trust, subject=record, by=by, **said)
    return record


def _told(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """What a record says under these names, in words, by what each is called."""
    told: dict[str, Any] = {}
    for name in names:
        if name == "particulars":
            told |= {
                str(key).replace("-", " ").capitalize(): value for key, value in record.particulars.items()
            }
        else:
            field: Any = record._meta.get_field(name)
            told[str(field.verbose_name).capitalize()] = written(record, name)
    return told


def obstacles_to_starting(record: Record, states: Iterable[str]) -> list[Refusal]:
    """Why a transition does not start from where the record stands; it starts anywhere if none is named."""
    state = getattr(record, "state", "")
    if not states or state in states:
        return []
    labels = dict(record._meta.get_field("state").choices)  # type: ignore[misc]
    wanted = " or ".join(labels[code].lower() for code in states)
    return [refusal(f"This is {labels[state].lower()} now. That can be done only while it is {wanted}.")]


def start(record: Kind, states: Iterable[str]) -> Kind:
    """Lock a record that is about to go through a transition; refused unless that starts where it stands."""
    if states:
        record = lock(record)
        refuse_if(obstacles_to_starting(record, states))
    return record


def move(
    record: Kind, act: str, *, by: Person, detail: Mapping[str, Any] | None = None, **values: Any
) -> Kind:
    """Set what a transition changes on a locked record, and write it down; its caller has asked the gates."""
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.save()
    audit.record(act, trust=record.trust, subject=record, by=by, **(detail or {}))
    return record


def lock(record: Kind) -> Kind:
    """The record as it is now, locked until the transaction ends, and before it what it is part of or asks leave of.

    Everybody locks in this order, and the trust last: who waits for whom then never runs in a circle.
    """
    above = _lock_above(record)
    rows = type(record).objects.with_framework().select_for_update(of=("self",), no_key=True)
    locked: Kind = rows.get(pk=record.pk)
    if any(getattr(locked, f"{name}_id") != getattr(one, "pk", None) for name, one in above.items()):
        return lock(locked)  # somebody else gave it another one just before
    for name, one in above.items():
        setattr(locked, name, one)
    return locked


@transaction.atomic
def override(*, record: Record, obstacles: Obstacles, gate: str, reason: str, by: Person) -> Override:
    """Pass a gate with a reason that is kept; refused unless it stands among the `obstacles` and the trust allows it."""
    return pass_rule(lock(record), obstacles, gate=gate, reason=reason, by=by)


def pass_rule(record: Record, obstacles: Obstacles, *, gate: str, reason: str, by: Person) -> Override:
    """The same for a record that is locked already, as it is about to be saved."""
    if not reason.strip():
        refuse_if([refusal("Give the reason for going ahead.")])
    found = {r.rule: r for r in obstacles(record, by)}
    if gate not in found:
        refuse_if([refusal("This rule does not stand in the way.")])
    if not found[gate].overridable:
        refuse_if([refusal("The framework does not allow this rule to be passed with a reason.")])
    passed = Override.objects.create(
        trust=record.trust, subject_type=ContentType.objects.get_for_model(type(record)), subject_id=record.pk,
        gate=gate, reason=reason, by=by, at=clock.now(),
    )  # fmt: skip
    audit.record("record.override", trust=record.trust, subject=record, by=by, gate=gate, reason=reason)
    return passed


@transaction.atomic
def confirm(*, record: Record, code: str, note: str, by: Person) -> Confirmation:
    """Keep what a named adviser confirms about a record."""
    said = Confirmation.objects.create(
        trust=record.trust, subject_type=ContentType.objects.get_for_model(type(record)), subject_id=record.pk,
        code=code, note=note, by=by, at=clock.now(),
    )  # fmt: skip
    audit.record("record.confirm", trust=record.trust, subject=record, by=by, code=code, note=note)
    return said


def obstacles_to_linking(holder: Any, field: str, *, away: bool = False) -> list[Refusal]:
    """Every reason why a link of a record does not change now.

    What a body decided on keeps its links; anything else may still gain links, so that a thread can be mended.
    """
    state = getattr(holder, "state", "")
    if state not in holder.FIXED or (not away and field not in holder.SEALED):
        return []
    return [refusal(f"This is {holder.get_state_display().lower()}, so its links no longer change.")]


@transaction.atomic
def link(*, holder: Any, field: str, others: Iterable[models.Model], trust: Trust, by: Person) -> None:
    """Link records to a record by one of its many-to-many fields; those linked already stay as they are."""
    holder, others = lock(holder), list(others)
    refuse_if(obstacles_to_linking(holder, field))
    getattr(holder, field).add(*others)
    said = [f"{one._meta.model_name} {one.pk}: {one}" for one in others]
    audit.record("record.link", trust=trust, subject=holder, by=by, field=field, linked=said)


@transaction.atomic
def unlink(*, holder: Any, field: str, other: models.Model, trust: Trust, by: Person) -> None:
    """Take a link between two records away."""
    holder = lock(holder)
    refuse_if(obstacles_to_linking(holder, field, away=True))
    getattr(holder, field).remove(other)
    audit.record("record.unlink", trust=trust, subject=holder, by=by, field=field, unlinked=str(other))
