"""The form of the route: what each is for, which rules stand against it, and the reasons of whoever may pass them."""

from copy import copy
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from contracts.models import Procurement
from contracts.routes import lots_of, may_belong, routes_of, why_not
from trusts.actions.record import link
from trusts.forms.base import ActForm
from trusts.forms.fields import whole_number
from trusts.governance import gates
from trusts.governance.permissions import Standing, roles_with
from trusts.governance.refusal import Refusal
from trusts.record_words import money

PASS, PROPOSE = "pass-", "propose"
LONGEST = 2000
SUGGESTED = 10
"""How many purchases that may belong together are named; the newest come first."""
GIVEN = "given"
"""What stands for a reason that is still to be typed."""
MAY = "You may pass this rule; your reason is kept with the record"
UNASKED = "Not asked for as it stands now. What you typed stays here in case it is"


class RouteForm(ActForm):
    """The way to buy, why not openly where it is not, and why a rule does not stand in the way."""

    takes_record = True
    buttons = ("link",)
    page = "contracts/route.html"

    def __init__(self, *args: Any, record: Procurement, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.standing = record, standing
        self.chosen, self.counted = copy(record), lots_of(record)
        self.total = sum((lot.value for lot in self.counted), Decimal(0))
        self.routes = routes = routes_of(record.framework)
        self.fields["route"] = forms.ChoiceField(
            choices=[(route.code, route.label) for route in routes], label="How will it be bought?",
            widget=forms.RadioSelect(attrs={"hints": self.hints()}), initial=record.route,
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label="Reason for not tendering openly", required=False, max_length=LONGEST, initial=record.reason_not_open,
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        )  # fmt: skip
        self.ask_to_pass()
        rows = Procurement.objects.visible_to(standing).select_related("trust")
        self.named = rows.filter(pk__among=[lot.pk for lot in self.counted])
        self.counts = any(route.above is not None or route.below is not None for route in routes)
        self.value = money(self.total)
        self.maybe = may_belong(record, standing, self.counted) if self.counts else Procurement.objects.none()

    def press(self, name: str, value: str) -> None:
        """Link a purchase that belongs to this one; it counts from then on."""
        others = self.maybe.filter(pk=whole_number(value))
        if others:
            link(
                holder=self.record,
                field="linked",
                others=others,
                trust=self.record.trust,
                by=self.standing.person,
            )

    @cached_property
    def suggested(self) -> list[tuple[Procurement, str, str]]:
        """What may belong to it: the purchase, its value, why."""
        why = {True: "Same priority", False: "Same provider"}
        return [(one, money(one.value), why[one.same_priority]) for one in self.maybe[:SUGGESTED]]

    def against(self, route: str, reason: str) -> list[Refusal]:
        """The rules that stand against a route."""
        self.chosen.route, self.chosen.reason_not_open = route, reason
        by = self.standing.person
        return gates.refusals("procurement.route", self.chosen, by=by, linked_value=self.total)

    @cached_property
    def against_each(self) -> list[list[Refusal]]:
        """The rules that stand against each route, whatever is typed as its reason."""
        return [self.against(route.code, GIVEN) for route in self.routes]

    @cached_property
    def anyway(self) -> list[Refusal]:
        """What stands against every route."""
        always = set.intersection(*({stop.rule for stop in stops} for stops in self.against_each))
        return [stop for stop in self.against_each[0] if stop.rule in always]

    def hints(self) -> dict[str, str]:
        """What to know of each route: why it is not for this purchase, else which rules stand against it alone."""
        always, found = {stop.rule for stop in self.anyway}, {}
        free = "" if always else "Open to it"
        for route, stops in zip(self.routes, self.against_each, strict=True):
            told = why_not(route, self.record) or [one.reason for one in stops if one.rule not in always]
            found[route.code] = " ".join(told) or route.basis or free
        return found

    def ask_to_pass(self) -> None:
        """Ask whoever may pass a rule for the reason; offer anybody else to put the route to them."""
        route = self.data.get("route", "") if self.is_bound else self.record.route
        reason = self.data.get("reason", "") if self.is_bound else self.record.reason_not_open
        self.stops = self.against(route, reason)
        may_pass = all(stop.overridable for stop in self.stops)
        told = {stop.rule: stop.reason for stop in self.stops if may_pass}
        if self.standing.may("record.override", self.record):
            for gate in self.record.framework.gates("procurement.route"):
                name = f"{PASS}{gate.id}"
                typed = gate.severity == "override" and self.data.get(name, "").strip()
                if gate.id in told or typed:
                    self.fields[name] = forms.CharField(
                        label=f"Reason for going ahead all the same ({gate.id})", required=False, max_length=LONGEST,
                        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
                        help_text=f"{told[gate.id]} {MAY}" if gate.id in told else UNASKED,
                    )  # fmt: skip
        elif route and told:
            self.fields[PROPOSE] = forms.BooleanField(
                label="Put this route down for somebody who may pass the rule with a reason", required=False,
                help_text=f"{self.who()} can allow it. It is chosen after that",
            )  # fmt: skip

    def who(self) -> str:
        """Who may pass rules here."""
        return " or ".join(roles_with(self.record.trust, "record.override"))

    def clean(self) -> dict[str, Any]:
        """The reasons for passing rules, together; what no reason can allow is not put down."""
        data = super().clean() or {}
        stops = [stop for stop in self.stops if not stop.overridable]
        if self.data.get(PROPOSE) and data.get("route") and stops:
            said = [ValidationError(f"{stop.reason} No reason can allow it ({stop.rule})") for stop in stops]
            self.add_error("route", said)
        given = {name: data.pop(name) for name in [*data] if name.startswith(PASS)}
        return data | {"passing": {name.removeprefix(PASS): why for name, why in given.items()}}

    @property
    def done(self) -> str:
        """What to say once the route is put down; what the page says anyhow where it is chosen."""
        if not self.cleaned_data.get(PROPOSE):
            return ""
        return f"The route is put down. {self.who()} can allow it with a reason; it can be chosen after that."
