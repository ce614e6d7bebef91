"""The report of a period on a sheet: five sentences, a view of the sales with its chart, what is
owed (B-2.A.11).
"""

from typing import NamedTuple

from xlpy.build.book import REPORT, Book, sheet_ref
from xlpy.build.figures import number
from xlpy.build.periodchooser import PeriodChooser
from xlpy.build.speech import Label, cell_of, choice_of, label_of
from xlpy.build.style import CHART_COLOURS, FONT, LINE, MONEY, MUTED, RED, SLATE
from xlpy.build.view import HIDDEN, View, cell, period_text
from xlpy.core.tables import TABLES

SENTENCES, LINES, MORE, CHARTED = 5, 30, 30, 10
"""How many sentences, lines of a view and further lines the sheet has, and the chart shows."""
CHOSEN, SAID_TOP, CHART_TOP, CHART_ROWS = 5, 8, 14, 13
LIST_TOP = CHART_TOP + CHART_ROWS + 2
MORE_TOP = LIST_TOP + LINES + 4
_SALES, _SAID = "sales_report", "report_lines"
_COLUMNS = (
    "name",
    "orders",
    "order_amount",
    "receipts",
    "target",
    "attainment",
    "previous",
    "last_year",
    "to_date",
    "margin",
)
_BARS = ("receipts", "previous", "last_year")
_PERCENT = {"num_format": "0.00##", "align": "center"}
_PRESS = Label("这一期还没有写报告：请按“报告”", "No report of this period yet: press Report")


class Rows(NamedTuple):
    """Rows of a table that stand one behind the other: the cells (row from 0, in the margin) of
    the first one's place and of their number; and the rows.
    """

    at: int
    rows: list[dict]

    @property
    def first(self) -> str:
        """The cell that holds the first one's place in its table."""
        return f"$A${self.at + 1}"

    @property
    def count(self) -> str:
        """The cell that holds how many there are."""
        return f"$A${self.at + 2}"


def write_report(book: Book) -> None:
    """Fill the sheet of the report."""
    ReportSheet(book).write()


