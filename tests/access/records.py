"""The records planted in every trust: one to read and change, and one for each thing that is done with a record."""

from dataclasses import dataclass
from typing import Any

from commissioning.models import Plan
from contracts.models import Agreement, Deficit, Procurement, Provider, Specification
from needs.models import Assessment, Evidence, Priority
from trusts.governance import clock
from trusts.models import Person, Trust
from trusts.models.record import Record

DOES = {
    "county-durham": {"asks": "agree-priority", "passes": ("close", "DUR-190"), "confirms": "procurement-compliance"},
    "gateshead": {"asks": "approve-plan", "passes": ("route", "GAT-73"), "confirms": "procurement-compliance"},
}  # fmt: skip
"""The question a body is asked about a record, the rule that may be passed with a reason, what an adviser confirms."""


@dataclass
class Planted:
    """What is planted in one trust."""

    assessment: Assessment
    """Still being written, with the evidence it rests on."""
    complete: Assessment
    """May be opened again."""
    evidence: Evidence
    loose: Evidence
    """Linked to nothing."""
    asked: Record
    """Of a kind on which a body of this trust decides."""
    blocked: Record
    """A rule stands in its way that may be passed."""
    procurement: Procurement
    agreement: Agreement
    """With the provider that the exercise names."""
    does: dict[str, Any]

    @property
    def question(self) -> str:
        """What a body is asked."""
        return self.does["asks"]


def plant_records(trust: Trust, by: Person, marker: str, number: int, place: dict[str, Any]) -> Planted:
    """Plant the records of a trust, those that may be local in the local board's own locality."""
    says = {"trust": trust, "blueprint": trust.blueprint, "created_by": by, "created_at": clock.now()}
    says |= {"number": number}
    body = trust.bodies.filter(code=place["local"]).first() if place else None

    def named(what: str) -> dict[str, Any]:
        return says | {"title": f"{marker} {what}", "summary": f"{marker} summary of {what}"}

    today, outcome = clock.today(), next(iter(trust.framework.outcomes))
    evidence = {"sort": "professional", "source": f"{marker} source", "dated": today}
    rests_on = Evidence.objects.create(**named("evidence"), **evidence)
    loose = Evidence.objects.create(**named("loose evidence") | {"number": number + 1}, **evidence)
    assessment = Assessment.objects.create(**named("assessment"))
    complete = Assessment.objects.create(
        **named("complete assessment") | {"number": number + 1}, state=Assessment.State.COMPLETE
    )
    specification = Specification.objects.create(**named("specification"), outcomes=[outcome])
    procurement = Procurement.objects.create(**named("procurement"), specification=specification, value=1000)
    provider = Provider.objects.create(
        **named("provider"), sector="third",
        organisation=trust.organisations.filter(code=place["provider"]).first() if place else None,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        **named("agreement"), sort="contract", provider=provider, value=1000, starts=today, outcomes=[outcome]
    )
    if trust.code == "county-durham":
        asked: Record = Priority.objects.create(**named("priority"), cited_plan="cypp", year=today.year)
        blocked: Record = Deficit.objects.create(
            **named("problem"), sort="problem", agreement=agreement, found_on=today
        )
    else:
        asked = Plan.objects.create(**named("plan"), sort="plan", period_from=today, period_to=today)
        blocked = procurement
    if body is not None:
        for record in (assessment, complete):
            record.localities.set([body.locality])
    assessment.evidence.add(rests_on)
    does = DOES.get(trust.code, {"asks": "none", "passes": ("complete", "ANY-1"), "confirms": "none"})
    return Planted(assessment, complete, rests_on, loose, asked, blocked, procurement, agreement, does)


def record_arguments(name: str, planted: Planted) -> dict[str, Any]:
    """What the address of a record's page needs beside the trust."""
    if name in ("records-home", "broken-threads"):
        return {}
    if name == "records-group":
        return {"group": "needs"}
    if name in ("records", "record-make"):
        return {"kind": "assessment"}
    subject = {
        "record-move": planted.complete, "record-ask": planted.asked, "record-override": planted.blocked,
        "record-confirm": planted.procurement,
    }.get(name, planted.assessment)  # fmt: skip
    move, gate = planted.does["passes"]
    more = {
        "record-move": {"move": "reopen"}, "record-ask": {"question": planted.question},
        "record-override": {"move": move, "gate": gate}, "record-confirm": {"code": planted.does["confirms"]},
        "record-link": {"field": "evidence"},
        "record-unlink": {"field": "evidence", "other": planted.evidence.number},
    }.get(name, {})  # fmt: skip
    return {"kind": subject.KIND, "number": subject.number} | more


def record_form(planted: Planted) -> dict[str, Any]:
    """What the form about an assessment asks for."""
    return {
        "title": "Changed", "summary": "Whom it looks at",
        "localities": list(planted.assessment.localities.values_list("pk", flat=True)),
    }  # fmt: skip
