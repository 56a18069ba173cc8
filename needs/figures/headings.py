"""Names of columns: the many ways in which publishers write the same one."""

import hashlib
import re
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"


def fold(name: str) -> str:
    """A name without case, spaces and signs: `Lower_CI_95.0_limit` and `Lower CI 95.0 limit` are one."""
    return re.sub(r"[^a-z0-9%]", "", name.lower())


def folded(heading: Iterable[str]) -> list[str]:
    """A heading, folded."""
    return [fold(name) for name in heading]


def hash_of(heading: Iterable[str]) -> str:
    """What a layout is remembered by."""
    return hashlib.sha256("\x1f".join(folded(heading)).encode()).hexdigest()


def slug(text: str, length: int = 120) -> str:
    """A code made from words."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:length].strip("-")


def words(name: str) -> str:
    """A column's name as a person would write it: `rate_per_10000` is “Rate per 10,000”."""
    text = " ".join(re.sub(r"[_\s]+", " ", name).split())
    text = re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}" if len(found[0]) > 4 else found[0], text)  # noqa: PLR2004
    text = re.sub(r"\b(perc|pct)\b", "per cent", text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


ROLES = {
    "area-code": "Area: its code",
    "area-name": "Area: its name",
    "indicator-code": "Indicator: its number or code",
    "indicator": "Indicator: its name",
    "measure": "Indicator: which measure of it",
    "period": "Period",
    "value": "Value",
    "lower": "Lower confidence limit",
    "upper": "Upper confidence limit",
    "count": "Count (numerator)",
    "denominator": "Denominator",
    "unit": "Unit",
    "sex": "Sex",
    "age": "Age",
    "ethnicity": "Ethnicity",
    "disability": "Disability",
    "religion": "Religion",
    "orientation": "Sexual orientation",
    "learning-difficulty": "Learning difficulty",
    "looked-after": "Looked after or not",
    "offending": "Risk of offending",
    "breakdown": "Another breakdown",
    "note": "Note on the value",
    "ignore": "Nothing we keep",
}
"""What a column can hold, in the words of the form that asks."""
DIMENSIONS = (
    "sex", "age", "ethnicity", "disability", "religion", "orientation", "learning-difficulty", "looked-after",
    "offending", "breakdown",
)  # fmt: skip

SYNONYMS = {
    "area-code": "areacode gsscode onscode geographycode geogcode areacd ladcode lacode localauthoritycode wardcode "
                 "lsoacode lsoa11cd lsoa21cd lsoa msoacode ladcd utlacode utlacd ecode newlacode code laua",
    "area-name": "areaname geographyname areanm ladname laname localauthority localauthorityname lsoaname lsoa11nm "
                 "lsoa21nm wardname utlaname area geography locality localityname name authority council",
    "indicator-code": "indicatorid indicatorcode measureid metricid",
    "indicator": "indicator indicatorname indicatortitle metric metricname series variable statistic",
    "measure": "measure measurename measuretype valuetype",
    "period": "period timeperiod time year date financialyear academicyear calendaryear timeperiodlabel yearending "
              "reportingperiod quarter month",
    "value": "value obsvalue figure indicatorvalue datavalue v40",
    "lower": "lowerci95limit lowerci950limit lowerci95 lowerci lci lcl cilower lowerconfidencelimit lowerconfidenceinterval "
             "lowerlimit lower95ci lci95 lowercl",
    "upper": "upperci95limit upperci950limit upperci95 upperci uci ucl ciupper upperconfidencelimit upperconfidenceinterval "
             "upperlimit upper95ci uci95 uppercl",
    "count": "count numerator number observed cases",
    "denominator": "denominator population denom base cohort",
    "unit": "unit units unitofmeasure valueunit",
    "sex": "sex gender sexname gendername",
    "age": "age agegroup ageband agename agerange",
    "ethnicity": "ethnicity ethnicgroup ethnicgroupname",
    "disability": "disability disabilitystatus",
    "religion": "religion religionname",
    "orientation": "sexualorientation orientation",
    "learning-difficulty": "learningdifficulty learningdisability",
    "looked-after": "lookedafter lookedafterstatus",
    "offending": "riskofoffending offending",
    "note": "valuenote note notes footnote obsstatus obsstatusname flag",
}  # fmt: skip
ROLE_OF = {name: role for role, names in SYNONYMS.items() for name in names.split()}
"""A folded name to what its column holds, in tables that follow no publisher's layout."""
