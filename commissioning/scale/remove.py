"""Taking invented trusts out again, with everything that hangs on them."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from trusts.models import Person, Trust
from trusts.models.append_only import AppendOnly


def remove() -> Iterator[tuple[Trust, bool]]:
    """Take out every invented trust in which nothing was recorded for good; the others stay. (Trust, whether it went)."""
    for trust in Trust.objects.filter(generated=True).order_by("code"):
        yield trust, _remove(trust)


@transaction.atomic
def _remove(trust: Trust) -> bool:
    """Delete a trust's rows in any order: foreign keys are checked when the transaction ends."""
    places = {
        model: path for model in apps.get_models(include_auto_created=True) if (path := way_to_trust(model))
    }
    kept = [model for model in places if issubclass(model, AppendOnly)]
    if any(model._base_manager.filter(**{places[model]: trust}).exists() for model in kept):
        return False
    people = Person.objects.filter(username__startswith=f"{trust.code}.")
    Trust.objects.filter(pk=trust.pk).update(blueprint=None)
    # Those that hang on others first, so that each is found by what it hangs on.
    for model in sorted(places, key=lambda model: -places[model].count("__")):
        rows = model._base_manager.filter(**{places[model]: trust})
        model._base_manager.filter(pk__in=rows.values("pk"))._raw_delete(rows.db)
    people._raw_delete(people.db)
    Trust.objects.filter(pk=trust.pk)._raw_delete(people.db)
    return True


def way_to_trust(model: type[models.Model], seen: frozenset = frozenset()) -> str:
    """The path of foreign keys from a model to its trust, the shortest; empty where there is none."""
    if model is Trust:
        return ""
    found = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.related_model in seen:
            continue
        if field.related_model is Trust:
            return str(field.name)
        if further := way_to_trust(field.related_model, seen | {model}):
            found.append(f"{field.name}__{further}")
    return min(found, key=lambda path: path.count("__"), default="")
