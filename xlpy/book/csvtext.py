"""The bytes of a CSV file as text and records, whatever program wrote them."""

import csv
import io
import re
from collections.abc import Callable

DELIMITERS = ",;\t"
_LIVE = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


class QuotesUnpaired(Exception):
    """Quotes do not match from a line on, or a cell is too long; `line` is its number."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def escaped(text: str) -> str:
    """A text as a CSV file for spreadsheet programs carries it, so that none takes it for a
    formula.

    What begins as a formula would (= + - @, also in full width, a tab or a new line) gets an
    apostrophe in front, and so does what begins so behind apostrophes: `unescaped` gives back
    exactly what was.
    """
    return f"'{text}" if _LIVE.match(text) else text


def unescaped(text: str) -> str:
    """A text of a CSV file without the apostrophe that `escaped` put in front."""
    return text[1:] if text.startswith("'") and _LIVE.match(text) else text


def decoded(data: bytes) -> str | None:
    """The text: UTF-16 with a byte order mark, UTF-8 with or without one, or GB18030; None when it
    is none of them.
    """
    encodings = (
        ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def records(
    text: str, delimiter: str, bare: Callable[[str], str] = str.strip, strict: bool = True
) -> list[tuple[int, list[str]]]:
    """Every record with the line on which it begins, blank ones too, each cell as `bare` leaves it.

    Raises QuotesUnpaired; without `strict` quotes inside a cell are part of it.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    found, line = [], 1
    try:
        for cells in reader:
            found.append((line, list(map(bare, cells))))
            line = reader.line_num + 1
    except csv.Error:
        raise QuotesUnpaired(line) from None
    return found
