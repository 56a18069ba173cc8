"""The kinds of record of the cycle: plans and their lines, and exercises with what they work on."""

from typing import Any

from commissioning.actions import plan as plans
from commissioning.forms.plan import AnswerForm, IntentionForm, OptionForm, PlanForm, RecommendationForm
from commissioning.models import Exercise, Intention, Option, Plan, Recommendation
from commissioning.models.work import FIELDS
from trusts.forms.record import ReasonForm
from trusts.nouns import Break, Column, Move, Noun, register

EDIT = "plan.edit"


def sections_of(plan: Plan) -> list[tuple[str, Any]]:
    """The texts of a plan, in the order of its kind."""
    kinds = plan.framework.framework.plan_types
    kind = next((one for one in kinds if one.code == plan.sort), None)
    return [
        (section.label, plan.sections.get(section.code, "")) for section in (kind.sections if kind else ())
    ]


PLAN = Noun(
    model=Plan,
    edit_act=EDIT,
    form=PlanForm,
    about="What the trust means to do in a period, line by line; approved by the body that may.",
    columns=(Column("State", "state", kind="state"), Column("Kind", "sort"), Column("From", "period_from", kind="date"),
             Column("Until", "period_to", kind="date")),
    filters=("owner",),
    facts=("sort", "summary", "period_from", "period_to", "owner", "parent", "outcomes", "localities", "submitted_on",
           "approved_on"),
    words=sections_of,
    up=("assessments", "priorities"),
    gathers=True,
    also=("plan.approve",),
    moves=(
        Move("submit", "Submit it", plans.submit, EDIT, "plan.submit", ("draft",), plans.obstacles_to_submitting,
             done="Submitted. Put it to the body that approves it."),
        Move("take-back", "Take it back to work on it", plans.take_back, EDIT, states=("submitted",), form=ReasonForm,
             done="It can be changed again."),
        Move("approve", "Mark as approved", plans.approve, EDIT, "plan.approve", ("submitted",),
             plans.obstacles_to_approving, done="Approved."),
        Move("end", "End it", plans.end, EDIT, states=("approved",), form=ReasonForm, done="The plan has ended."),
    ),
)  # fmt: skip

INTENTION = Noun(
    model=Intention,
    edit_act=EDIT,
    form=IntentionForm,
    about="The lines of plans: what will be commissioned, against which need, to what measurable end.",
    columns=(Column("State", "state", kind="state"), Column("Plan", "plan"), Column("Priority", "priority"),
             Column("Money a year", "value", kind="money")),
    filters=("plan", "priority", "county_wide"),
    facts=("plan", "priority", "need", "gap", "timetable", "inputs", "value", "county_wide", "why_not_local", "outcomes",
           "groups", "localities"),
    up=("priority", "plan"),
    down=("measures", "specifications", "services"),
    parents=("plan",),
    moves=(
        Move("submit", "Submit it", plans.submit_intention, EDIT, "intention.submit", ("draft",),
             plans.obstacles_to_submitting_intention, done="Submitted."),
        Move("reopen", "Work on it again", plans.reopen_intention, EDIT, states=("submitted",), form=ReasonForm,
             done="It can be changed again."),
    ),
    breaks=(
        Break("intention-without-measure", "Intentions without a measure",
              "it has no measure",
              lambda rows: rows.filter(measures=None), "Say what will show that each one worked.", "measures"),
        Break("intention-without-specification", "Intentions of approved plans that nobody has specified",
              "nobody has specified it",
              lambda rows: rows.filter(plan__state="approved", specifications=None, services=None),
              "Link the specification, or the service that meets it.", "specifications"),
        Break("intention-without-priority", "Intentions that serve no priority",
              "it serves no priority",
              lambda rows: rows.filter(priority=None), "Link the priority each one serves.", "priority"),
    ),
)  # fmt: skip

OPTION = Noun(
    model=Option,
    edit_act=EDIT,
    form=OptionForm,
    about="The ways that were looked at to meet an intention, and the one recommended.",
    columns=(Column("Cost a year", "value", kind="money"), Column("Recommended", "chosen")),
    filters=("chosen",),
    facts=("intention", "summary", "benefits", "risks", "value", "impact", "chosen"),
    up=("intention",),
    parents=("intention",),
    moves=(Move("choose", "Recommend this one", plans.choose, EDIT, done="This one is recommended."),),
    in_menu=False,
)  # fmt: skip

RECOMMENDATION = Noun(
    model=Recommendation,
    edit_act=EDIT,
    form=RecommendationForm,
    about="What one body recommends to another, and what it answered.",
    columns=(Column("State", "state", kind="state"), Column("From", "maker"), Column("To", "to"),
             Column("To be done by", "due_on", kind="date")),
    filters=("maker", "to"),
    facts=("maker", "to", "plan", "summary", "impact", "lead_partner", "due_on", "outcomes", "groups", "answer",
           "answered_on"),
    up=("plan",),
    moves=(
        Move("make", "Make it", plans.recommend, EDIT, "recommendation.make", ("draft",), plans.obstacles_to_recommending,
             done="Made."),
        Move("answer", "Record the answer", plans.answer, EDIT, states=("made",), form=AnswerForm,
             done="The answer is kept."),
    ),
)  # fmt: skip

EXERCISE = Noun(model=Exercise, edit_act="exercise.work", beside=tuple(FIELDS.values()))

register(PLAN, INTENTION, OPTION, RECOMMENDATION, EXERCISE)
