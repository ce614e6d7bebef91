"""The dashboard: the year's key figures, charts, and everyone's attainment month by month."""

from decimal import Decimal

from xlpy.build.attainment import Attainment
from xlpy.build.book import CHART_DATA, absolute, serial, sheet_ref
from xlpy.build.chartcredit import received_in
from xlpy.build.chartdata import ChartData
from xlpy.build.chartplaces import (
    MONTHS_TOP,
    PERSONS_TOP,
)
from xlpy.build.chartplans import YEAR_END, YEAR_START
from xlpy.build.dashboard_charts import CHART_ROW, CHART_ROWS, COLUMNS, Charts
from xlpy.build.figures import in_month
from xlpy.build.monthread import MONTH_FORMS, YEAR_FORMS, month_read, no_month, no_year, year_read
from xlpy.build.speech import Label
from xlpy.build.style import (
    CHART_COLOURS,
    MONTH,
    MUTED,
    NAVY,
    PAPER,
    RED,
    TEAL,
    WHITE,
)
from xlpy.build.view import BOX, cell
from xlpy.core.periods import Month

CARD_ROW = 8
_CARDS = (
    ("年回款", "Receipts, year", "#,##0"),
    ("年任务", "Target, year", "#,##0"),
    ("完成率", "Attainment", "0.0%"),
    ("团队提成", "Team commission", "#,##0.00"),
    ("工资合计", "Pay, year", "#,##0.00"),
    ("奖池余额", "Pools, month's end", "#,##0.00"),
)
_ATTAINMENT_FIRST = Label("完成率：先填员工和任务", "Attainment: fill in staff and targets first")


def write_dashboard(data: ChartData) -> None:
    """Fill the dashboard, which draws on the chart data."""
    Dashboard(data).write()


