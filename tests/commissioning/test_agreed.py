"""What a body agreed stays as it agreed it: on other terms it is asked again."""

from decimal import Decimal

import pytest

from commissioning.actions.exercise import edit_exercise
from commissioning.actions.step import go_back
from tests.factories.framework import SANDOVER
from tests.factories.sandover import fresh, refused, sandover, url
from tests.factories.visitor import form_of, text_of, visitor
from trusts.governance import clock
from trusts.governance.refusal import Refused

pytestmark = pytest.mark.django_db


def agreed(value=62000, kind="go-ahead", **sections):
    """An exercise at its draft, on which the group agreed."""
    made = sandover(**sections)
    exercise = made.at("draft", value=value and Decimal(value), localities=[made.place("east")])
    made.record(made.ask(exercise, kind))
    return made, fresh(exercise)


def sent(exercise, **changes):
    """The exercise as it is saved, with a few things changed."""
    return {
        "exercise": exercise, "version": exercise.version, "levels": exercise.levels,
        "outcomes": exercise.codes("outcome"), "groups": [], "localities": exercise.all("localities"),
        "organisations": [],
    } | changes  # fmt: skip


def today():
    day = clock.today()
    return f"{day.day} {day:%B %Y}"


def test_money_does_not_grow_after_a_body_agreed_it():
    made, exercise = agreed()

    with pytest.raises(Refused) as caught:
        edit_exercise(by=made.officer, **sent(exercise, value=Decimal(950000)))

    [refusal] = caught.value.refusals
    assert refusal.reason == (
        f"Sandover Group agreed ‘Go ahead’ on {today()} at £62,000, so the value cannot be £950,000 while that stands."
    )
    assert refusal.remedy == "Go back to ‘Draft’ with a reason, change it, and ask again."
    assert refusal.url == url("step-back", exercise.number, "draft")
    assert fresh(exercise).value == 62000


def test_nor_from_a_value_that_nobody_knew():
    made, exercise = agreed(value=None)

    assert refused(edit_exercise, by=made.officer, **sent(exercise, value=Decimal(1))) == [
        f"Sandover Group agreed ‘Go ahead’ on {today()} with no value known, so the value cannot be £1 while that stands."
    ]


def test_it_may_cost_less_and_be_told_better():
    made, exercise = agreed()
    edit_exercise(by=made.officer, **sent(exercise, value=Decimal(61999), title="Better told"))

    assert (fresh(exercise).value, fresh(exercise).title) == (61999, "Better told")


def test_a_decision_that_is_not_about_money_does_not_bind_the_value():
    advice = {"code": "advice", "label": "Advice", "question": "Do we like it?", "capability": "recommends",
              "steps": ["draft"]}  # fmt: skip
    made, exercise = agreed(kind="advice", decisions=[*SANDOVER["decisions"], advice])
    edit_exercise(by=made.officer, **sent(exercise, value=Decimal(950000)))

    assert fresh(exercise).value == 950000


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (lambda made: {"levels": {"reach": "wide"}}, "level"),
        (lambda made: {"owner": made.body("board")}, "owner"),
        (lambda made: {"localities": [made.place("west")]}, "locality"),
    ],
    ids=["level", "owner", "locality"],
)
def test_what_it_is_and_whose_does_not_change_either(changes, named):
    made, exercise = agreed()

    assert refused(edit_exercise, by=made.officer, **sent(exercise, **changes(made))) == [
        f"Sandover Group agreed ‘Go ahead’ on {today()}, so its {named} cannot change while that stands."
    ]


def test_what_was_refused_or_still_waits_binds_nothing():
    made = sandover()
    exercise = made.at("draft", value=Decimal(62000))
    made.record(made.ask(exercise), outcome="refuse")
    made.ask(exercise)
    edit_exercise(by=made.officer, **sent(fresh(exercise), value=Decimal(950000)))

    assert fresh(exercise).value == 950000


def test_an_open_step_is_gone_back_to_and_then_it_changes_and_is_asked_again():
    made, exercise = agreed()
    officer = visitor(made.officer)
    assert "Take up again what was agreed here" in text_of(officer.get(exercise.step_url("draft")))

    go_back(exercise=exercise, step="draft", reason="It costs more.", by=made.officer)
    edit_exercise(by=made.officer, **sent(fresh(exercise), value=Decimal(950000)))

    assert fresh(exercise).value == 950000
    assert not fresh(exercise).decided_in_favour("go-ahead")
    made.record(made.ask(fresh(exercise)))
    assert refused(edit_exercise, by=made.officer, **sent(fresh(exercise), value=Decimal(950001)))


def test_the_page_says_why_and_where_to_go():
    made, exercise = agreed()
    address = url("exercise-edit", exercise.number)
    officer = visitor(made.officer)

    page = officer.post(address, form_of(officer, address, value="950,000"))

    assert page.status_code == 409
    assert "so the value cannot be £950,000 while that stands" in text_of(page)
    assert url("step-back", exercise.number, "draft") in page.content.decode()
