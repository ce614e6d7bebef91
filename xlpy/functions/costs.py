"""Functions of an order's money: margin, whose approval it needs, amounts in words (C-2.4)."""

from collections.abc import Sequence
from typing import Any

from xlpy.book.cells.values import empty
from xlpy.core.costing import PURCHASE, NoMargin, analysis, approver, revenue_cny
from xlpy.core.text import Text
from xlpy.core.words import NoWords, english, rmb
from xlpy.functions.grids import cells_of, grid, per_row, sound
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import DATE, DATE_ARG, POLICY_ARG, policy_by_day
from xlpy.functions.spec import COLUMN, arg, function, opt
from xlpy.functions.values import above_zero, fen_of, number_of, ratio_of, today

REVENUE = Text("收入", "revenue")
COSTS = Text("成本", "costs")
RATE = Text("汇率", "rate")
VAT = Text("增值税率", "VAT rate")
REBATE = Text("退税率", "rebate rate")
MARGIN = Text("利润率", "margin")
FLOOR = Text("底线", "floor")
AMOUNT = Text("金额", "amount")
CURRENCY = Text("币种", "currency")
APPROVERS = {"manager": Text("经理", "manager"), "salesperson": Text("业务员", "salesperson")}


@function(
    "利润率：利润 ÷ 收入；利润 = 收入 − 成本 + 出口退税。",
    "Margin: profit ÷ revenue; profit = revenue − costs + export rebate (C-2.4).",
    arg("revenue", "收入，按自己的币种。", "The revenue in its own currency."),
    arg(
        "costs",
        "成本，元；第一格是含税采购价，其他空格不算。",
        "The costs in CNY; the first cell is the purchase price with VAT, further blank "
        "cells do not count.",
        COLUMN,
    ),
    opt("rate", "汇率，省略为 1。", "CNY per unit of the revenue's currency; left out: 1."),
    opt("vat_rate", "增值税率，如 13%；省略为 0。", "The VAT rate, as 13%; left out: 0."),
    opt("rebate_rate", "退税率，如 13%；省略为 0。", "The rebate rate, as 13%; left out: 0."),
)
def margin(
    revenue: object,
    costs: object,
    rate: object = None,
    vat_rate: object = None,
    rebate_rate: object = None,
) -> list[list]:
    """A ratio per revenue; several revenues take one row of costs each."""
    rows = _costs(revenue, costs)
    # A row of costs goes with its revenue by number, the cells themselves being more than one; a
    # blank row is blank.
    numbers = [None if all(map(empty, row)) else number for number, row in enumerate(rows)]
    given = [numbers] if cells_of(revenue, REVENUE)[1] else numbers

    def each(revenue: object, number: int | None, rate: object, vat: object, back: object):
        income = revenue_cny(number_of(revenue, REVENUE), above_zero(number_of(rate, RATE), RATE))
        costs = _by_kind(() if number is None else rows[number])
        try:
            found = analysis(income, costs, ratio_of(vat, VAT), ratio_of(back, REBATE))
        except NoMargin as reason:
            raise CellProblem("num", reason.said) from None
        return float(found.margin)

    rate, vat_rate, rebate_rate = (
        default if cell is None else cell
        for cell, default in ((rate, 1), (vat_rate, 0), (rebate_rate, 0))
    )
    return per_row(
        each,
        (revenue, REVENUE),
        (given, COSTS),
        (rate, RATE),
        (vat_rate, VAT),
        (rebate_rate, REBATE),
    )


def _costs(revenue: object, costs: object) -> Sequence[Sequence[Any]]:
    """The cost cells of each revenue: all of them for a single one, else a row (or column) each."""
    cells, lying = cells_of(revenue, REVENUE)
    rows = grid(costs)
    if len(cells) == 1:
        return [[cell for row in rows for cell in row]]
    return list(zip(*rows, strict=True)) if lying else rows


def _by_kind(cells) -> dict[str, int]:
    """The costs of one revenue in fen, none when all is blank: the first is the purchase, on which
    the rebate is.
    """
    if not cells:
        raise CellProblem("value", Text("成本没有填写", "the costs are blank"))
    if empty(cells[0]):
        raise CellProblem(
            "value",
            Text(
                "采购价（成本的第一格）没有填写；没有采购请写 0",
                "the purchase price, the first cell of the costs, is blank; type 0 where nothing "
                "is bought",
            ),
        )
    fen = [0 if empty(cell) else fen_of(cell, COSTS) for cell in cells]
    if min(fen) < 0:
        raise CellProblem("num", Text("成本不能为负", "a cost cannot be negative"))
    if not any(fen):
        # Nothing costs nothing; LibreOffice hands over a blank cell as 0.
        raise CellProblem(
            "num", Text("成本合计为 0，请填写成本", "the costs sum to zero; fill them in")
        )
    return {PURCHASE: fen[0], "others": sum(fen[1:])}


@function(
    "谁可以批准这个利润率：低于底线要经理。",
    "Who must approve a margin: below the floor the manager, else the salesperson may act (C-2.4).",
    arg("margin", "利润率，如 4.99%。", "The margin, as 4.99%."),
    opt(
        "floor",
        "底线，大于 0，如 5%；省略用规则的底线。",
        "The floor, above 0, as 5%; left out: the policy's floor.",
    ),
    DATE_ARG,
    POLICY_ARG,
)
def approval(
    margin: object, floor: object = None, date: object = None, policy: object = None
) -> list[list]:
    """The approver in words per margin."""
    rules_of, by_policy = policy_by_day(policy), floor is None

    def each(margin: object, floor: object, date: object):
        rules, ratio = rules_of(date), ratio_of(margin, MARGIN)
        least = (
            rules.ratio("margin.floor") if by_policy else above_zero(ratio_of(floor, FLOOR), FLOOR)
        )
        return str(APPROVERS[approver(ratio, least)])

    return per_row(
        each, (margin, MARGIN), (floor, FLOOR), (today() if date is None else date, DATE)
    )


@function(
    "人民币大写。",
    "The amount in Chinese capital numerals, as bills and contracts want it.",
    arg("amount", "金额，元，不为负。", "The amount in CNY, not negative."),
)
def rmb_(amount: object) -> list[list]:
    """The words per amount."""
    return per_row(lambda cell: _worded(rmb, fen_of(cell, AMOUNT)), (amount, AMOUNT))


@function(
    "金额的英文大写，用于发票。",
    "The amount in English words, as invoices say it.",
    arg("amount", "金额，不为负。", "The amount, not negative."),
    arg("currency", "币种，如 USD。", "The currency, as USD."),
)
def words(amount: object, currency: object) -> list[list]:
    """The words per amount."""

    def each(amount: object, currency: object):
        code = sound(currency, CURRENCY)
        if not isinstance(code, str) or empty(code):
            raise CellProblem(
                "value",
                Text("币种要写成 USD 这样的代码", "the currency must be a code such as USD"),
            )
        return _worded(english, number_of(amount, AMOUNT), code.strip())

    return per_row(each, (amount, AMOUNT), (currency, CURRENCY))


def _worded(write, *amount) -> str:
    try:
        return write(*amount)
    except NoWords as reason:
        raise CellProblem("value", reason.said) from None
