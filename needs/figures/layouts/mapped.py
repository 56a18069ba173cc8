"""Any layout at all, once somebody has said what each column holds."""

from needs.figures.faults import BadFile
from needs.figures.geography import Place
from needs.figures.headings import DIMENSIONS, fold, words
from needs.figures.layouts.asked import Asked, fixed_period, period_key
from needs.figures.layouts.wide import named
from needs.figures.plan import Group, Measure, Plan, Row, Series
from needs.figures.texts import EVERYBODY, dimension_of, unit_in

MANY = ("value", "breakdown", "ignore", *DIMENSIONS)
"""What several columns may hold at once."""


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan that a person's own mapping makes; raises BadFile where it says too little."""
    roles = {
        n: role
        for n, name in enumerate(heading)
        if (role := asked.columns.get(fold(name), "")) not in ("", "ignore")
    }
    held = [*roles.values(), *(role for role, said in asked.constants.items() if said)]
    twice = sorted({role for role in held if held.count(role) > 1 and role not in MANY})
    if twice:
        raise BadFile(f"Two columns cannot both be “{words(twice[0].replace('-', ' '))}”.")
    if not {"area-code", "area-name"} & set(held):
        raise BadFile("Say which column holds the area, or for which area the whole file is.")
    if "period" not in held:
        raise BadFile("Say which column holds the period, or for which period the whole file is.")
    if not {"value", "count"} & set(held):
        raise BadFile("Say which column holds the values.")
    return by_roles(heading, roles, asked, layout="Own mapping")


def by_roles(
    heading: list[str],
    roles: dict[int, str],
    asked: Asked,
    *,
    layout: str,
    measures: tuple[Measure, ...] = (),
) -> Plan:
    """A plan from what each column holds."""

    def first(role: str) -> int:
        return next((n for n, one in roles.items() if one == role), -1)

    values = [n for n, one in roles.items() if one == "value"] or [first("count")]
    alone = len(values) == 1
    if not measures:
        measures = tuple(
            Measure(
                n,
                *(
                    (first("lower"), first("upper"), first("count"), first("denominator"))
                    if alone
                    else (-1, -1, -1, -1)
                ),
                label=heading[n],
            )
            for n in values
        )
    code, name, period = first("area-code"), first("area-name"), first("period")
    subject, subject_code, how, unit_at = (
        first("indicator"),
        first("indicator-code"),
        first("measure"),
        first("unit"),
    )
    fixed, fixed_code = fixed_period(asked), asked.constants.get("area-code", "").strip()
    groups = [n for n, one in roles.items() if one in DIMENSIONS and one not in ("sex", "age")]

    def place(row: Row) -> Place:
        return Place(row[code].strip() if code >= 0 else fixed_code, row[name] if name >= 0 else "")

    def series(row: Row, measure: Measure) -> Series:
        what = " ".join(row[subject].split()) if subject >= 0 else asked.constants.get("indicator", "")
        part = row[how].strip() if how >= 0 else ""
        said = row[unit_at].strip() if unit_at >= 0 else asked.constants.get("unit", "")
        unit, scale = unit_in(f"{part} {said} {what}")
        if len(measures) > 1 or not what:
            made = named(measure, what, asked.title, several=len(measures) > 1)
            return Series(
                _code(row, subject_code, made.name), made.name, made.unit or said, made.scale or scale
            )
        full = f"{what}: {part[:1].lower()}{part[1:]}" if part and part.lower() != what.lower() else what
        return Series(_code(row, subject_code, full) if not part else "", full, unit or said, scale)

    def broken_down(row: Row) -> list[Group]:
        return [
            Group(
                dimension_of(heading[n]) if roles[n] == "breakdown" else roles[n],
                row[n].strip(),
                words(heading[n]),
            )
            for n in groups
            if row[n].strip().lower() not in EVERYBODY
        ]

    return Plan(
        layout=layout, measures=measures, area=tuple(n for n in (code, name) if n >= 0), place=place,
        indicator=tuple(n for n in (subject, subject_code, how) if n >= 0), series=series,
        period=(period,) if period >= 0 and fixed is None else (),
        when=(lambda row: fixed) if fixed is not None else (lambda row: period_key(row[period])),
        sex=first("sex"), age=first("age"), groups=tuple(groups), broken_down=broken_down, note=first("note"),
        used=frozenset({unit_at, *(n for n, one in roles.items())} - {-1}),
    )  # fmt: skip


def _code(row: Row, at: int, name: str) -> str:
    """The publisher's own code, if it gives one."""
    return row[at].strip() if at >= 0 and row[at].strip() else ""
