"""Corrects what XlsxWriter writes differently from Excel, in the parts of a package."""

import re
import zipfile
from pathlib import Path

from xlpy.ooxml.titles import APP, range_names, true_titles
from xlpy.ooxml.xmlparts import elements

_EMPTY_RESULT = re.compile(
    rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f(?: [^<>]*)?>[^<]*</f><v></v></c>)'
)
_INDENT_FIRST = re.compile(rb'( indent="[0-9]+")( wrapText="1")')
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
_DIMENSION = re.compile(rb'(<dimension ref=")[A-Z0-9:]+')
_COUNT = re.compile(rb'(<sst [^<>]*? count=")[0-9]+')


def as_excel_writes(parts: dict[str, bytes]) -> None:
    """Change the parts (name → bytes) where Excel would have written the same otherwise."""
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            # An empty text is a text: as a number without digits Excel may show it as 0 or as a
            # day of 1900, and some readers leave the formula out.
            parts[name] = _with_true_dimension(_EMPTY_RESULT.sub(rb'\1 t="str"\2', data))
        elif name == "xl/styles.xml":
            parts[name] = _INDENT_FIRST.sub(rb"\2\1", data)
    texts = parts.get("xl/sharedStrings.xml")
    if texts:
        # Cells that were written twice had been counted twice.
        used = sum(
            data.count(b' t="s"')
            for name, data in parts.items()
            if name.startswith("xl/worksheets/sheet")
        )
        parts["xl/sharedStrings.xml"] = _COUNT.sub(rb"\g<1>%d" % used, texts, count=1)
    _list_ranges(parts)


def _with_true_dimension(data: bytes) -> bytes:
    """A cell that was given neither a value nor a format is not written, and had been counted all
    the same.
    """
    corners = _CELL.findall(data)
    if not corners:
        return data
    columns, rows = {column for column, _ in corners}, {int(row) for _, row in corners}
    left, right = (pick(columns, key=lambda column: (len(column), column)) for pick in (min, max))
    first, last = b"%s%d" % (left, min(rows)), b"%s%d" % (right, max(rows))
    ref = first if first == last else b"%s:%s" % (first, last)
    return _DIMENSION.sub(rb"\g<1>%s" % ref, data, count=1)


def _list_ranges(parts: dict[str, bytes]) -> None:
    """Names that are formulas had been listed among the ranges."""
    workbook = elements(parts["xl/workbook.xml"], "xl/workbook.xml")
    sheets = [e.attributes["name"] for e in workbook if e.name == "sheet"]
    parts[APP] = true_titles(parts[APP], sheets, [], range_names(workbook))


def put_right(path: str | Path) -> None:
    """Write a package that XlsxWriter made as Excel would have written it."""
    with zipfile.ZipFile(path) as old:
        entries = old.infolist()
        parts = {entry.filename: old.read(entry) for entry in entries}
    as_excel_writes(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in entries:
            new.writestr(entry, parts[entry.filename])
