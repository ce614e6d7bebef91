"""From what LibreOffice hands to a function to what it shows: the package's functions called,
results converted.
"""

from collections.abc import Callable
from itertools import chain

from xlpy.desk.collector import uncollected
from xlpy.functions import CellProblem, call
from xlpy.libreoffice.problems import remember


class Answers:
    """Calls functions, and has those remembered that had problems."""

    def __init__(self, shown_error: Callable[[str], float]):
        self._errors: dict[str, float] = {}
        self._make = shown_error

    def answer(self, name: str, arguments: tuple) -> tuple:
        """The rows that LibreOffice shows for a call."""
        if name == "TD_WHY":
            return ((self._why(*arguments),),)
        with uncollected():
            return self._results_shown(name, arguments)

    def _results_shown(self, name: str, arguments: tuple) -> tuple:
        results = call(name, *arguments)
        kinds = set(map(type, chain.from_iterable(results)))
        if kinds <= {float, str}:
            return tuple(map(tuple, results))
        if CellProblem in kinds:
            remember(name, arguments, results)
        return tuple(tuple(map(self._shown, row)) for row in results)

    def _why(self, document, cells) -> str:
        from xlpy.libreoffice.why import why

        try:
            return why(document, cells.getCellByPosition(0, 0))
        except Exception as fault:
            return f"程序出错 / A fault of ours: {type(fault).__name__}: {fault}"

    def _shown(self, cell):
        if type(cell) is CellProblem:
            if cell.kind not in self._errors:
                self._errors[cell.kind] = self._make(cell.kind)
            return self._errors[cell.kind]
        if isinstance(cell, str):
            return cell
        # None would show as 0 in a cell of its own; whole numbers and truth values are numbers
        # here.
        return "" if cell is None else float(cell)
