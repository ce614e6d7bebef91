"""A report as a workbook to be taken along: the five sentences, a sheet for each view with its
chart, what is owed; and the same as PDF (B-2.A.11).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlpy.core.extras import missing
from xlpy.core.money import rounded, to_yuan
from xlpy.core.reports.figures import ALL, CUSTOMER, PERSON, TEAM, Line
from xlpy.core.reports.outlook import Outlook
from xlpy.core.reports.sentences import falling
from xlpy.core.reports.shown import (
    AGE_HEADS,
    AHEAD_HEADS,
    ASKED_HEADS,
    HEADS,
    POOL_HEADS,
    RATE_HEADS,
    age_text,
    ages_of,
    figures_of,
    key_text,
    method_text,
    outlook_lists,
    pool_text,
    view_text,
)
from xlpy.core.text import Text
from xlpy.documents.files import whole
from xlpy.documents.pdf import save_printed

if TYPE_CHECKING:
    from xlpy.jobs.report import Report

Sheet = Any
"""openpyxl's sheet, which has no types of its own."""

_TITLE, _SOURCE = Text("销售报告", "Sales report"), Text("依据", "from")
_SUMMARY, _OWED = Text("摘要", "Summary"), Text("应收与奖池", "Owed and pools")
_AHEAD = Text("预测", "Forecast")
_FELL = Text("比上期少的客户", "Customers who paid less")
_LESS = (Text("客户", "customer"), Text("上期", "last period"), Text("本期", "this period"))
_CHARTED = 10
"""How many of a view a chart shows."""
_BARS = (3, 6, 7)
"""The columns of a chart: receipts, those of the last period, of last year."""
_MONEY, _RATIO, _COUNT, _DAY = "#,##0.00", "0.0%", "0", "yyyy-mm-dd"
_HEAD, _GREY, _FONT = "1F4E78", "808080", "Arial"


def save_pdf(path: Path, report: "Report", language: str) -> None:
    """Save a report as PDF. Raises FileError when no program can print it, or it cannot be
    written.
    """
    save_printed(path, lambda book: save_book(book, report, language))


def save_book(path: Path, report: "Report", language: str) -> None:
    """Save a report as a workbook with values, charts and print layout, in a language.

    Raises FileError when openpyxl is not there or the file cannot be written.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise missing(
            "openpyxl", "reports", Text("存成 .xlsx 或 PDF 的报告", "a report as .xlsx or .pdf")
        ) from None
    book = Workbook()
    _summary(_sheet(book, _SUMMARY.said(language, " "), report, language), report, language)
    for view in report.views:
        lines = report.figures.views[view]
        if view != ALL and lines:
            sheet = _sheet(book, view_text(view, language), report, language)
            _view(sheet, view, lines, language)
    _owed(_sheet(book, _OWED.said(language, " "), report, language), report, language)
    _outlook(_sheet(book, _AHEAD.said(language, " "), report, language), report.outlook, language)
    book.remove(book.worksheets[0])
    with whole(path) as fresh:
        book.save(fresh)


def _sheet(book: Any, name: str, report: "Report", language: str) -> Sheet:
    sheet = book.create_sheet(name[:31])
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.oddFooter.left.text = f"{_TITLE.said(language, ' ')} {report.period}"
    sheet.oddFooter.right.text = "&P / &N"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.5
    return sheet


def _text(sheet: Sheet, row: int, column: int, text: str, **look: Any) -> Any:
    """A cell that holds a text whatever it begins with: a customer's name is never a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in "=+-@"
    cell.font = Font(name=_FONT, **look)
    return cell


def _number(sheet: Sheet, row: int, column: int, value: object) -> None:
    """A figure: a count, fen as yuan, a ratio; nothing for None."""
    from openpyxl.styles import Font

    cell = sheet.cell(row, column)
    cell.font = Font(name=_FONT)
    if isinstance(value, Fraction):
        cell.value, cell.number_format = rounded(value, 6), _RATIO
    elif isinstance(value, Decimal):
        cell.value, cell.number_format = value, _MONEY
    elif isinstance(value, date):
        cell.value, cell.number_format = value, _DAY
    elif isinstance(value, int):
        cell.value, cell.number_format = value, _COUNT


def _table(
    sheet: Sheet, row: int, heads: Iterable[Text], rows: Iterable[Sequence], language: str
) -> int:
    """A head and rows from a row of the sheet on, nothing without rows; gives the row behind."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    rows = list(rows)
    if not rows:
        return row - 1
    line = Border(bottom=Side(style="hair", color=_GREY))
    for at, head in enumerate(heads, 1):
        cell = _text(sheet, row, at, head.said(language, "\n"), bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for values in rows:
        row += 1
        for at, value in enumerate(values, 1):
            if isinstance(value, str):
                _text(sheet, row, at, value)
            else:
                _number(sheet, row, at, value)
            sheet.cell(row, at).border = line
    return row + 1


def _widths(sheet: Sheet, first: float, others: float, count: int) -> None:
    from openpyxl.utils import get_column_letter

    for at in range(1, count + 1):
        sheet.column_dimensions[get_column_letter(at)].width = first if at == 1 else others


def _figures(
    sheet: Sheet, row: int, named: Sequence[tuple[str, Line]], language: str, charted: int = 0
) -> int:
    """Lines from a row of the sheet on, without columns that none of them fills, and a chart of
    the first `charted`; gives the row behind.
    """
    cells = [[name, *_cells(line)] for name, line in named]
    columns = [
        at
        for at in range(len(HEADS))
        if at < 4 or any(each[at] not in (None, Decimal("0.00")) for each in cells)
    ]
    heads = [HEADS[at] for at in columns]
    end = _table(sheet, row, heads, [[each[at] for at in columns] for each in cells], language)
    if not charted:
        return end
    bars = [columns.index(at) + 1 for at in _BARS if at in columns]
    _chart(sheet, row, min(len(cells), charted), bars, end + 1, language)
    return end + 20


def _cells(line: Line) -> list:
    """A line's figures as cells: the count, then fen as yuan, ratios as they are."""
    orders, *others = figures_of(line)
    return [orders, *(to_yuan(each) if isinstance(each, int) else each for each in others)]


