"""What open months add to the chart data: the year's target, who is listed, what the best
receive.
"""

from decimal import Decimal

from xlpy.build.book import CHART_DATA, absolute, letters, sheet_ref
from xlpy.build.chartcredit import CreditFormulas, credited_to, receivers
from xlpy.build.chartplaces import (
    ACHIEVED,
    FIRST_ROW,
    HEAT_PERSONS,
    MONTHS_TOP,
    PERSONS_TOP,
    PLANNED_ROW,
    TEAM_NAME,
    UNPLANNED,
)
from xlpy.build.chartplans import YEAR_END, YEAR_START, plan_of, planned_in, unplanned_in
from xlpy.build.figures import in_month
from xlpy.build.formulas import exactly
from xlpy.build.speech import Label
from xlpy.build.staff import employed, is_employed, is_seller, role_by, sellers
from xlpy.build.style import MONEY, MUTED, TEAL, WHITE
from xlpy.build.view import AMOUNT, cell
from xlpy.core.periods import Month


class OpenFigures:
    """The part of `ChartData` that looks beyond the closed months."""

    @property
    def best(self) -> int:
        """How many of the year's best the dashboard shows month by month."""
        return min(HEAT_PERSONS, self.places.persons)

    def _write_achieved(self) -> None:
        """What each of the year's best receives in each month that is not closed; blank in the
        others.
        """
        view, ranked = self.view, self.ranked()
        for k in range(self.best):
            column, name = ACHIEVED + k, ranked[k][0] if k < len(ranked) else ""
            look = {
                "bold": True,
                "font_color": WHITE,
                "bg_color": TEAL,
                "align": "center",
                "text_wrap": True,
            }
            view.formula(MONTHS_TOP - 1, column, f"=$J${PERSONS_TOP + 1 + k}", name, **look)
            for place, month in enumerate(self.months):
                row = MONTHS_TOP + place
                value = self._achieved(month, name)
                view.formula(
                    row,
                    column,
                    self._achieved_formula(row, column),
                    value,
                    **AMOUNT,
                    font_color=MUTED,
                )

    def _achieved_formula(self, row: int, column: int) -> str:
        first, last = (f"${letters(FIRST_ROW + k)}{row + 1}" for k in range(2))
        credit, name = CreditFormulas(self.book, first, last), f"{letters(column)}${MONTHS_TOP}"
        span = f"$B{row + 1}", f"EDATE($B{row + 1},1)"
        total = f"ROUND({credit.own(name, *span)}+{credit.shared(name, *span)},2)"
        return (
            f'{{=IF(({name}="")+($H{row + 1}=1)+({last}=0)>0,"",IF({credit.crowded()},"",{total})'
            f")}}"
        )

    def _achieved(self, month: Month, name: str):
        """What `_achieved_formula` computes."""
        receipts = self.figures.select("receipts", date=in_month(month))
        if (
            not name
            or not receipts
            or self.figures.select("team_commissions", month=in_month(month))
        ):
            return ""
        return sum(credited_to(self.figures, name, receipts), Decimal(0))

    def _write_year_target(self) -> None:
        """The year's target: what is planned, and the months' of those without a plan (D-4.3)."""
        view, row = self.view, PLANNED_ROW
        look = {"num_format": MONEY, "font_color": MUTED}
        default, planned = cell(MONTHS_TOP, TEAM_NAME), planned_in(self.figures, self.year)
        self.plans.name_arrays(f"{sheet_ref(CHART_DATA)}!{absolute(MONTHS_TOP, TEAM_NAME)}")
        view.text(row, 1, Label("年度任务表", "Plan of the year"), font_color=MUTED, indent=1)
        view.formula(row, 3, self.plans.planned(default), planned, **look)
        for k, month in enumerate(self.months):
            at, start = MONTHS_TOP + k, f"$B{MONTHS_TOP + k + 1}"
            rest = self.plans.unplanned(start, f"EDATE({start},1)", cell(at, TEAM_NAME))
            formula = f"{{=IF($D${row + 1}=0,{cell(at, 3)},{rest})}}"
            view.formula(at, UNPLANNED, formula, self._adds(month), **AMOUNT, font_color=MUTED)
        view.text(row + 1, 1, Label("年任务", "Year target"), font_color=MUTED, indent=1)
        months = f"{cell(MONTHS_TOP, UNPLANNED)}:{cell(MONTHS_TOP + 11, UNPLANNED)}"
        view.formula(row + 1, 3, f"={cell(row, 3)}+SUM({months})", self.year_target(), **look)
        self.book.name_cell("td_year_target", CHART_DATA, row + 1, 3)

    def _adds(self, month: Month) -> Decimal:
        """What a month adds to the year's target."""
        if planned_in(self.figures, self.year):
            return unplanned_in(self.figures, month)
        return self.target(month, self.figures.select("team_commissions", month=in_month(month)))

    def year_target(self) -> Decimal:
        """The year's target: the plans', and the months' of those without one."""
        return planned_in(self.figures, self.year) + sum(map(self._adds, self.months), Decimal(0))

    @property
    def _opens(self) -> Month:
        """The first month of the year that is not closed; one of a later year when there is
        none.
        """
        return max(self.figures.next_month, Month(self.year, 1))

    def _persons_listed(self) -> list[str]:
        """In staff order, all with a commission row or receipts of the year, or who sell in its
        first open month.
        """
        names = {row["name"] for row in self.figures.select("commissions", month=self.in_year)}
        names |= receivers(self.figures, self.in_year)
        month = self._opens if self._opens.year == self.year else None
        return [
            str(r["name"])
            for r in self.figures.of("staff")
            if r["name"] in names or self._sells(r, month)
        ]

    def _sells(self, person, month: Month | None) -> bool:
        if month is None:
            return False
        return is_seller(role_by(self.figures, person["name"], month.last)) and is_employed(
            person, month
        )

    def _is_listed(self) -> str:
        """What `_persons_listed` gives, for each person of the staff table: an array.

        The role alone would lose who sold before a promotion, and who came to sell by a later one.
        """
        name, month = self.n("commissions", "name"), self.n("commissions", "month")
        staff = self.n("staff", "name")
        year = f'{month},">="&{YEAR_START},{month},"<="&DATE(td_dash_year_read,12,1)'
        start = f"MAX(td_next,{YEAR_START})"
        end = f"EDATE({start},1)"
        there = employed(self.n("staff", "hired"), self.n("staff", "left"), start, end)
        selling = f"({start}<{YEAR_END})*{sellers(self.book, end)}*{there}"
        paid = f"COUNTIFS({name},{exactly(staff)},{year})"
        return f"(({paid}+{selling}+{self.credit.received_by(staff, YEAR_START, YEAR_END)})>0)"

    def _year_target_of(self, name: str) -> Decimal:
        """A person's plan of the year, else the targets of its months, closed and open."""
        opens = self._opens.first
        own = self.figures.sum("commissions", "target", name=name, month=self.in_year)
        rest = self.figures.sum(
            "targets", "amount", name=name, month=lambda day: self.in_year(day) and day >= opens
        )
        return plan_of(self.figures, self.year, name) or own + rest

    def _year_target_formula(self, name: str, closed: str) -> str:
        """What `_year_target_of` computes; `closed`: of the closed months."""
        plan, month = self.plans.of(name), self.n("targets", "month")
        when = f'{month},">="&MAX(td_next,{YEAR_START}),{month},"<"&{YEAR_END}'
        rest = (
            f"SUMIFS({self.n('targets', 'amount')},{self.n('targets', 'name')},{exactly(name)},"
            f"{when})"
        )
        return f"IF({plan}>0,{plan},{closed}+{rest})"
