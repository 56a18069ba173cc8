"""Pages on which people act: a form, once, with every reason why not, and nothing typed ever lost."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from trusts.forms.base import KEPT, KEY, VERSION, ActForm, as_querydict, hidden, typed_by
from trusts.forms.fields import whole_number
from trusts.governance.conflict import Stale, lost_out
from trusts.governance.refusal import Refusal, Refused
from trusts.models import Receipt
from trusts.views.page import TrustPage

LONGEST = 500
"""How much of an address a receipt keeps."""
MEANWHILE = "Somebody else was saving at the same moment, so nothing of this was saved. Send it again."


class ActPage(TrustPage):
    """A page with a form whose sending does one thing.

    Subclasses give `form_class`, `act_on(form)` (calls the action, returns where to go) and, where
    two people may edit at once, `shown_version()`.
    """

    template_name: ClassVar[str] = "layouts/form.html"
    form_class: ClassVar[type[ActForm]] = ActForm
    done: ClassVar[str] = ""
    """What to say once it is done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form, or what was typed before the session expired."""
        kept = request.session.get(KEPT)
        if kept and kept["path"] == request.path and typed_by(kept["data"], request.user):
            form = self.form(data=as_querydict(kept["data"]))
            form.forget_errors()
            return self.show(form, kept=True, version=kept["data"].get(VERSION, [""])[0] or None)
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act once: the receipt and the effect are written together, or neither is."""
        form = self.form(data=request.POST, files=request.FILES)
        key = _key(request)
        if key is None:
            form.is_valid()
            form.add_error(None, "This page was out of date. Check what you typed and send it again.")
            return self.show(form, status=422)
        if not form.is_valid():
            earlier = self.earlier(key)
            return HttpResponseRedirect(earlier.result) if earlier else self.show(form, status=422)
        return self.act_once(form, key)

    def act_once(self, form: ActForm, key: UUID) -> HttpResponse:
        """Write receipt and effect together; show every reason why not, and both versions of a stale row."""
        try:
            return HttpResponseRedirect(self.result(form, key))
        except Refused as refused:
            return self.show(form, refusals=self.as_read(refused.refusals), status=409)
        except Stale as stale:
            return self.show(form, current=self.as_saved(stale), version=stale.current.version, status=409)
        except OperationalError as error:
            if not lost_out(error):
                raise
            earlier = self.earlier(key)  # saved after all, where only what follows a save gave way
            return (
                HttpResponseRedirect(earlier.result)
                if earlier
                else self.show(form, refusals=[Refusal(MEANWHILE)], status=409)
            )

    def result(self, form: ActForm, key: UUID) -> str:
        """Do it, unless the same form was sent before; where it led, then and now."""
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(key=key, person=self.request.user, path=self.address())
                receipt.result = self.act_on(form)
                receipt.save(update_fields=["result"])
        except IntegrityError:
            earlier = self.earlier(key)
            if earlier is None:
                raise
            return earlier.result
        if self.request.session.get(KEPT, {}).get("path") == self.request.path:
            del self.request.session[KEPT]
        if self.done:
            messages.success(self.request, self.done)
        return receipt.result

    def address(self) -> str:
        """The page's address, as much of it as a receipt keeps."""
        return str(self.request.path)[:LONGEST]

    def earlier(self, key: UUID) -> Receipt | None:
        """The receipt of the same form sent before by the same person."""
        return Receipt.objects.filter(key=key, path=self.address(), person=self.request.user).first()

    def form(self, **kwargs: Any) -> ActForm:
        """The page's form."""
        keys = hidden(self.request.user, self.shown_version())
        return self.form_class(keys=keys, **self.form_arguments(), **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """What the form is made with: its first values and choices."""
        return {}

    def act_on(self, form: ActForm) -> str:
        """Do it; returns the address to go to. Raises Refused or Stale, and nothing is saved."""
        raise TypeError(f"{type(self).__name__} does not say what it does.")

    def shown_version(self) -> int | None:
        """The version of the row the form shows, where two people may edit it."""
        return None

    def sent_version(self) -> int:
        """The version of the row the sent form was opened with; 0 if it says none."""
        return whole_number(self.request.POST.get(VERSION, "")) or 0

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """The version somebody else saved, as (label, value), to show beside what was typed."""
        return [("Saved by somebody else", str(stale.current))]

    def show(self, form: ActForm, *, status: int = 200, version: Any = None, **context: Any) -> HttpResponse:
        """Render the form with its hidden fields."""
        form.renew(hidden(self.request.user, self.shown_version() if version is None else version))
        context = self.get_context_data(form=form, **context)
        return render(self.request, self.template_name, context, status=status)


class ActButton(ActPage):
    """A page that is only a button on another page: sending acts, opening it goes to that page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to see here: go where the button is."""
        return HttpResponseRedirect(self.where())

    def where(self) -> str:
        """The page the button stands on."""
        return self.subject().get_absolute_url()

    def show(self, form: ActForm, *, status: int = 200, refusals: Any = (), **context: Any) -> HttpResponse:
        """Say why not, on the page where the button is."""
        for refusal in refusals:
            messages.error(self.request, str(refusal))
        for error in form.non_field_errors():
            messages.error(self.request, error)
        for name, errors in form.errors.items():
            if name in form.fields:
                messages.error(self.request, f"{form.fields[name].label}: {' '.join(errors)}")
        if context.get("current"):
            messages.error(self.request, "Somebody else changed this meanwhile. Look at it and try again.")
        return HttpResponseRedirect(self.where())


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None
