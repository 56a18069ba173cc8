"""The form that asks about another place or another period."""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from django import forms

from needs.models import Area
from needs.statistics.period import Period


class AskForm(forms.Form):
    """A place, and a period where the question is about one."""

    def __init__(
        self, places: Sequence[Area], place: Area | None, periods: Sequence[int], period: int
    ) -> None:
        super().__init__(initial={"area": place.pk if place else "", "period": period})
        self.fields["area"] = forms.ChoiceField(
            label="Place", choices=[(area.pk, area.name) for area in places], required=False
        )
        if periods:
            said = [(key, Period.from_key(key).label) for key in reversed(periods)]
            self.fields["period"] = forms.ChoiceField(label="Period", choices=said, required=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
