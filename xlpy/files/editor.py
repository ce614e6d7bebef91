"""Changes of our tables, staged in a package: our cells, the table's range and what goes on with
it, no more.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from xlpy.book.ourtables import columns_of, find_tables
from xlpy.book.tables import Change, Recomputed
from xlpy.core.issues import FileError
from xlpy.core.progress import Counting, Progress, counted_rows, silent
from xlpy.core.text import Text
from xlpy.files.follow import follow
from xlpy.files.layout import Layout, check_free, layout_of
from xlpy.files.moves import move_of
from xlpy.files.ranges import column_styles, follow_table, widen_dimension
from xlpy.ooxml.cellxml import (
    blank_cell,
    formula_cell,
    moved_cell,
    placed_cell,
    recomputed_cell,
    style_of,
    value_cell,
)
from xlpy.ooxml.formulas import references, shifted
from xlpy.ooxml.listobjects import Area, ListObject, area_of, table_columns
from xlpy.ooxml.package import Package
from xlpy.ooxml.sharing import formula_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import Value
from xlpy.ooxml.xmlparts import Edit, Element, spliced, with_attribute

_WRITTEN = Text("写入", "written, rows")
_ALIKE = 3
"""So many last rows with a formula alike make a column that a new row goes on with."""
_SHARED = re.compile(rb"""<(?:[\w.-]+:)?f(\s[^<>]*?\bt\s*=\s*["']shared["'][^<>]*)>""")
_MASTER = re.compile(rb"""\sref\s*=""")
_INDEX = re.compile(rb"""\ssi\s*=\s*["']([0-9]+)["']""")


def apply_changes(package: Package, changes: Iterable[Change], counting: Counting = silent) -> None:
    """Stage all changes; `counting` shows how far it is. Raises FileError when one cannot be made
    without harm to what is the user's.
    """
    for change in changes:
        table = find_tables(package, [change.table])[change.table]
        change_table(package, table, columns_of(change.table, table), change, counting)


def change_table(
    package: Package,
    table: ListObject,
    columns: Mapping[str, int],
    change: Change,
    counting: Counting = silent,
) -> None:
    """Stage one change of one table, its columns given by key → sheet column."""
    _check_keys(table, columns, change)
    check_kind(package, table)
    sheet = SheetXml(package.data(table.sheet.part), table.sheet.part)
    layout = layout_of(sheet, table, change)
    if layout.nothing_changes:
        return
    check_free(package, sheet, table, layout)
    if move := move_of(table, layout):
        follow(package, move)
        sheet = SheetXml(package.data(table.sheet.part), table.sheet.part)
    _Rows(package, sheet, table, columns, change, layout).write(counting(_WRITTEN))
    _resize(package, sheet, table, layout)
    data = sheet.result()
    _check_shared(sheet.data, data, table)
    package.put(table.sheet.part, data)
    touched = package.touched.setdefault(table.sheet.part, {})
    for row in sheet.staged:
        touched.setdefault(row, []).append((table.area.left, table.area.right))


def _check_keys(table: ListObject, columns: Mapping[str, int], change: Change) -> None:
    """Raise FileError for a value whose column is missing in the sheet: it would be lost without a
    word.
    """
    rows = (*change.update.values(), *change.append)
    if columns.keys() >= set().union(*rows):
        return
    for row in rows:
        for key, value in row.items():
            if key not in columns and value is not None:
                raise FileError(
                    Text(
                        f"表格 {table.name} 缺少列 {key}，无法写入；请补上这一列。",
                        f"The table {table.name} has no column {key}, which has to be written; "
                        "add it.",
                    )
                )


def check_kind(package: Package, table: ListObject) -> None:
    """Raise FileError for a query's table: the next refresh would replace our rows by its own."""
    if package.elements(table.part)[0].attributes.get("tableType", "worksheet") != "worksheet":
        raise FileError(
            Text(
                f"表格 {table.name} 由查询或 XML 映射填充，不能写入；请先把它转换为普通表格（断开"
                "查询）。",
                f"The table {table.name} is filled by a query or an XML map and cannot be "
                "written to; unlink it first.",
            )
        )


class _Rows:
    """Writes the rows of a table's new layout into its sheet."""

    def __init__(
        self,
        package: Package,
        sheet: SheetXml,
        table: ListObject,
        columns: Mapping[str, int],
        change: Change,
        layout: Layout,
    ):
        self.sheet = sheet
        self.prefix = sheet.prefix
        self.body = table.body
        self.columns = columns
        self.change = change
        self.layout = layout
        self.date1904 = package.date1904
        self.formulas = calculated_formulas(package, table)
        self.model = self.body.top + (layout.kept[-1] if layout.kept else 0)
        self.styles = self._styles()
        self.filled = self._filled()

    def _filled(self) -> dict[int, str]:
        """Formulas of the users' columns that a new row goes on with, as the row above has them.

        Those that all of the last rows have alike, and those of calculated columns that name cells
        by their row.
        """
        last = [self._texts(self.body.top + source) for source in self.layout.kept[-_ALIKE:]]
        ours = set(self.columns.values())
        above = last[-1] if last else {}
        filled = {}
        for column, (text, row) in above.items():
            alike = all(
                column in one and shifted(one[column][0], row - one[column][1], 0) == text
                for one in last
            )
            by_row = any(not all(r.fixed) for r in references(self.formulas.get(column, ("",))[0]))
            if alike and column not in ours and (column not in self.formulas or by_row):
                filled[column] = text
        return filled

    def _texts(self, number: int) -> dict[int, tuple[str, int]]:
        """The plain formulas of a row by column, each with the row's number."""
        found = {column: formula_of(cell) for column, cell in self._cells_of_row(number).items()}
        return {c: (f.text, number) for c, f in found.items() if f and f.is_plain}

    def _styles(self) -> dict[int, bytes]:
        """The formats of a new row: those of the row above, cell by cell; where it has none, the
        row's or column's.
        """
        left, right = self.body.left, self.body.right
        found = column_styles(self.sheet, left, right)
        row = self.sheet.row(self.model)
        above = row.cells if row else {}
        if row and (style := style_of(row.tag)):
            found = dict.fromkeys(range(left, right + 1), style)
        return found | {c: style_of(cell) for c, cell in above.items() if left <= c <= right}

    def write(self, progress: Progress | None = None) -> None:
        """Stage kept rows that move or change, new rows, cleared rows, and a totals row that
        moves.
        """
        old = self._old_cells()
        for place, source in enumerate(self.layout.kept):
            values = self.change.update.get(source, {})
            if source != place or values:
                self._set(
                    self.body.top + place, self._moved_row(old[source], source, place, values)
                )
        first = self.body.top + len(self.layout.kept)
        void = self._cells_of_row(first) if self.layout.void else {}
        for row, values in enumerate(counted_rows(self.change.append, progress), first):
            self._set(row, self._new(row, values, void if row == first else {}))
        for row in range(min(first, self.body.bottom + 1), self.layout.bottom + 1):
            # A filter hid the row that was here; nobody has filtered the new one.
            self.sheet.show(row)
        if self.layout.emptied:
            cells = {
                c: blank_cell(self.prefix, self.body.top, c, s) for c, s in self.styles.items() if s
            }
            self._set(self.body.top, cells)
        self._close(old.get(-1))

    def _old_cells(self) -> dict[int, dict[int, bytes]]:
        """The old cells of rows that move or change, by index, and of the totals row (-1), before
        any is staged.
        """
        layout = self.layout
        wanted = [s for p, s in enumerate(layout.kept) if s != p or self.change.update.get(s)]
        taken = {index: self._cells_of_row(self.body.top + index) for index in wanted}
        if layout.totals and layout.bottom != self.body.bottom:
            taken[-1] = self._cells_of_row(self.body.bottom + 1)
        return taken

    def _cells_of_row(self, number: int) -> dict[int, bytes]:
        row = self.sheet.row(number)
        cells = row.cells if row else {}
        return {c: cell for c, cell in cells.items() if self.body.left <= c <= self.body.right}

    def _moved_row(
        self, cells: dict[int, bytes], source: int, place: int, values: Mapping[str, Value]
    ) -> dict[int, bytes]:
        old, new = self.body.top + source, self.body.top + place
        written = {self.columns[key]: value for key, value in values.items() if key in self.columns}
        moved = {
            c: cell
            if old == new
            else moved_cell(cell, self.prefix, old, new, self.body, self.layout.bottom)
            for c, cell in cells.items()
            if c not in written or isinstance(written[c], Recomputed)
        }
        for column, value in written.items():
            style = style_of(cells[column]) if column in cells else self.styles.get(column, b"")
            if isinstance(value, Recomputed):
                kept = recomputed_cell(
                    moved.get(column, b"<>"), self.prefix, value.value, self.date1904
                )
                moved[column] = kept or self._cell(new, column, style, value.value)
            else:
                moved[column] = self._cell(new, column, style, value)
        return moved

    def _cell(self, row: int, column: int, style: bytes, value: Value) -> bytes:
        if value is None:
            return blank_cell(self.prefix, row, column, style)
        return value_cell(self.prefix, row, column, style, value, self.date1904)

    def _new(
        self, row: int, values: Mapping[str, Value], void: Mapping[int, bytes]
    ) -> dict[int, bytes]:
        """A new row's cells; `void` are those of the blank row that it takes the place of."""
        given = {self.columns[key]: value for key, value in values.items() if value is not None}
        cells = {}
        for column in range(self.body.left, self.body.right + 1):
            style = self.styles.get(column, b"")
            if column in given:
                cells[column] = value_cell(
                    self.prefix, row, column, style, given[column], self.date1904
                )
            elif column in self.filled and (
                text := shifted(self.filled[column], row - self.model, 0)
            ):
                cells[column] = formula_cell(self.prefix, row, column, style, text)
            elif column in self.formulas:
                formula, array = self.formulas[column]
                cells[column] = formula_cell(self.prefix, row, column, style, formula, array)
            elif column in void:
                cells[column] = void[column]
            elif style:
                cells[column] = blank_cell(self.prefix, row, column, style)
        return cells

    def _close(self, totals: dict[int, bytes] | None) -> None:
        """Clear the rows that are free now, and put a totals row that moves behind the last."""
        bottom, old = self.layout.bottom, self.body.bottom
        for row in range(bottom + 1, old + 1 + (totals is not None)):
            self._set(row, {})
        if totals is not None:
            # What its formulas refer to went along already, wherever they stood.
            self._set(
                bottom + 1,
                {c: placed_cell(cell, old + 1, bottom + 1) for c, cell in totals.items()},
            )
            if not self.sheet.hidden(old + 1):
                # The last row may have been filtered out: the totals take its place and are seen.
                self.sheet.show(bottom + 1)

    def _set(self, row: int, cells: dict[int, bytes]) -> None:
        self.sheet.set_cells(row, self.body.left, self.body.right, cells, self.model)


def calculated_formulas(package: Package, table: ListObject) -> dict[int, tuple[str, bool]]:
    """Sheet column → formula of the table's calculated columns, and whether it is an array
    formula.
    """
    found = package.elements(table.part)
    places = {id(element): table.area.left + at for at, element in enumerate(table_columns(found))}
    return {
        places[id(e.parent)]: (
            long_form(e.text, table.name),
            e.attributes.get("array") in ("1", "true"),
        )
        for e in found
        if e.name == "calculatedColumnFormula" and id(e.parent) in places and e.text
    }


def long_form(formula: str, table: str) -> str:
    """A calculated column's formula in the form that files hold: `tbl[[#This Row],[Amount]]`.

    Some writers leave out the table's name or the inner brackets, and programs other than Excel
    show an error then.
    """
    inner = r"\[#This Row\]\s*,\s*"
    formula = re.sub(rf"\[{inner}([^\[\]]+)\]", r"[[#This Row],[\1]]", formula)
    formula = re.sub(r"\[@\[([^\[\]]+)\]\]", r"[[#This Row],[\1]]", formula)
    formula = re.sub(r"\[@([^\[\]]+)\]", r"[[#This Row],[\1]]", formula)
    return re.sub(r"(?<![\w.\]])(?=\[\[#This Row\])", table, formula)


def _resize(package: Package, sheet: SheetXml, table: ListObject, layout: Layout) -> None:
    """Stage the table's new range, and all that goes on with it."""
    body, area = table.body, table.area
    grown = Area(area.top, area.left, layout.bottom + layout.totals, area.right)
    _resize_part(package, table, grown, layout.bottom)
    if grown != area:
        widen_dimension(sheet, grown)
        follow_table(sheet, Area(area.top, area.left, body.bottom, area.right), layout.bottom)


def _resize_part(package: Package, table: ListObject, grown: Area, bottom: int) -> None:
    data = package.data(table.part)
    edits: list[Edit] = []
    for element in package.elements(table.part):
        if element.parent is None and element.attributes.get("insertRow") in ("1", "true"):
            # The blank row that Excel shows in an empty table is a data row now.
            edits.append(with_attribute(data, element, "insertRow", "0"))
        new = _new_ref(element, table, grown, bottom)
        if new and new != element.attributes.get("ref"):
            edits.append(with_attribute(data, element, "ref", new))
    if edits:
        package.put(table.part, spliced(data, edits))


def _new_ref(element: Element, table: ListObject, grown: Area, bottom: int) -> str | None:
    if element.parent is None:
        return grown.ref
    area = area_of(element.attributes.get("ref", ""))
    if element.name not in ("autoFilter", "sortState", "sortCondition") or area is None:
        return None
    # Filters and sort ranges that end with the data rows go on to do so.
    return (
        Area(area.top, area.left, bottom, area.right).ref
        if area.bottom == table.body.bottom
        else None
    )


def _check_shared(old: bytes, new: bytes, table: ListObject) -> None:
    """A formula that others share must not have gone while they stay."""
    if b"shared" not in old:
        return
    before, _ = _shared(old)
    after, users = _shared(new)
    # Numbers are used again by some writers: one formula too few is enough.
    if any(after[index] < max(before[index], 1) for index in users):
        raise FileError(
            Text(
                f"表格 {table.name} 里的一个公式与其他单元格共用，不能覆盖；请在 Excel 里把那些公"
                "式改写后再试。",
                f"A formula in the table {table.name} is shared with other cells and cannot be "
                "replaced; enter those "
                f"formulas anew in Excel and try again.",
            )
        )


def _shared(data: bytes) -> tuple[Counter, set[bytes]]:
    """How many formulas bear each number of sharing, and the numbers of the cells that use them."""
    masters, users = Counter(), set()
    for match in _SHARED.finditer(data):
        found = _INDEX.search(match[1])
        index = found[1] if found else b""
        if _MASTER.search(match[1]):
            masters[index] += 1
        else:
            users.add(index)
    return masters, users
