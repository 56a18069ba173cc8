"""The pages of datasets: write one down, say what it is, and say which of them a file is a release of."""

from typing import Any

from django.http import Http404

from needs.actions.dataset import keep_dataset, say_release_of
from needs.forms.dataset import DatasetForm, ReleaseForm
from needs.models import Dataset
from needs.views.batch import BatchPage
from needs.views.data import DataPage
from trusts.governance.conflict import Stale
from trusts.views.act import ActPage

FIELDS = ("name", "holds", "owner", "every", "protocol", "sharers")


class DatasetMake(DataPage, ActPage):
    """Write a dataset down."""

    act = "data.import"
    form_class = DatasetForm
    done = "Saved."
    dataset: Dataset | None = None

    def form_arguments(self) -> dict[str, Any]:
        """The trust's own partners."""
        return {"trust": self.trust}

    def act_on(self, form: DatasetForm) -> str:
        """Save it."""
        said = {name: form.cleaned_data[name] for name in FIELDS}
        keep_dataset(
            trust=self.trust, by=self.request.user, dataset=self.dataset, version=self.sent_version(), **said
        )
        return self.url("data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Add a dataset", "cancel_url": self.url("data"),
                "lead": "A source of figures that comes again. When its next release is due is worked out from the last."}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


class DatasetEdit(DatasetMake):
    """Say anew what a dataset is."""

    act = "data.import"

    def load(self) -> None:
        """The dataset, of those of this trust."""
        self.dataset = Dataset.objects.filter(trust=self.trust, pk=self.kwargs["dataset"]).first()
        if self.dataset is None:
            raise Http404("No such page.")

    def form_arguments(self) -> dict[str, Any]:
        """What it says now."""
        return super().form_arguments() | {"initial": {name: getattr(self.dataset, name) for name in FIELDS}}

    def shown_version(self) -> int | None:
        """Two people may say it at once."""
        return self.dataset.version if self.dataset else None

    def as_saved(self, stale: Stale) -> list[tuple[str, Any]]:
        """What somebody else saved."""
        saved = stale.current
        return [
            ("Name", saved.name), ("What it holds", saved.holds or "Nothing"), ("Which partner’s it is", saved.owner or "None"),
            ("How often", saved.get_every_display()), ("Protocol", saved.protocol or "None"), ("Who may share it", saved.sharers or "Not said"),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(**({"heading": "What this dataset is", "caption": str(self.dataset)} | kwargs))  # fmt: skip


class BatchRelease(BatchPage, ActPage):
    """Say which dataset a file is a release of."""

    act = "data.import"
    form_class = ReleaseForm
    done = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        """What was said before."""
        return {"trust": self.trust, "initial": {"dataset": self.batch.dataset_id}}

    def act_on(self, form: ReleaseForm) -> str:
        """Save it."""
        say_release_of(self.batch, dataset=form.cleaned_data["dataset"], by=self.request.user)
        return self.where()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        more = {"heading": "Which dataset is this file of?", "caption": self.batch.file_name}
        return super().get_context_data(**(more | kwargs))
