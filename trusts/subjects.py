"""What items of business and exercises are about: read, and asked about, for all of it at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from trusts.governance.permissions import Standing
from trusts.models import Item
from trusts.nouns import noun_for
from trusts.record_page import read_for_page
from trusts.together import Part, parts_of, together


class Subjects:
    """The subjects of items, kind by kind; `known` are those at hand already, `whole` ones come with what a page shows."""

    def __init__(self, items: Iterable[Item], known: Iterable[Model] = (), *, whole: bool = False) -> None:
        self._items = [item for item in items if item.subject_id is not None]
        self._known = {(ContentType.objects.get_for_model(one).pk, one.pk): one for one in known}
        wanted: dict[int, set[int]] = {}
        for kind, key in {(item.subject_type_id, item.subject_id) for item in self._items} - set(self._known):
            wanted.setdefault(kind, set()).add(key)
        self.rows = {kind: _rows(kind, keys, whole) for kind, keys in sorted(wanted.items())}
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
        """Where each of them belongs."""
        for rows in self.rows.values():
            if hasattr(rows.model, "placed_by"):
                yield from parts_of(list(rows), *rows.model.placed_by())


def _rows(kind: int, keys: set[int], whole: bool) -> QuerySet:
    """The rows of one kind, with the organisation that a permission may ask for."""
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    rows, partner = model._default_manager.filter(pk__in=keys), getattr(model, "PARTNER", "")
    if whole and (noun := noun_for(model)) is not None:
        return read_for_page(noun, rows)
    return rows.select_related(partner) if partner else rows


def readable(records: Sequence[Any], standing: Standing) -> list[Any]:
    """Those of some records that a person may read; one query for all kinds."""
    if standing.reads_all or not records:
        return list(records)
    own: dict[Any, list[int]] = {}
    for one in records:
        own.setdefault(type(one), []).append(one.pk)
    seen = [
        model.objects.visible_to(standing).filter(pk__in=keys).order_by().values_list("pk")
        for model, keys in own.items()
    ]
    together(*seen)
    may = {(model, key) for model, rows in zip(own, seen, strict=True) for (key,) in rows}
    return [one for one in records if (type(one), one.pk) in may]
