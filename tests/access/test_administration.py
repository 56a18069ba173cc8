"""The administration: closed to all but those who manage something, and to them closed beyond their own trust."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from tests.access.asking import Door
from trusts.models import Person

SAID_IN_AN_ADDRESS = {"object_id": "1", "app_label": "trusts", "content_type_id": 1, "url": "anything"}
OPEN = {"admin:login", "admin:logout"}


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from _patterns(entry)


def addresses() -> dict[str, str]:
    """Every address of the administration by its name; those without a name by their pattern."""
    home = next(
        entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", None) == "admin"
    )
    found = {}
    for pattern in _patterns(home):
        if pattern.name:
            parts = {name: SAID_IN_AN_ADDRESS[name] for name in pattern.pattern.converters or ()}
            parts |= {
                name: SAID_IN_AN_ADDRESS[name]
                for name in getattr(pattern.pattern.regex, "groupindex", ())
                if name not in parts
            }
            if pattern.name == "app_list":
                parts = {"app_label": "trusts"}
            found[f"admin:{pattern.name}"] = reverse(f"admin:{pattern.name}", kwargs=parts)
    return found | {"an address that is none": "/admin/no/such/thing/"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_else_is_turned_away_everywhere(method, scenes, door):
    scene = scenes["county-durham"]
    # Being staff opens nothing: the trust's delegation must let the person manage something.
    Person.objects.filter(pk=scene.people["colleague"].pk).update(is_staff=True)
    staff = Person.objects.create(username="only-staff", name="only staff", password="!", is_staff=True)
    people = {
        column: scene.people[column]
        for column in ("anonymous", "closed", "officer", "chair", "provider", "colleague")
    }
    for name, path in addresses().items():
        for who, person in (people | {"staff without business anywhere": staff}).items():
            answer = door.ask(person, method, path, {} if method == "POST" else None)
            where = f"{method} {path} as {who}"
            expected = (302, 403) if name in OPEN else (302,)
            assert answer.response.status_code in expected, f"{where}: {answer.response.status_code}"
            assert not answer.written, f"{where} wrote to {answer.written}"
            assert b"SECRET" not in answer.body.replace(person.name.encode() if person else b"-", b""), where


MODELS = sorted(
    (model for model in apps.get_models() if model in admin.site._registry),
    key=lambda model: model._meta.label,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_an_administrator_finds_nothing_of_another_trust(model, scenes, door):
    mine, other = scenes["county-durham"], scenes["gateshead"]
    person, name = mine.people["administrator"], f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for query in ("", "q=SECRET", "q=gateshead"):
        answer = door.ask(person, "GET", reverse(f"{name}_changelist"), QUERY_STRING=query)
        assert answer.letter in "ox", f"{name} {query}: {answer.letter}"
        assert other.marker.encode() not in answer.body, f"{name} {query}"
    for part in ("change", "history", "delete"):
        pages = [
            _of(door, person, reverse(f"{name}_{part}", args=[pk]), pk)
            for pk in (_row_of(model, other), 987_654_321)
        ]
        assert pages[0] == pages[1], f"{part} of another trust's {model._meta.model_name} differs from none"


def _of(door: Door, person, path, pk):
    """An answer without the number that was asked for."""
    status, headers, body = door.ask(person, "GET", path).bytes
    return (
        status,
        {name: value for name, value in headers.items() if name != "Expires"},
        body.replace(b"/%d/" % pk, b"//"),
    )


def _row_of(model, scene):
    """A row that belongs to a trust and to no other."""
    if model is Person:
        return scene.people["officer"].pk
    if model._meta.model_name == "trust":
        return scene.trust.pk
    for path in ("trust", "item__trust", "exercise__trust", "decision__trust", "body__trust"):
        try:
            found = model._default_manager.filter(**{path: scene.trust}).first()
        except Exception:  # noqa: BLE001 (this model has no such way to its trust)
            continue
        return found.pk if found else 987_654_322
    raise AssertionError(f"{model} leads to no trust")
