"""The picture of a thread: what stands in a column, which lines are drawn, what is cut."""

from decimal import Decimal
from itertools import pairwise

from trusts.pictures.thread import BOX, LINES, TALLEST, Card, direct, draw_thread

LONG = (
    "Children and young people who wait longer than twenty weeks for speech and language therapy in the east"
)


def cards(*keys: str) -> list[Card]:
    return [Card(key=key, title=key) for key in keys]


def test_columns_stand_from_left_to_right_and_boxes_never_on_one_another():
    drawn = draw_thread(
        [("Needs", cards("a", "b", "c")), ("Plans", cards("d")), ("Reviews", cards("e", "f"))], []
    )
    at = {box.card.key: box for box in drawn.boxes}
    assert at["a"].x < at["d"].x < at["e"].x
    column = sorted((box for box in drawn.boxes if box.x == at["a"].x), key=lambda box: box.y)
    assert all(above.y + above.height < below.y for above, below in pairwise(column))
    assert all(
        box.x >= 0 and box.x + BOX <= drawn.width and box.y + box.height <= drawn.height
        for box in drawn.boxes
    )


def test_a_line_runs_to_the_right_only():
    drawn = draw_thread(
        [("Needs", cards("a")), ("Plans", cards("b"))], [("a", "b"), ("b", "a"), ("a", "elsewhere")]
    )
    assert len(drawn.lines) == 1


def test_a_long_title_is_cut_so_that_it_shows():
    [box] = draw_thread([("Needs", [Card(key=1, title=LONG)])], []).boxes
    assert len(box.title) == LINES
    assert box.title[-1].text.endswith("…")
    [short] = draw_thread([("Needs", [Card(key=1, title="Waits")])], []).boxes
    assert [line.text for line in short.title] == ["Waits"]


def test_a_column_shows_some_and_counts_the_rest():
    drawn = draw_thread([("Needs", cards(*(str(n) for n in range(TALLEST + 3))))], [])
    assert len(drawn.boxes) == TALLEST
    assert [words.text for words in drawn.more] == ["and 3 more"]


def test_cards_stand_beside_what_they_hang_on():
    drawn = draw_thread(
        [("A", cards("a", "b")), ("B", cards("of b", "of a"))], [("a", "of a"), ("b", "of b")]
    )
    at = {box.card.key: box.y for box in drawn.boxes}
    assert at["of a"] < at["of b"]


def test_figures_draw_a_line_upwards_when_they_grow_and_one_figure_draws_none():
    grown = Card(key=1, title="Seen", points=[(None, Decimal(10)), (None, Decimal(40))], target=Decimal(50))
    [box] = draw_thread([("Measures", [grown])], []).boxes
    first, last = (float(part.split()[1]) for part in box.spark.path.replace("L", "M").split("M")[1:])
    assert last < first
    assert box.spark.target < last
    [alone] = draw_thread([("Measures", [Card(key=1, title="Seen", points=[(None, Decimal(1))])])], []).boxes
    assert alone.spark is None


def test_what_is_not_shown_is_crossed():
    links = [("specification", "award"), ("award", "agreement")]
    assert direct(links, {"specification": 0, "agreement": 1}) == [("specification", "agreement")]


def test_a_link_that_others_lead_along_already_is_left_out():
    links = [("priority", "intention"), ("intention", "specification"), ("priority", "specification")]
    shown = {"priority": 0, "intention": 1, "specification": 2}
    assert set(direct(links, shown)) == {("priority", "intention"), ("intention", "specification")}


def test_a_circle_of_links_ends():
    links = [("a", "x"), ("x", "y"), ("y", "x"), ("y", "b"), ("b", "a")]
    assert direct(links, {"a": 0, "b": 1}) == [("a", "b")]
