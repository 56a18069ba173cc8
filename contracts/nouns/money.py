"""The kinds of record about money: what their pages show, link and do."""

from typing import Any

from django.db.models import Q

from contracts.actions import fund as funds
from contracts.actions import service as services
from contracts.forms.money import QUESTION, AllocationForm, ContributionForm, FundForm, ServiceForm
from contracts.models import Allocation, Contribution, Fund, Service
from needs.models import Priority
from trusts.forms.record import ReasonForm
from trusts.nouns import Break, Column, Move, Noun, register
from trusts.record_words import money

EDIT = "money.edit"


def told_of(fund: Fund) -> list[tuple[str, Any]]:
    """What was paid into a fund, what is allocated, what is left, and what the answers point to."""
    paid, allocated = fund.paid_in, fund.allocated
    balance = [("Paid in", money(paid)), ("Allocated", money(allocated)), ("Left", money(paid - allocated))]
    return [*balance, *answers_of(fund)]


def answers_of(fund: Fund) -> list[tuple[str, Any]]:
    """The trust's questions on pooling with what was answered, and how far the answers speak for it (BUC-65)."""
    funding = fund.framework.framework.funding
    told = {
        question: fund.particulars.get(f"{QUESTION}{question.code}", "")
        for question in (funding.questionnaire if funding else ())
    }
    rows: list[tuple[str, Any]] = [(question.label, answer) for question, answer in told.items() if answer]
    weighed = {question: answer for question, answer in told.items() if answer in question.answers}
    if weighed:
        points = sum(question.points(answer) for question, answer in weighed.items())
        most = sum(question.weight for question in weighed)
        rows.append(("Points for pooling", f"{points:g} of {most}"))
    return rows


SERVICE = Noun(
    model=Service,
    edit_act=EDIT,
    form=ServiceForm,
    about="What exists today: who provides it, for whom, and what it costs each partner.",
    columns=(Column("State", "state", kind="state"), Column("Provider", "provider"), Column("Officer", "officer")),
    filters=("provider", "preventive"),
    facts=("summary", "provider", "officer", "owner", "level", "preventive", "starts", "ends", "outcomes", "groups",
           "localities"),
    up=("priorities",),
    down=("provider",),
    also=("service.target",),
    moves=(
        Move("deliver", "Start delivery", services.deliver, EDIT, "service.deliver", ("planned",),
             services.obstacles_to_delivering, done="Delivery has started."),
        Move("propose-to-end", "Propose to decommission it", services.propose_to_end, EDIT, "decommission.propose",
             ("running",), services.obstacles_to_ending, ReasonForm, "Proposed. Its agreements are not renewed meanwhile."),
        Move("keep", "Keep it after all", services.keep, EDIT, states=("ending",), form=ReasonForm, done="It is kept."),
        Move("end", "End it", services.end, EDIT, states=("ending",), obstacles=services.obstacles_to_stopping,
             form=ReasonForm, done="The service has ended."),
    ),
    breaks=(
        Break("service-without-need", "Services that serve no priority",
              "it serves no priority",
              lambda rows: rows.filter(state__in=["running", "planned"], priorities=None),
              "Link the priority each one serves, or propose to end it.", "priorities"),
        Break("service-without-officer", "Running services that no officer watches over",
              "no officer watches over it",
              lambda rows: rows.filter(state="running", officer=None), "Name the officer.", "officer"),
    ),
)  # fmt: skip

FUND = Noun(
    model=Fund,
    edit_act=EDIT,
    form=FundForm,
    about="Money put together for something: by one agency alone, aligned with others, or pooled.",
    columns=(Column("State", "state", kind="state"), Column("Arrangement", "arrangement"), Column("Held by", "host")),
    filters=("host",),
    facts=("arrangement", "summary", "legal_basis", "host", "owner", "starts", "ends", "outcomes"),
    up=("priorities",),
    gathers=True,
    also=("funding.arrange",),
    moves=(
        Move("set", "Set the arrangement", funds.arrange, EDIT, "funding.arrange", ("draft",), funds.obstacles_to_setting,
             done="The arrangement is set. Allocations can be agreed now."),
        Move("end", "End it", funds.end_fund, EDIT, states=("set",), form=ReasonForm, done="The fund has ended."),
    ),
    words=told_of,
    breaks=(
        Break("priority-without-money", "Agreed priorities with no money",
              "it is agreed and has no money",
              lambda rows: rows.filter(state="agreed", funds=None, allocations=None),
              "Link the fund that pays for each, or allocate money to it.", "allocation:priority", among=Priority),
        Break("money-without-priority", "Funds that serve no priority",
              "it serves no priority",
              lambda rows: rows.filter(state="set", priorities=None), "Link the priorities each one pays for.", "priorities"),
    ),
)  # fmt: skip

CONTRIBUTION = Noun(
    model=Contribution,
    edit_act=EDIT,
    form=ContributionForm,
    about="What one partner pays into a fund, or towards a service, in one year.",
    columns=(Column("Who pays", "organisation"), Column("Year", "year"), Column("Amount", "value", kind="money"),
             Column("Fund", "fund"), Column("Service", "service")),
    filters=("organisation", "fund", "service"),
    facts=("organisation", "year", "value", "fund", "service"),
    down=("fund", "service"),
    parents=("fund", "service"),
    in_menu=False,
)  # fmt: skip

ALLOCATION = Noun(
    model=Allocation,
    edit_act=EDIT,
    form=AllocationForm,
    about="What is to be spent from a fund, on what, in one year; agreed by the body that may.",
    columns=(Column("State", "state", kind="state"), Column("Fund", "fund"), Column("Year", "year"),
             Column("Amount", "value", kind="money")),
    filters=("fund", "resource"),
    facts=("fund", "resource", "year", "value", "priority", "service", "specification", "moved_from", "reason",
           "outcomes", "agreed_on"),
    up=("fund", "priority"),
    down=("service", "specification"),
    parents=("fund",),
    moves=(
        Move("agree", "Agree it", funds.allocate, EDIT, "funding.allocate", ("proposed",), funds.obstacles_to_allocating,
             done="Agreed."),
        Move("withdraw", "Withdraw it", funds.withdraw, EDIT, states=("proposed", "agreed"), form=ReasonForm,
             done="Withdrawn."),
    ),
    breaks=(
        Break("spend-without-outcome", "Spending that works towards no outcome",
              "it works towards no outcome",
              lambda rows: rows.filter(Q(outcomes="") & ~Q(state="withdrawn")), "Say which outcome each one improves.", "outcomes"),
    ),
)  # fmt: skip

register(SERVICE, FUND, CONTRIBUTION, ALLOCATION)
