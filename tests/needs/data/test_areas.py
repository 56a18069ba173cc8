"""For which authorities a trust is: those that answer for children, of which figures are published everywhere."""

import pytest

from needs.forms.data import AreasForm
from tests.factories.sandover import sandover

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["E07000123", "E05000001", "E92000001"])
def test_a_trust_is_for_local_authorities_alone(code):
    trust = sandover().trust
    refused = AreasForm({"own": f"E08000037 {code}"}, trust=trust, made_of={})
    assert f"{code} is not a local authority that answers for children" in refused.errors["own"][0]
    assert refused["own"].value() == f"E08000037 {code}", "what was typed is kept"
    form = AreasForm({"own": "e08000037, E06000047"}, trust=trust, made_of={})
    assert "own" not in form.errors
    assert form.cleaned_data["own"] == ["E08000037", "E06000047"]
