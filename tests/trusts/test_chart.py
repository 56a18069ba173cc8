"""The governance chart: whatever the bodies are, boxes stand clear of one another and of every line."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework_people import chart as chart_of
from trusts.pictures.boxes import BOX, NAME_SIZE, PAD, Node
from trusts.pictures.chart import Chart, draw
from trusts.pictures.text import width, wrap

BLUEPRINTS = sorted(Path(settings.BASE_DIR).glob("trusts/blueprints/*.yaml"))


def node(code: str, *reports_to: str, kind: str = "group", **more) -> Node:
    """A body of the chart."""
    return Node(
        code=code, name=more.pop("name", code), kind=kind, kind_label=kind, reports_to=reports_to, **more
    )


def box_of(chart: Chart, code: str):
    """Where a body stands."""
    return next(box for box in chart.boxes if box.node.code == code)


def segments(path: str) -> list[tuple[int, int, int, int]]:
    """The straight parts of a line, and its bends as the straight lines between their ends."""
    found, x, y = [], 0, 0
    for letter, numbers in re.findall(r"([MVHQ])([-\d ]+)", path):
        at = [int(number) for number in numbers.split()]
        to = {"M": at[:2], "V": [x, at[0]], "H": [at[0], y], "Q": at[-2:]}[letter]
        if letter != "M":
            found.append((x, y, *to))
        x, y = to
    return found


def meets(segment: tuple[int, int, int, int], box) -> bool:
    """Whether a line runs through the inside of a box."""
    left, right = sorted(segment[::2])
    top, bottom = sorted(segment[1::2])
    return left < box.x + box.width and right > box.x and top < box.y + box.height and bottom > box.y


def sound(chart: Chart) -> None:
    """What must hold of every chart."""
    for one, other in combinations(chart.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y, (one, other)
    for box in chart.boxes:
        assert box.x >= 0
        assert box.x + box.width <= chart.width
        assert box.y + box.height <= chart.height
        assert all(box.x < words.x and box.y < words.y < box.y + box.height for words in box.words)
    for path in (path for paths in chart.lines for path in paths):
        assert not [box.node.code for s in segments(path) for box in chart.boxes if meets(s, box)], path


@pytest.mark.rule("MED-29")
@pytest.mark.rule("DUR-8")
@pytest.mark.rule("BUC-3")
@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_each_trust_is_drawn_from_its_own_bodies(path):
    reading = Reading(read(path.read_text("utf-8")))
    chart = chart_of(reading, "a-trust", frozenset(reading.bodies))
    sound(chart)
    assert {box.node.code for box in chart.boxes} == set(reading.bodies)
    for body in reading.bodies.values():
        for above in body.reports_to:
            assert box_of(chart, above).y < box_of(chart, body.code).y
    # Legible on an ordinary screen without scrolling sideways.
    assert chart.width <= 1100


@given(st.data())
def test_whatever_reports_to_whatever(data):
    count = data.draw(st.integers(1, 14))
    nodes = [
        node(
            f"b{n}",
            *data.draw(st.lists(st.sampled_from([f"b{m}" for m in range(count)]), max_size=3, unique=True)),
            kind=data.draw(st.sampled_from(["board", "local", "group"])),
            name=data.draw(st.text("abc W", min_size=1, max_size=70)),
            unresolved=data.draw(st.booleans()),
            ended=data.draw(st.sampled_from(["", "", "Ended 1 April 2011; now Another"])),
        )
        for n in range(count)
    ]
    chart = draw(nodes)
    sound(chart)
    assert len(chart.boxes) == count


def test_a_body_that_reports_to_two_has_a_line_to_each():
    chart = draw([node("top"), node("a", "top"), node("b", "top", kind="other"), node("low", "a", "b")])
    low, ends = box_of(chart, "low"), set()
    for paths in chart.lines:
        for path in paths:
            start = segments(path)[0]
            if start[1] == low.y and low.x < start[0] < low.x + low.width:
                ends.add(start[0])
    assert len(ends) == 2


def test_alike_local_bodies_share_a_frame_and_what_has_bodies_below_it_stands_alone():
    chart = draw([node("top"), *(node(f"l{n}", "top", kind="local") for n in range(3)), node("deep", "l0")])
    (frame,) = chart.frames
    inside = [b.node.code for b in chart.boxes if frame.x < b.x < frame.x + frame.width and frame.y < b.y]
    assert sorted(code for code in inside if code != "deep") == ["l1", "l2"]
    assert [words.text for words in frame.title] == ["local"]


def test_ended_and_unexplained_bodies_stand_apart_below_the_rest():
    chart = draw(
        [node("top"), node("low", "top"), node("odd", unresolved=True), node("old", "top", ended="Ended")]
    )
    assert chart.apart
    for code in ("odd", "old"):
        assert box_of(chart, code).y > chart.apart.y > box_of(chart, "low").y


def test_bodies_that_report_in_a_circle_are_still_drawn():
    chart = draw([node("a", "b"), node("b", "a"), node("c", "c")])
    sound(chart)
    assert len(chart.boxes) == 3


def test_no_bodies_are_no_boxes():
    assert draw([]).boxes == []


@pytest.mark.parametrize(
    "name", ["Children and Young People's Strategic Partnership Board", "X" * 90, "W" * 40, "a b"]
)
def test_words_stay_in_their_box(name):
    lines = wrap(name, BOX - 2 * PAD, NAME_SIZE, bold=True)
    assert all(width(line, NAME_SIZE, bold=True) <= BOX - 2 * PAD for line in lines)
    assert "".join(line.removesuffix("-") for line in lines).replace(" ", "") == name.replace(
        " ", ""
    ).replace("-", "")
