"""What people do with a record of any kind: its transitions, its links, what advisers and bodies say of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from trusts.actions import record as actions
from trusts.actions.decision import bodies_for, submit_item
from trusts.forms.ask import AskForm
from trusts.forms.base import ActForm
from trusts.forms.record import ConfirmForm, LinkForm, ReasonForm
from trusts.forms.record_choice import matching
from trusts.framework.vocabulary import SORTS
from trusts.governance import clock
from trusts.models import Meeting
from trusts.models.record import Record
from trusts.nouns import Move, noun_of
from trusts.views.act import ActButton, ActPage
from trusts.views.record import RecordPage

LINKABLE = 50


class RecordMove(RecordPage, ActPage):
    """One of a record's transitions."""

    move: Move

    def load(self) -> None:
        """The transition the address names."""
        super().load()
        found = self.noun.move(self.kwargs["move"])
        if found is None:
            raise Http404("No such page.")
        self.move, self.act = found, found.act  # type: ignore[misc]
        self.form_class = found.form or ActForm
        self.template_name = getattr(self.form_class, "page", self.template_name)  # type: ignore[misc]
        self.done = found.done  # type: ignore[misc]

    def allowed(self) -> bool:
        """Whoever the transition belongs to."""
        return self.standing.may(self.move.act, self.record)

    def form_arguments(self) -> dict[str, Any]:
        """A form that asks about the record is given it, and who asks."""
        takes = getattr(self.form_class, "takes_record", False)
        return {"record": self.record, "standing": self.standing} if takes else {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A transition that asks for nothing is a button on the record's page."""
        if self.move.form is None and not self.move.warns:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; or what another button of the form is for, keeping all that was typed."""
        for name in getattr(self.form_class, "buttons", ()):
            if name in request.POST:
                self.form(data=request.POST).press(name, request.POST[name])  # type: ignore[attr-defined]
                form = self.form(data=request.POST)
                form.forget_errors()
                return self.show(form)
        return super().post(request, *args, **kwargs)

    def act_on(self, form: ActForm) -> str:
        """Do it."""
        typed = {name: value for name, value in form.cleaned_data.items() if not name.startswith("form-")}
        record = actions.start(self.record, self.move.states)
        made = self.move.perform(record, by=self.request.user, **typed)
        self.done = getattr(form, "done", "") or self.move.done  # type: ignore[misc]
        return (made if isinstance(made, Record) else self.record).get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, and what stands in the way."""
        stops = actions.obstacles_to_starting(self.record, self.move.states)
        if not stops and self.move.obstacles:
            stops = self.move.obstacles(self.record, self.request.user)
        more = {"heading": self.move.label, "caption": self.record.title, "submit": self.move.label,
                "lead": self.move.warns, "refusals": stops}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordOverride(RecordPage, ActPage):
    """Pass a rule with a reason, where the trust allows it."""

    act = "record.override"
    form_class = ReasonForm
    done = "Your reason is kept. The rule no longer stands in the way here."

    def allowed(self) -> bool:
        """Whoever may pass rules."""
        return self.standing.may(self.act, self.record)

    def load(self) -> None:
        """The rule must stand in the way of this transition."""
        super().load()
        move = self.noun.move(self.kwargs["move"])
        if move is None:
            raise Http404("No such page.")
        self.obstacles = move.stops
        found = move.stops(self.record, self.request.user)
        self.refusal = next((r for r in found if r.rule == self.kwargs["gate"] and r.overridable), None)
        if self.refusal is None and self.request.method == "GET":
            raise Http404("No such page.")

    def act_on(self, form: ReasonForm) -> str:
        """Keep the reason."""
        actions.override(
            record=self.record, obstacles=self.obstacles, gate=self.kwargs["gate"],
            reason=form.cleaned_data["reason"], by=self.request.user,
        )  # fmt: skip
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page: the rule itself."""
        lead = self.refusal.reason if self.refusal else ""
        more = {"heading": "Go ahead with a reason", "caption": self.kwargs["gate"], "lead": lead,
                "submit": "Go ahead with this reason"}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordConfirm(RecordPage, ActPage):
    """A named adviser confirms what the trust's rules ask to be confirmed."""

    act = "advice.give"
    form_class = ConfirmForm
    done = "Confirmed, in your name."

    def load(self) -> None:
        """It must be one of the things that the framework asks about records of this kind."""
        super().load()
        asked = self.record.framework.confirmations(self.noun.transitions)
        self.code = next((code for code in asked if slugify(code) == self.kwargs["code"]), "")
        if not self.code:
            raise Http404("No such page.")

    def allowed(self) -> bool:
        """Advisers."""
        return self.standing.may(self.act, self.record)

    def act_on(self, form: ConfirmForm) -> str:
        """Keep it, in the adviser's name."""
        actions.confirm(
            record=self.record, code=self.code, note=form.cleaned_data["note"], by=self.request.user
        )
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": f"Confirm: {self.code.replace('-', ' ')}", "caption": self.record.title,
                "submit": "I confirm this"}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class LinkPage(RecordPage):
    """A page about one of a record's links to several others."""

    for_any_kind = True

    def load(self) -> None:
        """The link must be one of the kind's."""
        super().load()
        name = self.kwargs["field"]
        if name not in (*self.noun.up, *self.noun.down, *self.noun.beside):
            raise Http404("No such page.")
        self.field = self.noun.model._meta.get_field(name)
        if not self.field.many_to_many or not hasattr(self.field.related_model, "KIND"):
            raise Http404("No such page.")
        self.other = noun_of(self.field.related_model.KIND)
        self.sorts = self.request.GET.getlist("sort") if self.other.model.SORT else []

    def allowed(self) -> bool:
        """Whoever may write the record that holds the link."""
        self.act = self.noun.edit_act  # type: ignore[misc]
        return self.standing.may(self.act, self.record)


