"""Workbook files for tests: made with XlsxWriter, operated on part by part, and compared byte by
byte.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

from xlpy.book.ourtables import Wanted
from xlpy.book.tables import RawTable
from xlpy.core.tables import TABLES
from xlpy.files.opened import open_package
from xlpy.files.reader import read_tables
from xlpy.ooxml.listobjects import list_objects

PROJECT = Path(__file__).parent.parent
CORPUS = PROJECT.parent / "shared" / "data" / "workbooks"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

REWARDS = (
    (date(2012, 7, 2), "王芳", 300, "刘洋", "改进包装 better packing"),
    (date(2012, 7, 9), "陈明", 150.5, "刘洋", "新供应商 new supplier"),
    (date(2012, 8, 1), "Anna Li", 1000, "刘洋", None),
)


@dataclass
class Setting:
    """What a test may add to while the workbook is made."""

    workbook: xlsxwriter.Workbook
    sheet: xlsxwriter.worksheet.Worksheet
    day: xlsxwriter.format.Format
    money: xlsxwriter.format.Format


def labels(key: str) -> list[str]:
    """The headers of a table."""
    return [column.label for column in TABLES[key].columns]


def rewards_book(
    path: Path,
    rows: Sequence[Sequence] = REWARDS,
    prepare: Callable[[Setting], None] | None = None,
    at: tuple[int, int] = (0, 0),
    headers: Sequence[Mapping] | None = None,
    table: Mapping | None = None,
    options: Mapping | None = None,
) -> Path:
    """A workbook with the table `rewards` on its first sheet, and what `prepare` adds."""
    workbook = xlsxwriter.Workbook(path, dict(options or {}))
    sheet = workbook.add_worksheet("奖励 Rewards")
    setting = Setting(
        workbook,
        sheet,
        workbook.add_format({"num_format": "yyyy-mm-dd"}),
        workbook.add_format({"num_format": "#,##0.00", "bg_color": "#FFF2CC"}),
    )
    headers = headers or [{"header": label} for label in labels("rewards")]
    formats = [setting.day, None, setting.money, None, None]
    bottom = at[0] + max(len(rows), 1) + bool((table or {}).get("total_row"))
    wide = {"name": "rewards", "columns": headers, **(table or {})}
    sheet.add_table(at[0], at[1], bottom, at[1] + len(headers) - 1, wide)
    for number, row in enumerate(rows, at[0] + 1):
        for place, value in enumerate(row):
            format_ = formats[place] if place < len(formats) else None
            if isinstance(value, date):
                sheet.write_datetime(number, at[1] + place, value, format_)
            else:
                sheet.write(number, at[1] + place, value, format_)
    if prepare:
        prepare(setting)
    workbook.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    """The members of a zip file, inflated, in order."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path: Path) -> dict[str, tuple]:
    """The members as they are packed: bytes, method, time stamp, checksum."""
    data = path.read_bytes()
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for info in file.infolist():
            at = info.header_offset
            start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")
            start += int.from_bytes(data[at + 28 : at + 30], "little")
            content = data[start : start + info.compress_size]
            found[info.filename] = (content, info.compress_type, info.date_time, info.CRC)
    return found


def changed_parts(before: Path, after: Path) -> set[str]:
    """The names of parts that were added, removed, or are not packed byte for byte as before."""
    old, new = packed(before), packed(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def rewrite(path: Path, changes: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> Path:
    """Replace, add (bytes), drop (None) or operate on (a function) parts of a workbook, by hand."""
    found = parts(path)
    for name, change in changes.items():
        found[name] = change(found[name]) if callable(change) else change
    write_zip(path, {name: data for name, data in found.items() if data is not None})
    return path


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip file of those members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2)), data, zipfile.ZIP_DEFLATED)
    return path


def put(old: str | bytes, new: str | bytes) -> Callable[[bytes], bytes]:
    """An operation: replace what must be there exactly once."""
    old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))

    def change(data: bytes) -> bytes:
        assert data.count(old) == 1, f"{old!r} occurs {data.count(old)} times"
        return data.replace(old, new)

    return change


def with_relation(_part: str, kind: str, target: str, id_: str) -> Callable[[bytes], bytes]:
    """An operation on a .rels part: one more relationship."""
    kind = kind if ":" in kind else f"{TYPES}/{kind}"
    entry = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/></Relationships>'
    return put("</Relationships>", entry)


