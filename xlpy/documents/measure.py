"""How wide and how high a text is in Arial (and in its substitute), to lay pages out before they
are printed.

Rows of merged cells do not grow by themselves in any spreadsheet program, so their heights are
worked out here.
"""

from functools import cache, lru_cache

from xlpy.documents.faces import line_height

FONT = "Arial"
"""The font of the papers; where it is missing another of the same widths, or a wider one, stands
in for it.
"""
ROOM, LITTLE_ROOM = 5.0, 2.5
"""The points above and below a text, together; fewer where that saves a page."""
_NARROW = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys("It/\\!.,:;[] ", 278),
    **dict.fromkeys('fr-()"`', 333),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("FTZL", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRU", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("W", 944),
    "w": 722,
    "%": 889,
    "@": 1015,
}
"""Widths in thousandths of the font size; digits and the other small letters are 556."""
_BOLD, _SLACK, _LETTERS = 1.08, 1.03, 1.03
"""How much wider a bold text is, some slack, and the room for letters of a font that stands in:
next to its digits, which the columns are counted in, they may be wider than Arial's. (Chinese
signs are alike in all fonts.)
"""
_ROUNDING = 1e-6
"""Points by which two sums of the same widths, added in another order, never differ."""
_KEPT = 8192
"""Texts whose lines are kept: a paper asks for those of each text several times."""
_LINE, _HIGH_LINE = 1.2, 1.5
"""A line's height over the font size, at least, without and with characters that Arial has not:
theirs are higher.
"""

_CLOSING = "，。、；：！？）】》”’"
"""Signs that begin no line."""


@cache
def sign_width(sign: str) -> float:
    """A character's width in thousandths of the font size: Chinese ones are as wide as they are
    high.
    """
    if ord(sign) >= 0x1100:
        return 1000
    return _LETTERS * _NARROW.get(sign, 556 if ord(sign) < 0x250 else 620)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line of text in points."""
    return _points(sum(map(sign_width, text)), size, bold)


def _points(thousandths: float, size: float, bold: bool) -> float:
    return thousandths * size / 1000 * (_BOLD if bold else 1) * _SLACK


def wrapped(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The lines that a text takes in so many points: broken at blanks, and anywhere between
    Chinese characters.
    """
    return [line for part in text.split("\n") for line in _paragraph(part, width, size, bold)]


@lru_cache(maxsize=_KEPT)
def _paragraph(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    if text_width(text, size, bold) < width - _ROUNDING:
        return (text,)
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text, width, size, bold):
        wide = text_width(word.rstrip(), size, bold)
        if line and used + wide > width:
            lines.append(line)
            line, used = "", 0.0
        line += word
        used += text_width(word, size, bold)
    return (*lines, line)


def _words(text: str, width: float, size: float, bold: bool) -> list[str]:
    """The parts of a text between which a line can end; each keeps its blank. None is wider than a
    line.
    """
    parts, word, used = [], "", 0.0
    for sign in text:
        wide = _points(sign_width(sign), size, bold)
        if sign in _CLOSING and parts and not word:
            parts[-1] += sign
            continue
        if (ord(sign) >= 0x2E80 and sign not in _CLOSING) or used + wide > width:
            parts += [word] if word else []
            word, used = "", 0.0
        word += sign
        used += wide
        if ord(sign) >= 0x2E80 or sign in " -/":
            parts.append(word)
            word, used = "", 0.0
    return [*parts, word] if word else parts


def height_of(lines: list[str], size: float, room: float = ROOM) -> float:
    """The height in points of some lines with a little room above and below."""
    found = line_height(FONT)
    return round(
        sum(max(found, _HIGH_LINE if _is_high(line) else _LINE) for line in lines) * size + room, 2
    )


def stretch() -> float:
    """How much higher the lines are in the font that stands in for ours: 1 where they are not."""
    return max(1.0, line_height(FONT) / _LINE)


def _is_high(line: str) -> bool:
    return not line.isascii() and any(ord(sign) >= 0x590 for sign in line)


def in_lines(text: str, width: float, size: float) -> str:
    """A text with an end of line wherever it is reckoned to take a new one."""
    return "\n".join(line.rstrip(" ") for line in wrapped(text, width, size))


def pieces(text: str, width: float, size: float, most: int) -> list[str]:
    """A text in pieces of so many lines at most, the last two alike: no row of a sheet can be
    higher than a page, or than Excel allows, and a line alone looks like another item.
    """
    lines = wrapped(text, width, size)
    if len(lines) <= most:
        return [text]
    ends = [*range(most, len(lines), most), len(lines)]
    before = ends[-3] if len(ends) > 2 else 0
    ends[-2] = before + (len(lines) - before + 1) // 2
    parts = [lines[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    # Between two pieces the row ends, and with it the line.
    return ["".join(_rejoined(part, text)).removesuffix("\n") for part in parts]


def _rejoined(lines: list[str], text: str) -> list[str]:
    """Lines of a piece, the breaks that the writer set kept, those of the width left to the
    sheet.
    """
    return [
        line if line.endswith((" ", "-", "/")) or line + "\n" not in text else line + "\n"
        for line in lines
    ]
