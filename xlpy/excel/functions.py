"""xlwings' decorators for functions in cells; where xlwings has none (not on Windows), ones that
note the same things.

xlwings hands its decorators out on Windows alone and drops what they say elsewhere. What a
function is called, takes and says must be known wherever the workbook is built and tested, so the
stand-ins keep it under the same names.
"""

import inspect
import sys
from collections.abc import Callable
from typing import Any

from xlpy.functions import CATEGORY, FUNCTIONS, CellProblem, call

MARK = "\x02TD"
"""How a result that begins with it says: this cell is an error, `\\x02TD#VALUE!\\x02the reason`."""


def _noted(f: Callable) -> dict:
    """What is noted of a function, under xlwings' names."""
    parameters = inspect.signature(f).parameters.values()
    fresh = {"name": f.__name__, "args": list(map(_argument, parameters)), "ret": {"options": {}}}
    return vars(f).setdefault("__xlfunc__", fresh)


def _argument(parameter: inspect.Parameter) -> dict:
    noted = {
        "name": parameter.name,
        "options": {},
        "vararg": parameter.kind is parameter.VAR_POSITIONAL,
    }
    return (
        noted if parameter.default is parameter.empty else noted | {"optional": parameter.default}
    )


def _func(**options: object) -> Callable:
    """Notes the options of a function."""

    def mark(f: Callable) -> Callable:
        _noted(f).update(options)
        return f

    return mark


def _arg(name: str, **options: object) -> Callable:
    """Notes the options of an argument."""

    def mark(f: Callable) -> Callable:
        noted = next(noted for noted in _noted(f)["args"] if noted["name"] == name)
        noted["doc"] = options.pop("doc", "")
        noted["options"] |= options
        return f

    return mark


def _ret(**options: object) -> Callable:
    """Notes the options of the result."""

    def mark(f: Callable) -> Callable:
        _noted(f)["ret"]["options"] |= options
        return f

    return mark


def _decorators() -> tuple[Callable, Callable, Callable]:
    """xlwings' own on Windows, else the stand-ins: of a function, of an argument, of the result."""
    if sys.platform == "win32":
        try:
            from xlwings import arg, func, ret
        except ImportError:
            return _func, _arg, _ret
        return func, arg, ret
    return _func, _arg, _ret


func, arg, ret = _decorators()


def marked(result: object) -> object:
    """A result as it goes to Excel: where a cell must show an error, a text that the wrapper in
    VBA turns into one.
    """
    if isinstance(result, CellProblem):
        return f"{MARK}{result.error}\x02{result.text}"
    return [marked(cell) for cell in result] if isinstance(result, list) else result


class Marked:
    """The converter of results: xlwings' usual one, behind `marked`."""

    @classmethod
    def router(cls, value: object, rng: object, options: object) -> type:
        """Itself, whatever the value."""
        return cls

    @classmethod
    def writer(cls, options: object) -> Any:
        """xlwings' steps for a value, with ours in front."""
        from xlwings.conversion import ValueAccessor

        return ValueAccessor.writer(options).prepend_stage(cls._mark)

    @staticmethod
    def _mark(context) -> None:
        context.value = marked(context.value)


def in_cells(f: Callable) -> Callable:
    """Makes a Python function of that name one for cells: category and help as the catalogue of
    functions has them.

    Ranges come as rows of cells, formula errors as their text; a blank cell is None.
    """
    function = FUNCTIONS[f.__name__]
    names = list(inspect.signature(f).parameters)
    if names != [argument.name for argument in function.arguments]:
        raise TypeError(
            f"{f.__name__} takes {names}, which is not what the catalogue of functions says"
        )
    f.__doc__ = function.help
    for argument in function.arguments:
        f = arg(argument.name, doc=argument.help, ndim=2, err_to_str=True)(f)
    # The category last: xlwings' other decorators put it back to its own.
    return func(category=CATEGORY)(ret(convert=Marked)(f))


def result(name: str, *arguments: object) -> object:
    """What a function gives for its arguments: a single value, or rows of values; a CellProblem
    where it has none.
    """
    rows = call(name, *arguments)
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows
