"""What people chose or typed on the program's sheets: it is put into the new sheets where these
ask the same.
"""

import re

from xlpy.core.matches import certain
from xlpy.ooxml.cellxml import cell_text, style_of
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import escaped


class Inputs:
    """The cells for people to fill in of an old sheet, as they stand: taken before the sheet comes
    anew.
    """

    def __init__(self, package: Package, part: str):
        contents, sheet = Contents(package), SheetXml(package.data(part), part)
        self.cells: dict[tuple[int, int], tuple[str, bytes]] = {}
        for place, asked in _checks_by_cell(sheet).items():
            row = sheet.row(place[0])
            cell = row.cells.get(place[1], b"") if row else b""
            held = contents.held(cell) if cell else ""
            if not held.startswith("="):
                self.cells[place] = asked, _plain(contents, cell, held)

    def put(self, package: Package, part: str) -> bool:
        """Stage them in the new sheet; whether that changes a figure of it."""
        sheet, contents = SheetXml(package.data(part), part), Contents(package)
        asked = _checks_by_cell(sheet)
        changed: dict[int, dict[int, bytes]] = {}
        for place, (question, value) in self.cells.items():
            row = sheet.row(place[0])
            cell = row.cells.get(place[1]) if row else None
            if cell is None or asked.get(place) != question:
                continue
            held = contents.held(cell)
            # A formula chooses until somebody does.
            if _held_in(contents, value) != held and (value or not held.startswith("=")):
                changed.setdefault(place[0], {})[place[1]] = value
        for number, values in changed.items():
            self._write_cells(sheet, number, values)
        if changed:
            package.put(part, sheet.result())
        return bool(changed)

    def _write_cells(self, sheet: SheetXml, number: int, values: dict[int, bytes]) -> None:
        for column, value in values.items():
            old = sheet.row_there(number).cells[column]
            style = style_of(old).decode()
            kind = ' t="inlineStr"' if value.startswith(b"<is>") else ""
            given = f' s="{style}"' if style else ""
            ref = certain(re.search(rb'\sr="[A-Z]+\d+"', old))[0].decode()
            head = f"<c{ref}{given}{kind}"
            cell = f"{head}>".encode() + value + b"</c>" if value else f"{head}/>".encode()
            sheet.set_cells(number, column, column, {column: cell}, number)


def _held_in(contents: Contents, value: bytes) -> str:
    return (
        contents.held(b'<c t="inlineStr">' + value + b"</c>")
        if value.startswith(b"<is>")
        else _number(value)
    )


def _number(value: bytes) -> str:
    return re.sub(rb"<[^<>]*>", b"", value).decode()


def _plain(contents: Contents, cell: bytes, held: str) -> bytes:
    """A cell's inside, as a new sheet holds it."""
    if not held:
        return b""
    if contents.is_text(cell):
        return f'<is><t xml:space="preserve">{escaped(cell_text(held))}</t></is>'.encode()
    return f"<v>{escaped(held)}</v>".encode()


def _checks_by_cell(sheet: SheetXml) -> dict[tuple[int, int], str]:
    """Each single cell with a drop-down or bounds → what it asks: the kind of its check and the
    check's formula.
    """
    found = {}
    for element in sheet.named("dataValidation"):
        formula = next((e.text for e in sheet.named("formula1") if e.parent is element), "")
        for ref in element.attributes.get("sqref", "").split():
            area = area_of(ref)
            if area and (area.top, area.left) == (area.bottom, area.right):
                found[area.top, area.left] = f"{element.attributes.get('type', '')} {formula}"
    return found
