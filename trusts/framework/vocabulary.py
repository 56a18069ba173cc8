"""The closed lists: what code knows by name, so that a blueprint may use it and nothing else.

A blueprint chooses from these words and gives them its own labels, places and messages. A word
that is not here is an error at load time, with the line it stands on.
"""

from dataclasses import dataclass, field

STAGES = {
    "assess": "Assess",
    "plan": "Plan",
    "do": "Do",
    "review": "Review",
}
"""The backbone used to compare trusts. Nothing is ever decided by it."""

SECTORS = {
    "in-house": "In-house",
    "public": "Other public body",
    "private": "Private",
    "third": "Voluntary, community or social enterprise",
    "school": "School or college",
}

CAPABILITIES = {
    "leads": "leads and steers the whole trust",
    "owns-framework": "adopts and changes the framework",
    "endorses-principles": "endorses the principles",
    "agrees-priorities": "agrees priorities and targets",
    "agrees-plan": "agrees the commissioning plan",
    "agrees-activity": "agrees activity and timescales",
    "approves-models": "approves service models",
    "sanctions": "sanctions activity before delivery",
    "quality-assures": "checks exercises against the joint framework",
    "determines-funding": "determines funding arrangements",
    "allocates": "allocates resources",
    "agrees-resources": "agrees the resources for a service",
    "commits": "commits partners' money within delegated levels",
    "reallocates": "moves resources between priorities",
    "awards": "awards contracts",
    "confirms-awards": "confirms a panel's recommended award",
    "intervenes": "opens an intervention on a failing service",
    "vetoes": "vetoes commissioning of a service",
    "recommends": "makes recommendations to other bodies",
    "commissions-locally": "commissions for its own locality",
    "monitors": "monitors delivery and performance",
    "reviews": "reviews what was commissioned",
    "scrutinises": "scrutinises and reads everything",
    "safeguards": "holds authority for safeguarding",
    "develops": "develops practice, guidance or workforce",
    "participates": "brings the voice of children, families or communities",
}
"""What a type of body can do. Permissions and gates ask for these, never for a body's name."""

ACTS = {
    "trust.view": "see the trust: its framework, cycle, bodies and exercises",
    "exercise.create": "start an exercise",
    "exercise.edit": "change what an exercise is about",
    "exercise.assign": "name the lead and the officer of an exercise",
    "exercise.schedule": "set the dates of an exercise's steps",
    "exercise.work": "tick activities and record outputs and evidence",
    "exercise.advance": "start and complete steps",
    "exercise.return": "go back to an earlier step",
    "exercise.override": "pass a gate with a reason, where the framework allows it",
    "exercise.close": "end an exercise and start its next round",
    "item.submit": "put an item to a body for decision",
    "item.view": "read items put to a body",
    "item.vote": "give a view as a member of the body",
    "decision.record": "record what a body decided",
    "condition.close": "mark a condition of a decision as met",
    "meeting.schedule": "set the dates of a body's meetings",
    "blueprint.draft": "draft a new version of the framework",
    "blueprint.submit": "put a framework version to the body that adopts it",
    "people.manage": "manage people, memberships and appointments",
    "trust.manage": "manage organisations and reference data",
    "audit.view": "read the audit trail",
    "record.view": "read the records of need, plans, money and contracts",
    "needs.edit": "record evidence, assessments, findings and priorities",
    "data.import": "bring in files of figures, undo them, and say which areas and indicators are the trust's",
    "plan.edit": "write plans, intentions and options",
    "money.edit": "record services, funds, contributions and allocations",
    "contract.edit": "write specifications, run procurements, keep providers and agreements",
    "return.file": "file returns for the person's own organisation",
    "review.edit": "rate returns, and open and close reviews, deficits and interventions",
    "advice.give": "confirm, as an adviser, that the rules of procurement and law are kept",
    "record.override": "pass a gate on a record with a reason, where the framework allows it",
}
"""Everything a person can be allowed to do. Who may is the blueprint's delegation."""

SCOPES = {
    "trust": "anywhere in the trust",
    "body": "for bodies the person sits on",
    "locality": "for records of the person's own localities",
    "outcome": "for records of the person's own outcomes",
    "partner": "for records that name the person's own organisation",
    "own": "for records the person leads, is the officer of, or created",
}

