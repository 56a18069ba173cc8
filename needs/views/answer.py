"""Questions about need: an indicator asked in six ways, the needs profile, and both as files and as evidence."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from needs.actions.exhibit import use_as_evidence
from needs.answers.answer import Answer
from needs.answers.asking import Asking
from needs.answers.files import KINDS, as_file
from needs.answers.places import Places, places_of
from needs.answers.profile import profile
from needs.answers.questions import QUESTIONS, answer
from needs.answers.two_way import breakdowns_of
from needs.forms.answer import AskForm, UseForm
from needs.models import Assessment, Evidence, Exhibit
from needs.views.data import DataPage, IndicatorPage
from trusts.forms.base import ActForm
from trusts.governance.refusal import refusal, refuse_if
from trusts.views.act import ActButton
from trusts.views.page import TrustPage

WORDS = ("alike", "by")
"""What an address says in words; the rest are keys."""
LONGEST = 700


class AnswerPage(DataPage, ABC):
    """A page that is an answer; a subclass says which."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, its picture, or the same as a file."""
        try:
            found = self.answer()
        except LookupError:
            return self.no_area()
        kind = request.GET.get("format", "")
        if kind in KINDS and found.comes_as(kind):
            return as_file(
                found, kind, name=f"{self.trust.code}-{slugify(found.title)[:80]}", trust=self.trust
            )
        files = [(text, self.address(format=kind)) for kind, text in KINDS.items() if found.comes_as(kind)]
        context = self.get_context_data(
            answer=found, exports=files, picture=self.address(format="svg") if found.chart else "", map=self.address(format="map") if found.map else "",
            use=UseForm(**use_arguments(self)) if self.standing.may("needs.edit") else None, ask=self.ask_form(), use_url=self.use_url(),
        )  # fmt: skip
        return render(request, "needs/answer/page.html", context)

    @abstractmethod
    def answer(self) -> Answer:
        """The answer; raises LookupError where the trust has no area yet."""

    @abstractmethod
    def ask_form(self) -> AskForm:
        """The form that asks about another place or period."""

    @abstractmethod
    def use_url(self) -> str:
        """Where the answer is made evidence."""

    def no_area(self) -> HttpResponse:
        """The page of a trust that has not said for which area it is."""
        return render(self.request, "needs/answer/no_area.html", self.get_context_data(), status=200)

    def asked(self) -> dict[str, str]:
        """The place and the period that the address names."""
        return asked_in(self.request)

    def address(self, **more: str) -> str:
        """The address of the page with what is asked, and something more."""
        return f"{self.request.path}?{urlencode(self.asked() | more)}"


def asked_in(request: HttpRequest) -> dict[str, str]:
    """What an address asks for: a place, a period, a list of similar areas, a breakdown."""
    said = {name: request.GET.get(name, "")[:LONGEST] for name in ("area", "period", "alike", "by")}
    return {name: text for name, text in said.items() if text and (name in WORDS or text.isdecimal())}


class IndicatorAnswer(IndicatorPage, AnswerPage):
    """One indicator, asked in one way."""

    asking: Asking | None = None

    def load(self) -> None:
        """The indicator and the question."""
        super().load()
        if self.kwargs["question"] not in QUESTIONS:
            raise Http404("No such page.")

    def answer(self) -> Answer:
        """Ask it."""
        self.asking = Asking.of(self.trust, self.indicator, **self.asked())
        return answer(self.asking, self.kwargs["question"])

    def ask_form(self) -> AskForm:
        """Another place or period."""
        if self.asking is None:
            raise LookupError("Nothing was asked.")
        asking, question = self.asking, self.kwargs["question"]
        return AskForm(
            asking.places.choices, asking.place, [] if question == "time" else asking.periods,
            lists=asking.places.schemes if question in ("time", "similar") else (),
            breakdowns=[(one.code, one.name) for one in breakdowns_of(asking)] if question == "two-way" else (),
            asked={"period": str(asking.period), "alike": asking.places.scheme, "by": asking.by},
        )  # fmt: skip

    def use_url(self) -> str:
        """Where the answer is made evidence."""
        mine = self.url("answer-use", self.indicator.pk, self.kwargs["question"])
        return f"{mine}?{urlencode(self.asked())}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions, each with its address."""
        here, kept = (
            self.kwargs["question"],
            urlencode({k: v for k, v in self.asked().items() if k == "area"}),
        )
        questions = [
            (one.label, f"{self.url('answer', self.indicator.pk, one.code)}{f'?{kept}' if kept else ''}", one.code == here)
            for one in QUESTIONS.values()
        ]  # fmt: skip
        more = {"heading": self.indicator.name, "caption": QUESTIONS[here].label, "questions": questions}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class NeedsProfile(AnswerPage):
    """Everything that is known of a place, on one page."""

    @cached_property
    def places(self) -> Places:
        """The trust's places, read once."""
        return places_of(self.trust, self.asked().get("area", ""))

    def answer(self) -> Answer:
        """Ask it."""
        return profile(self.trust, places=self.places)

    def ask_form(self) -> AskForm:
        """Another place."""
        return AskForm(self.places.choices, self.places.chosen)

    def use_url(self) -> str:
        """Where the profile is made evidence."""
        return f"{self.url('profile-use')}?{urlencode(self.asked())}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(**({"heading": "Needs profile", "links": True} | kwargs))


