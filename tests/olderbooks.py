"""Workbooks of earlier layouts with what users add to theirs, put in by hand, part by part."""

import re
import shutil
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyopenvba
import pytest
from filekit import CONTENT_TYPES, PROJECT, TYPES, parts, put, rewrite, with_relation, with_type

from xlpy.book.ourtables import find_tables
from xlpy.files.opened import open_package
from xlpy.ooxml.cellxml import style_of
from xlpy.ooxml.listobjects import ListObject, area_of
from xlpy.ooxml.package import rels_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.upgrade import fresh, upgrade

LAYOUT_1, LAYOUT_2 = (PROJECT / "tests" / "golden" / f"layout-{number}.xlsm" for number in (1, 2))
MINE = "我的 Mine"
_KIND = "application/vnd.openxmlformats-officedocument"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = (
    "<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_SUM = "SUM(receipts[回款金额 Amount received])"
_OWN_SHEET = f"""<worksheet xmlns="{_MAIN}" xmlns:r="{TYPES}"><sheetData>
<row r="1"><c r="A1"><f>{_SUM}</f><v>1</v></c><c r="B1" t="inlineStr"><is><t>合计 all</t></is></c></row>
<row r="2"><c r="A2"><f>COUNTA(receipts[跟单员 Follow-up])</f><v>1</v></c></row>
<row r="3"><c r="A3"><f>COUNTA(customers[客户名称 Customer])</f><v>1</v></c></row></sheetData>
<drawing r:id="rId1"/></worksheet>"""  # noqa: E501
_OWN_DRAWING = f"""<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>
<xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>16</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Mine"/><xdr:cNvGraphicFramePr/>
</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{TYPES}" r:id="rId1"/>
</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""  # noqa: E501


@pytest.fixture(scope="module", autouse=True)
def models_are_made_once():
    """Of the same rows an upgrade makes the same model, two thirds of its time: the tests of a
    file make it once.
    """
    with made_once({}):
        yield


@contextmanager
def made_once(made: dict[str, bytes]):
    """Upgrades in here take a model that is in `made` by now from there."""
    build = fresh.build

    def built(rows, **options):
        key = repr((rows, options))
        if key not in made:
            made[key] = build(rows, **options)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fresh, "build", built)
        yield


def layout_1(path: Path) -> Path:
    """A copy of the workbook of layout 1."""
    shutil.copyfile(LAYOUT_1, path)
    return path


def layout_2(path: Path) -> Path:
    """A copy of the workbook of layout 2."""
    shutil.copyfile(LAYOUT_2, path)
    return path


def upgraded(layout: int, path: Path) -> Path:
    """A copy of the workbook of a layout, upgraded."""
    path.write_bytes(_upgraded(layout))
    return path


@cache
def _upgraded(layout: int) -> bytes:
    """Several files of tests look at the same upgrade: it is made once in a process."""
    with TemporaryDirectory() as folder:
        old = Path(folder) / "Trade.xlsm"
        shutil.copyfile(LAYOUT_1.with_name(f"layout-{layout}.xlsm"), old)
        return upgrade(old).book.read_bytes()


def place(path: Path, key: str) -> ListObject:
    """Where one of our tables lies in a workbook."""
    with open_package(path) as package:
        return find_tables(package, [key])[key]


def cell(ref: str, text: str) -> str:
    """A cell with a text."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def with_cell(ref: str, text: str) -> Callable[[bytes], bytes]:
    """An operation on a sheet: a cell at the end of a row that is there."""
    row = re.sub("[A-Z]", "", ref)
    return lambda data: re.sub(
        rb'(<row r="%s".*?)(</row>)' % row.encode(),
        lambda match: match[1] + cell(ref, text).encode() + match[2],
        data,
        count=1,
        flags=re.DOTALL,
    )


def written(path: Path, part: str, ref: str, inside: str) -> Path:
    """A workbook in which a cell of a sheet holds something else: `inside` is its XML from the
    attributes on.
    """
    sheet = SheetXml(parts(path)[part], part)
    area = area_of(ref)
    row = sheet.row(area.top)
    style = style_of(row.cells[area.left]) if row and area.left in row.cells else b""
    new = f'<c r="{ref}" s="{style.decode() or 0}"{inside}</c>'.encode()
    sheet.set_cells(area.top, area.left, area.left, {area.left: new}, area.top)
    return rewrite(path, {part: sheet.result()})


def text(words: str) -> str:
    """A cell's inside that is a text."""
    return f' t="inlineStr"><is><t>{words}</t></is>'


def used(path: Path, older: Callable[[Path], Path] = layout_1) -> Path:
    """A workbook of an earlier layout in use.

    A column of the user's in receipts, a re-worded header, a note beside a table, a sheet of their
    own in front of the others with formulas on our tables, a chart and a name, and that sheet the
    one that was last looked at.
    """
    older(path)
    _add_column(path)
    _reword(path)
    _add_sheet(path)
    return path


def _add_column(path: Path) -> None:
    table = place(path, "receipts")

    def sheet(data: bytes) -> bytes:
        for ref, text in (("G5", "跟单员 Follow-up"), ("G6", "小李"), ("G9", "小赵")):
            data = with_cell(ref, text)(data)
        return with_cell("J3", "我的备注 my note")(data)

    def part(data: bytes) -> bytes:
        data = re.sub(rb'ref="A5:F(\d+)"', rb'ref="A5:G\1"', data)
        end = '<tableColumn id="7" name="跟单员 Follow-up"/></tableColumns>'
        return put("</tableColumns>", end)(put('count="6"', 'count="7"')(data))

    rewrite(path, {table.sheet.part: sheet, table.part: part})


def _reword(path: Path) -> None:
    table = place(path, "customers")

    def sheet(data: bytes) -> bytes:
        ref = re.search(rb'<c r="A5"[^>]*>.*?</c>', data)
        style = re.search(rb' s="\d+"', ref[0])[0].decode()
        return data.replace(
            ref[0], cell("A5", "客户名称 Customer").replace('r="A5"', f'r="A5"{style}').encode()
        )

    # As Excel does it: formulas and names follow the header.
    old, new = "customers[客户 Customer]".encode(), "customers[客户名称 Customer]".encode()
    using = {
        name: lambda data: data.replace(old, new)
        for name, data in parts(path).items()
        if old in data
    }
    rewrite(path, using)
    rewrite(path, {table.sheet.part: sheet, table.part: put("客户 Customer", "客户名称 Customer")})


def _add_sheet(path: Path) -> None:
    chart = parts(path)["xl/charts/chart1.xml"]
    drawing_relation = (
        f'<Relationship Id="rId1" Type="{TYPES}/drawing" Target="../drawings/mine.xml"/>'
    )
    chart_relation = f'<Relationship Id="rId1" Type="{TYPES}/chart" Target="../charts/mine.xml"/>'

    def workbook(data: bytes) -> bytes:
        last = len(re.findall(b"<sheet ", data))
        data = put("</sheets>", f'<sheet name="{MINE}" sheetId="990" r:id="rIdMine"/></sheets>')(
            data
        )
        data = put("<workbookView ", f'<workbookView activeTab="{last}" firstSheet="3" ')(data)
        names = (
            f"<definedName name=\"my_total\">'{MINE}'!$A$1</definedName>"
            '<definedName name="here" '
            f"localSheetId=\"{last}\">'{MINE}'!$A$2</definedName></definedNames>"
        )
        return put("</definedNames>", names)(data)

    rewrite(
        path,
        {
            "xl/worksheets/mine.xml": _OWN_SHEET.encode(),
            rels_of("xl/worksheets/mine.xml"): _RELATIONS.format(drawing_relation).encode(),
            "xl/drawings/mine.xml": _OWN_DRAWING.encode(),
            rels_of("xl/drawings/mine.xml"): _RELATIONS.format(chart_relation).encode(),
            "xl/charts/mine.xml": chart,
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": with_relation(
                "", "worksheet", "worksheets/mine.xml", "rIdMine"
            ),
            CONTENT_TYPES: with_type(
                ("xl/worksheets/mine.xml", f"{_KIND}.spreadsheetml.worksheet+xml"),
                ("xl/drawings/mine.xml", f"{_KIND}.drawing+xml"),
                ("xl/charts/mine.xml", f"{_KIND}.drawingml.chart+xml"),
            ),
        },
    )


