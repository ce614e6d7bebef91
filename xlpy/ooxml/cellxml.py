"""Cells as XML: written from values, and moved to another row."""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.formulas import Reference, with_rows
from xlpy.ooxml.gate import MAX_COLUMN
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.values import EPOCH, CellError, Value
from xlpy.ooxml.xmlparts import escaped, unescaped

LONGEST_TEXT = 32_767
_EPOCH_1904 = date(1904, 1, 1)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile("[A-Za-z0-9 ./:-]{0,200}")
"""A text that stands in XML as it is."""
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]+)["']""")
_REF = re.compile(rb"""(\sr\s*=\s*["'][A-Za-z]{1,3})[0-9]{1,7}(["'])""")
_TYPE = re.compile(rb"""\st\s*=\s*["'][^"']*["']""")
_FORMULA = re.compile(rb"<((?:[\w.-]+:)?f)(?=[\s/>])[^<>]*(?:/>|>[^<]*</\1\s*>)")
_ARRAY_REF = re.compile(rb"""(<(?:[\w.-]+:)?f\s[^<>]*?\bref\s*=\s*["'])([^"']*)""")


def style_of(cell: bytes) -> bytes:
    """The number of a cell's format; empty for the default."""
    found = _STYLE.search(cell[: cell.index(b">") + 1])
    return found[1] if found else b""


def _start(prefix: bytes, row: int, column: int, style: bytes) -> bytes:
    before, after = _around_row(prefix, column, style)
    return b"%s%d%s" % (before, row, after)


@lru_cache(maxsize=4096)
def _around_row(prefix: bytes, column: int, style: bytes) -> tuple[bytes, bytes]:
    """What stands before and behind the row's number where a cell begins."""
    format_ = b' s="%s"' % style if style else b""
    return b'<%sc r="%s' % (prefix, letters(column).encode()), b'"' + format_


def blank_cell(prefix: bytes, row: int, column: int, style: bytes) -> bytes:
    """A cell that holds its format alone."""
    return _start(prefix, row, column, style) + b"/>"


def formula_cell(
    prefix: bytes, row: int, column: int, style: bytes, formula: str, array: bool = False
) -> bytes:
    """A cell with a formula and no value yet: the program that opens the file computes it."""
    start = _start(prefix, row, column, style)
    kind = b' t="array" ref="%s%d"' % (letters(column).encode(), row) if array else b""
    text = escaped(formula).encode()
    return b"%s><%sf%s>%s</%sf></%sc>" % (start, prefix, kind, text, prefix, prefix)


def value_cell(
    prefix: bytes, row: int, column: int, style: bytes, value: Value, date1904: bool = False
) -> bytes:
    """A cell that holds a value. Raises FileError for one that no cell can hold."""
    start = _start(prefix, row, column, style)
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) is not None
        xml = (value if plain else escaped(cell_text(value))).encode()
        if not xml:
            return start + b"/>"
        parts = (start, prefix, prefix, xml, prefix, prefix, prefix)
        return b'%s t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>' % parts
    if isinstance(value, bool):
        return b'%s t="b"><%sv>%d</%sv></%sc>' % (start, prefix, value, prefix, prefix)
    return b"%s><%sv>%s</%sv></%sc>" % (
        start,
        prefix,
        number_text(value, date1904).encode(),
        prefix,
        prefix,
    )


def recomputed_cell(
    cell: bytes, prefix: bytes, value: Value | CellError, date1904: bool = False
) -> bytes | None:
    """A cell whose formula shows another value; None for one without a formula."""
    formula = _FORMULA.search(cell)
    if formula is None:
        return None
    end = cell.index(b">")
    tag, kind = _TYPE.sub(b"", cell[:end]), b""
    if value is None:
        return b"%s>%s</%sc>" % (tag, formula[0], prefix)
    if isinstance(value, CellError):
        kind, shown = b' t="e"', value.text.encode()
    elif isinstance(value, str):
        # An empty text is a text: as a number without digits it may show as 0, and some readers
        # lose the formula.
        kind, shown = b' t="str"', escaped(cell_text(value)).encode()
    elif isinstance(value, bool):
        kind, shown = b' t="b"', b"%d" % value
    else:
        shown = number_text(value, date1904).encode()
    return b"%s%s>%s<%sv>%s</%sv></%sc>" % (tag, kind, formula[0], prefix, shown, prefix, prefix)


def readable(text: str) -> str:
    """Text without the signs that XML forbids, as it will be read back."""
    return _ILLEGAL.sub("", text)


