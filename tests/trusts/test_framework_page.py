"""The framework's page: everything a version says, where it comes from, what is not enforced yet, what a draft changes."""

from datetime import timedelta

import pytest
import yaml
from django.urls import reverse

from tests.factories.body import MeetingFactory
from tests.factories.framework import framework_text
from tests.factories.sandover import sandover
from tests.factories.visitor import form_of, visitor
from tests.trust_data import person, trust
from trusts.actions.blueprint import load_blueprint
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework_changes import changes
from trusts.framework_page import sections_of
from trusts.governance import audit, clock
from trusts.models import AuditEntry, Blueprint, Item, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return sandover()


def changed(**sections) -> str:
    """The file of another version of Sandover's framework."""
    return framework_text(**sections)


def page(person, url: str, status: int = 200):
    """A page as a person sees it."""
    answer = visitor(person).get(url)
    assert answer.status_code == status
    return answer


# The page --------------------------------------------------------------------------------


def test_the_version_in_force_is_shown_with_the_decision_that_adopted_it(db):
    durham = trust("county-durham")
    text = page(person("mina.hart"), reverse("framework", args=[durham.code])).content.decode()
    item = Item.objects.get(trust=durham, kind="adopt-framework")
    for words in ("Joint Commissioning Strategy", "In force", "Executive Board", item.get_absolute_url()):
        assert words in text


def test_every_section_has_a_page_that_says_what_it_says(made):
    text = page(made.officer, reverse("framework", args=["sandover"])).content.decode()
    sections = sections_of(made.blueprint.framework)
    assert len(sections) > 8
    addresses = [reverse("framework-part", args=["sandover", section.code]) for section in sections]
    assert all(f'href="{address}"' in text for address in addresses)
    for place, (section, address) in enumerate(zip(sections, addresses, strict=True)):
        shown = page(made.officer, address)
        assert f'id="{section.code}"' in shown.content.decode()
        near = (shown.context["before"], shown.context["after"])
        told = [one[1] if one else None for one in near]
        assert told == [addresses[place - 1] if place else None, (*addresses[1:], None)[place]]
    page(made.officer, reverse("framework-part", args=["sandover", "nothing"]), 404)


def test_the_whole_of_it_is_on_one_page_and_every_link_of_its_contents_leads_somewhere(made):
    text = page(made.officer, reverse("framework-part", args=["sandover", "whole"])).content.decode()
    sections = sections_of(made.blueprint.framework)
    assert all(f'id="{section.code}"' in text and f'href="#{section.code}"' in text for section in sections)


def test_a_section_of_a_draft_says_that_it_is_not_in_force(made):
    load_blueprint(text=changed(groups=[]), by=made.administrator)
    draft = reverse("framework-version-part", args=["sandover", 2, "bodies"])
    assert draft in page(made.officer, reverse("framework-version", args=["sandover", 2])).content.decode()
    assert "version 2, which is not in force" in page(made.officer, draft).content.decode()
    current = reverse("framework-version-part", args=["sandover", 1, "bodies"])
    assert "not in force" not in page(made.officer, current).content.decode()


def test_a_readers_own_roles_are_marked(made):
    rows = [
        row
        for section in sections_of(made.blueprint.framework, mine=["group-member"])
        for block in section.blocks
        for row in block.rows
        if row.mine
    ]
    assert [row.label for row in rows] == ["Group member"]


def test_rules_say_their_requirement_and_whether_they_are_enforced():
    data = yaml.safe_load(framework_text())
    data["gates"] = [
        {"id": "SAN-1", "transition": "market-test.close", "check": "none-open", "params": {"of": "deficits"},
         "message": "Not yet.", "severity": "override"},
        {"id": "SAN-2", "transition": "decision.record", "check": "quorum-met", "message": "Too few."},
    ]  # fmt: skip
    reading = Reading(read(yaml.safe_dump(data)))
    (rules,) = (section for section in sections_of(reading) if section.code == "rules")
    found = {rule.id: rule for moment in rules.data for rule in moment.rules}
    assert found["SAN-1"].pending
    assert found["SAN-1"].override
    assert not found["SAN-2"].pending
    assert rules.lead == "2 in all; 1 not enforced yet, each marked."


