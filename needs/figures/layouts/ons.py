"""Office for National Statistics: downloads of Nomis, and of its customised data."""

import re

from needs.figures.geography import Place
from needs.figures.headings import folded, words
from needs.figures.layouts.asked import Asked, at, period_key
from needs.figures.plan import Group, Measure, Plan, Row, Series
from needs.figures.texts import EVERYBODY, dimension_of, unit_in

PUBLISHER = "Office for National Statistics"
OPEN = "Open Government Licence v3.0"
UNDERSTOOD = re.compile(
    r"(typecode|sortorder|offset|recordcount|urn|_code|statusname|obsstatus|datecode|datetype|measures)$"
)
SUBJECTS = ("variablename", "cellname", "measurename", "statisticname", "itemname", "indicatorname")


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan of a Nomis file, or of customised data."""
    names = folded(heading)
    if {"geographycode", "obsvalue"} <= set(names) and at(names, "datename", "date") >= 0:
        return _nomis(heading, names, asked)
    if re.fullmatch(r"v4\d+", names[0]):
        return _customised(heading, names, asked)
    return None


def _nomis(heading: list[str], names: list[str], asked: Asked) -> Plan:
    """A download of Nomis: every dimension has a column for its code and one for its name."""
    date, spoken = at(names, "date", "datename"), at(names, "datename", "date")
    code, name, sort = at(names, "geographycode"), at(names, "geographyname"), at(names, "geographytype")
    value, status = at(names, "obsvalue"), at(names, "obsstatusname", "obsstatus")
    sex, age = (at(names, f"c{one}name", f"{one}name", one) for one in ("sex", "age"))
    sex = sex if sex >= 0 else at(names, "gendername", "gender")
    kind = at(names, "measuresname")
    known = {date, spoken, code, name, sort, value, status, sex, age, kind}
    dimensions = [
        n for n, one in enumerate(names) if one.endswith("name") and n not in known and "status" not in one
    ]
    subjects = [n for n in dimensions if names[n] in SUBJECTS]
    groups = [n for n in dimensions if n not in subjects]

    def when(row: Row) -> int:
        return period_key(row[spoken].strip() or row[date].strip())

    def series(row: Row, measure: Measure) -> Series:
        what = ", ".join(row[n].strip() for n in subjects) or asked.title
        how = row[kind].strip() if kind >= 0 else ""
        unit, scale = unit_in(f"{how} {what}")
        label = what if how.lower() in ("", "value", "number") else f"{what}: {how[:1].lower()}{how[1:]}"
        return Series("", label, unit, scale, PUBLISHER, OPEN)

    def broken_down(row: Row) -> list[Group]:
        return [
            Group(
                dimension_of(heading[n][:-5]),
                row[n].strip(),
                words(re.sub(r"(?i)[_ ]?name$", "", heading[n])),
            )
            for n in groups
            if row[n].strip().lower() not in EVERYBODY
            and not row[n].strip().lower().startswith(("all ", "total"))
        ]

    everywhere = {
        n for n, one in enumerate(names) if UNDERSTOOD.search(one) or one in ("geographytype", "geography")
    }
    twins = {
        n
        for n, one in enumerate(names)
        if f"{one}name" in names or f"{one.removesuffix('code')}name" in names
    }
    return Plan(
        layout="ONS Nomis", measures=(Measure(value),), area=(code,),
        place=lambda row: Place(row[code].strip(), row[name] if name >= 0 else "", row[sort] if sort >= 0 else ""),
        indicator=tuple(n for n in (*subjects, kind) if n >= 0), series=series,
        period=tuple({date, spoken}), when=when, sex=sex, age=age, groups=tuple(groups), broken_down=broken_down,
        used=frozenset((everywhere | twins | {name, sort, status}) - {-1}), publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip


def _customised(heading: list[str], names: list[str], asked: Asked) -> Plan | None:
    """Customised data: after the value and its marks, each dimension has a column for its code and one for its label."""
    marks = int(names[0][2:])
    pairs = [(n, n + 1) for n in range(1 + marks, len(names) - 1, 2)]
    time = next((pair for pair in pairs if re.search(r"year|time|month|quarter", names[pair[0]])), None)
    place = next(
        (pair for pair in pairs if re.search(r"geograph|admin|area|ward|authorit", names[pair[0]])), None
    )
    if time is None or place is None:
        return None
    rest = [pair for pair in pairs if pair not in (time, place)]
    sex = next((label for code, label in rest if names[label] in ("sex", "gender")), -1)
    age = next((label for code, label in rest if names[label] in ("age", "agegroup", "agegroups")), -1)
    subjects = [
        label for code, label in rest if re.search(r"measure|estimate|indicator|statistic", names[label])
    ]
    groups = [label for _, label in rest if label not in (sex, age, *subjects)]

    def series(row: Row, measure: Measure) -> Series:
        what = ", ".join(row[n].strip() for n in subjects)
        unit, scale = unit_in(what or asked.title)
        return Series("", f"{asked.title}: {what}" if what else asked.title, unit, scale, PUBLISHER, OPEN)

    def broken_down(row: Row) -> list[Group]:
        return [
            Group(dimension_of(heading[n]), row[n].strip(), words(heading[n]))
            for n in groups
            if row[n].strip().lower() not in EVERYBODY
        ]

    return Plan(
        layout="ONS customised data", measures=(Measure(0),), area=(place[0],),
        place=lambda row: Place(row[place[0]].strip(), row[place[1]]),
        indicator=tuple(subjects), series=series, period=(time[1],), when=lambda row: period_key(row[time[1]]),
        sex=sex, age=age, groups=tuple(groups), broken_down=broken_down,
        used=frozenset({n for pair in pairs for n in pair} | set(range(marks + 1))), publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip
