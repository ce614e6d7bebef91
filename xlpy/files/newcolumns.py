"""Missing columns of one of our tables, staged at its right end; what the user has there is not
moved.
"""

from collections.abc import Sequence

from xlpy.core.issues import FileError
from xlpy.core.tables import Column, Table
from xlpy.core.text import BOTH, Text
from xlpy.files.editor import check_kind
from xlpy.files.looks import Look, Looks
from xlpy.files.ranges import widen_dimension
from xlpy.ooxml.cellxml import blank_cell, cell_text, style_of, value_cell
from xlpy.ooxml.gate import MAX_COLUMN
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area, ListObject, area_of, list_objects, table_columns
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import Edit, prefix_of, quoted, spliced, with_attribute


def add_columns(
    package: Package,
    looks: Looks,
    place: ListObject,
    table: Table,
    columns: Sequence[Column],
    language: str = BOTH,
) -> None:
    """Stage new columns of a table, their headers in a language. Raises FileError when something
    is in their way.
    """
    check_kind(package, place)
    old = place.area
    room = Area(old.top, old.right + 1, old.bottom, old.right + len(columns))
    sheet = SheetXml(package.data(place.sheet.part), place.sheet.part)
    _check_free(package, sheet, place, room)
    found = [looks.column(table, column) for column in columns]
    headers = [column.label_in(language) for column in columns]
    _write_cells(sheet, place, room, headers, found)
    _set_widths(sheet, room, found)
    widen_dimension(sheet, room)
    package.put(place.sheet.part, sheet.result())
    touched = package.touched.setdefault(place.sheet.part, {})
    for row in range(room.top, room.bottom + 1):
        touched.setdefault(row, []).append((room.left, room.right))
    package.widened.add(place.sheet.part)
    _widen_part(package, place, room.right, headers)


def _check_free(package: Package, sheet: SheetXml, place: ListObject, room: Area) -> None:
    if room.right > MAX_COLUMN:
        raise _in_the_way(place, room, Text("工作表的右边缘", "the right edge of the sheet"))
    for other in list_objects(package):
        if other.sheet == place.sheet and other.part != place.part and other.area.meets(room):
            raise _in_the_way(place, room, Text(f"表格 {other.name}", f"the table {other.name}"))
    for element in sheet.named("mergeCell"):
        area = area_of(element.attributes.get("ref", ""))
        if area and area.meets(room):
            raise _in_the_way(
                place, room, Text(f"合并单元格 {area.ref}", f"the merged cells {area.ref}")
            )
    for number in sheet.numbers_between(room.top, room.bottom):
        for column, cell in sheet.row(number).cells.items():
            if room.left <= column <= room.right and not sheet.blank(cell):
                where = f"{letters(column)}{number}"
                raise _in_the_way(
                    place, room, Text(f"单元格 {where} 的内容", f"the content of cell {where}")
                )


def _in_the_way(place: ListObject, room: Area, said: Text) -> FileError:
    return FileError(
        Text(
            f"表格 {place.name} 要在右边增加列（{room.ref}），但那里有{said.zh}（工作表"
            f"“{place.sheet.name}”）；请把它移开再试。",
            f"The table {place.name} has to get columns at its right ({room.ref}), but {said.en} "
            "is "
            "in the way (sheet "
            f'"{place.sheet.name}"); move that and try again.',
        )
    )


def _write_cells(
    sheet: SheetXml, place: ListObject, room: Area, headers: Sequence[str], found: Sequence[Look]
) -> None:
    """Stage the headers, in the format of the one to their left, and blank cells."""
    body = place.body
    for number in range(room.top, room.bottom + 1):
        row = sheet.row(number)
        left = row.cells.get(room.left - 1) if row else None
        beside = style_of(left) if left else b""
        cells = {}
        for at, (header, look) in enumerate(zip(headers, found, strict=True), room.left):
            if number < body.top:
                cells[at] = value_cell(sheet.prefix, number, at, beside, header)
            elif style := look.cell if number <= body.bottom else beside:
                cells[at] = blank_cell(sheet.prefix, number, at, style)
        sheet.set_cells(number, room.left, room.right, cells, body.top)


def _set_widths(sheet: SheetXml, room: Area, found: Sequence[Look]) -> None:
    """Stage the columns' widths and formats, where the sheet says nothing of these columns yet."""
    listed = [
        (int(e.attributes.get("min", 0)), int(e.attributes.get("max", 0)), e)
        for e in sheet.named("col")
    ]
    new = [
        (
            at,
            b'<%scol min="%d" max="%d" %s customWidth="1"/>'
            % (sheet.prefix, at, at, _width_and_style(look)),
        )
        for at, look in enumerate(found, room.left)
        if not any(low <= at <= high for low, high, _ in listed)
    ]
    holder = next(iter(sheet.named("cols")), None)
    if holder is None:
        start = sheet.named("sheetData")[0].start
        inside = b"".join(column for _, column in new)
        sheet.frame_edits.append(
            (start, start, b"<%scols>%s</%scols>" % (sheet.prefix, inside, sheet.prefix))
        )
        return
    for at, column in new:
        place = next((e.start for low, _, e in listed if low > at), holder.closing)
        sheet.frame_edits.append((place, place, column))


def _width_and_style(look: Look) -> bytes:
    style = b' style="%s"' % look.column if look.column else b""
    return b'width="%s"%s' % (str(look.width).encode(), style)


def _widen_part(package: Package, place: ListObject, right: int, headers: Sequence[str]) -> None:
    """Stage the table's new range and columns; its filter goes on with it."""
    part = place.part
    data, found = package.data(part), package.elements(part)
    listed = table_columns(found)
    holder = listed[0].parent
    number = max(int(e.attributes.get("id", 0)) for e in listed)
    prefix = prefix_of(data, holder).decode()
    written = "".join(
        f'<{prefix}tableColumn id="{n}" name={quoted(cell_text(each))}/>'
        for n, each in enumerate(headers, number + 1)
    ).encode()
    edits: list[Edit] = [
        (holder.closing, holder.closing, written),
        with_attribute(data, holder, "count", str(len(listed) + len(headers))),
    ]
    for element in found:
        area = area_of(element.attributes.get("ref", ""))
        if area and (element.parent is None or element.name == "autoFilter"):
            wider = Area(area.top, area.left, area.bottom, right)
            edits.append(with_attribute(data, element, "ref", wider.ref))
    package.put(part, spliced(data, edits))