def test_a_draft_says_that_nobody_has_adopted_it_and_what_it_changes(made):
    load_blueprint(text=changed(groups=[]), by=made.administrator)
    text = page(made.officer, reverse("framework-version", args=["sandover", 2])).content.decode()
    assert "This is a draft nobody has adopted" in text
    assert "What version 2 changes in version 1" in text
    assert reverse("framework-submit", args=["sandover", 2]) not in text
    assert (
        "draft nobody has adopted"
        not in page(made.officer, reverse("framework", args=["sandover"])).content.decode()
    )


def test_a_trust_without_a_framework_in_force_sees_its_newest_draft(made):
    Blueprint.objects.filter(trust=made.trust).update(state="draft", in_force_from=None)
    text = page(made.officer, reverse("framework", args=["sandover"])).content.decode()
    assert "This is a draft nobody has adopted" in text


def test_the_file_is_the_version_word_for_word(made):
    answer = page(made.officer, reverse("framework-file", args=["sandover", 1]))
    assert answer.content.decode() == made.blueprint.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sandover-framework-1.yaml"'
    assert answer.headers["Content-Type"].startswith("text/yaml")


# What a version changes --------------------------------------------------------------------


def difference(**sections) -> list:
    return changes(read(framework_text()), read(framework_text(**sections)))


def test_the_same_text_changes_nothing():
    assert difference() == []


def test_what_came_went_and_says_something_else_is_told_by_section():
    data = yaml.safe_load(framework_text())
    bodies = data["bodies"]
    bodies[1] |= {"meets": "Every week"}
    bodies[2:] = [bodies[2]]
    found = difference(bodies=bodies, groups=[*data["groups"], {"code": "new", "label": "New group"}])
    told = {(change.section, change.kind, change.label) for change in found}
    assert told == {
        ("Bodies", "changed", "Sandover Group"), ("Bodies", "removed", "West Group"), ("Groups", "added", "New group"),
    }  # fmt: skip
    (meets,) = next(change for change in found if change.kind == "changed").differences
    assert (meets.what, meets.before, meets.after) == ("meets", "Every month", "Every week")


def test_acts_given_and_taken_are_told_in_words():
    data = yaml.safe_load(framework_text())
    row = next(row for row in data["delegation"] if "audit.view" in row["acts"])
    row["acts"] = [act for act in row["acts"] if act != "audit.view"]
    (change,) = difference(delegation=data["delegation"])
    assert change.section == "Scheme of delegation"
    assert [(one.before, one.after) for one in change.differences] == [("read the audit trail", "")]


# Putting a draft to its body ---------------------------------------------------------------


def test_an_administrator_puts_a_draft_to_the_body_that_owns_the_framework(made):
    draft = load_blueprint(text=changed(groups=[]), by=made.administrator)
    client = visitor(made.administrator)
    url = reverse("framework-submit", args=["sandover", 2])
    typed = form_of(client, url, why="Groups were never used.", body=made.body("board").pk)
    answer = client.post(url, typed)
    draft.refresh_from_db()
    item = Item.objects.get(trust=made.trust, subject_id=draft.pk, kind="adopt", state="waiting")
    assert answer.status_code == 302
    assert answer.url == item.get_absolute_url()
    assert draft.state == Blueprint.State.SUBMITTED
    # The board decides by the rules in force, not by those it is asked to adopt.
    assert item.blueprint == made.blueprint
    again = client.get(url)
    assert "not a draft" in again.content.decode()
    assert b"<textarea" not in again.content


