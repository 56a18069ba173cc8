"""The kinds of record about agreements and what came of them: what their pages show, link and do."""

from typing import Any

from django.db.models import Q

from contracts.actions import agreement as agreements
from contracts.actions import intervention as interventions
from contracts.actions import returns
from contracts.actions import review as reviews
from contracts.forms import review as forms
from contracts.models import Agreement, Deficit, Intervention, Measure, Return, Review, Veto
from contracts.models.returns import reported_on
from trusts.forms.record import ReasonForm
from trusts.governance import clock
from trusts.nouns import Break, Column, Move, Noun, register
from trusts.pictures.series import draw_series

EDIT, REVIEW = "contract.edit", "review.edit"


def lines_of(filed: Return, standing: Any) -> dict[str, Any]:
    """What a return says on each measure, beside its target."""
    return {"lines": list(filed.lines.select_related("measure__trust"))}


def series_of(measure: Measure, standing: Any) -> dict[str, Any]:
    """What was reported on a measure: the picture and its table."""
    points = measure.series()
    return {
        "points": points,
        "picture": draw_series(points, measure.target, measure.unit) if points else None,
    }


AGREEMENT = Noun(
    model=Agreement,
    edit_act=EDIT,
    form=forms.AgreementForm,
    about="What binds providers: contracts, service level agreements, grants and the other ways.",
    columns=(Column("State", "state", kind="state"), Column("Kind", "sort"), Column("Provider", "provider"),
             Column("Value", "value", kind="money"), Column("Until", "ends", kind="date"), Column("Officer", "officer")),
    filters=("provider", "officer"),
    facts=("sort", "provider", "summary", "specification", "award", "service", "fund", "value", "annual_value", "starts",
           "ends", "monitoring_cycle", "first_monitoring_date", "first_review_date", "risk", "officer", "owner",
           "outcomes", "groups", "localities", "activated_on", "measures_agreed_on", "ended_on"),
    up=("specification", "award", "fund", "service"),
    through=("specification__measures",),
    beside=("provider",),
    also=("agreement.activate",),
    moves=(
        Move("measures", "Agree its headline measures", agreements.agree_measures, EDIT, "measures.agree",
             ("draft", "active"), agreements.obstacles_to_agreeing_measures, done="The measures are agreed."),
        Move("activate", "Bring it into force", agreements.activate, EDIT, "agreement.activate", ("draft",),
             agreements.obstacles_to_activating, done="It is in force. The returns of its first year are planned."),
        Move("extend", "Extend it", agreements.extend, EDIT, "agreement.extend", ("active",),
             agreements.obstacles_to_extending, forms.ExtendForm, "Extended."),
        Move("returns", "Plan the next returns", agreements.plan_returns, EDIT, states=("active",), done="Returns are planned a year ahead."),
        Move("end", "End it", agreements.end, EDIT, "agreement.end", ("active",), agreements.obstacles_to_ending,
             ReasonForm, "It has ended."),
    ),
    breaks=(
        Break("agreement-without-need", "Agreements that no need leads to",
              "no need leads to it",
              lambda rows: rows.exclude(state="ended").filter(specification__priorities=None, service__priorities=None),
              "Link its specification or its service to the priority it serves.", "specification"),
        Break("agreement-without-measure", "Agreements in force without a measure",
              "it is in force without a measure",
              lambda rows: rows.filter(state="active", measures=None, specification__measures=None),
              "Say what will show that it works.", "measure:agreement"),
        Break("agreement-without-money", "Agreements in force that no fund pays for",
              "no fund pays for it",
              lambda rows: rows.filter(state="active", fund=None), "Link the fund it is paid from.", "fund"),
    ),
)  # fmt: skip

MEASURE = Noun(
    model=Measure,
    edit_act=EDIT,
    form=forms.MeasureForm,
    about="What is counted or judged: how much, how well, and who is better off.",
    columns=(Column("Measures", "quadrant"), Column("Target", "target"), Column("By", "target_date", kind="date"),
             Column("Headline", "headline")),
    filters=("quadrant", "headline", "core"),
    facts=("quadrant", "unit", "direction", "baseline", "target", "target_date", "target_set_on", "headline", "core",
           "agreed_with", "specification", "agreement", "service", "priority", "outcomes"),
    up=("specification", "agreement", "service", "priority"),
    parents=("specification", "agreement", "service", "priority"),
    moves=(
        Move("target", "Set its target", agreements.set_target, EDIT, "service.target", (),
             agreements.obstacles_to_targeting, done="The target is set. Returns are held against it."),
    ),
    visit="contracts/measure.html",
    context=series_of,
    series=reported_on,
    breaks=(
        Break("measure-without-return", "Measures of agreements in force on which nothing was ever reported",
              "nothing was ever reported on it",
              lambda rows: rows.filter(Q(agreement__state="active") | Q(specification__agreements__state="active"))
              .filter(lines=None, ).distinct(),
              "Ask the provider for its return."),
    ),
)  # fmt: skip

