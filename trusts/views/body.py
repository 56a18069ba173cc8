"""The pages of bodies and their meetings."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from trusts.actions.decision import submit_item
from trusts.actions.meeting import schedule_meeting
from trusts.body_detail import detail_of
from trusts.body_page import AboutBody, bodies_of, has_ended, lines_of, nodes_of, questions_for, tree_of
from trusts.forms.ask import AskForm
from trusts.forms.base import ActForm
from trusts.forms.decision import MeetingForm
from trusts.framework.sections.cycle import DecisionKind
from trusts.governance import clock
from trusts.models import Body, Decision, Item, Meeting
from trusts.pictures.chart import draw
from trusts.views.act import ActPage
from trusts.views.page import TrustPage


class BodyList(TrustPage):
    """Who reports to whom: the chart, and the same as a list."""

    act = "trust.view"
    section = "bodies"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        lines = lines_of(self.trust, self.standing, bodies_of(self.trust))
        tops, ended = tree_of(lines)
        ordered = [line for top in tops for line in top.all()]
        context = self.get_context_data(
            heading=_capital(self.trust.framework.words("body")), tops=tops, ended=ended,
            chart=draw(nodes_of([*ordered, *ended])) if lines else None,
            chart_name=f"Who reports to whom in {self.trust}",
            vacancies=[(line.body, vacancy) for line in ordered for vacancy in line.vacancies],
            any_mine=any(line.mine for line in ordered),
        )  # fmt: skip
        return render(request, "trusts/body/list.html", context)


class BodyPage(TrustPage):
    """A page about one body."""

    act = "trust.view"
    section = "bodies"
    body: Body

    def load(self) -> None:
        """The body, in this trust, and the bodies around it."""
        self.bodies = bodies_of(self.trust)
        found = next((body for body in self.bodies if body.code == self.kwargs["body"]), None)
        if found is None:
            raise Http404("No such page.")
        self.body = found

    def subject(self) -> AboutBody:
        """Permissions are asked about the body."""
        return AboutBody.of(self.body)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The body, and the way back to it."""
        crumbs = _crumbs(self)
        more = {"body": self.body, "breadcrumbs": crumbs, "cancel_url": self.body.get_absolute_url()}
        return super().get_context_data(**(more | kwargs))


