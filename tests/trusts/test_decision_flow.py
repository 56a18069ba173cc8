"""A body acts only through decisions: put to it, thought about, and recorded once, for good."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning.actions.exercise import close_exercise
from tests.factories.framework import SANDOVER, framework_text, gate
from tests.factories.sandover import reasons, refused, sandover, url
from tests.factories.visitor import form_of, visitor
from trusts.actions.decision import declare_interest, submit_item, vote
from trusts.governance import audit, clock
from trusts.governance.refusal import Refused
from trusts.models import AuditEntry, Decision, Item, Message, Vote
from trusts.models.append_only import NeverChanged

pytestmark = pytest.mark.django_db


# Put to a body -----------------------------------------------------------------------------------


def test_what_is_put_to_a_body_waits_and_its_chair_and_clerk_are_told():
    made = sandover()
    leader = made.seat("group", "chair")

    item = made.ask(made.at("draft"))

    assert item.state == "waiting"
    told = Message.objects.filter(url=item.get_absolute_url())
    assert {message.to for message in told} == {made.clerk, leader}


def test_a_body_without_the_power_is_not_asked_and_those_with_it_are_named():
    made = sandover()
    exercise = made.at("draft")

    with pytest.raises(Refused) as caught:
        made.ask(exercise, body=made.body("east-group"))

    [refusal] = caught.value.refusals
    assert refusal.reason == "East Group cannot decide this: it needs a body that go ahead belongs to."
    assert refusal.who == ("Group",)
    assert not Item.objects.filter(trust=made.trust, kind="go-ahead").exists()


def test_a_question_is_asked_at_its_own_step():
    made = sandover()

    assert refused(made.ask, exercise=made.at("build"), step="build") == ["This is asked at: Draft."]


def test_nothing_is_asked_at_a_step_that_has_not_started():
    made = sandover()

    assert refused(made.ask, exercise=made.at("draft"), kind="sign-off") == [
        "‘Build’ has not started, so nothing is asked about it yet."
    ]


def test_nothing_is_asked_about_what_is_closed():
    made = sandover()
    exercise = made.finished()
    close_exercise(exercise=exercise, learned="Much.", by=made.officer, again=False)

    assert refused(made.ask, exercise=exercise) == ["This is closed."]


def test_a_question_that_waits_is_not_put_twice():
    made = sandover()
    exercise = made.at("draft")
    made.ask(exercise)

    assert refused(made.ask, exercise=exercise) == [
        "This question is already with the body; it can be put again once decided."
    ]


def test_a_kind_of_question_the_framework_does_not_know_is_refused():
    made = sandover()

    assert refused(
        submit_item, subject=None, body=made.body(), kind="sing", by=made.officer, blueprint=made.blueprint,
        title="Sing", asked="Shall we?",
    ) == ["The framework does not know this kind of decision."]  # fmt: skip


# Views and interests -----------------------------------------------------------------------------


def test_a_view_may_be_changed_until_the_decision_is_recorded():
    made = sandover()
    item = made.ask(made.at("draft"))

    vote(item=item, verdict="refuse", reason="Too dear.", by=made.first)
    vote(item=item, verdict="agree", reason="", by=made.first)

    assert [given.verdict for given in Vote.objects.filter(item=item)] == ["agree"]


def test_a_view_comes_too_late_once_the_decision_is_recorded():
    made = sandover()
    item = made.ask(made.at("draft"))
    made.record(item)

    assert refused(vote, item=item, verdict="refuse", reason="No!", by=made.first) == [
        f"Sandover Group has already decided this: approved, recorded by {made.clerk.name}."
    ]


def test_a_member_with_an_interest_takes_no_part():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert refused(vote, item=item, verdict="agree", reason="", by=made.first) == [
        "You declared an interest in this, so you take no part in deciding it."
    ]


def test_declaring_an_interest_takes_a_view_back():
    made = sandover()
    item = made.ask(made.at("draft"))
    vote(item=item, verdict="agree", reason="", by=made.first)

    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert not Vote.objects.filter(item=item).exists()


def test_a_member_with_an_interest_does_not_count():
    made = sandover()
    third = made.seat("group")
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    decision = made.record(item, present=[made.first, made.second, third])

    assert [there["name"] for there in decision.present] == [made.second.name, third.name]


def test_without_members_who_count_there_is_no_quorum():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert refused(made.record, item=item) == [
        "Sandover Group was not quorate: 1 member without an interest took part and 2 are needed."
    ]
    assert not Decision.objects.filter(item=item).exists()


def test_who_declared_an_interest_does_not_record_the_decision():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="I wrote the bid.", by=made.clerk)

    assert refused(made.record, item=item) == [
        "You declared an interest in this, so somebody else records the decision."
    ]


# Recorded ----------------------------------------------------------------------------------------


def test_a_decision_is_refused_without_a_quorum():
    made = sandover()
    item = made.ask(made.at("draft"))

    assert refused(made.record, item=item, present=[made.first]) == [
        "Sandover Group was not quorate: 1 member without an interest took part and 2 are needed."
    ]
    assert Item.objects.get(pk=item.pk).state == "waiting"


def test_a_decision_is_recorded_with_who_thought_what():
    made = sandover()
    item = made.ask(made.at("draft"))
    vote(item=item, verdict="refuse", reason="Too dear.", by=made.second)

    decision = made.record(item)

    assert decision.present == [
        {"name": made.first.name, "verdict": ""}, {"name": made.second.name, "verdict": "refuse"},
    ]  # fmt: skip
    assert (decision.outcome, decision.recorded_by, decision.in_favour) == ("agree", made.clerk, True)


def test_who_asked_is_told_what_was_decided():
    made = sandover()
    item = made.ask(made.at("draft"))

    made.record(item, "refuse", reason="It costs too much.")

    told = Message.objects.get(to=made.officer)
    assert told.subject == "Sandover Group: refused: go-ahead: please decide"
    assert "It costs too much." in told.body


def test_a_second_record_is_refused():
    made = sandover()
    item = made.ask(made.at("draft"))
    made.record(item)

    assert refused(made.record, item=item, outcome="refuse") == [
        f"Sandover Group has already decided this: approved, recorded by {made.clerk.name}."
    ]
    assert Decision.objects.get(item=item).outcome == "agree"


def test_a_decision_is_never_changed_or_deleted():
    made = sandover()
    decision = made.record(made.ask(made.at("draft")))
    decision.outcome = "refuse"

    for act in (decision.save, decision.delete, Decision.objects.filter(pk=decision.pk).delete):
        with pytest.raises(NeverChanged):
            act()

    assert Decision.objects.get(pk=decision.pk).outcome == "agree"


def test_every_step_of_the_flow_is_in_the_audit_trail_and_the_trail_is_whole(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        made = sandover()
        item = made.ask(made.at("draft"))
        vote(item=item, verdict="agree", reason="", by=made.first)
        made.record(item)

    acts = AuditEntry.objects.filter(trust=made.trust).order_by("-number").values_list("act", flat=True)
    assert list(acts[:3]) == ["decision.record", "item.vote", "item.submit"]
    made.trust.refresh_from_db()
    assert list(audit.faults(made.trust)) == []


def test_who_asked_cannot_decide_where_the_trust_says_so():
    rules = [
        gate("item.vote", "decider-not-author"),
        gate("decision.record", "decider-not-author", id="SA-2"),
    ]
    made = sandover(gates=rules)
    present = [made.first, made.second, made.seat("group")]
    item = made.ask(made.at("draft"), by=made.first)

    assert refused(vote, item=item, verdict="agree", reason="", by=made.first) == [
        "Not yet: decider-not-author."
    ]
    assert refused(made.record, item=item, present=present, by=made.first) == ["Not yet: decider-not-author."]
    assert made.record(item, present=present).recorded_by == made.clerk
    took_part = {one["name"] for one in Decision.objects.get(item=item).present}
    assert made.first.name not in took_part


def test_who_asked_may_decide_where_the_trust_does_not_mind():
    made = sandover()
    item = made.ask(made.at("draft"), by=made.first)

    assert vote(item=item, verdict="agree", reason="", by=made.first).person == made.first


def test_a_decision_without_a_rationale_is_refused_where_the_trust_wants_one():
    made = sandover(gates=[gate("decision.record", "rationale-given", decisions=["go-ahead"])])
    item = made.ask(made.at("draft"))

    assert refused(made.record, item=item, rationale="  ") == ["Not yet: rationale-given."]
    assert made.record(item, rationale="Safer.").rationale == "Safer."


def test_a_body_without_terms_of_reference_does_not_decide_where_the_trust_says_so():
    bodies = [dict(body) for body in SANDOVER["bodies"]]
    del bodies[1]["terms_of_reference"], bodies[1]["meets"]
    made = sandover(
        bodies=bodies, gates=[gate("decision.record", "body-constituted", decisions=["go-ahead"])]
    )

    with pytest.raises(Refused) as caught:
        made.record(made.ask(made.at("draft")))

    assert reasons(caught.value.refusals[0].missing) == [
        "Sandover Group has no terms of reference", "Sandover Group has no meeting frequency",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (-1, "Sandover Group was asked on 25 October 2026, so it cannot have decided before that day."),
        (1, "A decision cannot be dated in the future."),
    ],
)
def test_a_decision_is_dated_after_the_question_and_not_in_the_future(days, why):
    made = sandover()
    # Half past midnight in London, still the day before in UTC.
    with clock.at(datetime(2026, 10, 24, 23, 30, tzinfo=UTC)):
        item = made.ask(kind="advise")
        assert refused(made.record, item=item, decided_on=date(2026, 10, 25) + timedelta(days=days)) == [why]
        assert made.record(item, decided_on=date(2026, 10, 25)).decided_on == date(2026, 10, 25)


def test_the_form_says_at_its_field_that_the_body_had_not_been_asked():
    made = sandover()
    item, clerk = made.ask(kind="advise"), visitor(made.clerk)
    address = url("decision-record", item.pk)

    page = clerk.post(address, form_of(
        clerk, address, outcome="agree", reason="Agreed.", decided_on="1 January 2001",
        present=[made.first.pk, made.second.pk],
    ))  # fmt: skip

    assert page.status_code == 422
    today = clock.today()
    assert page.context["form"].errors["decided_on"] == [
        f"Enter a date on or after {today.day} {today:%B %Y}, when the body was asked"
    ]
    assert Item.objects.get(pk=item.pk).state == "waiting"


def test_the_form_asks_for_the_outcome_where_a_rule_will():
    bound = gate("decision.record", "rationale-given", decisions=["advise"])
    made = sandover(gates=[bound])
    asked, free, clerk = made.ask(kind="advise"), made.ask(made.at("draft")), visitor(made.clerk)
    typed = {"outcome": "agree", "reason": "Agreed.", "present": [made.first.pk, made.second.pk]}
    address = url("decision-record", asked.pk)

    page = clerk.post(address, form_of(clerk, address, **typed))

    assert page.context["form"].errors == {"rationale": ["Enter which outcome improves, and how"]}
    other = url("decision-record", free.pk)
    assert clerk.post(other, form_of(clerk, other, **typed)).url == free.get_absolute_url()


def test_what_members_think_is_read_before_the_form():
    made = sandover()
    item = made.ask(kind="advise")
    vote(item=item, verdict="agree", reason="It helps.", by=made.first)

    page = visitor(made.clerk).get(url("decision-record", item.pk)).content.decode()

    assert page.index("It helps.") < page.index('<form method="post"', page.index("<h1"))


def test_nobody_is_told_to_ask_themselves():
    made = sandover(
        gates=[gate("decision.record", "decider-not-author", cleared_by=["group-chair", "group-member"])]
    )
    made.seat("group", "chair", person=made.officer)
    item, officer = made.ask(kind="advise"), visitor(made.officer)
    address = url("decision-record", item.pk)
    typed = {"outcome": "agree", "reason": "Agreed.", "present": [made.first.pk, made.second.pk]}

    page = officer.post(address, form_of(officer, address, **typed))

    assert page.status_code == 409
    assert [refusal.who for refusal in page.context["refusals"]] == [()]


def test_the_quorum_is_that_of_the_framework_under_which_it_was_asked():
    made = sandover(gates=[gate("decision.record", "quorum-met")])
    item = made.ask(kind="advise")
    lower = [body | {"quorum": 1} if body["code"] == "group" else body for body in SANDOVER["bodies"]]
    made.adopt(framework_text(bodies=lower))

    assert refused(made.record, item=item, present=[made.first]) == [
        "Sandover Group was not quorate: 1 member without an interest took part and 2 are needed.",
        "Not yet: quorum-met.",
    ]
    home = visitor(made.clerk).get(url("trust-home"))
    assert [paper.needed for paper in home.context["page"]["gathering"]] == [2]
    assert made.record(made.ask(kind="advise"), present=[made.first]).in_favour
