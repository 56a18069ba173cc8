"""How figures are written: as public servants write them, with their unit."""

from collections.abc import Iterable

from needs.models import Indicator


def number(value: float, decimals: int) -> str:
    """A number with commas between thousands and a true minus."""
    text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def decimals(values: Iterable[float | None]) -> int:
    """None where all are whole, else one: no published rate bears more."""
    return 0 if all(value is None or float(value).is_integer() for value in values) else 1


def unit(indicator: Indicator) -> str:
    """The unit as it stands in a heading."""
    return "%" if indicator.scale == 100 else indicator.unit  # noqa: PLR2004 (per cent)


def in_unit(name: str, indicator: Indicator) -> str:
    """A heading with the unit, unless the indicator's own name says it."""
    mine = unit(indicator)
    return name if not mine or mine.lower() in indicator.name.lower() else f"{name} ({mine})"


def with_unit(text: str, indicator: Indicator) -> str:
    """A value as it stands in a sentence: 9.2%, 71 per 10,000."""
    mine = unit(indicator)
    if not mine:
        return text
    if mine in ("%", "£"):
        return f"{text}%" if mine == "%" else f"£{text}"
    return f"{text} {mine}"


def plainly(words: str) -> str:
    """A name as it stands within a sentence: Localities as localities; LCB areas and Children’s Networks as they are."""
    proper = any(word[:1].isupper() for word in words.split()[1:])
    return words[:1].lower() + words[1:] if words[1:2].islower() and not proper else words


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    if rank % 100 in (11, 12, 13):
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


def listed(names: Iterable[str]) -> str:
    """A, B and C."""
    all_ = list(names)
    return " and ".join([", ".join(all_[:-1]), all_[-1]]) if len(all_) > 1 else "".join(all_)
