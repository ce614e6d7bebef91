"""The year's target: what is planned for the year, and the months' targets of those without a plan
(D-4.3).
"""

from decimal import Decimal

from xlpy.build.book import Book
from xlpy.build.chartteams import TeamFormulas, target_of_teams, team_of
from xlpy.build.figures import Figures, in_month, number
from xlpy.build.formulas import exactly, place_of, place_of_text
from xlpy.build.staff import employed, is_employed
from xlpy.core.periods import Month

YEAR_START, YEAR_END = "DATE(td_dash_year_read,1,1)", "DATE(td_dash_year_read+1,1,1)"
AMOUNTS, TEAM = "td_year_plan", "td_year_team"
"""Names of arrays: what each row of the plans adds to its name's year; each person's team in the
year's first month.
"""


class PlanFormulas:
    """Formulas of the plans of the chosen year: a name's row of the year, else its four quarters
    together.
    """

    def __init__(self, book: Book):
        self.book = book
        self.teams = TeamFormulas(book)

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def name_arrays(self, default: str) -> None:
        """Define `AMOUNTS` and `TEAM`; people without a team are in the cell `default`'s."""
        period, name, amount = (self.n("plans", key) for key in ("period", "name", "amount"))
        years = "+".join(
            f'COUNTIFS({name},{exactly(name)},{period},td_dash_year_read&"{end}")'
            for end in ("", "年")
        )
        all_rows, whole = (
            f'COUNTIFS({name},{exactly(name)},{period},td_dash_year_read&"{end}")'
            for end in ("?*", "年")
        )
        is_year = f'(SUBSTITUTE({period}&"","年","")=td_dash_year_read&"")'
        is_quarter = f'(LEFT({period}&"",4)=td_dash_year_read&"")'
        quarters = f"({is_quarter}-{is_year})*(({years})=0)*({all_rows}-{whole}=4)"
        self.book.names[TEAM] = f"={self.teams.team(f'EDATE({YEAR_START},1)', default)}"
        self.book.names[AMOUNTS] = f"={amount}*({is_year}+{quarters})"

    def of(self, name: str) -> str:
        """The plan of a cell's name, 0 without one."""
        return f"SUMPRODUCT(({self.n('plans', 'name')}={name})*{AMOUNTS})"

    def _planned(self) -> str:
        """Each person's plan in the order of the staff table, 0 without one: an array."""
        same = f"({self.n('staff', 'name')}=TRANSPOSE({self.n('plans', 'name')}))*1"
        return f"MMULT({same},{AMOUNTS})"

    def _has_plan(self, teams: str) -> str:
        """Whether teams have plans of their own."""
        planned = f'IF({AMOUNTS}>0,{self.n("plans", "name")},"")'
        return f"ISNUMBER({place_of_text(teams, planned)})"

    def planned(self, default: str) -> str:
        """What is planned: the teams' plans, and those of the members of teams without one; an
        array formula.

        Who moved counts with the team of the year's first month; people without a team are in the
        cell `default`'s.
        """
        name, staff = self.n("plans", "name"), self.n("staff", "name")
        teams = (self.n("staff", "team"), self.n("staff_changes", "team"))
        known = "+".join(f"COUNTIF({column},{exactly(name)})" for column in teams)
        own = f"(COUNTIF({staff},{exactly(name)})=0)*(({known}+({name}={default}))>0)*{AMOUNTS}"
        there = employed(self.n("staff", "hired"), self.n("staff", "left"), YEAR_START, YEAR_END)
        alone = f"(1-{self._has_plan(TEAM)})"
        return f"{{=SUM({own})+SUM({alone}*{there}*{self._planned()})}}"

    def unplanned(self, start: str, end: str, default: str) -> str:
        """What a month adds to the year for teams and persons without a plan; teams are the first
        month's.
        """
        team = self.teams.team(end, default)
        names = self.n("targets", "name")
        of_members = f'IF({self._planned()}>0,{TEAM},"")'
        own = f"(1-{self._has_plan(names)})*(1-ISNUMBER({place_of(names, of_members)}))"
        member = f"(1-{self._has_plan(TEAM)})*({self._planned()}=0)"
        return self.teams.target(
            start, end, default, own, member, f"ISNUMBER({place_of_text(team, of_members)})"
        )


def plan_of(figures: Figures, year: int, name: str) -> Decimal:
    """What `PlanFormulas.of` computes."""
    rows = {str(row["period"]): number(row["amount"]) for row in figures.select("plans", name=name)}
    if str(year) in rows:
        return rows[str(year)]
    quarters = [rows.get(f"{year}-Q{k}") for k in range(1, 5)]
    return Decimal(0) if None in quarters else sum(quarters, Decimal(0))


def planned_in(figures: Figures, year: int) -> Decimal:
    """What `PlanFormulas.planned` computes."""
    people = {row["name"]: row for row in figures.of("staff")}
    first = Month(year, 1)
    there = [
        row
        for row in people.values()
        if any(is_employed(row, Month(year, k)) for k in range(1, 13))
    ]
    names = {row["name"] for row in figures.of("plans")} - set(people)
    known = {row.get("team") for table in ("staff", "staff_changes") for row in figures.of(table)}
    known.add(team_of(figures, {"name": ""}, first))
    total = sum((plan_of(figures, year, name) for name in names & known), Decimal(0))
    alone = [row for row in there if not plan_of(figures, year, team_of(figures, row, first))]
    return total + sum((plan_of(figures, year, row["name"]) for row in alone), Decimal(0))


def unplanned_in(figures: Figures, month: Month) -> Decimal:
    """What `PlanFormulas.unplanned` computes."""
    people = figures.of("staff")
    teams = {row["name"]: team_of(figures, row, Month(month.year, 1)) for row in people}
    planned = {row["name"] for row in people if plan_of(figures, month.year, row["name"])}
    by_members = {teams[name] for name in planned}
    rows = [
        row
        for row in figures.select("targets", month=in_month(month))
        if row["name"] not in planned
        and not plan_of(figures, month.year, teams.get(row["name"], row["name"]))
        and (row["name"] in teams or row["name"] not in by_members)
    ]
    return target_of_teams(figures, month, rows)
