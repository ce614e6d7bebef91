"""What readers of workbooks see in a file, in one form: by the XML itself, and by four readers of
other hands.

`stored(path)` is what the file holds; `READERS` are the others, each a function that takes paths
and gives a reading of each. A reading's facts are sets of tuples, so that a difference is what one
set has beyond the other.
"""

import io
import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

import openpyxl
import python_calamine
from office import absent
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

NODE_READERS = Path(__file__).parent / "readers"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NO_CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData/></worksheet>"
)
_DAY = 86_400_000
"""Milliseconds."""


@dataclass
class Reading:
    """What was seen in a workbook."""

    sheets: list = field(default_factory=list)
    """Name and state (visible, hidden, veryHidden), in order."""
    values: set = field(default_factory=set)
    """Sheet, cell, kind (n, s, b, e), value: a formula's is the one that is stored with it."""
    formulas: set = field(default_factory=set)
    """Sheet, cell, text without the equals sign."""
    tables: set = field(default_factory=set)
    """Name, sheet, range, columns, whether it has a totals row."""
    names: set = field(default_factory=set)
    """Name, sheet that it belongs to or None, what it stands for."""
    rules: set = field(default_factory=set)
    """Sheet, column, first and last row, kind, first and second formula of a data validation."""


def value(given: object) -> tuple[str, object]:
    """Kind and value: dates as their serial numbers, numbers to the eleventh digit, as days are
    halves of minutes.
    """
    match given:
        case bool():
            return "b", given
        case int() | float():
            return "n", _number(given)
        case datetime() | date() | time() | timedelta():
            return "n", _number(to_excel(given))
    return "s", given


def _number(number: float) -> float:
    return float(f"{float(number):.11g}")


def _limit(given: object) -> object:
    """A rule's formula: a number where it is one, however it is written; [d, milliseconds] where
    exceljs read a day.
    """
    if isinstance(given, list):
        return _plain(*given)[1]
    try:
        return _number(float(given))
    except (TypeError, ValueError):
        return given


def columns(areas: str) -> Iterator[tuple[str, int, int]]:
    """Column, first and last row of each column of areas, `A1:B2 A3`, as few as there can be."""
    rows = defaultdict(list)
    for area in areas.split():
        left, top, right, bottom = range_boundaries(area)
        for column in range(left, right + 1):
            rows[get_column_letter(column)].append((top, bottom))
    for column, blocks in rows.items():
        first, last = min(blocks)
        for top, bottom in sorted(blocks):
            if top > last + 1:
                yield column, first, last
                first = top
            last = max(last, bottom)
        yield column, first, last


# The file itself


def stored(path: Path) -> Reading:
    """What stands in the XML, by the standard alone (ECMA-376 part 1, 18)."""
    with zipfile.ZipFile(path) as file:
        package = _Package({name: file.read(name) for name in file.namelist()})
    seen = Reading()
    book = package.root("xl/workbook.xml")
    parts = package.related("xl/workbook.xml")
    texts = [_text(item) for item in package.root("xl/sharedStrings.xml")]
    for sheet in book.iter(f"{_MAIN}sheet"):
        name, part = sheet.get("name"), parts[sheet.get(f"{_REL}id")]
        seen.sheets.append((name, sheet.get("state", "visible")))
        _sheet(seen, name, package.root(part), texts)
        for table in filter(lambda related: "/tables/" in related, package.related(part).values()):
            seen.tables.add(_table(name, package.root(table)))
    for one in book.iter(f"{_MAIN}definedName"):
        scope = one.get("localSheetId")
        seen.names.add((one.get("name"), scope and seen.sheets[int(scope)][0], one.text))
    return seen


@dataclass
class _Package:
    parts: dict[str, bytes]

    def root(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[part])

    def related(self, part: str) -> dict[str, str]:
        folder, rels = part.rpartition("/")[0], _list_of_relations(part)
        found = self.root(rels) if rels in self.parts else ()
        return {
            one.get("Id"): normpath(join(folder, one.get("Target"))).lstrip("/")
            for one in found
            if one.get("TargetMode") != "External"
        }


