"""One sheet per table: title, what it is for, the Excel table with its notes, formats, rows and
print set-up.
"""

from datetime import date, datetime
from decimal import Decimal
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.build.book import (
    FIRST_ROW,
    HEADER_ROW,
    HOME,
    LINK_ROW,
    NOTE_ROW,
    TITLE_ROW,
    Book,
    sheet_ref,
)
from xlpy.build.speech import Label, cell_of, choice_of, label_of, sentences, spoken
from xlpy.build.style import (
    CENTRED,
    FONT,
    GROUP_COLOURS,
    MUTED,
    NUMBER_FORMATS,
    WIDTHS,
    display_width,
)
from xlpy.core.planyear import PICTURE, PICTURE_MONTHS
from xlpy.core.tables import RESULT, Column, Table
from xlpy.core.text import EN, halves
from xlpy.ooxml.values import Value

WIDEST = 46
WIDE_KEYS = {"note": 44, "customer": 26, "purpose": 28, "reason": 36, "key": 24} | {
    "our_mail": 25,
    "summary": 30,
    "next_step": 22,
    "position": 20,
    "messenger": 20,
}
HASHES = {"digest": 37, "previous": 37, "prints": 12}
"""Columns that only programs read, and how wide they are."""
BOARD_WIDTHS = {"order_no": 11, "customer": 22, "salesperson": 13, "lacks": 9, "what": 42}
BOARD_STATE = 11
YEAR_WIDTHS = {"item_no": 11, "deliverable": 23, "owner": 10, "deadline": 11, "waits": 18}
YEAR_COUNT, YEAR_MONTH = 8.5, 5.2
"""The plan's picture: narrow columns for its months, so that it can be read printed upright."""
"""The board's many columns are narrow and their texts go on in the next line, so that it can be
read on one screen and printed on one page.
"""
LONG_TEXTS = {
    "plan_items": {"deliverable": 34, "helpers": 20, "result": 22, "unit": 9},
    "plan_progress": {"note": 40},
    "work_log": {"done": 46, "problems": 34, "next": 34},
    "issue_log": {"what": 24, "cause": 22, "cure": 24, "why_this_cure": 22},
    "meetings": {"attended": 30, "last_week": 34, "next_week": 34, "technical": 26},
    "trainings": {"topic": 30, "attended": 34, "result": 24},
    "plan_year": {"deliverable": 23, "waits": 18},
    "attendance_days": {"verdict": 40},
}
"""Texts that go on in the next line from the first row on, in tables that begin empty, and how wide
their columns are.
"""
ROW_HEIGHT = 18
LANDSCAPE_FROM, PAGE_HOLDS = 92, 220
HOLDS = {
    "payroll": 210,
    **dict.fromkeys(("board", "customers"), 240),
    **dict.fromkeys(("proformas", "letters"), 239),
}
"""Widths in characters: from which on a table is printed across, and what a page across holds at 65
% of its size; 70 % for the payroll, which is read on paper most, 60 % for the board, the
customers, proforma invoices and letters of credit.
"""
LEAST_WIDTHS = {"fen": 13, "amount": 13, "quantity": 12, "date": 12, "rate": 9, "text": 11}
LEAST_NOTE, LEAST_CHOICE, LEAST_LINE, LEAST_RESULT = 24, 20, 13, 14
"""How narrow a column may become so that its table fits on one page: a number of seven digits with
its fen still fits in, longer texts go on in the next line. Rows of results are many, and a height
is set for all of them (`_set_row_height`): their texts stay on one line.
"""
ONE_LINE = ("orders",)
"""Tables of many columns and thousands of rows: where a column is narrower than its texts, these
stay on one line, so that all rows have a height (`_set_row_height`).
"""
_TABLE_STYLES = {
    "input": "Table Style Light 1",
    "rules": "Table Style Light 1",
    "result": "Table Style Light 1",
}


def write_table_sheet(book: Book, table: Table) -> None:
    """Fill a table's sheet."""
    sheet = book.sheet(table.sheet)
    roomy = [column_width(book, table, column) for column in table.columns]
    widths = _fitted(book, table, roomy)
    wrapped = {
        column.key
        for column, width, room in zip(table.columns, widths, roomy, strict=True)
        if _wraps(book, table, column)
        or (column.type in ("text", "choice") and width < room and table.key not in ONE_LINE)
    }
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width, book.styles.get(**_plain(book, table, column)))
    _write_title(book, table, tall=widths != roomy or table.key == "board")
    _write_rows(book, table, wrapped)
    _write_table(book, table)
    _write_notes(book, table)
    sheet.freeze_panes(FIRST_ROW, _frozen_columns(table))
    if not wrapped:
        _set_row_height(book, table)
    _set_up_print(sheet, table, sum(widths))


