"""What people outside a trust learn of it: nothing, not even that it is there. And the same for its records."""

import pytest

from tests.access.cast import COLUMNS
from tests.access.pages import address, arguments, sent, trust_names
from tests.access.table import DURHAM, TABLES
from tests.access.test_table import given_away
from tests.trust_data import CODES

METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
NOWHERE = "no-such-trust"
OTHER = {"county-durham": "gateshead", "gateshead": "county-durham"}


def stranger_to(code, scenes):
    """Somebody who works in one trust, and not in this."""
    return scenes["county-durham" if code != "county-durham" else "gateshead"].people["officer"]


@pytest.mark.parametrize("code", CODES)
def test_nobody_reads_anything_without_signing_in(code, scenes, door):
    for name in trust_names():
        for method in METHODS:
            answer = door.ask(None, method, address(name, scenes[code]))
            assert answer.letter == "i", f"{method} {name}: {answer.letter}"
            assert not answer.written, f"{method} {name} wrote to {answer.written}"
            assert not list(given_away(answer.body, scenes, None)), f"{method} {name}"


@pytest.mark.parametrize("code", CODES)
def test_a_trust_that_is_not_yours_is_the_same_as_none(code, scenes, door):
    scene, person = scenes[code], stranger_to(code, scenes)
    # The methods nobody uses are turned away at the same door; one trust shows it for all.
    methods = METHODS if code == "county-durham" else ("GET", "POST")
    none = {method: door.ask(person, method, f"/{NOWHERE}/").bytes for method in methods}
    assert none["GET"][0] == 404
    for name in trust_names():
        path = address(name, scene)
        for method in methods:
            data = sent(name, scene) if method == "POST" and code in TABLES else None
            answer = door.ask(person, method, path, data)
            assert answer.bytes == none[method], f"{method} {path} differs from a trust that does not exist"
            assert not answer.written, f"{method} {path} wrote to {answer.written}"


@pytest.mark.parametrize("code", OTHER)
def test_another_trusts_record_is_the_same_as_none(code, scenes, door):
    scene, other = scenes[code], scenes[OTHER[code]]
    wrong = []
    for name in trust_names():
        opened, filled = TABLES[code][name]
        able = first_able(opened if "o" in opened else filled)
        if able is None:
            continue  # nobody of this trust gets past the door, so there is nothing to compare with
        mine, theirs = arguments(name, scene), _theirs(name, other)
        for part in mine.keys() & theirs.keys():
            missing = 987_654_321 if isinstance(mine[part], int) else "no-such-thing"
            for column in {able, "colleague"}:
                wrong += _differences(door, scene, name, column, part, theirs[part], missing)
    assert not wrong, "\n".join(wrong)


def _differences(door, scene, name, column, part, theirs, missing):
    """What tells somebody that another trust has what their own has not."""
    for method in ("GET", "POST"):
        data = sent(name, scene) if method == "POST" else None
        there, nowhere = (
            door.ask(scene.people[column], method, address(name, scene, **{part: value}), data)
            for value in (theirs, missing)
        )
        where = f"{method} {name} with another trust's {part} as {column}"
        if there.bytes != nowhere.bytes:
            yield f"{where}: not the same as a {part} that does not exist"
        if there.response.status_code not in (404, 403):
            yield f"{where}: {there.response.status_code}"
        if there.written:
            yield f"{where}: wrote to {there.written}"


PRODUCTS_OWN = ("gate", "kind", "field", "move", "code", "group", "part")


def first_able(cells):
    """The first column that a row of a table lets past the door, if any."""
    cells = zip(COLUMNS, cells.replace(" ", ""), strict=True)
    return next((column for column, cell in cells if cell in "ogwn"), None)


def _theirs(name, other):
    """The other trust's own values for the parts of an address; words of the product are in every trust."""
    own = (*PRODUCTS_OWN, "question") if name.startswith("answer") else PRODUCTS_OWN
    found = arguments(name, other) | ({"number": other.draft} if name.startswith("framework-") else {})
    return {part: value for part, value in found.items() if part not in own}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_no_other_method_does_anything(method, scenes, door):
    scene = scenes["county-durham"]
    allowed = {"HEAD": "og", "OPTIONS": "o"}.get(method, "-")
    for name, (opened, _) in DURHAM.items():
        for column, cell in (("officer", opened[5]), ("chair", opened[9])):
            answer = door.ask(scene.people[column], method, address(name, scene))
            where = f"{method} {name} as {column}"
            assert not answer.written, f"{where} wrote to {answer.written}"
            assert answer.letter in (allowed if cell in "og" else cell), f"{where}: {answer.letter}"
