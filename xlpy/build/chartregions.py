"""Of the chart data what is about regions, and which rows of the receipts the sums look at."""

from decimal import Decimal

from xlpy.build.book import CHART_DATA
from xlpy.build.chartcredit import LIMIT, cny
from xlpy.build.chartplaces import (
    CROWDED,
)
from xlpy.build.chartplans import YEAR_END, YEAR_START
from xlpy.build.figures import in_month
from xlpy.build.formulas import between, place_of, places, received
from xlpy.build.speech import Label, Worded, choice_of
from xlpy.build.style import MUTED
from xlpy.build.view import AMOUNT, BOX
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.tables.choices import REGIONS

YEAR = (YEAR_START, YEAR_END)
_MONTH = "N(td_dash_month_read)"  # No month is chosen while none is closed.
CHOSEN = (_MONTH, f"EDATE({_MONTH},1)")
"""The days of the chosen year, and of the chosen month: from one to before another."""


class RegionFigures:
    """The part of `ChartData` about regions and about the rows of the year and the month."""

    def _write_regions(self) -> None:
        view, top, last = self.view, self.places.regions_top, self.places.regions_last
        view.header(top - 1, 1, (Label("地区", "Region"), Label("年回款", "Year receipts")))
        self._write_slice(top)
        region = TABLES["customers"].column("region")
        sums, values = self.region_sums(), []
        for row, (key, _) in enumerate(REGIONS, top):
            label = choice_label(region, key)
            view.text(row, 1, choice_of(region, key), **BOX, indent=1)
            values.append([sums.get(label, Decimal(0))])
        view.spread((top, 2, last - 1, 2), self._regions_formula(), values, **AMOUNT)
        view.text(last, 1, Label("未分地区", "No region"), **BOX, indent=1)
        whole = received(self.book, *YEAR)
        rest = f"=ROUND({whole}-SUM(C{top + 1}:C{last}),2)"
        view.formula(last, 2, rest, sums[""], **AMOUNT)
        regions = Label("回款太多，不在此按地区汇总。", "Too many receipts to sum by region here.")
        told = f'IF({self.credit.crowd()}>{LIMIT},"{regions} ","")&"{CROWDED}"'
        view.formula(top + 2, 4, f'=IF({self.credit.crowded()},{told},"")', "", font_color=MUTED)
        self.book.name_cell("td_dash_crowded", CHART_DATA, top + 2, 4)

    def _write_slice(self, top: int) -> None:
        """The first and the last row of the receipts of the year, and of its chosen month: sums
        look at no others.
        """
        view = self.view
        within = f"MAX({CHOSEN[0]},{YEAR[0]})", f"MIN({CHOSEN[1]},{YEAR[1]})"
        of_month = in_month(self.month) if self.month else never
        year_ends = Label("首行", "First row"), Label("末行", "Last row")
        month_ends = Label("月：首行", "Month, first row"), Label("月：末行", "Month, last row")
        slices = (
            (4, "year", year_ends, YEAR, self.in_year),
            (8, "month", month_ends, within, of_month),
        )
        for column, what, labels, days, wanted in slices:
            for k, words in enumerate(labels):
                view.text(top + k, column, words, font_color=MUTED, align="right")
            self._write_ends((top, column + 1), (top + 1, column + 1), *days, wanted)
            self.book.name_cell(f"td_{what}_first", CHART_DATA, top, column + 1)
            self.book.name_cell(f"td_{what}_last", CHART_DATA, top + 1, column + 1)
        self._write_credit_ends(top)

    def _write_ends(self, first: tuple, last: tuple, start: str, end: str, wanted) -> None:
        """In two cells the first and the last row of the receipts of some days, 0 without any."""
        day = self.n("receipts", "date")
        rows = [k for k, r in enumerate(self.figures.of("receipts"), 1) if wanted(r.get("date"))]
        look = {"num_format": "0", "font_color": MUTED, "align": "center"}
        for at, function, pick in ((first, "MIN", min), (last, "MAX", max)):
            formula = f"{{={function}(IF({between(day, start, end)},{places(day)}))}}"
            self.view.formula(*at, formula, pick(rows, default=0), **look)

    def _write_credit_ends(self, top: int) -> None:
        """The first and the last row of shared credit that has receipts in the year; the first row
        without any.
        """
        orders = self.n("credits", "order_no")
        paid = {r["order_no"] for r in self.figures.select("receipts", date=self.in_year)}
        rows = [k for k, r in enumerate(self.figures.of("credits"), 1) if r["order_no"] in paid]
        look = {"num_format": "0", "font_color": MUTED, "align": "center"}
        lines = (
            (Label("首行", "First row"), "MIN", min(rows, default=1)),
            (Label("末行", "Last row"), "MAX", max(rows, default=1)),
        )
        for k, (words, function, value) in enumerate(lines):
            self.view.text(
                top + k,
                6,
                Worded(f"共享，{words.zh}", f"Shared, {words.en}", f"共享 Shared, {words}"),
                font_color=MUTED,
                align="right",
            )
            held = f'({orders}<>"")*ISNUMBER({place_of(orders, self.credit.of_slice("order_no"))})'
            formula = f"{{=IF(td_year_last=0,1,MAX(1,{function}(IF({held},{places(orders)}))))}}"
            self.view.formula(top + k, 7, formula, value, **look)
        self.book.name_cell("td_credit_first", CHART_DATA, top, 7)
        self.book.name_cell("td_credit_last", CHART_DATA, top + 1, 7)
        self.credit.name_shared()

    def _regions_formula(self) -> str:
        """The year's receipts of the regions, one below the other as they stand."""
        labels = f"$B${self.places.regions_top + 1}:$B${self.places.regions_last}"
        customers, orders = self.n("customers", "customer"), self.n("orders", "order_no")
        region = f"IFERROR({place_of(self.n('customers', 'region'), labels)},0)"
        customer = place_of(self.n("orders", "customer"), customers)
        of_order = f"IFERROR(LOOKUP({customer},{places(customers)},{region}),0)"
        order = place_of(self.credit.of_slice("order_no"), orders)
        of_receipt = f"IFERROR(LOOKUP({order},{places(orders)},{of_order}),0)"
        value = f"{self.credit.within(*YEAR)}*{self.credit.cny()}"
        total = f"MMULT(({places(labels)}=TRANSPOSE({of_receipt}))*1,{value})"
        return f"=IF(td_year_last=0,0,IF({self.credit.crowd()}>{LIMIT},NA(),{total}))"

    def region_sums(self) -> dict[str, Decimal]:
        """Region's label → the year's receipts from there; "" for those without a region."""
        customers = {
            r["customer"]: str(r.get("region") or "") for r in self.figures.of("customers")
        }
        regions = {
            r["order_no"]: customers.get(r["customer"], "") for r in self.figures.of("orders")
        }
        sums: dict[str, Decimal] = {"": Decimal(0)}
        for row in self.figures.select("receipts", date=self.in_year):
            region = regions.get(row["order_no"], "")
            sums[region] = sums.get(region, Decimal(0)) + cny(row)
        return sums


def never(value: object) -> bool:
    """Whether a day is of no month: so is every day where none is chosen."""
    return False
