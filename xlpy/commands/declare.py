"""What a command is: declared once, above the function that does it."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple, TypeVar

from xlpy.commands.arguments import argument_help
from xlpy.core.text import Text

GROUPS = {
    "begin": Text("开始", "To begin"),
    "month": Text("每月", "A month's course"),
    "customers": Text("客户与询盘", "Customers and enquiries"),
    "orders": Text("订单", "Orders"),
    "correct": Text("更正与核对", "To correct and to compare"),
    "group": Text("多个部门", "A group of departments"),
    "computer": Text("这台电脑", "This computer"),
    "web": Text("没装 Python 的 Excel", "Excel without Python"),
}
"""What commands are for, in the order in which a person comes to need them."""

RunT = TypeVar("RunT", bound=Callable[[Namespace], int | None])


class Command(NamedTuple):
    """A command: its word, what runs it, help, and its arguments (`!`: required, `?`: may be left
    out).
    """

    word: str
    run: Callable[[Namespace], int | None]
    text: Text
    arguments: str

    @property
    def form(self) -> str:
        """How it is written: `tradedept check BOOK [PERIOD] [--order NO]`."""
        return f"tradedept {self.word} {argument_help(self.arguments)}".rstrip()


_MADE: dict[Callable[[Namespace], int | None], tuple[str, Command]] = {}
"""Of each function that runs a command: its group, and the command."""


def command(group: str, text: Text, arguments: str = "") -> Callable[[RunT], RunT]:
    """Marks a function as what runs a command; its name is the command's word."""

    def mark(run: RunT) -> RunT:
        _MADE[run] = group, Command(run.__name__.rstrip("_"), run, text, arguments)
        return run

    return mark


def declared(module: ModuleType) -> Iterator[tuple[str, Command]]:
    """The commands of a module with their groups, in its order."""
    for value in vars(module).values():
        if callable(value) and value in _MADE and value.__module__ == module.__name__:
            yield _MADE[value]
