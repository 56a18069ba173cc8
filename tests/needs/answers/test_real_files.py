"""The files that England publishes, asked for the five trusts' areas: figures checked by hand against the files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from needs.answers.answer import Answer
from needs.answers.profile import profile
from needs.answers.questions import ask
from needs.models import Area, Indicator, TrustArea
from tests.factories.sandover import sandover

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
FILES = ("dfe-children-looked-after.csv", "fingertips-children-north-east.csv", "fingertips-children-south-east.csv",
         "nearest-neighbours.json")  # fmt: skip
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data files lie beside the repository"),
]
LOOKED_AFTER = {
    "Gateshead": ("E08000037", "133", "528"),
    "County Durham": ("E06000047", "122", "1,213"),
    "Medway": ("E06000035", "71", "476"),
    "Buckinghamshire": ("E06000060", "41", "523"),
    "Haringey": ("E09000014", "62", "334"),
}
"""Children looked after at 31 March 2024, per 10,000 and in number, as they stand in the file."""
SELF_HARM = {
    "Gateshead": ("263.6", "175.1 to 381.0", "28"),
    "County Durham": ("203.5", "153.7 to 264.3", "56"),
    "Medway": ("230.6", "163.9 to 315.2", "39"),
    "Buckinghamshire": ("152.2", "113.6 to 199.5", "52"),
}
"""Hospital admissions for self-harm at 10 to 14, 2017/18: value, published limits, number. Buckinghamshire's
stand under the code that its county council had."""


def row(answer: Answer, key: str) -> list[str]:
    """One row of a table."""
    return next([cell.text for cell in line.cells] for line in answer.lines if line.key == key)


def test_the_five_trusts_areas_show_what_the_files_say():
    made = sandover()
    for name in FILES:
        call_command("import_data", str(DATA / name), verbosity=0)
    care = Indicator.objects.get(name__startswith="Children looked after at 31 March")
    harm = Indicator.objects.get(code="92796")
    for name, (code, value, count) in LOOKED_AFTER.items():
        TrustArea.objects.filter(trust=made.trust).delete()
        TrustArea.objects.create(trust=made.trust, area=Area.objects.get(code=code, trust=None))
        latest = [line for line in ask(made.trust, care, "time").lines if "forecast" not in line.key][-1]
        assert [cell.text for cell in latest.cells][:2] == ["2024", value], name
        assert latest.cells[3].text == count, name
        similar = ask(made.trust, care, "similar")
        assert row(similar, code)[1:3] == [name, value]
        assert row(similar, "E92000001")[2] == "70"
        assert len(similar.lines) > 10
        everything = profile(made.trust)
        assert row(everything, str(care.pk))[2] == value
        if name in SELF_HARM:
            assert row(everything, str(harm.pk))[2] == SELF_HARM[name][0], name
            latest = ask(made.trust, harm, "time").lines[-1]
            assert tuple(cell.text for cell in latest.cells[1:4]) == SELF_HARM[name], name
