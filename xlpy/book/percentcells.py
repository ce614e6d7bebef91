"""The cells of somebody's workbook that show percentages: what a reader of its numbers alone would
take for less.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from xlpy.book.shownas import Formats
from xlpy.core.issues import FileError
from xlpy.ooxml.formats import percentage
from xlpy.ooxml.gate import open_checked
from xlpy.ooxml.package import Package
from xlpy.ooxml.scan import numbers


def percent_cells(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Per sheet, by row and column from 1, what the cells with a percent format show: `60%`.

    Empty for a workbook without such cells, and for one of another form than .xlsx.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.xlsx"
        path.write_bytes(data)
        with suppress(FileError), Package(open_checked(path)) as package:
            percents = Formats(package).percents()
            return (
                {sheet.name: _of_sheet(package, sheet.part, percents) for sheet in package.sheets}
                if percents
                else {}
            )
    return {}


def _of_sheet(package: Package, part: str, percents: frozenset[int]) -> dict[tuple[int, int], str]:
    found = numbers(package.archive, part)
    return {
        (row, column): percentage(number)
        for row, column, style, number in found
        if style in percents
    }