def _plain(book: Book, table: Table, column: Column) -> dict:
    """The format of the rest of a column: the number format, so that what is typed below the table
    fits in.
    """
    properties = (
        {"num_format": NUMBER_FORMATS[column.type]} if column.type in NUMBER_FORMATS else {}
    )
    return properties | ({"align": "center"} if column.type in CENTRED else {})


def column_width(book: Book, table: Table, column: Column) -> float:
    """Wide enough for the rows and, on two lines, for the header and its filter button."""
    if table.key == "board":
        return BOARD_WIDTHS.get(column.key, BOARD_STATE)
    if table.key == PICTURE:
        month = column.key in PICTURE_MONTHS
        return YEAR_WIDTHS.get(column.key, YEAR_MONTH if month else YEAR_COUNT)
    if column.key in LONG_TEXTS.get(table.key, ()):
        return LONG_TEXTS[table.key][column.key]
    label = (display_width(label_of(column)) + 1) // 2 + 4
    words = max(display_width(word) for word in label_of(column).split()) + 3
    if column.key in HASHES:
        return HASHES[column.key]
    if column.type not in ("text", "value"):
        choices = max(
            (display_width(choice_of(column, key)) + 4 for key, _ in column.choices), default=0
        )
        return max(WIDTHS.get(column.type, 14), min(choices, 30), label, words)
    longest = _longest(book, table, column)
    least = WIDE_KEYS.get(column.key, 10 if longest else WIDTHS[column.type])
    return min(WIDEST, max(longest + 3, least, label, words))


def _fitted(book: Book, table: Table, widths: list[float]) -> list[float]:
    """The widths of a table's columns, narrower where that brings the whole table on one page.

    A table that takes two pages all the same keeps its widths.
    """
    too_much = sum(widths) - HOLDS.get(table.key, PAGE_HOLDS)
    spare = [
        max(0, width - _least_width(book, table, column))
        for column, width in zip(table.columns, widths, strict=True)
    ]
    if too_much <= 0 or sum(spare) < too_much:
        return widths
    widths = list(widths)
    while too_much > 0:
        widest = max(range(len(spare)), key=lambda at: (spare[at], widths[at]))
        widths[widest] -= 1
        spare[widest] -= 1
        too_much -= 1
    return widths


def _least_width(book: Book, table: Table, column: Column) -> float:
    """How narrow a column may become: its heading's words beside the filter button, and its rows,
    still fit in.
    """
    words = max(display_width(word) for word in label_of(column).split()) + 3
    if column.key == "note":
        return max(LEAST_NOTE, words)
    if column.type == "choice":
        if table.group == RESULT:
            return max(min(column_width(book, table, column), LEAST_CHOICE), words)
        # A choice goes on in the next line between its words.
        said = (word for key, _ in column.choices for word in choice_of(column, key).split())
        return max(min(max(map(display_width, said), default=0) + 3, LEAST_CHOICE), words)
    longest = _longest(book, table, column) + 3 if column.type in ("text", "value") else 0
    line = LEAST_RESULT if table.group == RESULT else LEAST_LINE
    rows = min(longest, line) if column.type == "text" else longest
    return max(LEAST_WIDTHS.get(column.type, WIDTHS.get(column.type, 14)), rows, words)


def _longest(book: Book, table: Table, column: Column) -> int:
    """The width of a column's longest text; 0 when it holds nothing."""
    found = (row.get(column.key) for row in book.rows.get(table.key, ()))
    return max((display_width(str(value)) for value in found if value is not None), default=0)


def _write_title(book: Book, table: Table, tall: bool) -> None:
    sheet, styles = book.sheet(table.sheet), book.styles
    colour = GROUP_COLOURS[table.group][0]
    sheet.set_row(TITLE_ROW, 28)
    sheet.write_string(
        TITLE_ROW,
        0,
        Label(table.zh, table.en).apart("  "),
        styles.get(bold=True, font_size=16, font_color=colour),
    )
    zh, en = halves(table.note)
    told = sentences(f"{zh}  规则 {table.rule}", f"{en}  Rule {table.rule}")
    small = styles.get(font_color=MUTED, font_size=9)
    for row, sentence in enumerate(told, NOTE_ROW):
        sheet.write_string(row, 0, sentence, small)
    sheet.set_row(HEADER_ROW, 50 if tall else 36)
    link = styles.get(font_color=colour, underline=1, font_size=9)
    sheet.write_url(
        LINK_ROW, 0, f"internal:{sheet_ref(HOME)}!A1", link, str(Label("« 首页", "Home"))
    )


def _write_rows(book: Book, table: Table, wrapped: set[str]) -> None:
    sheet = book.sheet(table.sheet)
    formats = [
        book.styles.cell(column.type, table.group, **_look(column, column.key in wrapped))
        for column in table.columns
    ]
    rows = book.rows.get(table.key, ()) or ({},)
    for at, row in enumerate(rows, FIRST_ROW):
        for place, column in enumerate(table.columns):
            write_value(sheet, at, place, cell_of(column, row.get(column.key)), formats[place])


