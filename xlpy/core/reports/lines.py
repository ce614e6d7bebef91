"""What a report says beside its views, line by line: sentences, what is owed, pools, rates
(B-2.A.11).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xlpy.core.money import show_grouped
from xlpy.core.periods import Period
from xlpy.core.reports.figures import PoolLine
from xlpy.core.reports.outlook import Outlook
from xlpy.core.reports.receivables import Owed, RateDifference
from xlpy.core.reports.sentences import Sentence
from xlpy.core.reports.shown import age_text, ages_of, pool_text
from xlpy.core.tables.reporting import ReportLine
from xlpy.core.text import Text

_Line = tuple[str, str, str]
"""What a line says, its figure, where that comes from."""


def report_lines(
    period: Period,
    day: date,
    sentences: Iterable[Sentence],
    owed: Sequence[Owed],
    limits: Sequence[int],
    ahead: Outlook,
    pools: Iterable[PoolLine],
    rates: Iterable[RateDifference],
    language: str,
) -> list[ReportLine]:
    """The lines of a period's report, part by part, in a language: `zh`, `en` or `both`."""
    parts: dict[str, Iterable[_Line]] = {
        "sentence": _sentences(sentences, language),
        "forecast": _ahead(ahead, language),
        "owed": _owed(owed, day, limits, language),
        "ask": _asked(owed, day, language),
        "pool": _pools(pools, language),
        "rate": _rates(rates, language),
    }
    return [
        ReportLine(period, part, at, *line)
        for part, lines in parts.items()
        for at, line in enumerate(lines, 1)
    ]


def _sentences(found: Iterable[Sentence], language: str) -> Iterator[_Line]:
    for each in found:
        yield each.said.said(language, "\n"), each.figure, each.source.said(language, " ")


def _ahead(found: Outlook, language: str) -> Iterator[_Line]:
    for row in found.months:
        told = []
        if row.low is not None and row.high is not None:
            low, high = show_grouped(row.low), show_grouped(row.high)
            told.append(Text(f"范围 {low} 到 {high}", f"between {low} and {high}"))
        if row.known is not None:
            due = show_grouped(row.known)
            told.append(Text(f"已知到期 {due}", f"known to fall due: {due}"))
        said = "; ".join(text.said(language, " ") for text in told)
        yield str(row.month), show_grouped(row.forecast), said


def _owed(owed: Sequence[Owed], day: date, limits: Sequence[int], language: str) -> Iterator[_Line]:
    for currency, classes in ages_of(owed, day, limits).items():
        for age in classes:
            if age.count:
                count = Text(f"{age.count} 笔", f"{age.count} amounts").said(language, " ")
                yield f"{currency} {age_text(age, language)}", f"{age.amount:,.2f}", count


def _asked(owed: Sequence[Owed], day: date, language: str) -> Iterator[_Line]:
    for row in owed:
        days = row.days_due(day)
        if days > 0:
            who = row.ask or "?"
            told = Text(f"问 {who}，逾期 {days} 天", f"ask {who}, {days} days overdue")
            said = " · ".join(filter(None, (row.customer, row.order_no)))
            yield said, f"{row.currency or ''} {row.amount:,.2f}", told.said(language, " ")


def _pools(pools: Iterable[PoolLine], language: str) -> Iterator[_Line]:
    for row in pools:
        start, came, went = map(show_grouped, (row.opening, row.paid_in, row.paid_out))
        told = Text(
            f"期初 {start} + 转入 {came} − 转出 {went}",
            f"opening {start} + in {came} − out {went}",
        )
        yield pool_text(row.pool, language), show_grouped(row.closing), told.said(language, " ")


def _rates(rates: Iterable[RateDifference], language: str) -> Iterator[_Line]:
    for row in rates:
        booked, reckoned = show_grouped(row.booked), show_grouped(row.reckoned)
        told = Text(
            f"入账 {booked}，按核算汇率 {reckoned}",
            f"booked {booked}, by the cost analyses {reckoned}",
        )
        yield (
            f"{row.currency} {row.amount:,.2f}",
            show_grouped(row.difference),
            told.said(language, " "),
        )
