"""From evidence to an agreed priority, in the pages that people use, with every link a foreign key."""

import re

import pytest
from django.urls import reverse

from needs.models import Assessment, Evidence, Finding, Priority
from tests.factories.framework import SANDOVER, gate
from tests.factories.sandover import Sandover, sandover
from tests.factories.visitor import form_of, text_of, visitor

pytestmark = pytest.mark.django_db

AGREE = {"code": "agree-priority", "label": "Agree a priority", "question": "Shall we act on this?",
         "capability": "agrees-priorities", "subject": "priority", "effect": "agree-priority"}  # fmt: skip


@pytest.fixture
def made(db) -> Sandover:
    return sandover(
        decisions=[*SANDOVER["decisions"], AGREE],
        gates=[gate("priority.agree", "decided-by", params={"capability": "agrees-priorities"})],
    )


def address(name: str, *args) -> str:
    return reverse(name, args=["sandover", *args])


def save(client, url: str, **typed):
    """Fill in a form and send it; returns the page it leads to."""
    page = client.post(url, form_of(client, url, **typed), follow=True)
    assert page.status_code == 200, text_of(page)[:2000]
    return page


def test_a_need_is_followed_from_the_evidence_to_the_agreed_priority(made):
    officer = visitor(made.officer)
    save(officer, address("record-make", "evidence"), title="Waits for speech therapy", sort="quantitative",
         summary="412 children wait over 20 weeks.", source="Sandover Clinic", dated="1 June 2026", outcomes=["own.safe"])  # fmt: skip
    save(
        officer,
        address("record-make", "assessment"),
        title="Speech and language",
        summary="All children under five.",
    )
    save(officer, address("record-make", "finding") + "?assessment=1", title="Waits are too long", severity="high",
         summary="Waits harm progress.")  # fmt: skip
    finding = Finding.objects.get()
    assert finding.assessment.title == "Speech and language"

    save(officer, address("record-link", "finding", 1, "evidence"), others=[str(Evidence.objects.get().pk)])
    save(officer, address("record-make", "priority"), title="Shorter waits", summary="No child waits over 12 weeks.",
         outcomes=["own.safe"])  # fmt: skip
    save(officer, address("record-link", "priority", 1, "findings"), others=[str(finding.pk)])
    officer.post(
        address("record-move", "assessment", 1, "complete"),
        form_of(officer, address("record", "assessment", 1)),
    )
    assert Assessment.objects.get().state == "complete"
    officer.post(
        address("record-move", "priority", 1, "propose"), form_of(officer, address("record", "priority", 1))
    )
    priority = Priority.objects.get()
    assert priority.state == "proposed"

    refused = officer.post(
        address("record-move", "priority", 1, "agree"),
        form_of(officer, address("record-edit", "priority", 1)),
    )
    assert refused.status_code == 409
    assert "Not yet: decided-by." in text_of(refused)

    save(officer, address("record-ask", "priority", 1, "agree-priority"), why="Waits harm.", recommendation="Agree.",
         body=str(made.body("board").pk))  # fmt: skip
    made.record(priority.items.get(), present=[made.chair], by=made.chair)
    priority.refresh_from_db()
    assert priority.state == "agreed"

    page = officer.get(address("record", "evidence", 1))
    assert "Waits are too long" in text_of(page)
    thread = text_of(officer.get(address("record-thread", "evidence", 1)))
    assert "Waits for speech therapy" in thread
    assert "Waits are too long" in thread
    assert "Shorter waits" in thread
    back = text_of(officer.get(address("record-thread", "priority", 1)))
    assert "Waits for speech therapy" in back


def test_the_register_filters_and_exports(made):
    officer = visitor(made.officer)
    for number in range(3):
        save(officer, address("record-make", "evidence"), title=f"Piece {number}", sort="views", summary="Said.",
             source="Families", dated="1 June 2026")  # fmt: skip
    page = officer.get(address("records", "evidence"), {"q": "Piece 1"})
    assert [row.record.title for row in page.context["table"].rows] == ["Piece 1"]
    file = officer.get(address("records", "evidence"), {"q": "2", "format": "csv"}).content.decode()
    assert "Piece 1" in file
    assert "Piece 0" not in file


def test_a_stranger_finds_nothing_and_a_member_may_not_write(made):
    assert visitor(made.stranger).get(address("records", "evidence")).status_code == 404
    member = visitor(made.first)
    assert member.get(address("records", "evidence")).status_code == 200
    assert member.get(address("record-make", "evidence")).status_code == 403
    assert member.get(address("records", "nonsense")).status_code == 404


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(made):
    officer = visitor(made.officer)
    url = address("record-make", "evidence")
    page = officer.post(
        url, form_of(officer, url, title="Waits", dated="31 February 2026", summary="Kept text.")
    )
    assert page.status_code == 422
    assert "Enter a real date" in text_of(page)
    assert "Kept text." in text_of(page)


def test_a_step_asks_for_a_record_and_a_finished_one_completes_it(made):
    steps = [dict(step) for step in SANDOVER["steps"]]
    steps[0]["outputs"] = [{"code": "need", "label": "Needs assessment", "kind": "assessment"}]
    lacking = gate("step.complete", "outputs-recorded", params={"outputs": ["need"]}, steps=["draft"])
    other = sandover("wharfdale", steps=steps, gates=[lacking])
    exercise = other.at("draft")
    officer = visitor(other.officer)
    step = reverse("exercise-step", args=["wharfdale", exercise.number, "draft"])
    assert "‘Needs assessment’ is not recorded" in text_of(officer.get(step))

    link = reverse("record-link", args=["wharfdale", "exercise", exercise.number, "assessments"])
    make = re.search(r'href="([^"]+link=exercise[^"]+)"', officer.get(link).content.decode()).group(1)
    save(officer, make, title="Speech and language", summary="Under fives.")
    assert list(exercise.assessments.values_list("title", flat=True)) == ["Speech and language"]
    assert "‘Needs assessment’: ‘Speech and language’ is not finished" in text_of(officer.get(step))

    assessment = Assessment.objects.get()
    assessment.state = "complete"
    assessment.save()
    page = text_of(officer.get(step))
    assert "‘Speech and language’ is not finished" not in page
    typed = reverse("entry-record", args=["wharfdale", exercise.number, "draft", "output", "need"])
    assert officer.get(typed).status_code == 404
    assert "Short breaks" in text_of(officer.get(assessment.get_absolute_url()))
