"""The dashboard's six charts, each with its panel and its legend."""

from xlpy.build.book import CHART_DATA, DASHBOARD, letters, sheet_ref
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
    NAVY,
    SLATE,
    VIOLET,
    WHITE,
)
from xlpy.build.view import View

COLUMNS, WIDTH = 12, 13
CHART_ROW, CHART_ROWS = 12, 13
TIER_COLOURS = ("#AEB8C4", "#8CC5C2", CHART_COLOURS[1], NAVY, VIOLET, CHART_COLOURS[2])
TEAM_COLOURS = ((2, NAVY), (3, CHART_COLOURS[2]))
PEOPLE_COLOURS = ((4, CHART_COLOURS[1]), (5, CHART_COLOURS[3]))
"""The columns of receipts and target, and their colours."""
POOL_COLOURS = (CHART_COLOURS[1], CHART_COLOURS[2], NAVY)


class Charts:
    """The charts of a sheet that draws on the chart data."""

    def __init__(self, data: ChartData):
        self.data, self.book, self.places = data, data.book, data.places
        self.view = View(self.book, DASHBOARD, (2, *(WIDTH,) * COLUMNS))
        self.figures = self.view.figures

    def insert_charts(self) -> None:
        """Put the charts on the sheet, in pairs, each with its panel."""
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
