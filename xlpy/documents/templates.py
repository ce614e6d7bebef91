"""Papers in a form of the user's own: a workbook with `{fields}`, filled with what our paper would
say (C-2).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.tables.parties import Company
from xlpy.core.text import Text
from xlpy.documents.alike import said_once
from xlpy.documents.amounts import decimals
from xlpy.documents.boxes import Value
from xlpy.documents.files import plain_name
from xlpy.documents.measure import height_of, text_width, wrapped
from xlpy.documents.templatebook import TemplateBook, open_template, width_of, widths
from xlpy.documents.templatedraft import grow, stamp
from xlpy.documents.templatefields import (
    DRAWN,
    FIELD,
    PRINTED,
    TEXT,
    Fields,
    as_text,
    blocks,
    drawn_parts,
    faults,
    inside_of,
    named_cells,
    text_of,
    with_drawn,
)
from xlpy.ooxml.cellxml import cell_text, epoch
from xlpy.ooxml.formats import is_date
from xlpy.ooxml.growing import Growth, cells_of, row_bytes, with_cells, with_row_bytes
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.xmlparts import escaped, unescaped

_STYLE = re.compile(rb'\bs="(\d+)"')
_PADDING, _DEFAULT, _HIGHEST = 6, 15.0, 409.0
"""Points beside a text in its cell; the height of a row that nothing is said of, and the most."""
_ENDINGS = (".xlsx", ".xltx")
FOLDER = ".templates"
"""What the folder beside a workbook ends in where its templates are."""


def fill(path: Path, fields: Fields, gaps: Sequence[Text], language: str) -> TemplateBook:
    """A template filled in memory. Raises FileError with all that is wrong in it, by sheet and
    cell.

    `gaps`: what is missing in the paper; then it says that it is a draft, and what that is.
    """
    book = open_template(path)
    wrong = list(faults(book, fields))
    if wrong:
        zh = "\n".join(f"· {each.zh}" for each in wrong)
        en = "\n".join(f"· {each.en}" for each in wrong)
        raise FileError(
            Text(
                f"模板“{path.name}”有问题，未生成：\n{zh}",
                f'template "{path.name}" cannot be filled, nothing was written:\n{en}',
            )
        )
    _name_cells(book, fields)
    for name in book.sheets:
        _fill_sheet(book, name, fields)
        if gaps:
            stamp(book, name, said_once([each.said(language) for each in gaps], language))
    _fill_beside(book, fields)
    return book


# --- Filling ---------------------------------------------------------------------------------


def _name_cells(book: TemplateBook, fields: Fields) -> None:
    """Write the fields of named cells into them."""
    for sheet, ref, text in named_cells(book, fields):
        column, number = re.sub(r"\d", "", ref), int(re.sub(r"\D", "", ref))
        part = book.sheets[sheet]
        rows = []
        for at, row in row_bytes(book.parts[part]):
            if at == number:
                row = with_cells(
                    row,
                    lambda c, cell, c0=column, t=text: (
                        _written(cell, f"<is><t>{escaped(t)}</t></is>") if c == c0 else cell
                    ),
                )
            rows.append(row)
        book.parts[part] = with_row_bytes(book.parts[part], b"".join(rows))


def _fill_sheet(book: TemplateBook, sheet: str, fields: Fields) -> None:
    """Fill the cells of a sheet, each once: what one says then may look like a field itself."""
    growing = sorted(blocks(book, sheet, fields), reverse=True)

    def said(number: int) -> Mapping[str, object] | None:
        grows = any(top <= number <= bottom for top, bottom, _ in growing)
        return None if grows else fields.said

    _fill_rows(book, sheet, fields, said, growing=False)
    for top, bottom, kind in growing:
        rows = fields.lists.get(kind) or [{}]
        growth = Growth(sheet, top, bottom, (bottom - top + 1) * (len(rows) - 1))
        grow(book, growth)
        lines = [
            {**fields.said, **{f"{kind}.{key}": row.get(key) for key in fields.columns[kind]}}
            for row in rows
        ]

        def of_line(
            number: int, growth: Growth = growth, lines: Sequence[Mapping[str, object]] = lines
        ) -> Mapping[str, object] | None:
            at = (number - growth.top) // growth.height
            return lines[at] if 0 <= at < growth.copies else None

        _fill_rows(book, sheet, fields, of_line, growing=True)


def _fill_rows(
    book: TemplateBook,
    sheet: str,
    fields: Fields,
    values_of: Callable[[int], Mapping[str, object] | None],
    growing: bool,
) -> None:
    """Fill the rows of a sheet with what the fields say in each; None: the row stays."""
    part = book.sheets[sheet]
    data = book.parts[part]
    merged = _merged_to(data)
    own = widths(data)
    right = _last_column(data)
    made = []
    for number, row in row_bytes(data):
        values = values_of(number)
        if values is not None:
            row = _filled_row(book, row, number, values, fields, merged, own, right, growing)
        made.append(row)
    book.parts[part] = with_row_bytes(data, b"".join(made))


def _last_column(data: bytes) -> str:
    """The letters of the last column that a sheet uses."""
    used = {column for _, row in row_bytes(data) for column, _ in cells_of(row)}
    return max(used, key=column_number, default="A")


def _room(row: bytes, own: dict[int, float], right: str) -> dict[str, float]:
    """The cells of a row → the points from each to the next that holds something."""
    found: dict[str, float] = {}
    end = column_number(right)
    for column, cell in reversed(list(cells_of(row))):
        at = column_number(column)
        found[column] = width_of(own, column, letters(max(end, at))) - _PADDING
        if re.search(rb"<(?:v|is|f)\b", cell):
            end = at - 1
    return found


def _merged_to(data: bytes) -> dict[str, str]:
    """The first cell of merged cells → the letters of their last column."""
    found = {}
    for match in re.finditer(rb'<mergeCell ref="([^"]*)"', data):
        area = area_of(match[1].decode())
        if area:
            found[f"{letters(area.left)}{area.top}"] = letters(area.right)
    return found


def _filled_row(
    book: TemplateBook,
    row: bytes,
    number: int,
    values: Mapping[str, object],
    fields: Fields,
    merged: Mapping[str, str],
    own: dict[int, float],
    right: str,
    growing: bool,
) -> bytes:
    needed = {"": 0.0}
    room = _room(row, own, right)

    def changed(column: str, cell: bytes) -> bytes:
        cell = re.sub(rb"(</f>|<f\b[^>]*/>)<v>[^<]*</v>", rb"\1", cell)
        text = text_of(book, cell)
        if not FIELD.search(text):
            return cell
        place = f"{column}{number}"
        wide = width_of(own, column, merged.get(place, column)) - _PADDING
        over = wide if place in merged or growing else room.get(column, wide)
        new, high = _filled_cell(book, cell, text, values, fields, (wide, over))
        needed[column] = high
        return new

    row = with_cells(row, changed)
    highest = max(needed, key=lambda column: needed[column])
    if needed[highest] > _HIGHEST:
        place = f"{highest}{number}"
        zh = f"模板“{book.name}”：{place} 的文字放不下一行的最大高度；请加宽该列，或缩短文字。"
        en = (
            f'template "{book.name}": the text of {place} needs a row higher than a sheet allows; '
            "widen the column, or shorten the text."
        )
        raise FileError(Text(zh, en))
    return _high_enough(row, needed[highest])


def _filled_cell(
    book: TemplateBook,
    cell: bytes,
    text: str,
    values: Mapping[str, object],
    fields: Fields,
    room: tuple[float, float],
) -> tuple[bytes, float]:
    """A cell with its fields filled, and the height that it needs; `room`: the points that it is
    wide, and those with the empty cells beside it, over which a text of one line may go.
    """
    found = _STYLE.search(cell)
    style = int(found[1]) if found else 0
    whole = FIELD.fullmatch(text.strip())
    value = values.get(fields.found(whole[1]) or "") if whole else None
    if isinstance(value, Value) and isinstance(value.value, (int, Decimal)):
        return _number_cell(book, cell, style, value), 0.0
    if isinstance(value, date) and is_date(book.styles.code(style)):
        days = (value - epoch(_is_1904(book))).days
        return _written(cell, f"<v>{days}</v>", "", style), 0.0
    said = FIELD.sub(lambda m: as_text(values.get(fields.found(m[1]) or "")), text)
    size = book.styles.size(style)
    wraps, (wide, over) = book.styles.wraps(style), room
    lines = wrapped(said, max(wide, 10), size)
    if not wraps and "\n" not in said and text_width(said, size) <= over:
        lines = [said]
    if not wraps and len(lines) > 1:
        style, wraps = book.styles.like(style, wrap=True), True
    inside = inside_of(book, cell)
    rich = TEXT.sub(lambda m: _sub_in(m, values, fields), inside)
    joined = unescaped(b"".join(m[2] for m in TEXT.finditer(rich)).decode())
    if b"<r>" not in inside or joined != said or b"<rPh" in inside:
        rich = f'<t xml:space="preserve">{escaped(cell_text(said))}</t>'.encode()
    high = height_of(lines, size) if len(lines) > 1 else 0.0
    return _written(cell, f"<is>{rich.decode()}</is>", "inlineStr", style), high


def _sub_in(match: re.Match, values: Mapping[str, object], fields: Fields) -> bytes:
    text = unescaped(match[2].decode())
    said = FIELD.sub(lambda m: as_text(values.get(fields.found(m[1]) or "")), text)
    return b'<t xml:space="preserve">' + escaped(cell_text(said)).encode() + b"</t>"


def _number_cell(book: TemplateBook, cell: bytes, style: int, value: Value) -> bytes:
    """A number as it is, in the template's format where that shows all of it, else in ours."""
    number, code = Decimal(value.value), book.styles.code(style)  # type: ignore[call-overload]
    # A price for 100 pieces says so in its format.
    own = "" if _shows(code, number) and '"' not in value.format else value.format
    style = book.styles.like(style, own, shrink=not book.styles.wraps(style))
    return _written(cell, f"<v>{number:f}</v>", "", style)


