"""The library of figures: what there is, what each indicator is, and which areas are the trust's."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from needs import data_page as page
from needs.actions import library
from needs.answers.questions import QUESTIONS
from needs.forms.answer import StartForm
from needs.forms.data import AreasForm, FindIndicators, IndicatorForm
from needs.models import Area, Indicator, IndicatorUse
from trusts.forms.base import ActForm
from trusts.governance import clock
from trusts.governance.conflict import Stale
from trusts.record_words import codes_of
from trusts.views.act import ActPage
from trusts.views.page import TrustPage

RECENT = 10
A_PAGE = 50


class DataPage(TrustPage):
    """A page about figures: for whoever reads everything of the trust."""

    act = "record.view"
    section = "data"

    def allowed(self) -> bool:
        """Figures of small areas are not for people who read one record only."""
        if self.act != "record.view":
            return super().allowed()
        return self.standing.reads_all

    def url(self, name: str, *args: Any) -> str:
        """The address of a page of this trust."""
        return reverse(name, args=[self.trust.code, *args])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether this person may bring files in, and the way back."""
        more = {
            "may_import": self.standing.may("data.import"),
            "breadcrumbs": [("Needs data", self.url("data"))],
        }
        return super().get_context_data(**(more | kwargs))


class DataHome(DataPage):
    """What there is: files, indicators, areas, and who supplied what."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; where something is asked, the way to its answer."""
        asked = "indicator" in request.GET
        start = StartForm(request.GET if asked else None, trust=self.trust)
        if asked and start.is_valid():
            said = start.cleaned_data
            return HttpResponseRedirect(self.url("answer", said["indicator"].pk, said["question"]))
        areas = page.own_areas(self.trust)
        context = self.get_context_data(
            heading="Needs data", start=start, totals=page.totals(self.trust), areas=areas, batches=page.recent(self.trust)[:RECENT],
            contributions=page.contributions(self.trust), releases=page.releases(self.trust, clock.today()),
        )  # fmt: skip
        return render(request, "needs/data/home.html", context)


