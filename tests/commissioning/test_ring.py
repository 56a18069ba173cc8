"""The ring is the trust's own: every step in it, no word over another, its year on the rim, its work as pins."""

from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from commissioning.cycle_page import rows_of
from commissioning.pictures.geometry import CENTRE, Sector, fit, point, wrap
from commissioning.pictures.ring import CROWD, Stand, ring_of
from commissioning.pictures.year import angle_of_day, now_and_soon, overlap, span, tracks, year_of
from tests.factories.framework import framework_text
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework.windows import parse_window
from trusts.models import Blueprint, Trust
from trusts.pictures.text import width

TODAY = date(2026, 11, 22)
CODES = ["buckinghamshire", "county-durham", "gateshead", "haringey", "medway"]


def framework(code: str) -> Reading:
    """One of the five, read from its file."""
    return Reading(read((Path(settings.BASE_DIR) / f"trusts/blueprints/{code}.yaml").read_text("utf-8")))


def ring(reading: Reading, stands=None, today: date = TODAY):
    """Its ring."""
    return ring_of(reading, stands or {}, year_of(reading, today), today)


def invented(count: int) -> Reading:
    """A framework of so many steps, with the longest label of the five."""
    steps = [
        {"code": f"s{n}", "label": "Develop needs assessment with user and staff views", "phase": "make"}
        for n in range(count)
    ]
    phases = [{"code": "make", "label": "Make", "stage": "do"}]
    bare = {"responsibilities": [], "steps": steps, "phases": phases}
    decisions = [
        {"code": "adopt", "label": "Adopt", "question": "Shall it?", "capability": "owns-framework",
         "subject": "blueprint", "effect": "adopt-blueprint"},
    ]  # fmt: skip
    return Reading(read(framework_text(decisions=decisions, **bare)))


def box(words) -> tuple[float, float, float, float]:
    """The box in which words stand."""
    return words.x - words.width / 2, words.top, words.x + words.width / 2, words.top + words.height


def test_each_trust_has_its_own_number_of_steps():
    assert [len(ring(framework(code)).pieces) for code in CODES] == [4, 8, 9, 7, 9]


@pytest.mark.parametrize("code", CODES)
def test_every_label_is_drawn_whole_and_over_no_other(code):
    pieces = ring(framework(code)).pieces
    assert all(" ".join(p.words.lines) == p.step.label for p in pieces)
    for one, other in combinations(pieces, 2):
        a, b = box(one.words), box(other.words)
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1], (
            f"{one.step.label} / {other.step.label}"
        )
    assert len({p.words.size for p in pieces}) == 1
    assert pieces[0].words.size >= 15


@pytest.mark.parametrize("count", range(1, 15))
def test_a_label_that_cannot_fit_leaves_its_number(count):
    pieces = ring(invented(count)).pieces
    assert len(pieces) == count
    for piece in pieces:
        assert piece.words is None or " ".join(piece.words.lines) == piece.step.label


def test_words_stay_inside_their_sector():
    room = Sector(0, 40, 160, 310)
    words = fit("Develop needs assessment", room, (16.0,))
    assert words is not None
    assert room.holds(*box(words))
    assert fit("Develop needs assessment", Sector(0, 4, 160, 310), (16.0, 11.0)) is None
    assert wrap("one two", 10, 1) is None
    assert width("mmmm", 10) > width("iiii", 10)


def test_no_two_trusts_have_the_same_picture():
    drawn = {}
    for code in CODES:
        picture = ring(framework(code))
        drawn[code] = (
            tuple(p.path for p in picture.pieces), tuple((g.path, g.own) for g in picture.groups),
            tuple(b.path for b in picture.bands), tuple(tuple(p.strands) for p in picture.pieces),
        )  # fmt: skip
    assert len(set(drawn.values())) == len(CODES)


def test_a_trust_s_own_phases_are_an_inner_ring_and_ours_are_only_colours():
    assert all(group.own for group in ring(framework("gateshead")).groups)
    assert not any(group.own for group in ring(framework("county-durham")).groups)
    # Where phases are worked as steps the ring would say the same twice.
    assert ring(framework("buckinghamshire")).groups == []


