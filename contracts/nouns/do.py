"""The kinds of record about buying: what their pages show, link and do."""

from datetime import timedelta

from contracts.actions import procurement as buying
from contracts.actions import provider as providers
from contracts.actions import specification as specifications
from contracts.forms import do as forms
from contracts.forms.invite import InviteForm
from contracts.forms.route import RouteForm
from contracts.models import Award, Bid, Listing, Panellist, Procurement, Provider, Specification
from trusts.forms.record import ReasonForm
from trusts.governance import clock
from trusts.nouns import Break, Column, Move, Noun, register

EDIT = "contract.edit"
PATIENCE = timedelta(days=182)
"""How long a complete specification may wait before it is a broken thread."""

PROVIDER = Noun(
    model=Provider,
    edit_act=EDIT,
    form=forms.ProviderForm,
    about="Who provides services or could: the trust’s own teams, other public bodies, private and voluntary ones.",
    columns=(Column("State", "state", kind="state"), Column("Sector", "sector")),
    filters=("sector",),
    facts=("sector", "organisation", "summary", "outcomes", "approved_on"),
    moves=(
        Move("approve", "Approve it", providers.approve, EDIT, "provider.approve", ("known", "suspended"),
             providers.obstacles_to_approving, done="Approved."),
        Move("suspend", "Suspend it", providers.suspend, EDIT, states=("known", "approved"), form=ReasonForm,
             done="Suspended."),
    ),
)  # fmt: skip

LISTING = Noun(
    model=Listing,
    edit_act=EDIT,
    form=forms.ListingForm,
    about="Who stands on the select list of a priority, from when until when.",
    columns=(Column("State", "state", kind="state"), Column("Provider", "provider"), Column("Priority", "priority"),
             Column("From", "starts", kind="date"), Column("Until", "ends", kind="date")),
    filters=("provider", "priority"),
    facts=("provider", "priority", "starts", "ends", "localities"),
    up=("priority",),
    beside=("provider",),
    parents=("provider",),
    makes="select-list.change",
    moves=(
        Move("suspend", "Suspend it", providers.suspend_listing, EDIT, "select-list.change", ("active",),
             providers.obstacles_to_changing_list, ReasonForm, "Suspended."),
        Move("restore", "Make it active again", providers.restore_listing, EDIT, "select-list.change", ("suspended",),
             providers.obstacles_to_changing_list, done="Active again."),
        Move("remove", "Take it off the list", providers.remove_listing, EDIT, "select-list.change",
             ("active", "suspended"), providers.obstacles_to_changing_list, ReasonForm, "Taken off the list."),
    ),
)  # fmt: skip

SPECIFICATION = Noun(
    model=Specification,
    edit_act=EDIT,
    form=forms.SpecificationForm,
    about="What is to be achieved, for whom, by which measures, for how much; version by version.",
    columns=(Column("State", "state", kind="state"), Column("Version", "edition"), Column("Officer", "officer"),
             Column("Value", "value", kind="money")),
    filters=("officer", "service"),
    facts=("summary", "requirements", "standards", "service", "value", "starts", "ends", "officer", "owner", "level",
           "outcomes", "groups", "localities", "follows", "completed_on"),
    up=("priorities", "service"),
    moves=(
        Move("complete", "Complete it", specifications.complete, EDIT, "specification.complete", ("draft",),
             specifications.obstacles_to_completing, done="Complete. It can be bought now."),
        Move("next", "Write the next version", specifications.write_next, EDIT, states=("complete",),
             done="A copy is ready. This version stands until that one is complete."),
    ),
    breaks=(
        Break("specification-without-priority", "Specifications without a priority",
              "it serves no priority",
              lambda rows: rows.exclude(state="superseded").filter(priorities=None),
              "Link the priority each one serves.", "priorities"),
        Break("specification-waits", "Complete specifications that nobody has bought in six months",
              "nobody has bought it in six months",
              lambda rows: rows.filter(state="complete", procurements=None, agreements=None,
                                       completed_on__lt=clock.today() - PATIENCE),
              "Start a procurement, or write down why not.", "procurement:specification"),
    ),
)  # fmt: skip

