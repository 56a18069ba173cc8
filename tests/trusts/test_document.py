"""A blueprint file is read whole or not at all, and every fault names its line, its path and what was expected."""

import textwrap

import pytest

from tests.factories.framework import framework_text
from trusts.actions.blueprint import load_blueprint
from trusts.blueprint_file import Unreadable, framework_in, load, text_of
from trusts.framework.document import BlueprintError, read
from trusts.models import AuditEntry, Blueprint, Body, Seat, Trust

SMALLEST = textwrap.dedent(
    """\
    format: 1
    trust:
      code: sandover
      label: Sandover
      area: Sandover
      framework: Sandover Way
      edition: "2030"
    outcomes:
      - code: own
        label: Ours
        outcomes:
          - {code: safe, label: Safe}
    partners:
      - {code: council, label: Council, sector: in-house}
      - {code: clinic, label: Clinic, sector: public}
    body_types:
      - {code: board, label: Board}
    bodies:
      - {code: board, label: Board, type: board}
    roles:
      - {code: officer, label: Officer, held_by: appointment}
    delegation:
      - {role: officer, acts: [trust.view]}
      - {role: officer, acts: [item.view]}
    phases:
      - {code: look, label: Look}
      - {code: think, label: Think}
    """
)


def faults(text: str) -> list[tuple[int, str, str]]:
    """What is wrong with a text: (line, path, what was expected)."""
    with pytest.raises(BlueprintError) as caught:
        read(text)
    return [(fault.line, fault.path, fault.message) for fault in caught.value.faults]


def test_the_smallest_framework_there_can_be_is_read():
    assert read(SMALLEST).trust.code == "sandover"


def test_an_unknown_key_is_named_with_its_line():
    text = SMALLEST.replace('  edition: "2030"', '  edition: "2030"\n  colour: blue')

    assert faults(text) == [(8, "trust.colour", "unknown key; take it out or check its spelling")]


@pytest.mark.rule("MED-112")
@pytest.mark.parametrize(("threshold", "said"), [(1, "expected 2 or more"), (21, "expected 20 or less")])
def test_small_counts_are_hidden_below_no_more_than_is_remembered_of_undone_files(threshold, said):
    assert read(SMALLEST + "suppression: {threshold: 20}\n").suppression.threshold == 20
    found = faults(SMALLEST + f"suppression: {{threshold: {threshold}}}\n")
    assert found == [(28, "suppression.threshold", said)]


def test_an_unknown_section_is_named_with_its_line():
    assert faults(SMALLEST + "colours: []\n") == [
        (28, "colours", "unknown key; take it out or check its spelling")
    ]


def test_a_missing_key_is_named_where_it_should_stand():
    text = SMALLEST.replace("  area: Sandover\n", "")

    assert faults(text) == [(2, "trust.area", "missing; this key is required")]


def test_a_missing_section_is_named():
    text = SMALLEST.partition("phases:")[0]

    assert faults(text) == [(1, "phases", "missing; this key is required")]


def test_a_key_written_twice_is_an_error():
    text = SMALLEST.replace("  area: Sandover", "  area: Sandover\n  area: Elsewhere")

    assert faults(text) == [(6, "area", "this key is written twice")]


def test_a_section_written_twice_is_an_error():
    text = SMALLEST + "phases:\n  - {code: look, label: Look}\n"

    assert faults(text) == [(28, "phases", "this key is written twice")]


def test_a_code_says_how_codes_are_written():
    text = SMALLEST.replace("code: think", "code: Think Hard")

    assert faults(text) == [
        (27, "phases[2].code",
         "expected a code of lower-case letters, digits and hyphens, such as joint-group"),
    ]  # fmt: skip


def test_a_number_where_text_belongs_says_to_quote_it():
    text = SMALLEST.replace('"2030"', "2030")

    assert faults(text) == [
        (7, "trust.edition", "expected text; put it in quotes if it is a number or a date")
    ]


def test_an_unknown_sector_lists_the_ones_there_are():
    text = SMALLEST.replace("sector: in-house", "sector: secret")

    assert faults(text) == [
        (14, "partners[1].sector",
         "unknown sector 'secret'; expected one of: in-house, private, public, school, third"),
    ]  # fmt: skip


def test_an_unknown_act_is_an_error():
    [(line, path, message)] = faults(SMALLEST.replace("trust.view", "trust.explode"))

    assert (line, path) == (23, "delegation[1].acts[1]")
    assert message.startswith("unknown act 'trust.explode'; expected one of: advice.give, audit.view, ")


