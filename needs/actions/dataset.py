"""Saying what datasets there are, and which of them a file is a release of."""

from typing import Any

from django.db import transaction

from needs.models import Batch, Dataset
from trusts.governance import audit
from trusts.governance.conflict import Stale
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Person, Trust


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
    row = Dataset(trust=trust, version=0) if dataset is None else Dataset.objects.select_for_update().get(pk=dataset.pk)  # fmt: skip
    if row.version != (0 if dataset is None else version):
        raise Stale(row)
    if Dataset.objects.filter(trust=trust, name=name).exclude(pk=row.pk).exists():
        refuse_if(
            [refusal(f"There is a dataset “{name}” already. Change that one, or give this another name.")]
        )
    row.name, row.version = name, row.version + 1
    for field, value in said.items():
        setattr(row, field, value)
    row.save()
    audit.record(
        "data.dataset", trust=trust, subject=row, by=by, name=row.name, every=row.every, protocol=row.protocol,
        owner=row.owner.name if row.owner else "", holds=row.holds, sharers=row.sharers,
    )  # fmt: skip
    return row


@transaction.atomic
def say_release_of(batch: Batch, *, dataset: Dataset | None, by: Person | None) -> Batch:
    """Say which dataset a file is a release of."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    batch.dataset = dataset
    batch.save(update_fields=["dataset"])
    if batch.trust is not None:
        audit.record("data.release", trust=batch.trust, subject=batch, by=by, dataset=dataset.name if dataset else "")  # fmt: skip
    return batch
