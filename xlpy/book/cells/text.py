"""What cells hold as people see it: full-width characters folded, values quoted in messages, and
the refusal.
"""

from datetime import date, datetime
from decimal import Decimal

from xlpy.core.text import Says, Text
from xlpy.ooxml.values import CellError

FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("　"): " ",
    ord("￥"): "¥",
    ord("−"): "-",
    ord("–"): "-",
    ord("﹣"): "-",
    ord("\u00a0"): " ",
    ord("\u2009"): " ",
    ord("\u202f"): " ",
    ord("\ufeff"): None,
    ord("\u200b"): None,
}


class BadCell(Says, ValueError):
    """A cell cannot be read; `said`: what was found and what to type instead; `key`: which kind of
    refusal, where something depends on it.
    """

    def __init__(self, said: Text, key: str = ""):
        self.said, self.key = said, key
        super().__init__(self.text)


def fold(text: str) -> str:
    """The text with full-width letters, digits, signs and odd spaces as plain ones, stripped."""
    text = text.strip()
    return text if text.isascii() else text.translate(FOLD).strip()


def number_text(number: int | float) -> str:
    """A number as a spreadsheet's 15 digits show it, without `.0` and without an exponent: 1001.0
    -> `1001`.
    """
    if isinstance(number, int) or (number.is_integer() and abs(number) < 1e16):
        return str(int(number))
    text = format(number, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def shown(raw: object) -> str:
    """What a cell shows, as text: dates in ISO form, numbers without `.0`, TRUE and FALSE; empty
    for None.
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, (int, float)):
        return number_text(raw)
    if isinstance(raw, tuple):
        if len(raw) == 1:
            # A span of time, as a fraction of a day.
            return number_text(raw[0])
        clock = " " + ":".join(f"{part:02.0f}" for part in raw[3:6]) if any(raw[3:6]) else ""
        return f"{raw[0]:04d}-{raw[1]:02d}-{raw[2]:02d}{clock}"
    if isinstance(raw, CellError):
        return raw.text
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "seconds")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def brief(raw: object) -> str:
    """What a cell shows, cut to a length that fits a message."""
    text = shown(raw)
    return text if len(text) <= 40 else text[:39] + "…"


def refuse(raw: object, said: Text, key: str = "") -> BadCell:
    """A refusal that begins with what the cell shows."""
    return BadCell(Text(f"“{brief(raw)}”{said.zh}", f'"{brief(raw)}" {said.en}'), key)


def refuse_error(raw: CellError) -> BadCell:
    """The refusal of a cell that shows a formula error."""
    return BadCell(
        Text(
            f"单元格是公式错误 {raw.text}，请改正公式，或改填数值",
            f"the cell shows the formula error {raw.text}; correct the formula, or type a value "
            "instead",
        )
    )
