"""A CSV file as a table: its encoding, its delimiter and its header found out; rows named by the
file's lines.
"""

import csv
from collections.abc import Collection

from xlpy.book.cells.text import brief
from xlpy.book.csvtext import DELIMITERS, QuotesUnpaired, decoded, records, unescaped
from xlpy.book.headers import column_named
from xlpy.book.tables import RawTable
from xlpy.core.issues import DataError, Issue, error, warning
from xlpy.core.tables import TABLES
from xlpy.core.text import Text


def read_csv(table: str, data: bytes, beside: Collection[str] = ()) -> tuple[RawTable, list[Issue]]:
    """The rows of a CSV file for a table, and warnings about columns that the table does not know.

    `beside`: columns that the file has for another use.

    Text in UTF-8, UTF-16 with a byte order mark, or GB18030; comma, semicolon or tab. The header
    holds column keys or labels. `first_row` and empty rows are such that row numbers are the
    file's line numbers. Raises DataError with every fault of the header and every row of a wrong
    length.
    """
    lines = _records(table, _text(table, data))
    start, header = next(((line, cells) for line, cells in lines if any(cells)), (1, []))
    keys, issues = _header(table, start, header)
    rows = [(line, cells) for line, cells in lines if line > start and any(cells)]
    issues += [
        _too_long(table, line, cells, header) for line, cells in rows if any(cells[len(header) :])
    ]
    if any(issue.severity == "error" for issue in issues):
        raise DataError(issues)
    return _table_of_lines(table, keys, start, rows), issues + _unknown(
        table, start, header, keys, rows, beside
    )


def _fault(table: str, line: int | None, column: str | None, said: Text) -> Issue:
    return error(table, line, column, TABLES[table].rule, said, "csv")


def _text(table: str, data: bytes) -> str:
    text = decoded(data)
    if text is None:
        said = Text(
            "这不是 CSV 文本：既不是 UTF-8 也不是 GB18030；请在 Excel 里另存为“CSV UTF-8”",
            'this is no CSV text, neither UTF-8 nor GB18030; in Excel, save it as "CSV UTF-8"',
        )
        raise DataError([_fault(table, None, None, said)])
    return text


def _records(table: str, text: str) -> list[tuple[int, list[str]]]:
    try:
        return records(text, _delimiter(table, text))
    except QuotesUnpaired as fault:
        said = Text(
            "从这一行起引号不配对，或单元格过长；请检查双引号，文字里的双引号要写两个",
            (
                "from this line on the quotes do not match, or a cell is too long; write a quote "
                "inside a text twice"
            ),
        )
        raise DataError([_fault(table, fault.line, None, said)]) from None


def _delimiter(table: str, text: str) -> str:
    """The delimiter under which most of the header's cells are columns of the table; a comma if
    none is.
    """
    header = next((line for line in text.splitlines() if line.strip(" \t,;")), "")

    def known(delimiter):
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(column_named(table, cell) is not None for cell in cells)

    return max(DELIMITERS, key=known)


def _header(table: str, line: int, header: list[str]) -> tuple[list[str | None], list[Issue]]:
    """The column key of each header cell (None: not one of the table's), and what is wrong with
    the header.
    """
    keys = [column_named(table, cell) for cell in header]
    if not any(keys):
        names = Text(
            "、".join(c.zh for c in TABLES[table].columns), ", ".join(TABLES[table].column_keys)
        )
        said = Text(
            f"第一行里没有“{TABLES[table].zh}”表的列名，请写：{names[0]}",
            f"the first line names no column of the table {table}; write {names[1]}",
        )
        return keys, [_fault(table, line, None, said)]
    return keys, [*_repeated(table, line, header, keys), *_missing(table, line, keys)]


def _repeated(table, line, header, keys) -> list[Issue]:
    issues = []
    for index, key in enumerate(keys):
        if key and key in keys[:index]:
            first = header[keys.index(key)]
            said = Text(
                f"列“{first}”和“{header[index]}”是同一列，请删去一列",
                f'the columns "{first}" and "{header[index]}" are the same one; delete one of them',
            )
            issues.append(_fault(table, line, key, said))
    return issues


def _missing(table, line, keys) -> list[Issue]:
    return [
        _fault(
            table,
            line,
            column.key,
            Text(
                f"缺少“{column.zh}”列，请补上",
                f'the column "{column.key}" ({column.en}) is missing; add it',
            ),
        )
        for column in TABLES[table].columns
        if column.required and column.key not in keys
    ]


def _too_long(table, line, cells, header) -> Issue:
    extra = brief(next(cell for cell in cells[len(header) :] if cell))
    said = Text(
        f"这一行比表头多出“{extra}”；含分隔符的文字要用双引号括起来",
        (
            f'this line has more cells than the header, from "{extra}" on; put texts that hold a '
            "delimiter in quotes"
        ),
    )
    return _fault(table, line, None, said)


def _unknown(table, line, header, keys, rows, beside) -> list[Issue]:
    """Warnings about columns that are not the table's and hold something."""
    issues = []
    for index, key in enumerate(keys):
        if header[index] in beside:
            continue
        if key is None and (
            header[index] or any(any(cells[index : index + 1]) for _, cells in rows)
        ):
            name = header[index] or str(index + 1)
            said = Text(
                f"列“{name}”不是“{TABLES[table].zh}”表的列，已略过",
                f'the column "{name}" is not one of the table {table} and is left out',
            )
            issues.append(warning(table, line, None, TABLES[table].rule, said, "csv.unknown"))
    return issues


def _table_of_lines(
    table: str, keys: list[str | None], start: int, rows: list[tuple[int, list[str]]]
) -> RawTable:
    """The rows as columns, with an empty row for every line on which no row begins."""
    length = rows[-1][0] - start if rows else 0
    columns = {key: [None] * length for key in keys if key}
    for line, cells in rows:
        for key, cell in zip(keys, cells, strict=False):
            if key and cell:
                columns[key][line - start - 1] = unescaped(cell)
    return RawTable(table, columns, length, first_row=start + 1)
