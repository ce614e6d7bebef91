"""Adds workbooks, made anew by the program of their layout, to the record of what earlier
workbooks had.

`python -m xlpy.upgrade.record BOOK …`
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xlpy.book.ourtables import Wanted, columns_of
from xlpy.book.version import layout_in
from xlpy.files.extend import tables_there
from xlpy.files.opened import open_package
from xlpy.files.reader import read_tables
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.letters import letters
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.upgrade.earlier import RECORD, cells_listed, defined_names, drawn, list_words
from xlpy.upgrade.shapes import prints
from xlpy.upgrade.views import MACRO_SHEETS, views_of


def of_book(path: Path) -> tuple[int, dict]:
    """The layout of a workbook, and the record of it."""
    with open_package(path) as package:
        there = tables_there(package)
        raw = read_tables(
            package, [Wanted("about", there["about"], columns_of("about", there["about"]))]
        )
        defined = defined_names(package)
        found: dict[str, Any] = {
            "names": sorted(name for name, local in defined if not local),
            "lists": list_words(package, defined),
            "rules": {
                key: sorted(formulas_on(package, place.sheet.part)) for key, place in there.items()
            },
            "views": {},
            "drawn": {},
            "formulas": {},
        }
        contents = Contents(package)
        for code, sheet in views_of(package).items():
            if code in MACRO_SHEETS:
                continue
            cells = contents.cells(sheet.part)
            found["views"][code] = _columns_with_rows(cells)
            found["formulas"][code] = prints(cells.values())
            found["drawn"][code] = drawn(package, sheet.part)
        return layout_in(raw["about"], path.name), found


def formulas_on(package: Package, part: str) -> set[str]:
    """The formulas of a sheet's highlights and drop-downs."""
    sheet = SheetXml(package.data(part), part)
    return {e.text for e in sheet.named("formula", "formula1", "formula2") if e.text}


def _columns_with_rows(cells: Iterable[tuple[int, int]]) -> str:
    """Cells as columns with their rows: `B2-9,11 C4`."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    return " ".join(letters(column) + _runs(rows) for column, rows in sorted(columns.items()))


def _runs(rows: list[int]) -> str:
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def add(path: Path, record: dict) -> None:
    """Put a workbook into the record."""
    layout, found = of_book(path)
    record["names"] = sorted({*record["names"], *found["names"]})
    for kind in ("lists", "rules"):
        for key, values in found[kind].items():
            record[kind][key] = list(dict.fromkeys([*record[kind].get(key, ()), *values]))
    views = record["views"].setdefault(str(layout), {})
    for code, listed in found["views"].items():
        views[code] = _columns_with_rows(cells_listed(views.get(code, "")) | cells_listed(listed))
    shapes = record["formulas"].setdefault(str(layout), {})
    for code, known in found["formulas"].items():
        shapes[code] = " ".join(sorted({*shapes.get(code, "").split(), *known}))
    counts = record["drawn"].setdefault(str(layout), {})
    for code, number in found["drawn"].items():
        counts[code] = max(number, counts.get(code, 0))


def add_all(paths: Iterable[Path]) -> None:
    """Add workbooks to the record, and write it."""
    empty: dict[str, Any] = {
        "names": [],
        "lists": {},
        "rules": {},
        "views": {},
        "drawn": {},
        "formulas": {},
    }
    record = empty | (json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {})
    for path in paths:
        add(path, record)
    RECORD.write_text(
        json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )


if __name__ == "__main__":
    add_all(map(Path, sys.argv[1:]))
