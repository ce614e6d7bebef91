"""The funnel of a period on a sheet: charts of a view, of the months of enquiry, of costs and of
targets, and the figures that they draw (A-Q4.1, D-4.3).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xlpy.build.book import FUNNEL, Book, sheet_ref
from xlpy.build.figures import number
from xlpy.build.formulas import nth_place, places
from xlpy.build.funnelcharts import add_charts
from xlpy.build.funnelcolumns import COLUMNS
from xlpy.build.periodchooser import PeriodChooser
from xlpy.build.speech import Label, cell_of, choice_of
from xlpy.build.style import MUTED, RED
from xlpy.build.view import HIDDEN, View, cell, period_text
from xlpy.core.customers.funnel import NO_ENQUIRY
from xlpy.core.tables import TABLES

CHOSEN, CHART_TOP, CHART_ROWS = 5, 8, 16
COSTS_TOP = CHART_TOP + CHART_ROWS + 2
LIST_TOP, LINES = COSTS_TOP + CHART_ROWS + 2, 20
CHANNELS_TOP, CHANNELS = LIST_TOP + LINES + 4, 12
MONTHS_TOP, MONTHS = CHANNELS_TOP + CHANNELS + 3, 12
"""Where charts and lists begin, and how many lines a list has."""
CHOICES = ("channel", "region", "salesperson", "product")
"""The views that may be chosen; the months of enquiry have a list and a chart of their own."""
STEPS = (
    "key",
    "enquiries",
    "spam",
    "quotes",
    "orders",
    "orders_percent",
    "order_amount",
    "receipts",
)
_SPENT = ("cost", "cost_per_enquiry", "cost_of_receipts")
_REACHED = ("enquiries_reached", "quotes_reached", "orders_reached", "receipts_reached")
COSTS = ("key", *_SPENT, *_REACHED)
_TABLE, _RIGHT = "funnel", 5
"""The table; the column in which the right half of the sheet begins."""
_APART = "1000000"
"""More than the table has rows: rows of as many enquiries keep their order by it."""
_PRESS = Label("这一期还没有写漏斗：请按“渠道漏斗”", "No funnel of this period yet: press Funnel")


class Block(NamedTuple):
    """A list of the sheet: its header's row, how many lines, its columns, the formula of its k-th
    row's place in the table, and those rows, each with its place.
    """

    top: int
    lines: int
    columns: tuple[str, ...]
    place: Callable[[int], str]
    rows: Sequence[tuple[int, Mapping]]

    def area(self, sheet: str, key: str, lines: int) -> str:
        """The first cells of a column, as a chart names them."""
        letter, first = cell(0, 1 + self.columns.index(key))[:-1], self.top + 2
        return f"={sheet_ref(sheet)}!${letter}${first}:${letter}${first + lines - 1}"


def write_funnel(book: Book) -> None:
    """Fill the sheet of the funnel."""
    FunnelSheet(book).write()


class FunnelSheet:
    """The sheet, and the period and view that it shows when the workbook is new."""

    def __init__(self, book: Book):
        self.book = book
        self.view = View(book, FUNNEL, (2, 24, *(16,) * 7))
        rows = self.view.figures.of(_TABLE)
        self.period = period_text(rows[-1].get("period")) if rows else ""
        self.column = TABLES[_TABLE].column("by")
        self.by = choice_of(self.column, CHOICES[0])
        lists = ("list_funnelled", "list_funnel_views")
        self.choosers = PeriodChooser("td_funnel", CHOSEN, (2, 4), lists, self.period, self.by)

    def n(self, column: str) -> str:
        """The name of a column of the table."""
        return self.book.name(_TABLE, column)

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "漏斗图",
            "Funnel charts",
            "选期间（月、季、年）和按什么分；数字是“渠道漏斗”按钮写下的。",
            "Choose a period (month, quarter, year) and a view; the button Funnel wrote the "
            "figures.",
        )
        view.letterhead()
        self._choosers()
        mine, channels, months = self._chosen(), self._of_view("channel"), self._of_view("month")
        for row, left, name in (
            (CHART_TOP, 1, Label("询盘、报价、订单：询盘最多的", "Enquiries, quotes, orders")),
            (CHART_TOP, _RIGHT, Label("按询盘月份，到回款", "By month of enquiry, to receipts")),
            (COSTS_TOP, 1, Label("渠道的费用", "Costs of the channels")),
            (COSTS_TOP, _RIGHT, Label("渠道任务完成%", "Targets of the channels, reached %")),
        ):
            last = _RIGHT - 1 if left == 1 else view.last_column
            view.heading(row - 1, name, last, left)
        for block, name in (
            (mine, Label("从询盘到回款，询盘多的在前", "Enquiries to receipts, the most first")),
            (channels, Label("渠道：费用和任务", "Channels: costs and targets")),
            (months, Label("询盘月份", "Months of enquiry")),
        ):
            view.heading(block.top - 1, name.under("A-Q4.1"))
            self._list(block)
        self._more(mine)
        self._none(channels)
        add_charts(view, (CHART_TOP, COSTS_TOP, CHART_ROWS), mine, channels, months)
        view.print_set_up(MONTHS_TOP + MONTHS, pages_high=0)
        view.sheet.set_h_pagebreaks([LIST_TOP - 1])

    def _choosers(self) -> None:
        period, shown = self.n("period"), self.choosers.period_read
        self.choosers.write(self.view, period)
        there = f'SUMPRODUCT(({period}&""={shown}&"")*({period}<>""))'
        formula, value = self.choosers.hint(there, _PRESS), "" if self.period else _PRESS
        look = {"font_color": RED, "font_size": 9, "indent": 1}
        self.view.formula(CHOSEN, _RIGHT, formula, value, **look)

    def _wanted(self, by: str) -> str:
        """Which rows are the chosen period's of a view: an array of 0 and 1."""
        return f'({self.n("period")}&""={self.choosers.period_read}&"")*({self.n("by")}={by})'

    def _rows(self, by: str) -> list[tuple[int, Mapping]]:
        return [
            (place, row)
            for place, row in enumerate(self.view.figures.of(_TABLE), 1)
            if self.period
            and period_text(row.get("period")) == self.period
            and cell_of(self.column, row.get("by")) == by
        ]

    def _chosen(self) -> Block:
        """The chosen view's rows, most enquiries first; rows of as many in the table's order."""
        rows = self._rows(self.by)
        rows.sort(key=lambda each: (-number(each[1].get("enquiries")), each[0]))
        at, count = places(self.n("period")), self.n("enquiries")
        weight = f'IF({self._wanted(self.choosers.by_read)},{count}*{_APART}-({at}),"")'

        def place(k: int) -> str:
            return f"MATCH(LARGE({weight},{k}),{weight},0)"

        return Block(LIST_TOP, LINES, STEPS, place, rows)

    def _of_view(self, view: str) -> Block:
        """The rows of one view in the table's order, without those that came of no enquiry: they
        have neither a month of it nor a cost.
        """
        by = choice_of(self.column, view)
        wanted = self._wanted(f'"{by}"') + f'*({self.n("key")}<>"{NO_ENQUIRY}")'
        rows = [each for each in self._rows(by) if each[1].get("key") != NO_ENQUIRY]

        def place(k: int) -> str:
            return nth_place(wanted, self.n("period"), k)

        if view == "month":
            return Block(MONTHS_TOP, MONTHS, STEPS, place, rows)
        return Block(CHANNELS_TOP, CHANNELS, COSTS, place, rows)

    def _list(self, block: Block) -> None:
        view, top = self.view, block.top
        columns = [COLUMNS[key] for key in block.columns]
        view.header(top, 1, [column.label for column in columns])
        for k in range(block.lines):
            row = top + 1 + k
            place, found = block.rows[k] if k < len(block.rows) else ("", {})
            view.formula(row, 0, f'{{=IFERROR({block.place(k + 1)},"")}}', place, **HIDDEN)

            def of(key: str, row: int = row) -> str:
                return f"INDEX({self.n(key)},$A{row + 1})"

            for at, column in enumerate(columns, 1):
                formula = f'=IF($A{row + 1}="","",{column.formula(of)})'
                view.formula(row, at, formula, column.value(found) if found else "", **column.look)
        view.rule_rows((top + 1, 1, top + block.lines, view.last_column), cell(top + 1, 0))

    def _more(self, block: Block) -> None:
        words = Label(
            f"只列询盘最多的 {LINES} 行，其余见“渠道漏斗”表。",
            f"The {LINES} with most enquiries; the others: table Funnel.",
        )
        value = words if len(block.rows) > LINES else ""
        formula = f'=IF(SUMPRODUCT({self._wanted(self.choosers.by_read)})>{LINES},"{words}","")'
        look = {"font_color": MUTED, "font_size": 9}
        self.view.formula(block.top + LINES + 1, 1, formula, value, **look)

    def _none(self, block: Block) -> None:
        """Below a chart of costs or targets that is empty: what fills it."""
        rows = [row for _, row in block.rows[: block.lines]]
        spent = Label("没有费用：填“费用”表，写明渠道。", "No costs: enter Expenses with channels.")
        wanted = Label("没有任务：填“渠道任务”表。", "No targets: enter Channel targets.")
        for at, keys, words in ((1, _SPENT, spent), (_RIGHT, _REACHED, wanted)):
            first, last = (1 + COSTS.index(key) for key in (keys[0], keys[-1]))
            area = f"{cell(block.top + 1, first)}:{cell(block.top + block.lines, last)}"
            none = all(COLUMNS[key].value(row) == "" for row in rows for key in keys)
            formula, value = f'=IF(COUNT({area})=0,"{words}","")', words if none else ""
            look = {"font_color": MUTED, "font_size": 9}
            self.view.formula(COSTS_TOP + CHART_ROWS, at, formula, value, **look)
