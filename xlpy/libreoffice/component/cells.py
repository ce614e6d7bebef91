"""The functions for cells as LibreOffice calls them."""

import struct

from tradedept.calc import XCells

from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.names import CELLS
from xlpy.libreoffice.unotypes import Uno

_CODES = {"null": 521, "div0": 532, "value": 519, "ref": 524, "name": 525, "num": 503, "na": 32767}
"""LibreOffice's numbers of the errors that a CellProblem's kinds stand for."""


def shown_error(kind: str) -> float:
    """The number that LibreOffice shows as that error, also inside of arrays: not a number, the
    error's own in it.
    """
    return struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0000 | _CODES[kind]))[0]


class Cells(Part, XCells):
    """One method a function; LibreOffice finds them by name."""

    service = CELLS

    def __init__(self, context):
        super().__init__(context)
        self._answer = None

    def __getattr__(self, name: str):
        if not name.startswith("TD_"):
            raise AttributeError(name)

        def method(*arguments: Uno) -> Uno:
            return self._answered(name, arguments)

        # The next call finds it at once.
        setattr(self, name, method)
        return method

    def _answered(self, name: str, arguments: tuple) -> tuple:
        if self._answer is None:
            from xlpy.libreoffice.functions import Answers

            self._answer = Answers(shown_error).answer
        return self._answer(name, arguments)
