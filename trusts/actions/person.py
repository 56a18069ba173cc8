"""Adding people and changing what is known of them; nobody is ever deleted."""

from typing import Any

from django.db import transaction

from trusts.actions.message import tell
from trusts.governance import audit
from trusts.models import Person, Trust


@transaction.atomic
def add_person(*, trust: Trust, password: str, by: Person | None, **details: Any) -> Person:
    """Let somebody sign in; `trust` is the one that asked for it."""
    person = Person(**details)
    person.set_password(password)
    person.save()
    audit.record("people.manage", trust=trust, subject=person, by=by, what="added", username=person.username)
    return person


@transaction.atomic
def change_person(*, person: Person, by: Person, password: str = "", **details: Any) -> Person:
    """Change a person's details, whether they may sign in, or their password.

    It is written down in every trust the person has business in, and the person is told of a new
    password, so that nobody quietly becomes somebody else.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = {name: value for name, value in details.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if password:
        person.set_password(password)
    person.save()
    what = "changed, with a new password" if password else "changed"
    for trust in Trust.objects.filter(pk__in=_trusts_of(person)).order_by("pk"):  # as each who locks several
        audit.record("people.manage", trust=trust, subject=person, by=by, what=what, changed=changed)
        if password and person != by:
            tell(
                trust=trust, to=person, subject="Your password was changed",
                body=f"{by.name} gave you a new password. If you did not ask for it, tell your manager.",
            )  # fmt: skip
    return person


def _trusts_of(person: Person) -> set[int]:
    """The trusts in which the person has, had or will have a place or a role."""
    return {
        *person.memberships.values_list("trust_id", flat=True),
        *person.appointments.values_list("trust_id", flat=True),
    }
