"""Locks under which two people at once wait for each other, and neither loses."""

import ast

from tests.architecture.test_files import ROOT, files

PACKAGES = ("commissioning", "contracts", "needs", "trusts")


def plain_locks(source: str) -> list[int]:
    """The lines that lock rows also against whoever only names them."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "select_for_update"
        and not any(said.arg == "no_key" and getattr(said.value, "value", False) for said in call.keywords)
    ]


def test_a_plain_lock_is_known():
    assert plain_locks("a.select_for_update()\nb.select_for_update(of=('self',), no_key=True)") == [1]


def test_a_lock_never_stops_what_only_names_the_row():
    # Saving anything that names a row takes a share of it at the end, when its own locks are held already.
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in PACKAGES
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] == package
        for line in plain_locks(path.read_text("utf-8"))
    ]
    assert not found, f"say no_key=True: {found}"
