"""Forms to create, change, assign, schedule and close an exercise."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst

from commissioning.models import Exercise
from needs.models import Priority
from trusts.forms.base import ActForm
from trusts.forms.fields import DateField, MoneyField, SeveralChoice
from trusts.governance import clock
from trusts.governance.refusal import Refusal
from trusts.models import Appointment, Body, Membership, Person, Trust

GATE = "reason-"


class ExerciseForm(ActForm):
    """What an exercise is about, in the trust's own words and choices."""

    title = forms.CharField(max_length=200, label="Title", help_text="What is being commissioned, for whom")
    summary = forms.CharField(
        max_length=2000,
        required=False,
        label="Summary",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )

    def __init__(
        self, *args: Any, trust: Trust, framework: Any, within: frozenset[int] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.framework = framework
        today = clock.today()
        owners = Body.objects.on(today).filter(trust=trust)
        if within:  # whoever works for one locality only gives it to no other
            owners = owners.filter(Q(locality__in=within) | Q(pk=self.initial.get("owner")))
        self.fields["owner"] = forms.ModelChoiceField(
            owners,
            label=f"Owning {framework.word('body')}",
            empty_label="Choose",
        )
        for scheme in framework.framework.levels:
            live = [(level.code, level.label) for level in scheme.levels]
            hints = {level.code: level.meaning for level in scheme.levels if level.meaning}
            self.fields[f"level-{scheme.code}"] = forms.ChoiceField(
                choices=live if scheme.required else [("", "Not said"), *live], label=scheme.label,
                required=scheme.required, widget=forms.RadioSelect(attrs={"hints": hints, "small": True}),
            )  # fmt: skip
        outcomes = [
            (f"{scheme.code}.{outcome.code}", outcome.label)
            for scheme in framework.framework.outcomes
            for outcome in scheme.outcomes
        ]
        many = forms.CheckboxSelectMultiple(attrs={"small": True})
        self.fields["outcomes"] = forms.MultipleChoiceField(
            choices=outcomes, widget=many, label=f"{capfirst(framework.words('outcome'))} it works towards"
        )
        groups = [(group.code, group.label) for group in framework.framework.groups]
        if groups:
            self.fields["groups"] = forms.MultipleChoiceField(
                choices=groups, widget=many, required=False, label=capfirst(framework.words("group"))
            )
        places = trust.localities.on(today)
        if places:
            self.fields["localities"] = SeveralChoice(
                places, widget=many, required=False, label=capfirst(framework.words("locality")),
                help_text="Leave empty if it covers the whole area",
            )  # fmt: skip
        self.fields["organisations"] = SeveralChoice(
            trust.organisations.on(today), widget=many, required=False, label="Partners who take part"
        )
        self.ask_priorities(trust)
        self.fields["value"] = MoneyField(
            required=False,
            label="Estimated whole-life value",
            help_text="All years and extensions, without VAT",
        )
        for gate in framework.gates("exercise.create"):
            if gate.severity == "override" and f"{GATE}{gate.id}" in self.data:
                self.ask_reason(Refusal(gate.message, rule=gate.id, overridable=True))

    def ask_priorities(self, trust: Trust) -> None:
        """What it serves: priorities on record that are agreed or named already, or a line of another plan."""
        one, many = self.framework.word("priority"), self.framework.words("priority")
        named = [priority.pk for priority in self.initial.get("priorities", ())]
        rows = Priority.objects.filter(Q(state=Priority.State.AGREED) | Q(pk__in=named), trust=trust)
        self.fields["priorities"] = forms.ModelMultipleChoiceField(
            rows.distinct(), required=False, label=f"{capfirst(many)} it serves",
            widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        )  # fmt: skip
        label = f"{capfirst(one)} it serves"
        if self.fields["priorities"].queryset.exists():
            label = f"Or a {one} of another plan"
        else:
            del self.fields["priorities"]
        self.fields["priority"] = forms.CharField(
            max_length=300, required=False, label=label,
            help_text=f"Where the {one} is not on record here: the plan, and the line of it",
        )  # fmt: skip

    def ask_reasons(self, refusals: list[Refusal]) -> None:
        """Ask for the reasons to pass what stands in the way."""
        for refusal in refusals:
            self.ask_reason(refusal)

    def ask_reason(self, refusal: Refusal) -> None:
        """Ask for the reason to pass a gate that stands in the way, where the trust allows it."""
        if refusal.overridable:
            self.fields[f"{GATE}{refusal.rule}"] = forms.CharField(
                required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                label=f"Your reason for going ahead ({refusal.rule})",
                help_text=f"{refusal.reason} If it should go ahead all the same, say why. The reason is kept.",
            )  # fmt: skip

    @staticmethod
    def values_of(exercise: Exercise) -> dict[str, Any]:
        """What an exercise says now, as first values of the form."""
        values = {
            "title": exercise.title, "summary": exercise.summary, "owner": exercise.owner_id,
            "priority": exercise.priority, "value": exercise.value, "outcomes": exercise.codes("outcome"),
            "groups": exercise.codes("group"), "localities": exercise.all("localities"),
            "organisations": exercise.all("organisations"),
            "priorities": [work.priority for work in exercise.all("works") if work.priority_id],
        }  # fmt: skip
        return values | {f"level-{scheme}": code for scheme, code in exercise.levels.items()}

    def as_arguments(self) -> dict[str, Any]:
        """What was typed, as the arguments of the action."""
        data = self.cleaned_data
        levels = {
            scheme.code: data.get(f"level-{scheme.code}") or "" for scheme in self.framework.framework.levels
        }
        return {
            "title": data["title"], "summary": data["summary"], "owner": data["owner"], "levels": levels,
            "outcomes": data["outcomes"], "groups": data.get("groups", []),
            "localities": data.get("localities", []), "organisations": data["organisations"],
            "priorities": data.get("priorities", []), "priority": data["priority"], "value": data["value"],
        }  # fmt: skip

    def reasons(self) -> dict[str, str]:
        """The reasons given for passing gates, by the gate's ID."""
        return {
            name.removeprefix(GATE): text
            for name, text in self.cleaned_data.items()
            if name.startswith(GATE) and text.strip()
        }


class AssignForm(ActForm):
    """Who leads an exercise and who is its officer."""

    def __init__(self, *args: Any, trust: Trust, framework: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = people_of(trust)
        for name in ("lead", "officer"):
            self.fields[name] = forms.ModelChoiceField(
                here, required=False, label=capfirst(framework.word(name)), empty_label="Nobody yet"
            )


class ScheduleForm(ActForm):
    """When each step that is not finished is due."""

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in exercise.framework.steps:
            if not exercise.is_at(step.code, "complete", "not-needed"):
                record = exercise.records.get(step.code)
                self.fields[f"due-{step.code}"] = DateField(
                    required=False, label=step.label, initial=record.due if record else None
                )

    def dates(self) -> dict[str, Any]:
        """Step to date, as typed."""
        return {n.removeprefix("due-"): day for n, day in self.cleaned_data.items() if n.startswith("due-")}


class CloseForm(ActForm):
    """What was learned, and whether the next round starts now."""

    learned = forms.CharField(
        label="What was learned", help_text="For whoever starts the next round: what worked, what did not",
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}), max_length=4000,
    )  # fmt: skip
    again = forms.ChoiceField(
        label="Start the next round now?", widget=forms.RadioSelect,
        choices=[("yes", "Yes, with the same title, partners and people"), ("no", "No, this one ends here")],
    )  # fmt: skip


class ReasonForm(ActForm):
    """A reason that is kept."""

    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}), max_length=2000,
        error_messages={"required": "Enter the reason. It is kept with the record."},
    )  # fmt: skip


def people_of(trust: Trust) -> Any:
    """Everybody who works with a trust's items today, by name; providers do not."""
    today = clock.today()
    readers = {row.role for row in trust.framework.delegations("item.view", today)}
    seated = Membership.objects.on(today).filter(trust=trust).values("person")
    appointed = Appointment.objects.on(today).filter(trust=trust, role__in=readers).values("person")
    return Person.objects.filter(Q(pk__in=seated) | Q(pk__in=appointed), is_active=True)
