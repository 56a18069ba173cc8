"""The pages on which bodies decide: the register, one item, a member's view, the record."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from trusts.actions import decision as actions
from trusts.actions.meeting import put_on_agenda
from trusts.exports import asked_for, links
from trusts.forms.base import hidden
from trusts.forms.decision import AgendaForm, ConditionForm, InterestForm, RecordForm, VoteForm, WithdrawForm
from trusts.governance import clock, gates
from trusts.governance.checks import next_meeting
from trusts.governance.permissions import Standing, roles_with
from trusts.item_list import ItemFilter, ItemTable, export_rows
from trusts.models import Condition, Interest, Item, Person, Vote
from trusts.nouns import noun_for
from trusts.record_page import beside_of, children_of, facts_of_page, kin_of
from trusts.subjects import Subjects, readable
from trusts.thread import thread_of
from trusts.thread_line import knots_about, line_of, start_of
from trusts.together import parts_of, together
from trusts.views.act import ActPage
from trusts.views.page import TrustPage


class ItemPage(TrustPage):
    """A page about one item of business."""

    act = "item.view"
    section = "items"
    item: Item

    def load(self) -> None:
        """The item, in this trust, with what it is about and who said what."""
        items = Item.objects.with_parts().select_related("decision__recorded_by").filter(trust=self.trust)
        item = get_object_or_404(items, pk=self.kwargs["item"])
        item.trust = item.body.trust = self.trust
        if item.meeting:
            item.meeting.trust = self.trust
        self.item, subjects = item, Subjects([item], whole=True)
        said = [Prefetch("votes", Vote.objects.select_related("person")),
                Prefetch("interests", Interest.objects.select_related("person"))]  # fmt: skip
        decided = [item.decision] if item.state == Item.State.DECIDED else []
        asked = parts_of(decided, Prefetch("conditions", Condition.objects.select_related("met_by")))
        together(*subjects.rows.values(), *self.beside(), parts=[*parts_of([item], *said), *asked])
        subjects.hand_out()
        together(parts=subjects.places())

    def beside(self) -> list[QuerySet]:
        """What else the page shows, to be read together with it."""
        return []

    def subject(self) -> Item:
        """Permissions are asked about the item."""
        return self.item

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The item, and the way back to it."""
        crumbs = [("Decisions", reverse("items", args=[self.trust.code])),
                  (self.item.title, self.item.get_absolute_url())]  # fmt: skip
        more = {"item": self.item, "breadcrumbs": crumbs, "cancel_url": self.item.get_absolute_url()}
        return super().get_context_data(**(more | kwargs))


class ItemList(TrustPage):
    """Every item put to a body: what waits and what was decided."""

    act = "item.view"
    section = "items"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The register."""
        chosen = ItemFilter(request.GET, queryset=Item.objects.filter(trust=self.trust), trust=self.trust)
        rows = export_rows(chosen.qs.with_parts())
        file = asked_for(request, rows, name=f"{self.trust.code}-decisions")
        if file is not None:
            return file
        table = ItemTable(chosen.qs, trust=self.trust, request=request)
        context = self.get_context_data(
            heading="Decisions",
            table=table,
            filter=chosen,
            exports=links(request),
            filter_open=bool(request.GET),
        )
        return render(request, "trusts/item/list.html", context)


class ItemPaper(ItemPage):
    """A page that shows the whole paper."""

    def beside(self) -> list[QuerySet]:
        """What was decided about the same before."""
        item = self.item
        self.past = (
            Item.objects.select_related("body", "decision")
            .filter(
                trust=item.trust,
                subject_type=item.subject_type_id,
                subject_id=item.subject_id,
                state=Item.State.DECIDED,
            )
            .exclude(pk=item.pk)
        )
        if (
            item.subject_id is None
        ):  # all general business has no subject: only the same question is before it
            self.past = self.past.filter(kind=item.kind, body=item.body)
        return [self.past]


class ItemDetail(ItemPaper):
    """One page to read before deciding, and what was decided."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, "trusts/item/detail.html", self.get_context_data(**item_context(self)))