RETURN = Noun(
    model=Return,
    edit_act=REVIEW,
    form=forms.ReturnForm,
    about="What providers report on their measures, period by period, and how the trust rates it.",
    columns=(Column("State", "state", kind="state"), Column("Agreement", "agreement"),
             Column("Period until", "period_to", kind="date"), Column("Due", "due_on", kind="date"),
             Column("Rating", "rating")),
    filters=("agreement", "rating"),
    facts=("agreement", "period_from", "period_to", "due_on", "filed_on", "comment", "spent", "rating", "judgement"),
    up=("agreement",),
    parents=("agreement",),
    moves=(
        Move("file", "File it", returns.file, "return.file", states=("due", "queried"), obstacles=returns.obstacles_to_filing,
             form=forms.FileForm, done="Filed. The trust reads it now."),
        Move("accept", "Accept and rate it", returns.accept, REVIEW, states=("filed",), form=forms.RateForm, done="Rated."),
        Move("query", "Send it back with a question", returns.query, REVIEW, states=("filed",), form=ReasonForm,
             done="Sent back."),
    ),
    visit="contracts/return.html",
    context=lines_of,
    breaks=(
        Break("return-overdue", "Returns that are overdue",
              "it is overdue",
              lambda rows: rows.filter(state__in=["due", "queried"], due_on__lt=clock.today()),
              "The provider files it; ask for it."),
    ),
)  # fmt: skip

REVIEW_NOUN = Noun(
    model=Review,
    edit_act=REVIEW,
    form=forms.ReviewForm,
    about="What the trust looked at again, what it concluded, and what follows.",
    columns=(Column("State", "state", kind="state"), Column("Of", "sort"), Column("Opened", "opened_on", kind="date"),
             Column("What follows", "conclusion")),
    filters=("sort", "conclusion", "officer"),
    facts=("sort", "agreement", "service", "priority", "summary", "baseline_story", "what_works", "officer", "opened_on",
           "conclusion", "concluded", "closed_on", "outcomes"),
    up=("agreement", "service", "priority", "returns", "participation"),
    down=("evidence",),
    makes="review.open",
    moves=(
        Move("close", "Close it with what follows", reviews.close, REVIEW, "review.close", ("open",),
             reviews.obstacles_to_closing, forms.ConcludeForm, "Closed. What it showed is evidence for the next round."),
    ),
)  # fmt: skip

DEFICIT = Noun(
    model=Deficit,
    edit_act=REVIEW,
    form=forms.DeficitForm,
    about="What falls short: problems in delivery and deficits of performance, and the plan to mend each.",
    columns=(Column("State", "state", kind="state"), Column("What", "sort"), Column("Agreement", "agreement"),
             Column("To be mended by", "due_on", kind="date")),
    filters=("sort", "agreement"),
    facts=("sort", "agreement", "filed", "measure", "summary", "alert", "agreed_plan", "support", "found_on", "due_on",
           "closed_on", "closing"),
    up=("agreement", "filed", "measure"),
    parents=("agreement",),
    also=("problem.close",),
    moves=(
        Move("close", "Close it", interventions.close_deficit, REVIEW, "deficit.close", ("open",),
             interventions.obstacles_to_closing_deficit, forms.ClosingForm, "Closed."),
    ),
)  # fmt: skip

INTERVENTION = Noun(
    model=Intervention,
    edit_act=REVIEW,
    form=forms.InterventionForm,
    about="When a body steps in on a service that fails.",
    columns=(Column("State", "state", kind="state"), Column("Service", "service"), Column("Opened", "opened_on", kind="date")),
    filters=("service",),
    facts=("service", "deficit", "grounds", "steps", "opened_on", "closed_on", "closing"),
    up=("deficit",),
    beside=("service",),
    parents=("service",),
    moves=(
        Move("open", "Open it", interventions.open_intervention, REVIEW, "intervention.open", ("proposed",),
             interventions.obstacles_to_intervening, done="Opened."),
        Move("close", "Close it", interventions.close_intervention, REVIEW, states=("open",), form=forms.ClosingForm,
             done="Closed."),
    ),
)  # fmt: skip

VETO = Noun(
    model=Veto,
    edit_act=REVIEW,
    form=forms.VetoForm,
    about="When a body vetoes commissioning of a service: nothing for it is awarded, begun or extended until it is lifted.",
    columns=(Column("State", "state", kind="state"), Column("Service", "service"), Column("Specification", "specification"),
             Column("Recorded", "recorded_on", kind="date")),
    filters=("service",),
    facts=("service", "specification", "grounds", "recorded_on", "lifted_on"),
    beside=("service", "specification"),
    parents=("service",),
)  # fmt: skip

register(AGREEMENT, MEASURE, RETURN, REVIEW_NOUN, DEFICIT, INTERVENTION, VETO)
