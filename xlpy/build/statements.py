"""The team's statement of a month, and the pools' ledgers of a year."""

from decimal import Decimal

from xlpy.build.book import POOL_SHEET, TEAM_SHEET, Book, serial
from xlpy.build.figures import in_month, number, pool_label
from xlpy.build.formulas import nth_place
from xlpy.build.monthread import (
    MONTH_FORMS,
    YEAR_FORMS,
    month_read,
    no_month,
    no_year,
    when_not_read,
    year_read,
)
from xlpy.build.speech import Label, cell_of, criterion_of, label_of
from xlpy.build.style import (
    GREEN,
    GREEN_LIGHT,
    MONEY,
    MONTH,
    MUTED,
    NAVY,
    PERCENT,
    RED,
    RED_LIGHT,
    WHITE,
    rule,
)
from xlpy.build.view import AMOUNT, BOX, HIDDEN, TOTAL, View, cell
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES

TEAMS, SPLIT_LINES = 3, 16
PERCENTS = {"num_format": PERCENT, "align": "center"}
MATCHES = Label("相符", "agrees"), Label("不符", "differs")


def write_team_statement(book: Book) -> None:
    """Fill the team's statement."""
    TeamStatement(book).write()


class TeamStatement:
    """The team commission of a month, who got it, and what the month's people brought in."""

    def __init__(self, book):
        self.view = View(book, TEAM_SHEET, (2, 20, 18, 17, 16, 16, 13, 16, 15))
        self.book = book
        closed = self.view.figures.closed_months
        self.month = closed[-1] if closed else None
        self.people = max(12, len(self.view.figures.of("staff")) + 4)

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "团队单",
            "Team statement",
            "团队提成怎样算出，分给了谁，个人业绩怎样。",
            "How the team commission came about, who got it, and what each person brought in.",
        )
        view.letterhead()
        month = serial(self.month.first) if self.month else ""
        last = '=IF(td_last_closed=0,"",td_last_closed)'
        view.chooser(
            5,
            2,
            Label("月份", "Month"),
            last,
            month,
            "list_closed",
            "td_team_month",
            MONTH_FORMS,
            num_format=MONTH,
        )
        view.understood("td_team", 5, month_read("td_team_month", "td_next"), month)
        odd = when_not_read("td_team_month", "td_team_read", no_month("td_team_month"))
        view.formula(5, 3, odd, "", font_color=RED)
        view.heading(7, Label("团队提成", "Team commission").under("B-3.B.2"))
        row = self._lines(8, "team_commissions", TEAMS)
        view.heading(row + 2, Label("分配", "Split").under("B-3.B.2.c"), last=4)
        row = self._split(row + 3)
        view.heading(row + 2, Label("个人", "Persons").under("B-3.B.1"))
        row = self._lines(row + 3, "commissions", self.people, ranked=True)
        view.print_set_up(row + 1)

    def _month_rows(self, table: str) -> list[tuple[int, dict]]:
        """The month's rows of a table with their places in it, from 1."""
        if self.month is None:
            return []
        wanted = in_month(self.month)
        return [
            (k, row)
            for k, row in enumerate(self.view.figures.of(table), 1)
            if wanted(row.get("month"))
        ]

    def _index(self, row: int, table: str, k: int, place) -> None:
        """In the margin, unseen: the place of the month's k-th row in its table."""
        month = self.book.name(table, "month")
        found = nth_place(f"{month}=td_team_read", month, k)
        self.view.formula(
            row, 0, f'{{=IF(td_team_read="","",IFERROR({found},""))}}', place, **HIDDEN
        )

    def _pick(self, row: int, table: str, key: str) -> str:
        return f'=IF($A{row + 1}="","",INDEX({self.book.name(table, key)},$A{row + 1}))'

    def _lines(self, top: int, table: str, count: int, ranked: bool = False) -> int:
        """The month's commission rows, and for persons their rank by receipts; the last row."""
        view, columns = self.view, TABLES[table].columns[1:]
        labels = [label_of(column) for column in columns]
        view.header(top, 1, labels)
        rows = self._month_rows(table)
        for k in range(count):
            at = top + 1 + k
            place, row = rows[k] if k < len(rows) else ("", {})
            self._index(at, table, k + 1, place)
            for column, spec in enumerate(columns, 1):
                look = {"fen": {"num_format": MONEY}, "ratio": PERCENTS}.get(
                    spec.type, {"indent": 1}
                )
                view.formula(
                    at, column, self._blank_as_text(at, table, spec), self._value(spec, row), **look
                )
        # LibreOffice takes one format alone where two areas overlap: name and receipts are an area
        # of their own.
        names = (top + 1, 1, top + count, 2)
        if ranked:
            area = f"${'C'}${top + 2}:$C${top + count + 1}"
            best = f"AND(N($C{top + 2})>0,RANK($C{top + 2},{area})=1)"
            view.mark(names, best, rule(GREEN, bold=True) | BOX)
        view.rule_rows(names, cell(top + 1, 0))
        view.rule_rows((top + 1, 3, top + count, len(columns)), cell(top + 1, 0))
        return top + count

    def _blank_as_text(self, row: int, table: str, spec) -> str:
        """The formula for a column; a target that is not there stays blank instead of 0."""
        if spec.required:
            return self._pick(row, table, spec.key)
        found = f"INDEX({self.book.name(table, spec.key)},$A{row + 1})"
        return f'=IF($A{row + 1}="","",IF({found}="","",{found}))'

    @staticmethod
    def _value(spec, row: dict):
        value = row.get(spec.key)
        return "" if value is None else number(value) if spec.type in ("fen", "ratio") else value

    def _split(self, top: int) -> int:
        """Who got the month's team commission, and that the parts sum to it; the last row."""
        view, rows = self.view, self._month_rows("splits")
        view.header(
            top,
            1,
            (
                Label("去向", "Kind"),
                Label("姓名或奖池", "Name or pool"),
                Label("比例", "Share %"),
                Label("金额", "Amount"),
            ),
        )
        for k in range(SPLIT_LINES):
            at = top + 1 + k
            place, row = rows[k] if k < len(rows) else ("", {})
            self._index(at, "splits", k + 1, place)
            for column, key in ((1, "kind"), (2, "name")):
                view.formula(
                    at, column, self._pick(at, "splits", key), self._split_cell(key, row), indent=1
                )
            share = number(row["share"]) if row else ""
            look = {"num_format": "0.00##", "align": "center"}
            view.formula(at, 3, self._pick(at, "splits", "share"), share, **look)
            amount = number(row["amount"]) if row else ""
            view.formula(at, 4, self._pick(at, "splits", "amount"), amount, num_format=MONEY)
        view.rule_rows((top + 1, 1, top + SPLIT_LINES, 4), cell(top + 1, 0))
        return self._split_total(top + SPLIT_LINES + 1, top + 1)

    @staticmethod
    def _split_cell(key: str, row: dict) -> object:
        return cell_of(TABLES["splits"].column(key), row[key]) if row else ""

    def _split_total(self, row: int, top: int) -> int:
        view = self.view
        view.blank(row, 1, 4, **TOTAL)
        view.text(row, 1, Label("合计", "Total"), **TOTAL, indent=1)
        total = sum((number(r["amount"]) for _, r in self._month_rows("splits")), Decimal(0))
        area = f"{cell(top, 4)}:{cell(row - 1, 4)}"
        view.formula(row, 4, f"=SUM({area})", total, **TOTAL, num_format=AMOUNT["num_format"])
        amount, month = (
            self.book.name("team_commissions", "commission"),
            self.book.name("team_commissions", "month"),
        )
        test = f"ABS({cell(row, 4)}-SUMIFS({amount},{month},td_team_read))<0.005"
        agrees = f'=IF(COUNT({area})=0,"",IF({test},"{MATCHES[0]}","{MATCHES[1]}"))'
        view.formula(
            row,
            3,
            agrees,
            MATCHES[0] if self._month_rows("splits") else "",
            **TOTAL,
            align="center",
        )
        mark_check(view, row, 3)
        return row


