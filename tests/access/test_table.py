"""Every page, every role, opening and sending: the golden tables, cell by cell."""

import pytest
from django.urls import reverse

from tests.access import headers
from tests.access.cast import COLUMNS
from tests.access.pages import DEVELOPING, address, names, sent
from tests.access.table import DURHAM, GATESHEAD, SITE, TABLES

ROWS = [(code, name) for code, table in TABLES.items() for name in table]


def test_every_address_has_a_row_and_every_row_an_address():
    ours = {name for name in names() if not name.startswith("admin:")} - DEVELOPING
    for table in (DURHAM, GATESHEAD):
        rows = set(table) | set(SITE)
        assert not ours - rows, f"no row says who may open these pages: {sorted(ours - rows)}"
        assert not rows - ours, f"these rows have no page: {sorted(rows - ours)}"


def test_every_row_has_every_column():
    for table in (SITE, DURHAM, GATESHEAD):
        for name, row in table.items():
            for cells in row:
                assert len(cells.replace(" ", "")) == len(COLUMNS), name


@pytest.mark.parametrize(("code", "name"), ROWS)
def test_the_page_answers_everybody_as_the_table_says(code, name, scenes, door):
    scene = scenes[code]
    opened, filled = TABLES[code][name]
    wrong = list(_compare(door, scenes, code, opened, address(name, scene)))
    wrong += _compare(door, scenes, code, filled, address(name, scene), form=lambda: sent(name, scene))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SITE)
def test_the_pages_outside_any_trust(name, scenes, door):
    code = "county-durham"
    data = {"username": scenes[code].people["officer"].username} if name == "demo-sign-in" else {}
    opened, filled = SITE[name]
    wrong = list(_compare(door, scenes, code, opened, reverse(name)))
    wrong += _compare(door, scenes, code, filled, reverse(name), form=lambda: data)
    assert not wrong, "\n".join(wrong)


def _compare(door, scenes, code, cells, path, *, form=None):
    """What differs from a row of the table, or is written, given away or left unguarded where it must not be."""
    scene, method = scenes[code], "POST" if form else "GET"
    for column, expected in zip(COLUMNS, cells.replace(" ", ""), strict=True):
        person = scene.people[column]
        answer = door.ask(person, method, path, form() if form else None)
        cell = f"{scene.trust.code} {method} {path} as {column}"
        if answer.letter != expected:
            yield f"{cell}: expected '{expected}', got '{answer.letter}'"
        if answer.written and (method == "GET" or expected not in "wng"):
            yield f"{cell}: wrote to {sorted(set(answer.written))}"
        yield from (f"{cell}: shows {word}" for word in given_away(answer.body, scenes, person))
        signed_in = person is not None and column != "closed"
        yield from (f"{cell}: {fault}" for fault in headers.faults(answer.response, signed_in=signed_in))


def given_away(body, scenes, person):
    """The markers in a page of trusts in which the person has no business."""
    code = person.username.partition(".")[0] if person and not person.username.endswith(".former") else ""
    return [
        scene.marker
        for scene in scenes.values()
        if scene.trust.code != code and scene.marker.encode() in body
    ]
