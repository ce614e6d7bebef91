"""What a function for cells is: its name, arguments and help in both languages, and the Python
that computes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

CELL = "cell"
"""A value a row: a single cell, or a column (or row) of cells; single cells go with every row of
the columns.
"""
COLUMN = "column"
"""A list that is looked at as a whole: one cell or a column."""
TABLE = "table"
"""A range of one of the workbook's tables, headers included."""
REFERENCE = "reference"
"""A cell itself, not its value: only the host program can look at it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its name in formulas and scripts, what the wizard says of it, the shape of
    what is given.
    """

    name: str
    zh: str
    en: str
    shape: str = CELL
    optional: bool = False
    repeats: bool = False

    @property
    def help(self) -> str:
        """The wizard's text: Chinese, then English."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True)
class Function:
    """One function. `compute` takes what the cells hold and gives rows of results; None: the
    host's own work.
    """

    name: str
    zh: str
    en: str
    arguments: tuple[Argument, ...]
    compute: Callable[..., list[list]] | None

    @property
    def help(self) -> str:
        """The wizard's text: Chinese, then English."""
        return f"{self.zh} {self.en}"

    @cached_property
    def repeats(self) -> bool:
        """Whether the last argument may be given any number of times."""
        return bool(self.arguments) and self.arguments[-1].repeats

    @cached_property
    def required(self) -> int:
        """How many arguments cannot be left out."""
        return sum(not (argument.optional or argument.repeats) for argument in self.arguments)


def arg(name: str, zh: str, en: str, shape: str = CELL) -> Argument:
    """An argument that must be given."""
    return Argument(name, zh, en, shape)


def opt(name: str, zh: str, en: str, shape: str = CELL) -> Argument:
    """An argument that may be left out."""
    return Argument(name, zh, en, shape, optional=True)


def rest(name: str, zh: str, en: str, shape: str = CELL) -> Argument:
    """What may be given any number of times, at the end."""
    return Argument(name, zh, en, shape, repeats=True)


_MADE: dict[Callable[..., list[list]], Function] = {}
"""What each Python function that is one for cells is in formulas."""


def known(name: str) -> Function | None:
    """The function of that name that computes something, among the modules imported so far; None
    when none has it.
    """
    return next((made for made in _MADE.values() if made.name == name), None)


def function(zh: str, en: str, *arguments: Argument) -> Callable:
    """Marks a Python function as one for cells; its name in capitals behind `TD_` is the name in
    formulas.
    """

    def mark(compute: Callable) -> Callable:
        _MADE[compute] = Function(
            f"TD_{compute.__name__.strip('_').upper()}", zh, en, arguments, compute
        )
        return compute

    return mark


def registered(module: ModuleType) -> list[Function]:
    """The functions of a module, in its order."""
    own = [
        value
        for value in vars(module).values()
        if getattr(value, "__module__", "") == module.__name__
    ]
    found = [_MADE[value] for value in own if callable(value) and value in _MADE]
    return found + list(getattr(module, "HOST_FUNCTIONS", ()))
