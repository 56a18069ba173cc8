"""Files that can be read: short, named for what they hold, and each saying what it is for."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FETCHED_OR_BUILT = {".git", ".venv", ".node", "node_modules", ".data", "vendor", "__pycache__"}
LONGEST = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "services", "shared", "base_utils"}
# A template says who it is for in its first line, or whose page it fills in.
OPENING = re.compile(r"\s*(\{#|\{% comment|\{% extends)")


def files(*endings: str) -> list[Path]:
    """Every file of ours that ends so."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.suffix in endings
        and not FETCHED_OR_BUILT & set(path.relative_to(ROOT).parts)
        and path.is_file()
    )


def named(paths: list[Path]) -> list[str]:
    """Paths as a reader writes them."""
    return [str(path.relative_to(ROOT)) for path in paths]


def test_there_is_something_to_look_at():
    assert len(files(".py")) > 50


def test_no_file_is_too_long():
    long = [
        path
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and path.read_text("utf-8").count("\n") > LONGEST
    ]
    assert not long, f"over {LONGEST} lines: {named(long)}"


def test_no_module_is_a_drawer():
    drawers = [
        path
        for path in files(".py")
        if path.stem in DRAWERS or DRAWERS & set(path.relative_to(ROOT).parts[:-1])
    ]
    assert not drawers, f"say what it holds: {named(drawers)}"


def test_every_module_says_what_it_means():
    silent = [
        path
        for path in files(".py")
        if "migrations" not in path.parts
        and (text := path.read_text("utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent, f"no docstring: {named(silent)}"


def test_every_template_says_what_it_is_for():
    silent = [path for path in files(".html") if not OPENING.match(path.read_text("utf-8"))]
    assert not silent, f"opens with neither a comment nor extends: {named(silent)}"


@pytest.mark.parametrize(
    ("opening", "speaks"),
    [("{# One row. #}<tr>", True), ('{% extends "base.html" %}', True), ("<div>", False), ("", False)],
)
def test_the_rule_for_templates_bites(opening, speaks):
    assert bool(OPENING.match(opening)) is speaks
