"""Next months' receipts from those of past months: an estimate, never money that is paid (B-2.A.1).

Amounts come in and go out as whole fen. Between them the methods compute with floats: what they
give is a guess with a band, no rule's figure, and no close, pay or paper takes it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

YEAR = 12
"""Months of a season."""
MEAN, LAST_YEAR, BOTH_MEAN, THETA = "mean", "last_year", "theta_and_last_year", "theta"
_SMOOTHINGS = tuple(step / 40 for step in range(1, 41))
_LIKELY = 1645 / 10**3
"""How many standard errors the year's autocorrelation must have: one in ten by chance."""
_FEWEST_ERRORS = 5
"""With fewer past errors of one kind the band is that of all of them, or there is none."""

Series = Sequence[float]
Method = Callable[[Series, int], list[float]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a month is expected to bring, in fen; the band is None with too few past errors."""

    low: int | None
    forecast: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The months ahead by the method that the book's own past errors chose.

    `errors`: each method's mean past error as a part of that of "same month last year"; below 1
    is better than that. `tried`: how many past forecasts were compared.
    """

    method: str
    months: tuple[Expected, ...]
    errors: dict[str, float]
    tried: int
    lumpy: bool
    """Whether a third of the last two years' months or more brought nothing: look at quarters."""

    @property
    def total(self) -> int:
        """All months together, in fen."""
        return sum(month.forecast for month in self.months)


def forecast(receipts: Sequence[int], ahead: int, tail: float) -> Forecast:
    """The next months' receipts, from the months so far, the oldest first; both in fen.

    `tail`: the share of past errors left out on each side of the band. Fewer than 13 months: their
    mean. Up to 23: the same month last year × growth. From 24 on the smaller of the book's own
    past errors chooses. Raises ValueError without months, or when `ahead` is below 1 (B-2.A.1).
    """
    if not receipts or ahead < 1:
        raise ValueError("a forecast needs a month of receipts and a month ahead")
    series: Series = receipts
    methods = _fitting(len(series))
    past = {
        name: _past_errors(series, method, needs, ahead)
        for name, (needs, method) in methods.items()
    }
    errors = _scaled(series, past)
    name = min(methods, key=lambda each: errors.get(each, math.inf))
    points = methods[name][1](series, ahead)
    least = 0 if min(series) >= 0 else -math.inf
    months = tuple(
        _expected(point, _errors_at(past[name], step), tail, least)
        for step, point in enumerate(points)
    )
    return Forecast(name, months, errors, len(past[name]), _is_lumpy(series))


def _fitting(months: int) -> dict[str, tuple[int, Method]]:
    """The methods for so many months, each with the months that it needs; the first is taken when
    nothing is known of their errors.
    """
    if months <= YEAR:
        return {MEAN: (1, mean)}
    if months < 2 * YEAR:
        return {LAST_YEAR: (YEAR + 1, last_year)}
    return {BOTH_MEAN: (2 * YEAR, theta_and_last_year), THETA: (2 * YEAR, theta)}


def mean(series: Series, ahead: int) -> list[float]:
    """The mean of all months, for each month ahead."""
    return [sum(series) / len(series)] * ahead


def last_year(series: Series, ahead: int) -> list[float]:
    """The same month last year × growth of the latest months on theirs of the year before.

    Without receipts to compare with, or with a growth below zero, the month as it was. Raises
    ValueError for fewer than 13 months.
    """
    if len(series) <= YEAR:
        raise ValueError("a year before the last month is needed")
    compared = min(YEAR, len(series) - YEAR)
    now = sum(series[-compared:])
    before = sum(series[-compared - YEAR : -YEAR])
    growth = now / before if before > 0 and now >= 0 else 1
    return [series[len(series) - YEAR + step % YEAR] * growth for step in range(ahead)]


def theta(series: Series, ahead: int) -> list[float]:
    """The Theta method on the series without its season, which is put back afterwards."""
    seasons, is_product = _seasons(series)
    start = len(series)
    plain = [_without(value, seasons[at % YEAR], is_product) for at, value in enumerate(series)]
    return [
        _with(value, seasons[(start + step) % YEAR], is_product)
        for step, value in enumerate(_theta(plain, ahead))
    ]


def theta_and_last_year(series: Series, ahead: int) -> list[float]:
    """The mean of Theta (without the season where there is one) and of last year × growth."""
    trend = theta(series, ahead) if is_seasonal(series) else _theta(series, ahead)
    pairs = zip(trend, last_year(series, ahead), strict=True)
    return [(one + other) / 2 for one, other in pairs]


def is_seasonal(series: Series) -> bool:
    """Whether months a year apart go together more than by chance: the autocorrelation test."""
    centre = sum(series) / len(series)
    off = [value - centre for value in series]
    whole = sum(value * value for value in off)
    if whole == 0 or len(series) < 2 * YEAR:
        return False
    together = [
        sum(a * b for a, b in zip(off, off[lag:], strict=False)) / whole
        for lag in range(1, YEAR + 1)
    ]
    bound = math.sqrt((1 + 2 * sum(each * each for each in together[:-1])) / len(series))
    return abs(together[-1]) > _LIKELY * bound


def _theta(series: Series, ahead: int) -> list[float]:
    """Smoothing with half the trend of a straight line through all months."""
    smoothing, level = _smoothed(series)
    months = len(series)
    centre = (months - 1) / 2
    spread = sum((at - centre) ** 2 for at in range(months))
    slope = sum((at - centre) * value for at, value in enumerate(series)) / (spread or 1)
    lag = (1 - (1 - smoothing) ** months) / smoothing
    return [level + slope / 2 * (step + lag) for step in range(ahead)]


def _smoothed(series: Series) -> tuple[float, float]:
    """The smoothing that would have erred least from month to month, and the level it leaves."""
    best = (math.inf, _SMOOTHINGS[-1], series[-1])
    for smoothing in _SMOOTHINGS:
        level: float = series[0]
        wrong: float = 0
        for value in series[1:]:
            off = value - level
            wrong += off * off
            level += smoothing * off
        best = min(best, (wrong, smoothing, level))
    return best[1], best[2]


def _seasons(series: Series) -> tuple[list[float], bool]:
    """What each of twelve months is to the year's mean: a factor, or a difference where a month is
    at or below zero; the first is that of the series' first month.
    """
    half = YEAR // 2
    is_product = min(series) > 0
    found: list[list[float]] = [[] for _ in range(YEAR)]
    for at in range(half, len(series) - half):
        window = series[at - half : at + half + 1]
        level = (sum(window) - (window[0] + window[-1]) / 2) / YEAR
        found[at % YEAR].append(_without(series[at], level, is_product))
    means = [sum(each) / len(each) if each else int(is_product) for each in found]
    whole = sum(means) / YEAR
    return [_without(each, whole, is_product) for each in means], is_product


def _without(value: float, season: float, is_product: bool) -> float:
    return value / season if is_product else value - season


def _with(value: float, season: float, is_product: bool) -> float:
    return value * season if is_product else value + season


def _past_errors(series: Series, method: Method, needs: int, ahead: int) -> list[list[float]]:
    """What a method would have missed (came − forecast) from each earlier month, by step ahead."""
    found = []
    for until in range(needs, len(series)):
        came = series[until : until + ahead]
        points = method(series[:until], len(came))
        found.append([actual - point for actual, point in zip(came, points, strict=True)])
    return found


def _scaled(series: Series, past: dict[str, list[list[float]]]) -> dict[str, float]:
    """Each method's mean error as a part of that of the same month last year, or of the month
    before where there is no year.
    """
    apart = YEAR if len(series) > YEAR else 1
    naive = [abs(b - a) for a, b in zip(series, series[apart:], strict=False)]
    scale = sum(naive) / len(naive) if naive else 0
    wrong = {name: [abs(off) for row in rows for off in row] for name, rows in past.items()}
    if scale == 0:
        return {}
    return {name: sum(each) / len(each) / scale for name, each in wrong.items() if each}


def _errors_at(past: list[list[float]], step: int) -> list[float]:
    """A step's own past errors; where they are few, those of all steps."""
    own = [row[step] for row in past if len(row) > step]
    return own if len(own) >= _FEWEST_ERRORS else [off for row in past for off in row]


def _expected(point: float, errors: list[float], tail: float, least: float) -> Expected:
    """A month with its band; where no month was below `least`, none is expected below it."""
    middle = round(max(point, least))
    if len(errors) < _FEWEST_ERRORS:
        return Expected(None, middle, None)
    low, high = (round(max(point + _quantile(errors, at), least)) for at in (tail, 1 - tail))
    return Expected(min(low, middle), middle, max(high, middle))


def _quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies, between neighbours by a straight line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _is_lumpy(series: Series) -> bool:
    latest = series[-2 * YEAR :]
    return 3 * sum(value == 0 for value in latest) >= len(latest)
