"""Pieces of formulas that several views write, each once: places of rows, spans of days, receipts
in CNY.
"""

from xlpy.build.book import Book


def places(column: str) -> str:
    """The places of a column's rows, from 1."""
    return f"ROW({column})-MIN(ROW({column}))+1"


def literal(text: str) -> str:
    """A text for MATCH, which takes * ? ~ for signs of a pattern: each is escaped."""
    for sign in "~*?":
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def place_of(wanted: str, column: str) -> str:
    """The place in a column of the first cell that holds exactly this, number or text.

    `wanted` stands in it three times: for a long formula of a text take `place_of_text`.
    """
    return f"MATCH(IF(ISTEXT({wanted}),{literal(wanted)},{wanted}),{column},0)"


def place_of_text(wanted: str, column: str) -> str:
    """The place in a column of the first cell that holds exactly this text."""
    return f"MATCH({literal(wanted)},{column},0)"


def exactly(text: str) -> str:
    """The condition of SUMIFS and COUNTIFS that a cell holds this text, also where it begins with
    = or > or <.

    An empty text is the condition of an empty cell.
    """
    return f'"="&{literal(text)}'


def nth_place(condition: str, column: str, n: int | str) -> str:
    """The place of the n-th row of a column that meets a condition; an error where there is none.

    The blank for rows that do not meet it matters: in a table of one row SMALL takes FALSE for 0.
    """
    return f'SMALL(IF({condition},{places(column)},""),{n})'


def between(day: str, start: str, end: str) -> str:
    """Whether days lie from one to before another."""
    return f"({day}>={start})*({day}<{end})"


def in_cny(amount: str, rate: str) -> str:
    """Amounts in CNY, each rounded to the fen; without a rate they are in CNY already."""
    return f'ROUND({amount}*({rate}+({rate}="")),2)'


def received(book: Book, start: str, end: str) -> str:
    """The receipts from a day to before another, in CNY."""
    day, amount, rate = (book.name("receipts", key) for key in ("date", "amount", "rate"))
    return f"SUMPRODUCT({between(day, start, end)}*{in_cny(amount, rate)})"
