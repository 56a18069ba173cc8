"""Reference data and drafts of frameworks, as administrators keep them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.trust_data import trust
from tests.trusts.admin.pages import errors, last_entry, url
from trusts.models import (
    Blueprint,
    Organisation,
    Trust,
)

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "trusts" / "blueprints"
MEDWAY, HARINGEY = ((FOLDER / f"{code}.yaml").read_text("utf-8") for code in ("medway", "haringey"))


def test_an_organisation_is_added_and_corrected_but_keeps_its_code(medway):
    ours = trust("medway")
    form = {"trust": ours.pk, "name": "New Partner", "code": "new-partner", "sector": "third"}
    assert medway.post(url("organisation_add"), form).status_code == 302
    made = Organisation.objects.get(code="new-partner")
    assert (last_entry("medway").act, last_entry("medway").detail["what"]) == ("trust.manage", "added")
    form = {
        "name": "Renamed",
        "sector": "third",
        "status": "committed",
        "code": "other",
        "trust": trust("haringey").pk,
    }
    medway.post(url("organisation_change", made.pk), form)
    made.refresh_from_db()
    assert (made.name, made.status, made.code, made.trust) == ("Renamed", "committed", "new-partner", ours)
    assert last_entry("medway").detail["changed"] == {"name": "Renamed", "status": "committed"}
    assert medway.post(url("organisation_delete", made.pk), {"post": "yes"}).status_code == 403


def test_reference_data_holds_together(medway):
    form = {"trust": trust("haringey").pk, "name": "X", "code": "x", "sector": "third"}
    assert "valid choice" in errors(medway.post(url("organisation_add"), form))
    own = trust("medway").organisations.first()
    form = {"trust": trust("medway").pk, "name": "X", "code": own.code, "sector": "third"}
    form |= {"starts": "2026-02-01", "ends": "2026-01-01"}
    said = errors(medway.post(url("organisation_add"), form))
    assert "has this code" in said
    assert "cannot end before it begins" in said


def test_a_draft_is_added_by_pasting_and_its_text_is_kept_exactly(medway):
    text = MEDWAY.replace("Undated", "Second edition", 1)
    pasted = text.replace("\n", "\r\n")  # as browsers send it
    assert medway.post(url("blueprint_add"), {"text": pasted}).status_code == 302
    made = Blueprint.objects.get(trust__code="medway", number=2)
    assert (made.text, made.state, made.created_by.username) == (text, "draft", "colin.tate")
    assert trust("medway").blueprint.number == 1
    assert last_entry("medway").act == "blueprint.draft"


def test_a_draft_is_added_from_a_file(medway):
    file = SimpleUploadedFile("medway.yaml", MEDWAY.replace("Undated", "Third", 1).encode())
    assert medway.post(url("blueprint_add"), {"text": "", "file": file}).status_code == 302
    assert Blueprint.objects.filter(trust__code="medway").count() == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": ""}, "Paste a blueprint or choose a file."),
        ({"text": MEDWAY}, "version 1 word for word"),
        ({"text": MEDWAY.replace("format: 1", "format: 7", 1)}, "format: expected"),
        ({"text": HARINGEY}, "this file is for &#x27;haringey&#x27;; expected medway"),
        ({"text": MEDWAY.replace("code: medway", "code: seventh", 1)}, "expected medway"),
        ({"file": b"\x89PNG\0\0"}, "binary file"),
        ({"file": b""}, "The file is empty."),
        ({"file": b"caf\xe9: 1"}, "not UTF-8"),
        ({"text": "a: &a [b]\nc: *a\n"}, "line 2"),
    ],
    ids=range(9),
)
def test_what_is_no_draft_is_refused_with_every_fault(medway, form, said):
    if "file" in form:
        form = {"file": SimpleUploadedFile("x.yaml", form["file"])}
    before = Blueprint.objects.count()
    assert said in errors(medway.post(url("blueprint_add"), form))
    assert Blueprint.objects.count() == before


def test_faults_are_shown_at_the_field_with_their_lines(medway):
    text = MEDWAY.replace("format: 1", "format: 7", 1).replace("check: ", "check: no-such-", 1)
    form = medway.post(url("blueprint_add"), {"text": text}).context["adminform"].form
    assert len(form.errors["text"]) >= 2
    assert all(fault.startswith("line ") for fault in form.errors["text"])


def test_a_version_is_copied_as_a_new_draft_but_never_changed(medway):
    version = trust("medway").blueprint
    page = medway.get(url("blueprint_change", version.pk)).content.decode()
    assert f"{url('blueprint_add')}?copy={version.pk}" in page
    assert "<textarea" not in page
    copied = medway.get(url("blueprint_add") + f"?copy={version.pk}")
    assert copied.context["adminform"].form["text"].value() == MEDWAY
    theirs = trust("haringey").blueprint
    assert (
        not medway.get(url("blueprint_add") + f"?copy={theirs.pk}").context["adminform"].form["text"].value()
    )
    assert medway.post(url("blueprint_change", version.pk), {"text": "x"}).status_code == 403
    assert medway.post(url("blueprint_delete", version.pk), {"post": "yes"}).status_code == 403


def test_a_superuser_starts_a_new_trust(root):
    text = MEDWAY.replace("code: medway", "code: seventh", 1)
    assert root.post(url("blueprint_add"), {"text": text}).status_code == 302
    assert Trust.objects.get(code="seventh").blueprint.state == "draft"
