"""Cells outside of our tables that our views invite to change, staged in a package: their values,
no more.

Such a cell has a validation of its own. Everything else outside of the tables is the user's, and
is not touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlpy.book.tables import Recomputed
from xlpy.ooxml.cellxml import blank_cell, recomputed_cell, style_of, value_cell
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import CellError, Value


@dataclass(frozen=True, slots=True)
class LooseCell:
    """A cell by its sheet's name, row and column (from 0), and what it holds now.

    Recomputed: what its formula shows now, as what it looks at was changed.
    """

    sheet: str
    row: int
    column: int
    value: Value | Recomputed

    @property
    def typed(self) -> bool:
        """Whether a person put it there."""
        return not isinstance(self.value, Recomputed)

    @property
    def label(self) -> str:
        """The cell as people know it: `如果 What if!C10`."""
        return f"{self.sheet}!{letters(self.column + 1)}{self.row + 1}"


@dataclass
class Loose:
    """Cells to write with the tables' changes, and by index which of them were not written."""

    cells: Sequence[LooseCell] = ()
    refused: list[int] = field(default_factory=list)


def apply_cells(package: Package, cells: Sequence[LooseCell]) -> list[int]:
    """Stage cells; which of them, by index, are no cells that the file invites to change and so
    were not staged.
    """
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    by_part: dict[str, list[int]] = {}
    refused = []
    for index, cell in enumerate(cells):
        if cell.sheet in parts:
            by_part.setdefault(parts[cell.sheet], []).append(index)
        else:
            refused.append(index)
    for part, indexes in by_part.items():
        refused += _apply(package, part, {index: cells[index] for index in indexes})
    return sorted(refused)


def _apply(package: Package, part: str, cells: dict[int, LooseCell]) -> Iterator[int]:
    sheet = SheetXml(package.data(part), part)
    invited = [
        area
        for element in sheet.named("dataValidation")
        for ref in element.attributes.get("sqref", "").split()
        if (area := area_of(ref))
    ]
    for index, cell in cells.items():
        row, column = cell.row + 1, cell.column + 1
        there = sheet.row(row)
        old = there.cells.get(column, b"") if there else b""
        if cell.typed and not any(
            a.top <= row <= a.bottom and a.left <= column <= a.right for a in invited
        ):
            yield index
            continue
        new = _written(sheet.prefix, row, column, old, cell.value, package.date1904)
        if new and new != old:
            sheet.set_cells(row, column, column, {column: new}, like=row)
    if sheet.staged:
        package.put(part, sheet.result())


def _written(
    prefix: bytes, row: int, column: int, old: bytes, value, date1904: bool
) -> bytes | None:
    """The cell with its new value, in the format that it has; None for a formula that is not
    there.
    """
    style = style_of(old) if old else b""
    if isinstance(value, Recomputed):
        if isinstance(value.value, CellError):
            return _failed(
                recomputed_cell(old, prefix, value.value.text, date1904) if old else None
            )
        return recomputed_cell(old, prefix, value.value, date1904) if old else None
    if value is None:
        return blank_cell(prefix, row, column, style)
    return value_cell(prefix, row, column, style, value, date1904)


def _failed(cell: bytes | None) -> bytes | None:
    """A cell whose formula shows a text, as one whose formula shows the error of that name."""
    return cell and cell.replace(b' t="str"', b' t="e"', 1)
