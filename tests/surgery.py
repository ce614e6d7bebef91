"""What people add to the workbook over the years, put into its package by hand: no library that
could write it all.
"""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from filekit import CONTENT_TYPES, TYPES, parts, put, rewrite, with_relation, with_type

from xlpy.files.opened import open_package
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.listobjects import ListObject, list_objects
from xlpy.ooxml.package import rels_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.microsoft.com/office"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MINE = "我的分析 Mine"
Change = Callable[[bytes], bytes]


def place_of(path: Path, key: str) -> ListObject:
    """Where a table lies."""
    with open_package(path) as package:
        return next(table for table in list_objects(package) if table.name == key)


def chained(*changes: Change) -> Change:
    """One operation after another."""

    def change(data: bytes) -> bytes:
        for one in changes:
            data = one(data)
        return data

    return change


def related(path: Path, part: str, kind: str) -> str:
    """The one part of a kind that a part is related to."""
    with open_package(path) as package:
        return next(r.part for r in package.relationships(part) if r.kind == kind)


# Moved, re-ordered, re-worded, extended


def shifted_ref(ref: str, down: int, right: int) -> str:
    """A reference, every cell of it moved."""

    def moved(match: re.Match) -> str:
        column = letters(column_number(match[2]) + right)
        return f"{match[1]}{column}{match[3]}{int(match[4]) + down}"

    return re.sub(r"(\$?)\b([A-Z]{1,3})(\$?)(\d+)\b", moved, ref)


def move_table(path: Path, key: str, down: int, right: int) -> None:
    """Rows put in above a table and columns to its left, as Excel does it: the whole sheet
    shifts.
    """
    table = place_of(path, key)

    def attribute(match: re.Match) -> str:
        return f'{match[1]}="{shifted_ref(match[2], down, right)}"'

    def shift(xml: bytes) -> bytes:
        text = re.sub(r' spans="[^"]*"', "", xml.decode())
        text = re.sub(r'(<row r=)"(\d+)"', lambda m: f'{m[1]}"{int(m[2]) + down}"', text)
        text = re.sub(r'(<c r|\sref|\ssqref|topLeftCell|activeCell)="([^"]*)"', attribute, text)
        text = re.sub(
            r"(<formula[12]?>)([^<]*)", lambda m: m[1] + shifted_ref(m[2], down, right), text
        )
        text = re.sub(
            r'(<col min=)"(\d+)" max="(\d+)"',
            lambda m: f'{m[1]}"{int(m[2]) + right}" max="{int(m[3]) + right}"',
            text,
        )
        text = re.sub(r'xSplit="(\d+)"', lambda m: f'xSplit="{int(m[1]) + right}"', text)
        return re.sub(r'ySplit="(\d+)"', lambda m: f'ySplit="{int(m[1]) + down}"', text).encode()

    refs = lambda xml: re.sub(r'( ref)="([^"]*)"', attribute, xml.decode()).encode()  # noqa: E731
    rewrite(
        path,
        {
            table.sheet.part: shift,
            table.part: refs,
            related(path, table.sheet.part, "comments"): refs,
        },
    )


def swap_columns(path: Path, key: str, one: int, other: int) -> None:
    """Two columns of a table change places, by their positions in it."""
    table = place_of(path, key)
    names = [letters(table.area.left + at) for at in (one, other)]

    def row(match: re.Match) -> str:
        number = int(match[1])
        if not table.area.top <= number <= table.area.bottom:
            return match[0]
        cells = re.findall(r"<c r=\"[A-Z]+\d+\"[^>]*?(?:/>|>.*?</c>)", match[3])
        swapped = dict(zip(names, reversed(names), strict=True))
        cells = [
            re.sub(r'(?<=<c r=")[A-Z]+', lambda m: swapped.get(m[0], m[0]), cell) for cell in cells
        ]
        cells.sort(key=lambda cell: column_number(re.search(r'r="([A-Z]+)', cell)[1]))
        return f"{match[2]}{''.join(cells)}</row>"

    def columns(xml: bytes) -> bytes:
        found = re.findall(rb"<tableColumn [^>]*?(?:/>|>.*?</tableColumn>)", xml)
        start, end = xml.index(found[0]), xml.index(b"</tableColumns>")
        found[one], found[other] = found[other], found[one]
        return xml[:start] + b"".join(found) + xml[end:]

    def sheet(xml):
        return re.sub(
            r'(?s)(?=<row r="(\d+)")(<row [^>]*[^/]>)(.*?)</row>', row, xml.decode()
        ).encode()

    rewrite(path, {table.sheet.part: sheet, table.part: columns})


