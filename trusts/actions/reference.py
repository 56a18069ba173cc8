"""Changing reference data: the organisations and localities of a trust."""

from django.db import transaction

from trusts.governance import audit
from trusts.models import Locality, Organisation, Person


@transaction.atomic
def save_reference(
    *, record: Organisation | Locality, changed: list[str], by: Person
) -> Organisation | Locality:
    """Save a new or changed organisation or locality, and write down what changed."""
    what = "added" if record._state.adding else "changed"
    record.save()
    now = {name: str(getattr(record, name)) for name in changed}
    audit.record("trust.manage", trust=record.trust, subject=record, by=by, what=what, changed=now)
    return record