def without_column(path: Path, key: str, keep_cells: bool = False) -> Path:
    """A workbook in which the last column of a table is missing; with `keep_cells` its cells
    stay.
    """
    table = place(path, key)
    area = table.area
    last, left = (chr(64 + column) for column in (area.right, area.right - 1))

    def sheet(data: bytes) -> bytes:
        within = (
            r"<c "
            rf'r="{last}(?:{"|".join(str(row) for row in range(area.top, area.bottom + 1))})'
            r'"[^>]*?(?:/>|>.*?</c>)'
        )
        return data if keep_cells else re.sub(within.encode(), b"", data)

    def part(data: bytes) -> bytes:
        data = re.sub(
            rb'ref="A(\d+):%s(\d+)"' % last.encode(), rb'ref="A\1:%s\2"' % left.encode(), data
        )
        data = re.sub(rb"<tableColumn [^>]*/></tableColumns>", b"</tableColumns>", data)
        count = len(table.columns)
        return put(f'count="{count}"', f'count="{count - 1}"')(data)

    return rewrite(path, {table.sheet.part: sheet, table.part: part})


def without_table(path: Path, key: str) -> Path:
    """A workbook in which a table is plain cells."""
    table = place(path, key)
    with open_package(path) as package:
        relation = next(
            r.id for r in package.relationships(table.sheet.part) if r.part == table.part
        )
    entry = rf'<Relationship Id="{relation}"[^>]*/>'
    return rewrite(
        path,
        {
            table.part: None,
            table.sheet.part: lambda data: re.sub(rb"<tableParts .*?</tableParts>", b"", data),
            rels_of(table.sheet.part): lambda data: re.sub(entry.encode(), b"", data),
            CONTENT_TYPES: lambda data: re.sub(
                rb'<Override PartName="/%s"[^>]*/>' % table.part.encode(), b"", data
            ),
        },
    )


