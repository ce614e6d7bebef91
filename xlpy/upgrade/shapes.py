"""Formulas by their shape: what stays the same when people rename sheets and columns, or put rows
in above.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

_STRING = r'"(?:[^"]|"")*"'
_COLUMN = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_SHEET = r"(?:'(?:[^']|'')*'|[\w.]+)!"
# In the .xlsx edition functions of ours are those of an add-in.
_PREFIX = r"_xl(?:fn|ws|udf)\.|_xldudf_"
_CELL = r"(?<![\w.])\$?([A-Za-z]{1,3})\$?\d+(?![\w.(])"
# Excel writes 1E+99 and TRUE, LibreOffice 1E+099 and TRUE().
_POWER = r"(?<=\d)E\+?0*(?=\d)"
_CALLED = r"(?<=TRUE)\(\)|(?<=FALSE)\(\)"
# A new workbook's year stands in its own formulas.
_YEAR = r"(?<=DATE\()\d{4}(?=,1,1\))"
_PIECES = re.compile(
    rf"({_STRING})|{_COLUMN}|{_SHEET}|{_PREFIX}|[\s@$]|{_POWER}|{_CALLED}|{_YEAR}|{_CELL}"
)


def shape(formula: str) -> str:
    """A formula without its spaces, sheets, rows and the names of columns; a text in it stays as
    it is.
    """
    return _PIECES.sub(lambda found: found[1] or (found[2] or "").upper(), formula)


def prints(formulas: Iterable[str]) -> set[str]:
    """A short print of the shape of each formula; one without a text (it goes with another's) has
    none.
    """
    return {_print(held) for held in formulas if held.startswith("=") and held != "="}


@lru_cache(maxsize=10_000)
def _print(formula: str) -> str:
    """The same formulas stand in the workbook, in the new views and in the next workbook."""
    return hashlib.sha256(shape(formula).encode()).hexdigest()[:8]