class RecordLink(LinkPage, ActPage):
    """Link records that are there already."""

    form_class = LinkForm
    template_name = "trusts/record/link.html"
    done = "Linked."

    def form_arguments(self) -> dict[str, Any]:
        """Those not linked yet, as far as they match; any of the trust's that the person may read can be sent."""
        rows = self.other.model.objects.visible_to(self.standing).select_related("trust")
        if self.sorts:
            rows = rows.filter(**{f"{self.other.model.SORT}__in": self.sorts})
        self.found = matching(
            rows.exclude(pk__in=getattr(self.record, self.field.name).values("pk")),
            self.request.GET.get("q", ""),
        )
        self.shown = list(self.found[:LINKABLE])
        return {"rows": rows, "shown": self.shown, "many": self.other.many(self.trust.framework)}

    def act_on(self, form: LinkForm) -> str:
        """Link them."""
        chosen = form.cleaned_data["others"]
        actions.link(
            holder=self.record, field=self.field.name, others=chosen, trust=self.trust, by=self.request.user
        )
        place = slugify(self.request.GET.get("at", ""))  # where on its page the link was asked for
        return f"{self.record.get_absolute_url()}#{place}" if place else self.record.get_absolute_url()

    def only(self) -> str:
        """The sorts that count, in words, where the page was opened for some of them."""
        known = dict(SORTS.get(self.other.kind, {}))
        return " or ".join(known[sort].lower() for sort in self.sorts if sort in known)

    def made_for(self) -> dict[str, Any]:
        """What the form for a new one is told: whom to link it to, and of what sort it is where only one will do."""
        told = {"link": f"{self.noun.kind}:{self.record.number}:{self.field.name}"}
        return told | ({self.other.model.SORT: self.sorts[0]} if len(self.sorts) == 1 else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        many, one = self.other.many(self.trust.framework), self.other.one(self.trust.framework)
        make = reverse("record-make", args=[self.trust.code, self.other.kind])
        more = {
            "heading": f"Link {many}", "caption": self.record.title, "submit": "Link them", "q": self.request.GET.get("q", ""),
            "make_url": f"{make}?{urlencode(self.made_for(), doseq=True)}"
            if self.standing.may(self.other.edit_act) and self.other.form is not None else "",
            "make_words": one, "linked": getattr(self.record, self.field.name).visible_to(self.standing).select_related("trust")[:LINKABLE],
            "count": self.found.count(), "shown": len(self.shown), "many": many, "action_url": self.request.get_full_path(),
            "only": self.only(), "asked": [(name, one) for name in ("at", "sort") for one in self.request.GET.getlist(name)],
        }  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordUnlink(LinkPage, ActButton):
    """Take a link away."""

    def load(self) -> None:
        """The other record, of those this person may read."""
        super().load()
        rows = self.other.model.objects.visible_to(self.standing)
        self.linked = rows.filter(number=self.kwargs["other"]).first()
        if self.linked is None:
            raise Http404("No such page.")

    def act_on(self, form: ActForm) -> str:
        """Take it away; one that is gone already stays gone."""
        if getattr(self.record, self.field.name).filter(pk=self.linked.pk).exists():
            actions.unlink(
                holder=self.record,
                field=self.field.name,
                other=self.linked,
                trust=self.trust,
                by=self.request.user,
            )
            messages.success(self.request, "The link is taken away.")
        return self.record.get_absolute_url()


class RecordAsk(RecordPage, ActPage):
    """Put a question about a record to the body that may decide it."""

    act = "item.submit"
    form_class = AskForm
    template_name = "trusts/item/ask.html"

    def load(self) -> None:
        """The question must be one that the framework asks about records of this kind."""
        super().load()
        kind = self.record.framework.decisions.get(self.kwargs["question"])
        if kind is None or kind.subject != self.noun.kind:
            raise Http404("No such page.")
        self.kind = kind

    def allowed(self) -> bool:
        """Whoever may put questions to bodies, or may write this record."""
        return self.standing.may("item.submit", self.record)

    def form_arguments(self) -> dict[str, Any]:
        """The bodies that can decide it, their meetings, and what is known already."""
        bodies = bodies_for(self.record.blueprint, self.kind.code, self.record.reach)
        meetings = Meeting.objects.filter(body__in=bodies, date__gte=clock.today()).select_related("body")
        value = getattr(self.record, "value", None)
        initial = {"title": f"{self.kind.label}: {self.record.title}"[:200], "asked": self.kind.question,
                   "money": f"£{value:,.0f}" if value else "", "why": getattr(self.record, "summary", "")}  # fmt: skip
        return {"bodies": bodies, "meetings": meetings, "initial": initial}

    def act_on(self, form: AskForm) -> str:
        """Put it to the body."""
        paper = {name: text for name, text in form.cleaned_data.items() if not name.startswith("form-")}
        body, meeting = paper.pop("body"), paper.pop("meeting")
        submit_item(
            subject=self.record, body=body, kind=self.kind.code, by=self.request.user,
            blueprint=self.record.blueprint, meeting=meeting, **paper,
        )  # fmt: skip
        messages.success(self.request, f"{body.name} has it now. You will be told what it decides.")
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": self.kind.question, "caption": self.record.title, "kind": self.kind,
                "submit": "Put it to the body"}  # fmt: skip
        return super().get_context_data(**(more | kwargs))