def reword(path: Path, key: str, old: str, new: str) -> None:
    """A header gets other words; Excel puts them into every formula that names the column."""
    table = place_of(path, key)
    at = f"{letters(table.area.left + table.columns.index(old))}{table.area.top}"
    cell = f'<c r="{at}" t="inlineStr"><is><t>{new}</t></is></c>'
    header = lambda xml: re.sub(rf'<c r="{at}"[^>]*>.*?</c>', cell, xml.decode()).encode()  # noqa: E731
    formulas = {
        name: (lambda xml: xml.replace(f"{key}[{old}]".encode(), f"{key}[{new}]".encode()))
        for name, data in parts(path).items()
        if f"{key}[{old}]".encode() in data
    }
    rewrite(path, formulas)
    rewrite(path, {table.sheet.part: header, table.part: put(f'name="{old}"', f'name="{new}"')})


def add_columns(path: Path, key: str, note: str, computed: str, formula: str) -> None:
    """Two columns of theirs at a table's right end: notes in every other row, and a calculated
    one.
    """
    table = place_of(path, key)
    names = [letters(table.area.right + at) for at in (1, 2)]

    def row(match: re.Match) -> str:
        number = int(match[1])
        if not table.area.top <= number <= table.area.bottom:
            return match[0]
        text = note if number == table.area.top else f"note {number}"
        cells = (
            f'<c r="{names[0]}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            if number % 2
            else ""
        )
        if number == table.area.top:
            cells = f'<c r="{names[0]}{number}" t="inlineStr"><is><t>{note}</t></is></c>'
            cells += f'<c r="{names[1]}{number}" t="inlineStr"><is><t>{computed}</t></is></c>'
        else:
            cells += f'<c r="{names[1]}{number}"><f>{formula}</f><v>{number}</v></c>'
        return f"{match[2]}{cells}</row>"

    def sheet(xml: bytes) -> bytes:
        text = re.sub(r' spans="[^"]*"', "", xml.decode())
        return re.sub(
            r'(?s)(?=<row r="(\d+)")(<row [^>]*[^/]>(?:.(?!</row>))*.)</row>', row, text
        ).encode()

    wide = f"{table.area.ref.split(':')[0]}:{names[1]}{table.area.bottom}"
    count = len(table.columns)
    columns = (
        f'<tableColumn id="{count + 71}" name="{note}"/><tableColumn id="{count + 72}" '
        f'name="{computed}">'
    )
    columns += (
        f"<calculatedColumnFormula>{formula}</calculatedColumnFormula></tableColumn></tableColumns>"
    )
    changed = chained(
        lambda xml: xml.replace(f'ref="{table.area.ref}"'.encode(), f'ref="{wide}"'.encode()),
        put(f'<tableColumns count="{count}">', f'<tableColumns count="{count + 2}">'),
        put("</tableColumns>", columns),
    )
    rewrite(path, {table.sheet.part: sheet, table.part: changed})


# Things of theirs


