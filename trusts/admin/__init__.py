"""The administration: people and reference data, and everything else to read."""

from trusts.admin import (
    appointment,
    audit,
    blueprint,
    body,
    decision,
    membership,
    message,
    person,
    reference,
    trust,
)

__all__ = [
    "appointment",
    "audit",
    "blueprint",
    "body",
    "decision",
    "membership",
    "message",
    "person",
    "reference",
    "trust",
]
