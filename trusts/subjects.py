"""What items of business are about: read for all of them at once, with what permissions look at."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from trusts.models import Item
from trusts.models.record import Record
from trusts.together import Part, parts_of


class Subjects:
    """The subjects of items, kind by kind; `known` are those that are at hand already."""

    def __init__(self, items: Iterable[Item], known: Iterable[Model] = ()) -> None:
        self._items = [item for item in items if item.subject_id is not None]
        self._known = {(ContentType.objects.get_for_model(one).pk, one.pk): one for one in known}
        wanted: dict[int, set[int]] = {}
        for kind, key in {(item.subject_type_id, item.subject_id) for item in self._items} - set(self._known):
            wanted.setdefault(kind, set()).add(key)
        self.rows = {kind: _rows(kind, keys) for kind, keys in sorted(wanted.items())}
        """A queryset for each kind, to be read before anything is handed out."""

    def hand_out(self) -> None:
        """Give each item its subject, so that nobody asks the database for them one by one."""
        known = self._known | {(kind, one.pk): one for kind, rows in self.rows.items() for one in rows}
        for item in self._items:
            subject = known.get((item.subject_type_id, item.subject_id))
            if subject is not None:
                if hasattr(subject, "trust_id"):
                    subject.trust = item.trust
                item.subject = subject

    def places(self) -> Iterator[Part]:
        """The localities of the records among them."""
        for rows in self.rows.values():
            if issubclass(rows.model, Record) and rows.model.has("localities"):
                yield from parts_of(list(rows), "localities")


def _rows(kind: int, keys: set[int]) -> QuerySet:
    """The rows of one kind, with the organisation that a permission may ask for, and without long texts."""
    model = ContentType.objects.get_for_id(kind).model_class()
    rows = model._base_manager.filter(pk__in=keys)
    if issubclass(model, Record) and model.PARTNER:
        return rows.select_related(model.PARTNER)
    return rows
