"""What is hidden with what it is a part of, beside earlier releases: what can be worked out even so is told (MED-112)."""

from collections.abc import Collection, Mapping

import pytest

from needs.statistics.suppression import DFE, Release, Sum, judge

pytestmark = pytest.mark.rule("MED-112")

ROW = [Sum("all", ("a", "b", "w"))]
GRID = [
    Sum("west", ("west girls", "west boys")), Sum("east", ("east girls", "east boys")),
    Sum("girls", ("west girls", "east girls")), Sum("boys", ("west boys", "east boys")),
]  # fmt: skip
MARGINS = {"west", "east", "girls", "boys"}


def grid(*counts: int) -> dict[str, int]:
    """Girls and boys of the west, girls and boys of the east, with all that they add up to."""
    inside = dict(zip(("west girls", "west boys", "east girls", "east boys"), counts, strict=True))
    return inside | {one.total: sum(inside[part] for part in one.parts) for one in GRID}


def lost(
    now: Mapping[str, int], block: Collection[str], *before: Release, sums: Collection[Sum] = ROW, given: Collection[str] = ("all",)
) -> set[str]:  # fmt: skip
    """What can be worked out, of counts in a block beside those of before."""
    return judge(now, sums, profile=DFE, before=before, block=block, given=set(given)).lost


def test_a_count_put_right_beside_one_that_must_still_be_nought_can_be_worked_out():
    then = {"all": 60, "a": 60, "b": 0, "w": 0}
    now = {"all": 31, "a": 30, "b": 1, "w": 0}
    assert lost(now, {"b", "w"}, Release(then, {"b", "w"}, {"b", "w"})) == {"b", "w"}


def test_a_count_put_right_beside_one_that_could_always_have_been_another_cannot():
    then = {"all": 65, "a": 60, "b": 2, "w": 3}
    now = {"all": 36, "a": 30, "b": 3, "w": 3}
    assert lost(now, {"b", "w"}, Release(then, {"b", "w"}, {"b", "w"})) == set()


def test_nothing_is_lost_of_what_was_shown_and_has_not_changed():
    then = {"all": 10, "a": 4, "b": 6, "w": 0}
    assert lost(then, {"all", "a", "b"}, Release(then)) == set()


def test_a_count_can_be_worked_out_beside_others_though_a_file_was_undone_between():
    then = {"all": 62, "a": 2, "b": 0, "w": 60}
    now = {"all": 6, "a": 2, "b": 0, "w": 4}
    assert lost(now, {"w"}, Release(then, {"a", "b"}), Release({})) == {"w"}


def test_a_hidden_total_that_did_not_change_does_not_make_room_for_its_parts():
    shown = Release({"all": 21, "a": 14, "b": 6, "w": 1})
    block = {"all", "a", "b", "w"}
    undone = Release({"all": 20, "a": 14, "b": 6}, {"a", "b"}, block)
    assert lost({"all": 20, "a": 13, "b": 6, "w": 1}, block, shown, undone) == {"all", "a"}


def test_a_hidden_total_can_be_worked_out_from_parts_none_of_which_can():
    inside = {"west girls", "west boys", "east girls", "east boys"}
    block = inside | {"west", "east"}
    # Whatever the girls and boys of the west were then, the west is 9 now: 16 less what all the girls have become fewer by.
    found = lost(grid(6, 3, 12, 13), block, Release(grid(13, 3, 12, 15), inside), sums=GRID, given=MARGINS)
    assert {"west", "east"} <= found


def test_a_hidden_total_whose_margins_are_hidden_as_well_cannot():
    inside = {"west girls", "west boys", "east girls", "east boys"}
    block = inside | MARGINS
    assert not lost(
        grid(6, 3, 12, 13), block, Release(grid(13, 3, 12, 15), inside), sums=GRID, given=MARGINS
    ) & {"west", "east"}