def mark_check(view: View, row: int, column: int) -> None:
    """Colour a cell that says whether sums agree."""
    view.mark(
        (row, column, row, column), f'{cell(row, column)}="{MATCHES[1]}"', rule(RED, RED_LIGHT)
    )
    view.mark(
        (row, column, row, column), f'{cell(row, column)}="{MATCHES[0]}"', rule(GREEN, GREEN_LIGHT)
    )


FLOWS = ("opening", "paid_in", "paid_out", "closing")


def write_pool_statement(book: Book) -> None:
    """Fill the pools' ledgers of a year."""
    view = View(book, POOL_SHEET, (2, 11, *(14.5,) * 12))
    closed = view.figures.closed_months
    year = closed[-1].year if closed else ""
    view.title(
        "奖池单",
        "Pool statement",
        "每个奖池每月的期初、收入、支出、期末。期初 + 收入 − 支出 = 期末，上月期末 = 本月期初。",
        "Each pool's opening, paid in, paid out and closing, month by month.",
    )
    view.letterhead()
    formula = '=IF(td_last_closed=0,"",YEAR(td_last_closed))'
    view.chooser(
        5,
        2,
        Label("年份", "Year"),
        formula,
        year,
        "list_years",
        "td_pool_year",
        YEAR_FORMS,
        num_format="0",
    )
    view.understood("td_pool", 5, year_read("td_pool_year"), year)
    odd = when_not_read("td_pool_year", "td_pool_read", no_year("td_pool_year"))
    view.formula(5, 3, odd, "", font_color=RED)
    pools = TABLES["pools"].column("pool").choices
    for place, (key, zh) in enumerate(pools):
        left = 2 + 4 * place
        look = {"bold": True, "font_color": WHITE, "bg_color": NAVY, "align": "center"}
        view.sheet.merge_range(7, left, 7, left + 3, str(Label(zh, key)), view.style(**look))
        view.header(8, left, [label_of(TABLES["pools"].column(flow)) for flow in FLOWS])
    view.header(8, 1, [Label("月份", "Month")])
    for number_ in range(1, 13):
        _pool_month(view, 8 + number_, number_, year, [key for key, _ in pools])
    view.rule_rows((9, 1, 20, 13), cell(9, 1))
    _pool_totals(view, 21, year, [key for key, _ in pools])
    text = Label("未结的月份没有数。", "Months that are not closed have no figures.")
    view.text(24, 1, text, font_color=MUTED, font_size=9)
    view.print_set_up(25, landscape=True)


