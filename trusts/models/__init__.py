"""The records of who there is, who decides, and what was decided."""

from trusts.models.among import Among
from trusts.models.audit import AuditEntry
from trusts.models.blueprint import Blueprint
from trusts.models.body import Body, Membership, Seat
from trusts.models.decision import Condition, Decision, Interest, Item, Vote
from trusts.models.meeting import Meeting
from trusts.models.message import Message
from trusts.models.person import Appointment, Person
from trusts.models.receipt import Receipt
from trusts.models.record import Confirmation, Override
from trusts.models.trust import Locality, Organisation, Trust

__all__ = [
    "Among",
    "Appointment",
    "AuditEntry",
    "Blueprint",
    "Body",
    "Condition",
    "Confirmation",
    "Decision",
    "Interest",
    "Item",
    "Locality",
    "Meeting",
    "Membership",
    "Message",
    "Organisation",
    "Override",
    "Person",
    "Receipt",
    "Seat",
    "Trust",
    "Vote",
]
