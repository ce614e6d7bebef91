"""Calls a function with what cells hold; whatever happens, rows of results come back."""

from itertools import chain

from xlpy.core.issues import XlpyError
from xlpy.core.text import Text
from xlpy.functions.problems import CellProblem
from xlpy.functions.spec import Function
from xlpy.ooxml.errors import error_text
from xlpy.ooxml.values import CellError


def answer(function: Function, *arguments: object) -> list[list]:
    """The results of a function as rows of cells; arguments left out are None.

    A result is a number, a text, or a CellProblem where the cell must show an error. An argument
    is a single value or rows of values: None, text, numbers, True and False, dates, or CellError.
    """
    name = function.name
    if function.compute is None:
        raise ValueError(f"{name} is computed by the program that holds the cell")
    try:
        return function.compute(*_fitting(function, tuple(map(_with_errors, arguments))))
    except CellProblem as problem:
        return [[problem]]
    except XlpyError as problem:
        return [[CellProblem("na", problem.said)]]
    except Exception as fault:
        # Nobody sees a traceback in a cell: an error of ours must show as one, too, and say that
        # it is ours.
        what = f"{type(fault).__name__}: {fault}"
        return [
            [
                CellProblem(
                    "value",
                    Text(
                        f"{name} 程序出错：{what}",
                        f"{name} failed, which is a fault of ours: {what}",
                    ),
                )
            ]
        ]


def _with_errors(argument):
    """An argument with its error values as CellError: Excel hands those of newer versions over as
    whole numbers.
    """
    if isinstance(argument, (list, tuple)):
        rows = [row if isinstance(row, (list, tuple)) else (row,) for row in argument]
        if int not in set(map(type, chain.from_iterable(rows))):
            return argument
        return [[_with_errors(cell) for cell in row] for row in rows]
    text = error_text(argument) if type(argument) is int else None
    return argument if text is None else CellError(text)


def _fitting(function, arguments: tuple) -> tuple:
    """The arguments without those left out at the end. Raises CellProblem when there are too few
    or too many.
    """
    if len(arguments) == len(function.arguments) and not function.repeats:
        # None stands for what was left out.
        return arguments
    while arguments and arguments[-1] is None and len(arguments) > function.required:
        arguments = arguments[:-1]
    if len(arguments) < function.required or (
        len(arguments) > len(function.arguments) and not function.repeats
    ):
        names = ", ".join(argument.name for argument in function.arguments)
        raise CellProblem(
            "value",
            Text(
                f"{function.name} 的参数是 {names}", f"{function.name} takes the arguments {names}"
            ),
        )
    return arguments


def reasons(results: list[list]) -> list[str]:
    """The reasons of the errors among results, each once, as TD_WHY shows them."""
    return list(
        dict.fromkeys(cell.text for row in results for cell in row if isinstance(cell, CellProblem))
    )