def test_an_unknown_check_is_an_error():
    gates = "gates:\n  - {id: SA-1, transition: step.start, check: moon-is-full, message: Wait.}\n"
    [(line, path, message)] = faults(SMALLEST + gates)

    assert (line, path) == (29, "gates[1].check")
    assert message.startswith("unknown check 'moon-is-full'; expected one of: activities-done, ")


def test_a_gate_on_an_unknown_transition_is_an_error():
    gates = "gates:\n  - {id: SA-1, transition: step.jump, check: lead-named, message: Wait.}\n"
    [(line, path, message)] = faults(SMALLEST + gates)

    assert (line, path) == (29, "gates[1].transition")
    assert message.startswith("unknown transition 'step.jump'; expected one of: action.complete, ")


def test_a_gate_without_a_rule_to_its_name_is_an_error():
    gates = "gates:\n  - {id: rule one, transition: step.start, check: lead-named, message: Wait.}\n"

    assert faults(SMALLEST + gates) == [(29, "gates[1].id", "expected a requirement ID such as DUR-96")]


@pytest.mark.parametrize(
    ("window", "day"),
    [
        ("{from: 31 June, to: 1 July}", "31 June"),
        ("{from: 1 July, to: 30 February}", "30 February"),
        ("{from: 0 May, to: 1 July}", "0 May"),
        ("{from: 1 Brumaire, to: 1 July}", "1 Brumaire"),
        ("{from: June, to: 1 July}", "June"),
    ],
)
def test_a_window_that_cannot_be_is_an_error(window, day):
    text = SMALLEST.replace("{code: think, label: Think}", f"{{code: think, label: Think, window: {window}}}")

    assert faults(text) == [
        (
            27,
            "phases[2].window",
            f"'{day}' is not a day of the year; expected a day and month such as 1 April",
        )
    ]


@pytest.mark.parametrize(
    "window", ["{from: 1 June}", "June", "[1 June, 2 June]", "{from: 1 June, until: 2 June}"]
)
def test_a_window_without_both_ends_is_an_error(window):
    text = SMALLEST.replace("{code: think, label: Think}", f"{{code: think, label: Think, window: {window}}}")

    assert faults(text) == [
        (27, "phases[2].window", "expected a window such as {from: 1 September, to: 31 March}")
    ]


def test_a_date_that_cannot_be_is_an_error():
    text = SMALLEST.replace("sector: in-house}", "sector: in-house, starts: 31 June 2030}")

    [(line, path, _)] = faults(text)
    assert (line, path) == (14, "partners[1].starts")


def test_a_file_of_another_format_is_refused():
    [(line, path, _)] = faults(SMALLEST.replace("format: 1", "format: 2"))

    assert (line, path) == (1, "format")


@pytest.mark.parametrize("text", ["", "# nothing", "- a\n- list\n", "only words", "42"])
def test_what_is_no_blueprint_at_all_says_what_one_looks_like(text):
    assert faults(text) == [(1, "file", "expected sections such as `trust:`, `phases:`, `gates:`")]


def test_what_is_no_yaml_names_the_line():
    [(line, path, message)] = faults("format: 1\ntrust: {code: [\n")

    assert (line, path) == (3, "file")
    assert message.startswith("not valid YAML: ")


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines():
    text = SMALLEST.replace("area: Sandover", "aera: Sandover").replace("code: think", "code: THINK")

    assert [(line, path) for line, path, _ in faults(text)] == [
        (2, "trust.area"), (5, "trust.aera"), (27, "phases[2].code"),
    ]  # fmt: skip


def test_the_error_names_the_file():
    with pytest.raises(BlueprintError) as caught:
        read(SMALLEST + "colour: blue\n", "sandover.yaml")

    assert str(caught.value) == (
        "sandover.yaml: line 28: colour: unknown key; take it out or check its spelling"
    )


# Loading -----------------------------------------------------------------------------------------


def test_loading_makes_a_draft_of_a_new_trust_and_writes_it_down(db):
    blueprint = load_blueprint(text=framework_text(), by=None)

    assert (blueprint.number, blueprint.state, blueprint.trust.name) == (
        1,
        "draft",
        "Sandover Children's Trust",
    )
    assert AuditEntry.objects.get(trust=blueprint.trust).act == "blueprint.draft"
    assert {body.code for body in Body.objects.filter(trust=blueprint.trust)} == {
        "board", "group", "east-group", "west-group",
    }  # fmt: skip