RECORDS = {
    # assess
    "evidence": ("piece of evidence", "evidence"),
    "participation": ("participation entry", "participation"),
    "assessment": ("needs assessment", "needs assessments"),
    "finding": ("finding", "findings"),
    "priority": ("priority", "priorities"),
    # plan
    "plan": ("plan", "plans"),
    "intention": ("intention", "intentions"),
    "option": ("option", "options"),
    "recommendation": ("recommendation", "recommendations"),
    # money
    "service": ("service", "services"),
    "fund": ("fund", "funds"),
    "contribution": ("contribution", "contributions"),
    "allocation": ("allocation", "allocations"),
    # do
    "provider": ("provider", "providers"),
    "listing": ("place on a select list", "select lists"),
    "specification": ("specification", "specifications"),
    "procurement": ("procurement", "procurements"),
    "panellist": ("panel member", "panel members"),
    "bid": ("bid", "bids"),
    "award": ("award", "awards"),
    "agreement": ("agreement", "agreements"),
    # review
    "measure": ("measure", "measures"),
    "return": ("return", "returns"),
    "review": ("review", "reviews"),
    "deficit": ("deficit", "deficits"),
    "intervention": ("intervention", "interventions"),
    "veto": ("veto", "vetoes"),
}
"""Every kind of record, in the order of the thread, with our words for one and many."""

GROUPS = {
    "needs": ("Needs", "assess", ("evidence", "participation", "assessment", "finding", "priority")),
    "plans": ("Plans", "plan", ("plan", "intention", "option", "recommendation")),
    "money": ("Money", "plan", ("service", "fund", "contribution", "allocation")),
    "contracts": ("Contracts", "do", (
        "provider", "listing", "specification", "procurement", "panellist", "bid", "award", "agreement",
    )),
    "reviews": ("Reviews", "review", ("measure", "return", "review", "deficit", "intervention", "veto")),
}  # fmt: skip
"""The kinds of record as the menu groups them: what the group is called, its stage, its kinds."""


def group_of(kind: str) -> str:
    """The group a kind of record belongs to; nothing for what is no record of the thread."""
    return next((code for code, (_, _, kinds) in GROUPS.items() if kind in kinds), "")


WORKED = (
    "evidence", "participation", "assessment", "priority", "plan", "intention", "service", "fund", "specification",
    "procurement", "agreement", "review",
)  # fmt: skip
"""The kinds of record that an exercise works on directly."""

VOICES = {
    "children": "Children and young people",
    "families": "Parents, carers and families",
    "community": "The community",
    "staff": "Staff and professionals",
    "provider": "Providers",
}
"""Whose voices are heard."""

SORTS = {
    "evidence": {
        "quantitative": "Figures",
        "views": "Views of children, families or communities",
        "professional": "Professional judgement",
        "inspection": "Inspection or review by a regulator",
        "research": "Research or practice elsewhere",
        "unmet-need": "Unmet need that a service recorded",
        "jsna": "The area’s strategic needs assessment",
    },
    "participation": VOICES,
    "review": {"contract": "An agreement", "service": "A service", "outcome": "An outcome"},
}
"""The sorts of which records of a kind can be, where the product and not the framework names them."""

PARTS = {
    "evidence": {"source": "its source", "covers": "whom it covers"},
    "participation": {"changed": "what changed because of it", "held-on": "its date"},
    "assessment": {"findings": "its findings"},
    "priority": {"cites": "the plan it is drawn from", "findings": "the finding behind it", "target": "its target"},
    "intention": {
        "gap": "the gap in services", "measures": "its measures", "outcome-measure": "a measure of effect",
        "options": "the options looked at", "timetable": "its timetable",
    },
    "fund": {"arrangement": "how the money is put together", "contributions": "who pays in"},
    "specification": {
        "outcomes": "its outcomes", "groups": "whom it is for", "measures": "its measures", "targets": "its targets",
        "starts": "when it begins", "standards": "its standards",
    },
    "procurement": {"route-label": "its route", "panel": "its panel", "awards": "the award"},
    "agreement": {
        "officer": "the officer who monitors it", "monitoring-cycle": "how often it is monitored",
        "activated-on": "the day it came into force", "reports": "what the provider reported",
    },
    "review": {"concluded": "what was concluded", "conclusion": "what follows", "what-works": "what works"},
}  # fmt: skip
"""What of a finished record an output can ask for, by the name under which the record says it."""

SUBJECTS = {
    "exercise": "Exercise",
    "blueprint": "Framework version",
    "general": "General business",
} | {kind: words[0].capitalize() for kind, words in RECORDS.items()}
"""What a body can be asked to decide on."""

