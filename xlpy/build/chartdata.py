"""The figures behind the dashboard's charts: months, persons, ranks and regions of the chosen
year, by formulas.
"""

from decimal import Decimal
from functools import cached_property

from xlpy.build.book import CHART_DATA, Book, serial
from xlpy.build.chartcredit import CreditFormulas, credited_to, received_in
from xlpy.build.chartopen import OpenFigures
from xlpy.build.chartpanels import RANKS, panels, write_labels, write_titles
from xlpy.build.chartplaces import (
    FEWEST,
    FIRST_ROW,
    HEAT_PERSONS,
    HIGHEST,
    MONTH_LABELS,
    MONTHS_TOP,
    MOST,
    NO_TIER,
    OWN,
    PERSON_LABELS,
    PERSONS_TOP,
    POOLS,
    TEAM_NAME,
    Places,
    drawn,
    pool_names,
)
from xlpy.build.chartplans import PlanFormulas
from xlpy.build.chartregions import CHOSEN, YEAR, RegionFigures, never
from xlpy.build.chartteams import TeamFormulas, default_team, target_of_teams
from xlpy.build.charttiers import TierFigures
from xlpy.build.figures import in_month, is_day, number, pool_label
from xlpy.build.formulas import exactly, nth_place, places, received
from xlpy.build.speech import Label, criterion_of
from xlpy.build.style import MONEY, MONTH, MUTED, WHITE
from xlpy.build.view import AMOUNT, BOX, View, cell
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES

_MISSING = "#N/A"


def write_chart_data(book: Book) -> "ChartData":
    """Fill the sheet; what it shows, and where, comes back."""
    data = ChartData(book)
    data.write()
    return data


class ChartData(OpenFigures, TierFigures, RegionFigures):
    """The sheet of chart data."""

    def __init__(self, book):
        self.book = book
        self.view = View(book, CHART_DATA, (2, 22, *(14,) * (33 + HEAT_PERSONS)))
        self.figures = self.view.figures
        self.credit = CreditFormulas(book)
        self.teams = TeamFormulas(book)
        self.plans = PlanFormulas(book)
        closed = self.figures.closed_months
        self.year = closed[-1].year if closed else self.figures.first_month.year
        self.month = closed[-1] if closed else None
        self.months = [Month(self.year, k) for k in range(1, 13)]
        self.names = self._persons_listed()
        self.drawn: dict[tuple[int, int], float | None] = {}
        """What the charts draw, by row and column of the figure; None where nothing is drawn."""
        self.places = Places(min(MOST, max(FEWEST, len(self.names) + 2)))

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def write(self) -> None:
        """Fill the sheet."""
        self.view.title(
            "图表数据",
            "Chart data",
            "看板的图表由这里的公式供数；不用填。",
            "The dashboard's charts draw on these formulas; nothing to fill in.",
        )
        self._write_thresholds()
        self._write_months()
        self._write_persons()
        self._write_regions()
        self.panels = panels(self)
        write_labels(self, self.panels)
        write_titles(self.view, self.places.titles_top, self.panels)
        for top, last, right in (
            (MONTHS_TOP, MONTHS_TOP + 11, HIGHEST),
            (self.places.regions_top, self.places.regions_last, 2),
        ):
            self.view.mark((top, 1, last, right), f"ISNA(B{top + 1})", {"font_color": "#C9CFD8"})
        self.view.print_set_up(None, landscape=True)

    def _write_months(self) -> None:
        view = self.view
        view.header(MONTHS_TOP - 1, 1, [*MONTH_LABELS, *pool_names(), "", NO_TIER])
        self._write_tier_labels()
        view.header(MONTHS_TOP - 1, 7, [Label("已结", "Closed")])
        view.header(
            MONTHS_TOP - 1,
            TEAM_NAME,
            [
                Label("未写团队的人", "Team unless stated"),
                Label("计入年任务", "In the year's target"),
            ],
        )
        view.header(
            MONTHS_TOP - 1, FIRST_ROW, [Label("首行", "First row"), Label("末行", "Last row")]
        )
        for k, month in enumerate(self.months):
            row = MONTHS_TOP + k
            first = serial(month.first)
            look = {**BOX, "num_format": MONTH, "align": "center"}
            view.formula(row, 1, f"=DATE(td_dash_year_read,{k + 1},1)", first, **look)
            self._write_month_sums(row, month)
            self._write_pools(row, month)
            self._write_tiers(row, month)
            self._write_ends(
                (row, FIRST_ROW),
                (row, FIRST_ROW + 1),
                f"$B{row + 1}",
                f"EDATE($B{row + 1},1)",
                in_month(month),
            )
        self._write_year_target()
        self._write_achieved()

    def _write_month_sums(self, row: int, month: Month) -> None:
        view, at = self.view, f"$B{row + 1}"
        closed = self.n("team_commissions", "month")
        is_closed = f"COUNTIFS({closed},{at})>0"
        done = self.figures.select("team_commissions", month=in_month(month))
        look = {**BOX, "num_format": "0", "align": "center", "font_color": MUTED}
        view.formula(row, 7, f"=IF({is_closed},1,0)", int(bool(done)), **look)
        live = f"IFERROR({received(self.book, at, f'EDATE({at},1)')},NA())"
        self._draw(row, 2, f"={live}", received_in(self.figures, month), **AMOUNT)
        name = cell(row, TEAM_NAME)
        muted = {**BOX, "font_color": MUTED, "align": "center"}
        view.formula(
            row,
            TEAM_NAME,
            self.teams.default_name(f"EDATE({at},1)-1"),
            default_team(self.figures, month),
            **muted,
        )
        target = f"SUMIFS({self.n('team_commissions', 'target')},{closed},{at})"
        formula = f"{{=IF($H{row + 1}=1,{target},{self.teams.target(at, f'EDATE({at},1)', name)})}}"
        self._draw(row, 3, formula, self.target(month, done), **AMOUNT)

    def _draw(
        self, row: int, column: int, formula: str, value: Decimal | int | str, **look: object
    ) -> None:
        """A figure, and what a chart draws of it: nothing for 0, of which programs draw a
        stroke.
        """
        self.view.formula(row, column, formula, value, **look)
        at, muted = cell(row, column), {"num_format": MONEY, "font_color": MUTED}
        self.view.formula(
            row, drawn(column), f"=IF(N({at})=0,NA(),{at})", value or _MISSING, **muted
        )
        self.drawn[row, column] = float(value) if value else None

    def draws(self, first: int, last: int) -> bool:
        """Whether the charts draw anything of some columns of figures."""
        return any(value for (_, column), value in self.drawn.items() if first <= column <= last)

    def target(self, month: Month, done: list) -> Decimal:
        """The team's target of a month: as closed, else as it stands."""
        if done:
            return sum((number(r.get("target")) for r in done), Decimal(0))
        return target_of_teams(self.figures, month)

    def _write_pools(self, row: int, month: Month) -> None:
        column = TABLES["pools"].column("pool")
        for k, pool in enumerate(POOLS):
            where = (
                f"{self.n('pools', 'month')},$B{row + 1},{self.n('pools', 'pool')},"
                f'"{criterion_of(column, pool)}"'
            )
            formula = f"=IF(COUNTIFS({where})=0,NA(),SUMIFS({self.n('pools', 'closing')},{where}))"
            rows = self.figures.select("pools", pool=pool_label(pool), month=in_month(month))
            self.view.formula(
                row, 4 + k, formula, number(rows[0]["closing"]) if rows else _MISSING, **AMOUNT
            )

    def _write_persons(self) -> None:
        labels = (
            *PERSON_LABELS,
            Label("排序", "Order"),
            Label("名次", "Rank"),
            Label("回款", "Receipts"),
            Label("姓名", "Name"),
        )
        labels += (
            Label("年：自己", "Year, own"),
            Label("年：共享", "Year, shared"),
            Label("月：自己", "Month, own"),
            Label("月：共享", "Month, shared"),
        )
        self.view.header(PERSONS_TOP - 1, 1, labels)
        sums, ranked = self.sums, self.ranked()
        self._write_names()
        self._write_credited()
        for k in range(self.places.persons):
            row = PERSONS_TOP + k
            self._write_person(row, k, sums[k] if k < len(sums) else None)
            self._write_rank(row, k, ranked)
        for left, right in ((1, 6), (7, 9)):
            self.view.rule_rows(
                (PERSONS_TOP, left, self.places.persons_last, right), cell(PERSONS_TOP, left)
            )
        credited = (PERSONS_TOP, OWN, self.places.persons_last, OWN + 3)
        self.view.mark(credited, f'$B{PERSONS_TOP + 1}=""', {"font_color": WHITE})
        self.view.rule_rows(credited, cell(PERSONS_TOP, 1))
        row = self.places.persons_last + 1
        self.view.text(row, 1, Label("没有位置的人", "Not listed"), font_color=MUTED, indent=1)
        look = {"num_format": "0", "font_color": MUTED}
        left_out = len(self.names) - len(self.shown)
        self.view.formula(row, 2, f"=MAX(0,{cell(row, 3)}-{self.places.persons})", left_out, **look)
        self.view.formula(row, 3, f"{{=SUM({self._is_listed()}*1)}}", len(self.names), **look)
        self.book.name_cell("td_dash_left_out", CHART_DATA, row, 2)

    @property
    def shown(self) -> list[str]:
        """The persons that have a place in the charts, in staff order."""
        return self.names[: self.places.persons]

    def ranked(self) -> list[tuple]:
        """Name, receipts and targets of the persons, by the year's receipts, then in staff
        order.
        """
        return sorted(self.sums, key=lambda sums: -sums[1])

    @cached_property
    def sums(self) -> list[tuple]:
        """Name, receipts and targets of the persons, in staff order."""
        return [self._person_sums(name) for name in self.shown]

    @property
    def has_ranks(self) -> bool:
        """Whether somebody has receipts of the year: without any there is no rank."""
        return any(received for _, received, *_ in self.sums)

    def _person_sums(self, name: str) -> tuple:
        """A person's name, receipts and target of the year, receipts and target of the month."""

        def total(column: str, wanted) -> Decimal:
            return self.figures.sum("commissions", column, name=name, month=wanted)

        spans = self.in_year, in_month(self.month) if self.month else never
        received = [
            sum(credited_to(self.figures, name, self.figures.select("receipts", date=s)))
            for s in spans
        ]
        targets = [self._year_target_of(name), total("target", spans[1])]
        return (name, received[0], targets[0], received[1], targets[1])

    def in_year(self, value: object) -> bool:
        """Whether a cell holds a date of the year."""
        return is_day(value) and value.year == self.year

    def _write_person(self, row: int, k: int, sums: tuple | None) -> None:
        view, at, month = self.view, f"$B{row + 1}", self.n("commissions", "month")
        year = f'{month},">="&DATE(td_dash_year_read,1,1),{month},"<="&DATE(td_dash_year_read,12,1)'
        sources = [
            (key, when)
            for when in (year, f"{month},td_dash_month_read")
            for key in ("receipts", "target")
        ]
        for column, (key, when) in enumerate(sources, 2):
            total = (
                f"ROUND(SUMIFS({self.n('commissions', key)},{self.n('commissions', 'name')},"
                f"{exactly(at)},{when}),2)"
            )
            value = sums[column - 1] if sums else ""
            if (key, when) == ("target", year):
                total = self._year_target_formula(at, total)
            if key == "receipts":
                own, shared = cell(row, OWN + column - 2), cell(row, OWN + column - 1)
                total = f"IF({self.credit.crowded()},{total},ROUND({own}+{shared},2))"
            write = self._draw if when.endswith("td_dash_month_read") else view.formula
            write(row, column, f'=IF({at}="","",{total})', value, num_format=MONEY)
        order = float(sums[1]) + (100 - k) * 1e-6 if sums else ""
        view.formula(
            row,
            6,
            f'=IF({at}="","",C{row + 1}+{100 - k}*0.000001)',
            order,
            num_format=MONEY,
            font_color=MUTED,
        )

    @property
    def _listed(self) -> str:
        """The cells of the persons' names."""
        return f"$B${PERSONS_TOP + 1}:$B${self.places.persons_last + 1}"

    def _write_names(self) -> None:
        """The persons that are listed, in the order of the staff table."""
        names, shown = self.n("staff", "name"), self.shown
        number = f"ROW({self._listed})-{PERSONS_TOP}"
        place = nth_place(self._is_listed(), names, number)
        self.view.spread(
            (PERSONS_TOP, 1, self.places.persons_last, 1),
            f'=IFERROR(LOOKUP({place},{places(names)},{names})&"","")',
            [[name] for name in (*shown, *[""] * (self.places.persons - len(shown)))],
            indent=1,
        )

    def _write_credited(self) -> None:
        """What is each person's of the year and of the month: receipts of own orders, and parts of
        shared ones.
        """
        credits = (
            CreditFormulas(self.book),
            CreditFormulas(self.book, "td_month_first", "td_month_last"),
        )
        spans = self.in_year, in_month(self.month) if self.month else never
        nothing = [(Decimal(0), Decimal(0))] * (self.places.persons - len(self.shown))
        look = {"num_format": MONEY, "font_color": MUTED}
        for place, (credit, ends, wanted) in enumerate(
            zip(credits, (YEAR, CHOSEN), spans, strict=True)
        ):
            rows, column = self.figures.select("receipts", date=wanted), OWN + 2 * place
            sums = [credited_to(self.figures, name, rows) for name in self.shown] + nothing
            area = PERSONS_TOP, column, self.places.persons_last, column
            own = f"={credit.own(self._listed, *ends)}"
            self.view.spread(area, own, [[each[0]] for each in sums], **look)
            for row, (_, value) in enumerate(sums, PERSONS_TOP):
                formula = f"{{={credit.shared(f'$B{row + 1}', *ends)}}}"
                self.view.formula(row, column + 1, formula, value, **look)

    def _write_rank(self, row: int, k: int, ranked: list[tuple]) -> None:
        view, last = self.view, self.places.persons_last + 1
        top = PERSONS_TOP + 1
        orders, names = f"$G${top}:$G${last}", f"$B${top}:$B${last}"
        place = f"MATCH(LARGE({orders},{k + 1}),{orders},0)"
        own = ranked[k] if k < len(ranked) else None
        for column, area, value in ((8, "C", 1), (9, "B", 0)):
            found = f'=IFERROR(INDEX(${area}${top}:${area}${last},{place}),"")'
            view.formula(row, column, found, own[value] if own else "", num_format=MONEY)
        rank = f'RANK(I{row + 1},$C${top}:$C${last})&". "&INDEX({names},{place})'
        text = (
            f"{1 + sum(other[1] > own[1] for other in ranked)}. {own[0]}"
            if own and self.has_ranks
            else ""
        )
        view.formula(
            row, 7, f'=IF({self.places.state(RANKS)}=0,"",IFERROR({rank},""))', text, indent=1
        )
