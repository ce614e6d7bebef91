"""What kind of file a statement is, by its content, and its lines."""

import re

from xlpy.bank import camt, mt940
from xlpy.bank.grid import Grid, csv_grids, fault, html_grid, sheet_grids, texts_of
from xlpy.bank.records import BankStatement
from xlpy.bank.table import read_table, score
from xlpy.core.issues import DataError

LARGEST = 64 << 20
"""The bytes of a file above which it is no statement: a year of a busy account has a twentieth."""
_ZIP, _OLE, _PDF = b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF"
_WEB = re.compile(r"<(?:html|table|!doctype html|(?:\w+:)?workbook)\b", re.IGNORECASE)
_NO_HEADER = (
    "找不到表头：要有日期列和金额（或贷方、收入）列",
    "no line is a header with a date and an amount (or credit)",
)


def read_statement(data: bytes, order: str | None = None) -> BankStatement:
    """A statement's lines: CSV in any encoding, .xlsx, .xls, a web page's table, MT940, camt.052 to camt.054.

    `order`: of day and month, `day-first` or `month-first`, where the person gives it. Raises DataError when the file
    is none of these, or has no header; a line that cannot be read is a line that says so.
    """
    if len(data) > LARGEST:
        raise DataError([fault(None, "文件超过 64 MB，不像对账单", "the file exceeds 64 MB and is hardly a statement")])
    if data.startswith((_ZIP, _OLE)):
        return _of_grids(sheet_grids(data), order)
    if data.startswith(_PDF):
        raise DataError(
            [
                fault(
                    None, "PDF 不能读；请下载 CSV 或 Excel", "a PDF is not read; download the statement as CSV or Excel"
                )
            ]
        )
    texts = list(texts_of(data))
    if not texts:
        raise DataError(
            [fault(None, "这不是 CSV 文本，请从网银下载 CSV", "this is no CSV text; download the statement as CSV")]
        )
    if mt940.is_mt940(texts[0]):
        return mt940.read(texts[0])
    if camt.is_camt(texts[0]):
        return camt.read(data)
    return _of_grids(_best(texts), order)


def _best(texts: list[str]) -> list[Grid]:
    """The tables of the text in which the header is best understood."""
    return max(map(_grids, texts), key=lambda grids: max(map(score, grids), default=0))


def _grids(text: str) -> list[Grid]:
    return [html_grid(text)] if _WEB.search(text[:4000]) else csv_grids(text, score)


def _of_grids(grids: list[Grid], order: str | None) -> BankStatement:
    """The one sheet that is a statement. Raises DataError where there is none, or more than one."""
    found = [(grid, read) for grid in grids if (read := read_table(grid, order))]
    if not found:
        raise DataError([fault(None, *_NO_HEADER)])
    if len({str([(line.date, line.amount, line.texts) for line in read.entries]) for _, read in found}) > 1:
        names = [grid.name for grid, _ in found]
        raise DataError(
            [
                fault(
                    None,
                    f"几张工作表都是对账单：{'、'.join(names)}；请各存成一个文件",
                    f"several sheets are statements: {', '.join(names)}; save each as a file of its own",
                )
            ]
        )
    return found[0][1]
