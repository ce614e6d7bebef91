"""The functions for cells, whichever spreadsheet program asks: what each is called, takes, says,
and gives.

Hosts (Excel through `udfs.py`, LibreOffice through its add-in) build themselves from `FUNCTIONS`
and call `call`. Only the standard library and `xlpy.core`, `xlpy.book` are needed, so all of it
runs in LibreOffice's own Python.
"""

from xlpy.functions.catalogue import CATEGORY, FUNCTIONS, call
from xlpy.functions.problems import ERRORS, CellProblem
from xlpy.functions.run import reasons
from xlpy.functions.spec import CELL, COLUMN, REFERENCE, TABLE, Argument, Function

__all__ = [
    "CATEGORY",
    "CELL",
    "COLUMN",
    "ERRORS",
    "FUNCTIONS",
    "REFERENCE",
    "TABLE",
    "Argument",
    "CellProblem",
    "Function",
    "call",
    "reasons",
]
