"""What comes next: a step starts with one press once those before it are complete; overlapping is a quiet choice."""

import pytest

from tests.factories.sandover import sandover
from tests.factories.visitor import text_of, visitor

pytestmark = pytest.mark.django_db
START = '<button type="submit" class="govuk-button"'


def test_a_later_step_is_offered_quietly_while_an_earlier_one_is_under_way():
    made = sandover()
    exercise, officer = made.at("draft"), visitor(made.officer)

    page = officer.get(exercise.get_absolute_url())

    assert "Earlier steps are not complete: Draft" in text_of(page)
    assert "It can start now" not in text_of(page)
    assert "Start ‘Tidy’" not in text_of(page)
    assert f'href="{exercise.step_url("tidy")}">Start it all the same' in page.content.decode()


def test_its_own_page_says_so_too_and_starts_it_all_the_same():
    made = sandover()
    exercise, officer = made.at("draft"), visitor(made.officer)

    page = officer.get(exercise.step_url("tidy"))

    assert "Earlier steps are not complete: Draft" in text_of(page)
    assert "Start ‘Tidy’" in text_of(page)
    assert "govuk-button--secondary" in page.content.decode()
    assert START not in page.content.decode()


def test_with_nothing_under_way_it_starts_with_one_press():
    made = sandover()
    exercise, officer = made.exercise(), visitor(made.officer)

    page = officer.get(exercise.get_absolute_url())

    assert "It can start now." in text_of(page)
    assert START in page.content.decode()
    assert "not complete" not in text_of(page)
