"""The pages of a step: what is done and missing at it, and every way an exercise moves."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commissioning.actions import entry as entries
from commissioning.actions import step as actions
from commissioning.exercise_page import view_of
from commissioning.forms.entry import EvidenceForm, OutputForm
from commissioning.forms.exercise import ReasonForm
from commissioning.models import Entry
from commissioning.views.exercise import ExercisePage
from trusts.actions.decision import bodies_for
from trusts.forms.ask import AskForm
from trusts.forms.base import ActForm
from trusts.framework.sections.cycle import DecisionKind, Step
from trusts.governance import clock, gates
from trusts.governance.conflict import Stale
from trusts.models import Meeting
from trusts.views.act import ActButton, ActPage


class StepPage(ExercisePage):
    """A page about one step of an exercise."""

    step: Step

    def load(self) -> None:
        """The step in the framework version the exercise is pinned to."""
        super().load()
        try:
            self.step = self.exercise.framework.step(self.kwargs["step"])
        except KeyError:
            raise Http404("No such page.") from None

    def where(self) -> str:
        """The page of the step."""
        return self.exercise.step_url(self.step.code)

    def crumbs(self) -> list[tuple[str, str]]:
        """The way back."""
        return [*super().crumbs(), (self.step.label, self.where())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The step, and the way back to it."""
        return super().get_context_data(**({"step": self.step, "cancel_url": self.where()} | kwargs))


class ExerciseStep(StepPage):
    """Who does what at a step, what is recorded, what must be true to leave it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        view = view_of(self.exercise, self.step.code, self.standing)
        word = self.exercise.framework.word("step")
        context = self.get_context_data(
            heading=self.step.label, caption=f"{word.capitalize()} {view.line.number}: {self.exercise.title}",
            view=view, phase=self.exercise.framework.phase_of(self.step.code),
        )  # fmt: skip
        return render(request, "commissioning/exercise/step.html", context)


class StepStart(StepPage, ActButton):
    """Start a step."""

    act = "exercise.advance"

    def act_on(self, form: ActForm) -> str:
        """Start it."""
        actions.start_step(exercise=self.exercise, step=self.step.code, by=self.request.user)
        return self.where()


class StepComplete(StepPage, ActButton):
    """Complete a step."""

    act = "exercise.advance"

    def act_on(self, form: ActForm) -> str:
        """Complete it, and go to where the exercise stands then."""
        actions.complete_step(exercise=self.exercise, step=self.step.code, by=self.request.user)
        messages.success(self.request, f"‘{self.step.label}’ is complete.")
        return self.exercise.get_absolute_url()


class StepSkip(StepPage, ActPage):
    """Mark an optional step as not needed."""

    act = "exercise.advance"
    form_class = ReasonForm
    done = "Marked as not needed."

    def act_on(self, form: ReasonForm) -> str:
        """Mark it."""
        reason = form.cleaned_data["reason"]
        actions.skip_step(exercise=self.exercise, step=self.step.code, reason=reason, by=self.request.user)
        return self.exercise.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": f"Why is ‘{self.step.label}’ not needed?", "submit": "Mark as not needed"}
        return super().get_context_data(**(more | kwargs))


class StepBack(StepPage, ActPage):
    """Go back to a step that was finished."""

    act = "exercise.return"
    form_class = ReasonForm
    done = "Open again."

    def act_on(self, form: ReasonForm) -> str:
        """Open it again."""
        reason = form.cleaned_data["reason"]
        actions.go_back(exercise=self.exercise, step=self.step.code, reason=reason, by=self.request.user)
        return self.where()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        lead = "It opens again with everything recorded at it. Approvals that were asked at it must be asked again."
        more = {"heading": f"Go back to ‘{self.step.label}’", "lead": lead, "submit": "Go back"}
        return super().get_context_data(**(more | kwargs))


class GateOverride(StepPage, ActPage):
    """Pass a rule with a reason, where the trust allows it."""

    act = "exercise.override"
    form_class = ReasonForm
    done = "Your reason is kept. The rule no longer stands in the way here."

    def load(self) -> None:
        """The rule must stand in the way of starting or completing this step."""
        super().load()
        self.transition = "step.complete" if self.exercise.is_at(self.step.code, "open") else "step.start"
        found = gates.refusals(self.transition, self.exercise, by=self.request.user, step=self.step.code)
        self.refusal = next((r for r in found if r.rule == self.kwargs["gate"] and r.overridable), None)
        if self.refusal is None and self.request.method == "GET":
            raise Http404("No such page.")

    def act_on(self, form: ReasonForm) -> str:
        """Keep the reason."""
        actions.override_gate(
            exercise=self.exercise, transition=self.transition, gate=self.kwargs["gate"], step=self.step.code,
            reason=form.cleaned_data["reason"], by=self.request.user,
        )  # fmt: skip
        return self.where()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page: the rule itself."""
        lead = self.refusal.reason if self.refusal else ""
        more = {"heading": "Go ahead with a reason", "caption": self.kwargs["gate"], "lead": lead,
                "submit": "Go ahead with this reason"}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class StepTick(StepPage, ActButton):
    """Mark several activities, duties and strands of a step as done at once."""

    act = "exercise.work"

    def allowed(self) -> bool:
        """Whoever works at the step, and whoever has a duty at it."""
        return super().allowed() or bool(self.own_duties())

    def own_duties(self) -> set[str]:
        """The duties that are this person's to tick."""
        return {f"duty:{code}" for code in entries.own_duties(self.exercise, self.step.code, self.standing)}

    def act_on(self, form: ActForm) -> str:
        """Tick what is chosen among what the person may tick; anything else is ignored."""
        known = self.own_duties()
        if super().allowed():
            known |= {f"activity:{a.code}" for a in self.step.activities}
            known |= {f"strand:{s.code}" for s in self.step.strands}
        chosen = [tuple(value.split(":", 1)) for value in self.request.POST.getlist("done") if value in known]
        ticked = entries.tick(exercise=self.exercise, step=self.step.code, done=chosen, by=self.request.user)
        if ticked:
            messages.success(
                self.request, f"{len(ticked)} marked as done." if len(ticked) > 1 else "Marked as done."
            )
        return f"{self.where()}#checklist-{self.step.code}"


