"""SWIFT MT940 and MT942 messages as lines of a statement.

Read here and not by a package: a reader that knows no line numbers, and takes the reversal of a
credit for money in, would not do.
"""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlpy.bank.records import ENTRY, UNPAID, UNREAD, BankStatement, Line, Why
from xlpy.book.cells.text import brief
from xlpy.core.text import Text

_TAG = re.compile(r"^:(\d{2}[A-Z]?|NS):(.*)$")
_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<booked>\d{4})?(?P<mark>R[CD]|E[CD]|[CD])(?P<funds>[A-Z])"
    r"?(?P<sum>\d{1,13}(?:[,.]\d{0,4})?)"
    r"(?P<kind>[A-Z][A-Z0-9]{3})?(?P<rest>.*)"
)
_BALANCE = re.compile(r"[CD]\d{6}([A-Z]{3})")
_SUBFIELD = re.compile(r"\?(\d\d)")
_FULL_LINE = 65
"""The characters of a line of field 86: a full one goes on in the next."""
_FIRST_YEAR = 80
"""SWIFT's years of two digits begin with 1980 and end with 2079."""
_NUMBER_OF = "NONREF"
_REVERSED: Why = Text("银行冲回了一笔付款", "the bank reversed a payment of ours")


def is_mt940(text: str) -> bool:
    """Whether a text is such a message: it has the tags of a statement at the beginning of
    lines.
    """
    return bool(
        re.search(r"^(?:\{4:)?\s*:20:", text, re.MULTILINE)
        and re.search(r"^:(?:60[FM]|61|34F):", text, re.M)
    )


def read(text: str) -> BankStatement:
    """The lines `:61:` of all messages of a file with what `:86:` says of each; `row` is the line
    of the file.

    The day is that of entry, else the value date; the currency is the opening balance's.
    """
    lines: list[Line] = []
    currency, at_entry = None, None
    for number, tag, content in _fields(text):
        if tag in ("60F", "60M", "34F") and (
            match := _BALANCE.match(content[0]) or re.match(r"([A-Z]{3})", content[0])
        ):
            currency, at_entry = match[1], None
        elif tag == "61":
            lines.append(_line(number, content, currency))
            at_entry = lines[-1]
        elif tag == "86" and at_entry is not None:
            lines[-1] = _with_text(at_entry, content)
            at_entry = None
        elif tag in ("62F", "62M", "20"):
            at_entry = None
    told = [
        Text(
            "日期取入账日，没有时取起息日",
            "the day is that of entry; where there is none, the value date",
        )
    ]
    return BankStatement(lines, None, [], told)


def _fields(text: str):
    """Each tag with the number of its line and the lines of its content."""
    found: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.rstrip("\r")
        if match := _TAG.match(line[3:] if line.startswith("{4:") else line):
            found.append((number, match[1], [match[2]]))
        elif (line.startswith(("-}", "{", "-")) and len(line) <= 2) or line.startswith("{"):
            found.append((number, "", [""]))
        elif found:
            found[-1][2].append(line)
    return found


def _line(number: int, content: list[str], currency: str | None) -> Line:
    match = _ENTRY.fullmatch(content[0].strip())
    if match is None:
        shown = brief(content[0])
        return Line(
            number,
            UNREAD,
            texts=tuple(content),
            why=Text(f"“{shown}”读不出", f'"{shown}" cannot be read'),
        )
    try:
        day = _day(match["value"], match["booked"])
    except ValueError:
        shown = brief(content[0])
        return Line(number, UNREAD, why=Text(f"“{shown}”里没有日子", f'"{shown}" names no day'))
    mark = match["mark"]
    comes_in = mark in ("C", "RD", "EC")
    size = Decimal(match["sum"].replace(",", ".").rstrip("."))
    customer, _, bank = match["rest"].partition("//")
    texts = tuple(filter(None, (customer, *content[1:])))
    reference = bank.strip()
    if mark.startswith("E"):
        why = Text("预计，还没有入账", "is expected, not booked yet")
        return Line(number, UNPAID, day, currency=currency, texts=texts, why=why)
    return Line(
        number,
        ENTRY,
        day,
        size if comes_in else -size,
        currency,
        None,
        "" if reference == _NUMBER_OF or not re.search(r"\d", reference) else reference,
        texts,
        tuple(content),
        doubts=(_REVERSED,) if mark == "RD" else (),
    )


def _day(value: str, booked: str | None) -> date:
    """The day of entry in the year that is nearest to the value date; the value date where there
    is none.
    """
    year = 2000 + int(value[:2]) if int(value[:2]) < _FIRST_YEAR else 1900 + int(value[:2])
    valued = date(year, int(value[2:4]), int(value[4:6]))
    if not booked:
        return valued
    options = []
    for each in (year - 1, year, year + 1):
        try:
            options.append(date(each, int(booked[:2]), int(booked[2:])))
        except ValueError:
            continue
    return min(options, key=lambda day: abs(day - valued), default=valued)


def _with_text(line: Line, content: list[str]) -> Line:
    """The line with what the bank says of it: its lines joined as the bank cut them, and once more
    with blanks.
    """
    whole = _joined(content)
    fields = [part for part in _SUBFIELD.split(whole)[2::2] if part]
    texts = _joined_subfields(whole) if fields else [whole]
    return replace(line, texts=(*line.texts, *dict.fromkeys(text for text in texts if text)))


def _joined(content: list[str]) -> str:
    """The content as one text: a line that is full goes on in the next without a blank."""
    text = ""
    for line in content:
        full = bool(text) and (len(text) - text.rfind("\n") - 1 >= _FULL_LINE)
        text += line if not text or full or line.startswith("?") else f"\n{line}"
    return _unbroken(text)


def _unbroken(text: str) -> str:
    """Without the breaks: a word may be cut by one, so that both readings stand side by side where
    they differ.
    """
    if "\n" not in text:
        return text
    return f"{text.replace(chr(10), '')} {text.replace(chr(10), ' ')}"


def _joined_subfields(whole: str) -> list[str]:
    """The subfields `?20` to `?29` and `?60` to `?63` are one text cut in pieces; the others stand
    alone.
    """
    pieces = _SUBFIELD.split(whole)
    named = list(zip(pieces[1::2], pieces[2::2], strict=True))
    purpose = [text for key, text in named if key[0] == "2" or key in ("60", "61", "62", "63")]
    others = [text for key, text in named if key[0] != "2" and key not in ("60", "61", "62", "63")]
    return ["".join(purpose), " ".join(purpose), *others]
