"""The audit trail says what was changed, from what to what, and nothing of what stayed or is sealed."""

from decimal import Decimal

import pytest

from commissioning.actions.exercise import assign, edit_exercise
from contracts.models import Bid
from needs.models import Finding
from tests.factories.needs import FindingFactory
from tests.factories.sandover import fresh, sandover, url
from tests.factories.visitor import text_of, visitor
from trusts.actions.record import change
from trusts.models import AuditEntry

pytestmark = pytest.mark.django_db


def newest(made, act):
    """The detail of the newest entry of an act."""
    return AuditEntry.objects.filter(trust=made.trust, act=act).latest("number").detail


def sent(exercise, **changes):
    """The exercise as it is saved, with a few things changed."""
    return {
        "exercise": exercise, "version": exercise.version, "levels": exercise.levels,
        "outcomes": exercise.codes("outcome"), "groups": exercise.codes("group"),
        "localities": exercise.all("localities"), "organisations": exercise.all("organisations"),
    } | changes  # fmt: skip


def test_only_what_changed_is_told_from_what_to_what():
    made = sandover()
    exercise = made.exercise(value=Decimal(62000), localities=[made.place("east")])

    edit_exercise(
        by=made.officer, **sent(exercise, title=exercise.title, value=Decimal(950000), localities=[made.place("west")])
    )  # fmt: skip

    assert newest(made, "exercise.edit") == {
        "changed": {"Localities": ["East", "West"], "Estimated value": ["£62,000", "£950,000"]}
    }


def test_a_long_text_is_told_by_its_name_alone():
    made = sandover()
    edit_exercise(by=made.officer, **sent(made.exercise(), summary="Words. " * 100))

    assert newest(made, "exercise.edit") == {"rewritten": ["Summary"]}


def test_whom_an_exercise_passed_from_and_to_is_told():
    made = sandover()
    exercise = made.exercise(officer=made.first)
    assign(exercise=exercise, lead=None, officer=made.second, version=exercise.version, by=made.officer)

    assert newest(made, "exercise.assign") == {"changed": {"Officer": [made.first.name, made.second.name]}}


def test_a_record_tells_what_changed_in_words():
    made = sandover()
    finding = FindingFactory(trust=made.trust, title="Few places", summary="Before.")
    change(
        finding,
        version=finding.version,
        by=made.officer,
        values={"title": "Too few places", "summary": "Before."},
    )

    assert newest(made, "finding.edit") == {"changed": {"Title": ["Few places", "Too few places"]}}


def test_of_what_is_secret_as_bids_are_only_the_names_of_what_changed_are_told(monkeypatch):
    assert Bid.SECRET
    monkeypatch.setattr(Finding, "SECRET", True)
    made = sandover()
    finding = FindingFactory(trust=made.trust, title="Our recipe", summary="Before.")
    change(finding, version=finding.version, by=made.officer, values={"title": "Our better recipe"})

    assert newest(made, "finding.edit") == {"rewritten": ["Title"]}


def test_the_page_shows_it_readably():
    made = sandover()
    edit_exercise(
        by=made.officer, **sent(fresh(made.exercise()), value=Decimal(950000), title="Longer breaks")
    )

    read = text_of(visitor(made.administrator).get(url("audit")))

    assert "Estimated value Nothing → £950,000" in read
    assert "Title Short breaks → Longer breaks" in read
    assert "Owner" not in read
