"""The demo department's orders and the money that came in for them, up to the end of October 2012.

Every month first brings the balances that fall due, then refunds, then as many deposits and full payments as each
salesperson lacks to what the month should show. A generator of our own makes it the same on every Python.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xlpy.build.demo_customers import CLIENTS, Client
from xlpy.build.demo_people import CHEN, CLOSABLE, LI, LI_HIRED, ROSSI, SELLERS, WANG, YEAR, ZHAO
from xlpy.core.credit import cny, shared
from xlpy.core.money import split, to_fen
from xlpy.core.periods import Calendar, Month
from xlpy.core.records import Credit

DEPOSIT = Decimal("0.3")
BEFORE_SHIPMENT, AGAINST_BL = "T/T 30% deposit, 70% before shipment", "T/T 30% deposit, 70% against copy of B/L"
LETTER, COLLECTION, ADVANCE = "L/C at sight", "D/P at sight", "T/T in advance"

# What each salesperson's month should bring, in thousands of CNY, January to October.
WANTED = {
    WANG: (280, 165, 413, 533, 635, 742, 704, 992, 1264, 1228),
    CHEN: (191, 112, 322, 565, 470, 517, 755, 521, 843, 1160),
    ZHAO: (240, 0, 332, 338, 410, 529, 405, 589, 690, 744),
    ROSSI: (123, 65, 287, 264, 364, 624, 741, 861, 766, 2015),
    LI: (0, 0, 0, 0, 0, 0, 36, 144, 268, 862),
}

# Months in which the second's receipts come to exactly the first's.
TIES = {5: (CHEN, ZHAO), 10: (WANG, CHEN)}

# The month's first order of a salesperson that others share in: who, and with what percentage.
_SHARED = {
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

# Month, salesperson, what part of an order that was paid before goes back, in percent, and whether a shared one.
_REFUNDS = (
    (2, ZHAO, 100, False),
    (4, WANG, 4, False),
    (6, ROSSI, 6, False),
    (8, CHEN, 5, False),
    (9, WANG, 10, True),
    (10, ZHAO, 3, False),
)
_LARGE_ORDER = (1, ZHAO, 148)

# CNY per 10 000 units at the middle of each month's market, January to October.
_RATES = {
    "USD": (63168, 63000, 63081, 62966, 63062, 63178, 63235, 63404, 63395, 63144),
    "EUR": (81540, 83320, 83290, 82870, 80830, 79240, 77740, 78630, 81520, 81930),
    "GBP": (97950, 99560, 99820, 100790, 100380, 98310, 98610, 99670, 102120, 101510),
    "JPY": (821, 803, 765, 774, 791, 797, 800, 806, 811, 800),
    "HKD": (8136, 8124, 8126, 8112, 8122, 8143, 8154, 8175, 8176, 8147),
    "CNY": (10000,) * 10,
}

# Unit prices in cents of a dollar, euro or pound, and how many times as much they are in other currencies.
_PRICES = (85, 145, 230, 375, 520, 790, 1260, 1850, 2600)
_PRICE_LEVEL = {"HKD": 8, "CNY": 6, "JPY": 80}
_QUANTITY_STEP = 50


class Luck:
    """Whole numbers by a linear congruential generator: the same sequence everywhere."""

    def __init__(self, seed: int):
        self._state = seed

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def between(self, least: int, most: int) -> int:
        """A number from least to most, both included."""
        return least + self.below(most - least + 1)

    def pick(self, items):
        """One of the items."""
        return items[self.below(len(items))]


@dataclass(eq=False, slots=True)
class Sale:
    """An order as it grows: what was paid for it, and in the end its number and stage."""

    client: Client
    ordered: date
    amount: Decimal | None = None
    terms: str | None = None
    credits: tuple[tuple[str, str], ...] = ()
    payments: list["Payment"] = field(default_factory=list)
    stage: str = ""
    number: str = ""

    @property
    def paid(self) -> Decimal:
        """What was paid of it, in its own currency."""
        return sum((payment.amount for payment in self.payments), Decimal(0))


@dataclass(eq=False, slots=True)
class Payment:
    """Money of one day for an order."""

    sale: Sale
    day: date
    amount: Decimal
    rate: Decimal | None
    number: str = ""


def rate_on(day: date, currency: str) -> Decimal | None:
    """The demo's rate to CNY on a day, with four decimals; none for CNY."""
    if currency == "CNY":
        return None
    middle = _RATES[currency][day.month - 1]
    wiggle = (day.day * 37 + day.month * 11) % 61 - 30
    return Decimal(middle + middle * wiggle // 10000).scaleb(-4)
