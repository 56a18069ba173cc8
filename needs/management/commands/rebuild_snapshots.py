"""`manage.py rebuild_snapshots`: write the latest figures of every indicator anew, and check that no figure is orphaned."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from needs.figures import snapshots, store


class Command(BaseCommand):
    """The snapshot is written with every file; this is for whoever does not trust that."""

    help = "Rebuild the snapshot of figures, and check every figure's area, indicator, breakdown and file."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and check."""
        with transaction.atomic():
            count = snapshots.rebuild()
        self.stdout.write(f"{count:,} latest figures written.")
        faults = store.without_owner()
        for what, how_many in faults:
            self.stderr.write(f"{how_many:,} figures have an {what}.")
        if faults:
            raise CommandError("Some figures name what is not there.")
