"""Saying what datasets there are, which of them a file is a release of, and what keeps its figures from being shared."""

from typing import Any

from django.db import transaction

from needs.models import Batch, Dataset
from trusts.governance import audit, gates
from trusts.governance.conflict import Stale
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.models import Person, Trust

SHARED = (Batch.State.QUEUED, Batch.State.SAVING, Batch.State.SAVED)
"""How far a file is whose figures the partners read, or soon will."""


def obstacles_to_sharing(batch: Batch, *, by: Person | None) -> list[Refusal]:
    """Every reason why figures that are a partner's may not be shared with the others (GAT-179)."""
    if batch.trust is None or batch.partner is None:
        return []
    shared: Any = batch  # of a trust, as gates want it
    return gates.refusals("data.share", shared, by=by)


@transaction.atomic
def keep_dataset(
    *,
    trust: Trust,
    by: Person | None,
    name: str,
    dataset: Dataset | None = None,
    version: int = 0,
    **said: Any,
) -> Dataset:
    """Write a dataset down, or say anew what it is; raises Stale where somebody else did meanwhile."""
    row = Dataset(trust=trust, version=0) if dataset is None else Dataset.objects.select_for_update(no_key=True).get(pk=dataset.pk)  # fmt: skip
    if row.version != (0 if dataset is None else version):
        raise Stale(row)
    if Dataset.objects.filter(trust=trust, name=name).exclude(pk=row.pk).exists():
        refuse_if(
            [refusal(f"There is a dataset “{name}” already. Change that one, or give this another name.")]
        )
    before = row.owner, row.protocol
    row.name, row.version = name, row.version + 1
    for field, value in said.items():
        setattr(row, field, value)
    row.save()
    if (row.owner, row.protocol) != before:
        _refuse_unshareable(row, by)
    audit.record(
        "data.dataset", trust=trust, subject=row, by=by, name=row.name, every=row.every, protocol=row.protocol,
        owner=row.owner.name if row.owner else "", holds=row.holds, sharers=row.sharers,
    )  # fmt: skip
    return row


@transaction.atomic
def say_release_of(batch: Batch, *, dataset: Dataset | None, by: Person | None) -> Batch:
    """Say which dataset a file is a release of; refused where its figures are shared and could not be under that one."""
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    batch.dataset = dataset
    batch.save(update_fields=["dataset"])
    if batch.state in SHARED:
        refuse_if(obstacles_to_sharing(batch, by=by))
    if batch.trust is not None:
        audit.record("data.release", trust=batch.trust, subject=batch, by=by, dataset=dataset.name if dataset else "")  # fmt: skip
    return batch


def _refuse_unshareable(dataset: Dataset, by: Person | None) -> None:
    """Refuse what would leave figures shared that may not be: of the files that are, one of a partner's is judged for all."""
    shared = Batch.objects.filter(dataset=dataset, state__in=SHARED)
    one = shared.first() if dataset.owner else shared.exclude(agency=None).first()
    if one is not None and (reasons := obstacles_to_sharing(one, by=by)):
        refuse_if([refusal(f"“{one.file_name}” was saved and is shared as part of it. Undo that file first, or leave the protocol."), *reasons])  # fmt: skip
