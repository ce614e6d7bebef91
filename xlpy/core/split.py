"""Who gets the month's team commission (B-3.B.2.c)."""

from fractions import Fraction

from xlpy.core.department import MANAGER, Department
from xlpy.core.money import Exact
from xlpy.core.periods import Month
from xlpy.core.ranks import POOLS, Entitled, shared_equally, standing, ties
from xlpy.core.records import Commission


def month_figures(department: Department, month: Month, commissions: list[Commission]) -> dict[str, Exact]:
    """What the month's ranks go by: own receipts without what was carried, or by choice the attainment."""
    if department.on(month).choice("rank.by") == "receipts":
        return {row.name: row.receipts for row in commissions}
    return {row.name: Fraction(row.receipts, row.target) for row in commissions if row.target}


def month_entitled(department: Department, month: Month, commissions: list[Commission]) -> list[Entitled]:
    """Everyone's share of the month's team commission, in the order of the table, summing to 100 % (B-3.B.2.c)."""
    rules = department.on(month)
    managers = department.employed(month, MANAGER)
    figures = month_figures(department, month, commissions)
    stars = [row.name for row in department.stars_of(month)]
    return entitled_of(
        rules.percents["month"],
        managers,
        ties(department.ranked(month), figures),
        stars[0] if stars and department.credited(month).has_collaboration else None,
        rules.choice("vacant.to"),
    )


def entitled_of(
    percents: dict[str, Fraction], managers: list[str], groups: list[list[str]], star: str | None, vacant_to: str
) -> list[Entitled]:
    """The shares of a month: `groups` are those who can be ranked, best first; `star` None: all was sold singly.

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
