"""The attainment of a month on the dashboard: a closed one's as it was closed, an open one's as
its rows stand.
"""

from decimal import Decimal

from xlpy.build.book import CHART_DATA, absolute, sheet_ref
from xlpy.build.chartcredit import credited_to, received_in
from xlpy.build.chartdata import ChartData
from xlpy.build.chartplaces import ACHIEVED, MONTHS_TOP
from xlpy.build.figures import in_month, number
from xlpy.build.formulas import exactly, place_of_text
from xlpy.build.staff import employed, is_employed
from xlpy.core.periods import Month

_SIX = Decimal("0.000001")


class Attainment:
    """Formulas of the attainment of persons and of the department, and what they show (B-3.A)."""

    def __init__(self, data: ChartData):
        self.data, self.book, self.figures = data, data.book, data.figures

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def _of_month(self, month: Month, column: int) -> str:
        """A cell of the month's row of the chart data."""
        return f"{sheet_ref(CHART_DATA)}!{absolute(MONTHS_TOP + month.number - 1, column)}"

    def of_person(self, month: Month, name: str, place: int) -> str:
        """The formula of the attainment of the person at a place of the ranks, from 0; `name` is a
        cell.

        Blank: a month without receipts or target, or somebody who is neither employed in it nor
        has receipts.
        """
        at, closed = self._of_month(month, 1), self._of_month(month, 7)
        months, people, ratio = (
            self.n("commissions", key) for key in ("month", "name", "attainment")
        )
        where = f"{months},{at},{people},{exactly(name)}"
        done = f'IF(COUNTIFS({where},{ratio},"<>")=0,"",SUMIFS({ratio},{where}))'
        amounts, planned, names = (self.n("targets", key) for key in ("amount", "month", "name"))
        target = f"SUMIFS({amounts},{planned},{at},{names},{exactly(name)})"
        received = self._of_month(month, ACHIEVED + place)
        staff, end = self.n("staff", "name"), f"EDATE({at},1)"
        hired, left = (
            f"INDEX({self.n('staff', key)},{place_of_text(name, staff)})"
            for key in ("hired", "left")
        )
        there = f"(({received}<>0)+{employed(hired, left, at, end)}>0)"
        live = f'IF({received}="","",IF({there},ROUND({received}/{target},6),""))'
        return f'=IF({name}="","",IF({closed}=1,{done},IFERROR({live},"")))'

    def person(self, month: Month, name: str) -> Decimal | str:
        """What `of_person` shows."""
        if not name:
            return ""
        if month in self.figures.closed_months:
            rows = self.figures.select("commissions", month=in_month(month), name=name)
            found = rows[0].get("attainment") if rows else None
            return "" if found is None else number(found)
        receipts = self.figures.select("receipts", date=in_month(month))
        target = self.figures.sum("targets", "amount", month=in_month(month), name=name)
        received = sum(credited_to(self.figures, name, receipts), Decimal(0))
        row = next(r for r in self.figures.of("staff") if r["name"] == name)
        there = is_employed(row, month) or received
        return (received / target).quantize(_SIX) if receipts and target and there else ""

    def of_department(self, month: Month) -> str:
        """The formula of the department's attainment: the teams' receipts together by their
        targets together.
        """
        at, closed = self._of_month(month, 1), self._of_month(month, 7)
        months = self.n("team_commissions", "month")
        done = f"SUMIFS({self.n('team_commissions', 'receipts')},{months},{at})"
        receipts, target = (
            f"IF({closed}=1,{done},{self._of_month(month, 2)})",
            self._of_month(month, 3),
        )
        return f'=IFERROR(IF({receipts}=0,"",ROUND({receipts}/{target},6)),"")'

    def department(self, month: Month) -> Decimal | str:
        """What `of_department` shows."""
        done = self.figures.select("team_commissions", month=in_month(month))
        target = self.data.target(month, done)
        received = (
            sum((number(r["receipts"]) for r in done), Decimal(0))
            if done
            else received_in(self.figures, month)
        )
        return (received / target).quantize(_SIX) if target and received else ""