def picture() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + bytes((200, 30, at * 30)) * 8 for at in range(8))
    head = struct.pack(">2L5B", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def anchor(at: int, inside: str) -> str:
    """A thing on a drawing."""
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{at}"
        "</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{at + 2}"
        "</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inside}"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def named(number: int, name: str, kind: str, rest: str = "") -> str:
    """The name of a thing on a drawing."""
    return (
        f'<xdr:nv{kind}Pr><xdr:cNvPr id="{number}" '
        f'name="{name}"/><xdr:cNv{kind}Pr/>{rest}</xdr:nv{kind}Pr>'
    )


def drawing() -> bytes:
    """A chart, a picture and a shape with text."""
    box = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm>'
    box += '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    chart = (
        "<xdr:graphicFrame "
        f'macro="">{named(2, "Their chart", "GraphicFrame")}<xdr:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData '
        f'uri="{DRAWING}/chart"><c:chart '
        f'xmlns:c="{DRAWING}/chart" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    image = (
        f"<xdr:pic>{named(3, 'Their picture', 'Pic')}<xdr:blipFill><a:blip "
        'r:embed="rId2"/><a:stretch><a:fillRect/>'
        f"</a:stretch></xdr:blipFill><xdr:spPr>{box}</xdr:spPr></xdr:pic>"
    )
    shape = (
        '<xdr:sp macro="" '
        f'textlink="">{named(4, "Their shape", "Sp")}<xdr:spPr>{box}</xdr:spPr><xdr:txBody>'
        f"<a:bodyPr/><a:p><a:r><a:t>本月看这里 look here</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    things = anchor(20, chart) + anchor(23, image) + anchor(26, shape)
    names = f'xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" xmlns:r="{TYPES}"'
    return f"<xdr:wsDr {names}>{things}</xdr:wsDr>".encode()


def chart(ref: str) -> bytes:
    """A chart of theirs on cells of our table."""
    axes = "".join(
        f'<c:{kind}><c:axId val="{one}"/><c:scaling/><c:axPos val="{side}"/><c:crossAx '
        f'val="{other}"/></c:{kind}>'
        for kind, one, other, side in (("catAx", 1, 2, "b"), ("valAx", 2, 1, "l"))
    )
    series = (
        '<c:ser><c:idx val="0"/><c:order '
        f'val="0"/><c:val><c:numRef><c:f>{ref}</c:f></c:numRef></c:val></c:ser>'
    )
    bars = (
        f'<c:barChart><c:barDir val="col"/>{series}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
    )
    area = f"<c:chart><c:plotArea>{bars}{axes}</c:plotArea></c:chart>"
    return (
        f'<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main">{area}</c:chartSpace>'
    ).encode()


def relations(*entries: tuple[str, str, str]) -> bytes:
    """A .rels part of id, kind and target."""
    xml = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
    for id_, kind, target in entries:
        xml = with_relation("", kind, target, id_)(xml)
    return xml


def add_drawing(path: Path, key: str) -> None:
    """A chart on our table, a picture and a shape, on the table's own sheet."""
    table = place_of(path, key)
    column = letters(table.area.right)
    ref = f"'{table.sheet.name}'!${column}${table.body.top}:${column}${table.body.bottom}"
    rewrite(
        path,
        {
            "xl/drawings/drawing901.xml": drawing(),
            "xl/drawings/_rels/drawing901.xml.rels": relations(
                ("rId1", "chart", "../charts/chart901.xml"),
                ("rId2", "image", "../media/image901.png"),
            ),
            "xl/charts/chart901.xml": chart(ref),
            "xl/media/image901.png": picture(),
            table.sheet.part: put("<legacyDrawing", '<drawing r:id="rId901"/><legacyDrawing'),
            rels_of(table.sheet.part): with_relation(
                "", "drawing", "../drawings/drawing901.xml", "rId901"
            ),
            CONTENT_TYPES: with_type(
                (
                    "xl/drawings/drawing901.xml",
                    "application/vnd.openxmlformats-officedocument.drawing+xml",
                ),
                (
                    "xl/charts/chart901.xml",
                    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                ),
                ("png", "image/png"),
            ),
        },
    )


def add_conversation(path: Path, key: str) -> None:
    """A threaded comment on a cell of our table, the note that stands in for it, and the persons
    who speak.
    """
    table = place_of(path, key)
    at = f"{letters(table.area.left + 1)}{table.body.top}"
    threads, persons = (
        f"{OFFICE}/spreadsheetml/2018/threadedcomments",
        f"{OFFICE}/2017/10/relationships",
    )
    spoken = (
        f'<ThreadedComments xmlns="{threads}"><threadedComment ref="{at}" '
        'dT="2012-10-01T09:00:00.00" '
        'personId="{11111111-1111-1111-1111-111111111111}" '
        'id="{22222222-2222-2222-2222-222222222222}">'
        "<text>对吗? Right?</text></threadedComment></ThreadedComments>"
    )
    person = (
        f'<personList xmlns="{threads}"><person displayName="刘洋" '
        f'id="{{11111111-1111-1111-1111-111111111111}}" '
        'userId="liu" providerId="None"/></personList>'
    )
    note = (
        f'<comment ref="{at}" authorId="0"><text><r><t>[Threaded comment] 对吗? '
        "Right?</t></r></text></comment>"
    )
    note += "</commentList>"
    rewrite(
        path,
        {
            "xl/threadedComments/threadedComment901.xml": spoken.encode(),
            "xl/persons/person901.xml": person.encode(),
            related(path, table.sheet.part, "comments"): put("</commentList>", note),
            rels_of(table.sheet.part): with_relation(
                "",
                f"{persons}/threadedComment",
                "../threadedComments/threadedComment901.xml",
                "rId902",
            ),
            "xl/_rels/workbook.xml.rels": with_relation(
                "", f"{persons}/person", "persons/person901.xml", "rId902"
            ),
            CONTENT_TYPES: with_type(
                (
                    "xl/threadedComments/threadedComment901.xml",
                    "application/vnd.ms-excel.threadedcomments+xml",
                ),
                ("xl/persons/person901.xml", "application/vnd.ms-excel.person+xml"),
            ),
        },
    )


def add_query(path: Path) -> None:
    """A connection, the query's own part, and another custom XML part with its properties."""
    mashup = (
        "<DataMashup "
        'xmlns="http://schemas.microsoft.com/DataMashup">AAAAABQDAABQSwMEFAACAAgA</DataMashup>'
    )
    connection = (
        f'<connections xmlns="{MAIN}"><connection id="1" name="Query - rates" type="5" '
        'refreshedVersion="8"><dbPr '
        'connection="Provider=Microsoft.Mashup.OleDb.1;Location=rates" command="SELECT * '
        'FROM [rates]"/></connection>'
        "</connections>"
    )
    properties = (
        '<ds:datastoreItem ds:itemID="{33333333-3333-3333-3333-333333333333}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    )
    rels = chained(
        with_relation("", "connections", "connections.xml", "rId903"),
        with_relation("", "customXml", "../customXml/item901.xml", "rId904"),
        with_relation("", "customXml", "../customXml/item902.xml", "rId905"),
    )
    rewrite(
        path,
        {
            "xl/connections.xml": connection.encode(),
            "customXml/item901.xml": mashup.encode("utf-16"),
            "customXml/item902.xml": "<p:部门 xmlns:p='urn:theirs'>外贸部</p:部门>".encode(),
            "customXml/itemProps902.xml": properties.encode(),
            "customXml/_rels/item902.xml.rels": relations(
                ("rId1", "customXmlProps", "itemProps902.xml")
            ),
            "xl/_rels/workbook.xml.rels": rels,
            CONTENT_TYPES: with_type(
                ("xl/connections.xml", f"{SHEET_KIND}.connections+xml"),
                (
                    "customXml/itemProps902.xml",
                    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
                ),
            ),
        },
    )


def pivot() -> tuple[bytes, bytes, bytes]:
    """A pivot of theirs on our table `rewards`, its cache and the cache's records."""
    fields = "".join(
        f'<cacheField name="{name}"><sharedItems/></cacheField>'
        for name in (
            "日期 Date",
            "姓名 Name",
            "奖励金额 Reward amount",
            "批准人 Approved by",
            "说明 Note",
        )
    )
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{TYPES}" r:id="rId1" recordCount="0" '
        'refreshOnLoad="1">'
        '<cacheSource type="worksheet"><worksheetSource '
        f'name="rewards"/></cacheSource><cacheFields count="5">{fields}'
        "</cacheFields></pivotCacheDefinition>"
    )
    records = f'<pivotCacheRecords xmlns="{MAIN}" count="0"/>'
    table = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="Their pivot" cacheId="901" '
        'dataCaption="Values"><location '
        'ref="F3:G5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields '
        'count="5"><pivotField/>'
        '<pivotField axis="axisRow"><items count="1"><item t="default"/></items></pivotField>'
        '<pivotField dataField="1"/><pivotField/><pivotField/></pivotFields><rowFields count="1">'
        '<field x="1"/></rowFields><dataFields count="1">'
        '<dataField name="Sum" fld="2"/></dataFields></pivotTableDefinition>'
    )
    return table.encode(), cache.encode(), records.encode()


