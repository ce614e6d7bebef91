"""A grid as a statement: where its tables begin, over how many rows their headings go."""

import re
from collections.abc import Sequence

from xlpy.bank.columns import currency_in, header_of
from xlpy.bank.entries import Entries
from xlpy.bank.records import SKIP, BankStatement, Line, Why
from xlpy.bank.sums import is_sum
from xlpy.bank.years import with_years
from xlpy.book.cells.text import fold
from xlpy.book.days import is_day, may_be_two, order_of
from xlpy.book.grid import Grid, Row
from xlpy.book.words import vocabulary
from xlpy.core.currencies import code_of
from xlpy.core.headings import Column, find_header, joined_rows
from xlpy.core.text import Text

_TITLE = Text("表头之前", "stands above the header")
_HEADER = Text("表头", "is the header")
_LABEL = re.compile(
    r"(?:币种|币别|货币|幣種|貨幣"
    r"|[Cc]urrency|CURRENCY|[Cc]cy|CCY)\s*[:：]?\s*[(\[（]?\s*([^\s,，;；()（）\[\]]+)"
)
_LONGEST_LABEL = 20
"""A cell with more signs is a sentence and no label of what stands beside it."""
_BESIDE = re.compile(
    r"(?<![A-Za-z])([A-Z]{3})(?=\s*[-+]?\d)|\d\s*([A-Z]{3})(?![A-Za-z])|[(（]\s*([A-Z]{3})\s*[)）]"
)
_YUAN = re.compile(r"\d\s*元")


def score(grid: Grid) -> int:
    """How much of a grid's best header is understood: to choose between readings of one file."""
    best = 0
    for row in grid.rows:
        if columns := header_of(row.texts):
            best = max(best, 1 + sum(column.meaning is not None for column in columns))
    return best


def read_table(grid: Grid, order: str | None = None) -> BankStatement | None:
    """The statement that a grid is; None where no row is a header. `order`: of day and month,
    where it is given.
    """
    grid = with_years(grid, header_of, order)
    texts = [row.texts for row in grid.rows]
    lines: list[Line] = []
    columns: list[tuple[str, str]] = []
    told: list[Why] = []
    open_days: list[str] = []
    start, floor, head = 0, 0, None
    order = order or order_of(cell for row in grid.rows for cell in _days_in(row))
    while found := find_header(texts, header_of, start):
        at, headings = found
        headings, begin = _over_two_rows(texts, at, headings)
        end = next((n for n in range(begin, len(texts)) if header_of(texts[n])), len(texts))
        above = [
            cell
            for row in grid.rows[_foot(grid.rows, floor, at) if lines else 0 : at]
            for cell in row.texts
        ]
        head = _named_currency(above) or (
            head if not columns or _same_headings(columns, headings) else None
        )
        if not lines:
            lines += [Line(row.number, SKIP, why=_TITLE) for row in grid.rows[:at]]
        lines += [Line(row.number, SKIP, why=_HEADER) for row in grid.rows[at:begin]]
        hints = _hints([*above, *(column.heading for column in headings)])
        table = Entries(headings, grid.rows[begin:end], order, head, hints)
        lines += table.lines()
        columns = [(c.heading, table.layout.told[c.at]) for c in headings if c.heading]
        told += [each for each in table.notes() if each not in told]
        open_days += (
            []
            if order
            else [cell for row in table.entries for cell in table.days(row) if may_be_two(cell)]
        )
        start, floor = end, begin
    return BankStatement(lines, head, columns, told, open_days) if columns else None


def _days_in(row: Row) -> list:
    """What may be a day in a row's cells, those within a text such as `From 01/11/2012 to
    30/11/2012`, too.
    """
    found = []
    for cell in row.cells:
        if isinstance(cell, str):
            found.append(cell)
            found += [
                match[0]
                for match in re.finditer(
                    r"(?<![\d/.-])\d{1,2}([-/.])\d{1,2}\1\d{4}(?![\d/.-])", cell
                )
            ]
    return found


def _foot(rows: Sequence[Row], start: int, at: int) -> int:
    """Where, before a further header, the rows begin that hold no day: they are its head."""
    while at > start and not any(is_day(cell) for cell in rows[at - 1].cells if cell != ""):
        at -= 1
    return at


def _same_headings(columns: list[tuple[str, str]], headings: list[Column]) -> bool:
    return [heading for heading, _ in columns] == [
        column.heading for column in headings if column.heading
    ]


def _over_two_rows(texts, at: int, headings: list[Column]) -> tuple[list[Column], int]:
    """The headings with those of the row below, where that row goes on with them: `发生额` above `
    借方`, `贷方`.
    """
    if at + 1 >= len(texts) or header_of(texts[at + 1]):
        return headings, at + 1
    below = texts[at + 1]
    filled = [cell for cell in below if cell]
    words = vocabulary("bank")
    if (
        not filled
        or any(is_day(cell) or is_sum(cell) for cell in filled)
        or not all(words.tagged(cell).whole for cell in filled)
    ):
        return headings, at + 1
    return header_of(joined_rows(texts[at], below)) or headings, at + 2


def _named_currency(cells: Sequence[str]) -> str | None:
    """The one currency that the lines before a header name: behind its label, beside a sum, or in
    a cell of its own.
    """
    labelled, others = set(), set()
    for at, cell in enumerate(cells):
        text = fold(cell)
        if match := _LABEL.search(text):
            labelled.add(currency_in(match[1]))
        elif _LABEL.search(f"{text}: x") and text and len(text) <= _LONGEST_LABEL:
            following = next((c for c in cells[at + 1 :] if c), "")
            labelled.add(currency_in(following))
        others |= {code_of(code) for found in _BESIDE.findall(text) for code in found if code}
        others |= {"CNY"} if _YUAN.search(text) else set()
        if text and (not text.isascii() or text.isupper()):
            others.add(currency_in(text))
    labelled, others = labelled - {None}, others - {None}
    chosen = labelled or others
    return chosen.pop() if len(chosen) == 1 else None


def _hints(cells: Sequence[str]) -> frozenset[str]:
    """What the words above a table and in its header hint at: a ledger, a credit card."""
    return frozenset(tag for cell in cells if cell for tag in vocabulary("hint").tagged(cell).tags)
