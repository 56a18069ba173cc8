"""Pictures of answers, as Vega-Lite: what is drawn is what stands in the table, and nothing more."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
OWN, OTHER, AHEAD, BAND = "#1d4e89", "#b1b4b6", "#1d4e89", "#c6d7ea"
INK, QUIET = "#0b0c0c", "#505a5f"
PALE, LEAST_DARK = "#f3f7fb", "#8db4dc"
"""From light to dark, both light enough for ink on them."""
LETTER, LINE, BESIDE = 8, 17, 40
"""How many dots of a picture a letter is wide and a line is high, and how many letters stand beside a bar in one line."""
DASHES = ([1, 0], [8, 4], [2, 3], [12, 3, 2, 3])
GREYS = ("#1d4e89", "#b5441f", "#4c6b3c", "#6f4a8e")
"""Colours that differ in lightness too, each with a dash of its own."""
LOOK: dict[str, Any] = {
    "font": "Arial, Helvetica, Liberation Sans, sans-serif",
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14, "titleFontSize": 14, "labelColor": INK, "titleColor": INK, "gridColor": "#e3e5e6",
        "domainColor": QUIET, "tickColor": QUIET, "titleFontWeight": "normal", "labelLimit": 260,
    },
    "legend": {"symbolType": "stroke", "labelFontSize": 14, "titleFontSize": 14, "symbolStrokeWidth": 3, "symbolSize": 300, "labelLimit": 300},
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A figure of a series."""

    series: str
    when: str
    value: float | None


@dataclass(frozen=True)
class Expected:
    """A figure that is expected, with the range it will probably lie in."""

    when: str
    value: float
    lower: float
    upper: float


