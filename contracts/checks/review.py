"""The checks gates ask of agreements: their measures, their sector, how closely they are watched."""

from contracts.models import Agreement
from trusts.framework.vocabulary import SECTORS
from trusts.governance.checks import YES, no
from trusts.governance.gates import Answer, Question, check
from trusts.governance.refusal import Missing

OFTEN = ("month", "quarter", "half", "year")
"""How often something is monitored, the most often first."""
WORDS = {"every month": "month", "every quarter": "quarter", "twice a year": "half", "once a year": "year"}


def _edit(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}edit/"


@check("measures-cover")
def measures_cover(ask: Question) -> Answer:
    """The measures include each of these kinds: quantity or quality, effort or effect (DUR-14, BUC-82)."""
    kinds: set[str] = set()
    for measure in ask.subject.all_measures():
        kinds |= measure.kinds
    url = f"{ask.subject.get_absolute_url()}#measure"
    return no(*(Missing(f"No measure of {kind}", url) for kind in ask.params["kinds"] if kind not in kinds))


@check("sector-allowed")
def sector_allowed(ask: Question) -> Answer:
    """An agreement of its kind may be given to a provider of that sector (BUC-72, GAT-141)."""
    agreement: Agreement = ask.subject
    kind = next((k for k in ask.framework.framework.agreement_kinds if k.code == agreement.sort), None)
    sector = agreement.provider.sector
    if kind is None or not kind.sectors or sector in kind.sectors:
        return YES
    allowed = " or ".join(SECTORS[code].lower() for code in kind.sectors)
    reason = f"{agreement.provider} is {SECTORS[sector].lower()}; ‘{kind.label}’ is for: {allowed}"
    return no(Missing(reason, _edit(agreement)))


@check("level-at-least")
def level_at_least(ask: Question) -> Answer:
    """It is monitored at least as often as the trust asks for its size and risk (BUC-85)."""
    agreement: Agreement = ask.subject
    if not agreement.risk:
        return no(Missing("Its risk is not said", _edit(agreement)))
    matrix = next((m for m in ask.framework.framework.matrices if m.code == "monitoring-bands"), None)
    if matrix is None:
        return no(Missing("The framework does not say how closely agreements are monitored"))
    row, column = _size(agreement, ask), f"{agreement.risk} risk"
    cell = next((c for c in matrix.cells if row in c.row.lower() and c.column.lower() == column), None)
    wanted = WORDS.get(cell.text.lower(), "") if cell else ""
    if not wanted:
        return YES
    if agreement.monitoring_cycle and OFTEN.index(agreement.monitoring_cycle) <= OFTEN.index(wanted):
        return YES
    said = agreement.get_monitoring_cycle_display().lower() if agreement.monitoring_cycle else "not said"
    reason = (
        f"A {row} agreement of {column} is monitored {cell.text.lower() if cell else ''}; this one: {said}"
    )
    return no(Missing(reason, _edit(agreement)))


def _size(agreement: Agreement, ask: Question) -> str:
    """Small, medium or large, by the bounds the gate gives."""
    value = agreement.value
    if value < ask.params.get("medium_from", 0):
        return "small"
    return "large" if value >= ask.params.get("large_from", 0) else "medium"