def _pool_month(view: View, row: int, number_: int, year, pools: list[str]) -> None:
    book, figures = view.book, view.figures
    first = serial(Month(year, number_).first) if year else ""
    look = {"num_format": MONTH, "align": "center"}
    view.formula(row, 1, f'=IF(td_pool_read="","",DATE(td_pool_read,{number_},1))', first, **look)
    month, pool = book.name("pools", "month"), book.name("pools", "pool")
    for place, key in enumerate(pools):
        where = f'{month},$B{row + 1},{pool},"{criterion_of(TABLES["pools"].column("pool"), key)}"'
        found = (
            figures.select("pools", pool=pool_label(key), month=in_month(Month(year, number_)))
            if year
            else []
        )
        for at, flow in enumerate(FLOWS):
            column = 2 + 4 * place + at
            formula = f'=IF(COUNTIFS({where})=0,"",SUMIFS({book.name("pools", flow)},{where}))'
            view.formula(
                row, column, formula, number(found[0][flow]) if found else "", num_format=MONEY
            )


def _pool_totals(view: View, row: int, year, pools: list[str]) -> None:
    """The year's opening, sums and closing per pool, and that they agree."""
    view.sheet.set_row(row, 24)
    view.text(row, 1, Label("全年", "Year"), **TOTAL)
    label = Label("核对", "Check")
    view.formula(
        row + 1, 1, f'=IF(td_pool_read="","","{label}")', label if year else "", font_color=MUTED
    )
    money = {**TOTAL, "num_format": AMOUNT["num_format"]}
    for place, key in enumerate(pools):
        rows = sorted(_of_year(view, key, year), key=lambda r: r["month"])
        left = 2 + 4 * place
        areas = [f"{cell(9, left + at)}:{cell(20, left + at)}" for at in range(4)]
        last = f"=IF(COUNT({areas[3]})=0,0,INDEX({areas[3]},MATCH(1E+99,{areas[3]},1)))"
        first = (
            f"=IF(COUNT({areas[0]})=0,0,INDEX({areas[0]},MATCH(TRUE,INDEX(ISNUMBER({areas[0]}),0)"
            ",0)))"
        )
        formulas = (first, f"=SUM({areas[1]})", f"=SUM({areas[2]})", last)
        sums = [
            sum((number(r[flow]) for r in rows), Decimal(0)) for flow in ("paid_in", "paid_out")
        ]
        ends = (
            (number(rows[0]["opening"]), number(rows[-1]["closing"]))
            if rows
            else (Decimal(0), Decimal(0))
        )
        for at, (formula, value) in enumerate(
            zip(formulas, (ends[0], *sums, ends[1]), strict=True)
        ):
            view.formula(row, left + at, formula, value, **money)
        parts = [cell(row, left + at) for at in range(4)]
        test = f"ABS({parts[0]}+{parts[1]}-{parts[2]}-{parts[3]})<0.005"
        text = f'=IF(COUNT({areas[3]})=0,"",IF({test},"{MATCHES[0]}","{MATCHES[1]}"))'
        view.formula(row + 1, left + 3, text, MATCHES[0] if rows else "", align="center", bold=True)
        mark_check(view, row + 1, left + 3)


def _of_year(view: View, pool: str, year) -> list:
    return [
        r
        for r in view.figures.select("pools", pool=pool_label(pool))
        if year and r["month"].year == year
    ]