def _summary(sheet: Sheet, report: "Report", language: str) -> None:
    from openpyxl.styles import Alignment

    _widths(sheet, 22, 14, len(HEADS))
    title = f"{_TITLE.said(language, ' ')} {report.period}"
    _text(sheet, 1, 1, title, bold=True, size=16)
    _text(sheet, 2, 1, str(report.day), color=_GREY)
    row = 4
    for at, each in enumerate(report.sentences, 1):
        told = f"{at}. {each.said.said(language)}"
        source = f"{_SOURCE.said(language, ' ')}: {each.source.said(language, ' ')}"
        for text, look in ((told, {"size": 12}), (source, {"color": _GREY, "italic": True})):
            cell = _text(sheet, row, 1, text, **look)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADS))
            lines = sum(-(-_wide(part) // 150) for part in text.split("\n"))
            sheet.row_dimensions[row].height = 16 * max(lines, 1)
            row += 1
    views = report.figures.views
    whole_ = [(key_text(ALL, line.key, language), line) for line in views[ALL]]
    row = _figures(sheet, row + 1, [*whole_, *((line.key, line) for line in views[TEAM])], language)
    people = [(key_text(PERSON, line.key, language), line) for line in views[PERSON]]
    if people:
        _figures(sheet, row + 1, people, language, _CHARTED)


def _wide(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _view(sheet: Sheet, view: str, lines: Sequence[Line], language: str) -> None:
    _widths(sheet, 30, 14, len(HEADS))
    _text(sheet, 1, 1, view_text(view, language), bold=True, size=14)
    named = [(key_text(view, line.key, language), line) for line in lines]
    row = _figures(sheet, 3, named, language, _CHARTED)
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "B4"
    fell = falling(lines) if view == CUSTOMER else []
    if fell:
        _text(sheet, row, 1, _FELL.said(language, " "), bold=True, size=12)
        less = [[line.key, to_yuan(line.previous), to_yuan(line.receipts)] for line in fell]
        _table(sheet, row + 1, _LESS, less[:_CHARTED], language)


def _chart(
    sheet: Sheet, head: int, count: int, bars: Sequence[int], place: int, language: str
) -> None:
    """Receipts of the first lines, beside the period before and the year before."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.title, chart.height, chart.width = HEADS[3].said(language, " "), 9, 26
    for column in bars:
        data = Reference(sheet, min_col=column, min_row=head, max_row=head + count)
        chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=head + count))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.legend.position = "b"
    sheet.add_chart(chart, f"A{place}")


def _owed(sheet: Sheet, report: "Report", language: str) -> None:
    _widths(sheet, 24, 20, len(ASKED_HEADS))
    _text(sheet, 1, 1, _OWED.said(language, " "), bold=True, size=14)
    classes = [
        [currency, age_text(age, language), age.count, age.amount]
        for currency, found in ages_of(report.owed, report.day, report.limits).items()
        for age in found
        if age.count
    ]
    row = _table(sheet, 3, AGE_HEADS, classes, language)
    asked = [
        [
            *(row_.ask or "", row_.customer or "", row_.order_no, row_.due_on),
            row_.days_due(report.day),
            f"{row_.currency or ''} {row_.amount:,.2f}",
        ]
        for row_ in report.owed
        if row_.days_due(report.day) > 0
    ]
    row = _table(sheet, row + 1, ASKED_HEADS, asked, language)
    pools = [
        [pool_text(p.pool, language), *map(to_yuan, (p.opening, p.paid_in, p.paid_out, p.closing))]
        for p in report.figures.pools
    ]
    row = _table(sheet, row + 1, POOL_HEADS, pools, language)
    rates = [
        [r.currency, r.amount, *map(to_yuan, (r.booked, r.reckoned, r.difference))]
        for r in report.rates
    ]
    _table(sheet, row + 1, RATE_HEADS, rates, language)


def _outlook(sheet: Sheet, found: Outlook, language: str) -> None:
    """What the months ahead will bring, with a chart of the band and of what is known."""
    _widths(sheet, 24, 20, 5)
    _text(sheet, 1, 1, _AHEAD.said(language, " "), bold=True, size=14)
    told = [text.said(language, " ") for text in found.told]
    if found.method:
        told.insert(0, method_text(found.method, language))
    for at, text in enumerate(told, 2):
        _text(sheet, at, 1, text, color=_GREY)
    row = 1 + len(told)
    for heads, rows in outlook_lists(found, language):
        head, row = row + 1, _table(sheet, row + 1, heads, rows, language)
        if heads is AHEAD_HEADS:
            _chart(sheet, head, len(rows), range(2, 6), row + 1, language)
            row += 20
