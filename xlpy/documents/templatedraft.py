"""A paper by a template says that it is a draft, and what is missing (C-2)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from xlpy.documents.templatebook import TemplateBook
from xlpy.documents.templatefields import NAME
from xlpy.ooxml.cellxml import cell_text
from xlpy.ooxml.growing import Growth, grown_beside, grown_sheet, row_bytes, with_row_bytes
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.xmlparts import escaped, unescaped

_STAMP, _MORE = "草稿 DRAFT", 12
"""What a draft says, and how many lines of what is missing it has at most."""
_PRINT_AREA = b"_xlnm.Print_Area"


def grow(book: TemplateBook, growth: Growth) -> None:
    """Let rows of a sheet grow, and all that refers to them follow."""
    owners = dict.fromkeys(book.beside(growth.sheet), growth.sheet)
    own = book.sheets[growth.sheet]
    for name, data in book.parts.items():
        if name == own:
            book.parts[name] = grown_sheet(data, growth)
        elif name.endswith((".xml", ".vml")):
            book.parts[name] = grown_beside(name, data, growth, owners.get(name))

    def moved(match: re.Match) -> bytes:
        text = growth.formula(unescaped(match[2].decode()), None)
        return b"<definedName%s>%s</definedName>" % (match[1], escaped(text).encode())

    book.parts["xl/workbook.xml"] = NAME.sub(moved, book.parts["xl/workbook.xml"])


def stamp(book: TemplateBook, sheet: str, missing: Sequence[str]) -> None:
    """Say above the paper, and on every printed page, that it is a draft and what is missing."""
    lines = [_STAMP, *(f"· {each}" for each in missing[:_MORE])]
    if len(missing) > _MORE:
        lines.append(f"… +{len(missing) - _MORE}")
    after = _printed_top(book, sheet) - 1
    before = dict(_print_areas(book))
    grow(book, Growth(sheet, after + 1, after, len(lines)))
    _keep_top(book, before)
    part, red = book.sheets[sheet], book.styles.red()
    column = letters(_printed_left(book, sheet))
    new = [
        (
            after + at,
            f'<row r="{after + at}"><c r="{column}{after + at}" s="{red}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{escaped(cell_text(text))}</t></is></c></row>'.encode(),
        )
        for at, text in enumerate(lines, 1)
    ]
    rows = sorted([*row_bytes(book.parts[part]), *new])
    data = with_row_bytes(book.parts[part], b"".join(row for _, row in rows))
    book.parts[part] = _with_header(data)


def _print_areas(book: TemplateBook) -> Iterator[tuple[bytes, bytes]]:
    for match in NAME.finditer(book.parts["xl/workbook.xml"]):
        if _PRINT_AREA in match[1]:
            yield match[1], match[2]


def _printed_area(book: TemplateBook, sheet: str) -> tuple[int, int]:
    at = list(book.sheets).index(sheet)
    for attributes, text in _print_areas(book):
        if b'localSheetId="%d"' % at in attributes:
            area = area_of(unescaped(text.decode()).rpartition("!")[2].replace("$", ""))
            if area:
                return area.top, area.left
    return 1, 1


def _printed_top(book: TemplateBook, sheet: str) -> int:
    return _printed_area(book, sheet)[0]


def _printed_left(book: TemplateBook, sheet: str) -> int:
    return _printed_area(book, sheet)[1]


def _keep_top(book: TemplateBook, before: Mapping[bytes, bytes]) -> None:
    """A print area begins where it began: what a draft says is printed, too."""

    def kept(match: re.Match) -> bytes:
        old = before.get(match[1])
        if old is None:
            return match[0]
        first = old.partition(b":")[0]
        return b"<definedName%s>%s:%s</definedName>" % (
            match[1],
            first,
            match[2].partition(b":")[2],
        )

    book.parts["xl/workbook.xml"] = NAME.sub(kept, book.parts["xl/workbook.xml"])


def _with_header(data: bytes) -> bytes:
    said = f"&amp;R&amp;14&amp;KC00000{_STAMP}".encode()

    def added(match: re.Match) -> bytes:
        if b"&amp;R" in match[2]:
            return (
                match[1] + match[2].replace(b"&amp;R", said + b"&amp;K000000&amp;10 ", 1) + match[3]
            )
        return match[1] + match[2] + said + match[3]

    headers = re.compile(rb"(<(?:odd|even|first)Header>)([^<]*)(</)")
    if b"<oddHeader>" in data:
        return headers.sub(added, data)
    made = b"<oddHeader>" + said + b"</oddHeader>"
    found = re.search(rb"<headerFooter\b[^>]*?(/?)>", data)
    if found and found[1]:
        whole = found[0][:-2].rstrip() + b">" + made + b"</headerFooter>"
        return data.replace(found[0], whole, 1)
    if found:
        data = headers.sub(added, data)  # those of the first or of even pages
        return data.replace(found[0], found[0] + made, 1)
    behind = (
        rb"<(?:rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|drawing|"
        rb"legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|tableParts|extLst)\b|</worksheet>"
    )
    place = re.search(behind, data)
    at = place.start() if place else len(data)
    return data[:at] + b"<headerFooter>" + made + b"</headerFooter>" + data[at:]