EFFECTS = {
    "none": "the decision itself is the effect",
    "complete-step": "the step it was asked at is completed",
    "adopt-blueprint": "the framework version comes into force",
    "approve-assessment": "the needs assessment is approved",
    "agree-priority": "the priority is agreed",
    "approve-plan": "the plan is approved, with the priorities it lists",
    "determine-fund": "the funding arrangement is set",
    "agree-allocation": "the allocation is agreed",
    "agree-award": "the award is confirmed",
    "activate-agreement": "the agreement comes into force",
    "open-intervention": "the intervention is opened",
    "record-veto": "commissioning of the service is vetoed",
    "lift-veto": "the veto is lifted",
}

SEVERITIES = {
    "refuse": "refuses",
    "override": "refuses until an authorised person gives a reason",
}

OUTPUT_KINDS = {
    "text": "Text",
    "link": "Link",
    "file": "File",
    "choice": "Choice",
    "number": "Number",
    "date": "Date",
} | {kind: f"Record: {RECORDS[kind][0]}" for kind in WORKED}
"""How an output is recorded: typed in, or by a finished record of this kind that the exercise works on."""

TRANSITIONS = {
    # of bodies and frameworks
    "blueprint.submit": "Put a framework version to the body that adopts it",
    "blueprint.adopt": "Bring a framework version into force",
    "item.submit": "Put an item to a body",
    "item.vote": "Give a view on an item",
    "decision.record": "Record a body's decision",
    "recommendation.make": "Make a recommendation",
    "consultation.comment": "Comment on a proposal",
    "post.appoint": "Appoint to a joint post",
    # of exercises
    "exercise.create": "Start an exercise",
    "exercise.edit": "Change an exercise or its records",
    "step.start": "Start a step",
    "step.complete": "Complete a step",
    "exercise.close": "Close an exercise",
    # of needs
    "data.share": "Share data between agencies",
    "data.publish": "Publish or export figures",
    "measures.agree": "Agree the headline or core measures",
    "assessment.complete": "Complete a needs assessment",
    "priority.propose": "Propose a priority",
    "priority.agree": "Agree priorities",
    # of plans
    "intention.submit": "Submit a commissioning intention",
    "recommendation.submit": "Submit a recommendation of a plan",
    "plan.submit": "Submit a plan",
    "plan.approve": "Approve a plan",
    "plan.share": "Share a plan",
    "action.complete": "Complete an action of the action plan",
    # of contracts
    "service.deliver": "Start or continue delivery of a service",
    "service.target": "Set a service's targets",
    "funding.arrange": "Set a funding arrangement",
    "funding.allocate": "Allocate resources",
    "funding.commit": "Commit a partner's money",
    "funding.reallocate": "Move resources",
    "package.spend": "Spend on an individual package",
    "provider.approve": "Approve a provider against the quality standards",
    "select-list.change": "Change a select list",
    "specification.complete": "Complete a specification",
    "market-test.close": "Close a soft market test",
    "procurement.route": "Choose a procurement route",
    "procurement.open": "Open a procurement",
    "procurement.invite": "Invite bids",
    "panel.appoint": "Seat a panel member",
    "award.make": "Make an award",
    "award.publish": "Publish an award",
    "agreement.activate": "Bring an agreement into force",
    "agreement.extend": "Extend or renew an agreement",
    "agreement.end": "End an agreement",
    "review.open": "Open a formal review",
    "review.close": "Close a review",
    "feedback.collect": "Collect consumer feedback",
    "problem.close": "Close a delivery problem",
    "deficit.close": "Close a performance deficit",
    "intervention.open": "Open an intervention",
    "veto.record": "Record a veto",
    "decommission.propose": "Propose decommissioning",
    "recommission.decide": "Decide to recommission",
}
"""Every moment a gate may hang on. Which of them the product performs today is told by
`governance.transitions.performed()`; a gate on any other is `pending`."""


@dataclass(frozen=True)
class Check:
    """A question a gate can ask; `params` maps each parameter to the kind of value it takes.

    A kind that ends in `?` is optional. Kinds are resolved in `framework.references`.
    """

    label: str
    params: dict[str, str] = field(default_factory=dict)


