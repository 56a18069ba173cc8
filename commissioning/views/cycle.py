"""The trust's own cycle: the whole of it, and one step."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from commissioning import cycle_page
from commissioning.pictures.ring import ring_of
from commissioning.pictures.year import year_of
from trusts.framework.sections.cycle import Step
from trusts.framework.vocabulary import OUTPUT_KINDS, STAGES
from trusts.governance import clock
from trusts.views.page import TrustPage


class CycleDetail(TrustPage):
    """The cycle as a ring and as a list, the year, and the action plan."""

    act = "trust.view"
    section = "cycle"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        framework, today = self.trust.framework, clock.today()
        counted = cycle_page.stands(self.standing, today)
        seasons = year_of(framework, today)
        finished, older = cycle_page.elsewhere(framework, counted)
        rows = cycle_page.rows_of(self.trust, counted, today)
        ring = ring_of(framework, counted, seasons, today)
        stages = dict.fromkeys(row.stage for row in rows if row.stage)
        context = self.get_context_data(
            heading=f"The cycle of {self.trust.name}",
            lead=_lead(self.trust.framework, rows),
            today=today,
            ring=ring,
            drawn=list(zip(ring.pieces, rows, strict=True)),
            rows=rows,
            stages=[(code, STAGES[code]) for code in stages],
            seasons=seasons,
            finished=finished,
            older=older,
            running=sum(stand.total for stand in counted.values()),
            plan=[(phase, list(actions)) for phase, actions in groupby(framework.framework.action_plan, lambda a: a.phase)],
            labels={action.code: action.label for action in framework.framework.action_plan},
            may_create=self.standing.may("exercise.create"),
            words=_words(framework),
        )  # fmt: skip
        return render(request, "commissioning/cycle/detail.html", context)


def _words(framework: Any) -> dict[str, str]:
    """The trust's words that the templates use."""
    concepts = ("exercise", "step", "phase", "activity", "output", "strand", "officer")
    return {c: framework.word(c) for c in concepts} | {f"{c}s": framework.words(c) for c in concepts}


def _lead(framework: Any, rows: list) -> str:
    """What shape this cycle has, in a sentence."""
    steps = f"{len(rows)} {framework.words('step')}"
    named = [phase for phase in framework.phases.values() if not phase.assumed]
    if named and len(named) < len(rows) and framework.words("phase") != framework.words("step"):
        return f"{steps} in {len(named)} {framework.words('phase')}, from “{rows[0].step.label}” round to “{rows[-1].step.label}” and on."
    return f"{steps}, from “{rows[0].step.label}” round to “{rows[-1].step.label}” and on."


class CycleStep(TrustPage):
    """One step: who does what, what must be true, what is decided, and what stands here."""

    act = "trust.view"
    section = "cycle"
    step: Step

    def load(self) -> None:
        """The step must be one of the framework in force."""
        steps = {step.code: step for step in self.trust.framework.steps}
        if self.kwargs["step"] not in steps:
            raise Http404("No such page.")
        self.step = steps[self.kwargs["step"]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        framework, code, today = self.trust.framework, self.step.code, clock.today()
        steps, number = framework.steps, framework.number(code)
        window = cycle_page.window_of(framework, self.step)
        word = framework.word("step")
        phase = framework.phase_of(code)
        context = self.get_context_data(
            heading=self.step.label,
            caption=f"{capfirst(word)} {number} of {len(steps)}" + ("" if phase.code == code else f" · {phase.label}"),
            breadcrumbs=[("Cycle", reverse("cycle", args=[self.trust.code]))],
            step=self.step,
            number=number,
            phase=phase,
            stage=STAGES.get(framework.stage_of(code) or "", ""),
            stage_code=framework.stage_of(code) or "none",
            window=window,
            window_open=bool(window and window.contains(today)),
            here=cycle_page.here(self.standing, code),
            today=today,
            duties=cycle_page.duties_of(self.standing, code),
            entering=cycle_page.rules_of(self.trust, "step.start", code),
            leaving=cycle_page.rules_of(self.trust, "step.complete", code),
            questions=cycle_page.questions_of(self.trust, code),
            parts=cycle_page.by_strand(self.step),
            kinds=OUTPUT_KINDS,
            previous=steps[number - 2] if number > 1 else None,
            following=steps[number] if number < len(steps) else None,
            first=steps[0],
            words=_words(framework),
            may_create=self.standing.may("exercise.create"),
        )  # fmt: skip
        return render(request, "commissioning/cycle/step.html", context)