def test_a_version_in_force_cannot_be_put_to_its_body_again(made):
    client = visitor(made.administrator)
    url = reverse("framework-submit", args=["sandover", 1])
    assert "This version is in force, not a draft." in client.get(url).content.decode()


def test_what_was_typed_is_kept_when_somebody_else_was_first(made):
    load_blueprint(text=changed(groups=[]), by=made.administrator)
    client = visitor(made.administrator)
    url = reverse("framework-submit", args=["sandover", 2])
    typed = form_of(client, url, why="Groups were never used.", body=made.body("board").pk)
    Blueprint.objects.filter(trust=made.trust, number=2).update(state="submitted")
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "Groups were never used." in answer.content.decode()


# Bodies, meetings, the trail ----------------------------------------------------------------


@pytest.mark.rule("MED-22")
def test_a_body_warns_of_a_vacant_seat_until_it_is_filled(made):
    url = reverse("body", args=["sandover", "group"])
    assert "2 of 2 places are vacant in ‘Lead for Safe’." in page(made.officer, url).content.decode()
    for _ in range(2):
        made.seat("group", seat=made.body("group").seats.get())
    assert "vacant" not in page(made.officer, url).content.decode()


def test_a_chair_sets_the_date_of_a_meeting_of_their_own_body_alone(made):
    client = visitor(made.chair)
    url = reverse("meeting-create", args=["sandover", "board"])
    answer = client.post(url, form_of(client, url, date="1 March 2030"))
    meeting = Meeting.objects.get(trust=made.trust)
    assert answer.url == meeting.get_absolute_url()
    assert client.get(reverse("meeting-create", args=["sandover", "group"])).status_code == 403
    assert "Sandover Board meeting" in client.get(answer.url).content.decode()


def test_a_body_meets_once_a_day(made):
    client = visitor(made.chair)
    url = reverse("meeting-create", args=["sandover", "board"])
    client.post(url, form_of(client, url, date="1 March 2030"))
    answer = client.post(url, form_of(client, url, date="1 March 2030", title="A second one"))
    assert "Sandover Board meets on 1 March 2030 already." in answer.content.decode()
    assert "A second one" in answer.content.decode()
    assert Meeting.objects.filter(trust=made.trust).count() == 1


def test_a_meetings_agenda_has_what_waits_for_its_body_and_no_meeting(made):
    meeting = MeetingFactory(body=made.body("group"), date=clock.today() + timedelta(days=5))
    waiting = made.ask(made.at("draft"))
    assert waiting.title in page(made.officer, meeting.get_absolute_url()).content.decode()
    past = MeetingFactory(body=made.body("group"), date=clock.today() - timedelta(days=5))
    assert waiting.title not in page(made.officer, past.get_absolute_url()).content.decode()


def test_the_trail_is_paged_by_number_and_says_that_it_holds(made, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            audit.record("trust.manage", trust=made.trust, subject=made.trust, by=made.chair)
    head = AuditEntry.objects.filter(trust=made.trust).order_by("-number").first()
    url = reverse("audit", args=["sandover"])
    text = page(made.administrator, url).content.decode()
    assert f"entry {head.number}" in text
    assert head.hash[:12] in text
    shown = page(made.administrator, f"{url}?before=3").context["lines"]
    assert [line.entry.number for line in shown] == [2, 1]
    shown = page(made.administrator, f"{url}?act=membership.start&person=nobody").context["lines"]
    assert shown == []


@pytest.mark.parametrize("name", ["bodies", "framework", "audit"])
def test_more_rows_take_no_more_queries(
    made, name, django_assert_num_queries, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    client, url = visitor(made.administrator), reverse(name, args=["sandover"])
    client.get(url)
    with django_assert_max_num_queries(15) as before:
        client.get(url)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            made.seat("group", person=None)
            MeetingFactory(body=made.body("group"), date=clock.today() + timedelta(days=number))
        load_blueprint(text=changed(groups=[]), by=made.administrator)
    with django_assert_num_queries(len(before)):
        client.get(url)