def item_context(page: ItemPaper) -> dict[str, Any]:
    """What the page of an item shows to this person: the paper, the views, and what they may do."""
    item, standing, person = page.item, page.standing, page.request.user
    waiting = item.state == Item.State.WAITING
    interest = next((i for i in item.interests.all() if i.person_id == person.pk), None)
    mine = next((v for v in item.votes.all() if v.person_id == person.pk), None)
    may_vote = waiting and standing.may("item.vote", item)
    first = {"verdict": mine.verdict, "reason": mine.reason} if mine else {}
    for other in page.past:
        other.trust = item.trust
    return {
        "heading": item.title,
        "caption": item.body.name,
        "kind": item.blueprint.framework.decisions.get(item.kind),
        "waiting": waiting,
        "decision": getattr(item, "decision", None),
        "interest": interest,
        "mine": mine,
        "vote_form": VoteForm(keys=hidden(person, None), initial=first) if may_vote else None,
        "vote_refusals": page.as_read(actions.obstacles_to_voting(item, by=person)) if may_vote else [],
        "may_vote": may_vote,
        "may_record": waiting and standing.may("decision.record", item),
        "record_refusals": page.as_read(
            actions.obstacles_to_recording(item, by=person, rationale="asked on the form")
        )
        if waiting
        else [],
        "may_schedule": waiting
        and (standing.may("decision.record", item) or standing.may("meeting.schedule", item)),
        "next_meeting": next_meeting(item.body) if waiting and not item.meeting else None,
        "may_withdraw": waiting and item.submitted_by_id == person.pk,
        "may_close": standing.may("condition.close", item) and item.submitted_by_id != person.pk,
        "closers": roles_with(item.trust, "condition.close", on=item.body.type),
        "recorders": roles_with(item.trust, "decision.record"),
        "past": page.past,
        "subject_url": item.subject.get_absolute_url() if item.subject else "",
        **subject_of(item, standing),
    }


def subject_of(item: Item, standing: Standing) -> dict[str, Any]:
    """What the record says that a body decides on, what belongs to it, and its thread; as far as it may be read."""
    noun = noun_for(item.subject)
    if noun is None:
        return {}
    if noun.form is None:
        return {"knots": knots_about(readable(item.subject.worked_on, standing), standing)}
    record = item.subject
    if not standing.reads_all and not noun.model.objects.visible_to(standing).filter(pk=record.pk).exists():
        return {}
    kin = kin_of(noun, record, standing)
    together(*(one.listed for one in kin))
    thread = thread_of([record], standing)
    return {
        "record": record, "rows": facts_of_page(noun, record, standing), "panel": beside_of(noun, thread.panel()),
        "knots": line_of(thread, start_of([record])),
        "children": [replace(part, make_url="") for part in children_of(kin, record, standing) if part.rows],
        "thread_url": reverse("record-thread", args=[item.trust.code, noun.kind, record.number]),
    }  # fmt: skip


class ItemVote(ItemPaper, ActPage):
    """A member gives their view."""

    act = "item.vote"
    form_class = VoteForm
    template_name = "trusts/item/detail.html"
    done = "Your view is kept. You can change it until the decision is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """The verdict whose button was pressed."""
        return {"initial": {"verdict": self.request.GET.get("verdict", "")}}

    def act_on(self, form: VoteForm) -> str:
        """Keep the view."""
        data = form.cleaned_data
        actions.vote(item=self.item, verdict=data["verdict"], reason=data["reason"], by=self.request.user)
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The whole page of the item, with this form in it."""
        context = item_context(self)
        if "form" in kwargs:
            context["vote_form"] = kwargs["form"]
        return super().get_context_data(**(context | kwargs))


class ItemInterest(ItemPage, ActPage):
    """A member declares an interest."""

    act = "item.vote"
    form_class = InterestForm
    done = "Your interest is declared. You take no further part in this item."

    def act_on(self, form: InterestForm) -> str:
        """Keep it."""
        actions.declare_interest(item=self.item, what=form.cleaned_data["what"], by=self.request.user)
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Declare an interest", "caption": self.item.title, "submit": "Declare it"}
        return super().get_context_data(**(more | kwargs))


