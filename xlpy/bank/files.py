"""What kind of file a statement is, by its content, and its lines."""

from xlpy.bank import camt, mt940
from xlpy.bank.records import BankStatement, fault
from xlpy.bank.table import read_table, score
from xlpy.book.cells.text import fold
from xlpy.book.grid import (
    Grid,
    NoGrid,
    SeveralSheets,
    is_pdf,
    is_workbook,
    sheet_grids,
    text_grids,
    texts_of,
)
from xlpy.core.issues import DataError, UsageError
from xlpy.core.text import Text

LARGEST = 64 << 20
"""The bytes of a file above which it is no statement: a year of a busy account has a twentieth."""
_NO_HEADER = Text(
    "找不到表头：要有日期列和金额（或贷方、收入）列",
    "no line is a header with a date and an amount (or credit)",
)


def read_statement(
    data: bytes, order: str | None = None, sheet: str | None = None
) -> BankStatement:
    """A statement's lines: CSV in any encoding, .xlsx, .xls, a web page's table, MT940, camt.052
    to camt.054.

    `order`: of day and month, `day-first` or `month-first`, where the person gives it; `sheet`:
    which of a workbook's. Raises DataError when the file is none of these, or has no header,
    SeveralSheets when several sheets are statements, UsageError for a sheet of a file that has
    none; a line that cannot be read is a line that says so.
    """
    if len(data) > LARGEST:
        raise DataError(
            [
                fault(
                    None,
                    Text(
                        "文件超过 64 MB，不像对账单",
                        "the file exceeds 64 MB and is hardly a statement",
                    ),
                )
            ]
        )
    try:
        return _statement_in(data, order, sheet)
    except NoGrid as bad:
        raise DataError([fault(bad.row, bad.said)]) from None


def _statement_in(data: bytes, order: str | None, sheet: str | None) -> BankStatement:
    if is_workbook(data):
        return _of_grids(sheet_grids(data), order, sheet)
    if sheet is not None:
        raise UsageError(
            Text(
                "只有 Excel 文件有工作表，请去掉 --sheet",
                "only a workbook has sheets; leave --sheet out",
            )
        )
    if is_pdf(data):
        raise DataError(
            [
                fault(
                    None,
                    Text(
                        "PDF 不能读；请下载 CSV 或 Excel",
                        "a PDF is not read; download the statement as CSV or Excel",
                    ),
                )
            ]
        )
    texts = list(texts_of(data))
    if not texts:
        raise DataError(
            [
                fault(
                    None,
                    Text(
                        "这不是 CSV 文本，请从网银下载 CSV",
                        "this is no CSV text; download the statement as CSV",
                    ),
                )
            ]
        )
    if mt940.is_mt940(texts[0]):
        return mt940.read(texts[0])
    if camt.is_camt(texts[0]):
        return camt.read(data)
    return _of_grids(_best(texts), order)


def _best(texts: list[str]) -> list[Grid]:
    """The tables of the text in which the header is best understood."""
    found = (text_grids(text, score) for text in texts)
    return max(found, key=lambda grids: max(map(score, grids), default=0))


def _of_grids(grids: list[Grid], order: str | None, sheet: str | None = None) -> BankStatement:
    """The one sheet that is a statement. Raises DataError where there is none, SeveralSheets for
    more than one.
    """
    found = [(grid, read) for grid in grids if (read := read_table(grid, order))]
    if not found:
        raise DataError([fault(None, _NO_HEADER)])
    names = [grid.name for grid, _ in found]
    if sheet is not None:
        wanted = [
            read for grid, read in found if fold(grid.name).casefold() == fold(sheet).casefold()
        ]
        if not wanted:
            said = Text(
                f"没有工作表“{sheet}”，或它不是对账单", f'"{sheet}" is no sheet with a statement'
            )
            raise SeveralSheets(names, said)
        return wanted[0]
    moved = [
        [(line.date, line.amount, line.texts) for line in (*read.entries, *read.out)]
        for _, read in found
    ]
    if any(each != moved[0] for each in moved):
        raise SeveralSheets(names, Text("几张工作表都是对账单", "several sheets are statements"))
    return found[0][1]
