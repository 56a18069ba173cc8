"""The forms that ask: from the start, and about another place, period, list or breakdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from needs.answers.questions import QUESTIONS
from needs.models import Area, Assessment, Indicator
from needs.statistics.period import Period
from trusts.forms.base import ActForm
from trusts.models import Person, Trust


class AskForm(forms.Form):
    """A place; and a period, a list of similar areas or a breakdown, where there is a choice of them."""

    def __init__(
        self,
        places: Sequence[Area],
        place: Area | None,
        periods: Sequence[int] = (),
        *,
        lists: Sequence[str] = (),
        breakdowns: Sequence[tuple[str, str]] = (),
        asked: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(initial={**(asked or {}), "area": place.pk if place else ""})
        self.fields["area"] = forms.ChoiceField(
            label="Place", choices=[(area.pk, area.name) for area in places], required=False
        )
        if periods:
            said = [(key, Period.from_key(key).label) for key in reversed(periods)]
            self.fields["period"] = forms.ChoiceField(label="Period", choices=said, required=False)
        if len(lists) > 1:
            self.fields["alike"] = forms.ChoiceField(
                label="Similar by", choices=[(name, name) for name in lists], required=False
            )
        if len(breakdowns) > 1:
            self.fields["by"] = forms.ChoiceField(label="Broken down by", choices=breakdowns, required=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class StartForm(forms.Form):
    """An indicator and a question about it: where asking begins."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="What do you want to know about?", empty_label=None,
        error_messages={"required": "Choose an indicator", "invalid_choice": "Choose an indicator of the list"},
    )  # fmt: skip
    question = forms.ChoiceField(
        label="How?",
        error_messages={"required": "Choose how", "invalid_choice": "Choose one of the questions"},
    )

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(trust).order_by("name")
        self.fields["question"].choices = [(one.code, one.label) for one in QUESTIONS.values()]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class UseForm(ActForm):
    """For which assessment an answer is evidence."""

    def __init__(self, *args: Any, assessments: QuerySet[Assessment], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = list(assessments)
        mine = next((one.pk for one in there if one.officer_id == person.pk), None)
        self.fields["assessment"] = forms.ModelChoiceField(
            assessments, required=False, label="Use it as evidence in", initial=mine, empty_label="No assessment yet",
            error_messages={"invalid_choice": "Choose an assessment that is still being written"},
        )  # fmt: skip
        chosen_from = [("", "No assessment yet"), *((one.pk, str(one)) for one in there)]
        self.fields["assessment"].choices = chosen_from  # as they were read: the field would read them again