def with_type(*entries: tuple[str, str]) -> Callable[[bytes], bytes]:
    """An operation on the content types: overrides (a part's name) or defaults (an extension)."""
    xml = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        if "/" in name or "." in name
        else f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in entries
    )

    def change(data: bytes) -> bytes:
        # Defaults may stand anywhere among the overrides.
        return put("</Types>", xml + "</Types>")(data)

    return change


def rows_of(xml: bytes) -> dict[int, bytes]:
    """The rows of a sheet's XML by number."""
    found = re.findall(
        rb'<(?:x:)?row\b[^>]*?\br=["\'](\d+)["\'][^>]*?(?:/>|>.*?</(?:x:)?row>)', xml, re.DOTALL
    )
    texts = [
        m[0] for m in re.finditer(rb"<(?:x:)?row\b[^>]*?(?:/>|>.*?</(?:x:)?row>)", xml, re.DOTALL)
    ]
    return dict(zip(map(int, found), texts, strict=True))


def cells_of(xml: bytes) -> dict[str, bytes]:
    """The cells of a sheet's XML by reference."""
    found = re.finditer(
        rb'<(?:x:)?c\b[^>]*?\br=["\']([A-Z]+\d+)["\'][^>]*?(?:/>|>.*?</(?:x:)?c>)', xml, re.DOTALL
    )
    return {match[1].decode(): match[0] for match in found}


def sheet_xml(path: Path, number: int = 1) -> bytes:
    """A worksheet's XML in a file that XlsxWriter made."""
    return parts(path)[f"xl/worksheets/sheet{number}.xml"]


def read_all(path: Path) -> dict[str, RawTable]:
    """Every Excel table of any workbook, all its columns by header, by our reader."""
    with open_package(path) as package:
        found = list_objects(package)
        wanted = [
            Wanted(
                table.name,
                table,
                {name: table.area.left + at for at, name in enumerate(table.columns)},
            )
            for table in found
        ]
        return read_tables(package, wanted)


def by_openpyxl(path: Path) -> dict[str, dict[str, object]]:
    """Every value of every worksheet, as openpyxl reads it: sheet → reference → value."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def add_sheet(path: Path) -> Path:
    """Add a sheet `Ours` with a table `rewards` of two rows to any workbook, by hand."""
    found = parts(path)
    x = b"x:" if b"<x:workbook" in found["xl/workbook.xml"] else b""
    headers = "".join(
        f'<c r="{"ABCDE"[at]}1" t="inlineStr"><is><t>{label}</t></is></c>'
        for at, label in enumerate(labels("rewards"))
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>41092</v></c><c r="B{row}" '
        f't="inlineStr"><is><t>{name}</t></is></c>'
        f'<c r="C{row}"><v>300</v></c></row>'
        for row, name in ((2, "王芳"), (3, "陈明"))
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{main}" xmlns:r="{TYPES}"><sheetData><row '
        f'r="1">{headers}</row>{rows}</sheetData>'
        f'<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )
    columns = "".join(
        f'<tableColumn id="{at}" name="{label}"/>' for at, label in enumerate(labels("rewards"), 1)
    )
    table = (
        f'<table xmlns="{main}" id="991" name="rewards" displayName="rewards" '
        'ref="A1:E3"><autoFilter ref="A1:E3"/>'
        f'<tableColumns count="5">{columns}</tableColumns></table>'
    )
    rels = (
        "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    end = b"</%ssheets>" % x
    entry = b'<%ssheet name="Ours" sheetId="991" r:id="rIdOurs" xmlns:r="%s"/>' % (
        x,
        TYPES.encode(),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return rewrite(
        path,
        {
            "xl/worksheets/ours.xml": sheet.encode(),
            "xl/tables/ours.xml": table.encode(),
            "xl/worksheets/_rels/ours.xml.rels": with_relation(
                "", "table", "../tables/ours.xml", "rId1"
            )(rels.encode()),
            "xl/workbook.xml": put(end, entry + end),
            "xl/_rels/workbook.xml.rels": with_relation(
                "", "worksheet", "worksheets/ours.xml", "rIdOurs"
            ),
            CONTENT_TYPES: with_type(
                ("xl/worksheets/ours.xml", f"{kind}.worksheet+xml"),
                ("xl/tables/ours.xml", f"{kind}.table+xml"),
            ),
        },
    )


def tell(capsys, text: str) -> None:
    """Have a count told at the end of the test run (`conftest.py` prints it, in whatever process
    the test ran).
    """
    capsys.request.node.user_properties.append(("told", text))
