"""The dashboard: the year's key figures, charts, and everyone's attainment month by month."""

from decimal import Decimal

from xlpy.build.attainment import Attainment
from xlpy.build.book import CHART_DATA, DASHBOARD, absolute, letters, serial, sheet_ref
from xlpy.build.chartcredit import received_in
from xlpy.build.chartdata import ChartData
from xlpy.build.chartpanels import (
    GROUND,
    PERSONS,
    POOLS_LEFT,
    REACHED,
    TEAM,
    write_legend,
    write_panel,
)
from xlpy.build.chartplaces import (
    HIGHEST,
    LABELS,
    MONTH_LABELS,
    MONTHS_TOP,
    NO_TIER,
    NOTHING,
    PERSON_LABELS,
    PERSONS_TOP,
    POOLS,
    TIERS,
    drawn,
    pool_names,
)
from xlpy.build.figures import in_month, number, pool_label
from xlpy.build.speech import Label
from xlpy.build.style import (
    CHART_COLOURS,
    FONT,
    MONTH,
    MUTED,
    NAVY,
    PAPER,
    RED,
    SLATE,
    TEAL,
    VIOLET,
    WHITE,
)
from xlpy.build.view import BOX, View, cell
from xlpy.core.periods import Month

COLUMNS, WIDTH = 12, 13
CARD_ROW, CHART_ROW, CHART_ROWS = 8, 12, 13
TIER_COLOURS = ("#AEB8C4", "#8CC5C2", CHART_COLOURS[1], NAVY, VIOLET, CHART_COLOURS[2])
TEAM_COLOURS = ((2, NAVY), (3, CHART_COLOURS[2]))
PEOPLE_COLOURS = ((4, CHART_COLOURS[1]), (5, CHART_COLOURS[3]))
"""The columns of receipts and target, and their colours."""
POOL_COLOURS = (CHART_COLOURS[1], CHART_COLOURS[2], NAVY)
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


