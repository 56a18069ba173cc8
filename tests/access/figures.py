"""The files of figures planted in every trust, one in each state that its pages ask for, and an indicator of its own."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from needs.answers.questions import ask
from needs.figures import snapshots
from needs.models import Area, Batch, Boundary, Dataset, Evidence, Exhibit, Indicator, Observation, TrustArea
from needs.statistics.periods import read
from trusts.governance import clock
from trusts.models import Person, Trust

STATES = ("checked", "asking", "refused", "saved")
PAGE_STATE = {"batch-explain": "asking", "batch-resume": "refused", "batch-undo": "saved"}
"""The page to the state that its file must be in; any other is about the checked one."""


@dataclass
class Figures:
    """What is planted in one trust."""

    files: dict[str, Batch]
    indicator: Indicator
    dataset: Dataset

    def file(self, name: str) -> Batch:
        """The file that a page is about."""
        return self.files[PAGE_STATE.get(name, "checked")]


def plant_figures(trust: Trust, by: Person, marker: str) -> Figures:
    """Plant files in every state, an area with its outline, and an indicator."""
    files = {
        state: Batch.objects.create(
            trust=trust, by=by, state=state, file_name=f"{marker}-{state}.csv", rejected=1, new=1, created_at=clock.now(),
            saved_at=clock.now(), answer=f"{marker} answer",
            found={"heading": ["place", "when", "figure"], "faults": [[2, f"{marker} reason"]]},
        )
        for state in STATES
    }  # fmt: skip
    area = Area.objects.create(trust=trust, code="planted", name=f"{marker} area", kind=Area.Kind.LOCALITY)
    TrustArea.objects.create(trust=trust, area=area)
    Boundary.objects.create(
        area=area, trust=trust, by=by, rings=[], file_name=f"{marker}.geojson", at=clock.now()
    )
    indicator = Indicator.objects.create(
        trust=trust, code="planted", name=f"{marker} indicator", batch=files["saved"]
    )
    Observation.objects.create(
        indicator=indicator, area=area, period=read("2024").key, batch_id=files["saved"].pk, value=12, count=1200,
        denominator=10_000,
    )  # fmt: skip
    snapshots.refresh([indicator.pk])
    return Figures(files, indicator, Dataset.objects.create(trust=trust, name=f"{marker} dataset", every=12))


def plant_exhibit(trust: Trust, by: Person, evidence: Evidence, figures: Figures) -> None:
    """Let a piece of evidence keep the planted figure as it was seen."""
    answer = ask(trust, figures.indicator, "time")
    Exhibit.objects.create(evidence=evidence, answer=answer.frozen(), at=clock.now(), by=by)


def figure_arguments(name: str, figures: Figures) -> dict[str, Any]:
    """What the address of a page about figures needs."""
    if name.startswith("batch") and name != "batch-create":
        return {"batch": figures.file(name).pk}
    if name == "dataset-edit":
        return {"dataset": figures.dataset.pk}
    asked = {"question": "time"} if name in ("answer", "answer-use") else {}
    return (
        {"indicator": figures.indicator.pk} | asked
        if asked or name in ("indicator", "indicator-edit")
        else {}
    )


def a_file() -> dict[str, Any]:
    """A file as somebody brings it in."""
    text = b"area_code,period,indicator,value\nE08000037,2024,Anything,1\n"
    return {"file": SimpleUploadedFile("figures.csv", text), "local": "yes"}


def an_outline() -> SimpleUploadedFile:
    """A file of boundaries: a square around the planted area."""
    ring = [[-1.6, 54.9], [-1.5, 54.9], [-1.5, 55.0], [-1.6, 55.0], [-1.6, 54.9]]
    shape = {"type": "Feature", "properties": {"LOC24CD": "planted"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": [shape]})
    return SimpleUploadedFile("planted.geojson", text.encode())


def columns(heading: list[str]) -> dict[str, str]:
    """What the columns of the planted file hold."""
    return dict(
        zip((f"column-{n}" for n in range(len(heading))), ("area-code", "period", "value"), strict=True)
    )
