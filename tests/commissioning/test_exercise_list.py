"""The list of exercises: what a person may see, found by the trust's own words, at the same cost for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.exercise import ExerciseFactory, MarkFactory, StepRecordFactory
from tests.factories.sandover import Sandover, sandover
from tests.factories.visitor import visitor
from trusts.governance import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


@pytest.fixture
def listed(made):
    """`listed(step="draft")`: the titles on the page for these filters, in the order of the page."""

    def titles(person=None, **filters) -> list[str]:
        page = visitor(person or made.officer).get(reverse("exercises", args=[made.trust.code]), filters)
        assert page.status_code == 200
        return [row.record.title for row in page.context["table"].rows]

    return titles


def one(made: Sandover, title: str, **changes):
    """An exercise of the group, as a row."""
    return ExerciseFactory(owner=changes.pop("owner", None) or made.body(), title=title, **changes)


def many(made: Sandover, number: int) -> None:
    """Exercises with marks, people, places and dates, so that each line has something to look up."""
    for count in range(number):
        exercise = one(
            made,
            f"Exercise {count}",
            lead=made.first,
            officer=made.officer,
            due=clock.today(),
            current="draft",
        )
        exercise.localities.set(made.trust.localities.all())
        MarkFactory(exercise=exercise)
        StepRecordFactory(exercise=exercise)


@pytest.mark.parametrize("shape", ["", "csv", "xlsx"])
def test_one_line_and_thirty_cost_the_same_number_of_queries(made, shape):
    client = visitor(made.officer)
    url = reverse("exercises", args=[made.trust.code])
    counted = []
    for number in (1, 29):
        many(made, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"format": shape} if shape else {}).status_code == 200
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[1] <= 8


def test_without_filters_everything_of_the_trust_is_listed(made, listed):
    one(made, "Swings")
    one(made, "Slides", state="closed")
    one(sandover("otherside"), "Theirs")

    assert sorted(listed()) == ["Slides", "Swings"]


def test_words_are_looked_for_in_title_summary_and_priority(made, listed):
    one(made, "Swings for all")
    one(made, "Slides", summary="Better than swings")
    one(made, "Paths", priority="Swings first")
    one(made, "Benches")

    assert sorted(listed(q="SWINGS")) == ["Paths", "Slides", "Swings for all"]


def test_every_word_must_be_found(made, listed):
    one(made, "Swings for all")
    one(made, "Swings for some")

    assert listed(q="all swings") == ["Swings for all"]


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE", "\\", "{{ trust }}"])
def test_words_are_never_anything_but_words(made, listed, words):
    one(made, "Swings")

    assert listed(q=words) == []


def test_running_late_and_closed_are_told_apart(made, listed):
    yesterday, tomorrow = clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)
    one(made, "Late", due=yesterday)
    one(made, "In time", due=tomorrow)
    one(made, "Due today", due=clock.today())
    one(made, "Over", due=yesterday, state="closed")

    assert listed(stands="late") == ["Late"]
    assert sorted(listed(stands="running")) == ["Due today", "In time", "Late"]
    assert listed(stands="closed") == ["Over"]


def test_by_step_owner_outcome_and_locality(made, listed):
    board = made.body("board")
    drafted = one(made, "Drafted", current="draft")
    one(made, "Thought", owner=board, current="think")
    MarkFactory(exercise=drafted, code="own.heard")
    drafted.localities.set([made.place("east")])

    assert listed(step="draft") == ["Drafted"]
    assert listed(owner=board.pk) == ["Thought"]
    assert listed(outcome="own.heard") == ["Drafted"]
    assert listed(locality=made.place("east").pk) == ["Drafted"]
    assert listed(locality=made.place("west").pk) == []


def test_filters_are_joined(made, listed):
    one(made, "Swings", current="draft")
    one(made, "Swings again", current="think")

    assert listed(q="swings", step="think") == ["Swings again"]


def test_the_body_of_another_trust_is_no_filter_here(made, listed):
    one(made, "Swings")
    theirs = sandover("otherside").body()

    assert listed(owner=theirs.pk) in ([], ["Swings"])


def test_a_provider_sees_only_what_names_its_organisation(made, listed):
    clinic = made.partner("clinic")
    provider = made.appoint("provider", organisation=clinic)
    one(made, "Ours").organisations.set([clinic])
    one(made, "Not ours").organisations.set([made.partner("council")])
    one(made, "Nobody's")

    assert listed(provider) == ["Ours"]


def test_a_provider_of_no_organisation_sees_nothing(made, listed):
    one(made, "Nobody's")

    assert listed(made.appoint("provider")) == []


def test_an_exercise_a_provider_may_not_see_is_not_found(made):
    provider = made.appoint("provider", organisation=made.partner("clinic"))
    hidden = one(made, "Not ours")

    assert visitor(provider).get(hidden.get_absolute_url()).status_code == 404
