"""What a template of the user's can name, where it does, and what is wrong in it (C-2)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from xlpy.core.text import Text
from xlpy.documents.amounts import shown
from xlpy.documents.boxes import Value
from xlpy.documents.labels import WORDS
from xlpy.documents.page import Sheet
from xlpy.documents.templatebook import TemplateBook
from xlpy.ooxml.growing import Growth, cells_of, row_bytes, straddling
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.xmlparts import escaped, unescaped

FIELD = re.compile(r"\{([^{}\n]{1,60})\}")
"""A field between braces."""
TEXT = re.compile(rb"(<t\b[^>]*>)([^<]*)(</t>)")
DRAWN = re.compile(rb"<a:p>.*?</a:p>", re.DOTALL)
"""A paragraph of a text box or of a chart's title."""
_RUN = re.compile(rb"(<a:t>)([^<]*)(</a:t>)")
PRINTED = re.compile(rb"(<(?:odd|even|first)(?:Header|Footer)>)([^<]*)(</)")
NAME = re.compile(rb"<definedName\b([^>]*)>([^<]*)</definedName>")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
LINE = "line"
"""What the rows of a paper's own table are called."""


@dataclass(frozen=True)
class Fields:
    """What a template can name: the paper's texts and numbers, and its tables' rows."""

    said: Mapping[str, object]
    lists: Mapping[str, Sequence[Mapping[str, object]]]
    columns: Mapping[str, Sequence[str]]

    def names(self) -> list[str]:
        """Every field as a template writes it."""
        rows = (f"{name}.{key}" for name, keys in self.columns.items() for key in keys)
        return [*self.said, *rows]

    def found(self, text: str) -> str | None:
        """The field that a text between braces names: by its key, or by its label in Chinese or
        English; None for none.
        """
        name = text.strip()
        if name in self.names():
            return name
        first, dot, key = name.partition(".")
        given = [key] if dot else [name]
        before = f"{first}." if dot else ""
        labels = (word for word in WORDS if {*WORDS[word]} & {*given})
        keys = [f"{before}{word}" for word in labels if f"{before}{word}" in self.names()]
        return keys[0] if len(keys) == 1 else None

    def list_of(self, field: str) -> str | None:
        """The table that a field is of; None for one that stands once."""
        name = field.partition(".")[0]
        return name if name in self.columns and field not in self.said else None


def fields_of(sheet: Sheet) -> Fields:
    """The fields of a paper as it was made."""
    return Fields({**sheet.said, "draft": sheet.draft}, sheet.lists, sheet.keys)


def as_text(value: object) -> str:
    """What a field says as a text: a number as our paper shows it."""
    if isinstance(value, Value):
        if isinstance(value.value, str) or value.value is None:
            return str(value.value or "")
        return shown(value.value, value.format)  # type: ignore[arg-type]
    return "" if value is None else str(value)


def described(fields: Fields) -> Iterable[tuple[str, Text, str]]:
    """Each field with its label in Chinese and English, and what it says of this order."""
    for name, value in fields.said.items():
        yield name, WORDS.get(name, Text("", "")), as_text(value)
    for kind, keys in fields.columns.items():
        first = next(iter(fields.lists.get(kind, ())), {})
        for key in keys:
            yield f"{kind}.{key}", WORDS.get(key, Text("", "")), as_text(first.get(key))


# --- What is wrong ---------------------------------------------------------------------------


def faults(book: TemplateBook, fields: Fields) -> Iterator[Text]:
    """All that is wrong in a template, by sheet and cell, in Chinese and English."""
    there: set[str] = set()
    for sheet, ref, text in [*_texts(book), *named_cells(book, fields)]:
        for match in FIELD.finditer(text):
            field = fields.found(match[1])
            if field is None:
                yield _unknown(f"{sheet}!{ref}", match[0], match[1], fields)
            elif kind := fields.list_of(field):
                there.add(kind)
    for sheet, data in _beside_texts(book):
        for match in FIELD.finditer(data):
            field = fields.found(match[1])
            if field is None or fields.list_of(field):
                yield _unknown(sheet, match[0], match[1], fields)
    if LINE in fields.columns and LINE not in there:
        example = f"{{{LINE}.{fields.columns[LINE][0]}}}"
        yield Text(
            f"没有明细行：请在一行里写明细字段，如 {example}",
            f"there is no row for the lines: write their fields into one row, such as {example}",
        )
    for sheet in book.sheets:
        yield from _block_faults(book, sheet, fields)


def _unknown(place: str, written: str, name: str, fields: Fields) -> Text:
    like = get_close_matches(name.strip(), fields.names(), 1)
    zh = f"，是不是 {{{like[0]}}}" if like else ""
    en = f"; do you mean {{{like[0]}}}?" if like else ""
    return Text(f"{place}：没有字段 {written}{zh}", f"{place}: there is no field {written}{en}")


