"""The pages of exercises: list, detail, create, change, assign, schedule, close."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from commissioning.actions import exercise as actions
from commissioning.actions import step as steps
from commissioning.exercise_list import ExerciseFilter, ExerciseTable, export_rows
from commissioning.exercise_page import history_of, links_of, page_of
from commissioning.exercise_words import facts_of
from commissioning.forms.exercise import AssignForm, CloseForm, ExerciseForm, ScheduleForm
from commissioning.models import Exercise
from commissioning.models.exercise import read_whole
from trusts.exports import asked_for, links
from trusts.governance.conflict import Stale
from trusts.governance.refusal import Refused, refusal
from trusts.together import together
from trusts.views.act import ActPage
from trusts.views.page import TrustPage


class ExercisePage(TrustPage):
    """A page about one exercise of the trust."""

    act = "trust.view"
    section = "exercises"
    exercise: Exercise

    def load(self) -> None:
        """The exercise with everything pages and gates look at."""
        found = (
            Exercise.objects.visible_to(self.standing)
            .with_framework()
            .filter(number=self.kwargs["number"])
            .first()
        )
        if found is None:
            raise Http404("No such page.")
        found.trust = found.blueprint.trust = found.owner.trust = self.trust
        self.exercise = found
        together(parts=read_whole([found]))

    def subject(self) -> Exercise:
        """Permissions are asked about the exercise."""
        return self.exercise

    def why_not(self) -> list:
        """What the trust's rules say against changing this record (DUR-29)."""
        return actions.obstacles_to_editing(self.exercise, by=self.request.user)

    def crumbs(self) -> list[tuple[str, str]]:
        """The way back."""
        code = self.trust.code
        listed = (capfirst(self.trust.framework.words("exercise")), reverse("exercises", args=[code]))
        return [listed, (self.exercise.title, self.exercise.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The exercise and its pinned framework's words."""
        more = {"exercise": self.exercise, "breadcrumbs": self.crumbs()}
        return super().get_context_data(**(more | kwargs))


class ExerciseList(TrustPage):
    """Every exercise of the trust: filtered, sorted, paged, exported."""

    act = "trust.view"
    section = "exercises"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, or what is filtered as a file."""
        visible = Exercise.objects.visible_to(self.standing)
        chosen = ExerciseFilter(request.GET, queryset=visible, trust=self.trust)
        rows = export_rows(chosen.qs.for_list(), self.trust)
        file = asked_for(request, rows, name=f"{self.trust.code}-exercises")
        if file is not None:
            return file
        table = ExerciseTable(chosen.qs, trust=self.trust, request=request)
        words = self.trust.framework.words("exercise")
        context = self.get_context_data(
            heading=capfirst(words), table=table, filter=chosen, exports=links(request),
            filter_open=bool(request.GET), may_create=self.standing.may("exercise.create"),
        )  # fmt: skip
        return render(request, "commissioning/exercise/list.html", context)


class ExerciseDetail(ExercisePage):
    """Where it stands, who is next, why it stops."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        context = self.get_context_data(
            heading=self.exercise.title,
            page=page_of(self.exercise, self.standing),
            history=history_of(self.exercise, self.standing),
            links=links_of(self.exercise, self.standing),
        )
        return render(request, "commissioning/exercise/detail.html", context)


class ExerciseCreate(ActPage):
    """Start an exercise."""

    act = "exercise.create"
    section = "exercises"
    form_class = ExerciseForm
    template_name = "commissioning/exercise/create.html"
    done = "Created. Start its first step when you are ready."

    def form_arguments(self) -> dict[str, Any]:
        """The choices of the framework in force."""
        return {"trust": self.trust, "framework": self.trust.framework}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        word = self.trust.framework.word("exercise")
        url = reverse("exercises", args=[self.trust.code])
        return super().get_context_data(
            **(
                {
                    "heading": f"Start {'an' if word[0].lower() in 'aeiou' else 'a'} {word}",
                    "submit": "Create",
                    "cancel_url": url,
                    "breadcrumbs": [(capfirst(self.trust.framework.words("exercise")), url)],
                    "blocked": actions.obstacles_to_creating(self.trust),
                }
                | kwargs
            )
        )

    def act_on(self, form: ExerciseForm) -> str:
        """Create it; what may be passed with a reason asks for the reason on the same form."""
        may_override = self.standing.may("exercise.override")
        try:
            made = actions.create_exercise(
                trust=self.trust, by=self.request.user, officer=self.own_officer(),
                reasons=form.reasons() if may_override else {}, **form.as_arguments(),
            )  # fmt: skip
        except Refused as refused:
            if may_override:
                form.ask_reasons(refused.refusals)
            raise
        if not self.standing.may("exercise.create", made):
            raise Refused(
                [refusal("You may start one only within your own remit. Check its owner and place.")]
            )
        return made.get_absolute_url()

    def own_officer(self) -> Any:
        """An officer who creates an exercise is its officer until somebody names another."""
        return self.request.user if self.standing.has_scope("exercise.work", "own") else None


class ExerciseEdit(ExercisePage, ActPage):
    """Change what an exercise is about."""

    act = "exercise.edit"
    form_class = ExerciseForm
    done = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        """What it says now, in the choices of its own framework version."""
        framework, values = self.exercise.framework, ExerciseForm.values_of(self.exercise)
        local = any(gate.check == "own-locality" for gate in framework.gates("exercise.edit"))
        within = self.standing.confined_to if local else frozenset()
        return {"trust": self.trust, "framework": framework, "initial": values, "within": within}

    def shown_version(self) -> int:
        """Two people may edit at once."""
        return self.exercise.version

    def act_on(self, form: ExerciseForm) -> str:
        """Save it."""
        may_override = self.standing.may("exercise.override", self.exercise)
        try:
            actions.edit_exercise(
                exercise=self.exercise, version=self.sent_version(), by=self.request.user,
                reasons=form.reasons() if may_override else {}, **form.as_arguments(),
            )  # fmt: skip
        except Refused as refused:
            if may_override:
                form.ask_reasons(refused.refusals)
            raise
        return self.exercise.get_absolute_url()

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else saved, everything that can be changed here."""
        saved = Exercise.objects.with_framework().get(pk=self.exercise.pk)
        return [(name, text or "Nothing") for name, text in facts_of(saved).items()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Change details", "caption": self.exercise.title}
        return super().get_context_data(**(more | {"cancel_url": self.exercise.get_absolute_url()} | kwargs))


class ExerciseAssign(ExercisePage, ActPage):
    """Name lead and officer."""

    act = "exercise.assign"
    form_class = AssignForm
    done = "Saved. They can work on it from now."

    def form_arguments(self) -> dict[str, Any]:
        """Who holds them now."""
        initial = {"lead": self.exercise.lead_id, "officer": self.exercise.officer_id}
        return {"trust": self.trust, "framework": self.exercise.framework, "initial": initial}

    def shown_version(self) -> int:
        """Two people may edit at once."""
        return self.exercise.version

    def act_on(self, form: AssignForm) -> str:
        """Name them."""
        data = form.cleaned_data
        actions.assign(
            exercise=self.exercise, lead=data["lead"], officer=data["officer"], version=self.sent_version(),
            by=self.request.user,
        )  # fmt: skip
        return self.exercise.get_absolute_url()

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else saved."""
        saved = Exercise.objects.select_related("lead", "officer").get(pk=self.exercise.pk)
        return [("Lead", saved.lead or "Nobody"), ("Officer", saved.officer or "Nobody")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        words = self.exercise.framework
        more = {
            "heading": f"Name {words.word('lead')} and {words.word('officer')}",
            "caption": self.exercise.title,
        }
        return super().get_context_data(**(more | {"cancel_url": self.exercise.get_absolute_url()} | kwargs))


class ExerciseSchedule(ExercisePage, ActPage):
    """Agree the timetable of an exercise's steps."""

    act = "exercise.schedule"
    form_class = ScheduleForm
    done = "The timetable is saved."

    def form_arguments(self) -> dict[str, Any]:
        """The dates so far."""
        return {"exercise": self.exercise}

    def act_on(self, form: ScheduleForm) -> str:
        """Set the dates."""
        steps.schedule(exercise=self.exercise, dates=form.dates(), by=self.request.user)
        return self.exercise.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Timetable", "caption": self.exercise.title}
        return super().get_context_data(**(more | {"cancel_url": self.exercise.get_absolute_url()} | kwargs))


class ExerciseClose(ExercisePage, ActPage):
    """End the review and start the next round."""

    act = "exercise.close"
    form_class = CloseForm
    template_name = "commissioning/exercise/close.html"
    done = "Closed."

    def act_on(self, form: CloseForm) -> str:
        """Close it; the next round links to this one."""
        data = form.cleaned_data
        following = actions.close_exercise(
            exercise=self.exercise,
            learned=data["learned"],
            by=self.request.user,
            again=data["again"] == "yes",
        )
        return (following or self.exercise).get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, and what stands in the way."""
        obstacles = actions.obstacles_to_closing(self.exercise, by=self.request.user)
        more = {"heading": f"Close this {self.exercise.framework.word('exercise')}", "caption": self.exercise.title,
                "submit": "Close it", "cancel_url": self.exercise.get_absolute_url(), "refusals": obstacles}  # fmt: skip
        return super().get_context_data(**(more | kwargs))