def test_a_faulty_text_saves_nothing_at_all(db):
    before = Trust.objects.count()

    with pytest.raises(BlueprintError):
        load_blueprint(text=framework_text() + "colour: blue\n", by=None)

    assert Trust.objects.count() == before


def test_a_fault_found_while_saving_saves_nothing_either(db, monkeypatch):
    def fails(**_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Seat.objects, "update_or_create", fails)
    with pytest.raises(RuntimeError):
        load_blueprint(text=framework_text(), by=None)

    assert not Trust.objects.filter(code="sandover").exists()
    assert not Blueprint.objects.filter(trust__code="sandover").exists()


def test_the_same_text_again_changes_nothing(db):
    first = load_blueprint(text=framework_text(), by=None)
    again = load_blueprint(text=framework_text(), by=None)

    assert again == first
    assert Blueprint.objects.filter(trust=first.trust).count() == 1
    assert AuditEntry.objects.filter(trust=first.trust).count() == 1


def test_another_text_is_the_next_version(db):
    first = load_blueprint(text=framework_text(), by=None)
    second = load_blueprint(text=framework_text() + "# One more word.\n", by=None)

    assert (second.number, second.trust) == (2, first.trust)


def test_a_text_for_another_trust_is_refused(db):
    sandover = load_blueprint(text=framework_text(), by=None).trust

    with pytest.raises(BlueprintError) as caught:
        load_blueprint(text=framework_text("elsewhere"), by=None, trust=sandover)

    assert [str(fault) for fault in caught.value.faults] == [
        "line 1: trust.code: this file is for 'elsewhere'; expected 'sandover'"
    ]
    assert not Trust.objects.filter(code="elsewhere").exists()


def test_the_text_is_kept_word_for_word(db):
    text = framework_text() + "# Ünïcode, “quotes” and 🐟 — kept.\n"

    assert Blueprint.objects.get(pk=load_blueprint(text=text, by=None).pk).text == text


def test_what_a_later_draft_no_longer_names_is_ended_and_not_lost(db):
    first = load_blueprint(text=framework_text(), by=None)
    places = [{"code": "east", "label": "East"}]
    bodies = [
        {"code": "board", "label": "Board", "type": "board"},
        {"code": "group", "label": "Group", "type": "group"},
    ]
    load_blueprint(text=framework_text(localities=places, bodies=bodies, seats=[]), by=None)

    assert first.trust.localities.get(code="east").ends is None
    assert first.trust.localities.get(code="west").ends is not None
    assert Body.objects.get(trust=first.trust, code="west-group").ends is not None
    assert Seat.objects.get(body__trust=first.trust, code="safe-lead").closed


# What arrives from outside ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"PK\x03\x04\0\0", "This is a binary file; a blueprint is a text file (YAML)."),
        ("format: 1\nlabel: Sør".encode("latin-1"), "The file is not UTF-8 text (line 2); save it as UTF-8."),
        (b"#" * 5_000_001, "The file is larger than 5 MB; a blueprint never is."),
    ],
)
def test_bytes_that_are_no_text_say_what_they_are(data, why):
    with pytest.raises(Unreadable) as caught:
        text_of(data)

    assert str(caught.value) == why


def test_a_text_that_would_never_end_is_refused():
    with pytest.raises(BlueprintError) as caught:
        framework_in("a: &a [x, x]\nb: &b [*a, *a]\n")

    assert [str(fault) for fault in caught.value.faults] == [
        "line 2: file: write the entry out in full instead of '*a'"
    ]


def test_a_text_nested_without_end_is_refused():
    with pytest.raises(BlueprintError) as caught:
        framework_in("a: " + "[" * 500 + "]" * 500)

    assert caught.value.faults[0].message == "nested deeper than 40 levels"


@pytest.mark.parametrize("code", ["admin", "help", "sign-in", "health"])
def test_a_trust_cannot_hide_behind_a_page_of_the_site(code):
    with pytest.raises(BlueprintError) as caught:
        framework_in(framework_text(code))

    assert (
        caught.value.faults[0].message
        == f"'{code}' is the address of a page of the site; choose another code"
    )


def test_loading_from_outside_tells_whether_it_is_new(db):
    assert [load(framework_text(), by=None)[1] for _ in range(2)] == [True, False]
