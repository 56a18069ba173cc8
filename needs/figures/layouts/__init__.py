"""The layouts that publishers use, and how each is recognised by its heading."""

from collections.abc import Iterable
from dataclasses import replace

from needs.figures.faults import BadFile
from needs.figures.headings import fold, hash_of
from needs.figures.layouts import deprivation, education, fingertips, mapped, ons, tidy
from needs.figures.layouts.asked import Asked
from needs.figures.plan import Plan

LAYOUTS = (fingertips, education, ons, deprivation, tidy)
"""The particular before the general: a table that is tidy and nothing else is asked for last."""


def plan_of(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """How a table with this heading is read; None where no layout fits."""
    columns, constants = asked.remembered.get(hash_of(heading), ({}, {}))
    if asked.columns or columns:
        said = replace(asked, columns=asked.columns or columns, constants={**constants, **asked.constants})
        if any(fold(name) in said.columns for name in heading):
            return mapped.recognise(heading, sample, said)
    for layout in LAYOUTS:
        plan = layout.recognise(heading, sample, asked)
        if plan is not None:
            once(heading, plan)
            return plan
    return None


def once(heading: list[str], plan: Plan) -> None:
    """Refuse a heading in which a column that is read stands twice."""
    twice = sorted(
        {heading[at] for at in plan.columns if at < len(heading) and heading.count(heading[at]) > 1}
    )
    if twice:
        raise BadFile(
            f"The heading names {_listed(twice)} more than once, so nobody can tell which column is meant. "
            "Rename or remove one of them."
        )


def _listed(names: Iterable[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)
