"""Which layout a workbook has, by its table `about`; one of another layout than the program's is
refused in words.
"""

from collections.abc import Container, Iterable
from contextlib import suppress

import xlpy
from xlpy.book.cells.dates import read_month
from xlpy.book.cells.text import BadCell
from xlpy.book.tables import RawTable
from xlpy.core.issues import FileError
from xlpy.core.periods import Month
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.core.text import BOTH, LANGUAGES, Text
from xlpy.ooxml.values import CellError, Value

SIGNS = ("about", "policy")
"""The tables by which a TradeDept workbook is recognized."""
FIRST = 1
"""The layout of a workbook that does not say which it has."""


START = "start"
"""The item of `about` that names the month with which the department begins to close here, such as
`2012-07`.
"""


def start_in(about: RawTable | None) -> Month | None:
    """The month with which a department begins to close in a workbook; None where it was not
    told.
    """
    for value in _values_of(about, START):
        with suppress(BadCell):
            return read_month(value)
    return None


def about_rows(language: str = BOTH) -> list[dict[str, Value]]:
    """The rows of the table `about` in a workbook of this program: layout, the program's version,
    the language.

    A workbook in both languages names none, as those that were made before there was a choice.
    """
    rows: list[dict[str, Value]] = [
        {"key": "layout", "value": LAYOUT},
        {"key": "program", "value": xlpy.__version__},
    ]
    return rows if language == BOTH else [*rows, {"key": "language", "value": language}]


def program_in(about: RawTable | None) -> str:
    """The version of the program that made a workbook, or upgraded it; empty where it does not
    tell.
    """
    return str(
        next((value for value in _values_of(about, "program") if value not in (None, "")), "")
    )


def _values_of(about: RawTable | None, item: str) -> list:
    """What the table says of an item."""
    if about is None or not {"key", "value"} <= about.columns.keys():
        return []
    told = zip(about.columns["key"], about.columns["value"], strict=True)
    return [value for key, value in told if isinstance(key, str) and key.strip().casefold() == item]


def language_in(about: RawTable | None) -> str:
    """The language that a workbook is in, by its table `about`: `zh`, `en`, or `both` where it
    names none.
    """
    found = (str(value).strip().casefold() for value in _values_of(about, "language"))
    return next((value for value in found if value in LANGUAGES), BOTH)


def layout_in(about: RawTable | None, name: str) -> int:
    """The layout version in a workbook's table `about`; the first layout where it has none.

    Raises FileError when what stands there is no whole number; `name` is the workbook's.
    """
    value = next((value for value in _values_of(about, "layout") if value not in (None, "")), FIRST)
    try:
        number = float(value)
        if number == int(number) >= FIRST:
            return int(number)
    except (TypeError, ValueError, OverflowError):
        pass
    shown = value.text if isinstance(value, CellError) else value
    raise FileError(
        Text(
            f"“{name}”的版式版本“{shown}”不是整数；请把“关于”表 layout 一行的值改回来。",
            f'The layout version of "{name}", {shown}, is no whole number; put back the value of '
            "the row layout in the "
            f"table about.",
        )
    )


def check_layout(about: RawTable | None, name: str, older: bool = False) -> None:
    """Raise FileError unless a workbook has the layout of this program; one of an older layout
    passes with `older`.
    """
    layout = layout_in(about, name)
    if layout > LAYOUT:
        raise FileError(
            Text(
                f"“{name}”由更新的程序写成（版式 {layout}，本程序只认到 {LAYOUT}）；请更新 "
                "TradeDept。",
                f'"{name}" is newer than this program: it has layout {layout}, and this program '
                f"knows {LAYOUT}. "
                f"Update TradeDept.",
            )
        )
    if layout < LAYOUT and not older:
        raise FileError(
            Text(
                f"“{name}”由旧版程序写成（版式 {layout}，现为 {LAYOUT}）；请运行 tradedept "
                "upgrade，得到一份升级的副本。",
                f'"{name}" was made by an older version (layout {layout}, now {LAYOUT}); run '
                f"`tradedept upgrade {name}`, "
                f"which makes a copy that is up to date.",
            )
        )


def missing_tables(name: str, keys: Iterable[str], there: Container[str]) -> FileError:
    """The error for tables that are missing in a workbook; `there`: the names of those it has."""
    listed, zh = ", ".join(keys), "、".join(f"{TABLES[key].zh} ({key})" for key in keys)
    if any(sign in there for sign in SIGNS):
        return FileError(
            Text(
                f"“{name}”缺少表格 {zh}：它由较早的程序做成，或表格被删除、改名。请运行 tradedept "
                "upgrade，得到一份补齐的副本。",
                f'"{name}" has no table {listed}: an earlier version made it, or the table was '
                f"deleted or renamed. `tradedept upgrade {name}` makes a copy that has it.",
            )
        )
    return FileError(
        Text(
            f"“{name}”缺少表格 {zh}；它不是 TradeDept 工作簿，或表格被删除、改名。",
            f'"{name}" has no table {listed}; it is no TradeDept workbook, or the table was '
            "deleted or renamed.",
        )
    )
