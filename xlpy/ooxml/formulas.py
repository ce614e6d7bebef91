"""The references to cells in a formula's text: found, and put in other rows; all else stays as it
is written.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from xlpy.ooxml.gate import MAX_COLUMN, MAX_ROW
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.listobjects import Area

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_END = r"(?![\w(.!])"
_TOKEN = re.compile(
    rf"""
    "(?:[^"]|"")*"
    | \[\d+\](?:[\w.]+)?!(?:{_CELL}(?::{_CELL})?)?                # another workbook's
    | [\w.]+:[\w.]+!(?:{_CELL}(?::{_CELL})?)?                     # several sheets'
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]                   # a table's columns
    | (?P<sheet>{_SHEET})?
      (?: (?P<first>{_CELL})(?::(?P=sheet)?(?P<last>{_CELL}))?{_END}
        | (?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}){_END}
        | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}{_END} )
    | {_SHEET}
    | [\w.\\?]+
    """,
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_KEPT = 8192
"""Of how many formulas the references are kept."""
_LIKE = re.compile(r"[A-Za-z]\$?[0-9]|[0-9]:\$?[0-9]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in a formula: its sheet (None: the formula's own), its cells, which
    rows are fixed.

    `ranged`: written with a colon. `text`: as it is written.
    """

    sheet: str | None
    area: Area
    fixed: tuple[bool, bool]
    ranged: bool
    text: str


Rows = tuple[int, int]
Visit = Callable[[Reference], Rows | None]
"""What becomes of a reference: its new first and last row, or None to leave it."""


def may_refer(formula: str) -> bool:
    """Whether a formula may hold a reference at all: a quick look."""
    return _LIKE.search(formula) is not None


def with_rows(formula: str, visit: Visit) -> str:
    """The formula, each of its references in the rows that `visit` gives."""
    found = references(formula)
    rows = [visit(reference) for reference in found]
    if all(
        new in (None, (reference.area.top, reference.area.bottom))
        for reference, new in zip(found, rows, strict=True)
    ):
        return formula
    coming = iter(rows)

    def placed(match: re.Match) -> str:
        reference = _reference(match)
        return _placed(match, reference, next(coming)) if reference else match[0]

    return _TOKEN.sub(placed, formula)


# The same formulas stand in many workbooks, and a write looks at each several times.
@lru_cache(maxsize=_KEPT)
def references(formula: str) -> tuple[Reference, ...]:
    """The references of a formula in their order."""
    if not may_refer(formula):
        return ()
    return tuple(filter(None, map(_reference, _TOKEN.finditer(formula))))


@lru_cache(maxsize=_KEPT)
def without_rows(formula: str) -> str:
    """The formula with every row number of its references taken out: what stays when rows move.

    A range of one column reads like a cell of it.
    """
    if not may_refer(formula):
        return formula
    return _TOKEN.sub(
        lambda match: _without_rows(match) if _reference(match) else match[0], formula
    )


def _without_rows(match: re.Match) -> str:
    corners = (
        [match["first"], match["last"] or match["first"]]
        if match["first"]
        else match["rows"].split(":")
    )
    return (match["sheet"] or "") + ":".join(
        dict.fromkeys(re.sub(r"[0-9]+$", "", corner) for corner in corners)
    )


def _placed(match: re.Match, reference: Reference, rows: Rows | None) -> str:
    if rows is None or rows == (reference.area.top, reference.area.bottom):
        return match[0]
    text, at = match[0], len(match["sheet"] or "")
    # Of a reference written from below to above the first corner holds the lower row.
    corners = (
        [match[name] for name in ("first", "last")] if match["first"] else match["rows"].split(":")
    )
    if rows[0] != rows[1] and not all(corners):
        # A single cell that stood for all rows becomes a range.
        return text[:at] + ":".join(re.sub(r"[0-9]+$", str(row), corners[0]) for row in rows)
    numbers = [_row_of(corner) for corner in corners if corner]
    ends = rows if numbers == sorted(numbers) else rows[::-1]
    for corner, row in zip(filter(None, corners), ends, strict=False):
        start = text.index(corner, at)
        new = re.sub(r"[0-9]+$", str(row), corner)
        text, at = text[:start] + new + text[start + len(corner) :], start + len(new)
    return text


def _row_of(corner: str) -> int:
    return int(re.search(r"[0-9]+$", corner)[0])


def _reference(match: re.Match) -> Reference | None:
    if not match["first"] and not match["rows"]:
        return None
    sheet = _sheet_name(match["sheet"]) if match["sheet"] else None
    if match["rows"]:
        ends = match["rows"].split(":")
        columns, fixed = (1, MAX_COLUMN), [end.startswith("$") for end in ends]
    else:
        corners = [_CORNER.fullmatch(match[name]) for name in ("first", "last") if match[name]]
        ends = [corner[4] for corner in corners]
        columns, fixed = (
            [column_number(corner[2]) for corner in corners],
            [corner[3] == "$" for corner in corners],
        )
    rows = [int(end.lstrip("$")) for end in ends]
    if not all(1 <= row <= MAX_ROW for row in rows) or not all(
        1 <= column <= MAX_COLUMN for column in columns
    ):
        return None
    if rows != sorted(rows):
        fixed = fixed[::-1]
    area = Area(min(rows), min(columns), max(rows), max(columns))
    return Reference(sheet, area, (fixed[0], fixed[-1]), len(ends) > 1, match[0])


def _sheet_name(prefix: str) -> str:
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def shifted(formula: str, down: int, right: int) -> str | None:
    """The formula as a cell so many rows and columns away has it; None when a reference would
    leave the sheet.
    """
    gone = False

    def moved(match: re.Match) -> str:
        nonlocal gone
        if match["rows"]:
            ends = [_moved_row(end, down) for end in match["rows"].split(":")]
        elif match["first"]:
            corners = [_CORNER.fullmatch(match[name]) for name in ("first", "last") if match[name]]
            ends = [_moved_corner(corner, down, right) for corner in corners]
        else:
            return _moved_columns(match[0], right)
        gone = gone or None in ends
        return (match["sheet"] or "") + ":".join(filter(None, ends))

    text = _TOKEN.sub(moved, formula)
    return None if gone else text


def _moved_row(end: str, down: int) -> str | None:
    if end.startswith("$"):
        return end
    return str(int(end) + down) if 1 <= int(end) + down <= MAX_ROW else None


def _moved_columns(text: str, right: int) -> str:
    whole = re.fullmatch(rf"({_SHEET})?(\$?[A-Za-z]{{1,3}}):(\$?[A-Za-z]{{1,3}})", text)
    if not right or not whole:
        return text
    ends = [
        end if end.startswith("$") else letters(column_number(end) + right)
        for end in whole.groups()[1:]
    ]
    return (whole[1] or "") + ":".join(ends)


def _moved_corner(corner: re.Match, down: int, right: int) -> str | None:
    column = column_number(corner[2]) + (0 if corner[1] else right)
    row = int(corner[4]) + (0 if corner[3] else down)
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        return None
    return f"{corner[1]}{letters(column)}{corner[3]}{row}"