def with_layout(path: Path, value: str) -> Path:
    """A workbook that says it has another layout: the XML of the cell's value."""
    table = place(path, "about")
    where = rb'(<c r="B%d"[^>]*?)(?: t="[^"]*")?>.*?</c>' % table.body.top
    return rewrite(
        path,
        {table.sheet.part: lambda data: re.sub(where, rb"\1>" + value.encode() + b"</c>", data)},
    )


def prefixed(path: Path) -> Path:
    """A workbook whose parts name everything with prefixes, as some programs write them."""
    packages = "http://schemas.openxmlformats.org/package/2006"

    def change(prefix: str, space: str) -> Callable[[bytes], bytes]:
        def changed(data: bytes) -> bytes:
            head, _, rest = data.decode().partition("?>")
            rest = re.sub(r"<(/?)(\w+)(?=[\s/>])", lambda m: f"<{m[1]}{prefix}:{m[2]}", rest)
            rest = rest.replace("xmlns:r=", "xmlns:rel=").replace(" r:id=", " rel:id=")
            return f"{head}?>{rest.replace(f'xmlns={chr(34)}{space}', f'xmlns:{prefix}={chr(34)}{space}', 1)}".encode()  # noqa: E501

        return changed

    names = [
        name
        for name in parts(path)
        if re.fullmatch(r"xl/(workbook|worksheets/\w+|tables/\w+)\.xml", name)
    ]
    return rewrite(
        path,
        {
            **dict.fromkeys(names, change("x", _MAIN)),
            CONTENT_TYPES: change("ct", f"{packages}/content-types"),
            "xl/_rels/workbook.xml.rels": change("pr", f"{packages}/relationships"),
        },
    )


def by_openpyxl(path: Path) -> Path:
    """A workbook as openpyxl saves it: other part names, absolute targets, namespaces declared
    where they are used.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of what it loses
        openpyxl.load_workbook(path).save(path)
    return path


def with_macro(path: Path, name: str, source: str, stale: str) -> Path:
    """A workbook with a module of the user's, and one of ours as an earlier version had it."""
    with pyopenvba.ExcelFile(path) as file:
        file.vba_project().add_module(name, source)
        file.set_module(stale, f'Attribute VB_Name = "{stale}"\r\nOption Explicit\r\n')
        file.save(path.with_name("saved.xlsm"))
    path.with_name("saved.xlsm").replace(path)
    return path


def with_ribbon(path: Path) -> Path:
    """A workbook with a tab of the user's behind ours, which has a single button."""
    old = rb"<tab id=.*</tab>"
    tabs = b'<tab id="tabTradeDept" label="TradeDept"/><tab id="tabMine" label="Mine"/>'
    return rewrite(
        path, {"customUI/customUI14.xml": lambda data: re.sub(old, tabs, data, flags=re.DOTALL)}
    )