def cell_text(text: str) -> str:
    """Text as a cell can hold it: without the signs that XML forbids, and what looks like an
    escape escaped.
    """
    text = readable(text)
    if len(text) > LONGEST_TEXT:
        raise FileError(
            Text(
                f"文字超过 {LONGEST_TEXT} 个字符，单元格放不下：{text[:40]}…",
                f"A text exceeds the {LONGEST_TEXT} characters that a cell holds: {text[:40]}…",
            )
        )
    return _ESCAPE_LIKE.sub("_x005F_", text).replace("\r", "_x000D_")


def number_text(value: Value, date1904: bool) -> str:
    """A number, date or time as the digits of a cell."""
    if isinstance(value, date):
        return _serial(value, date1904)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value or abs(value), "f")
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        # Nought has no sign in Excel.
        return repr(value or abs(value))
    raise FileError(Text(f"单元格不能存放 {value!r}。", f"A cell cannot hold {value!r}."))


def epoch(date1904: bool) -> date:
    """The day from which a workbook counts."""
    return _EPOCH_1904 if date1904 else EPOCH


def _serial(value: date, date1904: bool) -> str:
    day = value.date() if isinstance(value, datetime) else value
    days = day.toordinal() - epoch(date1904).toordinal()
    if days < (0 if date1904 else 61):
        raise FileError(
            Text(
                f"日期 {day} 早于 Excel 能记的日期。",
                f"The date {day} is earlier than Excel can hold.",
            )
        )
    if not isinstance(value, datetime):
        return str(days)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return repr(days + seconds / 86400) if seconds else str(days)


def placed_cell(cell: bytes, old: int, new: int) -> bytes:
    """The cell in another row, whatever its formula refers to staying as it is."""
    end = cell.index(b">") + 1
    tag = _REF.sub(rb"\g<1>%d\g<2>" % new, cell[:end], count=1)

    def placed(match: re.Match) -> bytes:
        area = area_of(match[2].decode())
        here = area and area.is_cell and area.top == old
        return match[1] + (Area(new, area.left, new, area.right).ref.encode() if here else match[2])

    return tag + _ARRAY_REF.sub(placed, cell[end:], count=1)


def moved_cell(cell: bytes, prefix: bytes, old: int, new: int, body: Area, bottom: int) -> bytes:
    """The cell in another row; a formula's references to its own row go along.

    `body`: the table's data rows, which come to end at `bottom`. Raises FileError for a formula of
    which it is not certain what it would mean there.
    """
    end = cell.index(b">") + 1
    tag, inside = _REF.sub(rb"\g<1>%d\g<2>" % new, cell[:end], count=1), cell[end:]
    formula = re.match(rb"<%sf([^<>]*)>([^<]*)</%sf\s*>" % (prefix, prefix), inside)
    if formula is None:
        if re.match(rb"<%sf[\s/>]" % prefix, inside):
            raise _tied_formula(old)
        return tag + inside
    if formula[1].strip():
        raise _tied_formula(old)
    text = moved_formula(unescaped(formula[2].decode()), old, new, body, bottom)
    return tag + inside[: formula.start(2)] + escaped(text).encode() + inside[formula.end(2) :]


def moved_formula(formula: str, old: int, new: int, body: Area, bottom: int) -> str:
    """A formula's text in another row. Raises FileError when it refers to other rows of the
    table.
    """

    def moved(reference: Reference) -> tuple[int, int] | None:
        area = reference.area
        if reference.sheet is not None:
            return None
        if (
            all(reference.fixed)
            and reference.ranged
            and area.top <= body.top
            and area.bottom >= bottom
        ):
            # All of the table's rows, which went along already.
            return None
        ends = {
            row
            for row, fixed in zip((area.top, area.bottom), reference.fixed, strict=True)
            if not fixed
        }
        if area.top == area.bottom == old and ends == {old} and area.right < MAX_COLUMN:
            return new, new
        if area.top <= body.bottom and body.top <= area.bottom:
            raise _tied_formula(old)
        return None

    return with_rows(formula, moved)


def _tied_formula(row: int) -> FileError:
    return FileError(
        Text(
            f"第 {row} 行要上移，但其中的公式引用了其他行，不能安全移动；请改用结构化引用（如 [@"
            "金额]）或删去该公式。",
            f"Row {row} would move up, but a formula in it refers to other rows and cannot be "
            "moved safely; use a "
            f"structured reference such as [@Amount], or remove the formula.",
        )
    )
