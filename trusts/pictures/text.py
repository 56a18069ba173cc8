"""How wide words are, so that they break inside their box before a browser has seen them."""

# Measured from DejaVu Sans, the widest of the types that stand in where there is no Arial.
NARROW = set("iljtfrI.,:;'’|!()[]-‘ ")
WIDE = set("mwMW@—%")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Roughly how wide a text is, on the safe side."""
    ems = sum(_ems(letter) for letter in text)
    return ems * size * (1.11 if bold else 1.0)


def _ems(letter: str) -> float:
    if letter in NARROW:
        return 0.38
    if letter in WIDE:
        return 0.98
    return 0.74 if letter.isupper() else 0.61


def wrap(text: str, room: float, size: int, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word longer than a line is cut with a hyphen."""
    lines: list[str] = []
    line = ""
    words = text.split()
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
        elif line:
            lines.append(line)
            line, words = "", [word, *words]
        else:
            cut = _fitting(word, room, size, bold=bold)
            lines.append(f"{word[:cut]}-")
            words = [word[cut:], *words]
    return [*lines, line] if line else lines


def _fitting(word: str, room: float, size: int, *, bold: bool) -> int:
    cut = len(word) - 1
    while cut > 1 and width(f"{word[:cut]}-", size, bold=bold) > room:
        cut -= 1
    return max(cut, 1)