def lines(
    points: Sequence[Point], order: Sequence[str], unit: str, ahead: Sequence[Expected]
) -> dict[str, Any]:
    """Series over time, the first of them the trust's own; what is expected is dashed, in its band."""
    whens = list(dict.fromkeys([*(point.when for point in points), *(one.when for one in ahead)]))
    x = {"field": "when", "type": "ordinal", "sort": whens, "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}}  # fmt: skip
    y = {
        "field": "value",
        "type": "quantitative",
        "title": unit or "Value",
        "scale": {"zero": False, "nice": True},
    }
    names = list(order)
    series = {
        "color": {"field": "series", "type": "nominal", "sort": names, "scale": {"domain": names, "range": list(GREYS[: len(names)])},
                  "legend": {"title": None, "orient": "top", "direction": "vertical", "columns": 2}},
        "strokeDash": {"field": "series", "type": "nominal", "sort": names, "scale": {"domain": names, "range": list(DASHES[: len(names)])}},
    }  # fmt: skip
    drawn = [{"series": one.series, "when": one.when, "value": one.value} for one in points]
    layers: list[dict[str, Any]] = [
        {"data": {"values": drawn}, "mark": {"type": "line", "strokeWidth": 3, "point": {"size": 60, "filled": True}},
         "encoding": {"x": x, "y": y, **series}},
    ]  # fmt: skip
    if ahead:
        last = next(
            (one for one in reversed(points) if one.series == names[0] and one.value is not None), None
        )
        values = [vars(one) for one in ahead]
        start = (
            [{"when": last.when, "value": last.value, "lower": last.value, "upper": last.value}]
            if last
            else []
        )
        band = {"field": "lower", "type": "quantitative", "title": unit or "Value"}
        layers = [
            {"data": {"values": start + values}, "mark": {"type": "area", "color": BAND, "opacity": 0.8},
             "encoding": {"x": x, "y": band, "y2": {"field": "upper"}}},
            *layers,
            {"data": {"values": start + values}, "mark": {"type": "line", "color": AHEAD, "strokeWidth": 2, "strokeDash": [4, 4]},
             "encoding": {"x": x, "y": y}},
        ]  # fmt: skip
    return {"$schema": SCHEMA, "width": 640, "height": 300, "layer": layers, "config": LOOK}


@dataclass(frozen=True)
class Square:
    """One cell of a table of two ways: its place, its group, its figure and how that is written."""

    row: str
    column: str
    value: float | None
    text: str
    apart: bool = False
    """Whether it is of the whole: its figure is written, and does not darken or pale the others."""


def squares(cells: Sequence[Square], unit: str) -> dict[str, Any]:
    """A table of two ways as squares, darker where the figure is higher; every figure is written in its square."""
    rows = list(dict.fromkeys(cell.row for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    longest = max((len(word) for name in columns for word in name.split()), default=1)
    step = max(LETTER * min(longest, BESIDE), min(150, 400 // max(len(columns), 1)), 80)
    across, down = ({name: _wrapped(name, letters) for name in names} for names, letters in ((columns, step // LETTER), (rows, BESIDE)))  # fmt: skip
    high = max(34, 8 + LINE * _most(down))
    x = {"field": "column", "type": "nominal", "sort": columns, "title": None, "axis": {"orient": "top", "labelAngle": 0, "labelPadding": 4 + LINE * (_most(across) - 1), **_in_lines(across)}}  # fmt: skip
    y = {"field": "row", "type": "nominal", "sort": rows, "title": None, "axis": _in_lines(down)}
    values = [vars(cell) | {"shade": None if cell.apart else cell.value} for cell in cells]
    colour = {
        "field": "shade",
        "type": "quantitative",
        "scale": {"range": [PALE, LEAST_DARK], "zero": False},
        "legend": None,
    }
    square = {"type": "rect", "stroke": QUIET, "strokeWidth": 1}
    layers = [
        {"mark": {**square, "color": "#ffffff"}, "encoding": {"x": x, "y": y}},
        {"mark": square, "transform": [{"filter": "isValid(datum.shade)"}], "encoding": {"x": x, "y": y, "color": colour}},
        {"mark": {"type": "text", "fontSize": 14, "color": INK}, "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
    ]  # fmt: skip
    return {"$schema": SCHEMA, "width": {"step": step}, "height": {"step": high}, "layer": layers,
            "padding": {"top": 5, "left": 20, "right": 5, "bottom": 5}, "config": LOOK,
            "data": {"values": values}}  # fmt: skip


def _wrapped(name: str, letters: int) -> list[str]:
    """A name in lines, none of its words lost."""
    return wrap(name, letters, break_on_hyphens=False) or [""]


def _most(names: dict[str, list[str]]) -> int:
    """How many lines the longest of some names takes."""
    return max((len(lines) for lines in names.values()), default=1)


def _in_lines(names: dict[str, list[str]]) -> dict[str, Any]:
    """Labels of an axis in lines."""
    said = json.dumps({name: lines for name, lines in names.items() if len(lines) > 1})
    return {"labelLimit": 0, "labelLineHeight": LINE, "labelExpr": f"({said})[datum.label] || datum.label"}


@dataclass(frozen=True)
class Bar:
    """One bar: a place or a group, with its interval where one is known."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    own: bool = False
    mark: str = ""


def bars(rows: Sequence[Bar], unit: str, reference: tuple[str, float] | None = None) -> dict[str, Any]:
    """Bars in the order given, the trust's own dark, with their intervals and a line to compare with."""
    names = [row.name for row in rows]
    values = [
        {"name": row.name, "value": row.value, "lower": row.lower, "upper": row.upper, "own": row.own, "mark": row.mark}
        for row in rows
    ]  # fmt: skip
    beside = {name: _wrapped(name, BESIDE) for name in names}
    high = max(26, 6 + LINE * _most(beside))
    y = {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": _in_lines(beside)}
    x = {
        "type": "quantitative",
        "title": unit or "Value",
        "axis": {"tickCount": 6, "labelOverlap": True, "labelSeparation": 8},
    }
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "height": {"band": 0.7}},
         "encoding": {"y": y, "x": {"field": "value", **x},
                      "color": {"condition": {"test": "datum.own", "value": OWN}, "value": OTHER}}},
        {"transform": [{"filter": "isValid(datum.lower)"}], "mark": {"type": "rule", "color": INK},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"}}},
        {"transform": [{"filter": "!isValid(datum.value)"}],
         "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 13, "color": QUIET},
         "encoding": {"y": y, "x": {"datum": 0, **x}, "text": {"field": "mark"}}},
    ]  # fmt: skip
    if reference:
        name, value = reference
        layers += [
            {"data": {"values": [{"at": value}]}, "mark": {"type": "rule", "color": "#b5441f", "strokeDash": [6, 4], "strokeWidth": 2},
             "encoding": {"x": {"field": "at", **x}}},
            {"data": {"values": [{"at": value, "name": name}]},
             "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "fontSize": 13, "color": "#b5441f"},
             "encoding": {"x": {"field": "at", **x}, "y": {"value": 0}, "text": {"field": "name"}}},
        ]  # fmt: skip
    return {"$schema": SCHEMA, "width": 460, "height": {"step": high}, "data": {"values": values}, "layer": layers,
            "padding": {"top": 18, "left": 30, "right": 60, "bottom": 5}, "config": LOOK}  # fmt: skip
