"""What teams carry from month to month, and where it goes when nobody is left in one (B-3.B.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlpy.core.department import Department, employed_in
from xlpy.core.periods import Month
from xlpy.core.tables.results import Commission

_LONGEST = 600
"""How many months back the last members of a team are looked for: no workbook is older."""


@dataclass(frozen=True, slots=True)
class Carry:
    """What a team carried out of the month before, in fen, and the team that bears it now.

    `heir` is None where nobody is left to bear it: it stays under the name of the team.
    """

    team: str
    fen: int
    heir: str | None

    @property
    def bearer(self) -> str:
        """The team in whose row it is carried in."""
        return self.heir or self.team


def team_carries(department: Department, before: Iterable[Commission], month: Month) -> list[Carry]:
    """Every team's carry into a month; `before`: the teams' rows of the month before.

    What a team without members carries passes to the team that most of its last members are in now
    (B-3.B.2).
    """
    carried = {row.name: row.carried_out for row in before if row.carried_out}
    if not department.on(month).is_current:
        return [Carry(team, fen, team) for team, fen in carried.items()]
    return [Carry(team, fen, _bearer(department, month, team)) for team, fen in carried.items()]


def carried_in(carries: Iterable[Carry]) -> Mapping[str, int]:
    """Team → what it carries in, in fen."""
    sums: dict[str, int] = {}
    for carry in carries:
        sums[carry.bearer] = sums.get(carry.bearer, 0) + carry.fen
    return sums


def _bearer(department: Department, month: Month, team: str) -> str | None:
    if department.members(month).get(team):
        return team
    last = _last_members(department, month, team)
    now = {person.name: department.team_of(person, month) for person in department.staff_in(month)}
    there = {person.name for person in department.staff_in(month) if employed_in(person, month)}
    # Staff order decides between teams of equally many: the first of the largest count wins.
    counts: dict[str, int] = {}
    for name in last:
        if name in there:
            counts[now[name]] = counts.get(now[name], 0) + 1
    return max(counts, key=lambda name: counts[name], default=None)


def _last_members(department: Department, month: Month, team: str) -> list[str]:
    """The people who were the last in a team, in staff order."""
    for back in range(1, _LONGEST):
        earlier = month + -back
        if names := department.members(earlier).get(team):
            places = {person.name: place for place, person in enumerate(department.staff_in(month))}
            return sorted(names, key=places.__getitem__)
    return []
