"""The guide to the blueprint format, written from the format itself, so that it cannot lie."""

import ast
import inspect
import itertools
import re
from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel
from pydantic_core import PydanticUndefined

from trusts.framework import references, vocabulary
from trusts.framework.sections import base, governance
from trusts.framework.sections.document import Framework

SHARED: list[type[BaseModel]] = [base.Entry, base.Named, base.Dated]
WORDS: list[tuple[Any, str]] = [
    (base.Code, "a code"),
    (base.Codes, "one code or a list of codes"),
    (base.Text, "text"),
    (base.Texts, "one text or a list of texts"),
    (base.WindowField, "a window such as `{from: 1 September, to: 31 March}`"),
    (governance.Money, "pounds"),
    (bool, "true or false"),
    (int, "a whole number"),
    (str, "text"),
    (dict, "keys and values"),
]
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "stage": ("Stages", vocabulary.STAGES),
    "sector": ("Sectors", vocabulary.SECTORS),
    "capability": ("Capabilities", vocabulary.CAPABILITIES),
    "act": ("Acts", vocabulary.ACTS),
    "scope": ("Scopes", vocabulary.SCOPES),
    "subject": ("Subjects", vocabulary.SUBJECTS),
    "effect": ("Effects", vocabulary.EFFECTS),
    "severity": ("Severities", vocabulary.SEVERITIES),
    "output kind": ("Output kinds", vocabulary.OUTPUT_KINDS),
    "transition": ("Transitions", vocabulary.TRANSITIONS),
    "check": ("Checks", vocabulary.CHECKS),
}
"""The closed lists by what the format calls a word of each: heading and words."""


def sections() -> Iterator[str]:
    """One chapter for every section of the file, in its order."""
    told: set[type[BaseModel]] = set(SHARED)
    for name, field in Framework.model_fields.items():
        hint = get_type_hints(Framework, include_extras=True)[name]
        required = "required" if field.is_required() else "optional"
        yield f"### `{name}`\n"
        yield f"{_shape(hint).capitalize()}; {required}.{_sentence(_notes(Framework).get(name, ''))}\n"
        for model in _models(hint):
            yield from _model(model, told, name)


def shared_keys() -> Iterator[str]:
    """The keys that entries have in common."""
    for model in SHARED:
        yield f"**{model.__name__}.** {inspect.getdoc(model)}\n"
        yield from _table(model)


def closed_lists() -> Iterator[str]:
    """Every word that code knows by name, with what it means."""
    for heading, known in LISTS.values():
        yield f"### {heading}\n"
        if heading == "Checks":
            yield from _checks()
            continue
        yield "| Word | Meaning |\n|---|---|"
        yield from (f"| `{word}` | {_cell(meaning)} |" for word, meaning in known.items())
        yield ""
    for heading, by_kind in (("Sorts of records", vocabulary.SORTS), ("Parts of records", vocabulary.PARTS)):
        yield f"### {heading}\n\n| Kind | Word | Meaning |\n|---|---|---|"
        yield from (
            f"| `{kind}` | `{word}` | {_cell(meaning)} |"
            for kind, known in by_kind.items()
            for word, meaning in known.items()
        )
        yield ""


def _checks() -> Iterator[str]:
    yield "| Check | Whether | Parameters |\n|---|---|---|"
    for name, check in vocabulary.CHECKS.items():
        params = [
            f"`{param}`: {_kind(kind.rstrip('?'))}{' (optional)' if kind.endswith('?') else ''}"
            for param, kind in check.params.items()
        ]
        yield f"| `{name}` | {_cell(check.label)} | {'; '.join(params) or 'none'} |"
    yield ""


def _kind(kind: str) -> str:
    """What a parameter of a check takes."""
    if kind in references.SHAPES:
        return references.SHAPES[kind][1]
    if kind == "axis":
        return "`outcome`, `group` or the code of a level scheme"
    what = kind.replace("_", " ")
    if what == "sections":
        return "a list of sections of the file"
    if what == "scheme":
        return "the code of a level scheme"
    return f"a list of codes of {what}" if what.endswith("s") else f"the code of one {what}"


def _model(model: type[BaseModel], told: set[type[BaseModel]], section: str = "") -> Iterator[str]:
    """A kind of entry, and the kinds it holds, each told once."""
    if model in told:
        yield f"**{_name(model)}**: as above.\n"
        return
    told.add(model)
    yield f"**{_name(model)}.** {_cell(inspect.getdoc(model) or '')}{_inherited(model)}\n"
    yield from _table(model, section)
    for hint in _hints(model).values():
        for inner in _models(hint):
            if inner not in told:
                yield from _model(inner, told)


