"""The questions that can be asked of an indicator."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from needs.answers import compared
from needs.answers.answer import Answer
from needs.answers.asking import Asking
from needs.answers.by_group import by_group
from needs.answers.over_time import over_time
from needs.answers.two_way import two_way
from needs.models import Indicator
from trusts.models import Trust


@dataclass(frozen=True)
class Question:
    """One question, as a link says it."""

    code: str
    label: str
    ask: Callable[[Asking], Answer]


QUESTIONS = {
    one.code: one
    for one in (
        Question("time", "Over time", over_time),
        Question("similar", "Against similar areas", compared.similar),
        Question("region", "Within the region", compared.region),
        Question("localities", "Between localities", compared.localities),
        Question("groups", "By group", by_group),
        Question("two-way", "Localities by group", two_way),
    )
}


def answer(asking: Asking, question: str) -> Answer:
    """The answer to a question, with what is needed to ask it again; raises KeyError for none of ours."""
    about = {
        "indicator": asking.indicator.pk,
        "question": question,
        "area": asking.place.pk,
        "area_name": asking.place.name,
        "alike": asking.places.scheme,
        "by": asking.by,
        "period": asking.period,
        "period_name": asking.period_name,
        "latest_name": asking.later_name,
    }
    return replace(QUESTIONS[question].ask(asking), about=about)


def ask(trust: Trust, indicator: Indicator, question: str, **asked: str) -> Answer:
    """Ask a question from the start; `asked` is what an address says: area, period, alike, by."""
    return answer(Asking.of(trust, indicator, **asked), question)
