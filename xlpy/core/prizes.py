"""Who gets a quarter's or year's prize pool (B-3.C.a, B-3.C.b)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlpy.core.department import MANAGER, Department
from xlpy.core.periods import Quarter, Year
from xlpy.core.policy import RulesOn
from xlpy.core.ranks import Entitled, Standing, standing, ties


def scheme_of(period: Quarter | Year) -> str:
    """The scheme of shares by which a period's prizes go, which is also the name of its pool."""
    return "quarter" if isinstance(period, Quarter) else "year"


def period_entitled(
    department: Department, period: Quarter | Year, receipts: Mapping[str, int]
) -> list[Entitled]:
    """Everyone's share of a period's pool in the order of the table; `receipts`: the period's, in
    fen, by person.
    """
    return entitled_of(
        department.on(period),
        scheme_of(period),
        managers_of(department, period),
        ties(department.ranked(period), receipts),
        receipts,
        _leavers(department, period),
    )


def retained_of(
    department: Department, period: Quarter | Year, receipts: Mapping[str, int], name: str
) -> list[Entitled]:
    """The shares that somebody would have, had they not left before the period's end; empty by the
    usual choice.
    """
    if name not in _leavers(department, period):
        return []
    groups = ties(department.ranked(period), receipts)
    scheme, managers = scheme_of(period), managers_of(department, period)
    return [
        row
        for row in entitled_of(department.on(period), scheme, managers, groups, receipts)
        if row.name == name
    ]


def _leavers(department: Department, period: Quarter | Year) -> Collection[str]:
    """The names of those whose prizes of a period are retained (B-3.C)."""
    if department.on(period).choice("prize.leavers") == "retained":
        return department.left_before_end(period)
    return ()


def managers_of(department: Department, period: Quarter | Year) -> list[str]:
    """The managers of a period, each as often as their part weighs: by months, or by choice once
    (B-3.C).
    """
    if department.on(period).choice("prize.managers") == "months":
        return department.managing(period)
    return department.employed(period, MANAGER)


def entitled_of(
    rules: RulesOn,
    scheme: str,
    managers: Sequence[str],
    groups: list[list[str]],
    receipts: Mapping[str, int],
    unpaid: Collection[str] = (),
) -> list[Entitled]:
    """The shares of a prize, summing to 100 % (B-3.C).

    A manager who is named several times has as many parts of the share. The others share in
    proportion to their receipts. What nobody holds, and what the people `unpaid` would have, is
    retained: one row per pool that it goes to or stays in, the last ones.
    """
    shares = _Shares(rules.percents[scheme])
    ranks = standing(groups, shares.percents)
    rows = _managers(managers, shares.of("manager")) + ranks.entitled
    vacant_to = rules.choice("vacant.to") if rules.is_current else "year"
    retained = dict.fromkeys(("year", "quarter", "welfare"), Fraction(0))
    retained[vacant_to] += sum((shares.of(kind) for kind in ranks.vacant), Fraction(0))
    if not managers:
        retained[vacant_to] += shares.of("manager")
    if to := _others_go_to(rules, scheme, ranks):
        retained[to] += shares.of("others")
    else:
        rows += _others(ranks.behind, shares.of("others"), receipts)
    retained[scheme] += sum((row.percent for row in rows if row.name in unpaid), Fraction(0))
    paid = [row for row in rows if row.name not in unpaid]
    return paid + [Entitled("retained", pool, share) for pool, share in retained.items() if share]


@dataclass(frozen=True)
class _Shares:
    """A scheme's percentages by kind."""

    percents: Mapping[str, Fraction]

    def of(self, kind: str) -> Fraction:
        return self.percents.get(kind, Fraction(0))


def _managers(names: Sequence[str], percent: Fraction) -> list[Entitled]:
    return [
        Entitled("manager", name, percent * parts / len(names))
        for name, parts in Counter(names).items()
    ]


def _others_go_to(rules: RulesOn, scheme: str, ranks: Standing) -> str | None:
    """The pool that the others' share goes to or stays in; None where there are others to have
    it.
    """
    if scheme == "year":
        return "year" if rules.choice("year.others") == "retained" or not ranks.behind else None
    if ranks.behind:
        return None
    return "quarter" if rules.choice("quarter.no_others") == "quarter" else "year"


def _others(names: list[str], percent: Fraction, receipts: Mapping[str, int]) -> list[Entitled]:
    total = sum(receipts[name] for name in names)
    return [Entitled("others", name, percent * Fraction(receipts[name], total)) for name in names]
