"""Which parts' sheets an open workbook has in view; brings them in or out of view, and Home's
rows.
"""

from collections.abc import Mapping
from contextlib import suppress

from xlpy.book.hosts import Host
from xlpy.core.parts import HOME_CODE, MONTH, OPTIONAL, PARTS, Part, code_name, code_names
from xlpy.core.tables import TABLES

_HIGH, _LOW = 32, 19
"""How high Home's rows are in points: a numbered step, a line of links."""
_ROWS = 300
"""More rows than Home has."""


def parts_in_view(book: Host) -> list[Part]:
    """The parts of which an open workbook has at least one sheet in view; `book` is xlwings'
    Book.
    """
    seen = {code for code, sheet in _sheets(book).items() if sheet.visible}
    return [part for part in PARTS if seen.intersection(code_names(part))]


def whole_parts(in_view: Mapping[str, bool]) -> dict[Part, bool]:
    """The optional parts of which all sheets are in view, or (False) none is; of sheets by code
    name, and whether each is in view.
    """
    states = {
        part: {in_view[code] for code in code_names(part) if code in in_view} for part in OPTIONAL
    }
    return {part: True in seen for part, seen in states.items() if len(seen) == 1}


def show_parts(book: Host, wanted: Mapping[Part, bool]) -> list[Part]:
    """Bring the sheets of parts into view, or (False) out of it, and Home's rows after them; the
    parts that are in view then.
    """
    sheets = _sheets(book)
    home = sheets.get(HOME_CODE)
    if home is not None:
        # A sheet in front cannot be hidden.
        home.activate()
    for part, on in wanted.items():
        for code in code_names(part) if part is not MONTH else ():
            if code in sheets and bool(sheets[code].visible) is not on:
                sheets[code].visible = on
    found = parts_in_view(book)
    if home is not None:
        _show_rows(home, {part.number for part in found})
    return found


def _sheets(book: Host) -> dict[str, Host]:
    """The sheets by the names that macros know them by; by their table where they have one."""
    return {code: sheet for sheet in book.sheets if (code := _code(sheet))}


def _code(sheet: Host) -> str:
    for table in sheet.tables:
        if table.name.casefold() in TABLES:
            return code_name(table.name.casefold())
    with suppress(Exception):
        return str(sheet.api.CodeName)
    return ""


def _show_rows(home: Host, shown: set[int]) -> None:
    """Let those of Home's rows stand whose part is in view: column A has a part's number in its
    rows, less than 0 where it stands while the part is not.
    """
    known = {part.number for part in OPTIONAL}
    lines = home.range((1, 1), (_ROWS, 2)).value
    for number, (mark, step) in enumerate(lines, 1):
        if not isinstance(mark, float | int) or abs(int(mark)) not in known:
            continue
        stands = (abs(int(mark)) in shown) is (mark > 0)
        row = home.range((number, 1))
        if stands is (row.row_height == 0):
            row.row_height = 0 if not stands else _HIGH if step else _LOW
