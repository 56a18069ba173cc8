"""Tables that hold several figures in one row: which of their columns are figures, and of what."""

import re
from dataclasses import dataclass

from needs.figures.headings import fold, words
from needs.figures.plan import Measure, Series
from needs.figures.texts import EVERYBODY, SIGNS, unit_in

COUNTS = re.compile(
    r"^(number|num|count|n|headcount|cases|numerator)$|^(number|num|n|count)_|_(number|count|headcount)$"
)
RATES = re.compile(
    r"rate|per_?cent|pct|proportion|percentage|average|mean|median|score|ratio|share|^value$|^%"
)
WHOLES = re.compile(r"population|denominator|^total|cohort|eligible|^pupils?$|_total$|^base$|^pupil_count$")
GENERAL = {"number", "count", "n", "value", "rate", "percent", "percentage", "pct", "headcount", "total", "proportion",
           "average", "score"}  # fmt: skip
"""Names of columns that say how something is counted, and not what."""


@dataclass(frozen=True)
class Columns:
    """The columns that are left once place and time are known."""

    figures: list[int]
    words: list[int]


def is_figure(text: str) -> bool:
    """Whether a text is a number, a sign for a missing one, or nothing."""
    plain = text.strip().lower()
    if not plain or plain in SIGNS:
        return True
    try:
        float(plain.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


def sorted_columns(heading: list[str], sample: list[list[str]], taken: set[int]) -> Columns:
    """Which columns hold figures, and which hold words."""
    figures, texts = [], []
    for n in range(len(heading)):
        if n in taken or not heading[n].strip():
            continue
        seen = [row[n] for row in sample if n < len(row) and row[n].strip()]
        if (
            seen
            and all(is_figure(text) for text in seen)
            and any(text.strip()[-1:].isdigit() for text in seen)
        ):
            figures.append(n)
        elif seen and not all(text.strip().lower() in SIGNS for text in seen):
            texts.append(n)
        elif seen and not any(text.strip().lower() in EVERYBODY - {"z"} for text in seen):
            figures.append(n)
    return Columns(figures, texts)


def grouped(heading: list[str], figures: list[int]) -> tuple[Measure, ...]:
    """The measures of a row: a rate with its count and what it is a part of is one, anything else each its own."""
    plain = {n: re.sub(r"[^a-z0-9%]+", "_", heading[n].lower()).strip("_") for n in figures}
    rates = [n for n in figures if RATES.search(plain[n])]
    wholes = [n for n in figures if n not in rates and WHOLES.search(plain[n])]
    counts = [n for n in figures if n not in rates and n not in wholes and COUNTS.search(plain[n])]
    together = (
        len(rates) + len(counts) + len(wholes) == len(figures) and len(counts) <= 1 and len(wholes) <= 1
    )
    if together and len(rates) == 1:
        count, whole = (counts or [-1])[0], (wholes or [-1])[0]
        return (Measure(rates[0], count=count, denominator=whole, label=heading[rates[0]]),)
    if together and not rates and len(counts) == 1:
        return (
            Measure(counts[0], count=counts[0], denominator=(wholes or [-1])[0], label=heading[counts[0]]),
        )
    return tuple(Measure(n, label=heading[n]) for n in figures)


def named(
    measure: Measure, what: str, title: str, *, several: bool, publisher: str = "", licence: str = ""
) -> Series:
    """The indicator of one measure of a row; `what` is what the row's own words say it is about."""
    label = words(measure.label)
    unit, scale = unit_in(measure.label)
    says_how = fold(measure.label) in GENERAL or unit != ""
    if what:
        name = f"{what}: {label[:1].lower()}{label[1:]}" if several or says_how else what
    else:
        name = (
            f"{title}: {label[:1].lower()}{label[1:]}"
            if fold(measure.label) in GENERAL or says_how
            else label
        )
    return Series("", name, unit, scale, publisher, licence)