def _inherited(model: type[BaseModel]) -> str:
    """Which shared keys an entry has besides its own."""
    most = next((shared for shared in reversed(SHARED) if issubclass(model, shared)), None)
    return f" Has the keys of {most.__name__.lower()} besides:" if most else ""


def _table(model: type[BaseModel], section: str = "") -> Iterator[str]:
    hints, notes = _hints(model), _notes(model)
    if hints:
        yield "| Key | Takes | |\n|---|---|---|"
    for name, hint in hints.items():
        field = model.model_fields[name]
        target = _targets().get((section, name))
        refers = f" Refers to: {target.replace('_', ' ')}." if target else ""
        yield f"| `{name}` | {_cell(_shape(hint))}{_default(field)} | {_cell(notes.get(name, '') + refers)} |"
    yield ""


@cache
def _targets() -> dict[tuple[str, str], str]:
    """What the codes under a key refer to, as the rules about references list it."""
    found: dict[tuple[str, str], str] = {}
    for node in ast.walk(ast.parse(inspect.getsource(references))):
        match node:
            case ast.Tuple(
                elts=[ast.Constant(value=section), ast.Constant(value=key), ast.Constant(value=target)]
            ):
                found[str(section), str(key)] = str(target)
    return found


def _hints(model: type[BaseModel]) -> dict[str, Any]:
    """The keys of an entry that it does not share with others, in order, with what they take."""
    hints = get_type_hints(model, include_extras=True)
    shared = {
        name
        for base_ in SHARED
        if base_ is not model and issubclass(model, base_)
        for name in base_.model_fields
    }
    return {name: hints[name] for name in model.model_fields if name not in shared}


def _default(field: Any) -> str:
    if field.is_required():
        return ", **required**"
    default = field.default
    if default in (None, (), False, PydanticUndefined):
        return ""
    return f" (without it: `{str(default).lower()}`)"


def _shape(hint: Any) -> str:  # noqa: PLR0911 (one line for each kind of thing)
    """What may stand there, in words."""
    known = next((words for kind, words in WORDS if hint == kind), "")
    if known:
        return known
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        what = next((_what(extra) for extra in inside[1:] if isinstance(extra, AfterValidator)), "")
        return f"a [{what}](#{LISTS[what][0].lower().replace(' ', '-')})" if what else _shape(inside[0])
    if origin is Literal:
        words = [f"`{word}`" for word in inside]
        return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    if origin in (Union, UnionType):
        return " or ".join(_shape(part) for part in inside if part is not NoneType)
    if origin is tuple:
        return f"a list of {_many(_shape(inside[0]))}"
    if origin is dict:
        return f"keys ({_shape(inside[0])}) and values ({_shape(inside[1])})"
    if inspect.isclass(hint) and issubclass(hint, BaseModel):
        return f"an entry *{_name(hint)}*"
    return {"date": "a date such as 2026-04-01", "Any": "anything"}.get(
        getattr(hint, "__name__", ""), "a value"
    )


def _many(one: str) -> str:
    """`an entry *role*` as `entries *role*`, `a [act]` as `[act]`."""
    if one.startswith("an entry"):
        return "entries" + one.removeprefix("an entry")
    return re.sub(r"^an? ", "words of ", one) if one.startswith("a [") else one


def _what(validator: AfterValidator) -> str:
    """What the words of a closed list are called: the name that its own error messages use."""
    cells = inspect.getclosurevars(validator.func).nonlocals
    return str(cells["what"])


def _models(hint: Any) -> list[type[BaseModel]]:
    """The kinds of entry inside a hint."""
    if inspect.isclass(hint) and issubclass(hint, BaseModel):
        return [hint]
    return [model for part in get_args(hint) for model in _models(part)]


@cache
def _notes(model: type[BaseModel]) -> dict[str, str]:
    """The line written under each key in the source of an entry and of those it builds on."""
    notes: dict[str, str] = {}
    for kind in reversed([k for k in model.__mro__ if issubclass(k, BaseModel) and k is not BaseModel]):
        body = ast.parse(inspect.getsource(kind)).body[0].body  # type: ignore[attr-defined]
        for above, below in itertools.pairwise(body):
            if isinstance(above, ast.AnnAssign) and isinstance(below, ast.Expr):
                notes[ast.unparse(above.target)] = " ".join(ast.literal_eval(below.value).split())
    return notes


def _name(model: type[BaseModel]) -> str:
    """`BodyType` as `body type`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()


def _cell(text: str) -> str:
    """Text for a table, without the numbers by which its authors know their own traps."""
    return " ".join(re.sub(r" \(T\d+\)", "", text).replace("|", "\\|").split())


def _sentence(text: str) -> str:
    return f" {text}" if text else ""
