"""The pages that show a trust its own framework."""

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trusts.actions import decision as decisions
from trusts.actions.blueprint import obstacles_to_submitting
from trusts.forms.base import ActForm
from trusts.forms.framework import FrameworkSubmitForm
from trusts.framework.sections.cycle import DecisionKind
from trusts.framework_changes import changes
from trusts.framework_page import sections_of
from trusts.framework_rows import Section
from trusts.governance import clock
from trusts.governance.refusal import Refusal, refusal
from trusts.models import Blueprint, Decision, Item, Meeting
from trusts.models.decision import IN_FAVOUR
from trusts.views.act import ActPage
from trusts.views.page import TrustPage

State = Blueprint.State
WHOLE = "whole"
"""In place of a section: all of them, on one page."""


class FrameworkPage(TrustPage):
    """A page about one version of the framework."""

    act = "trust.view"
    section = "framework"
    blueprint: Blueprint

    def load(self) -> None:
        """Every version without its text, and the one the page is about."""
        self.versions = list(self.trust.blueprints.defer("text"))
        self.in_force = next((v for v in self.versions if v.state == State.IN_FORCE), None)
        found = self.chosen()
        if found is None:
            raise Http404("No such page.")
        self.blueprint = found
        # Reversing addresses asks for the trust's code; it is at hand.
        for version in self.versions:
            version.trust = self.trust

    def chosen(self) -> Blueprint | None:
        """The version the address names."""
        return next((v for v in self.versions if v.number == self.kwargs["number"]), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version, and the way back to it."""
        mine = self.blueprint.get_absolute_url()
        more = {"blueprint": self.blueprint, "in_force": self.in_force, "cancel_url": mine}
        return super().get_context_data(**(more | kwargs))


class FrameworkVersion(FrameworkPage):
    """One version: where it stands, what it holds, what it changes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        entry = self.blueprint.framework.framework.trust
        context = self.get_context_data(
            heading=entry.framework, caption=str(self.trust), entry=entry, sections=self.sections(),
            whole_url=self.part_url(WHOLE), versions=self.versions, changes=self.changes(), decision=self.adopted_by(),
            item=self.with_board(), may_read=self.standing.may("item.view"), may_see_audit=self.standing.may("audit.view"),
            may_submit=self.blueprint.state == State.DRAFT and self.standing.may("blueprint.submit", self.blueprint),
        )  # fmt: skip
        return render(request, "trusts/framework/detail.html", context)

    def sections(self) -> list[tuple[Section, str]]:
        """Every section that says something, with the address of its page."""
        living = self.trust.bodies.values_list("code", flat=True)
        reading, mine = self.blueprint.framework, self.standing.roles
        found = sections_of(reading, mine=mine, trust=self.trust.code, living=living)
        return [(section, self.part_url(section.code)) for section in found]

    def is_current(self) -> bool:
        """Whether it is the version by which the trust works, whose pages keep their addresses."""
        return self.blueprint == (self.in_force or next(iter(self.versions)))

    def part_url(self, code: str) -> str:
        """The address of a section, or of all of them."""
        if self.is_current():
            return reverse("framework-part", args=[self.trust.code, code])
        return reverse("framework-version-part", args=[self.trust.code, self.blueprint.number, code])

    def changes(self) -> list[Any]:
        """What a draft changes in the version in force, or what the one in force changed in an older one."""
        if self.in_force is None or self.in_force == self.blueprint:
            return []
        older, newer = sorted([self.in_force, self.blueprint], key=lambda version: version.number)
        return changes(older.framework.framework, newer.framework.framework)

    def adopted_by(self) -> Decision | None:
        """The decision that brought the version into force."""
        found = Decision.objects.filter(
            item__subject_type=ContentType.objects.get_for_model(Blueprint), item__subject_id=self.blueprint.pk,
            outcome__in=IN_FAVOUR, trust=self.trust,
        )  # fmt: skip
        return found.select_related("item__trust", "body").first() if self.blueprint.in_force_from else None

    def with_board(self) -> Item | None:
        """The item by which the version is with its board."""
        if self.blueprint.state != State.SUBMITTED:
            return None
        kind = ContentType.objects.get_for_model(Blueprint)
        waiting = Item.objects.with_parts().waiting().filter(trust=self.trust, subject_type=kind)
        return waiting.filter(subject_id=self.blueprint.pk).first()


class FrameworkDetail(FrameworkVersion):
    """The version in force; where none is, the newest draft, which nobody has adopted."""

    def chosen(self) -> Blueprint | None:
        """The version in force, else the newest."""
        return self.in_force or next(iter(self.versions), None)


class FrameworkVersionPart(FrameworkVersion):
    """One section of a version, or all of it on one page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        sections, code = self.sections(), self.kwargs["part"]
        place = next((n for n, (section, _) in enumerate(sections) if section.code == code), None)
        if place is None and code != WHOLE:
            raise Http404("No such page.")
        entry = self.blueprint.framework.framework.trust
        part = None if place is None else sections[place][0]
        at = self.trust_url() if self.is_current() else self.blueprint.get_absolute_url()
        context = self.get_context_data(
            heading=part.title if part else entry.framework, caption=entry.framework if part else str(self.trust),
            breadcrumbs=[(entry.framework, at)], reading=self.blueprint.framework, entry=entry, sections=sections, part=part,
            shown=[part] if part else [section for section, _ in sections], whole_url=self.part_url(WHOLE),
            current=self.blueprint.state == State.IN_FORCE, **(around(sections, place) if place is not None else {}),
        )  # fmt: skip
        return render(request, "trusts/framework/part.html", context)

    def trust_url(self) -> str:
        """The page of the version by which the trust works."""
        return reverse("framework", args=[self.trust.code])


class FrameworkPart(FrameworkVersionPart, FrameworkDetail):
    """A section of the version by which the trust works."""


def around(sections: list[tuple[Section, str]], place: int) -> dict[str, tuple[str, str] | None]:
    """The sections before and after one: title and address."""
    found = [(section.title, url) for section, url in sections]
    return {
        "before": found[place - 1] if place else None,
        "after": found[place + 1] if place + 1 < len(found) else None,
    }


class FrameworkFile(FrameworkPage):
    """The file of a version, word for word."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, to be saved."""
        name = f"{self.trust.code}-framework-{self.blueprint.number}.yaml"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(self.blueprint.text, content_type="text/yaml; charset=utf-8", headers=headers)


class FrameworkSubmit(FrameworkPage, ActPage):
    """Put a draft to the body that adopts the framework."""

    act = "blueprint.submit"
    form_class = FrameworkSubmitForm
    template_name = "trusts/framework/submit.html"

    def subject(self) -> Blueprint:
        """Permissions are asked about the version."""
        return self.blueprint

    def judged_by(self) -> Blueprint:
        """The version whose rules the decision follows: the one in force, else the draft's own."""
        return self.in_force or self.blueprint

    def kind(self) -> DecisionKind | None:
        """The question whose answer brings a version into force."""
        kinds = self.judged_by().framework.decisions.values()
        return next((kind for kind in kinds if kind.effect == "adopt-blueprint"), None)

    def obstacles(self) -> list[Refusal]:
        """Every reason why this version cannot go to its body now."""
        found = obstacles_to_submitting(self.blueprint, by=self.request.user)
        kind = self.kind()
        if kind is None:
            found.append(refusal("No decision of the framework in force brings a new version into force."))
        elif not decisions.bodies_for(self.judged_by(), kind.code).exists():
            found.append(refusal("No body of this trust owns the framework."))
        return found

    def form_arguments(self) -> dict[str, Any]:
        """The bodies that may adopt it, their meetings, and what is known already."""
        kind, blueprint = self.kind(), self.judged_by()
        bodies = decisions.bodies_for(blueprint, kind.code) if kind else self.trust.bodies.none()
        meetings = Meeting.objects.filter(body__in=bodies, date__gte=clock.today()).select_related("body")
        title = self.blueprint.framework.framework.trust.framework
        initial = {
            "title": f"Adopt version {self.blueprint.number} of the {title}"[:200],
            "asked": kind.question if kind else "",
        }
        return {"bodies": bodies, "meetings": meetings, "initial": initial}

    def act_on(self, form: ActForm) -> str:
        """Put it to the body."""
        kind = self.kind()
        if kind is None:
            raise Http404("No such page.")
        paper = {name: value for name, value in form.cleaned_data.items() if not name.startswith("form-")}
        body, meeting = paper.pop("body"), paper.pop("meeting")
        item = decisions.submit_item(
            subject=self.blueprint, body=body, kind=kind.code, by=self.request.user, blueprint=self.judged_by(),
            meeting=meeting, **paper,
        )  # fmt: skip
        messages.success(self.request, f"{body.name} has it now. You will be told what it decides.")
        return item.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, and what stands in the way before anything is typed."""
        crumbs = [("Framework", reverse("framework", args=[self.trust.code])),
                  (str(self.blueprint), self.blueprint.get_absolute_url())]  # fmt: skip
        blocked = self.obstacles()
        more = {
            "heading": f"Put version {self.blueprint.number} to its body", "caption": self.blueprint.framework.framework.trust.framework,
            "submit": "Put it to the body", "breadcrumbs": crumbs, "refusals": blocked,
            "blocked": bool(blocked) and self.request.method == "GET",
        }  # fmt: skip
        return super().get_context_data(**(more | kwargs))
