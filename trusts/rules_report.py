"""Every rule of every blueprint file: what it binds, whether it is enforced, and which tests show it."""

import ast
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.conf import settings

from trusts.framework.document import read
from trusts.governance import gates, transitions

BLUEPRINTS = Path(__file__).resolve().parent / "blueprints"


@dataclass(frozen=True)
class Rule:
    """One rule of one trust. It is enforced once an action performs its transition and code answers its check."""

    id: str
    trust: str
    transition: str
    check: str
    severity: str
    message: str
    tests: list[str]
    status: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def rules(folder: Path = BLUEPRINTS, tests: Path | None = None) -> list[Rule]:
    """The rules of all blueprint files, by trust and in the order of each file; asks no database."""
    _hear_from_every_action()
    performed, answered = transitions.performed(), gates.answered()
    shown = marked_tests(tests or Path(settings.BASE_DIR) / "tests")
    found = []
    for path in sorted(folder.glob("*.yaml")):
        framework = read(path.read_text("utf-8"), path.name)
        for gate in framework.gates:
            enforced = gate.transition in performed and gate.check in answered
            found.append(
                Rule(
                    id=gate.id,
                    trust=framework.trust.code,
                    transition=gate.transition,
                    check=gate.check,
                    severity=gate.severity,
                    message=gate.message,
                    tests=shown.get(gate.id, []),
                    status="enforced" if enforced else "pending",
                )
            )
    return found


def marked_tests(folder: Path) -> dict[str, list[str]]:
    """The tests marked `@pytest.mark.rule("ID")`, by ID, as `tests/path.py::function`."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder.parent).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for test, marked in _tests(tree, _marked_for_all(tree)):
            for rule in dict.fromkeys(marked):
                found.setdefault(rule, []).append(f"{name}::{test}")
    return found


def _tests(parent: ast.AST, inherited: list[str], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every test function with the IDs on it, on its class and on its module."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            own = [*inherited, *_marked_for_all(node), *_ids(node.decorator_list)]
            yield from _tests(node, own, f"{prefix}{node.name}::")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield prefix + node.name, [*inherited, *_ids(node.decorator_list)]


def _marked_for_all(parent: ast.Module | ast.ClassDef) -> list[str]:
    """The IDs in `pytestmark = …`."""
    return [
        rule
        for node in parent.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
        for rule in _ids([node.value])
    ]


def _ids(nodes: list[ast.expr]) -> list[str]:
    """The IDs in every `pytest.mark.rule("…")` inside these expressions, those of parameters included."""
    return [
        argument.value
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.rule"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]


def _hear_from_every_action() -> None:
    """Import every action, so that each has said which transition it performs."""
    for package in ("trusts", "needs", "contracts", "commissioning"):
        folder = Path(settings.BASE_DIR) / package / "actions"
        for module in iter_modules([str(folder)]):
            import_module(f"{package}.actions.{module.name}")