def add_their_sheet(path: Path) -> None:
    """A sheet of theirs: formulas on our tables, a pivot with its cache, a slicer on our table."""
    formulas = (
        ("SUM(payroll[实发合计 Total pay])", 1234.5),
        ('SUMIFS(receipts[回款金额 Amount received],receipts[币种 Currency],"USD")', 99),
        ("ROWS(closes[期间 Period])", 12),
        ("COUNTA(splits[我的备注 My note])", 35),
    )
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>mine {at}</t></is></c><c '
        f'r="B{at}"><f>{text}</f>'
        f"<v>{value}</v></c></row>"
        for at, (text, value) in enumerate(formulas, 1)
    )
    slicers = (
        f'<extLst><ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" '
        f'xmlns:x14="{X14}"><x14:slicerList>'
        '<x14:slicer r:id="rId2"/></x14:slicerList></ext></extLst>'
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}" '
        f'xmlns:r="{TYPES}"><sheetData>{rows}</sheetData>{slicers}</worksheet>'
    )
    slicer = (
        f'<slicers xmlns="{X14}"><slicer name="Their slicer" cache="Slicer_Name" caption="Name" '
        'rowHeight="9999"/>'
    )
    slicer += "</slicers>"
    cache = (
        f'<slicerCacheDefinition xmlns="{X14}" name="Slicer_Name" sourceName="姓名 '
        'Name"><extLst><x:ext '
        f'uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x="{MAIN}" '
        f'xmlns:x15="{OFFICE}/spreadsheetml/2010/11/main"><x15:tableSlicerCache tableId="9" '
        'column="2"/></x:ext>'
        "</extLst></slicerCacheDefinition>"
    )
    caches = (
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" '
        f'xmlns:x15="{OFFICE}/spreadsheetml/2010/11/main" '
        f'xmlns:x14="{X14}"><x15:slicerCaches><x14:slicerCache '
        'r:id="rId908"/></x15:slicerCaches></ext></extLst>'
        "</workbook>"
    )
    pivots = '<pivotCaches><pivotCache cacheId="901" r:id="rId907"/></pivotCaches>'
    table, definition, records = pivot()
    newer = f"{OFFICE}/2007/relationships"
    workbook = chained(
        put("</sheets>", f'<sheet name="{MINE}" sheetId="901" r:id="rId906"/></sheets>'),
        lambda xml: re.sub(rb"(<calcPr[^>]*/>)", rb"\1" + pivots.encode(), xml),
        put("</workbook>", caches),
    )
    rels = chained(
        with_relation("", "worksheet", "worksheets/sheet901.xml", "rId906"),
        with_relation(
            "", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition901.xml", "rId907"
        ),
        with_relation("", f"{newer}/slicerCache", "slicerCaches/slicerCache901.xml", "rId908"),
    )
    rewrite(
        path,
        {
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": rels,
            "xl/worksheets/sheet901.xml": sheet.encode(),
            "xl/worksheets/_rels/sheet901.xml.rels": relations(
                ("rId1", "pivotTable", "../pivotTables/pivotTable901.xml"),
                ("rId2", f"{newer}/slicer", "../slicers/slicer901.xml"),
            ),
            "xl/pivotTables/pivotTable901.xml": table,
            "xl/pivotTables/_rels/pivotTable901.xml.rels": relations(
                ("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition901.xml")
            ),
            "xl/pivotCache/pivotCacheDefinition901.xml": definition,
            "xl/pivotCache/_rels/pivotCacheDefinition901.xml.rels": relations(
                ("rId1", "pivotCacheRecords", "pivotCacheRecords901.xml")
            ),
            "xl/pivotCache/pivotCacheRecords901.xml": records,
            "xl/slicers/slicer901.xml": slicer.encode(),
            "xl/slicerCaches/slicerCache901.xml": cache.encode(),
            CONTENT_TYPES: with_type(
                ("xl/worksheets/sheet901.xml", f"{SHEET_KIND}.worksheet+xml"),
                ("xl/pivotTables/pivotTable901.xml", f"{SHEET_KIND}.pivotTable+xml"),
                (
                    "xl/pivotCache/pivotCacheDefinition901.xml",
                    f"{SHEET_KIND}.pivotCacheDefinition+xml",
                ),
                ("xl/pivotCache/pivotCacheRecords901.xml", f"{SHEET_KIND}.pivotCacheRecords+xml"),
                ("xl/slicers/slicer901.xml", "application/vnd.ms-excel.slicer+xml"),
                ("xl/slicerCaches/slicerCache901.xml", "application/vnd.ms-excel.slicerCache+xml"),
            ),
        },
    )


def lived_in(path: Path) -> Path:
    """The workbook as its users have made it their own."""
    move_table(path, "payroll", 7, 3)
    move_table(path, "splits", 2, 1)
    move_table(path, "receipts", 40, 30)
    swap_columns(path, "commissions", 2, 5)
    swap_columns(path, "attendance", 0, 3)
    reword(path, "pools", "期末 Closing", "月末余额 Closing")
    reword(path, "staff", "姓名 Name", "姓名 Full name")
    add_columns(
        path, "splits", "我的备注 My note", "占比 Part", "splits[[#This Row],[金额 Amount]]/100"
    )
    add_columns(
        path,
        "receipts",
        "发票 Invoice",
        "折算 In CNY",
        "receipts[[#This Row],[回款金额 Amount received]]*6",
    )
    add_drawing(path, "payroll")
    add_conversation(path, "payroll")
    add_query(path)
    add_their_sheet(path)
    return path
