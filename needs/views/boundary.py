"""Bringing boundaries in, so that answers can be drawn as maps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from needs.actions.boundary import bring_boundaries
from needs.figures.faults import BadFile
from needs.forms.boundary import BoundariesForm
from needs.views.data import DataPage
from trusts.forms.base import ActForm
from trusts.views.act import ActPage


class BoundariesBring(DataPage, ActPage):
    """Bring in the outlines of areas."""

    act = "data.import"
    form_class = BoundariesForm

    def act_once(self, form: ActForm, key: Any) -> HttpResponse:
        """Say at the field why a file cannot be taken."""
        try:
            return super().act_once(form, key)
        except BadFile as fault:
            form.add_error("file", str(fault))
            return self.show(form, status=422)

    def act_on(self, form: ActForm) -> str:
        """Keep them."""
        said = form.cleaned_data
        brought = bring_boundaries(
            said["file"].read(), file_name=said["file"].name, trust=self.trust, by=self.request.user, source=said["source"],
        )  # fmt: skip
        messages.success(self.request, " ".join(brought.said))
        return self.url("areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Bring in boundaries", "submit": "Bring them in", "cancel_url": self.url("areas"),
                "lead": "With boundaries, figures of places that lie beside one another are shown on a map as well.",
                "breadcrumbs": [("Needs data", self.url("data")), ("Areas", self.url("areas"))]}  # fmt: skip
        return super().get_context_data(**(more | kwargs))
