"""Makes the workbook: tables, lists, statements and dashboard, as the bytes of an .xlsm."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlpy.book.landed import note_landed
from xlpy.book.paths import as_text
from xlpy.build.speech import Label, speaking, tab
from xlpy.core.issues import FileError
from xlpy.core.parts import Part, code_names, parts_in_use
from xlpy.core.tables import TABLES
from xlpy.core.text import BOTH, Text
from xlpy.documents.files import whole

WITHOUT_MACROS = ".xlsx"
"""The ending of a workbook that an add-in serves; any other has macros."""
YEAR = 2012
"""The first year of the month lists while a workbook holds no month."""


def new_book(path: str | Path, demo: bool = False, year: int = YEAR, language: str = BOTH) -> None:
    """Write a new workbook, in Chinese, English or both: the default rules alone, or the demo
    department.

    Raises FileError when there is a file of that name, or the folder cannot be written to.
    """
    from xlpy.build.sample import sample_rows, starting_rows

    path = Path(path)
    if path.exists():
        raise _exists(path)
    rows = sample_rows(language) if demo else starting_rows(language)
    _write_whole(path, build(rows, year, file=path.name, language=language))


def book_of_rows(
    path: Path, rows: Mapping[str, Sequence[Mapping]], year: int, language: str
) -> None:
    """Write a new workbook of rows; rules that are not among them are the package's own.

    Raises FileError as `new_book` does.
    """
    from xlpy.build.sample import starting_rows

    if path.exists():
        raise _exists(path)
    own = starting_rows(language)
    known = {row["key"] for row in rows.get("policy", ())}
    missing = [row for row in own["policy"] if row["key"] not in known]
    given = {table: found for table, found in rows.items() if found}
    whole_rows = {
        **own,
        **given,
        "policy": [*given.get("policy", ()), *missing],
        "about": [*own["about"], *given.get("about", ())],
    }
    _write_whole(path, build(whole_rows, year, file=path.name, language=language))


def _exists(path: Path) -> FileError:
    return FileError(
        Text(
            f"“{path.name}”已经存在，未覆盖；请换个名字，或先移走它。",
            f'"{path.name}" exists and was not overwritten; choose another name, or move it away '
            "first.",
        )
    )


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside, then give the name: nobody sees half a file, and a file that came meanwhile
    stays.
    """
    with whole(path) as temporary:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise _exists(path)
    note_landed(path)


def build(
    rows: Mapping[str, Sequence[Mapping]],
    year: int = YEAR,
    lists: Mapping[str, Sequence[str]] | None = None,
    file: str | None = None,
    language: str = BOTH,
    parts: Sequence[Part] | None = None,
) -> bytes:
    """The workbook that holds these rows (table key → cell values by column key), as the bytes of
    an .xlsm; of an .xlsx without macros where `file` ends so.

    `year` is the first of the month lists while the rows name no month; `lists`: the name of a
    list of words → what it offers in place of the usual words; `file`: what the workbook will be
    called. `language`: `zh`,
    `en` or `both`; the rows' choices are in both, whatever it is. `parts`: those whose sheets are
    in view; left out, those that hold rows.
    """
    from xlpy.build.book import FILE

    with speaking(language):
        return _built(rows, year, lists or {}, as_text(file or FILE), parts or parts_in_use(rows))


def _built(
    rows: Mapping[str, Sequence[Mapping]],
    year: int,
    lists: Mapping[str, Sequence[str]],
    file: str,
    parts: Sequence[Part],
) -> bytes:
    """The workbook in the language that is spoken."""
    import io

    from xlsxwriter.theme import THEME_XML_2007

    from xlpy.build.book import Book, define_names, sheet_plan
    from xlpy.build.chartdata import write_chart_data
    from xlpy.build.dashboard import write_dashboard
    from xlpy.build.funnelsheet import write_funnel
    from xlpy.build.highlights import add_highlights
    from xlpy.build.home import write_home
    from xlpy.build.lists import write_lists
    from xlpy.build.macros import stored_project
    from xlpy.build.macrosheets import write_macro_sheets
    from xlpy.build.pack import PlainBook, finish
    from xlpy.build.payslip import write_payslip
    from xlpy.build.reportsheet import write_report
    from xlpy.build.statements import write_pool_statement, write_team_statement
    from xlpy.build.style import FONT, SIZE, Styles, theme
    from xlpy.build.tablesheet import write_table_sheet
    from xlpy.build.today import write_today
    from xlpy.build.todo import write_todo
    from xlpy.build.validations import add_validations
    from xlpy.build.whatif import write_what_if

    workbook = PlainBook({"default_format_properties": {"font_name": FONT, "font_size": SIZE}})
    workbook.use_custom_theme(io.StringIO(theme(THEME_XML_2007)))
    _describe(workbook)
    book = Book(workbook, Styles(workbook), rows, year, lists, file, parts)
    in_view = {code for part in book.parts for code in code_names(part)}
    for name, code, group in sheet_plan():
        _add_sheet(book, name, code, group)
        if code not in in_view:
            book.sheet(name).hide()
    write_lists(book)
    for table in TABLES.values():
        write_table_sheet(book, table)
        add_validations(book, table)
        add_highlights(book, table)
    write_home(book)
    write_todo(book)
    write_dashboard(write_chart_data(book))
    write_what_if(book)
    write_payslip(book)
    write_team_statement(book)
    write_pool_statement(book)
    write_today(book)
    write_funnel(book)
    write_report(book)
    write_macro_sheets(book)
    define_names(book)
    macros = not file.casefold().endswith(WITHOUT_MACROS)
    if macros:
        workbook.add_vba_project(io.BytesIO(stored_project()), is_stream=True)
    workbook.close()
    return finish(workbook.written, macros)


def _describe(workbook) -> None:
    workbook.set_properties(
        {
            "title": "TradeDept",
            "subject": str(
                Label("外贸部：提成、奖池、工资", "Trade department: commission, pools, pay")
            ),
            "author": "TradeDept",
            "created": datetime(2012, 1, 1),
        }
    )
    workbook.set_vba_name("ThisWorkbook")
    workbook.set_calc_mode("auto", 191029)
    workbook.set_size(1600, 900)


def _add_sheet(book, name: str, code: str, group: str) -> None:
    from xlpy.build.plainsheet import PlainSheet
    from xlpy.build.style import GROUP_COLOURS

    sheet = book.workbook.add_worksheet(tab(name), PlainSheet)
    sheet.set_vba_name(code)
    sheet.set_tab_color(GROUP_COLOURS[group][0])
    if group in ("view", "result"):
        sheet.hide_gridlines(2)
    book.sheets[name] = sheet