def _look(column: Column, wraps: bool) -> dict:
    """Long texts wrap; what only programs read stays in its cell: digests on two small lines,
    prints as a sign.
    """
    if column.key in PICTURE_MONTHS:
        return {"font_name": "Consolas", "align": "left", "indent": 0}
    if column.key == "prints":
        return {"num_format": ';;;"…"', "align": "center", "indent": 0, "font_color": MUTED}
    if column.key in HASHES:
        return {
            "text_wrap": True,
            "font_size": 7,
            "indent": 0,
            "font_color": MUTED,
            "font_name": "Consolas",
        }
    return {"text_wrap": True} if wraps else {}


def _wraps(book: Book, table: Table, column: Column) -> bool:
    """Whether people read texts of more than one line in a column."""
    if table.key == "board":
        return True
    if column.type != "text" or column.key in HASHES:
        return False
    if column.key in ("note", "reason") or column.key in LONG_TEXTS.get(table.key, ()):
        return True
    return _longest(book, table, column) + 3 > WIDEST


def write_value(sheet: Worksheet, row: int, column: int, value: Value, format_: Format) -> None:
    """Write a cell value of a Change into a cell."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, format_)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, format_)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, format_)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, column, float(value), format_)
    else:
        sheet.write_string(row, column, value, format_)


def _write_table(book: Book, table: Table) -> None:
    header = book.styles.header(table.group)
    columns = [{"header": label_of(column), "header_format": header} for column in table.columns]
    options = {"name": table.key, "style": _TABLE_STYLES[table.group], "columns": columns}
    book.sheet(table.sheet).add_table(
        HEADER_ROW, 0, book.last_row(table.key), len(columns) - 1, options
    )


def _write_notes(book: Book, table: Table) -> None:
    for place, column in enumerate(table.columns):
        text = header_note(table, column)
        lines = sum(1 + display_width(line) // 40 for line in text.split("\n"))
        box = {
            "width": 280,
            "height": 18 + 15 * lines,
            "font_name": FONT,
            "font_size": 9,
            "color": "#FFFDF2",
        }
        book.sheet(table.sheet).write_comment(
            HEADER_ROW, place, text, {"author": "TradeDept", **box}
        )


def header_note(table: Table, column: Column) -> str:
    """What a header's note says: the column, its sentence, whether it must be filled, the rule."""
    lines = [label_of(column)]
    lines += [half for half in sentences(*halves(column.note)) if half]
    if column.choices:
        # In both languages, the Chinese half of each is enough.
        offered = (
            ", ".join(en for en, _ in column.choices)
            if spoken() == EN
            else "、".join(zh for _, zh in column.choices)
        )
        lines.append(f"{Label('可选', 'One of')}: {offered}")
    if table.group == "result":
        zh, en = table.writer
        lines.append(str(Label(f"由{zh}写入，请勿手改。", f"Written by {en}; do not edit.")))
    else:
        lines.append(
            str(Label("必填", "Required") if column.required else Label("可空", "May be blank"))
        )
    lines.append(f"{Label('规则', 'Rule')} {column.rule or table.rule}")
    return "\n".join(lines)


def _set_row_height(book: Book, table: Table) -> None:
    """One height for all rows, for tables whose texts do not wrap.

    Where rows have no height, LibreOffice tries every highlight on every row to find one when it
    opens the file: in a table of 30 000 receipts that took minutes.
    """
    book.sheet(table.sheet).set_default_row(ROW_HEIGHT)


def _frozen_columns(table: Table) -> int:
    """The columns that stay in sight: those that identify a row, when they come first and leave
    room.
    """
    count = 0
    while count < len(table.keys) and table.columns[count].key in table.keys:
        count += 1
    return min(count, 2) if len(table.columns) > 5 else 0


def _set_up_print(sheet, table: Table, width: float) -> None:
    sheet.set_paper(9)
    if width > LANDSCAPE_FROM and table.key != PICTURE:
        sheet.set_landscape()
    pages = ceil(width / HOLDS.get(table.key, PAGE_HOLDS))
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(HEADER_ROW)
    if pages > 1:
        # LibreOffice works half a second on a sheet with repeated columns when it opens: only a
        # table that no page holds has them.
        sheet.repeat_columns(0, max(_frozen_columns(table), 1) - 1)
        sheet.print_across()
    sheet.set_margins(0.3, 0.3, 0.7, 0.7)
    sheet.set_footer(f"&L&9TradeDept · {Label(table.zh, table.en)}&C&9&P / &N&R&9&D")
    sheet.center_horizontally()
