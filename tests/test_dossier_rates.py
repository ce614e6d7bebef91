"""Which known rate a cost in another currency is compared with (C-2.4)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from xlpy.core.dossier.rates import KnownRate, known_rates


def rate(row, day, text, currency="USD"):
    """A row with a rate of May 2012: a receipt, an analysis or a cost."""
    when = date(2012, 5, day)
    return SimpleNamespace(
        row=row, currency=currency, rate=Decimal(text), date=when, rate_on=when, analysed_on=None
    )


def known(day, text):
    return KnownRate(date(2012, 5, day), Decimal(text))


OWN = rate(9, 10, "6.30")


@pytest.mark.parametrize(
    ("receipts", "analyses", "costs", "found"),
    [
        ([], [], [], None),
        ([rate(2, 10, "6.2", "EUR")], [], [], None),
        # A booked rate counts before all others, however far its day is.
        ([rate(2, 1, "6.1")], [rate(3, 10, "6.2")], [rate(4, 10, "6.3")], known(1, "6.1")),
        ([rate(2, 1, "6.1"), rate(3, 8, "6.2"), rate(4, 13, "6.3")], [], [], known(8, "6.2")),
        ([rate(2, 1, "6.1"), rate(3, 6, "6.2"), rate(4, 13, "6.3")], [], [], known(13, "6.3")),
        ([rate(2, 20, "6.1"), rate(3, 30, "6.2")], [], [], known(20, "6.1")),
        # Of two as near the earlier day counts, of one day the lower rate.
        ([rate(2, 12, "6.1"), rate(3, 8, "6.2")], [], [], known(8, "6.2")),
        ([rate(2, 8, "6.2"), rate(3, 8, "6.1"), rate(4, 20, "6.0")], [], [], known(8, "6.1")),
        # Without a booked one the nearest of analyses and other costs, of both the analysis.
        ([], [rate(2, 1, "6.1")], [rate(3, 11, "6.2")], known(11, "6.2")),
        ([], [rate(2, 8, "6.1")], [rate(3, 12, "6.2")], known(8, "6.1")),
        # Of two other costs as near the upper row, whichever day is earlier.
        ([], [], [rate(3, 12, "6.2"), rate(4, 8, "6.1")], known(12, "6.2")),
        ([], [], [rate(3, 10, "6.2"), rate(12, 10, "6.1")], known(10, "6.2")),
        ([], [], [rate(12, 10, "6.1")], known(10, "6.1")),
    ],
)
def test_the_nearest_other_rate_is_found(receipts, analyses, costs, found):
    assert known_rates(receipts, analyses, [*costs, OWN]).beside(OWN) == found


def test_a_cost_alone_is_compared_with_nothing():
    assert known_rates([], [], [OWN]).beside(OWN) is None
