"""Receipts and shared orders that cannot be credited, or that should be looked at (B-3.B.1)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.periods import Month
from xlpy.core.tables.trade import Receipt
from xlpy.core.text import Text

HOME = "CNY"
RULE = "B-3.B.1"


def rates(department: Department) -> Iterator[Issue]:
    """A foreign currency without a rate, or yuan with a rate other than 1."""
    for row in department.receipts:
        if row.currency == HOME:
            if row.rate is not None and row.rate != 1:
                said = Text(
                    f"币种是人民币，汇率却是 {row.rate}；请清空汇率，或改正币种",
                    (
                        f"the currency is CNY but the rate is {row.rate}; clear the rate, or "
                        "correct "
                        "the currency"
                    ),
                )
                yield error("receipts", row.row, "rate", RULE, said, "receipt.rate")
        elif row.rate is None:
            said = Text(
                f"{row.currency} 回款没有汇率；请填 1 {row.currency} 合多少元",
                f"a receipt in {row.currency} has no rate; fill in the CNY for 1 {row.currency}",
            )
            yield error("receipts", row.row, "rate", RULE, said, "receipt.rate")


def refunds(department: Department) -> Iterator[Issue]:
    """A refund after which more was paid back for an order than was received (a warning)."""
    refunded = {row.order_no for row in department.receipts if row.amount < 0}
    # A receipt that cannot be read may be what was paid back.
    refunded -= department.unreadable.get("receipts", frozenset())
    balance: dict[tuple[str, str], Decimal] = {}
    rows = (row for row in department.receipts if row.order_no in refunded)
    for row in sorted(rows, key=lambda row: (row.date, row.amount < 0, row.row)):
        key = (row.order_no, row.currency)
        balance[key] = balance.get(key, Decimal(0)) + row.amount
        if row.amount < 0 and balance[key] < 0:
            said = Text(
                (
                    f"订单 {row.order_no} 的退款多于已收 {row.currency} 回款，差 "
                    f"{-balance[key]}；请"
                    "核对"
                ),
                (
                    f"order {row.order_no} has been refunded {-balance[key]} {row.currency} more "
                    "than was received;"
                    " check it"
                ),
            )
            yield warning("receipts", row.row, "amount", RULE, said, "receipt.refund")


def doubtful(department: Department, month: Month) -> Iterator[Issue]:
    """A month's receipts in another currency than their order, or at a rate far from the one
    before (warnings).
    """
    jump = department.on(month).optional_ratio("receipts.rate_jump")
    ordered = {order.order_no: order.currency for order in department.orders}
    own, before = _rated(department, month)
    for row in own:
        if (wanted := ordered.get(row.order_no)) and row.currency != wanted:
            said = Text(
                f"回款是 {row.currency}，订单 {row.order_no} 却是 {wanted}；请核对币种和汇率",
                (
                    f"the receipt is in {row.currency} but order {row.order_no} in {wanted}; check "
                    "currency and rate"
                ),
            )
            yield warning("receipts", row.row, "currency", RULE, said, "receipt.currency")
        last = before.get(row.currency)
        if (
            row.rate
            and last
            and last.rate
            and jump is not None
            and row.rate != last.rate
            and abs(Fraction(row.rate) / Fraction(last.rate) - 1) > jump
        ):
            said = Text(
                (
                    f"1 {row.currency} 合 {row.rate} 元，而 {last.date} 是 {last.rate} 元，"
                    "相差很大；"
                    "请核对汇率"
                ),
                (
                    f"{row.rate} CNY for 1 {row.currency}, but {last.rate} on {last.date}: far "
                    "apart; check the rate"
                ),
            )
            yield warning("receipts", row.row, "rate", RULE, said, "receipt.rate_jump")
        if row.rate:
            before[row.currency] = row


def _rated(department: Department, month: Month) -> tuple[list[Receipt], dict[str, Receipt]]:
    """A month's receipts by day, and the newest earlier one of each currency that has a rate."""
    before: dict[str, Receipt] = {}
    first = month.first
    for row in department.receipts:
        if row.date < first and row.rate and row.currency != HOME:
            last = before.get(row.currency)
            if last is None or last.date <= row.date:
                before[row.currency] = row
    return sorted(department.receipts_of(month), key=lambda row: (row.date, row.row)), before


def before_the_first(department: Department, first: Month | None) -> Iterator[Issue]:
    """Receipts before the first month that the workbook closes: they count for nothing (one
    warning for all).
    """
    if first is None:
        return
    day = first.first
    early = [row for row in department.receipts if row.date < day]
    if early:
        said = Text(
            (
                f"{len(early)} 笔回款早于首个结账月 {first}（首笔 {early[0].date}），不计提成；"
                "若应计"
                "入，请核对日期"
            ),
            (
                f"{len(early)} receipts lie before {first}, the first month closed (the first on "
                f"{early[0].date}), and "
                "earn no commission; check their dates"
            ),
        )
        yield warning("receipts", early[0].row, "date", RULE, said, "receipt.early")


def shares(department: Department) -> Iterator[Issue]:
    """Credit rows of an order that do not sum to exactly 100 %."""
    for order_no, rows in department.credits_of.items():
        total = sum(Fraction(row.share) for row in rows)
        if total != 100 and not department.cannot_read("credits", order_no):
            shown = sum((row.share for row in rows), Decimal(0))
            where = ", ".join(str(row.row) for row in rows)
            said = Text(
                f"订单 {order_no} 的分成合计 {shown} %，不是 100 %（第 {where} 行）；请改正比例",
                (
                    f"the shares of order {order_no} sum to {shown} %, not 100 % (rows {where}); "
                    "correct them"
                ),
            )
            yield error("credits", rows[0].row, "share", RULE, said, "credit.sum")
