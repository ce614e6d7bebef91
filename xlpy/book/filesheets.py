"""The sheets of a file, and which of them is the table that is wanted."""

from collections.abc import Callable, Sequence

from xlpy.book.cells.text import fold
from xlpy.book.fileheader import score
from xlpy.book.grid import (
    Grid,
    NoGrid,
    SeveralSheets,
    is_pdf,
    is_workbook,
    sheet_grids,
    text_grids,
    texts_of,
)
from xlpy.book.percentcells import percent_cells
from xlpy.core.headings import Named
from xlpy.core.tables import Table
from xlpy.core.text import Text

_ENCODINGS = ("utf-8-sig", "gb18030", "big5hkscs")
_NOT_TEXT = Text(
    "这不是 CSV 文本：既不是 UTF-8 也不是 GB18030；请在 Excel 里另存为 .xlsx 或“CSV UTF-8”",
    'this is no CSV text, neither UTF-8 nor GB18030; in Excel, save it as .xlsx or "CSV UTF-8"',
)


def grids_of(data: bytes, score: Callable[[Grid], int]) -> list[Grid]:
    """The tables of a file. Raises NoGrid."""
    if is_workbook(data):
        return _with_percents(sheet_grids(data, str.strip), data)
    if is_pdf(data):
        raise NoGrid(Text("PDF 不能读；请给 .xlsx 或 CSV", "a PDF is not read; give .xlsx or CSV"))
    texts = [text for text in texts_of(data, _ENCODINGS) if "\ufffd" not in text]
    if not texts:
        raise NoGrid(_NOT_TEXT)
    found = [text_grids(text, score, str.strip, strict=True) for text in texts]
    return max(found, key=lambda grids: max(map(score, grids), default=0))


def _with_percents(grids: list[Grid], data: bytes) -> list[Grid]:
    """The sheets with percentages as their cells show them."""
    shown_as = percent_cells(data)
    for grid in grids:
        found = shown_as.get(grid.name, {})
        rows = {row.number: row for row in grid.rows} if found else {}
        for (number, column), text in found.items():
            if number in rows and column <= len(rows[number].cells):
                rows[number].cells[column - 1] = text
    return grids


def sheet_of(table: Table, named: Named, grids: Sequence[Grid], asked: str | None) -> Grid:
    """The sheet that is the table: the one that is named, or whose header fits best. Raises
    SeveralSheets.
    """
    if asked is not None:
        wanted = [grid for grid in grids if is_same_name(grid.name, asked)]
        if not wanted:
            said = Text(f"没有工作表“{asked}”", f'there is no sheet "{asked}"')
            raise SeveralSheets([grid.name for grid in grids], said)
        return wanted[0]
    if len(grids) < 2:
        return grids[0] if grids else Grid()
    scores = [score(named, grid) for grid in grids]
    best = [grid for grid, each in zip(grids, scores, strict=True) if each == max(scores)]
    of_name = [
        grid
        for grid in best
        if any(is_same_name(grid.name, name) for name in (table.key, table.sheet, table.zh))
    ]
    full = [grid for grid in best if len(grid.rows) > 1]
    for found in (of_name, best if len(best) == 1 else full):
        if len(found) == 1:
            return found[0]
    names = [grid.name for grid in best]
    raise SeveralSheets(
        names, Text("几张工作表都可能是要导入的表", "several sheets may be the table")
    )


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case and width."""
    return fold(one).casefold() == fold(other).casefold()
