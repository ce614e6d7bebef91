"""Who is credited with receipts, by the rows as entered: formulas, and the values that they show.

Late rows count in the month that they bear, closed or not, as they do for prizes (B-3.C).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from xlpy.build.book import Book
from xlpy.build.figures import Figures, in_month, number
from xlpy.build.formulas import between, exactly, in_cny, place_of, place_of_text, places
from xlpy.core.money import split
from xlpy.core.periods import Month

LIMIT = 4_000_000
"""Receipts times orders beyond which no formula looks every receipt's order up: it would take
LibreOffice too long.
"""
SHARED_LIMIT = 60_000
"""Receipts times rows of shared credit beyond which no formula shares receipts: LibreOffice took
minutes at 300 000.
"""
SHARED = {"order_no": "td_shared_order", "share": "td_shared_share", "name": "td_shared_name"}
"""The names of the columns of shared credit, from the first row that has receipts in the year to
the last.
"""
_YEARS = "(td_year_last-td_year_first+1)"
"""How many rows of receipts there are from the year's first to its last."""


class CreditFormulas:
    """Formulas of a person's receipts; they look at those between two rows only, which are the
    year's or a month's.

    With too many receipts in the year no month is computed, though one month alone could be.
    Of the rows of shared credit they look at those from the first to the last that has receipts in
    the year.
    """

    def __init__(self, book: Book, first: str = "td_year_first", last: str = "td_year_last"):
        self.book = book
        self.first, self.last = first, last

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def of_slice(self, column: str) -> str:
        """A column of the receipts, from the first row that is of the year, or month, to the last.

        The year's has a name: a formula holds it many times, and Excel takes 8,192 letters of one.
        """
        rows = self.n("receipts", column)
        found = f"INDEX({rows},{self.first}):INDEX({rows},{self.last})"
        if self.first != "td_year_first":
            return found
        self.book.names[f"td_year_{column}"] = f"={found}"
        return f"td_year_{column}"

    def name_shared(self) -> None:
        """Name the columns of the shared credit between `td_credit_first` and `td_credit_last`."""
        for key in SHARED:
            column = self.n("credits", key)
            self.book.names[SHARED[key]] = (
                f"=INDEX({column},td_credit_first):INDEX({column},td_credit_last)"
            )

    def crowd(self) -> str:
        """The year's receipts times orders."""
        return f"{_YEARS}*ROWS({self.n('orders', 'order_no')})"

    def crowded(self) -> str:
        """Whether there are too many receipts in the year to credit them by formulas."""
        shared = f"{_YEARS}*(td_credit_last-td_credit_first+1)"
        return f"(({self.crowd()}>{LIMIT})+({shared}>{SHARED_LIMIT})>0)"

    def own(self, names: str, start: str, end: str) -> str:
        """People's receipts of orders that are not shared, from a day to before another, one below
        the other as their names are: to be one array formula, which looks each receipt up once.
        """
        order, orders = self.of_slice("order_no"), self.n("orders", "order_no")
        seller = f'{self.n("orders", "salesperson")}&""'
        people = f'IFERROR(LOOKUP({place_of(order, orders)},{places(orders)},{seller}),"")'
        alone = f"ISNA({place_of(order, self.n('credits', 'order_no'))})"
        amounts = f"{alone}*{self.within(start, end)}*{self.cny()}"
        return self._if_any(f"ROUND(MMULT({_are(names, people)},{amounts}),2)")

    def shared(self, name: str, start: str, end: str) -> str:
        """A person's parts of shared orders' receipts, to the fen by largest remainder (B-3.B.1);
        an array formula.

        Each receipt stands in a row, each row of shared credit in a column.
        """
        orders, share, people = SHARED.values()
        order, rows = self.of_slice("order_no"), f"({places(orders)})"
        same = f'({order}<>"")*({order}=TRANSPOSE({orders}))'
        fen, hers, more = (
            f"ROUND(ABS({self.cny()})*100,0)",
            f"({people}={name})",
            f"ROWS({orders})+1",
        )
        part = f"ROUND({fen}*MMULT({same},{hers}*{share}),4)"
        place = f"MMULT({same},{hers}*{rows})"
        # In hundredths of a fen, whole: floats tell remainders apart no better.
        rest = f"ROUND(MOD(ROUND({fen}*TRANSPOSE({share}+0),4),100)*10000,0)"
        left = f"ROUND(MOD({part},100)*10000,0)"
        spare = f"ROUND(MMULT({same}*{rest},{rows}^0)/1000000,0)"
        # Of equal remainders that of the upper row comes first.
        first = f"{rest}*({more})-TRANSPOSE({rows})>{left}*({more})-{place}"
        ahead = f"MMULT({same}*({first}),{rows}^0)"
        parts = f"SIGN({self.cny()})*(INT({part}/100)+({ahead}<{spare})*({part}>0))/100"
        none = f'({name}="")+(COUNTIF({people},{exactly(name)})=0)>0'
        total = f"ROUND(SUM({parts}*{self.within(start, end)}),2)"
        return self._if_any(f"IF({none},0,{total})")

    def _if_any(self, sums: str) -> str:
        """Sums where there are receipts, and not too many; else 0."""
        return f"IF({self.last}=0,0,IF({self.crowded()},0,{sums}))"

    def received_by(self, names: str, start: str, end: str) -> str:
        """Whether people have receipts from a day to before another, own or of shared orders: an
        array.

        Nobody has where there are too many receipts to look every order up.
        """
        order, orders, shared = (
            self.of_slice("order_no"),
            self.n("orders", "order_no"),
            self.n("credits", "order_no"),
        )
        when = self.within(start, end)
        person = (
            f"LOOKUP({place_of(order, orders)},{places(orders)},{self.n('orders', 'salesperson')}"
            '&"")'
        )
        own = f'IF({when}*ISNA({place_of(order, shared)}),IFERROR({person},""),"")'
        took = f'IF({when},({order}),"")'
        paid = f"ISNUMBER({place_of(shared, took)})"
        together = f'IF({paid},{self.n("credits", "name")},"")'
        either = "+".join(f"ISNUMBER({place_of_text(names, rows)})" for rows in (own, together))
        found = f'({names}<>"")*(({either})>0)'
        return f"IF({self.last}=0,0,IF({self.crowd()}>{LIMIT},0,{found}))"

    def cny(self) -> str:
        """The year's receipts in CNY: an array."""
        return in_cny(f"({self.of_slice('amount')})", f"({self.of_slice('rate')})")

    def within(self, start: str, end: str) -> str:
        """Whether the year's receipts are from a day to before another: an array."""
        return between(f"({self.of_slice('date')})", start, end)


def _are(names: str, people: str) -> str:
    """Which of some people, one beside the other, bears each of some names: 1, or 0."""
    return f'({names}<>"")*({names}=TRANSPOSE({people}))'


def cny(receipt: Mapping) -> Decimal:
    """A receipt in CNY as the formulas reckon it: amount × rate, rounded half-up to the fen."""
    rate = receipt.get("rate")
    amount = number(receipt["amount"]) * (Decimal(1) if rate is None else number(rate))
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def received_in(figures: Figures, month: Month) -> Decimal:
    """The receipts of a month as they stand, late ones included, as they count for prizes
    (B-3.C).
    """
    return sum((cny(row) for row in figures.select("receipts", date=in_month(month))), Decimal(0))


def _credited_parts(fen: int, shares: list[Decimal]) -> list[int]:
    """The parts of a receipt: by largest remainder (B-3.B.1); of shares that are not 100 % as the
    formula has them.

    `check` reports such shares, and no close uses them.
    """
    if sum(shares) == 100:
        return split(fen, shares)
    whole = [abs(fen) * share for share in shares]
    rest = [each % 100 for each in whole]
    spare = int((sum(rest) / 100).quantize(Decimal(1), ROUND_HALF_UP))
    first = sorted(range(len(shares)), key=lambda at: -rest[at])[:spare]
    sign = -1 if fen < 0 else 1
    return [sign * (int(each // 100) + (at in first)) for at, each in enumerate(whole)]


def credited_to(
    figures: Figures, name: str, receipts: Iterable[Mapping]
) -> tuple[Decimal, Decimal]:
    """What of these receipts is a person's in CNY: of orders that are not shared, and of those
    that are (B-3.B.1).
    """
    credits: dict[str, list[Mapping]] = {}
    for row in figures.of("credits"):
        credits.setdefault(row["order_no"], []).append(row)
    hers = {row["order_no"] for row in figures.of("orders") if row.get("salesperson") == name}
    own = shared = Decimal(0)
    for receipt in receipts:
        if rows := credits.get(receipt["order_no"]):
            parts = _credited_parts(int(cny(receipt) * 100), [number(row["share"]) for row in rows])
            in_fen = sum(part for part, row in zip(parts, rows, strict=True) if row["name"] == name)
            shared += Decimal(in_fen) / 100
        elif receipt["order_no"] in hers:
            own += cny(receipt)
    return own, shared


def receivers(figures: Figures, when: Callable[[object], bool]) -> set[str]:
    """Who has receipts of these days, own or of shared orders, be their sum nought."""
    people: dict[str, set[str]] = {}
    for row in figures.of("credits"):
        people.setdefault(row["order_no"], set()).add(row["name"])
    owners = {row["order_no"]: {row.get("salesperson")} for row in figures.of("orders")}
    paid = {row["order_no"] for row in figures.select("receipts", date=when)}
    return {name for order in paid for name in people.get(order, owners.get(order, ())) if name}
