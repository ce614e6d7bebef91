"""What the demo's year should show: receipts per month, ties, shared orders, refunds, sizes,
prices and rates.
"""

from datetime import date
from decimal import Decimal

from xlpy.build.demo_people import CHEN, LI, ROSSI, WANG, ZHAO
from xlpy.core.money import to_fen
from xlpy.core.periods import Month

FIRST_ORDER = date(2011, 10, 24)
LEAST = to_fen(12_000)
"""So little is not worth an order, in fen."""
REFUND_WITHIN = 92
"""Days after its last payment in which an order may be refunded."""
DEPOSITS_OF_MISSING, DEPOSITS_OF_MONTH = 50, 25
"""New deposits are at most these percentages of what is missing, and of what the month should
bring.
"""

# What each salesperson's month should bring, in thousands of CNY, January to October.
_RECEIPTS = {
    WANG: (280, 165, 413, 533, 635, 742, 704, 992, 1264, 1228),
    CHEN: (191, 112, 322, 565, 470, 517, 755, 521, 843, 1160),
    ZHAO: (240, 0, 332, 338, 410, 529, 405, 589, 690, 744),
    ROSSI: (123, 65, 287, 264, 364, 624, 741, 861, 766, 2015),
    LI: (0, 0, 0, 0, 0, 0, 36, 144, 268, 862),
}
_LARGE_ORDER = (1, ZHAO, 130)

# Month: the second's receipts come to exactly the first's.
TIES = {5: (CHEN, ZHAO), 10: (WANG, CHEN)}

# Month, salesperson: who shares the month's first order with a deposit, and with what percentage.
SHARED = {
    (3, WANG): ((WANG, "60"), (ROSSI, "40")),
    (4, CHEN): ((CHEN, "50"), (ZHAO, "50")),
    (5, ROSSI): ((ROSSI, "60"), (WANG, "40")),
    (5, WANG): ((WANG, "50"), (CHEN, "50")),
    (6, WANG): ((WANG, "33.33"), (CHEN, "33.33"), (ZHAO, "33.34")),
    (6, ROSSI): ((ROSSI, "50"), (CHEN, "50")),
    (7, WANG): ((WANG, "60"), (ZHAO, "40")),
    (8, WANG): ((WANG, "60"), (LI, "40")),
    (8, ROSSI): ((ROSSI, "50"), (WANG, "50")),
    (8, CHEN): ((CHEN, "60"), (ZHAO, "40")),
    (9, CHEN): ((CHEN, "50"), (LI, "50")),
    (9, WANG): ((WANG, "33.33"), (ROSSI, "33.33"), (LI, "33.34")),
    (9, ZHAO): ((ZHAO, "60"), (ROSSI, "40")),
    (10, ROSSI): ((ROSSI, "60"), (LI, "40")),
    (10, WANG): ((WANG, "50"), (ZHAO, "50")),
    (10, CHEN): ((CHEN, "33.33"), (ROSSI, "33.33"), (ZHAO, "33.34")),
    (10, ZHAO): ((ZHAO, "60"), (WANG, "40")),
}

# Month, salesperson, how much of a paid order goes back, in percent, and whether of a shared one.
REFUNDS = (
    (2, ZHAO, 100, False),
    (4, WANG, 4, False),
    (6, ROSSI, 6, False),
    (8, CHEN, 5, False),
    (9, WANG, 10, True),
    (10, ZHAO, 3, False),
)

# CNY for 10 000 units in the middle of each month's market, January to October.
_RATES = {
    "USD": (63168, 63000, 63081, 62966, 63062, 63178, 63235, 63404, 63395, 63144),
    "EUR": (81540, 83320, 83290, 82870, 80830, 79240, 77740, 78630, 81520, 81930),
    "GBP": (97950, 99560, 99820, 100790, 100380, 98310, 98610, 99670, 102120, 101510),
    "JPY": (821, 803, 765, 774, 791, 797, 800, 806, 811, 800),
    "HKD": (8136, 8124, 8126, 8112, 8122, 8143, 8154, 8175, 8176, 8147),
}

# Unit prices in dollars, euros or pounds, and how many times as much they are in other currencies.
PRICES = ("0.85", "1.45", "2.30", "3.75", "5.20", "7.90", "12.60", "18.50", "26.00")
_PRICE_LEVELS = {"HKD": 8, "CNY": 6, "JPY": 80}
PACK = 50
"""Pieces are sold by the pack."""

UNDER_WAY = ("enquiry",) * 6 + ("quoted",) * 5 + ("confirmed",) * 3
UNDER_WAY_SINCE = 12
"""Working days before the end of October."""


def receipts(month: Month, name: str) -> int:
    """What a salesperson's month should bring, in fen."""
    return to_fen(_RECEIPTS[name][month.number - 1] * 1000)


def large_order(month: Month, name: str) -> int:
    """What one order that is paid in full and refunded a month later should be worth, in fen; 0
    for most.
    """
    number, owner, thousands = _LARGE_ORDER
    return to_fen(thousands * 1000) if (month.number, name) == (number, owner) else 0


def order_size(month: Month) -> int:
    """What an order is usually worth, in fen: the department grows."""
    return to_fen(42_000 + 7_000 * month.number)


def price(dollars: str, currency: str) -> Decimal:
    """A unit price in a currency; whole yen in JPY."""
    return Decimal(dollars) * _PRICE_LEVELS.get(currency, 1)


def rate_on(day: date, currency: str) -> Decimal | None:
    """The rate to CNY on a day, with four decimals; none for CNY."""
    if currency == "CNY":
        return None
    middle = _RATES[currency][day.month - 1]
    away = (day.day * 37 + day.month * 11) % 61 - 30
    return Decimal(middle + middle * away // 10000).scaleb(-4)
