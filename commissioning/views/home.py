"""The first page of a trust: what waits for this person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commissioning.desk import desk_of
from commissioning.home_page import page_of
from trusts.models.decision import Outcome
from trusts.views.page import TrustPage

VERDICTS = [
    (Outcome.AGREE, "Approve"),
    (Outcome.CONDITIONS, "Approve with conditions"),
    (Outcome.REFER_BACK, "Refer back"),
    (Outcome.REFUSE, "Refuse"),
]
"""What a member can say, as a verb; each asks for the reason."""


class TrustHome(TrustPage):
    """What is on me, nothing else first."""

    act = "trust.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        framework = self.trust.framework
        words = {concept: framework.word(concept) for concept in ("exercise", "step", "officer", "body")}
        words |= {f"{concept}s": framework.words(concept) for concept in ("exercise", "step")}
        page = page_of(desk_of(self.standing))
        context = self.get_context_data(heading=page["greeting"], page=page, words=words, verdicts=VERDICTS)
        return render(request, "commissioning/home.html", context)