CHECKS = {
    # asked of exercises and steps
    "outputs-recorded": Check("these outputs are on record", {"outputs": "outputs", "step": "step?"}),
    "output-is": Check(
        "this output has one of these values", {"output": "output", "values": "texts", "step": "step?"}
    ),
    "activities-done": Check(
        "these activities are done (all of the step's, where none is named)",
        {"activities": "activities?", "step": "step?"},
    ),
    "duties-done": Check("these duties are done", {"duties": "duties"}),
    "strands-complete": Check("every strand of the step is complete", {"step": "step"}),
    "step-complete": Check(
        "an earlier step is complete, with these outputs on record", {"step": "step", "outputs": "outputs?"}
    ),
    "previous-step-complete": Check("the step before is complete"),
    "decision-made": Check("a body has decided this in favour", {"decision": "decision"}),
    "officer-named": Check("a commissioning officer is named"),
    "lead-named": Check("a lead is named"),
    "seat-filled": Check(
        "the seat that leads each of the exercise's outcomes has a holder", {"role": "role"}
    ),
    "partners-at-least": Check("at least this many partners take part", {"count": "count"}),
    "partners-committed": Check("every partner named has signed up to the framework"),
    "classified": Check("the exercise has a value on this axis", {"axis": "axis"}),
    "not-classified": Check(
        "the exercise is not at one of these levels", {"scheme": "scheme", "levels": "texts"}
    ),
    "locality-named": Check("the exercise names at least one locality"),
    "owner-type": Check("the owning body is of one of these types", {"body_types": "body_types"}),
    "agency-may": Check("the agency may commission this type of service"),
    "priority-named": Check("the exercise names the agreed priority or plan item it serves"),
    "in-window": Check("today is inside the window of this phase", {"phase": "phase"}),
    "all-steps-complete": Check("every step is complete or not needed"),
    "own-locality": Check("the record belongs to the person's own locality"),
    # asked of items, decisions and bodies
    "body-constituted": Check("the body has terms of reference, members and a meeting frequency"),
    "rationale-given": Check("the decision names an outcome and how it improves"),
    "decider-not-author": Check("who decides did not submit it, nor lead what it is about"),
    "no-interest": Check("the person has no declared interest in this"),
    "quorum-met": Check("enough members without an interest took part"),
    # asked of blueprints
    "decision-recorded": Check("the body that owns the framework has adopted this version"),
    "parts-present": Check("these parts of the framework are filled", {"parts": "sections"}),
    # asked of records that later packages bring
    "fields-present": Check("these fields are filled", {"fields": "texts"}),
    "links-exist": Check("at least this many of these are linked", {"link": "text", "count": "count?"}),
    "one-of-linked": Check("at least one of these kinds is linked", {"kinds": "texts"}),
    "each-linked": Check("each of these has at least one of those", {"each": "text", "link": "text"}),
    "voices-recorded": Check("these voices have been heard", {"voices": "texts"}),
    "count-between": Check(
        "their number lies in this range", {"of": "text", "min": "count?", "max": "count?"}
    ),
    "amount-within": Check("the amount is within this limit", {"limit": "text"}),
    "route-allowed": Check("the route is one the value and scope allow"),
    "threshold-set": Check("the threshold's basis and boundary are set"),
    "linked-value-within": Check("linked lots together stay in this route's band"),
    "on-active-list": Check("the provider is active and in date on the list"),
    "panel-includes": Check("the panel includes a member of this body type", {"body_types": "body_types"}),
    "decided-by": Check("a body with this capability decided it", {"capability": "capability"}),
    "independent": Check("nobody connected to a competing provider takes part"),
    "sector-allowed": Check("this kind of agreement may be given to this sector"),
    "confirmed-by-adviser": Check("a named adviser has confirmed this", {"confirmation": "text"}),
    "measures-cover": Check("the measures include each of these kinds", {"kinds": "texts"}),
    "none-open": Check("none of these is open", {"of": "text"}),
    "earlier-done": Check("what this depends on has been done first", {"of": "text"}),
    "dates-in-order": Check("this date is not before that one", {"first": "text", "then": "text"}),
    "open-until": Check("the closing date has not passed", {"date": "date"}),
    "no-overlap": Check("no other approved one covers the period", {"of": "text"}),
    "terms-equal": Check("every bidder gets the same terms and timetable"),
    "questionnaire-complete": Check("the trust's questionnaire is answered", {"questionnaire": "text"}),
    "delegation-covers": Check("a live delegation covers this", {"kind": "text?"}),
    "remit-covers": Check("it lies inside the body's remit"),
    "in-exercise": Check("it is attached to an exercise of the cycle"),
    "small-counts-hidden": Check("counts below the threshold are hidden"),
    "level-at-least": Check(
        "the level of monitoring is at least that of its band",
        {"medium_from": "count?", "large_from": "count?"},
    ),
}
"""Every question a gate may ask. `governance.checks` answers those whose records exist."""