def use_arguments(page: TrustPage) -> dict[str, Any]:
    """The assessments that are still being written, the newest first, and who asks."""
    writing = (
        Assessment.objects.visible_to(page.standing).filter(state=Assessment.State.DRAFT).order_by("-number")
    )
    return {"assessments": writing, "person": page.request.user}


class UsePage(ActButton, ABC):
    """The button that makes an answer a piece of evidence, in an assessment if one is chosen."""

    act = "needs.edit"
    form_class = UseForm

    def form_arguments(self) -> dict[str, Any]:
        """The assessments to choose from."""
        return use_arguments(self)

    def allowed(self) -> bool:
        """Whoever records evidence and reads the trust's figures."""
        return self.standing.reads_all and self.standing.may(self.act)

    def where(self) -> str:
        """The page the button stands on."""
        asked = urlencode(asked_in(self.request))
        return f"{self.page_url()}{f'?{asked}' if asked else ''}"

    @abstractmethod
    def page_url(self) -> str:
        """The answer's page."""

    @abstractmethod
    def found(self) -> Answer:
        """The answer as it is now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it evidence; without an area there is nothing to use."""
        try:
            return super().post(request, *args, **kwargs)
        except LookupError:
            messages.error(request, "Choose the trust’s area first: nothing can be asked without one.")
            return HttpResponseRedirect(self.where())

    def act_on(self, form: ActForm) -> str:
        """Keep what is seen."""
        chosen = form.cleaned_data["assessment"]
        if chosen and not self.standing.may(self.act, chosen):
            refuse_if(
                [refusal(f"“{chosen.title}” is not yours to change. Choose another assessment, or none.")]
            )
        evidence = use_as_evidence(self.found(), trust=self.trust, by=self.request.user, assessment=chosen)
        where = f" in “{chosen.title}”" if chosen else ""
        messages.success(self.request, f"Recorded as evidence{where}, as you saw it.")
        return evidence.get_absolute_url()


class AnswerUse(UsePage, IndicatorPage):
    """Make the answer about an indicator a piece of evidence."""

    act = "needs.edit"

    def load(self) -> None:
        """The indicator and the question."""
        super().load()
        if self.kwargs["question"] not in QUESTIONS:
            raise Http404("No such page.")

    def page_url(self) -> str:
        """The answer's page."""
        return self.url("answer", self.indicator.pk, self.kwargs["question"])

    def found(self) -> Answer:
        """The answer as it is now."""
        return answer(
            Asking.of(self.trust, self.indicator, **asked_in(self.request)), self.kwargs["question"]
        )


class ProfileUse(UsePage):
    """Make the needs profile a piece of evidence."""

    act = "needs.edit"

    def page_url(self) -> str:
        """The profile's page."""
        return reverse("profile", args=[self.trust.code])

    def found(self) -> Answer:
        """The profile as it is now."""
        return profile(self.trust, area=asked_in(self.request).get("area", ""))


class ExhibitFile(TrustPage):
    """What a piece of evidence shows, as a picture or a file: as it was seen."""

    act = "record.view"
    section = "records-home"
    exhibit: Exhibit

    def load(self) -> None:
        """The exhibit of a piece of evidence that this person may read."""
        rows = Evidence.objects.visible_to(self.standing).filter(number=self.kwargs["number"])
        found = Exhibit.objects.filter(evidence__in=rows).first()
        if found is None or self.kwargs["kind"] not in KINDS:
            raise Http404("No such page.")
        self.exhibit = found

    def allowed(self) -> bool:
        """Reading was settled by what is visible."""
        return True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file."""
        frozen = Answer.thawed(self.exhibit.answer)
        if not frozen.comes_as(self.kwargs["kind"]):
            raise Http404("No such page.")
        name = f"{self.trust.code}-evidence-{self.kwargs['number']}"
        return as_file(
            frozen, self.kwargs["kind"], name=name, trust=self.trust, day=timezone.localdate(self.exhibit.at)
        )
