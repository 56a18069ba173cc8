"""The forms of providers, specifications, procurements, panels, bids and awards."""

from typing import Any

from django import forms

from contracts.models import Award, Bid, Listing, Panellist, Procurement, Provider, Specification
from trusts.forms.base import ActForm
from trusts.forms.fields import DateField, NumberField
from trusts.forms.record import RecordForm, field_for
from trusts.forms.years import in_order, not_ahead

HIGHEST_SCORE = 100


class ProviderForm(RecordForm):
    """An organisation that provides services, or could."""

    class Meta:
        model = Provider
        fields = ["title", "sector", "organisation", "summary", "outcomes"]
        formfield_callback = field_for

    def title_words(self) -> str:
        """A provider's title is its name."""
        return "name of the organisation"


class ListingForm(RecordForm):
    """A place on the select list of a priority."""

    class Meta:
        model = Listing
        fields = ["title", "provider", "priority", "starts", "ends", "localities"]
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        in_order(self, "starts", "ends")
        return data


class SpecificationForm(RecordForm):
    """What is to be bought."""

    class Meta:
        model = Specification
        fields = ["title", "summary", "requirements", "standards", "service", "value", "starts", "ends", "officer",
                  "owner", "level", "outcomes", "groups", "localities"]  # fmt: skip
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        in_order(self, "starts", "ends")
        return data


class ProcurementForm(RecordForm):
    """How one specification is bought."""

    class Meta:
        model = Procurement
        fields = ["title", "specification", "summary", "value", "budget_approval", "opens", "closes", "planned_award",
                  "terms", "officer", "owner", "level", "outcomes", "localities"]  # fmt: skip
        formfield_callback = field_for

    def narrowed(self, name: str, rows: Any) -> Any:
        """Complete specifications are bought; drafts are still being written."""
        if name == "specification" and self.instance.pk is None:
            return rows.filter(state=Specification.State.COMPLETE)
        return rows

    def clean(self) -> dict[str, Any]:
        """It opens, closes and is awarded in this order."""
        data = super().clean() or {}
        in_order(self, "opens", "closes")
        in_order(self, "closes", "planned_award")
        return data


class MoreTimeForm(ActForm):
    """Until when, and why."""

    closes = DateField(label="New closing date")
    reason = forms.CharField(
        label="Why bidders get more time", max_length=2000, help_text="Tell every bidder the same",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )  # fmt: skip


class PanellistForm(RecordForm):
    """Somebody who judges bids."""

    class Meta:
        model = Panellist
        fields = ["title", "procurement", "person", "body", "tie", "interest"]
        formfield_callback = field_for

    tie = forms.ChoiceField(
        label="Ties to anybody who may bid", choices=Panellist.Tie, widget=forms.RadioSelect,
        error_messages={"required": "Choose whether a tie was declared"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A tie is described, and no tie is not."""
        data = super().clean() or {}
        described = bool((data.get("interest") or "").strip())
        if data.get("tie") == "declared" and not described:
            self.add_error("interest", "Enter what the tie is")
        if data.get("tie") == "none" and described:
            self.add_error("tie", "You described a tie below. Choose that one was declared")
        return data

    def title_words(self) -> str:
        """What they bring."""
        return "what they bring to the panel"


class BidForm(RecordForm):
    """An offer; sealed until bids are opened."""

    class Meta:
        model = Bid
        fields = ["title", "procurement", "provider", "value", "received_on", "summary"]
        formfield_callback = field_for

    def clean_received_on(self) -> Any:
        """Received on a day that has been."""
        return not_ahead(self.cleaned_data["received_on"])

    def clean(self) -> dict[str, Any]:
        """Offers come while the procurement is open."""
        data = super().clean() or {}
        bought = data.get("procurement")
        if bought is not None and self.instance.pk is None and bought.state != Procurement.State.OPEN:
            said = bought.get_state_display().lower()
            self.add_error("procurement", f"Choose one that is open for bids; this one is {said}")
        received = data.get("received_on")
        if bought is not None and received and bought.closes and received > bought.closes:
            self.add_error("received_on", "This bid came after the closing date, so it cannot be taken")
        return data


class ScoreForm(ActForm):
    """How the panel scores a bid."""

    quality = NumberField(label="Score for quality", min_value=0, max_value=HIGHEST_SCORE, decimal_places=2)
    price = NumberField(label="Score for price", min_value=0, max_value=HIGHEST_SCORE, decimal_places=2)
    comment = forms.CharField(
        label="What the panel says",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )


class AwardForm(RecordForm):
    """Whom the panel recommends."""

    class Meta:
        model = Award
        fields = ["title", "procurement", "provider", "value", "reason"]
        formfield_callback = field_for

    def clean(self) -> dict[str, Any]:
        """An award follows the opening of bids."""
        data = super().clean() or {}
        bought = data.get("procurement")
        if bought is not None and bought.state != Procurement.State.CLOSED and self.instance.pk is None:
            self.add_error("procurement", "Choose one whose bids have been opened")
        return data
