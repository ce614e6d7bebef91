"""Where a table's rows are after a change, and whether the sheet has room for them."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.gate import MAX_ROW
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area, ListObject, area_of, list_objects
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml


@dataclass(frozen=True, slots=True)
class Layout:
    """The old rows that stay, in their new order; the new last data row; whether a totals row
    follows it.

    `void`: the one data row holds nothing, so the first new row takes its place.
    """

    kept: list[int]
    top: int
    old_bottom: int
    bottom: int
    totals: int
    changed: tuple[int, ...]
    emptied: bool
    void: bool

    @property
    def nothing_changes(self) -> bool:
        """Whether every row stays where and as it is."""
        return not self.changed and not self.emptied and self.bottom == self.old_bottom


def layout_of(sheet: SheetXml, table: ListObject, change: Change) -> Layout:
    """The layout that a change leads to. A single empty data row counts as none."""
    body = table.body
    count = body.bottom - body.top + 1
    kept = list(range(count)) if change.keep is None else list(change.keep)
    if len(set(kept)) != len(kept) or not set(kept) | set(change.update) <= set(range(count)):
        raise ValueError(f"{table.name}: keep or update name rows that are not there")
    void = count == 1 and not change.update.get(0) and _row_is_blank(sheet, body)
    if void and (change.append or not kept):
        kept = []
    rows = len(kept) + len(change.append)
    changed = [
        place for place, source in enumerate(kept) if source != place or change.update.get(source)
    ]
    changed += range(len(kept), rows)
    bottom = body.top + max(rows, 1) - 1
    emptied = rows == 0 and not void
    return Layout(
        kept, body.top, body.bottom, bottom, table.totals_rows, tuple(changed), emptied, void
    )


def _row_is_blank(sheet: SheetXml, body: Area) -> bool:
    """Whether a table's one data row holds nothing but formats and formulas."""
    row = sheet.row(body.top)
    cells = row.cells.items() if row else ()
    inside = (cell for column, cell in cells if body.left <= column <= body.right)
    formula = b"<" + sheet.prefix + b"f"
    return all(sheet.blank(cell) or formula in cell for cell in inside)


def check_free(package: Package, sheet: SheetXml, table: ListObject, layout: Layout) -> None:
    """Raise FileError when the change would meet something of the user's."""
    if layout.bottom + layout.totals > MAX_ROW:
        raise FileError(
            Text(
                f"表格 {table.name} 超过 Excel 的最大行数 {MAX_ROW}。",
                f"The table {table.name} would exceed the {MAX_ROW} rows of a sheet.",
            )
        )
    _check_below(package, sheet, table, layout)
    rows = _touched(layout)
    _check_hidden(sheet, table, layout)
    _check_merges(sheet, table, rows)
    _check_arrays(sheet, table, rows)
    if moving := _moving(table, layout):
        _check_attached(package, sheet, table, moving)


def _touched(layout: Layout) -> list[int]:
    """The sheet rows in which cells of the table change."""
    rows = {layout.top + place for place in layout.changed}
    rows |= {layout.top} if layout.emptied else set()
    if layout.bottom != layout.old_bottom:
        low, high = sorted((layout.bottom, layout.old_bottom))
        rows |= set(range(low + 1, high + 1 + layout.totals))
    return sorted(rows)


def _check_below(package: Package, sheet: SheetXml, table: ListObject, layout: Layout) -> None:
    last = table.area.bottom
    room = Area(last + 1, table.area.left, layout.bottom + layout.totals, table.area.right)
    if room.bottom < room.top:
        return
    for other in list_objects(package):
        if (
            other.sheet.part == table.sheet.part
            and other.part != table.part
            and other.area.meets(room)
        ):
            raise _in_the_way(table, Text(f"表格 {other.name}", f"the table {other.name}"))
    for number in sheet.numbers_between(room.top, room.bottom):
        row = sheet.row(number)
        for column, cell in row.cells.items():
            if room.left <= column <= room.right and not sheet.blank(cell):
                where = f"{letters(column)}{number}"
                raise _in_the_way(
                    table, Text(f"单元格 {where} 的内容", f"the content of cell {where}")
                )


