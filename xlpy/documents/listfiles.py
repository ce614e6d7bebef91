"""Tables as files for people: .xlsx with notes and lists to choose from, CSV that spreadsheet
programs open rightly.
"""

import csv
import io
import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlpy.book.csvtext import escaped
from xlpy.book.landed import note_landed
from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text
from xlpy.jobs.listed import Listed, one_file

_MANGLED = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?")
"""Texts that a spreadsheet program would make a number or a day of."""
_FORMATS = {
    "date": "yyyy-mm-dd",
    "birthday": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "fen": "#,##0.00",
    "amount": "#,##0.00##",
}
_NUMBERS = (
    "fen",
    "amount",
    "price",
    "quantity",
    "rate",
    "percent",
    "days",
    "count",
    "ratio",
    "number",
    "value",
)
_ROWS_TO_FILL = 1000
_INLINE = 255
"""Lists that are longer stand on a sheet of their own."""
_WIDEST = 40


def write_lists(path: Path, found: Sequence[Listed], replace: bool = False) -> None:
    """Write tables into an .xlsx, a sheet each, or one into a .csv: whole or not at all.

    Raises UsageError for a file of another kind and for several tables in a CSV, FileError for a
    file that is there unless `replace`, and one that cannot be written.
    """
    one_file(found, path.name)
    if path.suffix.casefold() not in (".xlsx", ".csv"):
        raise UsageError(
            Text(f"“{path.name}”请写 .xlsx 或 .csv", f'"{path.name}": write to an .xlsx or a .csv')
        )
    if path.exists() and not replace:
        raise FileError(
            Text(
                f"“{path.name}”已经有了；请换一个名字，或加 --replace。",
                f'"{path.name}" is there already; choose another name, or add --replace.',
            )
        )
    data = _csv(found[0]) if path.suffix.casefold() == ".csv" else _xlsx(found)
    try:
        handle, made = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # A file that nobody but its owner may read is no help to colleagues.
        os.chmod(made, 0o666 & ~_umask())
        os.replace(made, path)
    except OSError as failure:
        with suppress(OSError, NameError):
            os.unlink(made)
        raise FileError(
            Text(
                f"“{path}”写不了：{failure.strerror}。",
                f'"{path}" cannot be written: {failure.strerror}.',
            )
        ) from None
    note_landed(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _csv(table: Listed) -> bytes:
    """UTF-8 with the mark by which Excel knows it; texts that would become formulas or numbers
    stay texts.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows(
        [_text(cell, type_) for cell, type_ in zip(row, table.types, strict=True)]
        for row in table.rows
    )
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Any, type_: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'="{cell}"' if type_ == "text" and _MANGLED.fullmatch(cell) else escaped(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return (
        f"{cell:.2f}" if type_ == "fen" else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    )


def _xlsx(tables: Sequence[Listed]) -> bytes:
    from xlsxwriter import Workbook

    data = io.BytesIO()
    book = Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    lists = book.add_worksheet("选项 Lists") if any(_long(table) for table in tables) else None
    looks = _Looks(book)
    for table in tables:
        _sheet(book, table, looks, lists)
    if lists is not None:
        lists.hide()
        book.worksheets_objs[1].activate()
        book.worksheets_objs[1].set_first_sheet()
    if not tables:
        book.add_worksheet()
    book.close()
    return data.getvalue()


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Any):
        self.heading = book.add_format(
            {
                "bold": True,
                "bg_color": "#DCE6F1",
                "border": 1,
                "border_color": "#B8CCE4",
                "valign": "vcenter",
            }
        )
        self._made: dict[tuple[str, bool], Any] = {}
        self._book = book

    def of(self, type_: str, example: bool) -> Any:
        """The format of a column's cells; examples are grey."""
        if (type_, example) not in self._made:
            code = _FORMATS.get(type_, "General" if type_ in _NUMBERS else "@")
            grey = {"italic": True, "font_color": "#808080"} if example else {}
            self._made[type_, example] = self._book.add_format({"num_format": code, **grey})
        return self._made[type_, example]


def _sheet(book: Any, table: Listed, looks: _Looks, lists: Any) -> None:
    sheet = book.add_worksheet(table.name)
    for at, heading in enumerate(table.headings):
        sheet.write_string(0, at, heading, looks.heading)
        widest = max(
            [
                _width(heading),
                *(_width(_text(row[at], table.types[at])) for row in table.rows[:200]),
            ]
        )
        sheet.set_column(at, at, min(widest + 2, _WIDEST), looks.of(table.types[at], False))
    for at, note in enumerate(table.notes):
        sheet.write_comment(0, at, note, {"x_scale": 2, "author": "TradeDept"})
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            _write_cell(
                sheet, number, at, cell, looks.of(table.types[at], number <= table.examples)
            )
    for at, words in table.choices.items():
        last = len(table.rows) + _ROWS_TO_FILL
        source = list(words) if len(",".join(words)) <= _INLINE else _on_lists(lists, words)
        # A name that is not there yet may come with another file.
        sheet.data_validation(
            1, at, last, at, {"validate": "list", "source": source, "error_type": "warning"}
        )
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, look: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, look)
    else:
        sheet.write_number(row, column, cell, look)


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def _long(table: Listed) -> bool:
    return any(len(",".join(words)) > _INLINE for words in table.choices.values())


def _on_lists(lists: Any, words: Sequence[str]) -> str:
    """Put a list below each other on the sheet of lists; where it stands."""
    from xlsxwriter.utility import xl_col_to_name

    place = lists.dim_colmax + 1 if lists.dim_colmax is not None else 0
    lists.write_column(0, place, list(words))
    letter = xl_col_to_name(place)
    return f"='{lists.get_name()}'!${letter}$1:${letter}${len(words)}"
