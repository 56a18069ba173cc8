"""Making invented records of every kind, by the actions people use, so that they keep every rule."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from commissioning.models import Intention, Option, Plan, Recommendation
from contracts.models import (
    Agreement,
    Allocation,
    Award,
    Bid,
    Contribution,
    Deficit,
    Fund,
    Intervention,
    Listing,
    Measure,
    Panellist,
    Procurement,
    Provider,
    Return,
    Review,
    Service,
    Specification,
    Veto,
)
from needs.models import Assessment, Evidence, Finding, Participation, Priority
from trusts.actions import record as actions
from trusts.governance import clock
from trusts.models import Person, Trust
from trusts.models.record import Record, as_attribute
from trusts.nouns import noun_of

INVENTED = "Invented for the demonstration."
MODELS: dict[str, type[Record]] = {
    model.KIND: model
    for model in (
        Evidence, Participation, Assessment, Finding, Priority, Plan, Intention, Option, Recommendation, Service, Fund,
        Contribution, Allocation, Provider, Listing, Specification, Procurement, Panellist, Bid, Award, Agreement,
        Measure, Return, Review, Deficit, Intervention, Veto,
    )
}  # fmt: skip


class Maker:
    """Makes records in one trust, as one person; whatever a kind needs and is not given is invented."""

    def __init__(self, trust: Trust, by: Person) -> None:
        self.trust, self.by = trust, by
        self.framework = trust.framework
        self.outcome = next(iter(self.framework.outcomes))

    def make(self, kind: str, **values: Any) -> Any:
        """A record of a kind; lists among the values are its links."""
        model = MODELS[kind]
        said = self.defaults(kind) | values
        links = {name: value for name, value in said.items() if model._meta.get_field(name).many_to_many}
        record = model(**{name: value for name, value in said.items() if name not in links})
        if "particulars" not in said:
            record.particulars = self.particulars(kind)
        transition = noun_of(kind).makes
        return actions.make(record, trust=self.trust, by=self.by, links=links, transition=transition)

    def particulars(self, kind: str) -> dict[str, str]:
        """An answer to everything the trust's own rules ask of a kind."""
        asked = self.framework.particulars(noun_of(kind).transitions)
        own = [name for name in asked if not hasattr(MODELS[kind], as_attribute(name))]
        found = dict.fromkeys(own, f"{INVENTED} It is on file.")
        funding = self.framework.framework.funding
        if kind == "fund" and funding:
            found |= {f"question-{q.code}": (q.answers or (INVENTED,))[0] for q in funding.questionnaire}
        return found

    def defaults(self, kind: str) -> dict[str, Any]:
        """What a record of a kind says unless told otherwise."""
        today = clock.today()
        model = MODELS[kind]
        said: dict[str, Any] = {
            "title": f"{noun_of(kind).one(self.framework).capitalize()} for young children"
        }
        for name in ("summary", "grounds", "need", "reason"):
            if model.has(name):
                said[name] = f"{INVENTED} Families wait too long for help."
        if model.has("outcomes"):
            said["outcomes"] = [self.outcome]
        own: dict[str, dict[str, Any]] = {
            "evidence": {"sort": "quantitative", "source": "Invented figures", "dated": today},
            "participation": {"voice": "families", "held_on": today, "method": "Group", "reached": 12},
            "finding": {"severity": "high"},
            "priority": {"cited_plan": "cypp", "cites": "Help early", "year": today.year},
            "plan": {"period_from": today, "period_to": today + timedelta(days=364)},
            "fund": {"arrangement": next(iter(self.framework.choices("funding.arrangements")), "single")},
            "contribution": {"year": today.year, "value": Decimal(50000)},
            "allocation": {"year": today.year, "value": Decimal(40000)},
            "provider": {"sector": "third"},
            "listing": {"starts": today},
            "specification": {"value": Decimal(48000), "standards": f"{INVENTED} Each child is seen in 12 weeks: counted monthly."},
            "procurement": {"value": Decimal(48000), "opens": today, "closes": today + timedelta(days=30),
                            "budget_approval": today, "planned_award": today + timedelta(days=60),
                            "terms": f"{INVENTED} The same documents and dates for everybody."},
            "panellist": {"person": self.by, "tie": "none"},
            "bid": {"value": Decimal(47000), "received_on": today},
            "award": {"value": Decimal(47000)},
            "agreement": {"sort": next(iter(self.framework.choices("agreement_kinds")), "contract"), "value": Decimal(47000),
                          "starts": today, "ends": today + timedelta(days=364), "monitoring_cycle": "month", "risk": "low",
                          "first_monitoring_date": today + timedelta(days=60),
                          "first_review_date": today + timedelta(days=200)},
            "measure": {"quadrant": "quantity-effect", "unit": "children", "target": Decimal(120), "baseline": Decimal(80),
                        "agreed_with": ["children", "families", "provider"]},
            "return": {"period_from": today - timedelta(days=90), "period_to": today - timedelta(days=1),
                       "due_on": today + timedelta(days=27)},
            "review": {"sort": "contract", "opened_on": today},
            "deficit": {"sort": "deficit", "found_on": today},
        }  # fmt: skip
        return said | own.get(kind, {})
