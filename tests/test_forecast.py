"""Next months' receipts from past months (B-2.A.1), and what is owed by age (B-2.A.11)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.ageing import Age, ages, limits_of
from xlpy.core.forecast import (
    BOTH_MEAN,
    LAST_YEAR,
    MEAN,
    THETA,
    forecast,
    is_seasonal,
    last_year,
    theta,
    theta_and_last_year,
)
from xlpy.functions.catalogue import call
from xlpy.functions.problems import CellProblem

SEASON = (60, 70, 90, 100, 110, 130, 150, 140, 120, 100, 70, 60)
"""A year whose months are 100 in the mean."""


def year_on_year(growth, years):
    """The season, each year `growth` times the one before, in fen."""
    return [100_00 * part * growth**year // 100 for year in range(years) for part in SEASON]


def points(found):
    return [month.forecast for month in found.months]


def test_up_to_a_year_of_months_gives_their_mean():
    found = forecast([100_00, 200_00, 600_00], 2, 0.1)
    assert (found.method, points(found)) == (MEAN, [300_00, 300_00])
    assert [(month.low, month.high) for month in found.months] == [(None, None)] * 2
    assert points(forecast([7_01], 1, 0.1)) == [7_01]


def test_a_second_year_gives_the_same_month_last_year_by_the_growth_of_the_same_months():
    # 300 and 300 instead of 100 and 200 of a year before: twice as much.
    series = [100_00, 200_00, *[50_00] * 10, 300_00, 300_00]
    found = forecast(series, 3, 0.1)
    assert (found.method, points(found)) == (LAST_YEAR, [100_00] * 3)


def test_growth_from_nothing_or_into_a_loss_leaves_the_month_as_it_was():
    assert last_year([0.0] * 12 + [50.0], 2) == [0.0, 0.0]
    assert last_year([10.0] * 12 + [-5.0], 1) == [10.0]


def test_a_season_that_doubles_each_year_goes_on_doubling_by_last_year():
    assert last_year([float(v) for v in year_on_year(2, 3)], 12) == year_on_year(2, 4)[-12:]


@pytest.mark.parametrize(("method", "years"), [(theta, 2), (theta, 3), (theta_and_last_year, 5)])
def test_a_season_without_growth_comes_again_month_by_month(method, years):
    series = [float(value) for value in year_on_year(1, years)]
    assert is_seasonal(series) == (years == 5)
    assert method(series, 14) == pytest.approx(series[:14])


def test_a_straight_line_goes_on_by_at_least_half_its_slope_and_at_most_all_of_it():
    series = [1000.0 + 10 * month for month in range(36)]
    for step, value in enumerate(theta(series, 12), 1):
        assert 1350 + 5 * step <= value <= 1350 + 10 * step + 10


def test_from_two_years_on_the_books_own_errors_choose():
    steady = forecast(year_on_year(1, 4), 3, 0.1)
    assert steady.tried == 24
    assert set(steady.errors) <= {BOTH_MEAN, THETA}
    # A year four times the last: the half that is last year's goes further up than Theta.
    growing = forecast(year_on_year(4, 4), 3, 0.1)
    assert growing.errors[growing.method] == min(growing.errors.values())


def test_the_band_is_what_the_book_itself_missed():
    # Eleven months at 100, then up and down by 40: the mean misses by about as much.
    found = forecast([100_00, 140_00, 60_00] * 4, 1, 0.1)
    month = found.months[0]
    assert (month.forecast, month.low < 70_00, month.high > 130_00) == (100_00, True, True)
    whole = forecast([100_00, 140_00, 60_00] * 4, 1, 0.0).months[0]
    assert whole.low <= month.low and whole.high >= month.high


def test_months_without_receipts_and_refunds_are_months_too():
    assert points(forecast([0] * 30, 2, 0.1)) == [0, 0]
    assert forecast([0, 0, 90_00] * 10, 3, 0.1).lumpy
    assert not forecast(year_on_year(1, 3), 3, 0.1).lumpy
    falling = [max(0, 5000_00 - 200_00 * month) for month in range(30)]
    assert min(points(forecast(falling, 12, 0.1))) >= 0
    assert forecast([-5_00, -15_00], 1, 0.1).months[0].forecast == -10_00


def test_no_month_or_no_month_ahead_is_refused():
    for series, ahead in (([], 1), ([1], 0)):
        with pytest.raises(ValueError):
            forecast(series, ahead, 0.1)


@given(
    st.lists(st.integers(-(10**9), 10**12), min_size=1, max_size=60),
    st.integers(1, 24),
    st.sampled_from([0.0, 0.1, 0.25]),
)
def test_every_book_has_a_forecast_inside_its_band(series, ahead, tail):
    found = forecast(series, ahead, tail)
    assert len(found.months) == ahead
    for month in found.months:
        assert month.low is None or month.low <= month.forecast <= month.high


@given(st.lists(st.integers(1, 10**9), min_size=24, max_size=48), st.integers(2, 1000))
def test_a_book_in_another_currency_has_the_same_forecast(series, rate):
    one, other = forecast(series, 3, 0.1), forecast([value * rate for value in series], 3, 0.1)
    assert one.method == other.method
    for month, month2 in zip(one.months, other.months, strict=True):
        assert month2.forecast == pytest.approx(month.forecast * rate, abs=rate + 1, rel=1e-6)


DAY = date(2012, 7, 9)
OWED = [
    (date(2012, 7, 10), Decimal("1.50")),
    (date(2012, 7, 9), Decimal(2)),
    (date(2012, 7, 8), Decimal(4)),
    (date(2012, 6, 9), Decimal(8)),
    (date(2012, 6, 8), Decimal(16)),
    (date(2011, 1, 1), Decimal("-32.25")),
]


def test_an_amount_is_in_the_class_of_the_days_that_it_has_been_due():
    assert ages(OWED, DAY, (30, 60)) == [
        Age(None, 0, 2, Decimal("3.50")),
        Age(1, 30, 2, Decimal(12)),
        Age(31, 60, 1, Decimal(16)),
        Age(61, None, 1, Decimal("-32.25")),
    ]


@pytest.mark.parametrize("text", ["", "0 30", "60 30", "30 30", "30 x", "30.5"])
def test_ages_that_do_not_grow_are_refused(text):
    with pytest.raises(ValueError):
        limits_of(text)


def test_the_functions_give_the_same_in_cells():
    months = [["2012-01"], ["2012-03"], ["2012-03"], [None]]
    amounts = [[1.0], [2.0], [3.0], [None]]
    rows = call("TD_FORECAST", months, amounts, 1.0)
    # January 1, February nothing, March 5.
    assert (rows[0][0], rows[0][2], rows[0][4]) == ("2012-04", 2.0, "平均 mean")
    assert isinstance(rows[0][1], CellProblem) and "5 past errors" in rows[0][1].en
    due = [[day.isoformat()] for day, _ in OWED]
    aged = call("TD_AGE", due, [[float(amount)] for _, amount in OWED], "2012-07-09")
    assert aged == [
        ["未到期 not due", 2.0, 3.5],
        ["1-30 天 days", 2.0, 12.0],
        ["31-60 天 days", 1.0, 16.0],
        ["61-90 天 days", 0.0, 0.0],
        ["91 天以上 days and more", 1.0, -32.25],
    ]
