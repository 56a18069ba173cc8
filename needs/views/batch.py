"""The pages of a file of figures: bring it in, look at what it changes, save it, undo it."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from needs import data_page as page
from needs import tasks
from needs.actions import batch as batches
from needs.actions.dataset import obstacles_to_sharing
from needs.figures.headings import ROLE_OF, folded
from needs.forms.data import ExplainForm, UploadForm
from needs.models import Batch
from needs.views.data import DataPage
from trusts.forms.base import ActForm
from trusts.governance import clock
from trusts.views.act import ActButton, ActPage

State = Batch.State


class BatchCreate(DataPage, ActPage):
    """Bring a file in."""

    act = "data.import"
    form_class = UploadForm

    def form_arguments(self) -> dict[str, Any]:
        """The trust's own partners."""
        return {"trust": self.trust}

    def act_on(self, form: UploadForm) -> str:
        """Take it in, and have it read."""
        said = form.cleaned_data
        batch = batches.receive(
            file_name=said["file"].name, file=said["file"], trust=self.trust, by=self.request.user, local=said["local"] == "yes",
            source=said["source"], address=said["address"], licence=said["licence"], dated=said["dated"],
            agency=said["agency"], dataset=said["dataset"], settled={"columns": {}, "constants": form.constants()},
        )  # fmt: skip
        transaction.on_commit(lambda: tasks.check_batch.enqueue(batch.pk))
        return batch.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Bring in a file of figures", "submit": "Check the file", "cancel_url": self.url("data"),
                "lead": "The file is checked first. Nothing is saved before you have seen what it changes."}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class BatchPage(DataPage):
    """A page about one file."""

    batch: Batch

    def load(self) -> None:
        """The file, of those of this trust."""
        found = page.batches_of(self.trust).filter(pk=self.kwargs["batch"]).first()
        if found is None:
            raise Http404("No such page.")
        self.batch = found

    def where(self) -> str:
        """Its page."""
        return self.batch.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The file, and the way back to it."""
        more = {"batch": self.batch, "cancel_url": self.where(),
                "breadcrumbs": [("Needs data", self.url("data")), (self.batch.file_name, self.where())]}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class BatchDetail(BatchPage):
    """How far it is, what saving it would change, what was not kept and why."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        batch, found = self.batch, self.batch.found
        facts = [
            ("Layout", batch.layout), ("Published by", batch.source), ("Fetched from", batch.address),
            ("Licence", batch.licence), ("Date", f"{batch.dated:%-d %B %Y}" if batch.dated else ""),
            ("Whose figures", "Our own" if batch.local else "Published for England"), ("Supplied by", str(batch.agency or "")),
            ("Dataset", str(batch.dataset or "")),
            ("Brought in by", batch.by.name if batch.by else "The system"), ("Mark of the file (SHA-256)", batch.file_hash),
        ]  # fmt: skip
        context = self.get_context_data(
            heading=batch.file_name, caption="File of figures", state=batch.state, state_label=batch.get_state_display(),
            colour=page.STATES.get(batch.state, "blue"), rows=[{"key": key, "value": value} for key, value in facts],
            under_way=batch.state in Batch.UNDER_WAY, silent=batch.is_silent(clock.now()), found=found,
            faults=found.get("faults", []), has_file=default_storage.exists(batches.faults_file(batch)) and batch.rejected,
            refusals=obstacles_to_sharing(batch, by=request.user) if batch.state == State.CHECKED else [],
            checked=batch.state == State.CHECKED, counted=batch.state in (State.CHECKED, State.SAVED, State.UNDONE),
        )  # fmt: skip
        return render(request, "needs/data/batch.html", context)


class BatchFaults(BatchPage):
    """Every row that was not kept, with its reason, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        name = batches.faults_file(self.batch)
        if not default_storage.exists(name):
            raise Http404("No such page.")
        file = default_storage.open(name)
        return FileResponse(
            file, as_attachment=True, filename=f"{self.trust.code}-{self.batch.pk}-rows-not-kept.csv"
        )


class BatchExplain(BatchPage, ActPage):
    """Say what each column of a file holds."""

    act = "data.import"
    form_class = ExplainForm

    def form_arguments(self) -> dict[str, Any]:
        """The columns, and what their names suggest."""
        heading = self.batch.found.get("heading", [])
        said = self.batch.settled.get("columns", {})
        constants = self.batch.settled.get("constants", {})
        guesses = {name: said.get(name, ROLE_OF.get(name, "")) for name in folded(heading)}
        initial = {"indicator": constants.get("indicator", ""), "period": constants.get("period", ""),
                   "area": constants.get("area-code", ""), "unit": constants.get("unit", "")}  # fmt: skip
        return {"heading": heading, "guesses": guesses, "initial": initial}

    def act_on(self, form: ExplainForm) -> str:
        """Remember it, and read the file anew."""
        batches.explain(self.batch, by=self.request.user, columns=form.roles(), constants=form.constants())
        transaction.on_commit(lambda: tasks.check_batch.enqueue(self.batch.pk))
        return self.where()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "What do the columns hold?", "caption": self.batch.file_name, "submit": "Check the file",
                "lead": "Say it once: the next file with the same heading is read the same way."}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class BatchButton(BatchPage, ActButton):
    """A button on a file's page."""

    act = "data.import"


class BatchSave(BatchButton):
    """Save a checked file."""

    def act_on(self, form: ActForm) -> str:
        """Have it saved."""
        batches.queue(self.batch, by=self.request.user)
        transaction.on_commit(lambda: tasks.save_batch.enqueue(self.batch.pk))
        return self.where()


class BatchStop(BatchButton):
    """Stop what is under way, or let a checked file be."""

    done = "It stops as soon as it can. Nothing of the file is kept."

    def act_on(self, form: ActForm) -> str:
        """Ask it to stop."""
        batches.stop(self.batch, by=self.request.user)
        return self.where()


class BatchResume(BatchButton):
    """Go on with a file that was stopped or whose job fell silent."""

    def act_on(self, form: ActForm) -> str:
        """Have it read again from its beginning: nothing of it was kept half."""
        batch = batches.resume(self.batch, by=self.request.user)
        task = tasks.save_batch if batch.state == State.QUEUED else tasks.check_batch
        transaction.on_commit(lambda: task.enqueue(batch.pk))
        return self.where()


class BatchUndo(BatchPage, ActPage):
    """Take a whole file back."""

    act = "data.import"
    template_name = "layouts/confirm.html"
    done = "Undone: every figure is as it was before."

    def act_on(self, form: ActForm) -> str:
        """Take it back."""
        batches.undo(self.batch, by=self.request.user)
        return self.where()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        batch = self.batch
        more = {
            "heading": "Undo this file?", "caption": batch.file_name, "danger": True, "submit": "Yes, undo it",
            "lead": "Its figures go, and what they changed is put back as it was.",
            "consequences": [f"{batch.new:,} figures are taken out.", f"{batch.changed:,} figures are put back as they were.",
                             "The file can be brought in again."],
            "refusals": batches.obstacles_to_undoing(batch),
        }  # fmt: skip
        return super().get_context_data(**(more | kwargs))
