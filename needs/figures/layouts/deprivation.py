"""English indices of deprivation: one row for each small area, one column for each score, rank and decile."""

import re

from needs.figures.faults import BadFile
from needs.figures.geography import Place
from needs.figures.headings import folded
from needs.figures.layouts.asked import Asked, fixed_period, period_key
from needs.figures.layouts.wide import sorted_columns
from needs.figures.plan import Measure, Plan, Row, Series

PUBLISHER = "Ministry of Housing, Communities and Local Government, English indices of deprivation"
OPEN = "Open Government Licence v3.0"
RELEASES = {"2013": 2015, "2019": 2019, "2024": 2025, "2025": 2025}
"""The year of the districts in the heading, to the release."""
WORDS = re.compile(
    r"\b(score|rank|decile|imd|idaci|idaopi|deprivation|population|aged|dependent children)\b", re.IGNORECASE
)


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan of a file of the indices."""
    names = folded(heading)
    code = next(
        (
            n
            for n, one in enumerate(names)
            if re.fullmatch(r"(lsoa|lsoa\d*cd|lsoacode)(20)?\d*|lsoacode\d{4}", one)
        ),
        -1,
    )
    told = sum(1 for name in heading if WORDS.search(name))
    if code < 0 or told < 2 or not any("depriv" in one or "imd" in one or "idaci" in one for one in names):  # noqa: PLR2004
        return None
    area = next(
        (n for n, one in enumerate(names) if one.startswith(("lsoaname", "lsoa11nm", "lsoa21nm"))), -1
    )
    district = next(
        (n for n, one in enumerate(names) if re.match(r"(localauthoritydistrict|lad)(code|\d*cd)", one)), -1
    )
    district_name = next(
        (n for n, one in enumerate(names) if re.match(r"(localauthoritydistrict|lad)(name|\d*nm)", one)), -1
    )
    key = fixed_period(asked) or _release(heading, district, code, asked)
    left = sorted_columns(heading, sample, {code, area, district, district_name})
    if not left.figures:
        return None

    def series(row: Row, measure: Measure) -> Series:
        name = " ".join(measure.label.split())
        unit = "decile" if "decile" in name.lower() else "rank" if "rank" in name.lower() else ""
        scale = 1 if "rate" in name.lower() else None
        return Series("", f"{name}"[:500], unit, scale, PUBLISHER, OPEN)

    return Plan(
        layout="English indices of deprivation",
        measures=tuple(Measure(n, label=heading[n]) for n in left.figures),
        area=(code,),
        place=lambda row: Place(
            row[code].strip(), row[area] if area >= 0 else "", "LSOA",
            row[district].strip() if district >= 0 else "", row[district_name] if district_name >= 0 else "",
        ),
        indicator=(), series=series, period=(), when=lambda row: key,
        used=frozenset({area, district, district_name} - {-1}), publisher=PUBLISHER, licence=OPEN,
    )  # fmt: skip


def _release(heading: list[str], district: int, code: int, asked: Asked) -> int:
    """The period of the release: after the year of its districts, its small areas or its file."""
    said = re.search(r"(20\d{2})", heading[district]) if district >= 0 else None
    if said and said[1] in RELEASES:
        return period_key(str(RELEASES[said[1]]))
    named = re.search(r"(2004|2007|2010|2015|2019|2025)", asked.file_name)
    if named:
        return period_key(named[1])
    if "21" in heading[code]:
        return period_key("2025")
    raise BadFile("The heading does not say of which release these indices are. Say the year.")
