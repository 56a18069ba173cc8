"""When the database is away, people are told so, and that what they typed can be sent again."""

import pytest
from django.db import InterfaceError, OperationalError

from commissioning.views.account import Help
from tests.factories.visitor import visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fault", [OperationalError("the server closed the connection"), InterfaceError("away")]
)
def test_a_database_that_is_away_is_not_a_fault_of_ours(monkeypatch, settings, fault):
    answer = asked(monkeypatch, settings, fault)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "your browser will offer to send what you typed again" in answer.content.decode()


def test_any_other_fault_is_one_of_ours(monkeypatch, settings):
    assert asked(monkeypatch, settings, ValueError("oh")).status_code == 500


def asked(monkeypatch, settings, fault):
    """The answer of a page that meets this fault, on a site that is not being developed."""

    def fails(*args, **kwargs):
        raise fault

    settings.DEBUG = False
    monkeypatch.setattr(Help, "get", fails)
    return visitor(raise_request_exception=False).get("/help/")
