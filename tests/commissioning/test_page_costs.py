"""What the pages of deciding and of an exercise cost: few queries, and as many for much as for little."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.models import Entry
from tests.factories.decision import DecisionFactory, ItemFactory, VoteFactory
from tests.factories.exercise import MarkFactory, MovementFactory
from tests.factories.framework import gate
from tests.factories.maker import Maker
from tests.factories.sandover import fresh, sandover
from tests.factories.visitor import visitor
from trusts.governance import clock

pytestmark = pytest.mark.django_db
DECIDED = [gate("step.complete", "decision-made", steps=["draft"], params={"decision": "go-ahead"})]


def cost(client, url) -> int:
    """How many queries a page takes, once the process is warm."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def linked(trust, exercise, number: int) -> None:
    """Records of two kinds that an exercise works on."""
    made = Maker(trust.trust, trust.officer)
    for n in range(number):
        exercise.evidence.add(made.make("evidence", title=f"Piece {n}"))
        exercise.priorities.add(made.make("priority", title=f"Priority {n}"))


def decided(trust, exercise, number: int) -> None:
    """Questions about an exercise that its body agreed to, with members' views."""
    kind = ContentType.objects.get_for_model(exercise)
    for _ in range(number):
        item = ItemFactory(
            trust=trust.trust, body=trust.body(), blueprint=exercise.blueprint, kind="go-ahead", step="draft",
            subject_type=kind, subject_id=exercise.pk, submitted_by=trust.officer, state="decided",
        )  # fmt: skip
        VoteFactory(item=item, person=trust.first)
        DecisionFactory(item=item, trust=trust.trust, body=item.body).conditions.create(text="Count them")


@pytest.fixture
def world():
    """A trust and an exercise in it at its first step, on which a body is asked."""
    trust = sandover(gates=DECIDED)
    exercise = trust.at("draft", officer=trust.officer)
    return trust, exercise, trust.ask(exercise)


@pytest.mark.parametrize("page", ["exercise", "exercise-step", "item"])
@pytest.mark.parametrize("who", ["officer", "first"])
def test_a_page_costs_the_same_for_one_and_for_twenty(page, who, world):
    trust, exercise, item = world
    args = {"exercise": [exercise.number], "exercise-step": [exercise.number, "draft"], "item": [item.pk]}[
        page
    ]
    client, url = visitor(getattr(trust, who)), reverse(page, args=[trust.trust.code, *args])
    counted = []
    for number in (1, 19):
        linked(trust, exercise, number)
        decided(trust, exercise, number)
        for n in range(number):
            MarkFactory(exercise=exercise, axis="group", code=f"group-{number}-{n}")
            MovementFactory(exercise=exercise, by=trust.officer)
            Entry.objects.create(
                exercise=exercise,
                step="draft",
                kind="output",
                code=f"o-{number}-{n}",
                by=trust.officer,
                at=clock.now(),
            )
        counted.append(cost(client, url))
    assert counted[0] == counted[1] <= 15
    assert len(fresh(exercise).worked_on) == 40


def test_a_members_home_costs_the_same_for_one_question_about_a_record_and_for_ten(world):
    trust, *_ = world
    made, client = Maker(trust.trust, trust.officer), visitor(trust.first)
    home, counted = reverse("trust-home", args=[trust.trust.code]), []
    kinds = {"priority": {}, "agreement": {"provider": made.make("provider")}}
    for number in (1, 9):
        for kind, named in kinds.items():
            for n in range(number):
                record = made.make(kind, title=f"{kind} {number} {n}", **named)
                ItemFactory(
                    trust=trust.trust, body=trust.body(), blueprint=record.blueprint, kind="go-ahead",
                    subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk,
                    submitted_by=trust.officer,
                )  # fmt: skip
        counted.append(cost(client, home))
    assert counted[0] == counted[1] <= 8
