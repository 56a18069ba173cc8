"""OHID Fingertips: “download data” in all its variants, and the upload layout of its successor."""

from datetime import date

from needs.figures.faults import BadFile, BadRow
from needs.figures.geography import Place
from needs.figures.headings import folded
from needs.figures.layouts.asked import Asked, at, period_key
from needs.figures.plan import Group, Measure, Plan, Row, Series
from needs.figures.texts import dimension_of, unit_in
from needs.statistics import periods

PUBLISHER = "Office for Health Improvement and Disparities, Fingertips"
OPEN = "Open Government Licence v3.0"
UNDERSTOOD = ("lowerci998limit", "upperci998limit", "recenttrend", "newdata", "comparedtogoal", "timeperiodrange",
              "timeperiodsortable")  # fmt: skip


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan of a Fingertips file."""
    names = folded(heading)
    if {"areacode", "datefrom", "dateto", "periodtype"} <= set(names):
        return _successor(names, asked)
    if not {"indicatorid", "areacode", "timeperiod", "value"} <= set(names):
        return None
    identity, name, code = (
        at(names, "indicatorid"),
        at(names, "indicatorname", "indicator"),
        at(names, "areacode"),
    )
    area_name, sort = at(names, "areaname"), at(names, "areatype")
    parent, parent_name = at(names, "parentcode"), at(names, "parentname")
    scheme, group, period = at(names, "categorytype"), at(names, "category"), at(names, "timeperiod")
    compared = {n for n, one in enumerate(names) if one.startswith("comparedto")}

    def place(row: Row) -> Place:
        return Place(
            row[code].strip(),
            _cell(row, area_name),
            _cell(row, sort),
            _cell(row, parent),
            _cell(row, parent_name),
        )

    def series(row: Row, measure: Measure) -> Series:
        said = _cell(row, name)
        unit, scale = unit_in(said)
        if not row[identity].strip():
            raise BadRow("No indicator: its ID is blank")
        return Series(row[identity].strip(), " ".join(said.split()), unit, scale, PUBLISHER, OPEN)

    def broken_down(row: Row) -> list[Group]:
        said, kind = _cell(row, group).strip(), _cell(row, scheme).strip()
        return [Group(dimension_of(kind or said), said or kind, kind)] if said or kind else []

    return Plan(
        layout="OHID Fingertips",
        measures=(
            Measure(
                at(names, "value"),
                at(names, "lowerci950limit", "lowerci95limit", "lowerci", "lowerci950"),
                at(names, "upperci950limit", "upperci95limit", "upperci", "upperci950"),
                at(names, "count"),
                at(names, "denominator"),
            ),
        ),
        area=(code,), place=place, indicator=(identity,), series=series,
        period=(period,), when=lambda row: period_key(row[period]),
        sex=at(names, "sex", "gender"), age=at(names, "age"),
        groups=tuple(n for n in (scheme, group) if n >= 0), broken_down=broken_down, note=at(names, "valuenote"),
        used=frozenset({name, area_name, sort, parent, parent_name, *compared, *(at(names, one) for one in UNDERSTOOD)} - {-1}),
        publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip


def _cell(row: Row, n: int) -> str:
    return row[n] if n >= 0 else ""


def _successor(names: list[str], asked: Asked) -> Plan:
    """The upload layout of FingertipsNext, whose rows do not say which indicator they are of."""
    title = asked.constants.get("indicator", "")
    if not title:
        raise BadFile("Files of this layout do not name their indicator. Say which one it is.")
    code, first, last, kind = (at(names, one) for one in ("areacode", "datefrom", "dateto", "periodtype"))
    youngest, oldest = at(names, "agefromyearsinclusive"), at(names, "agetoyearsinclusive")
    scheme, group = at(names, "deprivationcategory"), at(names, "deprivationdecile")

    def when(row: Row) -> int:
        try:
            begins, ends = (
                date.fromisoformat(row[first].strip()[:10]),
                date.fromisoformat(row[last].strip()[:10]),
            )
            sort = {"financial": periods.Kind.FINANCIAL, "academic": periods.Kind.ACADEMIC}
            word = next((s for s in sort if s in row[kind].lower()), "")
            return periods.between(begins, ends, sort.get(word)).key
        except (ValueError, periods.Unreadable) as error:
            raise BadRow(f"Period: {error}") from error

    def broken_down(row: Row) -> list[Group]:
        said, kind_of = _cell(row, group).strip(), _cell(row, scheme).strip()
        found = [Group("deprivation", said, kind_of)] if said and said.lower() != "all" else []
        young, old = _cell(row, youngest).strip(), _cell(row, oldest).strip()
        ages = f"{young}-{old} yrs" if young and old else f"{young}+ yrs" if young else ""
        return found + ([Group("age", ages)] if ages else [])

    unit, scale = unit_in(title)
    return Plan(
        layout="OHID Fingertips, upload layout",
        measures=(
            Measure(*(at(names, one) for one in ("value", "lowerci95", "upperci95", "count", "denominator"))),
        ),
        area=(code,), place=lambda row: Place(row[code].strip()),
        indicator=(), series=lambda row, measure: Series("", title, unit, scale, PUBLISHER),
        period=(first, last, kind), when=when, sex=at(names, "sex"),
        groups=tuple(n for n in (scheme, group, youngest, oldest) if n >= 0), broken_down=broken_down,
        used=frozenset({at(names, "lowerci998"), at(names, "upperci998")} - {-1}), publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip
