"""Functions of commission tiers: the commission, its parts, attainment (B-3.B.1, B-3.B.2)."""

from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from operator import truediv

from xlpy.core.commission import PERSONAL, claws_back, tier_parts
from xlpy.core.commission import commission as commission_of
from xlpy.core.ladder import ladder
from xlpy.core.money import rounded, split
from xlpy.core.tables.choices import TIER_SCHEMES
from xlpy.core.text import Text
from xlpy.functions.grids import is_blank, is_many, per_row, single
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import DATE, DATE_ARG, POLICY_ARG, own_rows, policy_on, steps_on
from xlpy.functions.spec import TABLE, arg, function, opt
from xlpy.functions.values import above_zero, choice_of, day_of, fen_of, fens_of, today, yuan

RECEIPTS = Text("回款", "receipts")
TARGET = Text("任务", "target")
SCHEME = Text("方案", "scheme")
AND_ABOVE = Text("以上", "and above")
"""Where the highest tier ends."""

RECEIPTS_ARG = arg("receipts", "回款，元。", "Receipts in CNY.")
TARGET_ARG = arg("target", "任务，元，大于 0。", "Target in CNY, above zero.")
SCHEME_ARG = opt(
    "scheme",
    "方案：personal 个人（默认）或 team 团队。",
    "Scheme: personal (default) or team.",
)
TIERS_ARG = opt(
    "tiers",
    "提成档表，连表头：tiers[#All]；省略用制度原文的档。",
    "The tiers table with its headers: tiers[#All]; left out: the papers' tiers.",
    TABLE,
)


def _terms(scheme, date) -> tuple:
    """The scheme and day arguments, with defaults for those left out; a blank cell is not left
    out.
    """
    return PERSONAL if scheme is None else scheme, today() if date is None else date


def _steps(scheme, date, tiers: tuple | None) -> tuple:
    """The tiers in force for a cell with a scheme and one with a day."""
    return steps_on(day_of(date, DATE), choice_of(scheme, TIER_SCHEMES, SCHEME), tiers)


@lru_cache(maxsize=64, typed=True)
def _climb(scheme, date, tiers: tuple | None, policy: tuple | None, has_target: bool = True):
    """The ladder of these tiers, made once for all cells that ask the same: other rows of a table
    are another one.
    """
    steps = _steps(scheme, date, tiers)
    rules = policy_on(day_of(date, DATE), policy)
    return ladder(steps, claws_back(rules, choice_of(scheme, TIER_SCHEMES, SCHEME), has_target))


def _goal(cell, base: int) -> int:
    """The target of a base in fen; receipts at or below zero need none (B-3.B.1). Raises
    CellProblem.
    """
    if base <= 0 and (is_blank(cell) or fen_of(cell, TARGET) == 0):
        return 0
    return above_zero(fen_of(cell, TARGET), TARGET)


def _columns(receipts, target) -> tuple[list[int], list[int]] | None:
    """Receipts and targets of a column in fen, read as a whole to its last row; None where one
    needs a closer look.
    """
    if not is_many(receipts):
        return None
    bases, goals = fens_of(receipts, RECEIPTS), fens_of(target, TARGET)
    if not bases or not goals or min(goals) <= 0:
        return None
    if not is_many(target):
        goals *= len(bases)
    elif len(target) != len(receipts):
        return None
    return (bases, goals) if len(bases) == len(goals) else None


def _to_the_end(results: list[list], receipts) -> list[list]:
    """The results of a column's rows, and blanks for those below the last."""
    return results + [[""]] * (len(receipts) - len(results))


@function(
    "一个月回款的提成，元。",
    "The commission on a month's receipts, in CNY (B-3.B.1, B-3.B.2).",
    RECEIPTS_ARG,
    TARGET_ARG,
    SCHEME_ARG,
    TIERS_ARG,
    DATE_ARG,
    POLICY_ARG,
)
def commission(
    receipts: object,
    target: object,
    scheme: object = None,
    tiers: object = None,
    date: object = None,
    policy: object = None,
) -> list[list]:
    """A commission per row, in yuan; receipts below 0 earn 0, or by the policy's choice are clawed
    back (B-3.B.1).

    Clawed back is from a person with a target only; without one the base is carried, whatever the
    choice.
    """
    scheme, date = _terms(scheme, date)
    own, chosen = own_rows("tiers", tiers), own_rows("policy", policy)
    if columns := None if is_many(scheme) or is_many(date) else _columns(receipts, target):
        # Terms that cannot be are reported in every row, below.
        with suppress(CellProblem):
            climb = _climb(single(scheme, SCHEME), single(date, DATE), own, chosen)
            return _to_the_end([[fen / 100] for fen in map(climb, *columns)], receipts)

    def each(receipts: object, target: object, scheme: object, date: object):
        base = fen_of(receipts, RECEIPTS)
        goal = _goal(target, base)
        return _climb(scheme, date, own, chosen, goal > 0)(base, goal) / 100

    return per_row(each, (receipts, RECEIPTS), (target, TARGET), (scheme, SCHEME), (date, DATE))


@function(
    "回款在每一档的部分：起点、终点、部分、提成率%、金额；金额之和就是提成。",
    "The receipts' part in each tier: over, up to, part, rate %, amount; the amounts sum to "
    "the commission.",
    RECEIPTS_ARG,
    TARGET_ARG,
    SCHEME_ARG,
    TIERS_ARG,
    DATE_ARG,
)
def tiers(
    receipts: object,
    target: object,
    scheme: object = None,
    tiers: object = None,
    date: object = None,
) -> list[list]:
    """A row per tier: over, up to, part and amount in yuan, the rate in percent."""
    scheme, date = _terms(scheme, date)
    steps = _steps(single(scheme, SCHEME), single(date, DATE), own_rows("tiers", tiers))
    base = fen_of(single(receipts, RECEIPTS), RECEIPTS)
    goal = above_zero(fen_of(single(target, TARGET), TARGET), TARGET)
    parts = tier_parts(base, goal, steps)
    total = commission_of(base, goal, steps)
    amounts = split(total, [part.earned for part in parts]) if total else [0] * len(parts)
    return [
        [
            yuan(part.over),
            str(AND_ABOVE) if part.up_to is None else yuan(part.up_to),
            yuan(part.part),
            float(rounded(part.rate * 100)),
            yuan(amount),
        ]
        for part, amount in zip(parts, amounts, strict=True)
    ]


@function(
    "完成率：回款 ÷ 任务。",
    "Attainment: receipts ÷ target (B-3.A).",
    RECEIPTS_ARG,
    TARGET_ARG,
)
def attainment(receipts: object, target: object) -> list[list]:
    """A ratio per row."""

    if columns := _columns(receipts, target):
        # Python divides whole numbers to the nearest float, as a Fraction does.
        return _to_the_end([[ratio] for ratio in map(truediv, *columns)], receipts)

    def each(receipts: object, target: object):
        return float(
            Fraction(fen_of(receipts, RECEIPTS), above_zero(fen_of(target, TARGET), TARGET))
        )

    return per_row(each, (receipts, RECEIPTS), (target, TARGET))