class DecisionRecord(ItemPage, ActPage):
    """Chair or clerk records what the body decided."""

    act = "decision.record"
    form_class = RecordForm
    template_name = "trusts/item/record.html"

    def form_arguments(self) -> dict[str, Any]:
        """The members, those who gave a view ticked; those with an interest left out."""
        conflicted = {interest.person_id for interest in self.item.interests.all()}
        self.members = [p for p in actions.members_who_may_vote(self.item) if p.pk not in conflicted]
        voted = [given.person_id for given in self.item.votes.all()]
        asked, today = self.item.submitted_on, clock.today()
        held = (
            self.item.body.meetings.filter(date__range=(asked, today))
            .select_related("body")
            .order_by("-date")
        )
        likely = [meeting for meeting in held if meeting.date == today or meeting.pk == self.item.meeting_id]
        return {
            "members": self.members, "present": voted, "asked_on": asked, "meetings": held,
            "meeting": next(iter(likely), None),
            "rationale_asked": gates.asks(
                "decision.record", "rationale-given", self.item, step=self.item.step, kind=self.item.kind
            ),
        }  # fmt: skip

    def act_on(self, form: RecordForm) -> str:
        """Record it; say what still stands in the way of its effect."""
        data = form.cleaned_data
        chosen: list[Person] = [p for p in self.members if str(p.pk) in data["present"]]
        decision, obstacles = actions.record_decision(
            item=self.item, outcome=data["outcome"], reason=data["reason"], rationale=data["rationale"],
            decided_on=data["decided_on"], present=chosen, conditions=data["conditions"], by=self.request.user,
            meeting=data["meeting"],
        )  # fmt: skip
        messages.success(self.request, f"Recorded: {decision.get_outcome_display().lower()}.")
        for obstacle in obstacles:
            messages.warning(self.request, f"The decision stands, but one thing is still open. {obstacle}")
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": f"Record what {self.item.body.name} decided", "caption": self.item.title,
                "submit": "Record the decision"}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class ItemAgenda(ItemPage, ActPage):
    """Chair or clerk says at which meeting an item is taken."""

    act = "decision.record"
    form_class = AgendaForm
    done = "The agenda is changed. Whoever asked is told."

    def allowed(self) -> bool:
        """Whoever sets the dates of the body's meetings, or records what it decides."""
        return super().allowed() or self.standing.may("meeting.schedule", self.item)

    def form_arguments(self) -> dict[str, Any]:
        """The body's meetings to come: the one it is at, else the one the link came from, else the next."""
        ahead = self.item.body.meetings.filter(date__gte=clock.today()).select_related("body")
        wanted = self.request.GET.get("meeting", "")
        asked_for = int(wanted) if wanted.isdigit() else None
        first = asked_for or self.item.meeting_id or next((meeting.pk for meeting in ahead), None)
        return {"meetings": ahead, "initial": {"meeting": first}}

    def act_on(self, form: AgendaForm) -> str:
        """Put it there."""
        put_on_agenda(item=self.item, meeting=form.cleaned_data["meeting"], by=self.request.user)
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "At which meeting is it taken?", "caption": self.item.title, "submit": "Put it on the agenda",
                "refusals": actions.not_waiting(self.item)}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class ItemWithdraw(ItemPage, ActPage):
    """Whoever put an item to a body takes it back, and says why."""

    act = "item.view"
    form_class = WithdrawForm
    done = "Taken back. It can be put to the body again."

    def allowed(self) -> bool:
        """Only whoever submitted it."""
        return super().allowed() and self.item.submitted_by_id == self.request.user.pk

    def act_on(self, form: WithdrawForm) -> str:
        """Take it back."""
        actions.withdraw_item(item=self.item, reason=form.cleaned_data["reason"], by=self.request.user)
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        lead = f"{self.item.body.name} decides nothing on it then, and the views that members gave no longer count."
        more = {"heading": "Take this item back", "caption": self.item.title, "lead": lead, "submit": "Take it back",
                "submit_class": "govuk-button--warning", "refusals": actions.not_waiting(self.item)}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class ConditionClose(ItemPage, ActPage):
    """Mark a condition of a decision as met."""

    act = "condition.close"
    form_class = ConditionForm
    done = "The condition is marked as met."

    def load(self) -> None:
        """The condition, of this item's decision."""
        super().load()
        self.condition = get_object_or_404(
            Condition, pk=self.kwargs["condition"], decision__item=self.item, decision__trust=self.trust
        )
        if self.condition.met_at and self.request.method == "GET":
            raise Http404("No such page.")

    def act_on(self, form: ConditionForm) -> str:
        """Mark it."""
        actions.meet_condition(condition=self.condition, how=form.cleaned_data["how"], by=self.request.user)
        return self.item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        stops = actions.obstacles_to_meeting(self.condition, by=self.request.user)
        more = {
            "heading": self.condition.text,
            "caption": "Condition",
            "submit": "Mark as met",
            "refusals": stops,
        }
        return super().get_context_data(**(more | kwargs))
