"""What the sheet writers share: the workbook being made, its formats, its rows, its sheets in
their order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xlpy.build.speech import label_of, tab
from xlpy.build.style import Styles
from xlpy.core.parts import PARTS, Part, code_name, code_names
from xlpy.core.tables import INPUT, RESULT, RULES, TABLES, Table
from xlpy.core.views import FUNNEL_SHEET, REPORT_SHEET, TODAY
from xlpy.ooxml.letters import letters as from_one
from xlpy.ooxml.values import EPOCH

LINK_ROW, TITLE_ROW, NOTE_ROW, NOTE_ROW_EN, HEADER_ROW = range(5)
FIRST_ROW = HEADER_ROW + 1
SPARE_ROWS = 500
"""Rows below a table that already have its drop-downs and highlighting, for those who type on."""

HOME, DASHBOARD, TODO, WHATIF = "首页 Home", "看板 Dashboard", "待办 To do", "如果 What if"
PAYSLIP, TEAM_SHEET, POOL_SHEET = "工资单 Payslip", "团队单 Team statement", "奖池单 Pool statement"
REPORT, FUNNEL = REPORT_SHEET, FUNNEL_SHEET
CHART_DATA, LISTS = "图表数据 Chart data", "列表 Lists"
FILE = "TradeDept.xlsm"
"""The name of a workbook that nobody named."""
CONF, TEXTS = "xlwings.conf", "文字 Texts"
"""What the macros read; xlwings finds its settings by the name of the sheet."""


@dataclass
class Book:
    """A workbook that is being made."""

    workbook: object
    styles: Styles
    rows: Mapping[str, Sequence[Mapping]]
    year: int
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    file: str = FILE
    """What the workbook will be called."""
    parts: Sequence[Part] = PARTS
    """The parts whose sheets are in view."""
    sheets: dict = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, table: str, column: str) -> str:
        """A defined name for a table's column, as formulas, lists and highlights use it:
        `receipts_date`.
        """
        name = f"{table}_{column}"
        if name not in self.names:
            self.names[name] = f"={ref(table, column)}"
        return name

    def name_cell(self, name: str, sheet: str, row: int, column: int) -> str:
        """A defined name for one cell."""
        self.names[name] = f"={sheet_ref(sheet)}!{absolute(row, column)}"
        return name

    def sheet(self, name: str) -> Any:
        """The worksheet of that name."""
        return self.sheets[name]

    def count(self, key: str) -> int:
        """The data rows of a table: at least one, blank when there are none."""
        return max(1, len(self.rows.get(key, ())))

    def last_row(self, key: str) -> int:
        """The last data row of a table, from 0."""
        return FIRST_ROW + self.count(key) - 1


def define_names(book: Book) -> None:
    """Write the names that the sheets made use of."""
    for name in sorted(book.names):
        if book.workbook.define_name(name, book.names[name]):
            raise ValueError(f"not a name that Excel takes: {name}")


def tables_of(group: str) -> list[Table]:
    """A group's tables in the order of a month's work."""
    tables = [table for table in TABLES.values() if table.group == group]
    return sorted(tables, key=lambda table: table.place)


def sheet_plan() -> list[tuple[str, str, str]]:
    """Every sheet in its order: name, code name, group (`view` or a table's)."""
    plan = [
        (HOME, "shViewHome", "view"),
        (DASHBOARD, "shViewDashboard", "view"),
        (TODO, "shViewTodo", "view"),
        (WHATIF, "shViewWhatIf", "view"),
    ]
    plan += [_table_sheet(table) for table in (*tables_of(INPUT), *tables_of(RULES))]
    plan += [
        (PAYSLIP, "shViewPayslip", "view"),
        (TEAM_SHEET, "shViewTeam", "view"),
        (POOL_SHEET, "shViewPool", "view"),
        (TODAY, "shViewToday", "view"),
        (FUNNEL, "shViewFunnel", "view"),
        (REPORT, "shViewReport", "view"),
    ]
    plan += [_table_sheet(table) for table in tables_of(RESULT)]
    plan += [(CHART_DATA, "shViewChartData", "view"), (LISTS, "shViewLists", "view")]
    return [*plan, (CONF, "shConf", "view"), (TEXTS, "shTexts", "view")]


def sheets_of(part: Part) -> list[str]:
    """The names of a part's sheets, in the order of the workbook."""
    own = set(code_names(part))
    return [name for name, code, _ in sheet_plan() if code in own]


def _table_sheet(table: Table) -> tuple[str, str, str]:
    return table.sheet, code_name(table.key), table.group


def column_index(table: Table, key: str) -> int:
    """The place of a column in its table, from 0: also its sheet column, as tables begin in column
    A.
    """
    return table.column_keys.index(key)


def ref(table: str, column: str) -> str:
    """The structured reference of a table's column: `receipts[回款号 Receipt no.]`."""
    return labelled(table, label_of(TABLES[table].column(column)))


def labelled(table: str, label: str) -> str:
    """The structured reference of a column by the names that a workbook has for table and
    column.
    """
    escaped = re.sub(r"(['\[\]#])", r"'\1", label)
    return f"{table}[{escaped}]"


def sheet_ref(sheet: str) -> str:
    """A sheet as formulas of the workbook that is being made write it, of its name in both
    languages.
    """
    return quoted(tab(sheet))


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def absolute(row: int, column: int) -> str:
    """A cell's fixed address, from 0: `$A$1`."""
    return f"${letters(column)}${row + 1}"


def letters(column: int) -> str:
    """A column's letters, from 0: 26 is AA."""
    return from_one(column + 1)


def serial(day: date | datetime) -> int:
    """The number that a date's cell holds."""
    return (date(day.year, day.month, day.day) - EPOCH).days
