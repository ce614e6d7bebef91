"""References in formulas as LibreOffice holds them, in tokens: found, and put in other rows."""

from collections.abc import Callable, Sequence

import uno

from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.formulas import Reference, Rows
from xlpy.ooxml.listobjects import Area

_COLUMN_RELATIVE, _ROW_RELATIVE, _SHEET_RELATIVE = 1, 4, 16
_DELETED = 2 | 8 | 32
"""com.sun.star.sheet.ReferenceFlags."""
_CALC_A1 = 0
"""com.sun.star.sheet.AddressConvention.OOO: as LibreOffice itself writes formulas."""

Visit = Callable[[int, Reference], Rows | None]
"""What becomes of a reference to a sheet by its place from 0: its new first and last row, from 1;
None to leave it.
"""


class Parser:
    """Formulas of a document: texts to tokens and back."""

    def __init__(self, document: Uno):
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish = True
        self._parser.FormulaConvention = _CALC_A1

    def with_rows(self, formula: str, at: Uno, visit: Visit) -> str:
        """A formula's text (without the sign in front), its references in the rows that `visit`
        gives; `at` is the cell to which it is meant.
        """
        tokens = list(self._parser.parseFormula(formula, at))
        return self._parser.printFormula(tokens, at) if place_tokens(tokens, at, visit) else formula


def place_tokens(tokens: list, at: Uno, visit: Visit) -> bool:
    """Put the references of a formula's tokens in the rows that `visit` gives; whether one
    changed.
    """
    changed = False
    for token in tokens:
        data = _placed(token.Data, at, visit)
        if data is not None:
            token.Data = data
            changed = True
    return changed


def _placed(data: Uno, at: Uno, visit: Visit) -> Uno | None:
    """A reference in its new rows; None when it stays, or is none."""
    ranged = hasattr(data, "Reference1")
    if not ranged and not hasattr(data, "RelativeColumn"):
        return None
    corners = [data.Reference1, data.Reference2] if ranged else [data]
    sheets = {_sheet(corner, at) for corner in corners}
    if len(sheets) > 1 or any(corner.Flags & _DELETED for corner in corners):
        return None
    reference = _reference(corners, at, ranged)
    rows = visit(sheets.pop(), reference)
    if rows is None or rows == (reference.area.top, reference.area.bottom):
        return None
    return _in_rows(corners, at, rows)


def _reference(corners: Sequence[Uno], at: Uno, ranged: bool) -> Reference:
    found = sorted(
        (_row(corner, at) + 1, not corner.Flags & _ROW_RELATIVE, _column(corner, at) + 1)
        for corner in corners
    )
    columns = [column for _, _, column in found]
    area = Area(found[0][0], min(columns), found[-1][0], max(columns))
    return Reference(None, area, (found[0][1], found[-1][1]), ranged, area.ref)


def _in_rows(corners: Sequence[Uno], at: Uno, rows: Rows) -> Uno:
    if len(corners) == 1 and rows[0] == rows[1]:
        return _moved(corners[0], at, rows[0])
    # A single cell that stood for all rows becomes a range.
    first, last = corners[0], corners[-1]
    upside_down = _row(first, at) > _row(last, at)
    whole = uno.createUnoStruct("com.sun.star.sheet.ComplexReference")
    whole.Reference1 = _moved(first, at, rows[upside_down])
    whole.Reference2 = _moved(last, at, rows[not upside_down])
    return whole


def _moved(corner: Uno, at: Uno, row: int) -> Uno:
    new = uno.createUnoStruct("com.sun.star.sheet.SingleReference")
    for name in ("Column", "RelativeColumn", "Sheet", "RelativeSheet", "Flags"):
        setattr(new, name, getattr(corner, name))
    if corner.Flags & _ROW_RELATIVE:
        new.RelativeRow = row - 1 - at.Row
    else:
        new.Row = row - 1
    return new


def _sheet(corner: Uno, at: Uno) -> int:
    return at.Sheet + corner.RelativeSheet if corner.Flags & _SHEET_RELATIVE else corner.Sheet


def _row(corner: Uno, at: Uno) -> int:
    return at.Row + corner.RelativeRow if corner.Flags & _ROW_RELATIVE else corner.Row


def _column(corner: Uno, at: Uno) -> int:
    if corner.Flags & _COLUMN_RELATIVE:
        return at.Column + corner.RelativeColumn
    return corner.Column
