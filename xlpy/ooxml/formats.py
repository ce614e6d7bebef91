"""What a number format makes of a number: a percentage, a day, or the number itself."""

import re
from decimal import Decimal

# What a format has literally: quoted texts, colours and conditions, escaped signs, fillers.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_SECONDS = re.compile(r"s+\.0+", re.IGNORECASE)


def is_percent(code: str) -> bool:
    """Whether a format shows a number as a percentage."""
    return "%" in _LITERAL.sub("", code)


def is_date(code: str) -> bool:
    """Whether a format shows a number as a day or a time, and as nothing else.

    Letters of dates beside places of digits are a currency's: `RMB#,##0.00`.
    """
    code = _SECONDS.sub("s", _LITERAL.sub("", code.partition(";")[0]))
    return bool(re.search("[ymdhs]", code, re.IGNORECASE)) and not re.search("[#0?]", code)


def percentage(number: float) -> str:
    """What a cell with a percent format shows, with all its decimals: 0.0125 is `1.25%`."""
    shown = (Decimal(format(number, ".15g")) * 100).normalize()
    return f"{shown:f}%"
