"""Reading a blueprint file: YAML to a checked `Framework`, every error with its line and path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from trusts.framework import references
from trusts.framework.sections.document import Framework

Path = tuple[str | int, ...]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it stands and what was expected there."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.message}"


class BlueprintError(ValueError):
    """A blueprint that cannot be loaded, with every fault found in it."""

    def __init__(self, faults: list[Fault], name: str = "blueprint") -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.line, fault.path))
        self.name = name
        super().__init__("\n".join(f"{name}: {fault}" for fault in self.faults))


def read(text: str, name: str = "blueprint") -> Framework:
    """The framework a file describes; raises BlueprintError with every fault in it."""
    try:
        node = yaml.compose(text, Loader=Loader)
        data = yaml.load(text, Loader=Loader)  # noqa: S506 (a safe loader, the quick one where there is one)
    except yaml.YAMLError as error:
        raise BlueprintError([_yaml_fault(error)], name) from error
    if node is None or not isinstance(data, dict):
        fault = Fault(1, "file", "expected sections such as `trust:`, `phases:`, `gates:`")
        raise BlueprintError([fault], name)
    lines = _Lines(node)
    faults = list(lines.repeated_keys())
    try:
        framework = Framework.model_validate(data)
    except ValidationError as error:
        faults += [lines.fault(e["loc"], _plain(e)) for e in _first_causes(error.errors())]
        raise BlueprintError(faults, name) from error
    faults += [lines.fault(path, message) for path, message in references.problems(framework)]
    if faults:
        raise BlueprintError(faults, name)
    return framework


def _first_causes(errors: list[Any]) -> list[Any]:
    """Errors without those that only follow: a list is not too short because its one entry is wrong."""
    places = [e["loc"] for e in errors]
    return [
        e
        for e in errors
        if e["type"] != "too_short"
        or not any(p != e["loc"] and p[: len(e["loc"])] == e["loc"] for p in places)
    ]


def _yaml_fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "could not be read"
    return Fault(mark.line + 1 if mark else 1, "file", f"not valid YAML: {problem}")


def _plain(error: Any) -> str:
    """A validation error in plain words, naming what was expected."""
    kind, context = error["type"], error.get("ctx", {})
    known = {
        "extra_forbidden": "unknown key; take it out or check its spelling",
        "missing": "missing; this key is required",
        "tuple_type": "expected a list",
        "string_type": "expected text; put it in quotes if it is a number or a date",
        "model_type": "expected an entry with keys and values",
        "dict_type": "expected keys and values",
        "bool_parsing": "expected true or false",
        "bool_type": "expected true or false",
        "date_from_datetime_parsing": "expected a date such as 2009-01-31",
        "date_type": "expected a date such as 2009-01-31",
        "int_type": "expected a whole number",
        "int_parsing": "expected a whole number",
        "too_short": "expected at least one entry",
        "greater_than_equal": f"expected {context.get('ge')} or more",
        "less_than_equal": f"expected {context.get('le')} or less",
    }
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind == "string_pattern_mismatch":
        if "A-Z" in context["pattern"]:
            return "expected a requirement ID such as DUR-96"
        return "expected a code of lower-case letters, digits and hyphens, such as joint-group"
    if kind == "literal_error":
        return f"expected {context['expected']}"
    return known.get(kind, f"expected something else: {error['msg'].lower()}")


class _Lines:
    """Where everything stands: from a path such as ("gates", 3, "check") to its line."""

    def __init__(self, root: yaml.Node) -> None:
        self.root = root

    def fault(self, path: Path, message: str) -> Fault:
        node, line = self.root, self.root.start_mark.line
        for part in path:
            found = self._step(node, part)
            if found is None:
                continue
            line, node = found
        return Fault(line + 1, _words(path), message)

    @staticmethod
    def _step(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    return key.start_mark.line, value
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            return node.value[part].start_mark.line, node.value[part]
        return None

    def repeated_keys(self) -> Iterator[Fault]:
        """Keys written twice, which YAML itself would silently accept."""
        todo: list[yaml.Node] = [self.root]
        visited: set[int] = set()
        while todo:
            node = todo.pop()
            if id(node) in visited:
                continue
            visited.add(id(node))
            if isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        yield Fault(key.start_mark.line + 1, key.value, "this key is written twice")
                    seen.add(key.value)
                    todo.append(value)
            elif isinstance(node, yaml.SequenceNode):
                todo.extend(node.value)


def _words(path: Path) -> str:
    """`("gates", 3, "check")` as `gates[4].check`: people count from one."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words or "file"