class EntryPage(StepPage):
    """A page about one thing recorded, or to be recorded, at a step."""

    def load(self) -> None:
        """The activity, duty, strand or output must be one of the step's."""
        super().load()
        kind, code = self.kwargs["kind"], self.kwargs["code"]
        cells = self.exercise.framework.cells(self.step.code)
        self.named = self.exercise.framework.tasks(self.step.code).get((kind, code))
        if self.named is None or not getattr(self.named, "is_typed", True):
            raise Http404("No such page.")
        self.entry = self.exercise.entry(self.step.code, kind, code)
        self.owners = [cell.role for cell in cells if kind == Entry.Kind.DUTY and self.named in cell.duties]

    def allowed(self) -> bool:
        """Whoever works at the step; a duty belongs to those who have its role, and to nobody else."""
        if self.owners and self.act == "exercise.work":
            return any(self.standing.is_responsible(role, self.exercise) for role in self.owners)
        return super().allowed()


class EntryRecord(EntryPage, ActPage):
    """Record an output, or tick what is done, with its note and evidence."""

    act = "exercise.work"
    template_name = "commissioning/exercise/entry.html"

    def form(self, **kwargs: Any) -> ActForm:
        """The form that the output's kind asks for; a note for everything else."""
        self.form_class = OutputForm if self.kwargs["kind"] == Entry.Kind.OUTPUT else EvidenceForm
        return super().form(**kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """What is recorded so far."""
        initial = {"text": self.entry.text, "link": self.entry.link} if self.entry else {}
        if self.kwargs["kind"] != Entry.Kind.OUTPUT:
            return {"initial": initial}
        return {"initial": initial, "output": self.named, "has_file": bool(self.entry and self.entry.file)}

    def shown_version(self) -> int | None:
        """Two people may record the same thing at once."""
        return self.entry.version if self.entry else None

    def act_on(self, form: ActForm) -> str:
        """Record it."""
        data = form.cleaned_data
        text = data["text"]
        if hasattr(text, "isoformat"):
            text = f"{text.day} {text:%B %Y}"
        entries.record_entry(
            exercise=self.exercise, step=self.step.code, kind=self.kwargs["kind"], code=self.kwargs["code"],
            by=self.request.user, text=str(text) if text is not None else "", link=data["link"],
            file=data["file"] or None, version=self.sent_version() or None,
        )  # fmt: skip
        return f"{self.where()}#{self.kwargs['kind']}-{self.kwargs['code']}"

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else recorded."""
        saved = stale.current
        return [("Recorded by", saved.by), ("Text", saved.text), ("Link", saved.link)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        recorded = self.kwargs["kind"] == Entry.Kind.OUTPUT
        obstacles = entries.obstacles_to_recording(self.exercise, self.step.code, by=self.request.user)
        more = {"heading": self.named.label, "caption": self.step.label, "entry": self.entry, "named": self.named,
                "submit": "Save" if recorded else "Mark as done", "refusals": obstacles}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class EntryRemove(EntryPage, ActButton):
    """Take a tick or a record back."""

    act = "exercise.work"

    def act_on(self, form: ActForm) -> str:
        """Take it back."""
        entries.remove_entry(
            exercise=self.exercise, step=self.step.code, kind=self.kwargs["kind"], code=self.kwargs["code"],
            by=self.request.user,
        )  # fmt: skip
        return self.where()


class EntryFile(EntryPage):
    """The file recorded with an entry, always as a download."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """The file."""
        if self.entry is None or not self.entry.file:
            raise Http404("No such page.")
        response = FileResponse(self.entry.file.open("rb"), as_attachment=True)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        return response


class ItemSubmit(StepPage, ActPage):
    """Put a question about an exercise to the body that may decide it."""

    act = "item.submit"
    form_class = AskForm
    template_name = "trusts/item/ask.html"
    kind: DecisionKind

    def load(self) -> None:
        """The question must be one of those asked at this step."""
        super().load()
        kinds = {kind.code: kind for kind in self.exercise.framework.decisions_at(self.step.code)}
        if self.kwargs["kind"] not in kinds:
            raise Http404("No such page.")
        self.kind = kinds[self.kwargs["kind"]]

    def form_arguments(self) -> dict[str, Any]:
        """The bodies that can decide it, their meetings, and what is known already."""
        bodies = bodies_for(self.exercise.blueprint, self.kind.code, self.exercise.reach)
        ahead = Meeting.objects.filter(body__in=bodies, date__gte=clock.today()).select_related("body")[:20]
        value = f"Estimated whole-life value £{self.exercise.value:,.0f}." if self.exercise.value else ""
        initial = {"title": f"{self.kind.label}: {self.exercise.title}"[:200], "asked": self.kind.question,
                   "money": value, "why": self.exercise.summary}  # fmt: skip
        meetings = Meeting.objects.filter(pk__in=[m.pk for m in ahead]).select_related("body")
        return {"bodies": bodies, "meetings": meetings, "initial": initial}

    def act_on(self, form: AskForm) -> str:
        """Put it to the body."""
        paper = dict(form.cleaned_data)
        body, meeting = paper.pop("body"), paper.pop("meeting")
        paper = {name: text for name, text in paper.items() if not name.startswith("form-")}
        item = actions.ask_body(
            exercise=self.exercise, step=self.step.code, kind=self.kind.code, body=body, by=self.request.user,
            meeting=meeting, **paper,
        )  # fmt: skip
        messages.success(self.request, f"{body.name} has it now. You will be told what it decides.")
        return item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        obstacles = actions.obstacles_to_asking(self.exercise, self.step.code)
        more = {"heading": self.kind.question, "caption": self.exercise.title, "kind": self.kind,
                "submit": "Put it to the body", "refusals": obstacles}  # fmt: skip
        return super().get_context_data(**(more | kwargs))