class ReportSheet:
    """The sheet, and the period and view that it shows when the workbook is new."""

    def __init__(self, book: Book):
        self.book = book
        self.view = View(book, REPORT, (2, 26, 10, *(14.5,) * 3, 11, *(14.5,) * 3, 10))
        rows = self.view.figures.of(_SALES)
        self.period = period_text(rows[-1].get("period")) if rows else ""
        self.by = choice_of(TABLES[_SALES].column("by"), "person")
        lists = ("list_reported", "list_report_views")
        self.choosers = PeriodChooser("td_report", CHOSEN, (3, 5), lists, self.period, self.by)

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "报告",
            "Report",
            "选期间（月、季、年）和按什么分；数字是“报告”按钮写下的。",
            "Choose a period (month, quarter, year) and a view; the button Report wrote the "
            "figures.",
        )
        view.letterhead()
        self.choosers.write(view, self.n(_SALES, "period"))
        said = self._rows(_SAID, CHOSEN, {})
        hint = self.choosers.hint(said.count, _PRESS)
        value = "" if said.rows else _PRESS
        view.formula(6, 1, hint, value, font_color=RED, font_size=9)
        view.heading(SAID_TOP - 1, Label("发生了什么", "What happened").under("B-2.A.11"))
        for k in range(SENTENCES):
            self._sentence(SAID_TOP + k, said, k)
        lines = self._rows(_SALES, CHOSEN + 2, {"by": self.choosers.by_read})
        view.heading(CHART_TOP - 1, Label("回款：前 10 名", "Receipts: the first ten"))
        self._chart()
        self._lines(lines)
        view.heading(MORE_TOP - 1, Label("预测、应收、奖池、汇率", "Forecast, owed, pools, rates"))
        for k in range(MORE):
            self._further(MORE_TOP + k, said, k)
        view.print_set_up(MORE_TOP + MORE, landscape=True, pages_high=0)

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def _rows(self, table: str, at: int, more: dict[str, str]) -> Rows:
        """The chosen period's rows of a table, `more`: columns and the cells that they must be as;
        a report writes them one behind the other.
        """
        wanted = f'({self.n(table, "period")}&""={self.choosers.period_read}&"")'
        wanted += "".join(f"*({self.n(table, key)}={name})" for key, name in more.items())
        rows = [
            (k, row)
            for k, row in enumerate(self.view.figures.of(table), 1)
            if self.period
            and period_text(row.get("period")) == self.period
            and (not more or cell_of(TABLES[table].column("by"), row.get("by")) == self.by)
        ]
        place = rows[0][0] if rows else ""
        first = f'{{=IF({self.choosers.period_read}="","",IFERROR(MATCH(1,{wanted}*1,0),""))}}'
        self.view.formula(at, 0, first, place, **HIDDEN)
        count = f'{{=IF({self.choosers.period_read}="",0,SUM({wanted}*1))}}'
        self.view.formula(at + 1, 0, count, len(rows), **HIDDEN)
        return Rows(at, [row for _, row in rows])

    def _picked(self, rows: Rows, table: str, key: str, k: int) -> str:
        """The formula for a column of the k-th of some rows, from 0; blank where there is none."""
        found = f"INDEX({self.n(table, key)},{rows.first}+{k})"
        return f'=IF({rows.count}<={k},"",IF({found}="","",{found}))'

    def _sentence(self, row: int, said: Rows, k: int) -> None:
        view, last = self.view, self.view.last_column
        view.sheet.set_row(row, 32)
        value = said.rows[k] if k < len(said.rows) else {}
        look = {"text_wrap": True, "valign": "vcenter", "bottom": 1, "bottom_color": LINE}
        grey = {**look, "font_color": MUTED, "font_size": 9}
        for first, end, key, style in (
            (1, last - 3, "said", look),
            (last - 2, last, "source", grey),
        ):
            view.sheet.merge_range(row, first, row, end, "", view.style(**style))
            formula = self._picked(said, _SAID, key, k)
            view.formula(row, first, formula, value.get(key) or "", **style)

    def _further(self, row: int, said: Rows, k: int) -> None:
        view, at = self.view, SENTENCES + k
        value = said.rows[at] if at < len(said.rows) else {}
        places = ((1, "said", {}), (5, "figure", {"align": "right"}), (6, "source", {"indent": 1}))
        for column, key, look in places:
            formula = self._picked(said, _SAID, key, at)
            view.formula(row, column, formula, value.get(key) or "", **look)
        view.rule_rows((row, 1, row, view.last_column), cell(row, 1))

    def _lines(self, lines: Rows) -> None:
        view = self.view
        top = LIST_TOP
        view.header(top, 1, [label_of(TABLES[_SALES].column(key)) for key in _COLUMNS])
        for k in range(LINES):
            value = lines.rows[k] if k < len(lines.rows) else {}
            for column, key in enumerate(_COLUMNS, 1):
                spec = TABLES[_SALES].column(key)
                formula = self._picked(lines, _SALES, key, k)
                look, shown = _look(spec.type), value.get(key)
                if shown is None:
                    shown = ""
                elif key != "name":
                    shown = number(shown)
                view.formula(top + 1 + k, column, formula, shown, **look)
        view.rule_rows((top + 1, 1, top + LINES, view.last_column), cell(top + 1, 1))
        words = Label(
            f"第 {LINES} 行以后的见“销售报告”表。",
            f"What follows line {LINES}: table Sales report.",
        )
        more = f'=IF({lines.count}>{LINES},"{words}","")'
        value = words if len(lines.rows) > LINES else ""
        view.formula(top + LINES + 1, 1, more, value, font_color=MUTED, font_size=9)

    def _chart(self) -> None:
        """Receipts of the first lines beside those of the period before and of the year before."""
        chart = self.book.workbook.add_chart({"type": "column"})
        sheet, first, last = sheet_ref(REPORT), LIST_TOP + 2, LIST_TOP + 1 + CHARTED
        for key, colour in zip(_BARS, CHART_COLOURS, strict=False):
            column = 1 + _COLUMNS.index(key)
            letter = cell(0, column)[:-1]
            chart.add_series(
                {
                    "name": str(Label(*_half(key))),
                    "categories": f"={sheet}!$B${first}:$B${last}",
                    "values": f"={sheet}!${letter}${first}:${letter}${last}",
                    "fill": {"color": colour},
                    "border": {"none": True},
                }
            )
        font = {"name": FONT, "size": 9, "color": SLATE}
        chart.set_title({"none": True})
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_x_axis({"num_font": font, "line": {"color": LINE}})
        grid = {"visible": True, "line": {"color": LINE}}
        value = {"num_font": font, "num_format": "#,##0", "line": {"none": True}}
        chart.set_y_axis({**value, "major_gridlines": grid})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": 1120, "height": CHART_ROWS * 25 - 10})
        self.view.sheet.insert_chart(CHART_TOP, 1, chart, {"object_position": 1})


def _half(key: str) -> tuple[str, str]:
    column = TABLES[_SALES].column(key)
    return column.zh, column.en


def _look(kind: str) -> dict:
    """How a column's figures look."""
    if kind == "fen":
        return {"num_format": MONEY}
    return {"count": {"num_format": "0", "align": "center"}, "text": {"indent": 1}}.get(
        kind, _PERCENT
    )
