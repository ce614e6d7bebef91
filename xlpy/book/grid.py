"""A file of rows, whatever program wrote it, as cells: CSV in any encoding, tables of web pages,
.xlsx and .xls.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from xlpy.book.cells.text import shown
from xlpy.book.csvtext import QuotesUnpaired, records
from xlpy.book.process import ReaderFailed, ahead
from xlpy.core.issues import UsageError
from xlpy.core.text import Says, Text

_DELIMITERS = ",;\t|"
_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252", "big5hkscs", "cp932")
_MEGABYTES, _SECONDS = 1500, 30
"""What the process that opens a workbook may take: a file made to burst ends itself, and not the
user's Excel.
"""


_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"word/document.xml": "Word",
    b"ppt/presentation.xml": "PowerPoint",
    "WordDocument".encode("utf-16-le"): "Word",
    "PowerPoint Document".encode("utf-16-le"): "PowerPoint",
}
"""What packages of other kinds hold, by name."""
_ZIP, _OLE, _PDF = b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF"
_WEB = re.compile(r"<(?:html|table|!doctype html|(?:\w+:)?workbook)\b", re.IGNORECASE)


class NoGrid(Says, Exception):
    """A file cannot be read as rows: on which line, where it is one, and why in both languages."""

    def __init__(self, said: Text, row: int | None = None):
        self.said = said
        super().__init__(self.text)
        self.row = row


class SeveralSheets(UsageError):
    """Which sheet of a workbook is meant has to be said; `names`: those to choose from."""

    def __init__(self, names: Sequence[str], said: Text):
        super().__init__(
            Text(
                f"{said.zh}；请加 --sheet 指明一张：{'、'.join(names)}",
                f"{said.en}; name one by --sheet: {', '.join(names)}",
            )
        )
        self.names = list(names)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its line or row number from 1, and its cells: texts, or what a workbook's
    cells hold.
    """

    number: int
    cells: list

    @property
    def texts(self) -> list[str]:
        """The cells as people see them."""
        return [cell if isinstance(cell, str) else shown(cell) for cell in self.cells]


@dataclass
class Grid:
    """The rows of a table that are not blank, and the sheet's name where it is one."""

    rows: list[Row] = field(default_factory=list)
    name: str = ""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a spreadsheet program's file, of which only a reader of such files
    knows the rows.
    """
    return data.startswith((_ZIP, _OLE))


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return data.startswith(_PDF)


def bare(cell: str) -> str:
    """A cell without what banks put before long numbers, so that Excel leaves them: a tab, a
    quote, a backtick.
    """
    return cell.strip(" \t'\"=`\u3000\ufeff")


def texts_of(data: bytes, encodings: Sequence[str] = _ENCODINGS) -> Iterator[str]:
    """The texts that the bytes may be: one where they say it themselves, else one for each
    encoding that fits.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
        return
    if b"\0" in data[:200]:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _decoded(data, encoding)
            if (text and text[:200].isprintable()) or (text and "\n" in text and "\0" not in text):
                yield text
        return
    for encoding in encodings:
        text = _decoded(data, encoding)
        if text is not None and "\0" not in text:
            yield text
            if encoding == "utf-8-sig":
                return


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def text_grids(
    text: str, score: Callable[[Grid], int], cell: Callable[[str], str] = bare, strict: bool = False
) -> list[Grid]:
    """The rows of a text: the tables of a web page, or CSV with the delimiter under which most is
    understood.

    `cell`: what is left of a cell of CSV. Raises NoGrid for quotes that do not match; `strict`:
    wherever they stand.
    """
    return [html_grid(text)] if _WEB.search(text[:4000]) else [_csv_grid(text, score, cell, strict)]


def _csv_grid(
    text: str, score: Callable[[Grid], int], cell: Callable[[str], str], strict: bool
) -> Grid:
    found, failed = [], None
    for delimiter in _DELIMITERS:
        if delimiter not in text and delimiter != _DELIMITERS[0]:
            continue
        try:
            lines = records(text, delimiter, cell, strict=strict)
        except QuotesUnpaired as unpaired:
            failed = failed or unpaired
            continue
        found.append(Grid([Row(line, cells) for line, cells in lines if any(cells)]))
    best = max(found, key=score, default=Grid())
    if failed and not score(best):
        raise NoGrid(
            Text(
                "从这一行起引号不配对，或单元格过长；请检查双引号，文字里的双引号要写两个",
                "from this line on the quotes do not match, or a cell is too long; write a quote "
                "inside a text twice",
            ),
            failed.line,
        )
    return best


