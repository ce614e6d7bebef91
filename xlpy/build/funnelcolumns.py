"""The columns of the funnel's lists: each with its heading, its formula, and what that computes."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from xlpy.build.figures import number
from xlpy.build.speech import Label
from xlpy.build.style import MONEY
from xlpy.core.customers.funnel import NO_ENQUIRY, UNKNOWN, percent
from xlpy.core.customers.funnelshown import KEYS
from xlpy.core.money import round_half_up
from xlpy.core.tables import TABLES

Of = Callable[[str], str]
"""A column of the table `funnel` → the formula of its cell."""
_COUNT = {"num_format": "0", "align": "center"}
_SHARE = {"num_format": "0.00##", "align": "center"}


class FunnelColumn(NamedTuple):
    """A column: heading, formula, what it computes of a row of the table, how it looks."""

    label: Label
    formula: Callable[[Of], str]
    value: Callable[[Mapping], object]
    look: dict


def _own(key: str, look: dict) -> FunnelColumn:
    """A column as the table has it."""
    spec = TABLES["funnel"].column(key)

    def value(row: Mapping) -> object:
        return "" if _blank(row, key) else number(row[key])

    return FunnelColumn(Label(spec.zh, spec.en), lambda of: _unless(of(key), of(key)), value, look)


def _key() -> FunnelColumn:
    def formula(of: Of) -> str:
        text = of("key")
        for word in (UNKNOWN, NO_ENQUIRY):
            text = f'IF({of("key")}="{word}","{Label(*KEYS[word])}",{text})'
        return text

    def value(row: Mapping) -> object:
        return Label(*KEYS[row["key"]]) if row["key"] in KEYS else row["key"]

    return FunnelColumn(Label("哪个", "Which"), formula, value, {"indent": 1})


def _ordered() -> FunnelColumn:
    return FunnelColumn(
        Label("成单%", "Orders %"),
        lambda of: _percent(of("orders"), _earnest(of)),
        lambda row: _or_blank(percent(number(row.get("orders")), _earnest_of(row))),
        _SHARE,
    )


def _cost_per_enquiry() -> FunnelColumn:
    def formula(of: Of) -> str:
        rounded = f"ROUND({of('cost')}/{_earnest(of)},2)"
        return _unless(of("cost"), f'IF({_earnest(of)}<=0,"",{rounded})')

    def value(row: Mapping) -> object:
        earnest = _earnest_of(row)
        if _blank(row, "cost") or earnest <= 0:
            return ""
        return Decimal(round_half_up(Fraction(number(row["cost"])) * 100 / Fraction(earnest))) / 100

    return FunnelColumn(
        Label("每个询盘费用", "Cost per enquiry"), formula, value, {"num_format": MONEY}
    )


def _cost_of_receipts() -> FunnelColumn:
    def value(row: Mapping) -> object:
        if _blank(row, "cost"):
            return ""
        return _or_blank(percent(number(row["cost"]), number(row.get("receipts"))))

    return FunnelColumn(
        Label("费用占回款%", "Cost % of receipts"),
        lambda of: _unless(of("cost"), _percent(of("cost"), f"N({of('receipts')})")),
        value,
        _SHARE,
    )


def _reached(target: str, came: str) -> FunnelColumn:
    """What came in per cent of a target; of enquiries spam does not count."""
    counts_earnest = came == "enquiries"
    spec = TABLES["funnel"].column(came)

    def formula(of: Of) -> str:
        what = _earnest(of) if counts_earnest else f"N({of(came)})"
        return _unless(of(target), _percent(what, of(target)))

    def value(row: Mapping) -> object:
        if _blank(row, target):
            return ""
        what = _earnest_of(row) if counts_earnest else number(row.get(came))
        return _or_blank(percent(what, number(row[target])))

    label = Label(f"{spec.zh}完成%", f"{spec.en} reached %")
    return FunnelColumn(label, formula, value, _SHARE)


def _earnest(of: Of) -> str:
    return f"({of('enquiries')}-N({of('spam')}))"


def _earnest_of(row: Mapping) -> Decimal:
    return number(row.get("enquiries")) - number(row.get("spam"))


def _unless(cell: str, formula: str) -> str:
    return f'IF({cell}="","",{formula})'


def _percent(part: str, whole: str) -> str:
    return f'IF({whole}<=0,"",ROUND({part}*100/{whole},2))'


def _blank(row: Mapping, key: str) -> bool:
    return row.get(key) in (None, "")


def _or_blank(value: Decimal | None) -> object:
    return "" if value is None else value


COLUMNS = {
    "key": _key(),
    "enquiries": _own("enquiries", _COUNT),
    "spam": _own("spam", _COUNT),
    "quotes": _own("quotes", _COUNT),
    "orders": _own("orders", _COUNT),
    "orders_percent": _ordered(),
    "order_amount": _own("order_amount", {"num_format": MONEY}),
    "receipts": _own("receipts", {"num_format": MONEY}),
    "cost": _own("cost", {"num_format": MONEY}),
    "cost_per_enquiry": _cost_per_enquiry(),
    "cost_of_receipts": _cost_of_receipts(),
    "enquiries_reached": _reached("target_enquiries", "enquiries"),
    "quotes_reached": _reached("target_quotes", "quotes"),
    "orders_reached": _reached("target_orders", "orders"),
    "receipts_reached": _reached("target", "receipts"),
}
