"""The bytes of a CSV file as text and records, whatever program wrote them."""

import csv
import io
from collections.abc import Callable

DELIMITERS = ",;\t"


class QuotesUnpaired(Exception):
    """Quotes do not match from a line on, or a cell is too long; `line` is its number."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def decoded(data: bytes) -> str | None:
    """The text: UTF-16 with a byte order mark, UTF-8 with or without one, or GB18030; None when it is none of them."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
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

    Raises QuotesUnpaired; without `strict` quotes in the midst of a cell are part of it.
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
