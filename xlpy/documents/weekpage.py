"""A week's report on paper: the figures of all, then what each did and has before them (E-1.8)."""

from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.text import Mixed, Text
from xlpy.core.weektold import ALL, DEPARTMENT, HEADS, figures_of, name_of, title_of, told_of
from xlpy.documents.blocks import heading, table
from xlpy.documents.boxes import Column
from xlpy.documents.files import saving
from xlpy.documents.page import Row, Sheet, cell
from xlpy.documents.pagewriter import write
from xlpy.documents.pdf import save_printed

if TYPE_CHECKING:
    from xlpy.jobs.week import WeekReport

_NAME, _FIGURE, _MONEY = 84, 62, 92
_OF_MONEY = 6


def save_week(path: Path, report: "WeekReport", language: str) -> None:
    """Save a week's report to be printed: as a workbook, or as PDF where the file's name ends so.

    Raises FileError when no program can print it, or the file cannot be written.
    """
    if path.suffix.casefold() != ".pdf":
        _write_book(path, report, language)
        return
    save_printed(path, lambda book: _write_book(book, report, language))


def _write_book(path: Path, report: "WeekReport", language: str) -> None:
    with saving(path, str(report.week)) as workbook:
        write(workbook, str(report.week), _page(report, language))


def _page(report: "WeekReport", language: str) -> Sheet:
    widths = [_NAME, *[_MONEY if at == _OF_MONEY else _FIGURE for at in range(1, len(HEADS))]]
    sheet = Sheet(widths, (Text("周报", "week").said(language, " "), str(report.week)))
    title = title_of(report.week).said(language)
    sheet.add(Row([cell(0, sheet.last, title, bold=True, font_size=14)], 26))
    rows = [[name_of(each, language), *figures_of(each)] for each in report.people]
    if report.name is None:
        rows.append([ALL.said(language, " "), *figures_of(report.whole)])
    sides = ["left", *["right"] * (len(HEADS) - 1)]
    columns = [
        Column(head.said(language), width, side)
        for head, width, side in zip(HEADS, widths, sides, strict=True)
    ]
    table(sheet, columns, rows)
    for person in report.people:
        _lines(sheet, name_of(person, language), [*told_of(person, report.week)], language)
    _lines(sheet, DEPARTMENT.said(language, " "), report.told, language)
    return sheet


def _lines(sheet: Sheet, head: str, lines: list[Mixed], language: str) -> None:
    """A heading and lines of any length below it; nothing for no lines."""
    if not lines:
        return
    texts = [line.said(language) for line in lines]
    rows = [row for text in texts for row in sheet.long_text(0, sheet.last, text, valign="top")]
    heading(sheet, head, rows[0])
    for row in rows[1:]:
        sheet.add(row)
