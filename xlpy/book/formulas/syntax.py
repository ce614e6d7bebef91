"""From a formula's text to a tree of its parts."""

import re
from dataclasses import dataclass
from functools import lru_cache

from xlpy.ooxml.letters import column_number

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))"""
    r"""|(?P<table>\w+)\[\#All\]|(?P<call>[A-Za-z_][\w.]*)\(|(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w.(!])"""
    r"""|(?P<name>[^\W\d][\w.]*)(?![\w.(!\[])|(?P<sign><>|<=|>=|[-+*/^&=<>%(),:]))"""
)
OF_ADD_IN = "_xldudf_"
"""What stands in a file before the name of an add-in's function; Excel shows the name alone."""
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
_BINARY = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
"""What binds less comes first."""


class NotKnown(Exception):
    """A formula that is beyond what is computed here."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value or (as `CellError`) an error that the formula states."""

    value: object


@dataclass(frozen=True, slots=True)
class Corner:
    """A cell's place; `fixed`: whether row and column stay in a copy of the formula."""

    row: int
    column: int
    fixed: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Cells:
    """A cell, or the range between two corners."""

    first: Corner
    last: Corner | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A table with its headers, or a name of the workbook."""

    name: str
    table: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function or, by its sign, an operator with its arguments; None where one was left out."""

    name: str
    arguments: "tuple[Node | None, ...]"


Node = Constant | Cells | Named | Call


@lru_cache(maxsize=2048)
def parsed(formula: str) -> Node | None:
    """The tree of a formula without its sign. Raises NotKnown."""
    return _Parser(formula).whole()


class _Parser:
    def __init__(self, formula: str):
        self.tokens = []
        at, text = 0, formula.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise NotKnown(formula)
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def whole(self) -> Node | None:
        found = self._binary(0)
        if self.at != len(self.tokens):
            raise NotKnown(str(self.tokens[self.at]))
        return found

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _sign_taken(self, *signs: str) -> str:
        kind, text = self._next()
        if kind != "sign" or text not in signs:
            return ""
        self.at += 1
        return text

    def _binary(self, level: int):
        if level == len(_BINARY):
            return self._unary()
        left = self._binary(level + 1)
        while sign := self._sign_taken(*_BINARY[level]):
            left = Call(sign, (left, self._binary(level + 1)))
        return left

    def _unary(self):
        if sign := self._sign_taken("-", "+"):
            inner = self._unary()
            return Call("negative", (inner,)) if sign == "-" else inner
        found = self._primary()
        while self._sign_taken("%"):
            found = Call("/", (found, Constant(100.0)))
        return found

    def _primary(self):
        kind, text = self._next()
        self.at += 1
        if kind == "number":
            return Constant(float(text))
        if kind == "text":
            return Constant(text[1:-1].replace('""', '"'))
        if kind == "call":
            name = text.upper().removeprefix("_XLFN.").removeprefix(OF_ADD_IN.upper())
            return Call(name, self._arguments())
        if kind == "cell":
            return self._cells_named(text)
        if kind == "table":
            return Named(text.casefold(), True)
        if kind == "name":
            truth = {"TRUE": True, "FALSE": False}.get(text.upper())
            return Named(text.casefold(), False) if truth is None else Constant(truth)
        if (kind, text) == ("sign", "("):
            found = self._binary(0)
            if self._sign_taken(")"):
                return found
        raise NotKnown(text)

    def _cells_named(self, text: str) -> Cells:
        first = _corner(text)
        if not self._sign_taken(":"):
            return Cells(first)
        kind, text = self._next()
        if kind != "cell":
            raise NotKnown(text)
        self.at += 1
        return Cells(first, _corner(text))

    def _arguments(self) -> tuple:
        found = []
        if self._sign_taken(")"):
            return ()
        while True:
            left_out = self._next() in (("sign", ","), ("sign", ")"))
            found.append(None if left_out else self._binary(0))
            if self._sign_taken(")"):
                return tuple(found)
            if not self._sign_taken(","):
                raise NotKnown(str(self._next()))


def _corner(text: str) -> Corner:
    column_fixed, column, row_fixed, row = _CELL.match(text).groups()
    return Corner(int(row), column_number(column), (bool(row_fixed), bool(column_fixed)))
