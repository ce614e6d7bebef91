"""The department's target of an open month: every team's own row, else its members' (B-3.B.1, B-3.B.2)."""

from collections.abc import Mapping
from decimal import Decimal

from xlpy.build.book import Book
from xlpy.build.figures import Figures, in_month, number
from xlpy.build.formulas import places
from xlpy.build.staff import changed_by, employed, is_employed, newest
from xlpy.core.periods import Month


class TeamFormulas:
    """Formulas of who is in which team, and of what the teams are to reach."""

    def __init__(self, book: Book):
        self.book = book

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def default_name(self, day: str) -> str:
        """The name of the team of people without one, by the policy on a day: an array formula."""
        key, since, value = (self.n("policy", each) for each in ("key", "from", "value"))
        held = f'({key}="team.name")*({since}<={day})'
        return f'{{=IFERROR(INDEX({value},MATCH(1,{held}*({since}=MAX({held}*({since}+0))),0))&"","")}}'

    def target(self, start: str, end: str, default: str) -> str:
        """The target of the month from a day to before another; people without a team are in the cell `default`'s."""
        planned, names, amounts = (self.n("targets", key) for key in ("month", "name", "amount"))
        staff, team = self.n("staff", "name"), self._team(end, default)
        stated = f'IF({planned}={start},{names},"")'
        own = f"({planned}={start})*ISNUMBER(MATCH({names},{team},0))*(COUNTIF({staff},{names})=0)*{amounts}"
        there = employed(self.n("staff", "hired"), self.n("staff", "left"), start, end)
        theirs = f"ISNA(MATCH({team},{stated},0))*{there}"
        return f"SUM({own})+SUM({theirs}*SUMIFS({amounts},{planned},{start},{names},{staff}))"

    def _team(self, end: str, default: str) -> str:
        """Each person's team on the last day before another, in the order of the staff table: an array."""
        names, team = self.n("staff_changes", "name"), self.n("staff_changes", "team")
        said = f"{newest(self.book, 'team', end)}*({places(names)})"
        place = f"MMULT(({self.n('staff', 'name')}=TRANSPOSE({names}))*1,{said})"
        changed = f'IFERROR(LOOKUP({place},{places(names)},{team}&""),"")'
        found = f'IF({place}=0,{self.n("staff", "team")}&"",{changed})'
        return f'IF({found}="",{default},{found})'


def default_team(figures: Figures, month: Month) -> str:
    """What `TeamFormulas.default_name` tells on a month's last day."""
    rows = [r for r in figures.of("policy") if r["key"] == "team.name" and r["from"] <= month.last]
    return str(max(rows, key=lambda row: row["from"])["value"]) if rows else ""


def target_of_teams(figures: Figures, month: Month) -> Decimal:
    """What `TeamFormulas.target` computes."""
    team = {person["name"]: _team_of(figures, person, month) for person in figures.of("staff")}
    targets = figures.select("targets", month=in_month(month))
    stated = {row["name"] for row in targets}
    total = sum(
        (number(r["amount"]) for r in targets if r["name"] in team.values() and r["name"] not in team), Decimal(0)
    )
    for person in figures.of("staff"):
        if team[person["name"]] not in stated and is_employed(person, month):
            total += sum((number(r["amount"]) for r in targets if r["name"] == person["name"]), Decimal(0))
    return total


def _team_of(figures: Figures, person: Mapping, month: Month) -> str:
    changed = changed_by(figures, person["name"], "team", month.last)
    return str(changed or person.get("team") or default_team(figures, month))