class _Tables(HTMLParser):
    """Rows of the tables of a web page, or of a spreadsheet in XML, as banks offer them under the
    name .xls.
    """

    def __init__(self):
        super().__init__()
        self.rows: list[Row] = []
        self._cells_as_text: list[str] | None = None
        self._cell: list[str] | None = None
        self._number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        named = {key.rpartition(":")[2]: value or "" for key, value in attrs}
        if tag in ("tr", "row"):
            self._end_row()
            self._number = (
                int(named["index"]) if named.get("index", "").isdecimal() else self._number + 1
            )
            self._cells_as_text = []
        elif tag in ("td", "th", "cell") and self._cells_as_text is not None:
            self._end_cell()
            if named.get("index", "").isdecimal() and int(named["index"]) < 1000:
                self._cells_as_text += [""] * (int(named["index"]) - 1 - len(self._cells_as_text))
            self._cell = []
            self._span = int(named["colspan"]) if named.get("colspan", "").isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("td", "th", "cell"):
            self._end_cell()
        elif tag in ("tr", "row"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self):
        if self._cell is not None and self._cells_as_text is not None:
            self._cells_as_text += [
                " ".join("".join(self._cell).split()),
                *[""] * (min(self._span, 100) - 1),
            ]
        self._cell = None

    def _end_row(self):
        self._end_cell()
        if self._cells_as_text and any(self._cells_as_text):
            self.rows.append(Row(self._number, self._cells_as_text))
        self._cells_as_text = None


def html_grid(text: str) -> Grid:
    """The rows of all tables of a web page, numbered from 1."""
    tables = _Tables()
    tables.feed(text)
    tables.close()
    return Grid(tables.rows)


def sheet_grids(data: bytes, cell: Callable[[str], str] = bare) -> list[Grid]:
    """The sheets of an .xlsx or .xls, read in a process of its own under limits. Raises NoGrid."""
    found: dict[str, Grid] = {}
    with ahead() as process:
        process.ask(
            {"grid": True, "data": data, "megabytes": _MEGABYTES, "seconds": _SECONDS}, _SECONDS + 5
        )
        try:
            while (message := process.answer())[0] != "done":
                if message[0] == "fail":
                    raise ReaderFailed(message[1], message[2])
                _, name, first, rows = message
                grid = found.setdefault(name, Grid(name=name))
                grid.rows += [
                    Row(first + at, _cells_as_text(row, cell))
                    for at, row in enumerate(rows)
                    if any(row)
                ]
        except ReaderFailed as failure:
            raise _unreadable(failure, data) from None
    return list(found.values())


def _cells_as_text(row: tuple, text: Callable[[str], str]) -> list:
    return ["" if cell is None else text(cell) if isinstance(cell, str) else cell for cell in row]


def _unreadable(failure: ReaderFailed, data: bytes) -> NoGrid:
    if "assword" in failure.text or "ncrypt" in failure.text or _ENCRYPTED in data:
        return NoGrid(
            Text(
                "文件有打开密码，请去掉密码后再用",
                "the file has a password to open; remove it first",
            )
        )
    if (other := _other_kind(data)) is not None:
        return NoGrid(
            Text(
                f"这是 {other} 文件，不是表格；请给 .xlsx 或 CSV",
                f"this is a {other} file and no table; give .xlsx or CSV",
            )
        )
    return NoGrid(
        Text(
            "这个 Excel 文件读不出，可能已损坏；请在 Excel 里另存为 .xlsx 或“CSV UTF-8”",
            "this Excel file cannot be read and may be damaged; in Excel, save it as .xlsx or "
            '"CSV UTF-8"',
        )
    )


def _other_kind(data: bytes) -> str | None:
    """What a package is that holds no sheets: its kind's name, or None."""
    return next((name for part, name in _OTHERS.items() if part in data), None)