PROCUREMENT = Noun(
    model=Procurement,
    edit_act=EDIT,
    form=forms.ProcurementForm,
    about="How a specification is bought: by the route its value and scope allow, judged by a panel.",
    columns=(Column("State", "state", kind="state"), Column("Route", "route_label"), Column("Value", "value", kind="money"),
             Column("Closes", "closes", kind="date"), Column("Officer", "officer")),
    filters=("officer",),
    facts=("specification", "summary", "value", "linked", "route_label", "route_chosen_on", "reason_not_open",
           "budget_approval", "opens", "closes", "planned_award", "terms", "officer", "owner", "level", "outcomes",
           "localities", "invited"),
    up=("specification",),
    beside=("linked",),
    moves=(
        Move("route", "Choose the route", buying.settle_route, EDIT, "procurement.route", ("planned", "routed"),
             buying.obstacles_to_routing, RouteForm, "The route is chosen."),
        Move("invite", "Invite providers", buying.invite, EDIT, "procurement.invite", ("routed", "open"),
             form=InviteForm, done="Invited."),
        Move("open", "Open for bids", buying.open_for_bids, EDIT, "procurement.open", ("routed",),
             buying.obstacles_to_opening, done="It is open for bids."),
        Move("give-more-time", "Give bidders more time", buying.give_more_time, EDIT, states=("open",),
             form=forms.MoreTimeForm, done="The closing date is later now, for every bidder."),
        Move("close", "Close and open the bids", buying.close_for_bids, EDIT, states=("open",),
             obstacles=buying.obstacles_to_closing, done="Your part of the opening is recorded.",
             warns="Two people open bids: one begins, another one does it. No bid can come in after the first, and the "
                   "panel reads those that did after the second."),
        Move("cancel", "Cancel it", buying.cancel, EDIT, states=("planned", "routed", "open", "closed"), form=ReasonForm,
             done="Cancelled."),
    ),
    words=lambda procurement: [
        ("Opening of bids begun by", procurement.opening_begun_by),
        ("Bids received", procurement.bids.count() if procurement.state in ("open", "closed", "awarded") else None)
    ],
    breaks=(
        Break("procurement-without-award", "Procurements whose bids were opened and nothing was awarded",
              "its bids were opened and nothing was awarded",
              lambda rows: rows.filter(state="closed", awards=None), "Recommend an award, or cancel it with the reason.", "award:procurement"),
    ),
)  # fmt: skip

PANELLIST = Noun(
    model=Panellist,
    edit_act=EDIT,
    form=forms.PanellistForm,
    about="Who judges bids, for whom they sit there, and what interest they declared.",
    columns=(Column("Person", "person"), Column("For", "body"), Column("Ties", "tie"), Column("Interest", "interest")),
    filters=("body",),
    facts=("procurement", "person", "body", "tie", "interest"),
    beside=("procurement",),
    parents=("procurement",),
    makes="panel.appoint",
    in_menu=False,
)  # fmt: skip

BID = Noun(
    model=Bid,
    edit_act=EDIT,
    form=forms.BidForm,
    about="Offers. They are sealed: nobody reads one until bids are opened.",
    columns=(Column("State", "state", kind="state"), Column("Provider", "provider"), Column("Price", "value", kind="money"),
             Column("Quality", "quality"), Column("Score for price", "price_score")),
    filters=("provider",),
    facts=("procurement", "provider", "value", "received_on", "summary", "quality", "price_score", "comment"),
    up=("procurement",),
    beside=("provider",),
    parents=("procurement",),
    moves=(
        Move("score", "Score it", buying.score, EDIT, states=("received", "scored"), obstacles=buying.obstacles_to_scoring,
             form=forms.ScoreForm, done="Scored."),
    ),
    in_menu=False,
)  # fmt: skip

AWARD = Noun(
    model=Award,
    edit_act=EDIT,
    form=forms.AwardForm,
    about="Whom the trust chose, for how much, and why.",
    columns=(Column("State", "state", kind="state"), Column("Provider", "provider"), Column("Value", "value", kind="money")),
    filters=("provider",),
    facts=("procurement", "provider", "value", "reason", "made_on", "published_on"),
    up=("procurement",),
    beside=("provider",),
    parents=("procurement",),
    also=("award.make",),
    moves=(
        Move("make", "Make the award", buying.make_award, EDIT, "award.make", ("recommended",),
             buying.obstacles_to_awarding, warns="The procurement ends with this.", done="Awarded."),
        Move("publish", "Publish it", buying.publish, EDIT, "award.publish", ("made",), buying.obstacles_to_publishing,
             done="Published."),
    ),
    breaks=(
        Break("award-without-agreement", "Awards that led to no agreement",
              "it led to no agreement",
              lambda rows: rows.filter(state__in=["made", "published"], agreements=None), "Draw up the agreement.", "agreement:award"),
    ),
)  # fmt: skip

register(PROVIDER, LISTING, SPECIFICATION, PROCUREMENT, PANELLIST, BID, AWARD)
