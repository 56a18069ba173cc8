"""Bringing boundaries in, so that answers can be drawn as maps, and taking them out again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from needs import data_page as page
from needs.actions.boundary import bring_boundaries, obstacles_to_taking_out, take_boundaries_out
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


class BoundariesTakeOut(DataPage, ActPage):
    """Take the trust's own boundaries out."""

    act = "data.import"
    template_name = "layouts/confirm.html"

    def act_on(self, form: ActForm) -> str:
        """Take them out, and say how many went."""
        gone = take_boundaries_out(trust=self.trust, by=self.request.user)
        messages.success(self.request, f"{outlines_said(gone)} taken out.")
        return self.url("areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page: what goes, and what does not come back."""
        stops = obstacles_to_taking_out(self.trust)
        more = {
            "heading": "Take your trust’s boundaries out?", "danger": True, "submit": "Yes, take them out",
            "cancel_url": self.url("areas"), "breadcrumbs": [("Needs data", self.url("data")), ("Areas", self.url("areas"))],
            "lead": "All boundaries that your trust brought in go, from whatever file they came.",
            "consequences": [] if stops else self.consequences(), "refusals": stops,
        }  # fmt: skip
        return super().get_context_data(**(more | kwargs))

    def consequences(self) -> list[str]:
        """What is different once they are out."""
        own, left = page.own_outlines(self.trust), page.also_for_all(self.trust)
        drawn = (
            "None of these areas has boundaries loaded for every trust, so they have no outline from then on."
        )
        if left:
            drawn = f"{left:,} of these areas {'is' if left == 1 else 'are'} drawn with the boundaries loaded for every trust from then on."
        return [
            f"{outlines_said(own)} taken out.", drawn,
            "Earlier boundaries that your trust replaced by later ones do not come back.",
            "Maps that evidence keeps stay as they were seen.", "The files can be brought in again.",
        ]  # fmt: skip


def outlines_said(many: int) -> str:
    """How many outlines, as the beginning of a sentence."""
    return f"The outline{' of 1 area is' if many == 1 else f's of {many:,} areas are'}"