def _in_the_way(table: ListObject, said: Text) -> FileError:
    return FileError(
        Text(
            f"表格 {table.name} 要向下增加行，但下面有{said.zh}（工作表“{table.sheet.name}”）；"
            "请把它"
            "移开再试。",
            f"The table {table.name} has to grow, but {said.en} is in its way (sheet "
            f'"{table.sheet.name}"); move that and '
            f"try again.",
        )
    )


def _check_merges(sheet: SheetXml, table: ListObject, rows: list[int]) -> None:
    for element in sheet.named("mergeCell"):
        area = area_of(element.attributes.get("ref", ""))
        if area and _meets(area, table.area, rows):
            raise FileError(
                Text(
                    f"表格 {table.name} 里的 {area.ref} 是合并单元格，不能写入；请先取消合并。",
                    f"{area.ref} in the table {table.name} is merged and cannot be written to; "
                    "unmerge it first.",
                )
            )


def _meets(area: Area, table: Area, rows: list[int]) -> bool:
    """Whether an area holds a cell of the table in one of some rows, which are in order."""
    if area.right < table.left or table.right < area.left:
        return False
    at = bisect_left(rows, area.top)
    return at < len(rows) and rows[at] <= area.bottom


def _check_hidden(sheet: SheetXml, table: ListObject, layout: Layout) -> None:
    """A filter hides sheet rows: records that move into them would vanish from sight, others come
    up.
    """
    first = next((place for place, source in enumerate(layout.kept) if source != place), None)
    if first is None:
        return
    for number in sheet.numbers_between(layout.top + first, layout.old_bottom):
        if sheet.hidden(number):
            raise FileError(
                Text(
                    f"表格 {table.name} 的行要上移，但第 {number} 行被筛选或隐藏；请先清除筛选、"
                    "取消隐藏。",
                    f"Rows of the table {table.name} have to move up, but row {number} is "
                    "filtered out or hidden; "
                    f"clear the filter or unhide it first.",
                )
            )


def _check_arrays(sheet: SheetXml, table: ListObject, rows: list[int]) -> None:
    """An array formula over several cells cannot lose some of them, wherever its first cell is."""
    if b"array" not in sheet.data and b"dataTable" not in sheet.data:
        return
    pattern = rb"""<%sf\s[^<>]*?\bref\s*=\s*["']([^"']*)["'][^<>]*>""" % sheet.prefix
    for match in re.finditer(pattern, sheet.data):
        area = area_of(match[1].decode("utf-8", "replace"))
        single = area and (area.top, area.left) == (area.bottom, area.right)
        if area and not single and _meets(area, table.area, rows) and b"shared" not in match[0]:
            raise FileError(
                Text(
                    f"表格 {table.name} 里的 {area.ref} 是数组公式，不能写入；请先改写该公式。",
                    f"{area.ref} in the table {table.name} is an array formula and cannot be "
                    "written to; change it first.",
                )
            )


def _moving(table: ListObject, layout: Layout) -> list[Area]:
    """The cells whose content moves to another sheet row."""
    body, found = table.body, []
    first = next((place for place, source in enumerate(layout.kept) if source != place), None)
    if first is not None:
        found.append(Area(layout.top + first, body.left, body.bottom, body.right))
    if layout.totals and layout.bottom != layout.old_bottom:
        found.append(Area(body.bottom + 1, body.left, body.bottom + 1, body.right))
    return found


def _check_attached(
    package: Package, sheet: SheetXml, table: ListObject, moving: list[Area]
) -> None:
    """Notes and links are tied to a sheet row: one beside a moving row would then belong to
    another row.
    """
    refs = [e.attributes.get("ref", "") for e in sheet.named("hyperlink")]
    for part in package.parts_of(table.sheet, "comments"):
        refs += [e.attributes.get("ref", "") for e in package.elements(part) if e.name == "comment"]
    for area in filter(None, map(area_of, refs)):
        if any(area.meets(each) for each in moving):
            raise FileError(
                Text(
                    f"表格 {table.name} 的行要移动，但 {area.ref} 有批注或链接；请先删去或移开它。",
                    f"Rows of the table {table.name} have to move, but {area.ref} has a note or "
                    "a link; "
                    f"take it away first.",
                )
            )
