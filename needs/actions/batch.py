"""Bringing files of figures in: checking, saving, stopping, going on, undoing."""

import csv
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError, connection, models, transaction

from needs.actions.dataset import obstacles_to_sharing
from needs.figures import neighbours, snapshots, store
from needs.figures.faults import BadFile, Stopped, Unmapped
from needs.figures.intake import Outcome, bring_in, remember
from needs.figures.rejects import Rejects
from needs.models import Area, Batch, Dataset, Indicator, Neighbour, Replaced
from trusts.exports import harmless
from trusts.governance import audit, clock
from trusts.governance.conflict import lost_out
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Organisation, Person, Trust

State = Batch.State
BEAT = 1.0
"""Seconds between two signs of life of a job."""


@transaction.atomic
def receive(
    *,
    file_name: str,
    trust: Trust | None = None,
    by: Person | None = None,
    file: Any = None,
    local: bool = False,
    source: str = "",
    licence: str = "",
    address: str = "",
    dated: date | None = None,
    agency: Organisation | None = None,
    dataset: Dataset | None = None,
    settled: dict[str, Any] | None = None,
) -> Batch:
    """Take a file in; nothing of it counts until it is checked and saved."""
    batch = Batch(
        trust=trust, by=by, local=local, file_name=file_name[:300], source=source, licence=licence, address=address,
        dated=dated, agency=agency, dataset=dataset, settled=settled or {}, created_at=clock.now(),
    )  # fmt: skip
    if file is not None:
        batch.file.save(file_name[-100:], File(file), save=False)
        batch.file_size = file.size
    batch.save()
    if trust is not None:
        audit.record("data.receive", trust=trust, subject=batch, by=by, file=batch.file_name)
    return batch


def check(
    batch: Batch, *, path: Path | None = None, rejects: Rejects | None = None, watched: bool = False
) -> Batch:
    """Read a file whole, and write down what saving it would do."""
    if not _claim(batch, State.WAITING, State.CHECKING):
        return batch
    return _judged(batch, State.CHECKED, path, rejects, watched=watched)


def save(
    batch: Batch, *, path: Path | None = None, rejects: Rejects | None = None, watched: bool = False
) -> Batch:
    """Read a file once more and save it: all of it that can be kept, or nothing."""
    if not _claim(batch, State.QUEUED, State.SAVING):
        return batch

    def kept(outcome: Outcome) -> None:
        if not _write_down(batch, outcome, State.SAVED, of=State.SAVING):
            raise Stopped  # it was taken for dead, and cancelled or done again by another job
        Batch.objects.filter(pk=batch.pk).update(saved_at=clock.now())
        if batch.trust is not None:
            audit.record(
                "data.import", trust=batch.trust, subject=batch, by=batch.by, layout=outcome.layout, new=outcome.new,
                changed=outcome.changed, unchanged=outcome.unchanged, rejected=outcome.rejected, hash=outcome.survey.hash,
            )  # fmt: skip

    return _judged(batch, State.SAVED, path, rejects, kept, watched=watched)


def _judged(
    batch: Batch,
    after: str,
    path: Path | None,
    rejects: Rejects | None,
    kept: Callable[[Outcome], None] | None = None,
    *,
    watched: bool,
) -> Batch:
    """Read the file of a batch, and leave the batch in the state that follows from it."""
    own = rejects if rejects is not None else Rejects()
    beat = Beat(batch) if watched else None
    try:
        where = path or Path(batch.file.path)
        outcome = _twice(lambda: bring_in(batch, where, own, kept=kept, pulse=beat or _still))
        if kept is None:
            _write_down(batch, outcome, after, of=State.CHECKING)
    except (BadFile, Stopped, OSError) as fault:
        _end(batch, fault, own)
    finally:
        if beat is not None:
            beat.close()
        if rejects is None:
            _write_faults(batch, own)
            own.close()
    batch.refresh_from_db()
    return batch


def _end(batch: Batch, fault: Exception, rejects: Rejects) -> None:
    """Say why a file was not taken; nothing of it is kept."""
    if isinstance(fault, Stopped):
        state, answer = State.CANCELLED, "It was stopped before it was saved. Nothing of it was kept."
    elif isinstance(fault, OSError):
        state, answer = State.REFUSED, "The file is no longer there, or cannot be read. Load it again."
    else:
        state, answer = (State.ASKING if isinstance(fault, Unmapped) else State.REFUSED), str(fault)
    found: dict[str, Any] = {"faults": rejects.first}
    if isinstance(fault, Unmapped):
        found["heading"] = fault.heading
    Batch.objects.filter(pk=batch.pk, state__in=(State.CHECKING, State.SAVING)).update(
        state=state, answer=answer, found=found, rejected=rejects.count, heard=clock.now()
    )


