"""The demonstration begins with figures: every trust can ask at once, and what is published stands as it was published."""

import csv

import pytest

from commissioning.demo import data
from commissioning.demo.event import let_happen
from commissioning.demo.people import demo_files
from needs.answers.profile import profile
from needs.answers.questions import ask
from needs.models import Batch, Exhibit, Indicator, LocalityArea
from tests.trust_data import CODES, people_of, trust

pytestmark = pytest.mark.django_db


def published() -> dict[str, str]:
    """Children looked after per 10,000 in 2024, by the code of the authority, as the file says."""
    with (data.FOLDER / "children-looked-after.csv").open(encoding="utf-8") as file:
        return {
            row["new_la_code"]: row["rate_per_10000"]
            for row in csv.DictReader(file)
            if row["time_period"] == "2024"
        }


def test_every_trust_can_ask_at_once():
    data.load_published()
    data.load_published()
    assert Batch.objects.count() == len(data.manifest()["published"]), "a second load brings nothing twice"
    rates, care = published(), Indicator.objects.get(name__startswith="Children looked after at 31 March")
    for code in CODES:
        here = trust(code)
        by = people_of(code)[demo_files()[code]["records"]["by"]]
        let_happen([*data.events(here, by), *data.asking(here, by)])
        (own,) = data.manifest()["trusts"][code]["areas"]
        similar = ask(here, care, "similar")
        mine = next([cell.text for cell in line.cells] for line in similar.lines if line.own)
        assert mine[2] == rates[own], code
        assert len(similar.lines) > 15, code
        waits = Indicator.objects.get(trust=here, name__contains="therapy")
        assert len(ask(here, waits, "localities").lines) >= here.localities.count() + 1
        assert ask(here, waits, "localities").map
        kept = Exhibit.objects.get(evidence__trust=here).answer
        assert bool(kept["map"]) == (kept["question"] == "localities"), (
            "boundaries are there before evidence is"
        )
        assert "(invented)" in waits.name
        assert "is known" in profile(here).said or "are known" in profile(here).said


def test_no_real_neighbourhood_is_told_an_invented_figure():
    codes = [code for told in data.manifest()["trusts"].values() for made_of in told["localities"].values() for code in made_of]  # fmt: skip
    assert len(codes) == len(set(codes))
    assert all("E01049000" < code < "E01050000" for code in codes)
    assert not LocalityArea.objects.exclude(area__code__in=codes).exists()