def _list_of_relations(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _text(item: ElementTree.Element) -> str:
    """The text of a shared or inline string: its runs without what tells the pronunciation."""
    runs = [item, *item.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _sheet(seen: Reading, name: str, root: ElementTree.Element, texts: list[str]) -> None:
    for cell in root.iter(f"{_MAIN}c"):
        ref, kind = cell.get("r"), cell.get("t", "n")
        formula, result = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
        if formula is not None:
            assert formula.get("t", "normal") in ("normal", "array"), (
                f"{name}!{ref}: {formula.attrib}"
            )
            seen.formulas.add((name, ref, formula.text))
        if kind == "inlineStr":
            seen.values.add((name, ref, "s", _text(cell.find(f"{_MAIN}is"))))
        elif result is not None and (result.text or kind == "str"):
            seen.values.add((name, ref, *_value(kind, result.text or "", texts)))
    for rule in root.iter(f"{_MAIN}dataValidation"):
        formulas = [_limit(rule.findtext(f"{_MAIN}formula{at}")) for at in (1, 2)]
        seen.rules.update(
            (name, *place, rule.get("type"), *formulas) for place in columns(rule.get("sqref"))
        )


def _value(kind: str, text: str, texts: list[str]) -> tuple[str, object]:
    match kind:
        case "n":
            return "n", _number(float(text))
        case "s":
            return "s", texts[int(text)]
        case "b":
            return "b", text == "1"
        case "str":
            return "s", text
    return kind, text


def _table(sheet: str, root: ElementTree.Element) -> tuple:
    headers = tuple(column.get("name") for column in root.iter(f"{_MAIN}tableColumn"))
    return (
        root.get("displayName"),
        sheet,
        root.get("ref"),
        headers,
        root.get("totalsRowCount", "0") != "0",
    )


# Other readers


def by_openpyxl(paths: Sequence[Path]) -> list[Reading]:
    """openpyxl reads twice: all with formulas, then what is stored with them, for which it goes
    through the cells alone (`read_only`).
    """
    return [_by_openpyxl(path) for path in paths]


def _by_openpyxl(path: Path) -> Reading:
    seen = Reading()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it tells of extensions that it drops; nothing is saved here
        book = openpyxl.load_workbook(path)
        shown = _shown_by_openpyxl(path)
    for sheet in book:
        seen.sheets.append((sheet.title, sheet.sheet_state))
        for row in sheet.iter_rows():
            for cell in filter(lambda cell: cell.data_type == "f", row):
                text = getattr(cell.value, "text", cell.value)
                seen.formulas.add((sheet.title, cell.coordinate, text.removeprefix("=")))
        seen.values.update((sheet.title, *cell) for cell in shown[sheet.title])
        for table in sheet.tables.values():
            headers = tuple(column.name for column in table.tableColumns)
            seen.tables.add(
                (table.displayName, sheet.title, table.ref, headers, bool(table.totalsRowCount))
            )
        for rule in sheet.data_validations.dataValidation:
            told = (rule.type, _limit(rule.formula1), _limit(rule.formula2))
            seen.rules.update((sheet.title, *place, *told) for place in columns(str(rule.sqref)))
        seen.names.update(
            (name.name, sheet.title, name.attr_text) for name in sheet.defined_names.values()
        )
        for kind, area in (("Print_Area", sheet.print_area), ("Print_Titles", sheet.print_titles)):
            if area:
                seen.names.add((f"_xlnm.{kind}", sheet.title, area))
    seen.names.update((name.name, None, name.attr_text) for name in book.defined_names.values())
    return seen


def _shown_by_openpyxl(path: Path) -> dict[str, list[tuple[str, str, object]]]:
    """Cell, kind and value of each sheet's cells that show something."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    found = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # whatever the file says of the sheet's size: every cell
        cells = (cell for row in sheet.rows for cell in row if cell.value is not None)
        found[sheet.title] = [
            (cell.coordinate, *(("e", cell.value) if cell.data_type == "e" else value(cell.value)))
            for cell in cells
        ]
    book.close()
    return found


def partly_loaded(path: Path, *names: str, values: bool = True) -> Workbook:
    """A workbook as openpyxl reads it (`values`: what formulas show, else their texts), in which
    only sheets of those names have cells: most of its time goes into those that nobody looks at.
    """
    with zipfile.ZipFile(path) as file:
        package = _Package({name: file.read(name) for name in file.namelist()})
    parts, book = package.related("xl/workbook.xml"), package.root("xl/workbook.xml")
    listed = {
        sheet.get("name"): parts[sheet.get(f"{_REL}id")] for sheet in book.iter(f"{_MAIN}sheet")
    }
    emptied = {part for name, part in listed.items() if name not in names}
    # Without its list of relations a sheet has no tables, notes and charts either.
    gone = {_list_of_relations(part) for part in emptied}
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as file:
        for part in package.parts.keys() - gone:
            file.writestr(part, _NO_CELLS if part in emptied else package.parts[part])
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it tells of extensions that it drops; nothing is saved here
        return openpyxl.load_workbook(copy, data_only=values)


def by_calamine(paths: Sequence[Path]) -> list[Reading]:
    """calamine reads values, sheets and tables."""
    return [_by_calamine(path) for path in paths]


def _by_calamine(path: Path) -> Reading:
    seen = Reading()
    book = python_calamine.CalamineWorkbook.from_path(path, load_tables=True)
    for sheet in book.sheets_metadata:
        state = str(sheet.visible).rpartition(".")[2]
        seen.sheets.append((sheet.name, state[0].lower() + state[1:]))
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for y, row in enumerate(rows, 1):
            for x, given in enumerate(row, 1):
                seen.values.add((sheet.name, f"{get_column_letter(x)}{y}", *value(given)))
    for name in book.table_names:
        table = book.get_table_by_name(name)
        body = [f"{get_column_letter(x + 1)}{y + 1}" for y, x in (table.start, table.end)]
        seen.tables.add((name, table.sheet, ":".join(body), tuple(table.columns)))
    return seen


def by_node(paths: Sequence[Path]) -> dict[str, list[Reading]]:
    """What exceljs and SheetJS see, by the packages of tests/readers on the node of the tests'
    environment.
    """
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if not (node and (NODE_READERS / "node_modules" / "xlsx").exists()):
        absent(
            "exceljs and SheetJS are not installed (dev.py installs them); what they read "
            "was NOT tested"
        )
    done = subprocess.run(
        [node, NODE_READERS / "read.js", *paths], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    found = json.loads(done.stdout)
    return {reader: [_from_json(found[reader][str(path)]) for path in paths] for reader in found}


def _from_json(told: dict) -> Reading:
    seen = Reading(sheets=[tuple(sheet) for sheet in told["sheets"]])
    seen.values.update((sheet, cell, *_plain(*shown)) for sheet, cell, shown in told["values"])
    seen.formulas.update(map(tuple, told["formulas"]))
    seen.tables.update(
        (*which, tuple(headers), totals) for *which, headers, totals in told["tables"]
    )
    for name, scope, stands in told["names"]:
        scope = seen.sheets[scope][0] if isinstance(scope, int) else scope
        seen.names.add((name, scope, ",".join(stands)))
    for sheet, area, kind, formulas in told["rules"]:
        one, two, *_ = (*map(_limit, formulas), None, None)
        seen.rules.update((sheet, *place, kind, one, two) for place in columns(area))
    return seen


def _plain(kind: str, given: object) -> tuple[str, object]:
    """exceljs makes a moment of a number that is shown as a date: milliseconds since 1970; a text
    there is `?`.
    """
    if kind == "d":
        return "n", _number(given / _DAY + 25569)
    return (kind, given) if kind in "e?" else value(given)
