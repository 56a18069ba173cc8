"""The records of a trust by stage: how many of each kind, where they stand, and where the thread is broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst

from trusts.framework.vocabulary import GROUPS, STAGES
from trusts.governance.permissions import Standing
from trusts.nouns import Noun, breaks_of, broken_at, noun_of, nouns


@dataclass(frozen=True)
class Kind:
    """One kind of record: how many there are, and how many stand where."""

    noun: Noun
    words: str
    one: str
    url: str
    count: int
    states: list[tuple[str, int, str]]
    """Where they stand: in words, how many, and the register filtered to them."""
    broken: int
    make_url: str


@dataclass(frozen=True)
class Group:
    """The kinds of one group of the menu, and the trust's own words for its stage."""

    code: str
    label: str
    stage: str
    phases: list[str]
    url: str
    kinds: list[Kind]


def groups_for(standing: Standing) -> list[str]:
    """The groups in which a person can find anything: a provider reads only what names their organisation."""
    return [code for code in GROUPS if any(_reads(noun, standing) for noun in _listed(code))]


def _listed(group: str) -> list[Noun]:
    known = {noun.kind for noun in nouns() if noun.form is not None and noun.in_menu}
    return [noun_of(kind) for kind in GROUPS[group][2] if kind in known]


def _reads(noun: Noun, standing: Standing) -> bool:
    wide = any(standing.has_scope("record.view", scope) for scope in ("trust", "locality", "own"))
    return wide or (bool(noun.model.PARTNER) and standing.has_scope("record.view", "partner"))


def home_of(standing: Standing, codes: Sequence[str]) -> list[Group]:
    """These groups, every kind counted; a query for the counts and one for the breaks."""
    trust, framework = standing.trust, standing.trust.framework
    listed = {code: [noun for noun in _listed(code) if _reads(noun, standing)] for code in codes}
    counts = _counts([noun for found in listed.values() for noun in found], standing)
    broken = _broken(standing)
    return [
        Group(
            code=code, label=GROUPS[code][0], stage=STAGES[GROUPS[code][1]],
            phases=[
                phase.label for phase in framework.framework.phases
                if phase.stage == GROUPS[code][1] and phase.label != STAGES[GROUPS[code][1]]
            ],
            url=reverse("records-group", args=[trust.code, code]),
            kinds=[_kind(noun, counts.get(noun.kind, {}), broken.get(noun.kind, 0), standing) for noun in found],
        )
        for code, found in listed.items()
    ]  # fmt: skip


def _kind(noun: Noun, counts: dict[str, int], broken: int, standing: Standing) -> Kind:
    framework = standing.trust.framework
    url = reverse("records", args=[standing.trust.code, noun.kind])
    choices = getattr(noun.model, "State", None)
    states = [
        (str(choices(state).label), counts[state], f"{url}?state={state}") for state in (choices or ()) if state in counts
    ]  # fmt: skip
    may = standing.may(noun.edit_act)
    return Kind(
        noun=noun, words=capfirst(noun.many(framework)), one=noun.one(framework), url=url, count=sum(counts.values()),
        states=states, broken=broken, make_url=reverse("record-make", args=[standing.trust.code, noun.kind]) if may else "",
    )  # fmt: skip


def _counts(found: Sequence[Noun], standing: Standing) -> dict[str, dict[str, int]]:
    """How many records of each kind stand in each state, in one query."""
    queries = []
    for noun in found:
        text: Any = CharField()
        state = Cast(F("state"), text) if noun.model.has("state") else Value("", text)
        rows = (
            noun.model.objects.visible_to(standing).order_by().annotate(of=Value(noun.kind, text), at=state)
        )
        queries.append(rows.values("of", "at").annotate(n=Count("pk")).values_list("of", "at", "n"))
    counts: dict[str, dict[str, int]] = {}
    for kind, state, count in queries[0].union(*queries[1:], all=True) if queries else ():
        counts.setdefault(kind, {})[state] = count
    return counts


def _broken(standing: Standing) -> dict[str, int]:
    """How often the thread is broken at each kind; told to those who read everything."""
    if not standing.reads_all:
        return {}
    at = broken_at(standing.trust)
    found: dict[str, int] = {}
    for noun, one, _ in breaks_of(standing.trust):
        found[noun.kind] = found.get(noun.kind, 0) + at[one.code]
    return found
