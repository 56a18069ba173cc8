"""Blueprint files come in, or are refused with every fault, and go out again letter for letter."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.trust_data import CODES
from trusts.blueprint_file import LONGEST
from trusts.models import Blueprint, Trust

FILES = sorted((Path(settings.BASE_DIR) / "trusts" / "blueprints").glob("*.yaml"))
GATESHEAD = next(path for path in FILES if path.stem == "gateshead")


def run(*arguments: str) -> tuple[int, str, str]:
    """A command's exit code and what it wrote to both streams."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def changed(tmp_path):
    """`changed(old, new)`: Gateshead's file with one thing replaced, as a path."""

    def replace(old: str, new: str) -> str:
        text = GATESHEAD.read_text("utf-8")
        assert old in text
        path = tmp_path / "changed.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return str(path)

    return replace


def test_there_are_five():
    assert [path.stem for path in FILES] == CODES


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_trust_goes_in_and_out_without_loss(path, tmp_path):
    assert "version 1 is unchanged" in run("load_blueprint", str(path))[1]
    written = run("export_blueprint", path.stem)[1]
    assert written == path.read_text("utf-8")
    assert yaml.safe_load(written) == yaml.safe_load(path.read_text("utf-8"))
    again = tmp_path / "again.yaml"
    again.write_text(written, "utf-8")
    assert "version 1 is unchanged" in run("load_blueprint", str(again))[1]
    assert Blueprint.objects.filter(trust__code=path.stem).count() == 1


@pytest.mark.django_db
def test_a_new_trust_begins_with_a_draft(changed):
    path = changed("code: gateshead\n", "code: sixth\n")
    code, said, _ = run("load_blueprint", path)
    assert code == 0
    assert "(sixth): version 1 is loaded as a draft" in said
    assert Trust.objects.get(code="sixth").blueprint.state == Blueprint.State.DRAFT
    assert run("export_blueprint", "sixth")[1] == Path(path).read_text("utf-8")


@pytest.mark.django_db
def test_a_changed_file_is_a_new_draft_and_the_version_in_force_stays(changed):
    path = changed("2010/11", "2011/12")
    answer = json.loads(run("load_blueprint", path, "--json")[1])
    assert answer == {
        "loaded": True,
        "trust": "gateshead",
        "version": 2,
        "outcome": "draft",
        "state": "draft",
        "faults": [],
    }
    assert run("export_blueprint", "gateshead")[1] == GATESHEAD.read_text("utf-8")
    assert run("export_blueprint", "gateshead", "--version", "2")[1] == Path(path).read_text("utf-8")
    assert Trust.objects.get(code="gateshead").blueprint.number == 1


@pytest.mark.django_db
def test_checking_saves_nothing(changed):
    before = Blueprint.objects.count()
    code, said, _ = run("load_blueprint", changed("2010/11", "2011/12"), "--check")
    assert code == 0
    assert "Nothing was saved" in said
    assert Blueprint.objects.count() == before


def test_checking_needs_no_database():
    assert run("load_blueprint", str(GATESHEAD), "--check")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        ("check: step-complete", "check: step-done", "gates[", "unknown check 'step-done'; expected one of"),
        ("code: gateshead\n", "code: Gateshead Trust\n", "trust.code", "lower-case letters"),
        ("format: 1", "format: 2", "format", "expected"),
        ("  edition:", "  editon:", "trust.editon", "unknown key"),
        ("format: 1", "format: 1\nformat: 1", "format", "written twice"),
        ("format: 1", "format: [", "file", "not valid YAML"),
        ("code: gateshead\n", "code: admin\n", "trust.code", "address of a page of the site"),
        ("code: gateshead\n", "code: help\n", "trust.code", "address of a page of the site"),
    ],
)
def test_every_fault_says_where_and_what_was_expected(changed, old, new, path, expected):
    file = changed(old, new)
    code, out, said = run("load_blueprint", file, "--check")
    assert code == 1
    assert not out
    first = said.splitlines()[0]
    assert first.startswith(f"{file}: line ")
    assert path in said
    assert expected in said


@pytest.mark.django_db
def test_a_faulty_file_saves_nothing_and_names_every_fault(changed):
    text = GATESHEAD.read_text("utf-8")
    line = 1 + text[: text.index("sector: ")].count("\n")
    file = changed("sector: ", "sector: imaginary # ")
    Path(file).write_text(Path(file).read_text("utf-8").replace("format: 1", "format: 9"), "utf-8")
    before = Blueprint.objects.count()
    code, out, _ = run("load_blueprint", file, "--json")
    answer = json.loads(out)
    assert code == 1
    assert answer["loaded"] is False
    assert {fault["path"] for fault in answer["faults"]} >= {"format", "partners[1].sector"}
    assert next(f for f in answer["faults"] if f["path"] == "partners[1].sector")["line"] == line
    assert Blueprint.objects.count() == before


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "The file is empty."),
        (b" \n\t\n", "The file is empty."),
        (b"\x7fELF\0\0\0", "binary file"),
        (b"trust:\n  label: caf\xe9\n", "not UTF-8 text (line 2)"),
        (b"x" * (LONGEST + 1), "larger than 5 MB"),
        (b"- a\n- list\n", "expected sections"),
        (b"just words", "expected sections"),
        (b"? [a, b]\n: c\n", "not valid YAML"),
        (b"1: x\n", ""),
        (BOMB.encode(), "line 2: file: write the entry out in full instead of '*a'"),
        (b"[" * 500, "nested deeper"),
        (b"[" * 5000, "exceeded maximum nesting depth"),
        (b"format: 1\ntrust: {code: x}\n", "trust.label: missing"),
        ("\ufeffformat: 1\n".encode(), "missing"),
        (b"format: !!python/object:os.system x\n", "not valid YAML"),
    ],
)
def test_whatever_is_no_blueprint_is_refused_in_plain_words(tmp_path, data, expected):
    path = tmp_path / "anything.yaml"
    path.write_bytes(data)
    code, _, said = run("load_blueprint", str(path), "--check")
    assert code == 1
    assert said.startswith(f"{path}: ")
    assert expected in said


def test_a_path_that_leads_nowhere_is_said_so(tmp_path):
    assert (
        run("load_blueprint", str(tmp_path / "none.yaml"))[2]
        == f"{tmp_path}/none.yaml: There is no such file.\n"
    )
    assert "This is a folder" in run("load_blueprint", str(tmp_path))[2]


@pytest.mark.django_db
def test_exporting_what_is_not_there_names_what_is():
    with pytest.raises(
        CommandError, match=r"There is no trust 'nowhere'\. There is: buckinghamshire, county-durham"
    ):
        run("export_blueprint", "nowhere")
    with pytest.raises(CommandError, match=r"has no version 7\. It has: 1"):
        run("export_blueprint", "gateshead", "--version", "7")