class Dashboard:
    """The sheet and the year and month that it shows when the workbook is new."""

    def __init__(self, data: ChartData):
        self.data, self.book, self.places = data, data.book, data.places
        self.view = View(self.book, DASHBOARD, (2, *(WIDTH,) * COLUMNS))
        self.figures = self.view.figures
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
            num_format="0",
        )
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
            num_format=MONTH,
        )
        self._write_left_out()
        self._write_cards()
        self._insert_charts()
        self._write_attainment(CHART_ROW + 3 * (CHART_ROWS + 1) + 1)

    def _write_left_out(self) -> None:
        """Beside the choosers, that some persons are not in the charts; blank while all are."""

        def words(left_out: object) -> Label:
            return Label(
                f"另有 {left_out} 人在图中没有位置。",
                f"{left_out} more persons than the charts have room for.",
            )

        count = len(self.data.names) - len(self.data.shown)
        number_ = '"&td_dash_left_out&"'
        formula = f'=IF(td_dash_left_out=0,"","{words(number_)}")'
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
            when = f'{month},">="&DATE(td_dash_year,1,1),{month},"<="&DATE(td_dash_year,12,1)'
            return f"=SUMIFS({self.book.name(table, column)},{when})"

        pools = (
            f"=SUMIFS({self.book.name('pools', 'closing')},{self.book.name('pools', 'month')},"
            "td_dash_month)"
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

    def _insert_charts(self) -> None:
        charts = (
            (self._team_chart(), self._person_chart()),
            (self._rank_chart(), self._tier_chart()),
            (self._pool_chart(), self._region_chart()),
        )
        for line, pair in enumerate(charts):
            for side, chart in enumerate(pair):
                row, left = CHART_ROW + line * (CHART_ROWS + 1) - 1, 1 + side * COLUMNS // 2
                chart.set_size({"width": COLUMNS // 2 * 96 - 8, "height": (CHART_ROWS - 3) * 25})
                self.view.sheet.insert_chart(row + 2, left, chart, {"object_position": 1})
                self._write_panel(row, left, 2 * line + side)

    def _write_panel(self, row: int, left: int, place: int) -> None:
        """What stands under a chart: what it has no figures without, else its legend."""
        panel, last = self.data.panels[place], row + CHART_ROWS - 1
        flag = row + place % 2
        source = self.places.titles_top + place
        write_panel(self.view, (row, left, last, left + COLUMNS // 2 - 1), source, panel, flag)
        entries = self._legends().get(place)
        if entries:
            write_legend(self.view, last, left, flag, panel, entries)

    def _legends(self) -> dict[int, list[tuple[int, int, str, str]]]:
        """Of the charts with several series: the row and column of each series' name in the data,
        name, colour.
        """
        months = MONTHS_TOP - 1
        tiers = [NO_TIER, *self.data.tier_labels()]
        highest = len(tiers) - 1
        return {
            TEAM: [
                (months, column, MONTH_LABELS[column - 1], colour)
                for column, colour in TEAM_COLOURS
            ],
            PERSONS: [
                (PERSONS_TOP - 1, column, PERSON_LABELS[column - 1], colour)
                for column, colour in PEOPLE_COLOURS
            ],
            REACHED: [
                (months, HIGHEST if k and k == highest else 8 + k, name, TIER_COLOURS[k])
                for k, name in enumerate(tiers)
            ],
            POOLS_LEFT: [
                (months, 4 + k, name, POOL_COLOURS[k]) for k, name in enumerate(pool_names())
            ],
        }

    def _chart(self, kind: str, subtype: str = ""):
        options = {"type": kind, **({"subtype": subtype} if subtype else {})}
        chart = self.book.workbook.add_chart(options)
        font = {"name": FONT, "size": 9, "color": SLATE}
        chart.set_title({"none": True})
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"color": GROUND}, "fill": {"none": True}})
        chart.set_plotarea({"fill": {"none": True}, "border": {"none": True}})
        axis = {"num_font": font, "line": {"color": GROUND}, "major_gridlines": {"visible": False}}
        axis |= {"major_tick_mark": "none", "minor_tick_mark": "none"}
        # An axis without figures ends at 1 in Excel and at 12 in LibreOffice.
        value = {**axis, "num_format": "[>=20]#,##0;[<0]-#,##0;"}
        value["major_gridlines"] = {"visible": True, "line": {"color": GROUND}}
        flat = kind == "bar"
        # Bars show their figures, so their axis would only repeat them.
        chart.set_x_axis({**axis, "visible": False} if flat else axis)
        chart.set_y_axis({**axis, "reverse": True} if flat else {**value, "line": {"none": True}})
        self.axis, self.value = axis, value
        return chart

    def _series(
        self, name: str | Label, colour: str, categories: str, values: str = "", **more
    ) -> dict:
        return {
            "name": str(name),
            "categories": categories,
            "values": values,
            "fill": {"color": colour},
            "border": {"none": True},
            **more,
        }

    def _months(self, column: int) -> str:
        return self.places.ref(MONTHS_TOP, column, MONTHS_TOP + 11)

    def _drawn(self, column: int, top: int, count: int) -> dict:
        """The values of a series that is drawn without its zeros; XlsxWriter would keep 0 for what
        is not drawn.
        """
        values = self.places.ref(top, drawn(column), top + count - 1)
        points = [self.data.drawn[top + k, column] for k in range(count)]
        if not any(points):
            # A chart keeps one point at least.
            points[0] = 0.0
        return {"values": values, "values_data": points}

    def _people(self, column: int) -> str:
        return self.places.ref(PERSONS_TOP, column, self.places.persons_last)

    def _team_chart(self):
        chart = self._chart("column")
        chart.add_series(
            self._series(
                Label("回款", "Receipts"),
                NAVY,
                self._months(LABELS),
                gap=60,
                **self._drawn(2, MONTHS_TOP, 12),
            )
        )
        line = self.book.workbook.add_chart({"type": "line"})
        line.add_series(
            {
                "name": str(Label("任务", "Target")),
                "categories": self._months(LABELS),
                **self._drawn(3, MONTHS_TOP, 12),
                "line": {"color": CHART_COLOURS[2], "width": 2.25},
                "marker": {
                    "type": "circle",
                    "size": 5,
                    "fill": {"color": WHITE},
                    "border": {"color": CHART_COLOURS[2]},
                },
            }
        )
        chart.combine(line)
        chart.set_x_axis({**self.axis, "text_axis": True})
        return chart

    def _person_chart(self):
        chart = self._chart("column")
        chart.add_series(
            self._series(
                Label("回款", "Receipts"),
                CHART_COLOURS[1],
                self._people(LABELS),
                gap=60,
                **self._drawn(4, PERSONS_TOP, self.places.persons),
            )
        )
        chart.add_series(
            self._series(
                Label("任务", "Target"),
                CHART_COLOURS[3],
                self._people(LABELS),
                **self._drawn(5, PERSONS_TOP, self.places.persons),
            )
        )
        return chart

    def _rank_chart(self):
        chart = self._chart("bar")
        labels = {
            "value": True,
            "num_format": "#,##0;-#,##0;",
            "font": {"name": FONT, "size": 8, "color": SLATE},
        }
        series = self._series(
            Label("回款", "Receipts"),
            NAVY,
            self._people(7),
            self._people(8),
            gap=45,
            data_labels=labels,
        )
        chart.add_series(series)
        return chart

    def _tier_chart(self):
        chart = self._chart("column", "stacked")
        count = len(self.data.thresholds())
        for k, colour in enumerate(TIER_COLOURS[: TIERS + 1]):
            if k <= count:
                column = HIGHEST if k and k == count else 8 + k
                name = f"={sheet_ref(CHART_DATA)}!${letters(column)}${MONTHS_TOP}"
                chart.add_series(
                    self._series(
                        name,
                        colour,
                        self._months(LABELS + 1),
                        gap=60,
                        **self._drawn(column, MONTHS_TOP, 12),
                    )
                )
        chart.set_x_axis({**self.axis, "text_axis": True})
        # Without any figure LibreOffice would reckon with twelve persons.
        nothing = self._series(
            Label("零", "Zero"), WHITE, self._months(LABELS + 1), self._months(NOTHING)
        )
        chart.add_series({**nothing, "fill": {"none": True}})
        chart.set_y_axis(
            {**self.value, "num_format": "[>=2]0;;", "major_unit": 1, "line": {"none": True}}
        )
        return chart

    def _pool_chart(self):
        chart = self._chart("line")
        for k, colour in enumerate(POOL_COLOURS):
            chart.add_series(
                {
                    "name": f"={sheet_ref(CHART_DATA)}!${chr(ord('E') + k)}${MONTHS_TOP}",
                    "categories": self._months(LABELS + 2),
                    "values": self._months(4 + k),
                    "values_data": self._closings(k),
                    "line": {"color": colour, "width": 2.25},
                    "marker": {
                        "type": "circle",
                        "size": 5,
                        "fill": {"color": WHITE},
                        "border": {"color": colour},
                    },
                }
            )
        chart.show_blanks_as("span")
        chart.set_x_axis({**self.axis, "text_axis": True})
        return chart

    def _closings(self, k: int) -> list:
        """A pool's closings of the year, None for months that are not closed: XlsxWriter would put
        0 for them.
        """
        rows = [
            self.figures.select("pools", pool=pool_label(POOLS[k]), month=in_month(m))
            for m in self.data.months
        ]
        return [float(number(found[0]["closing"])) if found else None for found in rows]

    def _region_chart(self):
        chart = self._chart("bar")
        top, last = self.places.regions_top, self.places.regions_last
        labels = {
            "value": True,
            "num_format": "#,##0;-#,##0;",
            "font": {"name": FONT, "size": 8, "color": SLATE},
        }
        names, values = self.places.ref(top, 3, last), self.places.ref(top, 2, last)
        chart.add_series(
            self._series(
                Label("回款", "Receipts"),
                CHART_COLOURS[1],
                names,
                values,
                gap=45,
                data_labels=labels,
            )
        )
        return chart

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