def _shows(code: str, number: Decimal) -> bool:
    """Whether a number format shows all decimals of a number."""
    if code in ("General", "@") or "%" in code or is_date(code):
        return False
    places = re.search(r"\.([0#?]+)", code.partition(";")[0])
    return decimals(number) <= (len(places[1]) if places else 0) and "E" not in code


def _written(cell: bytes, inside: str, kind: str = "inlineStr", style: int | None = None) -> bytes:
    """A cell with other contents."""
    end = cell.index(b">")
    tag = cell[:end].rstrip(b"/").rstrip()
    tag = re.sub(rb'\s(?:t|cm|vm)="[^"]*"', b"", tag)
    if style is not None:
        tag = re.sub(rb'\ss="\d+"', b"", tag) + b' s="%d"' % style
    return tag + (f' t="{kind}"' if kind else "").encode() + b">" + inside.encode() + b"</c>"


def _high_enough(row: bytes, needed: float) -> bytes:
    """A row that is at least so many points high."""
    end = row.index(b">")
    tag, rest = row[:end], row[end:]
    found = re.search(rb'\bht="([\d.]+)"', tag)
    if needed <= (float(found[1]) if found else _DEFAULT):
        return row
    tag = re.sub(rb'\s(?:ht|customHeight)="[^"]*"', b"", tag.rstrip(b"/"))
    return (
        tag
        + b' ht="%.2f" customHeight="1"' % needed
        + (b"/" if row[:end].endswith(b"/") else b"")
        + rest
    )


