"""What the What-if sheet holds at first: the last closed month as it was, or an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlpy.build.book import Book
from xlpy.build.figures import Figures, in_month, number, pool_label
from xlpy.build.speech import Worded
from xlpy.core.periods import Month, Year

PEOPLE = 8
"""The people that a department of the sheet has room for."""
_FULL = "全额 full"


@dataclass(frozen=True)
class Person:
    """One row of the department: a month's receipts and target, a quarter's and a year's
    receipts.
    """

    name: str
    receipts: Decimal
    target: Decimal
    quarter: Decimal
    year: Decimal


@dataclass(frozen=True)
class Performance:
    """What a month's performance pay depends on besides the receipts."""

    late: Decimal | int = 0
    personal_leave: Decimal | int = 0
    teamwork: str = _FULL
    execution: str = _FULL
    fines: Decimal | int = 0


@dataclass(frozen=True)
class Quote:
    """A price and its costs; the rates of VAT and rebate as ratios."""

    revenue: Decimal
    currency: str
    rate: Decimal
    purchase: Decimal
    other: Decimal
    vat: Decimal
    rebate: Decimal


@dataclass(frozen=True)
class Start:
    """All that the sheet's cells hold that a user may change."""

    month: Month
    receipts: Decimal
    target: Decimal
    performance: Performance
    people: tuple[Person, ...]
    manager: str
    star: str
    quarter_pool: Decimal
    year_pool: Decimal
    quote: Quote
    floor: Decimal


def start_of(book: Book) -> Start:
    """The last closed month of the book's rows; an example where nothing is closed."""
    figures = Figures(book.rows, book.year)
    month = figures.closed_months[-1] if figures.closed_months else None
    people = _people(figures, month) if month else ()
    return _of_month(figures, month, people) if people else _example(figures)


def _people(figures: Figures, month: Month) -> tuple[Person, ...]:
    """Those with a commission in a month."""
    rows = figures.select(
        "commissions", month=in_month(month), target=lambda target: number(target) > 0
    )
    return tuple(_person(figures, row, month) for row in rows[:PEOPLE])


def _of_month(figures: Figures, month: Month, people: tuple[Person, ...]) -> Start:
    managers = [
        str(r["name"]) for r in figures.of("staff") if str(r.get("role", "")).endswith("manager")
    ]
    pools = [
        figures.sum("pools", "closing", pool=pool_label(pool), month=in_month(month))
        for pool in ("quarter", "year")
    ]
    first = people[0]
    return Start(
        month,
        first.receipts,
        first.target,
        _performance(figures, first.name, month),
        people,
        managers[0] if managers else "",
        figures.first("stars", "name", month=in_month(month)) or "",
        *pools,
        _quote(figures),
        _floor(figures, month),
    )


def _person(figures: Figures, row: Mapping, month: Month) -> Person:
    name = str(row["name"])
    quarter, year = (
        sum(
            (
                figures.sum("commissions", "receipts", name=name, month=in_month(m))
                for m in period.months
            ),
            Decimal(0),
        )
        for period in (month.quarter, Year(month.year))
    )
    return Person(name, number(row["receipts"]), number(row["target"]), quarter, year)


def _performance(figures: Figures, name: str, month: Month) -> Performance:
    wanted = {"name": name, "month": in_month(month)}
    late, leave = (
        figures.first("attendance", key, **wanted) or 0 for key in ("late", "personal_leave")
    )
    teamwork, execution = (
        figures.first("grades", key, **wanted) or _FULL for key in ("teamwork", "execution")
    )
    return Performance(
        late,
        leave,
        teamwork,
        execution,
        figures.sum("fines", "amount", name=name, date=in_month(month)),
    )


def _quote(figures: Figures) -> Quote:
    rows = figures.of("costs")
    if not rows:
        return _EXAMPLE_QUOTE
    row = rows[0]
    other = sum(
        (number(row.get(key)) for key in ("freight", "insurance", "commission", "bank", "other")),
        Decimal(0),
    )
    return Quote(
        number(row["price"]),
        str(row["currency"]),
        number(row.get("rate")) or Decimal(1),
        number(row.get("purchase")),
        other,
        number(row.get("vat")) / 100,
        number(row.get("rebate_rate")) / 100,
    )


def _floor(figures: Figures, month: Month) -> Decimal:
    """The margin below which the manager decides, as a ratio: of the policy rows in force the
    latest.
    """
    rows = [
        r
        for r in figures.select("policy", key="margin.floor")
        if not r.get("from") or r["from"] <= month.last
    ]
    return number(max(rows, key=lambda row: row["from"])["value"]) / 100


def _example(figures: Figures) -> Start:
    people = _example_people()
    receipts, target = people[0].receipts, people[0].target
    month = figures.next_month
    pools = Decimal(10_000), Decimal(60_000)
    return Start(
        month,
        receipts,
        target,
        Performance(),
        people,
        str(Worded("周经理", "Zhou", "周经理")),
        people[1].name,
        *pools,
        _EXAMPLE_QUOTE,
        _floor(figures, month),
    )


def _example_people() -> tuple[Person, ...]:
    return tuple(
        Person(str(name), *map(Decimal, amounts))
        for name, *amounts in (
            (Worded("张三", "Zhang San", "张三"), 200_000, 100_000, 520_000, 1_900_000),
            (Worded("李四", "Li Si", "李四"), 260_000, 100_000, 610_000, 2_300_000),
            (Worded("王五", "Wang Wu", "王五"), 180_000, 100_000, 480_000, 2_000_000),
            (Worded("赵六", "Zhao Liu", "赵六"), 130_000, 100_000, 330_000, 1_200_000),
            (Worded("孙七", "Sun Qi", "孙七"), 130_000, 100_000, 390_000, 1_500_000),
        )
    )


_EXAMPLE_QUOTE = Quote(
    Decimal(10_000),
    "USD",
    Decimal("6.5"),
    Decimal(56_500),
    Decimal("1500"),
    Decimal("0.13"),
    Decimal("0.13"),
)