def test_strands_run_side_by_side_in_their_step():
    audit, *others = ring(framework("county-durham")).pieces
    assert len(audit.strands) == 3
    assert not any(piece.strands for piece in others)


def test_pins_stand_at_their_step_and_late_ones_have_a_second_shape():
    reading = framework("medway")
    first = reading.steps[0].code
    picture = ring(reading, {first: Stand(3, 1), "gone": Stand(9, 9)})
    assert [pin.late for pin in picture.pieces[0].pins] == [True, False, False]
    assert not any(piece.pins for piece in picture.pieces[1:])
    assert picture.total == Stand(3, 1)
    assert picture.pieces[0].pins[0].diamond.startswith("M")


def test_a_crowded_step_shows_how_many():
    reading = framework("medway")
    crowd = ring(reading, {reading.steps[0].code: Stand(CROWD + 8, 2)}).pieces[0].pins
    assert [(pin.late, pin.count) for pin in crowd] == [(True, 2), (False, CROWD + 6)]
    alone = ring(reading, {reading.steps[0].code: Stand(CROWD + 8, 0)}).pieces[0].pins
    assert [(pin.late, pin.count) for pin in alone] == [(False, CROWD + 8)]


def test_today_is_a_hand_where_the_trust_has_a_year():
    assert ring(framework("gateshead")).hand is not None
    assert len(ring(framework("gateshead")).months) == 12
    bare = ring(invented(3))
    assert (bare.hand, bare.bands, bare.months) == (None, [], [])


def test_the_hand_goes_round_with_the_year():
    assert angle_of_day(date(2026, 4, 1)) == 0
    assert 89 < angle_of_day(date(2026, 7, 1)) < 91
    assert 360 > angle_of_day(date(2027, 3, 31)) > 358
    assert point(100, 90) == (CENTRE + 100, CENTRE)


def test_a_window_wraps_new_year_on_the_rim():
    start, end = span(parse_window({"from": "1 September", "to": "31 March"}))
    assert 205 < end - start < 215
    assert span(parse_window({"from": "1 April", "to": "31 March"}))[1] == pytest.approx(360)


def test_windows_that_share_a_day_lie_on_different_circles():
    seasons = [season for season in year_of(framework("gateshead"), TODAY) if season.kind == "window"]
    laid = tracks(seasons)
    assert len(laid) > 1
    for track in laid:
        assert not any(overlap(one.window, other.window) for one, other in combinations(track, 2))


def test_the_year_begins_with_what_is_open():
    seasons = year_of(framework("gateshead"), TODAY)
    opened = [season.open for season in seasons]
    assert opened == sorted(opened, reverse=True)
    do = next(season for season in seasons if "Do" in season.label)
    assert (do.open, do.closes) == (True, date(2027, 3, 31))
    now, soon = now_and_soon(framework("county-durham"), TODAY)
    assert [s.label for s in now] == ["Priorities and targets for the coming year"]
    assert [s.opens for s in soon] == [date(2026, 12, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_every_step_of_the_drawing_is_a_link_that_says_what_stands_there(code):
    reading = framework(code)
    text = (Path(settings.BASE_DIR) / f"trusts/blueprints/{code}.yaml").read_text("utf-8")
    trust = Trust(code=code, name=code)
    trust.blueprint = Blueprint(trust=trust, number=1, text=text)
    trust.__dict__["framework"] = reading
    stands = {reading.steps[1].code: Stand(7, 2)}
    picture = ring(reading, stands)
    rows = rows_of(trust, stands, TODAY)
    words = {"steps": "steps", "exercise": "project", "exercises": "projects"}
    drawn = render_to_string(
        "commissioning/cycle/ring.html",
        {"ring": picture, "drawn": list(zip(picture.pieces, rows, strict=True)), "words": words},
    )
    svg = ElementTree.fromstring(drawn.strip())
    links = [e for e in svg.iter() if e.tag.endswith("a")]
    assert [link.get("href") for link in links] == [row.url for row in rows]
    assert links[1].get("aria-label") == f"2 {reading.steps[1].label}: 7 projects, 2 late"
    assert "style" not in {name for element in svg.iter() for name in element.attrib}
