"""What each column of a statement is: by its heading, and by what its cells hold; which of several
sums is meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlpy.bank.sums import is_nothing, is_sum
from xlpy.book.cells.text import fold
from xlpy.book.days import is_day
from xlpy.book.grid import Row
from xlpy.book.words import vocabulary
from xlpy.core.currencies import code_of
from xlpy.core.headings import Column
from xlpy.core.text import Text

_LESSER = frozenset(("original", "equivalent", "net", "total", "source", "target"))
_QUALIFIERS = _LESSER | {"booked", "traded", "valued", "gross", "payment"}
_DATES = ("date", "date or sum")
_SUMS = ("sum", "sum or currency", "sum or text", "date or sum", "direction", "refunded")
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}|[\u3400-\u9fff]+|[^\W\d_]{0,2}[$€£¥]")
_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")
IN, OUT, NEUTRAL = "in", "out", "neutral"


@dataclass
class Sums:
    """The columns of one kind of sum: money in, money out, and those that hold both."""

    kind: frozenset[str]
    money_in: list[Column] = field(default_factory=list)
    money_out: list[Column] = field(default_factory=list)
    both: list[Column] = field(default_factory=list)
    apart: bool = False
    """Whether it is one of two that differ in the currency of their headings alone."""

    @property
    def columns(self) -> list[Column]:
        """All of them."""
        return [*self.money_in, *self.money_out, *self.both]


@dataclass
class Layout:
    """A statement's columns by what they are for. `told`: each column's meaning, for people."""

    dates: list[Column] = field(default_factory=list)
    sums: Sums | None = None
    peers: list[Sums] = field(default_factory=list)
    """Other sums that must agree with it."""
    legs: dict[str, Sums] = field(default_factory=dict)
    """`source`, `target`: of statements that name what was sent and what arrived in two
    currencies.
    """
    ways: list[Column] = field(default_factory=list)
    """Columns that say whether money came in or went out."""
    kinds: list[Column] = field(default_factory=list)
    """Columns with words about the kind of the entry."""
    statuses: list[Column] = field(default_factory=list)
    currencies: list[Column] = field(default_factory=list)
    currencies_of: dict[frozenset[str], list[Column]] = field(default_factory=dict)
    """The columns of currencies by the kind of sum that they belong to."""
    between: list[Column] = field(default_factory=list)
    """Columns with currencies of a conversion."""
    rates: list[Column] = field(default_factory=list)
    balances: list[Column] = field(default_factory=list)
    reversals: list[Column] = field(default_factory=list)
    refunds: list[Column] = field(default_factory=list)
    numbers: list[Column] = field(default_factory=list)
    texts: list[Column] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    clash: Text | None = None
    """Why nothing decides which of several columns is the sum; None where something does."""


def way_of(cell: object) -> str | None:
    """`in`, `out` or `neutral`, where a cell says this and nothing else, in whichever languages;
    else None.
    """
    text = fold(cell) if isinstance(cell, str) else ""
    if text in ("+", "-"):
        return IN if text == "+" else OUT
    if text == "/":
        return NEUTRAL
    if any(sign.isdecimal() for sign in text):
        return None
    tagged = vocabulary("direction").tagged(text.rstrip("."))
    found = tagged.tags & {IN, OUT, NEUTRAL}
    return next(iter(found)) if len(found) == 1 and not tagged.unknown else None


def header_of(cells: Sequence[str]) -> list[Column] | None:
    """What each column of a header is by its heading; None for a row that is no header of a
    statement.
    """
    if any(is_day(cell) or (not is_nothing(cell) and is_sum(cell)) for cell in cells):
        return None
    columns = vocabulary("bank").columns(cells)
    days = [column.at for column in columns if column.meaning in _DATES]
    sums = [column.at for column in columns if column.meaning in _SUMS]
    return columns if days and set(sums) - {days[0]} else None


def layout_of(columns: list[Column], rows: Sequence[Row]) -> Layout:
    """What the columns are for, once it is seen what the rows below them hold."""
    layout = Layout()
    values = {
        c.at: [row.cells[c.at] for row in rows if c.at < len(row.cells) and row.cells[c.at] != ""]
        for c in columns
    }
    sums: list[Column] = []
    for column in columns:
        _place(layout, sums, column, values[column.at])
    layout.dates.sort(key=_date_rank)
    _choose(layout, sums, rows)
    _choose_currencies(layout)
    return layout


def _place(layout: Layout, sums: list[Column], column: Column, cells: list) -> None:
    """Put a column where it belongs."""
    meaning = _seen(column, cells)
    layout.told[column.at] = meaning
    places = {
        "date": layout.dates,
        "status": layout.statuses,
        "rate": layout.rates,
        "balance": layout.balances,
        "reversal": layout.reversals,
        "refunded": layout.refunds,
        "currency": layout.currencies,
        "between": layout.between,
        "direction": layout.ways,
        "sum": sums,
    }
    if meaning in places:
        places[meaning].append(column)
    if meaning in ("type", "method", "text", "number", "direction", "status", "unknown"):
        layout.texts.append(column)
    if meaning in ("type", "method") or (meaning == "text" and "text" in column.tags):
        layout.kinds.append(column)
    if meaning == "number":
        layout.numbers.append(column)


def _seen(column: Column, cells: list) -> str:
    """A column's meaning, its cells considered: what they hold wins over a heading that fits them
    not.
    """
    meaning = column.meaning or "unknown"
    if _only_ways(column, cells):
        return "direction"
    if meaning == "unknown" and _only_statuses(cells):
        return "status"
    filled = [cell for cell in cells if not is_nothing(cell)]
    if meaning in ("date", "date or sum"):
        if any(map(is_day, filled)) or (not filled and meaning == "date"):
            return "date"
        return "sum" if meaning == "date or sum" and filled and all(map(is_sum, filled)) else "time"
    if meaning in ("sum or currency", "sum", "currency", "sum or text", "direction"):
        return _by_cells(column, meaning, filled)
    if (
        meaning == "text"
        and column.tags & {"source", "target"}
        and filled
        and all(map(_is_code, filled))
    ):
        return "between"
    if meaning == "currency" and column.tags & {"source", "target"}:
        return "between"
    return meaning


def _by_cells(column: Column, meaning: str, filled: list) -> str:
    if not filled:
        return {"sum or currency": "sum", "sum or text": "unknown"}.get(meaning, meaning)
    if meaning != "sum" and all(map(_is_code, filled)):
        return "between" if column.tags & {"source", "target"} else "currency"
    if meaning in ("sum or currency", "sum"):
        return "sum" if any(map(is_sum, filled)) else "unknown"
    if meaning in ("sum or text", "direction"):
        return "sum" if all(map(is_sum, filled)) else {"sum or text": "text"}.get(meaning, meaning)
    return meaning


def _is_code(cell) -> bool:
    return isinstance(cell, str) and currency_in(cell) is not None


def currency_in(cell: str) -> str | None:
    """The one currency that a cell names, in whichever forms: `USD`, `美元`, `USD-美元`, `人民币
    (CNY)`.
    """
    text = fold(cell)
    if code := code_of(text):
        return code
    found = {code_of(word) for word in re.split(r"[\s()/-]+", text) if word}
    return found.pop() if len(found) == 1 and None not in found else None


def codes_in(column: Column) -> set[str]:
    """The currencies that a heading names: `Amount USD`, `Débit euros`, `Paid in (US dollars)`;
    `All` is no lek.
    """
    words = _WORDS.findall(_TOGETHER.sub(" ", fold(column.heading)))
    phrases = (
        " ".join(words[at : at + count])
        for count in (1, 2, 3)
        for at in range(len(words) - count + 1)
    )
    return {
        code
        for each in phrases
        if (len(each) > 3 or each.isupper() or not each.isascii()) and (code := code_of(each))
    }


def _only_ways(column: Column, cells: list) -> bool:
    """Whether a column holds only words of direction, whatever its heading."""
    said = [way_of(cell) for cell in cells if cell != ""]
    if not said or None in said or not {IN, OUT} & set(said):
        return False
    signs = {fold(cell) for cell in cells} <= {"+", "-", "/"}
    return not signs or column.meaning in ("direction", "type", None)


def _only_statuses(cells: list) -> bool:
    seen = [vocabulary("status").tagged(cell) for cell in cells if isinstance(cell, str)]
    return (
        bool(seen)
        and all(tagged.whole for tagged in seen)
        and any(t.tags & {"done", "never"} for t in seen)
    )


def _date_rank(column: Column) -> int:
    """The day on which the bank booked it comes first, then that of the transaction, then the
    value date.
    """
    ranks = (("booked", 0), ("valued", 2), ("otherdate", 3))
    return next((rank for tag, rank in ranks if tag in column.tags), 1)


def side_of(column: Column) -> str | None:
    """The side that a heading says; where it names both sides, everyday words win over those of
    ledgers.
    """
    for money_in, money_out in (("in", "out"), ("credit", "debit")):
        said = column.tags & {money_in, money_out}
        if len(said) == 1:
            return IN if money_in in said else OUT
        if said:
            return None
    return None


def _kind(column: Column) -> frozenset[str]:
    """What kind of sum a heading names: booked, original … and the words in it that are not
    known.
    """
    strange = {word for word in column.unknown if code_of(word) is None}
    return column.tags & _QUALIFIERS | strange


def _choose(layout: Layout, columns: list[Column], rows: Sequence[Row]) -> None:
    """Which sums are the entry's: the plain ones, or else those of the first kind; others must
    agree or are lesser.
    """
    kinds: dict[frozenset[str], Sums] = {}
    for column in columns:
        group = kinds.setdefault(_kind(column), Sums(_kind(column)))
        {IN: group.money_in, OUT: group.money_out, None: group.both}[side_of(column)].append(column)
    groups = [
        part for group in _joined_groups(list(kinds.values())) for part in _by_currency(group)
    ]
    layout.legs = {
        leg: group for group in groups for leg in ("source", "target") if leg in group.kind
    }
    if layout.legs.keys() != {"source", "target"} or any(not g.kind & _LESSER for g in groups):
        layout.legs = {}
    groups.sort(key=_rank)
    if not groups:
        return
    layout.sums, *others = groups
    layout.peers = [group for group in others if not group.kind & _LESSER]
    for group in [] if layout.legs else others:
        for column in group.columns:
            layout.told[column.at] = "other sum"
    for group in (layout.sums, *layout.peers):
        _unsided(layout, group, rows)
        _one_each(layout, group, rows)


def _joined_groups(groups: list[Sums]) -> list[Sums]:
    """Groups of one side joined with the group of the other side: `Deposit` beside `Net
    withdrawal` are one kind.
    """
    ins = [g for g in groups if g.money_in and not g.money_out]
    outs = [g for g in groups if g.money_out and not g.money_in]
    if len(ins) == len(outs) == 1:
        first, second = ins[0], outs[0]
        kind = first.kind & second.kind
        joined = Sums(kind, first.money_in, second.money_out, [*first.both, *second.both])
        return [joined, *(g for g in groups if g not in (first, second))]
    return groups


def _by_currency(group: Sums) -> list[Sums]:
    """A kind of sums in columns by currency, where headings name yuan and another: `Amount USD`,
    `Amount CNY`.
    """
    codes = {code for column in group.columns for code in codes_in(column)}
    if (
        len(codes) != 2
        or "CNY" not in codes
        or any(len(codes_in(column)) != 1 for column in group.columns)
    ):
        return [group]
    parts = []
    for code in sorted(codes):
        money_in, money_out, both = (
            [c for c in side if code in codes_in(c)]
            for side in (group.money_in, group.money_out, group.both)
        )
        parts.append(Sums(group.kind | {code}, money_in, money_out, both, apart=True))
    return parts


def _rank(group: Sums) -> tuple[int, int, int]:
    lesser = len(group.kind & _LESSER)
    sided = not (group.money_in or group.money_out)
    return lesser, sided, len(group.kind - {"gross", "booked"})


def _unsided(layout: Layout, group: Sums, rows: Sequence[Row]) -> None:
    """Sums under one side alone, such as 实付金额, beside a column that says in and out line by
    line: it counts.
    """
    said = {way_of(_cell(row, column)) for column in layout.ways for row in rows}
    if {IN, OUT} <= said and bool(group.money_in) != bool(group.money_out):
        group.both += group.money_in + group.money_out
        group.money_in, group.money_out = [], []


def _one_each(layout: Layout, group: Sums, rows: Sequence[Row]) -> None:
    """Two columns of one meaning are never merged: they must say the same on every line, or
    nothing is known.
    """
    for columns in (group.money_in, group.money_out, group.both):
        first = columns[:1]
        for other in columns[1:]:
            if any(_cell(row, first[0]) != _cell(row, other) for row in rows):
                names = (
                    f"{first[0].heading}”“{other.heading}",
                    f'{first[0].heading}" and "{other.heading}',
                )
                layout.clash = Text(
                    f"“{names[0]}”两列都可能是金额，分不清；请删去不是的一列再导入",
                    f'"{names[1]}" may both be the sum; delete the column that is not and '
                    "read the file again",
                )
        columns[1:] = []


def _cell(row: Row, column: Column):
    cell = row.cells[column.at] if column.at < len(row.cells) else ""
    return "" if is_nothing(cell) else cell


def _choose_currencies(layout: Layout) -> None:
    """The currency columns that belong to the chosen sums: of the same kind, or plain, or the only
    ones.
    """
    if layout.sums is None:
        return
    by_kind = {
        kind: [c for c in layout.currencies if _kind(c) == kind]
        for kind in map(_kind, layout.currencies)
    }
    layout.currencies_of = by_kind
    for kind in (layout.sums.kind, frozenset()):
        if kind in by_kind:
            layout.currencies = by_kind[kind]
            return
    own = [c for c in layout.currencies if not _kind(c) & _LESSER]
    layout.currencies = own or ([] if len(by_kind) > 1 else layout.currencies)
