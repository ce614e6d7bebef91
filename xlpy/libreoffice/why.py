"""Why a cell with a TD_ function shows an error: reads its formula and calls the function again."""

from dataclasses import dataclass
from itertools import zip_longest

from xlpy.functions import call
from xlpy.libreoffice.engine.values import ERRORS, plain
from xlpy.libreoffice.formulas import (
    BLANK,
    CONSTANT,
    DOUBTFUL,
    UNKNOWN,
    calls_in,
    cells_in,
    formula_of,
)
from xlpy.libreoffice.problems import Problems, problems_of, recalled
from xlpy.libreoffice.unotypes import Uno

_NO_ERROR = "这个单元格没有错误。 / The cell shows no error."
_NOT_OURS = "这个单元格的公式里没有 TD_ 函数。 / The cell's formula has no TD_ function."
_ELSEWHERE = (
    "TD_ 函数本身有结果，错误来自公式的其他部分。 / "
    "The TD_ functions have results; the error comes from the rest of the formula."
)
_BEYOND = (
    "数组公式占的格子比结果多，这一格没有结果。 / "
    "The array formula was entered over more cells than its result has; there is none for "
    "this cell."
)
_UNKNOWN = (
    "参数是算式，无法单独查看；请把算式放进一个单元格再引用它。 / "
    "An argument is a calculation; put it into a cell of its own and refer to that."
)
_SEVERAL = (
    "参数是算式；最近这样的调用的原因： / An argument is a calculation; calls like it lately had "
    "the reasons:"
)


_DEEPEST = 4
"""So many cells lie between one that shows a part of a result and the one that holds the call."""


def why(document: Uno, cell: Uno, depth: int = 0) -> str:
    """The reasons of a cell's error in words; empty when it shows none."""
    code = cell.getError()
    if not code:
        return ""
    anchor, tokens = formula_of(cell)
    calls = list(calls_in(document, anchor, tokens))
    if not calls:
        return (
            "\n".join(_misspelt(tokens)) or _of_others(document, anchor, tokens, depth) or _NOT_OURS
        )
    at, origin = cell.CellAddress, anchor.CellAddress
    # Only of a formula that is nothing but a call each cell's own part is known.
    place = (
        (at.Row - origin.Row, at.Column - origin.Column)
        if len(calls) == 1 and calls[0][2]
        else None
    )
    asked = _Asked(ERRORS.get(code), place)
    told = [reason for name, arguments, _ in calls for reason in asked.reasons(name, arguments)]
    return "\n".join(_best(told)) or _ELSEWHERE


def _of_others(document, anchor, tokens: list, depth: int) -> str:
    """The reason of the cells from which a formula takes its error; empty when it comes from no
    function of ours.
    """
    for cell in cells_in(document, anchor, tokens) if depth < _DEEPEST else ():
        # Not its String: while formulas are computed that is three dots.
        error, _, reason = str(plain(cell)[0][0]).partition(" ")
        if error in ERRORS.values() and reason:
            # A part of a packed result, which bears its reason.
            return reason
        told = why(document, cell, depth + 1) if cell.getError() else ""
        if told and told != _NOT_OURS:
            return told
    return ""


def why_selected(document: Uno) -> str:
    """The same for the selected cell."""
    selected = document.CurrentController.getSelection()
    if not hasattr(selected, "getCellByPosition"):
        return _NO_ERROR
    return why(document, selected.getCellByPosition(0, 0)) or _NO_ERROR


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: the error that is shown, and the place of the cell in its array formula, if
    it is known.

    An answer is pairs: whether the reason is one of that error, and the reason.
    """

    shown: str | None
    place: tuple[int, int] | None

    def reasons(self, name: str, arguments: list) -> list[tuple[bool, str]]:
        """What a call has to say; nothing when it has a result."""
        if DOUBTFUL in arguments:
            return [(False, _UNKNOWN)]
        if UNKNOWN not in arguments:
            return self._again(name, arguments)
        lately = [
            fitting
            for found in _like(name, arguments)
            if (fitting := _fitting(self._reasons(found)))
        ]
        if not lately:
            return [(False, _UNKNOWN)]
        alike = lately.count(lately[0]) == len(lately)
        return [
            (True, reason)
            for reason in ([] if alike else [_SEVERAL]) + [r for told in lately for r in told]
        ]

    def _again(self, name: str, arguments: list) -> list[tuple[bool, str]]:
        """The reasons of a call that is made again."""
        told = self._reasons(problems_of(call(name, *_handed_over(arguments))))
        if told and BLANK in arguments:
            # A 0 that nobody sees is reported as the blank cell that it is.
            blanks = [[[None]] if argument is BLANK else argument for argument in arguments]
            fits = any(fits for fits, _ in told)
            told += [(fits, text) for _, text in self._reasons(problems_of(call(name, *blanks)))]
        return told

    def _reasons(self, found: Problems) -> list[tuple[bool, str]]:
        """The cell's own reason where its place is known, else all that there are."""
        if self.place and (own := found.at(*self.place)):
            return [(own.error == self.shown, own.text)]
        if self.place and self.shown == "#N/A" and not found.reach(*self.place):
            return [(True, _BEYOND)]
        return [(problem.error == self.shown, problem.text) for problem in found.cells.values()]


def _fitting(told: list[tuple[bool, str]]) -> list[str]:
    return list(dict.fromkeys(text for fits, text in told if fits))


def _best(told: list[tuple[bool, str]]) -> list[str]:
    """The reasons of the error that is shown; all of them where there are none of that."""
    return _fitting(told) or list(dict.fromkeys(text for _, text in told))


def _like(name: str, arguments: list) -> list[Problems]:
    """The problems of the latest calls with the same arguments, as far as these are known."""
    every = _handed_over(arguments)
    return recalled(
        name, lambda given: all(value in (UNKNOWN, had) for value, had in zip_longest(every, given))
    )


def _handed_over(arguments: list) -> list:
    return [0.0 if argument is BLANK else argument for argument in arguments]


def _misspelt(tokens: list) -> list[str]:
    """What is to be said of names that look like functions of ours and are none."""
    names = (
        token.Data.upper()
        for token in tokens
        if isinstance(token.Data, str) and token.OpCode != CONSTANT
    )
    return [
        f"没有函数 {n}。 / There is no function {n}."
        for n in dict.fromkeys(names)
        if n.startswith("TD_")
    ]
