"""The audit trail: one chain of entries per trust, its head anchored outside the database."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from trusts.governance import clock
from trusts.models import AuditEntry, Decision, Person, Trust

LONGEST_TOLD = 300
"""A value up to so many letters is told word for word when it changes."""


def record(act: str, *, trust: Trust, subject: models.Model, by: Person | None, **detail: Any) -> AuditEntry:
    """Write down what was done, in the caller's transaction: the last line of every action.

    `detail` must be JSON.
    """
    return record_all(act, trust=trust, subject=subject, by=by, details=[detail])[0]


def record_all(
    act: str, *, trust: Trust, subject: models.Model, by: Person | None, details: Sequence[dict[str, Any]]
) -> list[AuditEntry]:
    """Write several things of one kind down, one entry each; locks the trust's chain once."""
    if not details:
        return []
    with transaction.atomic(savepoint=False):
        head = (
            Trust.objects.select_for_update(no_key=True)
            .only("code", "audit_number", "audit_hash")
            .get(pk=trust.pk)
        )
        number, previous = head.audit_number, head.audit_hash
        entries = []
        for detail in details:
            number += 1
            entry = AuditEntry(
                trust=trust,
                number=number,
                at=clock.now(),
                act=act,
                person_id=by.pk if by else None,
                person_name=by.name if by else "The system",
                subject_type=subject._meta.model_name or "",
                subject_id=str(subject.pk),
                subject_label=str(subject)[:300],
                detail=json.loads(json.dumps(detail, default=str)),
                previous=previous,
            )
            previous = entry.hash = digest(entry)
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries)
        Trust.objects.filter(pk=trust.pk).update(audit_number=number, audit_hash=previous)
    transaction.on_commit(lambda: anchor(head.code, number, previous))
    return entries


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What differs, as the detail of an entry: short values from what to what, longer texts by name alone."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    values = {name: [str(said.get(name) or "") for said in (before, after)] for name in names}
    short = {name: pair for name, pair in values.items() if max(map(len, pair)) <= LONGEST_TOLD}
    said: dict[str, Any] = {"changed": short} if short else {}
    return said | (
        {"rewritten": [name for name in names if name not in short]} if len(short) < len(names) else {}
    )


def digest(entry: AuditEntry) -> str:
    """The sha-256 of everything an entry says, the hash before it included."""
    said = {
        "trust": entry.trust_id,
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "act": entry.act,
        "person": [entry.person_id, entry.person_name],
        "subject": [entry.subject_type, entry.subject_id, entry.subject_label],
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def fingerprint(decision: Decision) -> str:
    """The sha-256 of a decision as it was recorded, kept in its audit entry."""
    said = [
        decision.item_id, decision.body_id, decision.outcome, decision.reason, decision.rationale,
        decision.decided_on.isoformat(), decision.present, decision.recorded_by_id,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def anchor_file(code: str) -> Path:
    """Where the heads of a trust's chain are written, outside the database."""
    return Path(settings.AUDIT_ANCHOR_DIR) / f"{code}.anchors"


def anchor(code: str, number: int, head: str) -> None:
    """Write the head of a chain down outside the database, so that a cut tail is noticed."""
    path = anchor_file(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(f"{number} {head} {clock.now().isoformat()}\n")


def faults(trust: Trust) -> Iterator[str]:
    """Everything wrong with a trust's audit trail and decisions; nothing means that it is whole."""
    anchors, seen = _anchors(trust), {}
    if trust.audit_number and not anchors:
        yield f"no head of its chain is anchored outside the database, in {anchor_file(trust.code)}"
    previous, number = "", 0
    recorded: dict[str, str] = {}
    for entry in AuditEntry.objects.filter(trust=trust).order_by("number").iterator():
        yield from _entry_faults(entry, number, previous)
        if entry.number in anchors:
            seen[entry.number] = entry.hash
        if entry.act == "decision.record":
            recorded[entry.subject_id] = entry.detail.get("fingerprint", "")
        previous, number = entry.hash, entry.number
    if (number, previous) != (trust.audit_number, trust.audit_hash):
        yield f"the chain ends at entry {number}, but {trust.audit_number} were written"
    for at, head in anchors.items():
        if seen.get(at) != head:
            yield f"entry {at} is not the one that was anchored outside the database"
    yield from _decision_faults(trust, recorded)


def _entry_faults(entry: AuditEntry, number: int, previous: str) -> Iterator[str]:
    """What is wrong with one entry, given the number and hash of the one before it."""
    if entry.number != number + 1:
        yield f"entry {number + 1} is missing"
    if entry.previous != previous:
        yield f"entry {entry.number} does not follow the entry before it"
    if entry.hash != digest(entry):
        yield f"entry {entry.number} was changed after it was written"


def _anchors(trust: Trust) -> dict[int, str]:
    path = anchor_file(trust.code)
    if not path.exists():
        return {}
    return {int(number): head for number, head, _ in (line.split() for line in path.open())}


def _decision_faults(trust: Trust, recorded: dict[str, str]) -> Iterator[str]:
    for decision in Decision.objects.filter(trust=trust).iterator():
        expected = recorded.pop(str(decision.pk), None)
        if expected is None:
            yield f"decision {decision.pk} has no audit entry"
        elif expected != fingerprint(decision):
            yield f"decision {decision.pk} was changed after it was recorded"
    for missing in recorded:
        yield f"decision {missing} is gone"
