"""The button that imports: a file of any table, understood by its headings, shown before anything
is written.
"""

from collections.abc import Callable
from dataclasses import replace

from xlpy.actions.data import ask_order_of_days
from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.book.days import order_named
from xlpy.book.filetable import FileColumn, Told
from xlpy.book.grid import SeveralSheets
from xlpy.book.inputfile import read_input
from xlpy.core.issues import DataError, UsageError, has_errors
from xlpy.core.tables import RESULT, TABLES, no_table, table_named
from xlpy.core.text import EN, ZH, Text
from xlpy.desk import settings
from xlpy.desk.buttons import button
from xlpy.desk.drawing import GREEN, GREY, area, line, rect
from xlpy.jobs.answered import LEAVE, Answers
from xlpy.jobs.import_ import MERGE, Import, propose_import, take_over
from xlpy.messages.imports import asked_text, columns_text, import_text
from xlpy.messages.words import Words

FILES = "csv txt tsv xlsx xlsm xls"
"""The endings of files with tables."""


@button(
    "data",
    Text("导入表格", "Import table"),
    Text(
        "把别处的表格（CSV、Excel）按列名认出，预览后加入；已有的行更新，别的不动。",
        "Reads a table made elsewhere (CSV, Excel) by its headings; after a preview adds "
        "rows, updates known ones.",
    ),
    icon="GetExternalDataImportClassic",
    drawing=[
        rect(2, 8, 14, 15, GREY),
        rect(6.5, 1, 9.5, 5, GREEN),
        area(GREEN, (4, 5), (12, 5), (8, 9)),
        line(1.2, GREEN, (2, 11.5), (14, 11.5)),
        line(1.2, GREEN, (8, 9.5), (8, 15)),
    ],
)
def import_table(work: Work) -> None:
    """Read a file for a table, ask about what is not understood, show what it changes, and write
    what is agreed to.
    """
    table = _table(work)
    path = work.desk.pick_file("file", work.title, FILES)
    if path is None:
        raise Cancelled
    work.progress(Text(f"读取 {path.name}", f"reading {path.name}"))
    data = read_input(path)

    def proposed(told: Told) -> Import:
        return propose_import(work.reading, table, data, told, MERGE, counting=work.counting)

    found = _complete(work, proposed)
    if has_errors(found.issues):
        raise DataError(found.issues)
    preview = import_text(found, True, work.words)
    if not found.added and not found.updated:
        work.tell(
            Text("没有可以加入或更新的行。", "There is nothing to add or to update."), preview
        )
        return
    work.agree(
        Text(
            f"加入 {found.added} 行，更新 {found.updated} 行？",
            f"Add {found.added} rows and update {found.updated}?",
        ),
        preview,
    )
    take_over(work.writing(), found)
    work.tell(
        Text(
            f"已加入 {found.added} 行，更新 {found.updated} 行。请保存工作簿。",
            f"Added {found.added} rows, updated {found.updated}. Save the workbook.",
        )
    )


def _table(work: Work) -> str:
    """The table that the person names: by key, by either name. Raises UsageError for what is none
    to import into.
    """
    tables = {
        work.words(Text(table.zh, table.key), " "): table
        for table in TABLES.values()
        if table.group != RESULT
    }
    names = list(tables)

    def read(text: str) -> str:
        if not text:
            raise Cancelled
        table = table_named(text) or next((tables[each] for each in names if each == text), None)
        if table is None:
            raise no_table(text, tables.values())
        return table.key

    last = settings.remembered("table")
    default = next((name for name in names if tables[name].key == last), "receipts")
    table = work.ask_read("table", Text("导入哪张表？", "Into which table?"), read, default, names)
    settings.remember("table", table)
    return table


def _complete(work: Work, proposed: Callable[[Told], Import]) -> Import:
    """What the import would do, as `proposed` by what is said, once the person has said which
    sheet, which columns, and how days are written.
    """
    told = Told()
    try:
        found = proposed(told)
    except SeveralSheets as several:
        names = several.names
        sheet = work.ask_known(
            "sheet",
            Text("读哪张工作表？", "Which sheet is to be read?"),
            names,
            names[0],
            remembers=False,
        )
        told = replace(told, sheet=sheet)
        found = proposed(told)
    if found.open:
        told = _columns(work, found, told)
        found = proposed(told)
    if found.asks_order_of_days:
        zh, en = "日期里日在前还是月在前？", "Does the day or the month stand first?"
        if order := ask_order_of_days(work, Text(zh, en)):
            told = replace(told, order=order_named(order))
            found = proposed(told)
    return found


def _columns(work: Work, found: Import, told: Told) -> Told:
    """What the person says of each column that is not understood; `-` leaves it out. Raises
    UsageError.
    """
    work.desk.show(work.title, columns_text(found, work.words))
    answers = Answers(found, told)
    for column in found.open:
        text = Text(*(asked_text(found, column, answers.free, Words(half)) for half in (ZH, EN)))

        def read(word: str, column: FileColumn = column) -> str:
            if not word:
                raise Cancelled
            if not answers.take(column, word):
                raise UsageError(
                    Text(f"“{word}”不是还空着的列", f'"{word}" is no column that is still free')
                )
            return word

        likely = column.likely[0] if column.likely else LEAVE
        work.ask_read(f"column {column.name}", text, read, likely)
    return answers.told