def _is_1904(book: TemplateBook) -> bool:
    return re.search(rb'date1904="(?:1|true)"', book.parts["xl/workbook.xml"]) is not None


def _fill_beside(book: TemplateBook, fields: Fields) -> None:
    """Headers, footers, text boxes and the titles of charts."""

    def said(text: str) -> str:
        return FIELD.sub(lambda m: as_text(fields.said.get(fields.found(m[1]) or "")), text)

    def printed(match: re.Match) -> bytes:
        text = FIELD.sub(lambda m: said(m[0]).replace("&", "&&"), unescaped(match[2].decode()))
        return match[1] + escaped(text).encode() + match[3]

    for part in book.sheets.values():
        book.parts[part] = PRINTED.sub(printed, book.parts[part])
    for name, data in drawn_parts(book):
        book.parts[name] = DRAWN.sub(lambda match: with_drawn(match[0], said), data)


def templates_folder(book: Path) -> Path:
    """Where the templates of a workbook are: beside it."""
    return book.with_name(f"{book.stem}{FOLDER}")


def template_for(
    templates: Path | None, name: str, company: Company | None, language: str
) -> Path | None:
    """The template of a paper: the file, or in a folder that of the company which issues it before
    that of all, of its language before that of both; None without one. Raises FileError for a link
    that leads nowhere.
    """
    if templates is None:
        return None
    _refuse_dead_link(templates)
    if templates.suffix == FOLDER and not templates.is_dir():
        return None
    if not templates.is_dir():
        return templates
    folder = templates
    places = [folder / plain_name(company.company), folder] if company else [folder]
    names = [f"{name}-{language}", name]
    for path in (place / f"{each}{end}" for place in places for each in names for end in _ENDINGS):
        _refuse_dead_link(path)
        if path.is_file():
            return path
    return None


def _refuse_dead_link(path: Path) -> None:
    if path.is_symlink() and not path.exists():
        raise FileError(
            Text(
                f"“{path}”是链接，却不通向任何文件；请改正，或删掉它",
                f'"{path}" is a link that leads nowhere; correct it, or take it away',
            )
        )
