"""The kinds of record of needs: what their pages show, link and do."""

from needs.actions import assessment as assessments
from needs.actions import priority as priorities
from needs.exhibit_page import shown_by, shown_in
from needs.forms.need import AssessmentForm, EvidenceForm, FindingForm, ParticipationForm, PriorityForm
from needs.models import Assessment, Evidence, Finding, Participation, Priority
from trusts.forms.record import ReasonForm
from trusts.nouns import Break, Column, Move, Noun, register

EDIT = "needs.edit"

EVIDENCE = Noun(
    model=Evidence,
    edit_act=EDIT,
    form=EvidenceForm,
    about="Figures, views, judgements, inspections and research that say something about need.",
    visit="needs/answer/exhibit.html",
    context=shown_by,
    columns=(
        Column("Kind", "sort"),
        Column("Source", "source"),
        Column("Date", "dated", kind="date"),
    ),
    filters=("sort",),
    facts=("sort", "summary", "source", "dated", "method", "covers", "link", "outcomes", "groups", "localities"),
    breaks=(
        Break(
            "evidence-unused", "Evidence that no finding rests on",
            "no finding rests on it",
            lambda rows: rows.filter(findings=None, assessments=None),
            "Link it to what it shows, or leave it until it is needed.",
            "finding:evidence",
        ),
    ),
)  # fmt: skip

PARTICIPATION = Noun(
    model=Participation,
    edit_act=EDIT,
    form=ParticipationForm,
    about="Whom the trust listened to, what they said, and what became of it. Numbers, never names.",
    columns=(
        Column("Who", "voice"),
        Column("Date", "held_on", kind="date"),
        Column("People", "reached"),
    ),
    filters=("voice",),
    facts=(
        "voice",
        "held_on",
        "method",
        "reached",
        "summary",
        "changed",
        "told_on",
        "outcomes",
        "groups",
        "localities",
    ),
)

ASSESSMENT = Noun(
    model=Assessment,
    edit_act=EDIT,
    form=AssessmentForm,
    about="What is known about need, put together: its scope, its evidence and its findings.",
    visit="needs/answer/exhibits.html",
    context=shown_in,
    columns=(
        Column("State", "state", kind="state"),
        Column("Officer", "officer"),
        Column("Covers until", "period_to", kind="date"),
    ),
    filters=("officer",),
    facts=("summary", "method", "period_from", "period_to", "owner", "officer", "follows", "outcomes", "groups",
           "localities", "completed_on"),
    up=("evidence", "participation", "follows"),
    gathers=True,
    moves=(
        Move("complete", "Complete it", assessments.complete, EDIT, "assessment.complete", ("draft",),
             assessments.obstacles_to_completing, done="Complete. Findings stand from now on."),
        Move("reopen", "Open it again", assessments.reopen, EDIT, states=("complete",), form=ReasonForm, done="Open again."),
    ),
    breaks=(
        Break(
            "assessment-without-priority", "Completed assessments from which no priority was drawn",
            "no priority was drawn from it",
            lambda rows: rows.filter(state__in=["complete", "approved"]).exclude(findings__priorities__isnull=False),
            "Draw a priority from its findings, or say in a finding why none is needed.",
        ),
    ),
)  # fmt: skip

FINDING = Noun(
    model=Finding,
    edit_act=EDIT,
    form=FindingForm,
    about="What an assessment found: how bad, for whom, where, and on what evidence.",
    visit="needs/answer/exhibits.html",
    context=shown_in,
    columns=(
        Column("Matters", "severity"),
        Column("Unmet", "unmet"),
        Column("Assessment", "assessment"),
    ),
    filters=("severity", "unmet"),
    facts=("summary", "severity", "unmet", "level", "assessment", "outcomes", "groups", "localities"),
    up=("assessment", "evidence", "participation"),
    parents=("assessment",),
    breaks=(
        Break(
            "finding-without-evidence", "Findings that rest on no evidence",
            "it rests on no evidence",
            lambda rows: rows.filter(evidence=None, participation=None),
            "Link the evidence or the voices each one rests on.",
            "evidence",
        ),
        Break(
            "need-without-decision", "Needs that matter most, with no priority drawn from them",
            "it matters most, and no priority was drawn from it",
            lambda rows: rows.filter(severity="high", priorities=None),
            "Draw a priority from it and put it to the body that agrees priorities.",
            "priority:findings",
        ),
    ),
)  # fmt: skip

PRIORITY = Noun(
    model=Priority,
    edit_act=EDIT,
    form=PriorityForm,
    about="What the trust will act on, drawn from what it found and from the plans it accepts.",
    columns=(
        Column("State", "state", kind="state"),
        Column("Drawn from", "cited_plan"),
        Column("Year", "year"),
        Column("Owner", "owner"),
    ),
    filters=("cited_plan", "owner"),
    facts=("summary", "cited_plan", "cites", "year", "target", "level", "owner", "outcomes", "groups", "localities",
           "agreed_on"),
    up=("findings",),
    also=("priority.agree",),
    moves=(
        Move("propose", "Propose it", priorities.propose, EDIT, "priority.propose", ("draft",),
             priorities.obstacles_to_proposing, done="Proposed. Put it to the body that agrees priorities."),
        Move("agree", "Mark as agreed", priorities.agree, EDIT, "priority.agree", ("proposed",),
             priorities.obstacles_to_agreeing, done="Agreed."),
        Move("end", "End it", priorities.end, EDIT, states=("agreed", "proposed"), form=ReasonForm, done="Ended."),
    ),
    breaks=(
        Break(
            "priority-without-finding", "Priorities that rest on no finding",
            "it rests on no finding",
            lambda rows: rows.filter(state__in=["proposed", "agreed"], findings=None),
            "Link the findings each one is drawn from.",
            "findings",
        ),
    ),
)  # fmt: skip

register(EVIDENCE, PARTICIPATION, ASSESSMENT, FINDING, PRIORITY)
