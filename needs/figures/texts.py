"""Words that files use: for everybody, for a breakdown, for a figure that is not there."""

import re

from needs.models.category import Mark

EVERYBODY = {
    "", "all", "total", "persons", "person", "people", "all persons", "all people", "both", "both sexes", "all sexes",
    "everyone", "all ages", "all age groups", "all pupils", "all children", "not applicable", "n/a", "na", "_t", "t", "z",
    "all categories", "all usual residents", "all genders", "all ethnicities", "all ethnic groups", "total (all)",
}  # fmt: skip
"""What stands in a breakdown's column where the row is a total."""
SEXES = {
    "male": "Male", "males": "Male", "m": "Male", "boys": "Male", "boy": "Male", "men": "Male", "1": "Male",
    "female": "Female", "females": "Female", "f": "Female", "girls": "Female", "girl": "Female", "women": "Female",
    "2": "Female",
}  # fmt: skip
OTHER_SEXES = {"unknown", "not known", "not stated", "not recorded", "indeterminate", "other", "transgender", "unspecified",
               "non-binary"}  # fmt: skip

Kind = Mark.Kind
SIGNS = {
    "c": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "*": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "s": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "supp": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "suppressed": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "dnp": (Kind.SUPPRESSED, "Not published"),
    "low": (Kind.LOW, "Too small to show, but not nought"),
    "~": (Kind.LOW, "Too small to show, but not nought"),
    "0~": (Kind.LOW, "Rounds to nought, but is not nought"),
    "k": (Kind.LOW, "Rounds to nought, but is not nought"),
    "z": (Kind.NOT_APPLICABLE, "Does not apply"),
    ".": (Kind.NOT_APPLICABLE, "Does not apply"),
    "n/a": (Kind.NOT_APPLICABLE, "Does not apply"),
    "na": (Kind.NOT_APPLICABLE, "Does not apply"),
    "not applicable": (Kind.NOT_APPLICABLE, "Does not apply"),
    "x": (Kind.NOT_AVAILABLE, "Not available"),
    ":": (Kind.NOT_AVAILABLE, "Not available"),
    "..": (Kind.NOT_AVAILABLE, "Not available"),
    "-": (Kind.NOT_AVAILABLE, "Not available"),
    "–": (Kind.NOT_AVAILABLE, "Not available"),
    "null": (Kind.NOT_AVAILABLE, "Not available"),
    "not available": (Kind.NOT_AVAILABLE, "Not available"),
    "missing": (Kind.NOT_AVAILABLE, "Not available"),
    "[x]": (Kind.NOT_AVAILABLE, "Not available"),
    "[z]": (Kind.NOT_APPLICABLE, "Does not apply"),
    "[c]": (Kind.SUPPRESSED, "Hidden by the publisher to protect people"),
    "[low]": (Kind.LOW, "Too small to show, but not nought"),
    "[u]": (Kind.UNRELIABLE, "Too unreliable to publish"),
    "u": (Kind.UNRELIABLE, "Too unreliable to publish"),
}  # fmt: skip
"""The signs that publishers put where a figure would stand."""
NOTHING = "(blank)"
"""The mark of a figure that is simply not there."""
HIDDEN = re.compile(r"suppress|disclos|small (count|number)|confidential", re.IGNORECASE)
LOST = re.compile(r"not (published|available)|missing|no data|cannot be calculated", re.IGNORECASE)
UNRELIABLE = re.compile(r"unreliable|data quality|insufficient", re.IGNORECASE)


def note_kind(text: str) -> Kind:
    """What a note on a value means."""
    if HIDDEN.search(text):
        return Kind.SUPPRESSED
    if UNRELIABLE.search(text):
        return Kind.UNRELIABLE
    return Kind.NOT_AVAILABLE if LOST.search(text) else Kind.NOTE


DIMENSION_WORDS = (
    ("deprivation", r"depriv|imd|quintile|decile"),
    ("ethnicity", r"ethnic"),
    ("religion", r"religio|faith"),
    ("orientation", r"orientation"),
    ("learning-difficulty", r"learning (difficult|disabil)|\bsend?\b|special educational"),
    ("disability", r"disab"),
    ("looked-after", r"looked[ -]after|in care|care leaver"),
    ("offending", r"offend|criminal|youth justice"),
    ("sex", r"^(sex|gender)$"),
    ("age", r"\bage\b|age group"),
    ("socio-economic", r"socio|free school|fsm|ns-?sec|employment|income"),
    ("geography", r"geograph|urban|rural|region|district|authority"),
)


def dimension_of(words: str) -> str:
    """What something is a breakdown by, from what its publisher calls it."""
    plain = words.replace("_", " ").lower()
    for dimension, pattern in DIMENSION_WORDS:
        if re.search(pattern, plain):
            return dimension
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "other"


SCALES = (
    (r"per 100,?000\b|100k", 100_000, "per 100,000"),
    (r"per 10,?000\b|10k", 10_000, "per 10,000"),
    (r"per 1,?000\b", 1_000, "per 1,000"),
    (r"%|per ?cent|percentage|\bpct\b|\bperc\b", 100, "%"),
    (r"proportion", 1, "proportion"),
)


def unit_in(words: str) -> tuple[str, int | None]:
    """The unit that a name says, and what it is per."""
    plain = words.replace("_", " ").lower()
    for pattern, scale, unit in SCALES:
        if re.search(pattern, plain):
            return unit, scale
    return "", None
