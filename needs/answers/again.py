"""Asking again what was frozen: what is different by now, and whether it can be asked at all."""

from dataclasses import dataclass, field

from needs.answers.answer import Answer, Change, changes
from needs.answers.profile import CODE, profile
from needs.answers.questions import QUESTIONS, ask
from needs.models import Indicator
from trusts.models import Trust


@dataclass(frozen=True)
class Again:
    """What asking again brings."""

    changes: list[Change] = field(default_factory=list)
    newer: str = ""
    """A later period for which figures are published by now."""
    why_not: str = ""


def asked_again(frozen: Answer, trust: Trust) -> Again:
    """Lay a frozen answer beside the figures as they stand."""
    about = frozen.about
    area = str(about.get("area", ""))
    try:
        if frozen.question == CODE:
            return Again(changes(frozen, profile(trust, area=area)))
        indicator = Indicator.objects.visible_to(trust).filter(pk=about.get("indicator")).first()
        if indicator is None or frozen.question not in QUESTIONS:
            return Again(why_not="The indicator is no longer in the library.")
        asked = {name: str(about.get(name, "")) for name in ("area", "period", "alike", "by")}
        now = ask(trust, indicator, frozen.question, **asked)
    except LookupError:
        return Again(why_not="The trust’s area is no longer set.")
    if now.about["area"] != about.get("area"):
        return Again(why_not=f"{about.get('area_name', 'The place')} is no longer one of the trust’s areas.")
    return Again(changes(frozen, now), newer=now.about.get("latest_name", ""))
