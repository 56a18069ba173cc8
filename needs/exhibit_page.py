"""What the page of a piece of evidence shows of the figures it keeps, and of what changed since."""

from typing import Any

from django.urls import reverse

from needs.answers.again import asked_again
from needs.answers.answer import Answer
from needs.answers.files import KINDS
from needs.models import Assessment, Evidence, Exhibit, Finding
from trusts.governance.permissions import Standing


def shown_in(record: Assessment | Finding, standing: Standing) -> dict[str, Any]:
    """The figures that the evidence of an assessment or a finding keeps: what each says, and its picture."""
    evidence = record.evidence.visible_to(standing)
    rows = Exhibit.objects.filter(evidence__in=evidence).select_related("evidence").order_by("-pk")
    found = []
    for one in rows:
        frozen = Answer.thawed(one.answer)
        kind = next((kind for kind in ("svg", "map") if frozen.comes_as(kind)), "")
        picture = reverse("exhibit", args=[standing.trust.code, one.evidence.number, kind]) if kind else ""
        found.append({"exhibit": one, "answer": frozen, "picture": picture})
    return {"exhibits": found}


def shown_by(evidence: Evidence, standing: Standing) -> dict[str, Any]:
    """The answer as it was seen, its files, and what asking again brings; nothing where it keeps no figures."""
    exhibit = Exhibit.objects.filter(evidence=evidence).select_related("by").first()
    if exhibit is None:
        return {"exhibit": None}
    frozen = Answer.thawed(exhibit.answer)
    files = {
        kind: reverse("exhibit", args=[standing.trust.code, evidence.number, kind])
        for kind in KINDS
        if frozen.comes_as(kind)
    }
    again = asked_again(frozen, standing.trust) if standing.reads_all else None
    return {
        "exhibit": exhibit, "answer": frozen, "picture": files.get("svg", ""), "map": files.get("map", ""), "again": again,
        "exports": [(KINDS[kind], url) for kind, url in files.items()],
    }  # fmt: skip
