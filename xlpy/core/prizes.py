"""Who gets a quarter's or year's prize pool (B-3.C.a, B-3.C.b)."""

from collections.abc import Mapping
from fractions import Fraction

from xlpy.core.department import MANAGER, Department
from xlpy.core.periods import Quarter, Year
from xlpy.core.policy import RulesOn
from xlpy.core.ranks import Entitled, shared_equally, standing, ties


def period_entitled(department: Department, period: Quarter | Year, receipts: Mapping[str, int]) -> list[Entitled]:
    """Everyone's share of a period's pool in the order of the table; `receipts`: the period's, in fen, by person."""
    return entitled_of(
        department.on(period),
        "quarter" if isinstance(period, Quarter) else "year",
        department.employed(period, MANAGER),
        ties(department.ranked(period), receipts),
        receipts,
    )


def entitled_of(
    rules: RulesOn, scheme: str, managers: list[str], groups: list[list[str]], receipts: Mapping[str, int]
) -> list[Entitled]:
    """The shares of a prize, summing to 100 % (B-3.C).

    The others share in proportion to their receipts; what no rule pays out is retained, under the name of the pool
    that it goes to or stays in.
    """
    percents = rules.percents[scheme]

    def percent(kind: str) -> Fraction:
        return percents.get(kind, Fraction(0))

    ranks = standing(groups, percents)
    rows = shared_equally("manager", managers, percent("manager")) + ranks.entitled
    retained = {"year": sum((percent(kind) for kind in ranks.vacant), Fraction(0)), "quarter": Fraction(0)}
    if not managers:
        retained["year"] += percent("manager")
    if scheme == "year" and rules.choice("year.others") == "retained":
        retained["year"] += percent("others")
    elif ranks.behind:
        rows += _others(ranks.behind, percent("others"), receipts)
    else:
        stays = scheme == "quarter" and rules.choice("quarter.no_others") == "quarter"
        retained["quarter" if stays else "year"] += percent("others")
    return rows + [Entitled("retained", pool, share) for pool, share in retained.items() if share]


def _others(names: list[str], percent: Fraction, receipts: Mapping[str, int]) -> list[Entitled]:
    total = sum(receipts[name] for name in names)
    return [Entitled("others", name, percent * Fraction(receipts[name], total)) for name in names]
