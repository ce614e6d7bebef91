"""Cells outside of our tables that the workbook invites to change: the yellow ones of What if,
choosers of the views.

They go into the file with the tables' rows. A formula is stored as the value that it gives; what
was changed in other cells is reported.
"""

from collections.abc import Mapping, Sequence

from com.sun.star.sheet.ValidationType import ANY

from xlpy.book.tables import Recomputed
from xlpy.files.loosecells import LooseCell
from xlpy.libreoffice.differences import stored_number
from xlpy.libreoffice.engine.values import ErrorValue, plain
from xlpy.libreoffice.names import CELLS
from xlpy.libreoffice.snapshot import Place, Snapshot, in_words
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.values import CellError, Value

_VIEW = "shView"
"""What the code names of our views begin with."""


def invited_cells(
    document: Uno, before: Snapshot, now: Snapshot
) -> tuple[list[LooseCell], list[str]]:
    """The cells to store, with what formulas beside them show now; what of the changes cannot be
    stored, in words.
    """
    cells: list[LooseCell] = []
    notes = [f"工作表 sheet: {name}" for name in before.changed_sheets(now)]
    for name, places in before.changed_elsewhere(now).items():
        sheet, typed = document.Sheets.getByName(name), now.sheets[name]
        ours = [place for place in places if _is_invited(sheet, place)]
        if others := [place for place in places if place not in ours]:
            notes.append(in_words(name, others))
        held = _values_held(sheet) if ours else {}
        for place in ours:
            value, words = held.get(place), in_words(name, [place])
            if isinstance(value, CellError):
                notes.append(f"{words} ({value.text})")
                continue
            cells.append(LooseCell(name, *place, value))
            if typed.get(place, "").startswith("="):
                notes.append(
                    f"{words}: 公式 {typed[place]} 存成了数值 the formula was stored as its value"
                )
        if ours and any(CELLS.upper() in text.upper() for text in typed.values()):
            # Where nobody has the functions, the figures that follow must be in the file.
            formulas = (
                place for place, text in typed.items() if text.startswith("=") and place not in ours
            )
            cells += [LooseCell(name, *place, Recomputed(held.get(place))) for place in formulas]
    return cells, notes


def with_stored(
    before: Mapping[str, Mapping[Place, str]],
    now: Mapping[str, Mapping[Place, str]],
    cells: Sequence[LooseCell],
) -> dict[str, Mapping[Place, str]]:
    """What a file's cells outside of the tables hold once those cells are stored."""
    after = {name: dict(held) for name, held in before.items()}
    for cell in cells:
        if cell.typed:
            place = cell.row, cell.column
            after[cell.sheet].pop(place, None)
            if place in now[cell.sheet]:
                after[cell.sheet][place] = now[cell.sheet][place]
    return after


def _is_invited(sheet, place: Place) -> bool:
    row, column = place
    return (
        sheet.CodeName.startswith(_VIEW)
        and sheet.getCellByPosition(column, row).Validation.Type != ANY
    )


def _values_held(sheet) -> dict[Place, Value | CellError]:
    """What a sheet's cells hold or show, as a file takes it."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    grid = plain(sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow))
    return {
        (row, column): _as_stored(value)
        for row, line in enumerate(grid)
        for column, value in enumerate(line)
        if value != ""
    }


def _as_stored(value) -> Value | CellError:
    if isinstance(value, ErrorValue):
        return CellError(str(value))
    return value if isinstance(value, str) else stored_number(value)
