"""Functions that share out: ranks, the month's split, prizes, an exact split by weights
(B-3.B.2.c, B-3.C).
"""

from fractions import Fraction

from xlpy.core.money import split
from xlpy.core.policy import RulesOn
from xlpy.core.prizes import entitled_of as prize_entitled
from xlpy.core.ranks import Paid, pay_out, ties
from xlpy.core.split import entitled_of as month_entitled
from xlpy.core.text import Text
from xlpy.functions.grids import cells_of, is_blank, single
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import DATE, DATE_ARG, POLICY_ARG, shares_on
from xlpy.functions.spec import COLUMN, TABLE, arg, function, opt
from xlpy.functions.values import choice_of, day_of, fen_of, name_of, number_of, today, yuan

NAMES = Text("姓名", "names")
RECEIPTS = Text("回款", "receipts")
MANAGER = Text("经理", "manager")
STAR = Text("协作之星", "star")
AMOUNT = Text("金额", "amount")
WEIGHTS = Text("权重", "weights")
PERIOD_KIND = Text("期间", "period kind")
PERIODS = (("quarter", "季"), ("year", "年"))

NAMES_ARG = arg(
    "names", "姓名列，按员工表的顺序。", "The names, in the order of the staff table.", COLUMN
)
RECEIPTS_ARG = arg(
    "receipts", "各人的回款，元，与姓名列一样长。", "Each one's receipts in CNY.", COLUMN
)
MANAGER_ARG = arg(
    "manager",
    "经理姓名，一个或几个；没有就留空。",
    "The manager, or several; blank for none.",
    COLUMN,
)
SHARES_ARG = opt(
    "shares",
    "分配比例表，连表头：shares[#All]；省略用制度原文的比例。",
    "The shares table with its headers: shares[#All]; left out: the papers' shares.",
    TABLE,
)


def people(names: object, receipts: object) -> dict[str, int]:
    """Name → receipts in fen, in the given order; a row blank in both is no row.

    Raises CellProblem for a name that is missing or stands twice, for receipts that are no money.
    """
    columns = cells_of(names, NAMES)[0], cells_of(receipts, RECEIPTS)[0]
    if len(columns[0]) != len(columns[1]):
        raise CellProblem(
            "value",
            Text(
                f"姓名有 {len(columns[0])} 格，回款有 {len(columns[1])} 格，要一样长",
                f"there are {len(columns[0])} names and {len(columns[1])} receipts; they must be "
                "of equal length",
            ),
        )
    found: dict[str, int] = {}
    for cell, money in zip(*columns, strict=True):
        if is_blank(cell) and is_blank(money):
            continue
        name = _name_in(cell)
        if name in found:
            raise CellProblem(
                "value", Text(f"姓名“{name}”出现了两次", f'the name "{name}" stands twice')
            )
        found[name] = fen_of(money, RECEIPTS)
    if not found:
        raise CellProblem("na", Text("姓名和回款都是空的", "names and receipts are blank"))
    return found


def _name_in(cell) -> str:
    name = name_of(cell, NAMES)
    if name is None:
        raise CellProblem("value", Text("有一行回款没有姓名", "a row of receipts has no name"))
    return name


def managers_of(manager: object) -> list[str]:
    """The managers' names; none for blank cells."""
    names = [name_of(cell, MANAGER) for cell in cells_of(manager, MANAGER)[0]]
    return list(dict.fromkeys(name for name in names if name))


def _groups(found: dict[str, int], managers: list[str], on: RulesOn) -> list[list[str]]:
    """Those who can be ranked, ties together, best first; a manager only by choice (B-3.B.2.c)."""
    too = on.choice("rank.managers") == "yes"
    return ties([name for name in found if too or name not in managers], found)


def _paid_rows(paid: list[Paid]) -> list[list]:
    return [[row.kind, row.name, float(row.share), yuan(row.amount)] for row in paid]


@function(
    "名次：姓名、回款、名次，从高到低；并列同名次。",
    "Ranks: name, receipts, rank, best first; ties share a rank, and nobody at 0 or below has one.",
    NAMES_ARG,
    RECEIPTS_ARG,
)
def rank(names: object, receipts: object) -> list[list]:
    """A row per person: name, receipts in yuan, rank."""
    found = people(names, receipts)
    rows, place = [], 1
    for group in ties(found, found):
        rows += [[name, yuan(found[name]), float(place)] for name in group]
        place += len(group)
    behind = sorted((name for name in found if found[name] <= 0), key=lambda name: -found[name])
    return rows + [[name, yuan(found[name]), "无 none"] for name in behind]


@function(
    "一个月团队提成的分配：去向、姓名、比例%、金额；合计分毫不差。",
    "The month's split of the team commission: kind, name, share %, amount; sums exactly "
    "(B-3.B.2.c).",
    arg("amount", "团队提成，元。", "The team commission in CNY."),
    NAMES_ARG,
    RECEIPTS_ARG,
    MANAGER_ARG,
    opt(
        "star",
        "协作之星；本月全是单独成交就留空。",
        "The collaboration star; blank when all was sold singly.",
    ),
    SHARES_ARG,
    DATE_ARG,
    POLICY_ARG,
)
def split_(
    amount: object,
    names: object,
    receipts: object,
    manager: object,
    star: object = None,
    shares: object = None,
    date: object = None,
    policy: object = None,
) -> list[list]:
    """A row per share: kind, name, percent, yuan."""
    found, managers = people(names, receipts), managers_of(manager)
    on = shares_on(_day(date), "month", shares, policy)
    if on.choice("rank.by") != "receipts":
        raise CellProblem(
            "value",
            Text(
                "规则 rank.by 选的是完成率 attainment，本函数只按回款排名；请看结账的分配",
                "the policy's rank.by is attainment, and this function ranks by receipts alone; "
                "see the close's split",
            ),
        )
    star = _star(star, found, managers)
    groups = _groups(found, managers, on)
    entitled = month_entitled(on.percents["month"], managers, groups, star, on.choice("vacant.to"))
    return _paid_rows(pay_out(fen_of(single(amount, AMOUNT), AMOUNT), entitled))


def _day(date):
    return today() if date is None else day_of(single(date, DATE), DATE)


def _star(star, found: dict[str, int], managers: list[str]) -> str | None:
    name = name_of(single(star, STAR), STAR)
    if name and name not in found and name not in managers:
        raise CellProblem(
            "value",
            Text(f"协作之星“{name}”不在姓名里", f'the star "{name}" is not among the names'),
        )
    return name


@function(
    "季度奖或年终奖的分配：去向、姓名、比例%、金额；合计分毫不差。",
    "A quarter's or year's prize: kind, name, share %, amount; sums exactly (B-3.C).",
    arg("pool", "奖池余额，元。", "The pool's balance in CNY."),
    arg("period_kind", "quarter 季，或 year 年。", "quarter or year."),
    NAMES_ARG,
    RECEIPTS_ARG,
    MANAGER_ARG,
    SHARES_ARG,
    DATE_ARG,
    POLICY_ARG,
)
def prize(
    pool: object,
    period_kind: object,
    names: object,
    receipts: object,
    manager: object,
    shares: object = None,
    date: object = None,
    policy: object = None,
) -> list[list]:
    """A row per share: kind, name, percent, yuan."""
    found, managers = people(names, receipts), managers_of(manager)
    scheme = choice_of(single(period_kind, PERIOD_KIND), PERIODS, PERIOD_KIND)
    balance = fen_of(single(pool, AMOUNT), AMOUNT)
    if balance < 0:
        raise CellProblem("num", Text("奖池余额不能为负", "the pool's balance cannot be negative"))
    on = shares_on(_day(date), scheme, shares, policy)
    return _paid_rows(
        pay_out(balance, prize_entitled(on, scheme, managers, _groups(found, managers, on), found))
    )


@function(
    "按权重分一笔钱，合计分毫不差。",
    "An exact split of an amount by weights: the parts sum to it to the fen.",
    arg("amount", "金额，元。", "The amount in CNY."),
    arg("weights", "权重列，不能为负。", "The weights, not negative.", COLUMN),
)
def allocate(amount: object, weights: object) -> list[list]:
    """A part per weight in yuan; blank cells behind the last weight stay blank."""
    cells, lying = cells_of(weights, WEIGHTS)
    while cells and cells[-1] in (None, ""):
        cells = cells[:-1]
    exact = [Fraction(number_of(cell, WEIGHTS)) for cell in cells]
    if not any(exact) or min(exact) < 0:
        raise CellProblem(
            "num",
            Text(
                "权重不能为负，且至少一个大于 0",
                "weights must not be negative, and at least one must be above zero",
            ),
        )
    parts: list = [yuan(part) for part in split(fen_of(single(amount, AMOUNT), AMOUNT), exact)]
    parts += [""] * (len(cells_of(weights, WEIGHTS)[0]) - len(parts))
    return [parts] if lying else [[part] for part in parts]