class BodyDetail(BodyPage):
    """One body: what it is for, what it can do, who sits on it, when it meets, what it decided."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        context = self.get_context_data(
            heading=self.body.name, **detail_of(self.body, self.bodies, self.trust, self.standing)
        )
        return render(request, "trusts/body/detail.html", context)


class MeetingCreate(BodyPage, ActPage):
    """Chair or clerk sets the date of a meeting."""

    act = "meeting.schedule"
    form_class = MeetingForm
    template_name = "trusts/meeting/create.html"

    def load(self) -> None:
        """A body that has ended meets no more."""
        super().load()
        if has_ended(self.body):
            raise Http404("No such page.")

    def form_arguments(self) -> dict[str, Any]:
        """A title most meetings can keep."""
        return {"initial": {"title": f"{self.body.name} meeting"[:200]}}

    def act_on(self, form: ActForm) -> str:
        """Set it."""
        data = form.cleaned_data
        meeting = schedule_meeting(
            body=self.body, on=data["date"], title=data["title"], place=data["place"], by=self.request.user
        )
        messages.success(
            self.request, "The meeting is in the diary. Officers can now put items on its agenda."
        )
        return meeting.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, and the dates already set."""
        crumbs = [*_crumbs(self), (self.body.name, self.body.get_absolute_url())]
        more = {
            "heading": "Set the date of a meeting", "caption": self.body.name, "submit": "Set the date",
            "breadcrumbs": crumbs, "meets": _meets(self),
            "ahead": list(self.body.meetings.filter(date__gte=clock.today())[:6]),
        }  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class BodyAsk(BodyPage, ActPage):
    """Put a question of general business to a body: one about no exercise and no record."""

    act = "item.submit"
    form_class = AskForm
    template_name = "trusts/item/ask.html"
    kind: DecisionKind

    def load(self) -> None:
        """The question must be one that this body can be asked, and the body must still meet."""
        super().load()
        kinds = {kind.code: kind for kind in questions_for(self.trust.framework, self.body)}
        if has_ended(self.body) or self.kwargs["question"] not in kinds:
            raise Http404("No such page.")
        self.kind = kinds[self.kwargs["question"]]

    def subject(self) -> AboutBody:
        """What is asked is the asker's own, and concerns the whole trust."""
        return AboutBody.asked_by(self.request.user, self.body, self.trust.framework)

    def form_arguments(self) -> dict[str, Any]:
        """The body, its meetings to come, and the question."""
        meetings = self.body.meetings.filter(date__gte=clock.today()).select_related("body")
        first = {"title": self.kind.label, "asked": self.kind.question}
        return {"bodies": self.trust.bodies.filter(pk=self.body.pk), "meetings": meetings, "initial": first}

    def act_on(self, form: ActForm) -> str:
        """Put it to the body."""
        paper = {name: text for name, text in form.cleaned_data.items() if not name.startswith("form-")}
        item = submit_item(
            subject=None, kind=self.kind.code, by=self.request.user, blueprint=self.trust.blueprint, **paper
        )
        messages.success(self.request, f"{self.body.name} has it now. You will be told what it decides.")
        return item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        crumbs = [*_crumbs(self), (self.body.name, self.body.get_absolute_url())]
        more = {"heading": self.kind.question, "caption": self.body.name, "kind": self.kind,
                "submit": "Put it to the body", "breadcrumbs": crumbs}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class MeetingDetail(TrustPage):
    """One meeting: what is on its agenda and what was decided at it."""

    act = "trust.view"
    section = "bodies"
    meeting: Meeting

    def load(self) -> None:
        """The meeting, in this trust."""
        meetings = Meeting.objects.filter(trust=self.trust).select_related("body__trust")
        self.meeting = get_object_or_404(meetings, pk=self.kwargs["meeting"])

    def subject(self) -> AboutBody:
        """Permissions are asked about the body that meets."""
        return AboutBody.of(self.meeting.body)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        meeting, may_read = self.meeting, self.standing.may("item.view")
        ahead = meeting.date >= clock.today()
        on_it = Q(meeting=meeting)
        waiting = Item.objects.with_parts().waiting().filter(trust=self.trust)
        listed = (
            waiting.filter(on_it | Q(body=meeting.body, meeting=None)) if ahead else waiting.filter(on_it)
        )
        decided = Decision.objects.filter(trust=self.trust).filter(on_it | Q(item__meeting=meeting))
        around = meeting.body.meetings.exclude(pk=meeting.pk)
        context = self.get_context_data(
            heading=meeting.title, caption="" if meeting.title.startswith(meeting.body.name) else meeting.body.name,
            meeting=meeting, body=meeting.body, ahead=ahead,
            may_schedule=any(self.standing.may(act, self.subject()) for act in ("meeting.schedule", "decision.record")),
            may_read=may_read, items=list(listed.order_by("submitted_at")) if may_read else [],
            decisions=list(decided.select_related("item__trust")) if may_read else [],
            earlier=around.filter(date__lt=meeting.date).last(), later=around.filter(date__gte=meeting.date).first(),
            entry=self.trust.framework.bodies.get(meeting.body.code),
            breadcrumbs=[*_crumbs(self), (meeting.body.name, meeting.body.get_absolute_url())],
        )  # fmt: skip
        return render(request, "trusts/meeting/detail.html", context)


def _crumbs(page: TrustPage) -> list[tuple[str, str]]:
    """The way back to all bodies."""
    return [(_capital(page.trust.framework.words("body")), reverse("bodies", args=[page.trust.code]))]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _meets(page: BodyPage) -> str:
    """How often the framework says that it meets."""
    entry = page.trust.framework.bodies.get(page.body.code)
    return (entry.meets or "") if entry else ""