class IndicatorList(DataPage):
    """Every indicator with its latest figure in the trust's own area."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        form = FindIndicators(request.GET)
        said = form.cleaned_data if form.is_valid() else {}
        rows = page.found(self.trust, said.get("q", ""), said.get("polarity", ""))
        shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        areas = page.own_areas(self.trust)
        area = areas[0] if areas else None
        context = self.get_context_data(
            heading="Indicators", filter_form=form, page_obj=shown, lines=page.lines(self.trust, shown, area), area=area,
            count=shown.paginator.count, count_words="indicator" if shown.paginator.count == 1 else "indicators",
        )  # fmt: skip
        return render(request, "needs/data/indicators.html", context)


class IndicatorPage(DataPage):
    """A page about one indicator."""

    indicator: Indicator

    def load(self) -> None:
        """The indicator, of those the trust may read."""
        rows = Indicator.objects.visible_to(self.trust).select_related("sex", "age", "batch")
        found = rows.filter(pk=self.kwargs["indicator"]).first()
        if found is None:
            raise Http404("No such page.")
        self.indicator = found
        self.use = IndicatorUse.objects.filter(trust=self.trust, indicator=found).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The indicator, and the way back to it."""
        mine = self.url("indicator", self.indicator.pk)
        more = {"indicator": self.indicator, "use": self.use, "cancel_url": mine,
                "breadcrumbs": [("Needs data", self.url("data")), ("Indicators", self.url("indicators")),
                                (self.indicator.name, mine)]}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class IndicatorDetail(IndicatorPage):
    """What it counts, where it is from, its latest figures, and what it is broken down by."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        indicator, use = self.indicator, self.use
        own = page.own_areas(self.trust)
        above = {area.region for area in own if area.region} | set(
            Area.objects.filter(trust=None, kind=Area.Kind.ENGLAND)
        )
        outcomes = codes_of(self.trust.framework, "outcome")
        polarity = (
            use.get_polarity_display() if use and use.polarity else ""
        ) or indicator.get_polarity_display()
        facts = [
            ("What it counts", (use.definition if use else "") or indicator.definition),
            ("Unit", indicator.unit), ("Which way is better", polarity),
            ("Outcomes", ", ".join(outcomes.get(code, code) for code in use.outcomes) if use else ""),
            ("Published by", indicator.source), ("Licence", indicator.licence),
            ("For whom", ", ".join(str(one) for one in indicator.headline if one.pk) or "Everybody"),
            ("Number or code", indicator.code), ("First brought by", page.brought_by(indicator, self.trust)),
        ]  # fmt: skip
        context = self.get_context_data(
            heading=indicator.name, caption="Own figures" if indicator.trust_id else "Published figures",
            rows=[{"key": key, "value": value} for key, value in facts],
            questions=[(one.code, one.label) for one in QUESTIONS.values()],
            latest=page.compared(self.trust, indicator, [*own, *sorted(above, key=lambda area: area.kind, reverse=True)]),
            breakdowns=page.breakdowns(self.trust, indicator, own or list(above)), own=own,
        )  # fmt: skip
        return render(request, "needs/data/indicator.html", context)


class IndicatorEdit(IndicatorPage, ActPage):
    """Say what an indicator is to the trust."""

    act = "data.import"
    form_class = IndicatorForm
    done = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        """What it says now."""
        use = self.use
        initial = (
            {"outcomes": use.outcomes, "polarity": use.polarity, "definition": use.definition} if use else {}
        )
        return {"trust": self.trust, "initial": initial}

    def shown_version(self) -> int:
        """Two people may say it at once."""
        return self.use.version if self.use else 0

    def act_on(self, form: ActForm) -> str:
        """Save it."""
        said = {name: form.cleaned_data[name] for name in ("outcomes", "polarity", "definition")}
        library.say_what_it_is(
            trust=self.trust,
            indicator=self.indicator,
            by=self.request.user,
            version=self.sent_version(),
            **said,
        )
        return self.url("indicator", self.indicator.pk)

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else saved."""
        saved, outcomes = stale.current, codes_of(self.trust.framework, "outcome")
        return [
            ("Outcomes it tells about", ", ".join(outcomes.get(code, code) for code in saved.outcomes) or "None"),
            ("Which way is better", saved.get_polarity_display()), ("What it counts", saved.definition or "Nothing"),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "What this indicator is to us", "caption": self.indicator.name}
        return super().get_context_data(**(more | kwargs))


class AreasDetail(DataPage):
    """The trust's own areas, what its localities are made of, and who is like it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        codes = page.made_of(self.trust)
        areas = page.own_areas(self.trust)
        context = self.get_context_data(
            heading="Areas", areas=[(area, page.neighbours(area), list(area.predecessors.all())) for area in areas],
            localities=[(place, codes.get(place.pk, [])) for place in self.trust.localities.order_by("name")],
            drawn=page.drawn(self.trust), own_outlines=page.own_outlines(self.trust),
        )  # fmt: skip
        return render(request, "needs/data/areas.html", context)


class AreasEdit(DataPage, ActPage):
    """Choose the trust's areas."""

    act = "data.import"
    form_class = AreasForm
    done = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        """What they are now."""
        own = " ".join(area.code for area in page.own_areas(self.trust))
        return {"trust": self.trust, "made_of": page.made_of(self.trust), "initial": {"own": own}}

    def act_on(self, form: AreasForm) -> str:
        """Save them."""
        library.choose_areas(
            trust=self.trust, by=self.request.user, own=form.cleaned_data["own"], made_of=form.made_of()
        )
        return self.url("areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Choose the trust’s areas", "cancel_url": self.url("areas"),
                "breadcrumbs": [("Needs data", self.url("data")), ("Areas", self.url("areas"))]}  # fmt: skip
        return super().get_context_data(**(more | kwargs))
