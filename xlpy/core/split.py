"""Who gets the month's team commission (B-3.B.2.c)."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

from xlpy.core.department import MANAGER, Department
from xlpy.core.money import Exact
from xlpy.core.periods import Month
from xlpy.core.ranks import POOLS, Entitled, pay_out, shared_equally, standing, ties
from xlpy.core.tables.results import Commission, Split


def month_splits(
    department: Department, month: Month, commissions: list[Commission], teams: Sequence[Commission]
) -> list[Split]:
    """The rows of a month's split: once over the department, or by choice each team's own
    (B-3.B.2.c).
    """
    if department.on(month).choice("split.scope") == "department":
        paid = pay_out(
            sum(row.commission for row in teams), month_entitled(department, month, commissions)
        )
        return [Split(month, row.kind, row.name, row.share, row.amount) for row in paid]
    members = department.teams(month)
    return [
        Split(month, row.kind, row.name, row.share, row.amount, team.name)
        for team in teams
        for row in pay_out(
            team.commission,
            month_entitled(department, month, commissions, members.get(team.name, ())),
        )
    ]


def month_figures(
    department: Department, month: Month, commissions: list[Commission]
) -> dict[str, Exact]:
    """What the month's ranks go by: own receipts without what was carried, or by choice the
    attainment.
    """
    if department.on(month).choice("rank.by") == "receipts":
        return {row.name: row.receipts for row in commissions}
    return {row.name: Fraction(row.receipts, row.target) for row in commissions if row.target}


def month_entitled(
    department: Department,
    month: Month,
    commissions: list[Commission],
    among: Collection[str] | None = None,
) -> list[Entitled]:
    """Everyone's share of the month's team commission, in the order of the table, summing to 100 %
    (B-3.B.2.c).

    `among`: the people of the team whose own commission it is; None: it is the whole department's.
    """
    rules = department.on(month)
    figures = month_figures(department, month, commissions)
    return entitled_of(
        rules.percents["month"],
        _names_among(department.employed(month, MANAGER), among),
        ties(_names_among(department.ranked(month), among), figures),
        star_of(department, month, among),
        rules.choice("vacant.to"),
    )


def _names_among(names: Iterable[str], among: Collection[str] | None) -> list[str]:
    return [name for name in names if among is None or name in among]


def star_of(
    department: Department, month: Month, among: Collection[str] | None = None
) -> str | None:
    """The star who gets a share of the month; None where all was sold singly, or nobody (of a
    team) is named.
    """
    stars = _names_among((row.name for row in department.stars_of(month)), among)
    credited = department.credited(month)
    together = credited.has_collaboration and (
        among is None or not credited.together.isdisjoint(among)
    )
    return stars[0] if stars and together else None


def entitled_of(
    percents: dict[str, Fraction],
    managers: list[str],
    groups: list[list[str]],
    star: str | None,
    vacant_to: str,
) -> list[Entitled]:
    """The shares of a month: `groups` are those who can be ranked, best first; `star` None: all
    was sold singly.

    A missing manager's share and ranks that nobody holds go to the pool `vacant_to` (B-3.B.2.c).
    """

    def percent(kind: str) -> Fraction:
        return percents.get(kind, Fraction(0))

    ranks = standing(groups, percents)
    return [
        *shared_equally("manager", managers or [vacant_to], percent("manager")),
        *ranks.entitled,
        *(Entitled(kind, vacant_to, percent(kind)) for kind in ranks.vacant),
        # The paper itself sends the star's share to the year-end pool; that is no choice.
        Entitled("star", star or "year", percent("star")),
        *(Entitled(pool, pool, percent(pool)) for pool in POOLS),
    ]