class Dashboard(Charts):
    """The sheet and the year and month that it shows when the workbook is new."""

    def __init__(self, data: ChartData):
        super().__init__(data)
        self.month, self.year = data.month, data.year

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "看板",
            "Dashboard",
            "选年份和月份；回款、名次、完成率含未结月份，档次和奖池按已结月份；年任务按年度任"
            "务表。",
            "Choose a year and a month. Receipts, ranks, attainment: open months, too; "
            "tiers, pools: closed ones.",
        )
        formula = "=YEAR(IF(td_last_closed=0,td_first_month,td_last_closed))"
        view.chooser(
            5,
            2,
            Label("年份", "Year"),
            formula,
            self.year,
            "list_years",
            "td_dash_year",
            YEAR_FORMS,
            num_format="0",
        )
        # A year that nobody understands has no figures, and no errors either.
        year = f"=IFERROR(0+{year_read('td_dash_year')[1:]},1900)"
        view.understood("td_dash_year", 5, year, self.year)
        month = serial(self.month.first) if self.month else ""
        last = '=IF(td_last_closed=0,"",td_last_closed)'
        view.chooser(
            5,
            5,
            Label("月份", "Month"),
            last,
            month,
            "list_closed",
            "td_dash_month",
            MONTH_FORMS,
            num_format=MONTH,
        )
        view.understood("td_dash_month", 6, month_read("td_dash_month", "td_next"), month)
        self._write_left_out()
        self._write_cards()
        self.insert_charts()
        self._write_attainment(CHART_ROW + 3 * (CHART_ROWS + 1) + 1)

    def _write_left_out(self) -> None:
        """Beside the choosers, what is not understood in them, or that some persons are not in the
        charts; blank while all is well.
        """

        def words(left_out: object) -> Label:
            return Label(
                f"另有 {left_out} 人在图中没有位置。",
                f"{left_out} more persons than the charts have room for.",
            )

        count = len(self.data.names) - len(self.data.shown)
        number_ = '"&td_dash_left_out&"'
        odd = f"IF(td_dash_year_read=1900,{no_year('td_dash_year')},{no_month('td_dash_month')})"
        all_read = (
            'AND(td_dash_year_read>1900,OR(td_dash_month_read<>"",IFERROR(td_dash_month="",FALSE)))'
        )
        shown = f'IF(td_dash_left_out=0,"","{words(number_)}")'
        formula = f"=IF({all_read},{shown},{odd})"
        value = words(count) if count else ""
        self.view.formula(5, 7, formula, value, font_color=RED, font_size=9)
        crowded = '=IF(td_dash_crowded="","",td_dash_crowded)'
        self.view.formula(6, 1, crowded, "", font_color=RED, font_size=9)

    def _write_cards(self) -> None:
        values, formulas = self._card_values(), self._card_formulas()
        look = {"bg_color": PAPER, "align": "center"}
        self.view.sheet.set_row(CARD_ROW, 30)
        for k, (zh, en, number_format) in enumerate(_CARDS):
            left = 1 + 2 * k
            edge = {"left": 5, "left_color": CHART_COLOURS[0 if k < 3 else 1]}
            label = self.view.style(**look, **edge, font_color=MUTED, font_size=9)
            self.view.sheet.merge_range(
                CARD_ROW - 1, left, CARD_ROW - 1, left + 1, str(Label(zh, en)), label
            )
            big = {
                **look,
                **edge,
                "bold": True,
                "font_size": 15,
                "font_color": NAVY,
                "num_format": number_format,
            }
            self.view.sheet.merge_range(
                CARD_ROW, left, CARD_ROW, left + 1, "", self.view.style(**big)
            )
            self.view.formula(CARD_ROW, left, formulas[k], values[k], **big)

    def _card_formulas(self) -> list[str]:
        def months(column: str) -> str:
            first, last = MONTHS_TOP + 1, MONTHS_TOP + 12
            area = f"{sheet_ref(CHART_DATA)}!${column}${first}:${column}${last}"
            return f"{{=SUM(IF(ISNUMBER({area}),{area},0))}}"

        def in_year(table: str, column: str) -> str:
            month = self.book.name(table, "month")
            when = f'{month},">="&{YEAR_START},{month},"<"&{YEAR_END}'
            return f"=SUMIFS({self.book.name(table, column)},{when})"

        pools = (
            f"=SUMIFS({self.book.name('pools', 'closing')},{self.book.name('pools', 'month')},"
            "td_dash_month_read)"
        )
        return [
            months("C"),
            "=td_year_target",
            f'=IF({cell(CARD_ROW, 3)}=0,"—",{cell(CARD_ROW, 1)}/{cell(CARD_ROW, 3)})',
            in_year("team_commissions", "commission"),
            in_year("payroll", "total"),
            pools,
        ]

    def _card_values(self) -> list:
        data = self.data
        received = sum((received_in(self.figures, month) for month in data.months), Decimal(0))
        target = data.year_target()
        commission = self.figures.sum("team_commissions", "commission", month=data.in_year)
        pay = self.figures.sum("payroll", "total", month=data.in_year)
        pools = (
            self.figures.sum("pools", "closing", month=in_month(self.month))
            if self.month
            else Decimal(0)
        )
        return [
            received,
            target,
            float(received) / float(target) if target else "—",
            commission,
            pay,
            pools,
        ]

    def _write_attainment(self, top: int) -> None:
        """The attainment of every month: the persons in the order of the year's rank, then the
        team; shaded.
        """
        view, data, shown = self.view, self.data, self.data.best
        words = Label(
            f"完成率：每月，前 {shown} 名；已结月份按结账，未结月份按现在的录入",
            f"Attainment, the year's first {shown}: closed months as closed, open ones as entered",
        )
        nobody = f'{absolute(top, 2)}=""'
        view.heading(
            top - 1,
            f'=IF({nobody},"{_ATTAINMENT_FIRST}","{words}")',
            value=str(words if data.shown else _ATTAINMENT_FIRST),
        )
        view.header(top, 1, [Label("月份", "Month"), *[""] * (COLUMNS - 2), Label("团队", "Team")])
        ranked = data.ranked()
        look = {
            "bold": True,
            "font_color": WHITE,
            "bg_color": TEAL,
            "align": "center",
            "text_wrap": True,
        }
        for k in range(COLUMNS - 2):
            name = ranked[k][0] if k < min(len(ranked), shown) else ""
            source = f"{sheet_ref(CHART_DATA)}!$J${PERSONS_TOP + 1 + k}" if k < shown else '""'
            view.formula(top, 2 + k, f"={source}", name, **look, border=1, border_color=WHITE)
        for k, month in enumerate(data.months):
            self._write_attainment_row(
                top + 1 + k, top, month, [name for name, *_ in ranked[:shown]]
            )
        last = top + 12
        scale = {
            "type": "3_color_scale",
            "min_type": "num",
            "min_value": 0,
            "mid_type": "num",
            "mid_value": 1,
        }
        scale |= {"max_type": "num", "max_value": 1.5}
        scale |= {"min_color": "#F6C9C4", "mid_color": "#FFFFFF", "max_color": "#8CC5C2"}
        view.sheet.conditional_format(top + 1, 2, last, COLUMNS, scale)
        bare = {"bg_color": WHITE, "font_color": WHITE, "border": 1, "border_color": WHITE}
        view.mark((top, 1, last, COLUMNS), nobody, bare)
        view.mark((top, 2, top, COLUMNS - 1), f'{cell(top, 2)}=""', {"bg_color": PAPER})
        view.print_set_up(last + 1)

    def _write_attainment_row(self, row: int, top: int, month: Month, names: list[str]) -> None:
        view = self.view
        source = f"{sheet_ref(CHART_DATA)}!{{}}{MONTHS_TOP + month.number}"
        look = {**BOX, "num_format": "0.0%", "align": "center"}
        view.formula(
            row, 1, f"={source.format('$B')}", serial(month.first), **{**look, "num_format": MONTH}
        )
        attainment = Attainment(self.data)
        for k in range(COLUMNS - 2):
            name = cell(top, 2 + k).replace(str(top + 1), f"${top + 1}")
            value = attainment.person(month, names[k] if k < len(names) else "")
            view.formula(row, 2 + k, attainment.of_person(month, name, k), value, **look)
        view.formula(
            row,
            COLUMNS,
            attainment.of_department(month),
            attainment.department(month),
            **look,
            bold=True,
        )
