"""Department for Education: files of “Explore education statistics”, and others that follow their standard."""

from needs.figures.faults import BadRow
from needs.figures.geography import Place
from needs.figures.headings import folded, words
from needs.figures.layouts.asked import Asked, at, period_key
from needs.figures.layouts.wide import grouped, named, sorted_columns
from needs.figures.plan import Group, Measure, Plan, Row, Series
from needs.figures.texts import EVERYBODY, dimension_of

PUBLISHER = "Department for Education, Explore education statistics"
OPEN = "Open Government Licence v3.0"
LEVELS = {
    "national": ("countrycode", "countryname"),
    "regional": ("regioncode", "regionname"),
    "local authority": ("newlacode", "laname"),
    "local authority district": ("ladcode", "ladname"),
    "parliamentary constituency": ("pconcode", "pconname"),
    "ward": ("wardcode", "wardname"),
}
"""A geographic level to the columns that hold its code and its name."""
SMALL = {"school", "provider", "institution", "mat", "multi-academy trust", "sponsor"}
PAIRS = (("characteristicgroup", "characteristic"), ("characteristictopic", "characteristic"),
         ("breakdowntopic", "breakdown"), ("characteristictype", "characteristic"))  # fmt: skip
OTHERS = ("oldlacode", "version", "timeidentifier", "schoolurn", "schoollaestab", "schoolname", "schooltype", "urn", "laestab",
          "lsiparea", "opportunityarea", "englishdevolvedareacode", "englishdevolvedareaname")  # fmt: skip


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan of a file of education statistics."""
    names = folded(heading)
    if not {"timeperiod", "geographiclevel"} <= set(names):
        return None
    period, identifier, level = (
        at(names, "timeperiod"),
        at(names, "timeidentifier"),
        at(names, "geographiclevel"),
    )
    where = {one: (at(names, code), at(names, name)) for one, (code, name) in LEVELS.items()}
    places = {n for pair in where.values() for n in pair}
    taken = {period, level, *places, *(at(names, one) for one in OTHERS)}
    pair = _pair(names)
    left = sorted_columns(heading, sample, taken | set(pair))
    sex = at([name if n in left.words else "" for n, name in enumerate(names)], "sex", "gender")
    groups = [n for n in left.words if n != sex and _is_breakdown(names[n], n, sample)]
    subjects = [n for n in left.words if n != sex and n not in groups]
    measures = grouped(heading, left.figures)
    if not measures:
        return None

    def series(row: Row, measure: Measure) -> Series:
        what = ", ".join(row[n].strip() for n in subjects if row[n].strip())
        return named(measure, what, asked.title, several=len(measures) > 1, publisher=PUBLISHER, licence=OPEN)

    def broken_down(row: Row) -> list[Group]:
        found = [
            Group(dimension_of(heading[n]), row[n].strip(), words(heading[n]))
            for n in groups
            if row[n].strip().lower() not in EVERYBODY
        ]
        topic, value = _cell(row, pair[0]).strip(), _cell(row, pair[1]).strip()
        if value and value.lower() not in EVERYBODY:
            found.append(Group(dimension_of(topic or "characteristic"), value, topic))
        return found

    return Plan(
        layout="DfE explore education statistics", measures=measures,
        area=(level, *sorted({code for code, _ in where.values()} - {-1})), place=lambda row: _place(row, level, where),
        indicator=tuple(subjects), series=series,
        period=tuple(n for n in (period, identifier) if n >= 0), when=lambda row: period_key(row[period], _cell(row, identifier)),
        sex=sex, groups=tuple(n for n in (*groups, *pair) if n >= 0), broken_down=broken_down,
        used=frozenset((taken | places) - {-1}), publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip


ABOVE = {"regional": "national", "local authority": "regional", "local authority district": "local authority"}
"""What an area of a level lies in."""


def _place(row: Row, level: int, where: dict[str, tuple[int, int]]) -> Place:
    """Where a row's figures are for, by its geographic level."""
    here = row[level].strip().lower()
    if here in SMALL:
        raise BadRow("Figures of single schools and providers are not kept")
    code, name = where.get(here, (-1, -1))
    if code < 0:
        raise BadRow(f"Unknown area: no column holds the code of a {here or 'place without a level'}")
    up, up_name = where.get(ABOVE.get(here, ""), (-1, -1))
    return Place(row[code].strip(), _cell(row, name), here, _cell(row, up), _cell(row, up_name))


def _pair(names: list[str]) -> tuple[int, int]:
    """The columns that name a characteristic and its value; -1 where there are none."""
    return next(((at(names, a), at(names, b)) for a, b in PAIRS if a in names and b in names), (-1, -1))


def _is_breakdown(name: str, n: int, sample: list[list[str]]) -> bool:
    """Whether a column of words is a breakdown: it has totals, or is plainly one. Any other says what is counted."""
    said = {row[n].strip().lower() for row in sample if n < len(row)}
    known = (
        "sex",
        "age",
        "ethnicity",
        "deprivation",
        "disability",
        "religion",
        "learning-difficulty",
        "looked-after",
    )
    return bool(said & (EVERYBODY - {""})) or dimension_of(name) in known


def _cell(row: Row, n: int) -> str:
    return row[n] if n >= 0 else ""
