"""The pages of every kind of record: register, one record, new, change, its thread."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from trusts.actions import record as actions
from trusts.exports import asked_for, links
from trusts.forms.base import ActForm
from trusts.forms.fields import whole_number
from trusts.forms.record import RecordForm
from trusts.framework.vocabulary import GROUPS, group_of
from trusts.governance.conflict import Stale
from trusts.governance.refusal import Refused, refusal
from trusts.models.record import Record
from trusts.nouns import Noun, noun_of, nouns
from trusts.record_list import RecordFilter, RecordTable, export_rows, for_reader
from trusts.record_page import (
    advice_of,
    beside_of,
    blocked_of,
    children_of,
    entries_of,
    facts_of_page,
    history_of,
    kin_of,
    mending,
    moves_of,
    onward_of,
    others_may,
    overrides_of,
    parts_for_page,
    questions_of,
    read_for_page,
)
from trusts.record_words import written
from trusts.thread import thread_of
from trusts.thread_line import line_of, start_of
from trusts.thread_sheet import sheet_of
from trusts.together import together
from trusts.views.act import ActPage
from trusts.views.page import TrustPage


class NounPage(TrustPage):
    """A page about a kind of record."""

    act = "record.view"
    section = "records-home"
    noun: Noun
    for_any_kind: ClassVar[bool] = False
    """Whether kinds that have pages of their own elsewhere have this one here."""

    def load(self) -> None:
        """The kind the address names."""
        try:
            self.noun = noun_of(self.kwargs["kind"])
        except KeyError:
            raise Http404("No such page.") from None
        if self.noun.form is None and not self.for_any_kind:
            raise Http404("No such page.")

    def words(self) -> tuple[str, str]:
        """One and many of the kind, in the trust's own words."""
        return self.noun.one(self.trust.framework), self.noun.many(self.trust.framework)

    def list_url(self) -> str:
        """The register."""
        return reverse("records", args=[self.trust.code, self.noun.kind])

    def crumbs(self) -> list[tuple[str, str]]:
        """The way back: the group of the menu, the register."""
        group = group_of(self.noun.kind)
        many = capfirst(self.words()[1])
        at = reverse("records-group", args=[self.trust.code, group]) if group else ""
        above = [(GROUPS[group][0], at)] if group and GROUPS[group][0] != many else []
        return [*above, (many, self.list_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The kind, and the way back to its register."""
        one, many = self.words()
        more = {"noun": self.noun, "one": one, "many": many, "cancel_url": self.list_url(),
                "breadcrumbs": self.crumbs()}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordList(NounPage):
    """The register of one kind: filtered, sorted, paged, exported."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or what is filtered as a file."""
        noun = for_reader(self.noun, self.standing)
        rows = noun.model.objects.visible_to(self.standing)
        chosen = RecordFilter(request.GET or None, queryset=rows, noun=noun, standing=self.standing)
        _, many = self.words()
        file = asked_for(request, export_rows(noun, chosen.qs), name=f"{self.trust.code}-{self.noun.kind}")
        if file is not None:
            return file
        context = self.get_context_data(
            heading=capfirst(many), filter=chosen,
            table=RecordTable(chosen.qs, noun=noun, standing=self.standing, request=request),
            exports=links(request), filter_open=bool(request.GET), lead=self.noun.about,
            may_make=self.standing.may(self.noun.edit_act),
        )  # fmt: skip
        return render(request, "trusts/record/list.html", context)


class RecordPage(NounPage):
    """A page about one record."""

    record: Record

    def load(self) -> None:
        """The record, of those this person may read."""
        super().load()
        rows = read_for_page(self.noun, self.noun.model.objects.visible_to(self.standing))
        found = rows.filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404("No such page.")
        self.record = found
        found.blueprint.trust = found.trust
        together(*self.beside(), parts=parts_for_page(self.noun, found, self.trust.framework))

    def beside(self) -> list[QuerySet]:
        """What else the page shows, to be read together with the parts of the record."""
        return []

    def subject(self) -> Record:
        """Permissions are asked about the record."""
        return self.record

    def allowed(self) -> bool:
        """Reading was settled by what is visible; anything else is asked of the record."""
        return self.act == "record.view" or super().allowed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record, and the way back to it."""
        more = {"record": self.record, "cancel_url": self.record.get_absolute_url(),
                "breadcrumbs": [*self.crumbs(), (str(self.record), self.record.get_absolute_url())]}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordDetail(RecordPage):
    """What it says, where it stands, what it hangs together with, what can be done."""

    def beside(self) -> list[QuerySet]:
        """What belongs to it, and what happened to it."""
        self.kin, self.entries = kin_of(self.noun, self.record, self.standing), entries_of(self.record)
        return [self.entries, *(one.listed for one in self.kin)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        record, noun, standing = self.record, self.noun, self.standing
        own = noun.context(record, standing) if noun.context else {}
        thread = thread_of([record], standing)
        knots = line_of(thread, start_of([record]))
        moves = moves_of(noun, record, standing)
        context = self.get_context_data(
            heading=record.title, caption=f"{capfirst(noun.one(self.trust.framework))} {record.number}",
            state=getattr(record, "state", ""), state_label=written(record, "state") if noun.model.has("state") else "",
            rows=facts_of_page(noun, record, standing), panel=beside_of(noun, thread.panel()), knots=knots,
            faults=[(fault, mending(fault, standing)) for knot in knots for fault in knot.faults if fault.record == record],
            open_moves=[offer for offer in moves if offer.is_open],
            leading=next((offer for offer in moves if offer.is_open and offer.goes_on), None), shut_moves=blocked_of(moves, standing), others_may=others_may(moves, standing),
            children=children_of(self.kin, record, standing), questions=questions_of(noun, record, standing),
            overrides=overrides_of(record, standing),
            history=history_of(self.entries, standing), may_edit=standing.may(noun.edit_act, record), fixed=actions.obstacles_to_changing(record),
            linkable=self.linkable(), onward=onward_of(noun, record, standing), advice=advice_of(noun, record, standing), **own,
        )  # fmt: skip
        return render(request, "trusts/record/detail.html", context)

    def linkable(self) -> list[tuple[str, str]]:
        """The links this person can add to: what, and the page where."""
        if not self.standing.may(self.noun.edit_act, self.record):
            return []
        fields = [
            self.noun.model._meta.get_field(name)
            for name in (*self.noun.up, *self.noun.down, *self.noun.beside)
            if not actions.obstacles_to_linking(self.record, name)
        ]
        code, kind, number = self.trust.code, self.noun.kind, self.record.number
        return [
            (self.trust.framework.words(field.related_model.KIND),
             reverse("record-link", args=[code, kind, number, field.name]))
            for field in fields if field.many_to_many and hasattr(field.related_model, "KIND")
        ]  # fmt: skip


class RecordForms(NounPage, ActPage):
    """A page with the form of a kind."""

    template_name = "trusts/record/form.html"

    def form_arguments(self) -> dict[str, Any]:
        """The trust's own choices."""
        self.form_class = self.noun.form
        return {"trust": self.trust, "standing": self.standing}

    def form(self, **kwargs: Any) -> ActForm:
        """The form of the kind."""
        self.form_class = self.noun.form
        return super().form(**kwargs)

    def allowed(self) -> bool:
        """Whoever may write records of this kind."""
        self.act = self.noun.edit_act  # type: ignore[misc]
        return super().allowed()


class RecordMake(RecordForms):
    """Make a record; `?<field>=<number>` names the record it belongs to or rests on, `?link=` links it back."""

    def form_arguments(self) -> dict[str, Any]:
        """The record it belongs to, where the address names it."""
        initial = {}
        for field in self.noun.model._meta.get_fields():
            number = whole_number(self.request.GET.get(field.name, ""))
            if number is not None and field.many_to_one and hasattr(field.related_model, "KIND"):
                rows = field.related_model.objects.visible_to(self.standing)
                initial[field.name] = rows.filter(number=number).first()
        if self.noun.model.SORT in self.request.GET:
            initial[self.noun.model.SORT] = self.request.GET[self.noun.model.SORT]
        return super().form_arguments() | {"initial": initial}

    def named_links(self) -> dict[str, list[Any]]:
        """The records it is linked to from the start, which its form does not ask for."""
        found = {}
        for name in (*self.noun.up, *self.noun.down):
            field = self.noun.model._meta.get_field(name)
            number = whole_number(self.request.GET.get(name, ""))
            if number is not None and field.many_to_many and hasattr(field.related_model, "KIND"):
                rows = field.related_model.objects.visible_to(self.standing).select_related("trust")
                found[name] = list(rows.filter(number=number))
        return found

    def origin(self) -> tuple[Any, str] | None:
        """The record, and its field, from which the page was opened to make something for it."""
        kind, _, rest = self.request.GET.get("link", "").partition(":")
        number, _, name = rest.partition(":")
        known = next((noun for noun in nouns() if noun.kind == kind), None)
        if known is None or name not in (*known.up, *known.down, *known.beside):
            return None
        field = known.model._meta.get_field(name)
        if field.related_model is not self.noun.model or not field.many_to_many:
            return None
        rows = known.model.objects.visible_to(self.standing)
        found = rows.select_related("trust", "blueprint").filter(number=whole_number(number)).first()
        return (found, name) if found is not None and self.standing.may(known.edit_act, found) else None

    def act_on(self, form: RecordForm) -> str:
        """Make it, and link it where it was asked for."""
        record = form.instance
        record.particulars = form.particulars()
        actions.make(
            record, trust=self.trust, by=self.request.user, links=form.links() | self.named_links(),
            transition=self.noun.makes, into=self.origin(),
        )  # fmt: skip
        if not self.standing.may(self.noun.edit_act, record):
            raise outside("You may make one only within your own remit. Check its place and outcomes.")
        messages.success(self.request, f"{capfirst(self.words()[0])} {record.number} is on record.")
        for name in self.noun.parents:
            parent = getattr(record, name, None)
            if parent is not None:
                return f"{parent.get_absolute_url()}#{self.noun.kind}"
        return record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, and what it will be linked to."""
        one, _ = self.words()
        origin = self.origin()
        tied = [
            *([origin[0]] if origin else []),
            *(one for rows in self.named_links().values() for one in rows),
        ]
        article = "an" if one[0].lower() in "aeiou" else "a"
        query = self.request.GET.urlencode()
        more = {"heading": f"Record {article} {one}", "submit": "Save", "lead": self.noun.about, "tied": tied,
                "action_url": f"{self.request.path}?{query}" if query else "",
                "refusals": actions.obstacles_to_making(self.trust)}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordEdit(RecordPage, RecordForms):
    """Change the details of a record."""

    done = "Saved."

    def allowed(self) -> bool:
        """Whoever may write this record."""
        self.act = self.noun.edit_act  # type: ignore[misc]
        return self.standing.may(self.act, self.record)

    def form_arguments(self) -> dict[str, Any]:
        """What it says now."""
        return super().form_arguments() | {"instance": self.again()}

    def again(self) -> Record:
        """The record once more: a form writes what is typed into the one it is given."""
        rows = self.noun.model.objects.with_framework()
        return rows.select_related(*self.noun.related_rows()).get(pk=self.record.pk)

    def shown_version(self) -> int:
        """Two people may edit at once."""
        return self.record.version

    def act_on(self, form: RecordForm) -> str:
        """Save it."""
        saved = actions.change(
            self.record,
            version=self.sent_version(),
            by=self.request.user,
            values=form.values(),
            links=form.links(),
        )
        fresh = self.again()
        if not self.standing.may(self.noun.edit_act, fresh):
            raise outside("That would put it outside your own remit. Check its place and outcomes.")
        return saved.get_absolute_url()

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else saved, field by field."""
        form = self.form()
        saved = self.again()
        names = [name for name in form.fields if self.noun.model.has(name)]
        return [(form.fields[name].label, written(saved, name) or "Nothing") for name in names]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Change details", "caption": self.record.title,
                "refusals": actions.obstacles_to_changing(self.record)}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class RecordThread(RecordPage):
    """The whole thread of one record, from evidence to difference, on one sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        sheet = sheet_of(thread_of([self.record], self.standing), self.record)
        context = self.get_context_data(
            heading=self.record.title, caption="From the need to the difference made",
            **(sheet | {"faults": [(fault, mending(fault, self.standing)) for fault in sheet["faults"]]}),
        )  # fmt: skip
        return render(request, "trusts/record/thread.html", context)


def outside(reason: str) -> Refused:
    """A refusal of what would lie outside the person's own remit."""
    return Refused([refusal(reason)])