def _twice(work: Callable[[], Outcome]) -> Outcome:
    """Try once more where another import was saved meanwhile and took the same keys, or stood in the way."""
    try:
        return work()
    except (IntegrityError, OperationalError) as error:
        if connection.in_atomic_block or (isinstance(error, OperationalError) and not lost_out(error)):
            raise
        return work()


def _still(_: int) -> None:
    """The pulse of a job that nobody watches."""


class Beat:
    """A job's signs of life, on a connection of its own where a transaction is open; hears when it should stop."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.next = batch, 0.0
        self.connection = connection.copy() if connection.vendor == "postgresql" else connection

    def __call__(self, read: int) -> None:
        """Say how far it is; raises Stopped."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + BEAT
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE needs_batch SET read = %s, heard = %s WHERE id = %s",
                [read, clock.now(), self.batch.pk],
            )
            cursor.execute("SELECT stop FROM needs_batch WHERE id = %s", [self.batch.pk])
            found = cursor.fetchone()
        if found and found[0]:
            raise Stopped

    def close(self) -> None:
        """Let the connection of its own go."""
        if self.connection is not connection:
            self.connection.close()


def _claim(batch: Batch, one: str, next_one: str) -> bool:
    """Begin a job that waits; whether it is this one's to do."""
    mine = Batch.objects.filter(pk=batch.pk, state=one).update(
        state=next_one, heard=clock.now(), read=0, stop=False
    )
    batch.refresh_from_db()
    return bool(mine)


def _write_down(batch: Batch, outcome: Outcome, state: str, *, of: str) -> bool:
    """Write down what became of a file, if its job is still its own; whether it was."""
    values = {
        "state": state, "layout": outcome.layout, "rows": outcome.rows, "new": outcome.new, "changed": outcome.changed,
        "unchanged": outcome.unchanged, "rejected": outcome.rejected, "answer": "", "heard": clock.now(),
        "found": outcome.found | {"reasons": outcome.reasons}, "file_hash": outcome.survey.hash,
        "file_size": outcome.survey.size, "read": outcome.survey.size,
        "source": batch.source or outcome.found.get("publisher", ""),
        "licence": batch.licence or outcome.found.get("licence", ""),
    }  # fmt: skip
    return bool(Batch.objects.filter(pk=batch.pk, state=of).update(**values))


def give_up(batch: Batch) -> None:
    """Say of a job that failed for a reason nobody foresaw that it has ended; nothing of the file was kept."""
    Batch.objects.filter(pk=batch.pk, state__in=Batch.UNDER_WAY).update(
        state=State.CANCELLED,
        answer="Something went wrong on our side. Nothing of the file was kept. Try it again.",
        heard=clock.now(),
    )


def faults_file(batch: Batch) -> str:
    """Where every row that was not kept is written down, with its reason."""
    owner = batch.trust.code if batch.trust else "england"
    return f"data/{owner}/{batch.pk}-rows-not-kept.csv"


def _write_faults(batch: Batch, rejects: Rejects) -> None:
    name = faults_file(batch)
    default_storage.delete(name)
    if rejects.count:
        with NamedTemporaryFile("w+", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(("Row", "Reason"))
            writer.writerows((row, harmless(reason)) for row, reason in rejects)
            file.flush()
            with Path(file.name).open("rb") as written:
                default_storage.save(name, File(written))


# What people do with a batch -----------------------------------------------------------------


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)


@performs("data.share")
@transaction.atomic
def queue(batch: Batch, *, by: Person | None) -> Batch:
    """Let a checked file be saved."""
    batch = _locked(batch)
    if batch.state != State.CHECKED:
        refuse_if(
            [
                refusal(
                    f"This file is {batch.get_state_display().lower()}: only one that is checked can be saved."
                )
            ]
        )
    refuse_if(obstacles_to_sharing(batch, by=by))
    return _moved(batch, "data.save", State.QUEUED, by)


