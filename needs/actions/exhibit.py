"""Using what figures say as evidence: an answer is kept as it was seen, with its source."""

import hashlib
import json

from django.db import transaction

from needs.answers.answer import Answer
from needs.models import Area, Assessment, Evidence, Exhibit
from trusts.actions.record import make
from trusts.governance import audit, clock
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Person, Trust

TITLE, SOURCE = 200, 300


@transaction.atomic
def use_as_evidence(
    answer: Answer, *, trust: Trust, by: Person, assessment: Assessment | None = None
) -> Evidence:
    """Make a piece of evidence of an answer, for an assessment if one is named; what was seen never changes afterwards."""
    if not answer.lines:
        refuse_if([refusal("There is no figure here to use as evidence.")])
    place = Area.objects.filter(pk=answer.about.get("area", 0)).select_related("locality").first()
    evidence = make(
        Evidence(
            title=_cut(answer.title, TITLE), sort=Evidence.Kind.QUANTITATIVE, summary=answer.said,
            source=_cut(answer.source.removeprefix("Source: "), SOURCE), dated=clock.today(), method="\n".join(answer.method),
        ),
        trust=trust, by=by, links={"localities": [place.locality] if place and place.locality else []},
        into=(assessment, "evidence") if assessment is not None else None,
    )  # fmt: skip
    kept = answer.frozen()
    Exhibit.objects.create(evidence=evidence, answer=kept, at=clock.now(), by=by)
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    audit.record(
        "evidence.exhibit", trust=trust, subject=evidence, by=by, question=answer.question, fingerprint=digest
    )
    return evidence


def _cut(text: str, room: int) -> str:
    """A text that fits its column, cut between words."""
    return text if len(text) <= room else text[: room - 1].rsplit(" ", 1)[0] + "…"
