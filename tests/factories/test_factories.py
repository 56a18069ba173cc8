"""Every model of ours has a factory, and every factory makes something that can be saved and named."""

import pytest
from django.apps import apps

from tests.factories import (
    body,
    contracts,
    decision,
    exercise,
    needs,
    person,
    plan,
    published,
    records,
    trust,
)
from trusts.models import Blueprint

OURS = ("trusts", "needs", "contracts", "commissioning")
FACTORIES = {
    factory._meta.model: factory
    for module in (body, contracts, decision, exercise, needs, person, plan, published, records, trust)
    for factory in vars(module).values()
    if hasattr(factory, "_meta") and factory.__module__ == module.__name__ and not factory._meta.abstract
}


def test_every_model_of_ours_has_a_factory():
    own = {model for app in OURS for model in apps.get_app_config(app).get_models()}

    assert own - set(FACTORIES) == set()


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_a_factory_makes_something_that_is_saved_and_has_a_name(db, model):
    made = FACTORIES[model]()

    assert model._default_manager.get(pk=made.pk) == made
    assert str(made)


def test_a_trust_has_a_framework_in_force(db):
    made = trust.TrustFactory(code="northern")

    assert made.blueprint.state == Blueprint.State.IN_FORCE
    assert made.framework.framework.trust.code == "northern"


def test_a_trust_can_be_without_one(db):
    assert trust.TrustFactory(in_force=False).blueprint is None