def _block_faults(book: TemplateBook, sheet: str, fields: Fields) -> Iterator[Text]:
    rows: dict[str, list[int]] = {}
    for number, kinds in _kinds(book, sheet, fields):
        if len(kinds) > 1:
            both = " ".join(sorted(kinds))
            yield Text(
                f"{sheet} 第 {number} 行写了两种明细：{both}；请分成两行",
                f"{sheet} row {number} has lines of two kinds: {both}; write each in a row of its "
                "own",
            )
        for kind in kinds:
            rows.setdefault(kind, []).append(number)
    for kind, found in rows.items():
        if found[-1] - found[0] + 1 != len(found):
            said = ", ".join(map(str, found))
            yield Text(
                f"{sheet} 的 {kind} 明细行不相连：{said}；请放在相连的行",
                f"{sheet}: the rows of {kind} are not next to each other: {said}",
            )
        growth = Growth(sheet, found[0], found[-1], 0)
        for ref in straddling(book.parts[book.sheets[sheet]], growth):
            yield Text(
                f"{sheet}!{ref}：合并单元格跨出明细行；请拆开",
                f"{sheet}!{ref}: merged cells reach out of the rows for the lines; split them",
            )


# --- Where fields stand ----------------------------------------------------------------------


def _texts(book: TemplateBook) -> Iterator[tuple[str, str, str]]:
    """The cells with fields: sheet, reference, text."""
    for sheet, part in book.sheets.items():
        for number, row in row_bytes(book.parts[part]):
            for column, cell in cells_of(row):
                text = text_of(book, cell)
                if FIELD.search(text):
                    yield sheet, f"{column}{number}", text


def inside_of(book: TemplateBook, cell: bytes) -> bytes:
    """A cell's text as XML, with the looks of its parts; empty for a cell without a text."""
    if b"<f" in cell:
        return b""
    if b't="s"' in cell:
        found = _VALUE.search(cell)
        at = int(found[1]) if found else -1
        return book.texts[at] if 0 <= at < len(book.texts) else b""
    found = re.search(rb"<is>(.*?)</is>", cell, re.DOTALL)
    return found[1] if found else b""


def text_of(book: TemplateBook, cell: bytes) -> str:
    """A cell's text; empty for a cell without one."""
    spoken = re.sub(rb"<rPh\b.*?</rPh>", b"", inside_of(book, cell), flags=re.DOTALL)
    return unescaped(b"".join(match[2] for match in TEXT.finditer(spoken)).decode())


def _kinds(book: TemplateBook, sheet: str, fields: Fields) -> Iterator[tuple[int, set[str]]]:
    """The rows with fields of tables, and of which."""
    for number, row in row_bytes(book.parts[book.sheets[sheet]]):
        if kinds := row_kinds(book, row, fields):
            yield number, kinds


def blocks(book: TemplateBook, sheet: str, fields: Fields) -> list[tuple[int, int, str]]:
    """The rows of a sheet that stand once for each line: first, last, and of which table."""
    rows: dict[str, list[int]] = {}
    for number, kinds in _kinds(book, sheet, fields):
        rows.setdefault(next(iter(kinds)), []).append(number)
    return [(found[0], found[-1], kind) for kind, found in rows.items()]


def named_cells(book: TemplateBook, fields: Fields) -> list[tuple[str, str, str]]:
    """The cells that a name of the workbook calls by a field: sheet, reference, field in braces."""
    found = []
    for match in NAME.finditer(book.parts["xl/workbook.xml"]):
        name = dict(re.findall(r'(\w+)="([^"]*)"', match[1].decode())).get("name", "")
        sheet, _, ref = unescaped(match[2].decode()).rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        area = area_of(ref.replace("$", ""))
        if fields.found(name) and area and sheet in book.sheets:
            found.append((sheet, f"{letters(area.left)}{area.top}", f"{{{name}}}"))
    return found


def _beside_texts(book: TemplateBook) -> Iterator[tuple[str, str]]:
    """Other texts with fields: headers and footers, text boxes."""
    for sheet, part in book.sheets.items():
        for match in PRINTED.finditer(book.parts[part]):
            yield f"{sheet} (header, footer)", unescaped(match[2].decode())
    for name, data in drawn_parts(book):
        for match in DRAWN.finditer(data):
            yield f"{book.owner(name) or name} (text box, chart)", _drawn_text(match[0])


def drawn_parts(book: TemplateBook) -> list[tuple[str, bytes]]:
    """The parts with text boxes and charts."""
    folders = ("xl/drawings/", "xl/charts/")
    return [(name, data) for name, data in book.parts.items() if name.startswith(folders)]


def _drawn_text(paragraph: bytes) -> str:
    return unescaped(b"".join(match[2] for match in _RUN.finditer(paragraph)).decode())


def with_drawn(paragraph: bytes, said: Callable[[str], str]) -> bytes:
    """A paragraph of a text box with its fields as `said` gives them; programs cut a text into
    pieces of one look, a field that lies in several takes the look of the first.
    """
    if not FIELD.search(_drawn_text(paragraph)):
        return paragraph
    texts = [unescaped(match[2].decode()) for match in _RUN.finditer(paragraph)]
    if FIELD.search("".join(FIELD.sub("", text) for text in texts)):
        texts = ["".join(texts), *("" for _ in texts[1:])]
    coming = (escaped(said(text)).encode() for text in texts)
    return _RUN.sub(lambda match: match[1] + next(coming) + match[3], paragraph)


def row_kinds(book: TemplateBook, row: bytes, fields: Fields) -> set[str]:
    """The tables that a row has fields of."""
    texts = (text_of(book, cell) for _, cell in cells_of(row))
    named = (fields.found(m[1]) for text in texts for m in FIELD.finditer(text))
    return {kind for field in named if field and (kind := fields.list_of(field))}
