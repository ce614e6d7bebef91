"""A statement as pure records, for every form of file: lines, their sums, and what is doubtful."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from xlpy.core.issues import Issue, error
from xlpy.core.text import Text

RULE = "B-3.B.1"
ENTRY, SKIP, UNPAID, UNREAD = "entry", "skip", "unpaid", "unread"
"""Kinds of lines: money moved; neither in nor out; the bank says that it never moved; it cannot be
read.
"""
Why = Text
"""A reason in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate as the statement has it: the column's heading, the number, and the two currencies
    where it names them.
    """

    heading: str
    number: Decimal
    between: tuple[str, ...] = ()
    paid: bool = False
    """Whether it is made of two sums of the line: what was received, and the yuan that were paid
    for it.
    """


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement. `row`: its line or row, or its number where the file has no lines,
    such as `2.1`.

    `whole`: everything on the line; two lines that differ in it are two payments.
    `doubts` are reasons not to book it as it stands; they do not matter where no order is named.
    """

    row: int | str
    kind: str
    date: datetime.date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    quote: Quote | None = None
    number: str = ""
    texts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    why: Why | None = None
    doubts: tuple[Why, ...] = ()

    def moves(self, sign: int) -> bool:
        """Whether it is an entry of money that came in (1) or went out (-1)."""
        return self.kind == ENTRY and self.amount is not None and sign * self.amount > 0

    @property
    def text(self) -> str:
        """What the bank says of it."""
        return " ".join(self.texts)


@dataclass(frozen=True)
class BankStatement:
    """A statement: its lines in the file's order, the currency that its head names, how its
    columns were understood.

    `columns`: pairs of a heading and a key of what it means. `told`: remarks on the whole, for
    people.
    `open_days`: cells with a day that may be two.
    """

    lines: list[Line]
    currency: str | None = None
    columns: list[tuple[str, str]] = field(default_factory=list)
    told: list[Why] = field(default_factory=list)
    open_days: list[str] = field(default_factory=list)

    @property
    def entries(self) -> list[Line]:
        """The lines on which money came in."""
        return [line for line in self.lines if line.moves(1)]

    @property
    def out(self) -> list[Line]:
        """The lines on which money went out."""
        return [line for line in self.lines if line.moves(-1)]


def fault(row: int | None, said: Text, column: str | None = None) -> Issue:
    """What is wrong with a statement, as an issue of the receipts."""
    return error("receipts", row, column, RULE, said, "bank")


def row_named(word: str) -> int | str | None:
    """The row of a line that somebody names, `4` or `2.1`; None for a word that is none."""
    if not word.replace(".", "", 1).isdecimal():
        return None
    return int(word) if word.isdecimal() else word
