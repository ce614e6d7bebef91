"""The zip pass: what XlsxWriter wrote gets its ribbon tab, and the same bytes each time."""

import io
import re
import zipfile

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from xlpy.book.formulas.syntax import OF_ADD_IN
from xlpy.build.macros import add_ribbon
from xlpy.documents.asexcel import as_excel_writes

_FIRST = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_FORMULA = re.compile(rb"<f[ >][^<]*</f>")
_CALL = re.compile(rb"\bTD_\w+(?=\()")
_DATE = (1980, 1, 1, 0, 0, 0)


class PlainBook(Workbook):
    """Keeps its parts as they are written; `Workbook` would zip them, only to be unzipped here."""

    def __init__(self, options: dict[str, object]):
        super().__init__(io.BytesIO(), {"in_memory": True, **options})
        self.written: dict[str, bytes] = {}

    def _get_packager(self) -> Packager:
        return _Keeper(self.written)


class _Keeper(Packager):
    def __init__(self, kept: dict[str, bytes]):
        super().__init__()
        self.kept = kept

    def _create_package(self) -> list:
        """Nothing to be zipped: each part is kept under its name."""
        for file, name, is_binary in super()._create_package():
            self.kept[name] = file.getvalue() if is_binary else file.getvalue().encode()
        return []


def finish(parts: dict[str, bytes], macros: bool = True) -> bytes:
    """The package of these parts with the ribbon's tab, as Excel writes, no forced calculation on
    load, parts in fixed order. Without `macros` there is no tab, and functions of ours are those of
    an add-in.
    """
    if macros:
        add_ribbon(parts)
    else:
        _call_add_in(parts)
    as_excel_writes(parts)
    # The cached values are right, so nothing has to be computed when the file is opened.
    parts["xl/workbook.xml"] = _replaced(parts["xl/workbook.xml"], ' fullCalcOnLoad="1"', "")
    return _zipped(parts)


def _call_add_in(parts: dict[str, bytes]) -> None:
    """Have formulas call our functions as those of an add-in (docs/en/web.md)."""
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _FORMULA.sub(_of_add_in, data)


def _of_add_in(formula: re.Match[bytes]) -> bytes:
    return _CALL.sub(OF_ADD_IN.encode() + rb"\g<0>", formula[0])


def _replaced(part: bytes, old: str, new: str) -> bytes:
    if part.count(old.encode()) != 1:
        raise ValueError(f"XlsxWriter did not write {old!r} once")
    return part.replace(old.encode(), new.encode())


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(parts, key=_place):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without this, the file would say on which system it was made.
            entry.create_system = 0
            new.writestr(entry, parts[name])
    return out.getvalue()


def _place(name: str) -> tuple:
    """Where a part stands: those that a reader needs first, then by name, numbers by size."""
    first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return first, [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]
