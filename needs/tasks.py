"""Long work on files of figures: done at once, or by `manage.py db_worker` where one runs."""

from django_tasks import task

from needs.actions import batch as batches
from needs.models import Batch


@task()
def check_batch(pk: int) -> str:
    """Read a file and say what saving it would do."""
    return _done(Batch.objects.select_related("trust", "by").get(pk=pk))


@task()
def save_batch(pk: int) -> str:
    """Read a file once more and save it."""
    return _done(Batch.objects.select_related("trust", "by").get(pk=pk))


def _done(batch: Batch) -> str:
    """Do what the batch waits for; whatever goes wrong on our side, it does not wait for ever."""
    work = batches.save if batch.state == Batch.State.QUEUED else batches.check
    try:
        return work(batch, watched=True).state
    except Exception:
        batches.give_up(batch)
        raise