@transaction.atomic
def stop(batch: Batch, *, by: Person | None) -> Batch:
    """Ask a job to stop; one that is not under way is cancelled at once."""
    batch = _locked(batch)
    waiting = (State.WAITING, State.QUEUED, State.CHECKED, State.ASKING)
    if batch.state in waiting or batch.is_silent(clock.now()):
        return _moved(batch, "data.stop", State.CANCELLED, by)
    if batch.state not in Batch.UNDER_WAY:
        refuse_if([refusal(f"This file is {batch.get_state_display().lower()}: there is nothing to stop.")])
    batch.stop = True
    batch.save(update_fields=["stop"])
    return batch


@transaction.atomic
def resume(batch: Batch, *, by: Person | None) -> Batch:
    """Let a job begin again that was stopped, that was refused, or from which nothing is heard any more."""
    batch = _locked(batch)
    silent = batch.is_silent(clock.now())
    if not silent and batch.state not in (State.CANCELLED, State.REFUSED):
        refuse_if(
            [refusal(f"This file is {batch.get_state_display().lower()}: there is nothing to go on with.")]
        )
    saving = silent and batch.state in (State.QUEUED, State.SAVING)
    return _moved(batch, "data.resume", State.QUEUED if saving else State.WAITING, by)


@transaction.atomic
def explain(
    batch: Batch, *, by: Person | None, columns: dict[str, str], constants: dict[str, str], keep: bool = True
) -> Batch:
    """Say what a file's columns hold, and remember it for the next of the same heading."""
    batch = _locked(batch)
    if batch.state not in (State.ASKING, State.REFUSED, State.CHECKED):
        refuse_if([refusal(f"This file is {batch.get_state_display().lower()}: its columns are settled.")])
    heading = batch.found.get("heading", [])
    batch.settled = {"columns": columns, "constants": constants}
    batch.save(update_fields=["settled"])
    if keep and heading:
        remember(batch, heading, columns, constants)
    return _moved(batch, "data.explain", State.WAITING, by)


def _moved(batch: Batch, act: str, state: str, by: Person | None) -> Batch:
    batch.state, batch.stop, batch.heard, batch.answer = state, False, clock.now(), ""
    batch.save(update_fields=["state", "stop", "heard", "answer"])
    if batch.trust is not None:
        audit.record(act, trust=batch.trust, subject=batch, by=by, file=batch.file_name)
    return batch


def obstacles_to_undoing(batch: Batch) -> list[Refusal]:
    """Every reason why a batch cannot be undone."""
    if batch.state != State.SAVED:
        return [
            refusal(
                f"This file is {batch.get_state_display().lower()}: only one that was saved can be undone."
            )
        ]
    later = set(Replaced.objects.filter(batch=batch).values_list("by_id", flat=True).distinct())
    later |= set(
        Neighbour.objects.filter(batch=batch)
        .exclude(replaced_by=None)
        .values_list("replaced_by_id", flat=True)
    )
    names = Batch.objects.filter(pk__in=later).exclude(pk=batch.pk).order_by("-pk")
    return [
        refusal(f"“{one.file_name}”, saved later, changed some of its figures. Undo that first.")
        for one in names
    ]


@transaction.atomic
def undo(batch: Batch, *, by: Person | None) -> Batch:
    """Take a whole file back: what it brought is gone, and what it changed is as it was before."""
    batch = _locked(batch)
    refuse_if(obstacles_to_undoing(batch))
    indicators = store.indicators_of(batch.pk)
    gone, back = store.put_back(batch.pk)
    gone += neighbours.put_back(batch)
    snapshots.refresh(indicators)
    _forget(batch)
    batch.state, batch.undone_at, batch.undone_by = State.UNDONE, clock.now(), by
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    if batch.trust is not None:
        audit.record("data.undo", trust=batch.trust, subject=batch, by=by, taken_out=gone, put_back=back)
    return batch


def _forget(batch: Batch) -> None:
    """Let go of the indicators and areas that this file alone named: all at once, for there can be many thousands."""
    for model in (Indicator, Area):
        rows = model._default_manager.filter(batch=batch)
        for field in _what_protects(model):
            names = field.model._base_manager.exclude(**{field.name: None}).values(field.attname).distinct()
            rows = rows.exclude(pk__in=names.order_by())
        rows.delete()


def _what_protects(model: type[models.Model]) -> Iterator[Any]:
    """The fields, of whatever record, whose naming a row keeps it from being deleted."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete is models.PROTECT:
            yield relation.field
