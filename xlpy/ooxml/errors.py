"""The error values that cells show: their texts, Excel's numbers for them, and what each is
here.
"""

_BASE = -2146828288
"""Excel hands an error to Python as this number plus the error's own: 0x800A0000 as a signed whole
number.
"""
_LAST = _BASE + 0xFFFF

# Excel's number → the text that the cell shows. Numbers: XlCVError and later versions of Excel.
_TEXTS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#EXTERNAL!",
    2222: "#PYTHON!",
}
OLDER_ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])
"""The texts of the errors that every version of Excel and every reader knows."""
ERROR_TEXTS = frozenset([*_TEXTS.values(), "#BUSY!", "#TIMEOUT!"])
"""The texts of all errors that a cell can show."""


def error_text(value: object) -> str | None:
    """The text of an error value as a spreadsheet program hands it over; None for everything else.

    Numbers of cells come as floats: a whole number of Excel's range of errors is an error, known
    or not.
    """
    if isinstance(value, str):
        return value if value in ERROR_TEXTS else None
    if type(value) is int and _BASE <= value <= _LAST:
        number = value - _BASE
        return _TEXTS.get(number, f"#ERROR {number}!")
    return None
