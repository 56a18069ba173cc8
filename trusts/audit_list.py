"""The audit trail as a list: what it filters by, what a line says, and whether the chain holds."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import django_filters
from django.db.models import QuerySet

from trusts.forms.fields import DateField
from trusts.framework.vocabulary import TRANSITIONS
from trusts.governance import audit
from trusts.models import AuditEntry, Trust

PAGE = 50
WHOLE = 2_000
"""A chain up to this long is read whole on every visit; of a longer one, what the page shows."""
SHORT = 12
MOST_FAULTS = 10

OTHER_ACTS = {
    "appointment.end": "End an appointment",
    "appointment.start": "Appoint somebody to a role",
    "blueprint.draft": "Draft a framework version",
    "data.areas": "Choose the trust’s areas",
    "data.boundaries": "Bring in boundaries",
    "data.dataset": "Say what a dataset is",
    "data.explain": "Say what the columns of a file hold",
    "data.import": "Save a file of figures",
    "data.indicator": "Say what an indicator is to the trust",
    "data.receive": "Bring in a file of figures",
    "data.remove-boundaries": "Take boundaries out",
    "data.resume": "Let a file be read again",
    "data.release": "Say which dataset a file is of",
    "data.save": "Ask for a file to be saved",
    "data.stop": "Stop a file",
    "data.undo": "Undo a file of figures",
    "condition.close": "Mark a condition as met",
    "evidence.exhibit": "Keep figures as they were seen",
    "exercise.assign": "Name lead and officer",
    "exercise.override": "Pass a rule with a reason",
    "exercise.schedule": "Set the dates of steps",
    "exercise.unwork": "Take back what was recorded",
    "exercise.work": "Record work at a step",
    "interest.declare": "Declare an interest",
    "item.agenda": "Put an item on an agenda",
    "item.withdraw": "Take an item back",
    "meeting.schedule": "Set the date of a meeting",
    "membership.end": "End a membership",
    "membership.start": "Seat somebody on a body",
}


def act_words(act: str) -> str:
    """What was done, in plain words."""
    known = TRANSITIONS | OTHER_ACTS
    return known.get(act) or act.replace(".", ": ").replace("-", " ").capitalize()


class DayFilter(django_filters.DateFilter):
    """A day as people write it."""

    field_class = DateField


class AuditFilter(django_filters.FilterSet):
    """By act, person, subject and days."""

    person = django_filters.CharFilter(
        field_name="person_name", lookup_expr="icontains", label="Name of the person"
    )
    subject = django_filters.CharFilter(
        field_name="subject_label", lookup_expr="icontains", label="What it was about"
    )
    since = DayFilter(field_name="at", lookup_expr="date__gte", label="From", help_text="")
    until = DayFilter(field_name="at", lookup_expr="date__lte", label="Until", help_text="")

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args: Any, trust: Trust, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        acts = AuditEntry.objects.filter(trust=trust).order_by().values_list("act", flat=True).distinct()
        choices = sorted(((act, act_words(act)) for act in acts), key=lambda pair: pair[1])
        chosen = django_filters.ChoiceFilter(
            field_name="act", choices=choices, label="What was done", empty_label="Anything"
        )
        chosen.parent, chosen.model = self, AuditEntry
        self.filters = {"act": chosen} | self.filters


@dataclass(frozen=True)
class Line:
    """One entry as people read it."""

    entry: AuditEntry
    act: str
    detail: tuple[tuple[str, str], ...]

    @property
    def fingerprint(self) -> str:
        """The first letters of its hash."""
        return self.entry.hash[:SHORT]


def line_of(entry: AuditEntry) -> Line:
    """An entry with its details in words; the long fingerprints of decisions are left out."""
    changed = entry.detail.get("changed") or {}
    said = [(name, f"{was or 'Nothing'} → {now or 'nothing'}") for name, (was, now) in changed.items()]
    said += [
        (key.replace("_", " "), _said(value))
        for key, value in entry.detail.items()
        if value and key not in ("fingerprint", "changed")
    ]
    return Line(entry, act_words(entry.act), tuple(said))


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(part)}" for key, part in value.items())
    return str(value)


@dataclass(frozen=True)
class Chain:
    """How far a trust's chain was looked at, and what is wrong with it."""

    number: int
    head: str
    whole: bool
    faults: tuple[str, ...]


def chain_of(trust: Trust, shown: list[AuditEntry]) -> Chain:
    """Whether the chain holds: all of it where it is short, else its end and the entries on the page.

    An entry written while we read would look like a fault, so a fault counts only on a chain that
    has not grown meanwhile.
    """
    head = _head(trust)
    while True:
        whole = head.audit_number <= WHOLE
        faults = list(audit.faults(head)) if whole else _faults_among(head, shown)
        now = _head(trust) if faults else head
        if now.audit_number == head.audit_number:
            return Chain(head.audit_number, head.audit_hash[:SHORT], whole, tuple(faults[:MOST_FAULTS]))
        head = now


def _head(trust: Trust) -> Trust:
    return Trust.objects.only("audit_number", "audit_hash", "code").get(pk=trust.pk)


def _faults_among(trust: Trust, shown: list[AuditEntry]) -> list[str]:
    """What is wrong with the newest entry and those on the page, newest first."""
    newest = AuditEntry.objects.filter(trust=trust).order_by("-number").first()
    faults = []
    if newest is None or (newest.number, newest.hash) != (trust.audit_number, trust.audit_hash):
        faults.append(f"The chain should end at entry {trust.audit_number}, and does not.")
    faults += [
        f"Entry {e.number} was changed after it was written." for e in shown if e.hash != audit.digest(e)
    ]
    for later, earlier in pairwise(shown):
        if later.number == earlier.number + 1 and later.previous != earlier.hash:
            faults.append(f"Entry {later.number} does not follow the entry before it.")
    return faults
