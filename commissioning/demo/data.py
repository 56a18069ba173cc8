"""The figures of the demonstration: published and invented files, brought in as an officer brings them in."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from commissioning.demo.event import Event
from needs.actions import batch as batches
from needs.actions.boundary import bring_boundaries
from needs.actions.dataset import keep_dataset
from needs.actions.exhibit import use_as_evidence
from needs.actions.library import choose_areas
from needs.answers.profile import CODE, profile
from needs.answers.questions import ask
from needs.models import Assessment, Batch, Dataset, Indicator
from trusts.framework.document import Loader
from trusts.governance import clock
from trusts.models import Locality, Person, Trust

FOLDER = Path(__file__).parent / "figures"


@lru_cache
def manifest() -> dict[str, Any]:
    """What is brought in, and for which places each trust asks."""
    found: dict[str, Any] = yaml.load((FOLDER / "figures.yaml").read_text(), Loader=Loader)  # noqa: S506 (a safe loader)
    return found


def load_published(tell: Callable[[str], Any] = lambda line: None) -> None:
    """Bring in the files that every trust reads, unless they are there."""
    for told in manifest()["published"]:
        if Batch.objects.filter(trust=None, file_name=told["file"], state=Batch.State.SAVED).exists():
            continue
        tell(f"Bringing in {told['file']} …")
        with clock.at(clock.now() - timedelta(days=told["ago"])):
            bring_in(told)


def events(trust: Trust, by: Person) -> list[Event]:
    """What a trust does about figures: it says for which areas it is, and brings its own files in."""
    told = manifest()["trusts"].get(trust.code)
    if told is None:
        return []
    own = [
        Event(told["ago"], lambda: _areas(trust, by, told), "choose areas"),
        Event(told["ago"], lambda: _datasets(trust, by, told), "write datasets down"),
    ]
    files = [
        Event(told["ago"] - 1, lambda one=one: bring_in(one, trust=trust, by=by), f"bring in {one['file']}")
        for one in told["files"]
    ]
    return [*own, *files, Event(told["ago"] - 2, lambda: _boundaries(trust, by), "bring in boundaries")]


def asking(trust: Trust, by: Person) -> list[Event]:
    """What an officer asks of the figures, and uses as evidence in the assessment that is being written."""
    told = manifest()["trusts"].get(trust.code, {}).get("evidence")
    return [Event(told["ago"], lambda: _asked(trust, by, told), "use an answer as evidence")] if told else []


def _asked(trust: Trust, by: Person, told: dict[str, Any]) -> None:
    """Ask, and keep the answer; nothing where the figures that every trust reads are not there."""
    indicator = Indicator.objects.visible_to(trust).filter(name=told.get("indicator", "")).first()
    if told["question"] == CODE or indicator:
        answer = ask(trust, indicator, told["question"]) if indicator else profile(trust)
        writing = Assessment.objects.filter(trust=trust, state=Assessment.State.DRAFT).last()
        use_as_evidence(answer, trust=trust, by=by, assessment=writing)


def _areas(trust: Trust, by: Person, told: dict[str, Any]) -> None:
    """Say which authority the trust is for, and which neighbourhoods each locality is made of."""
    places = {place.code: place for place in Locality.objects.filter(trust=trust)}
    made_of = {places[code]: codes for code, codes in told["localities"].items()}
    choose_areas(trust=trust, by=by, own=told["areas"], made_of=made_of)


def _boundaries(trust: Trust, by: Person) -> None:
    """Bring in the outlines of the invented neighbourhoods that the trust's localities are made of."""
    told = manifest()["boundaries"]
    content = (FOLDER / told["file"]).read_bytes()
    bring_boundaries(content, file_name=told["file"], trust=trust, by=by, source=told["source"])


def _datasets(trust: Trust, by: Person, told: dict[str, Any]) -> None:
    """Say which datasets the trust brings together, whose they are and how often they come."""
    for one in told.get("datasets", []):
        said = {name: value for name, value in one.items() if name not in ("key", "owner")}
        keep_dataset(trust=trust, by=by, owner=trust.organisations.get(code=one["owner"]), **said)


def _dataset(trust: Trust | None, told: dict[str, Any]) -> Dataset | None:
    """The dataset that a file is a release of."""
    if trust is None or "dataset" not in told:
        return None
    named = manifest()["trusts"][trust.code]["datasets"]
    name = next(one["name"] for one in named if one["key"] == told["dataset"])
    return Dataset.objects.get(trust=trust, name=name)


def bring_in(told: dict[str, Any], *, trust: Trust | None = None, by: Person | None = None) -> Batch:
    """Bring one file in by the importer: all of it, or the demonstration does not load."""
    batch = batches.receive(
        file_name=told["file"], trust=trust, by=by, local=trust is not None, source=told.get("source", ""),
        licence=told.get("licence", ""), address=told.get("address", ""),
        dataset=_dataset(trust, told), agency=trust.organisations.get(code=told["agency"]) if trust and "agency" in told else None,
        settled={"columns": told.get("columns", {}), "constants": told.get("constants", {})},
    )  # fmt: skip
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.QUEUED)
        batch = batches.save(batch, path=FOLDER / told["file"])
    if batch.state != Batch.State.SAVED or batch.rejected:
        raise ValueError(f"{told['file']}: {batch.answer or batch.found.get('faults')}")
    return batch
