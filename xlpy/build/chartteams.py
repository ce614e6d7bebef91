"""The department's target of an open month: every team's own row, else its members' (B-3.B.1,
B-3.B.2).

Members are those who are employed on a day of the month or have receipts in it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlpy.build.book import Book
from xlpy.build.chartcredit import CreditFormulas, receivers
from xlpy.build.figures import Figures, in_month, number
from xlpy.build.formulas import exactly, place_of_text, places
from xlpy.build.staff import changed_by, employed, is_employed, newest
from xlpy.core.periods import Month


class TeamFormulas:
    """Formulas that say who is in which team, and what the teams are to reach."""

    def __init__(self, book: Book):
        self.book = book
        self.credit = CreditFormulas(book)

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def default_name(self, day: str) -> str:
        """The name of the team of people without one, by the policy on a day: an array formula."""
        key, since, value = (self.n("policy", each) for each in ("key", "from", "value"))
        held = f'({key}="team.name")*({since}<={day})'
        return (
            f'{{=IFERROR(INDEX({value},MATCH(1,{held}*({since}=MAX({held}*({since}+0))),0))&"",'
            f'"")}}'
        )

    def target(
        self,
        start: str,
        end: str,
        default: str,
        own: str = "1",
        theirs: str = "1",
        split: str = "0",
    ) -> str:
        """The target of the month from a day to before another; people without a team are in the
        cell `default`'s.

        Of the rows of teams those count that `own` holds for, of persons those that `theirs` does;
        persons of a team with a row of its own count where `split` holds.
        """
        planned, names, amounts = (self.n("targets", key) for key in ("month", "name", "amount"))
        staff, team = self.n("staff", "name"), self.team(end, default)
        stated = f'IF({planned}={start},{names},"")'
        no_person = f"ISNUMBER({place_of_text(names, team)})*(COUNTIF({staff},{exactly(names)})=0)"
        rows = f"({planned}={start})*{no_person}*{own}*{amounts}"
        there = employed(self.n("staff", "hired"), self.n("staff", "left"), start, end)
        hers = f'(({staff}<>"")*SUMIFS({amounts},{planned},{start},{names},{exactly(staff)}))'
        # Whose receipts they are is looked up only where somebody who is not employed has a
        # target: it takes long.
        others = f"IF(SUM((1-{there})*{hers})=0,0,{self.credit.received_by(staff, start, end)})"
        member = f"(({there}+{others})>0)"
        persons = f"((ISNA({place_of_text(team, stated)})+{split})>0)*{theirs}*{member}"
        return f"SUM({rows})+SUM({persons}*{hers})"

    def team(self, end: str, default: str) -> str:
        """Each person's team on the last day before another, in the order of the staff table: an
        array.
        """
        names, team = self.n("staff_changes", "name"), self.n("staff_changes", "team")
        said = f"{newest(self.book, 'team', end)}*({places(names)})"
        place = f"MMULT(({self.n('staff', 'name')}=TRANSPOSE({names}))*1,{said})"
        changed = f'IFERROR(LOOKUP({place},{places(names)},{team}&""),"")'
        found = f'IF({place}=0,{self.n("staff", "team")}&"",{changed})'
        return f'IF({found}="",{default},{found})'


def default_team(figures: Figures, month: Month) -> str:
    """What `TeamFormulas.default_name` gives on a month's last day."""
    rows = [r for r in figures.of("policy") if r["key"] == "team.name" and r["from"] <= month.last]
    return str(max(rows, key=lambda row: row["from"])["value"]) if rows else ""


def target_of_teams(
    figures: Figures, month: Month, rows: Iterable[Mapping] | None = None
) -> Decimal:
    """What `TeamFormulas.target` computes, of all rows of the month's targets or of some."""
    team = {person["name"]: team_of(figures, person, month) for person in figures.of("staff")}
    targets = figures.select("targets", month=in_month(month)) if rows is None else list(rows)
    stated = {row["name"] for row in targets}
    received = receivers(figures, in_month(month))
    total = sum(
        (
            number(r["amount"])
            for r in targets
            if r["name"] in team.values() and r["name"] not in team
        ),
        Decimal(0),
    )
    for person in figures.of("staff"):
        name = person["name"]
        if team[name] not in stated and (is_employed(person, month) or name in received):
            total += sum((number(r["amount"]) for r in targets if r["name"] == name), Decimal(0))
    return total


def team_of(figures: Figures, person: Mapping, month: Month) -> str:
    """A person's team on a month's last day."""
    changed = changed_by(figures, person["name"], "team", month.last)
    return str(changed or person.get("team") or default_team(figures, month))
