"""Records by which an output of a step is on record: finished, of a sort that counts, with the part it asks for."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from commissioning.models import Exercise, Work
from tests.factories.contracts import (
    AgreementFactory,
    AwardFactory,
    ContributionFactory,
    FundFactory,
    MeasureFactory,
    PanellistFactory,
    ProcurementFactory,
    ProviderFactory,
    ReturnFactory,
    ReviewFactory,
    ServiceFactory,
    SpecificationFactory,
)
from tests.factories.needs import (
    AssessmentFactory,
    EvidenceFactory,
    FindingFactory,
    ParticipationFactory,
    PriorityFactory,
)
from tests.factories.plan import IntentionFactory, OptionFactory, PlanFactory
from trusts.framework.sections.cycle import Output
from trusts.models import Person
from trusts.models.record import Record

FINISHED: dict[str, tuple[Any, dict[str, Any]]] = {
    "evidence": (EvidenceFactory, {}),
    "participation": (ParticipationFactory, {}),
    "assessment": (AssessmentFactory, {"state": "complete"}),
    "priority": (PriorityFactory, {"state": "agreed"}),
    "plan": (PlanFactory, {"state": "approved"}),
    "intention": (IntentionFactory, {"state": "submitted"}),
    "fund": (FundFactory, {"state": "set"}),
    "service": (ServiceFactory, {"state": "running"}),
    "specification": (SpecificationFactory, {"state": "complete", "outcomes": []}),
    "procurement": (ProcurementFactory, {"state": "awarded"}),
    "agreement": (AgreementFactory, {"state": "active"}),
    "review": (ReviewFactory, {"state": "closed"}),
}
"""How a finished record of a kind is made, with nothing in it that need not be there."""


def _measured(record: Any) -> None:
    MeasureFactory(trust=record.trust, agreement=None, specification=record, target=Decimal(60))


def _with_an_effect(record: Any) -> None:
    record.measures.add(MeasureFactory(trust=record.trust, agreement=AgreementFactory(
        trust=record.trust, provider=ProviderFactory(trust=record.trust))))  # fmt: skip


def _with_a_finding(record: Any) -> None:
    record.findings.add(FindingFactory(trust=record.trust, assessment=AssessmentFactory(trust=record.trust)))


def _by_a_route(record: Any) -> None:
    record.route = next(iter(record.framework.choices("routes")))


FILL: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("assessment", "findings"): lambda record: FindingFactory(trust=record.trust, assessment=record),
    ("priority", "findings"): _with_a_finding,
    ("intention", "outcome-measure"): _with_an_effect,
    ("intention", "measures"): _with_an_effect,
    ("fund", "contributions"): lambda record: ContributionFactory(trust=record.trust, fund=record),
    ("procurement", "awards"): lambda record: AwardFactory(
        trust=record.trust, procurement=record, provider=ProviderFactory(trust=record.trust)
    ),
    ("intention", "options"): lambda record: OptionFactory(trust=record.trust, intention=record),
    ("specification", "targets"): _measured,
    ("specification", "measures"): _measured,
    ("procurement", "route-label"): _by_a_route,
    ("procurement", "panel"): lambda record: PanellistFactory(trust=record.trust, procurement=record),
    ("agreement", "reports"): lambda record: ReturnFactory(
        trust=record.trust, agreement=record, state="filed"
    ),
}
"""How a part is filled that is more than a field of the record."""
SAID = {
    "cites": "Help early", "gap": "Nobody comes in the evening.", "groups": ["carers"], "outcomes": ["own.safe"],
    "starts": timezone.localdate, "monitoring-cycle": "quarter", "activated-on": timezone.localdate,
    "concluded": "It helped.", "conclusion": "continue", "what-works": "The same worker each time.",
    "target": "Eight weeks by spring", "timetable": "By spring", "standards": "Seen weekly: counted.",
    "covers": "40 families", "changed": "It opens at four now.", "held-on": timezone.localdate, "arrangement": "single", "source": "Our own count",
}  # fmt: skip
"""What a field says that is asked for."""


def put_on_record(exercise: Exercise, output: Output, by: Person) -> Record:
    """A finished record by which an output is on record, linked to the exercise.

    Where each must say its part, those that the exercise works on already come to say it; a new one is made of none.
    """
    known = [
        work.record for work in Work.objects.filter(exercise=exercise, **{f"{output.kind}__isnull": False})
    ]
    silent = [record for record in known if output.each and record.is_of(output) and record.is_done]
    for record in silent:
        if record.lacks(output):
            fill(record, output, by)
    if silent:
        return silent[-1]
    factory, state = FINISHED[output.kind]
    record = factory(trust=exercise.trust, created_by=by, **state)
    if output.sorts:
        setattr(record, record.SORT, output.sorts[0])
    fill(record, output, by)
    Work.objects.create(exercise=exercise, **{output.kind: record})
    return record


def fill(record: Record, output: Output, by: Person) -> None:
    """Let a record say the part that an output asks for."""
    if (output.kind, output.part) in FILL:
        FILL[output.kind, output.part](record)
    elif output.part == "officer":
        record.officer = by
    elif output.part is not None:
        said = SAID[output.part]
        setattr(record, output.part.replace("-", "_"), said() if callable(said) else said)
    record.save()


def take_off_record(exercise: Exercise, step: str, output: Output) -> None:
    """No record by which the output could be on record is worked on any more."""
    ids = [record.pk for record in exercise.records_for(step, output)]
    Work.objects.filter(exercise=exercise, **{f"{output.kind}__in": ids}).delete()
