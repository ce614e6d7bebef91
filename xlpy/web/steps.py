"""The cells of a table that is to be written: what can be done to them, step by step, each with
what takes it back. The pane does the same steps in Excel.

A step is a dict that goes to the pane as JSON: `do`, and the cells by `sheet`, `row`, `column`
(from 1), `rows`, `columns`. `set` puts in `cells` as they are typed, `format` the number formats
`codes`, `copy` the cell `from`; `clear`, `insert` (those below go down), `delete` (those below come
up); `resize` gives the `table` these rows, its header included.
"""

from collections.abc import Sequence
from typing import Any

from xlpy.book.livecells import quoted
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.formats import is_date
from xlpy.web.cells import Given

Step = dict[str, Any]
TEXT = "@"
"""The format of cells that take what is typed as text."""
_DIGITS = ".15g"
"""So many digits of a number Excel keeps."""


class Formula(str):
    """A formula, its references relative (R1C1): the same in every row of a column."""

    __slots__ = ()


class Refused(Exception):
    """What Excel would refuse."""


class Line:
    """A row of cells: what they show, what was put into them, their formats."""

    __slots__ = ("codes", "contents", "values")

    def __init__(self, values: list[Any], contents: list[Any], codes: list[str]):
        self.values, self.contents, self.codes = values, contents, codes

    def copy(self) -> "Line":
        """The same cells once more."""
        return Line([*self.values], [*self.contents], [*self.codes])


class WrittenCells:
    """The cells of a table with their formulas, and of the rows below it that may be needed."""

    written = True

    def __init__(self, given: Given):
        self.name, self.sheet = str(given["name"]), str(given["sheet"])
        self.row, self.column = int(given["row"]), int(given["column"])
        self.totals = bool(given["totals"])
        self.length, self.width = int(given["rows"]), len(given["header"])
        self.hidden, self.protected = bool(given["hidden"]), bool(given["protected"])
        self._had = self.length
        head = given["header"]
        self.lines = [Line([*head], [*head], ["General"] * self.width)]
        rows = (given["values"], given["formulas"], given["formats"])
        for values, formulas, formats in zip(*rows, strict=True):
            contents = list(map(_content, values, formulas))
            self.lines.append(Line([*values], contents, list(map(str, formats))))
        self.steps: list[tuple[Step, list[Step]]] = []
        """What was done, each with what takes it back."""

    def twin(self) -> "WrittenCells":
        """The same cells as they are now, to which nothing was done yet."""
        made = object.__new__(WrittenCells)
        vars(made).update(vars(self))
        made.lines, made.steps = [line.copy() for line in self.lines], []
        return made

    @property
    def known(self) -> int:
        """So many rows were read, the header included."""
        return len(self.lines)

    def values(self, down: int, across: int, rows: int, columns: int) -> list[list[Any]]:
        """The values of some cells."""
        return [line.values[across : across + columns] for line in self.lines[down : down + rows]]

    def contents(self, down: int, across: int, rows: int, columns: int) -> list[list[Any]]:
        """What was put into some cells: values and formulas."""
        return [line.contents[across : across + columns] for line in self.lines[down : down + rows]]

    def codes(self, down: int, across: int, rows: int) -> Sequence[str | None]:
        """The number formats of some cells of a column."""
        return [line.codes[across] for line in self.lines[down : down + rows]]

    def do(self, step: Step) -> None:
        """Do a step, and note it. Raises Refused where Excel would refuse it, FileError where rows
        that are not seen would be changed.
        """
        first = step["row"] - self.row
        if self.protected:
            raise Refused("")
        if self.hidden and step["do"] != "resize" and 1 <= first <= self._had:
            raise FileError(
                Text(
                    f"表格 {self.name}（工作表“{self.sheet}”）有筛选或隐藏的行；请先清除筛选、取消"
                    "隐藏。",
                    f'The table {self.name} (sheet "{self.sheet}") has rows that are filtered out '
                    "or hidden; clear the filter or unhide first.",
                )
            )
        back = self._back(step)
        self.apply(step)
        self.steps.append((step, back))

    def apply(self, step: Step) -> range:
        """Do a step without noting it; the rows that may have changed."""
        first, rows = step["row"] - self.row, step["rows"]
        inside = range(first, first + rows)
        match step["do"]:
            case "resize":
                self.length = rows - 1
                return range(0)
            case "insert":
                # Which formats Excel gives new cells is not known.
                none = [""] * self.width
                blank = [Line([*none], [*none], [*none]) for _ in range(rows)]
                self.lines[first:first] = blank
                self._grow(first, rows)
            case "delete":
                del self.lines[first : first + rows]
                self._grow(first, -rows)
            case _:
                self._change(step, inside)
                return inside
        return range(first, len(self.lines))

    def _grow(self, first: int, more: int) -> None:
        """Excel's table grows and shrinks with rows that are put in or taken out inside of it."""
        if first <= self.length + self.totals:
            self.length += more

    def _change(self, step: Step, inside: range) -> None:
        across, columns = step["column"] - self.column, step["columns"]
        model = self._model(step) if step["do"] == "copy" else None
        for place, at in enumerate(inside):
            line = self.lines[at]
            for x in range(columns):
                if step["do"] == "set":
                    entered = _entered(step["cells"][place][x], line.codes[across + x])
                elif step["do"] == "clear":
                    entered = ""
                elif step["do"] == "format":
                    line.codes[across + x] = step["codes"][place][x]
                    continue
                else:
                    entered, line.codes[across + x] = model or ("", "General")
                line.contents[across + x] = entered
                line.values[across + x] = None if isinstance(entered, Formula) else entered

    def _model(self, step: Step) -> tuple[Any, str]:
        line = self.lines[step["from"]["row"] - self.row]
        at = step["from"]["column"] - self.column
        return line.contents[at], line.codes[at]

    def _back(self, step: Step) -> list[Step]:
        """What takes a step back that is about to be done."""
        where = {key: step[key] for key in ("sheet", "row", "column", "rows", "columns")}
        match step["do"]:
            case "insert":
                return [{"do": "delete", **where}]
            case "delete":
                return [{"do": "insert", **where}, *self._put_back(where)]
            case "resize":
                return self._shrunk(step, where)
            case _:
                return self._put_back(where)

    def _shrunk(self, step: Step, where: Step) -> list[Step]:
        """The table's rows as they are; what Excel fills in by itself where it grows goes again."""
        back = [{**step, **where, "rows": self.length + 1}]
        more = step["rows"] - 1 - self.length
        if more > 0:
            rest = {**where, "row": self.row + 1 + self.length, "rows": more}
            back += self._put_back(rest)
        return back

    def _put_back(self, where: Step) -> list[Step]:
        """The formats and contents of cells as they are now, to be put in once more."""
        down, across = where["row"] - self.row, where["column"] - self.column
        lines = self.lines[down : down + where["rows"]]
        inside = slice(across, across + where["columns"])
        codes = [line.codes[inside] for line in lines]
        cells = [list(map(_typed, line.contents[inside], line.codes[inside])) for line in lines]
        return [{"do": "format", **where, "codes": codes}, {"do": "set", **where, "cells": cells}]

    def differing(self, other: "WrittenCells", among: range | None = None) -> list[tuple[int, int]]:
        """The cells in which another reading of the same table differs: row and column from 0; the
        header's first where its place or its rows do.
        """
        place = (self.sheet, self.row, self.column, self.width, self.length, self.totals)
        others = (other.sheet, other.row, other.column, other.width, other.length, other.totals)
        found = [(0, 0)] if place != others and among is None else []
        for at in among if among is not None else range(max(self.known, other.known)):
            mine, theirs = self._line(at), other._line(at)
            if mine is None or theirs is None:
                # One was read further down than the other: there nothing was written.
                continue
            found += [
                (at, x) for x in range(min(self.width, other.width)) if not _alike(mine, theirs, x)
            ]
        return found

    def _line(self, at: int) -> Line | None:
        return self.lines[at] if at < len(self.lines) else None


def _content(value: Any, formula: Any) -> Any:
    is_formula = isinstance(formula, str) and formula.startswith("=") and formula != value
    return Formula(formula) if is_formula else "" if value is None else value


def _entered(cell: Any, code: str) -> Any:
    """What Excel makes of what is typed into a cell."""
    if not isinstance(cell, str) or code == TEXT:
        return "" if cell is None else cell
    if cell.startswith("="):
        return Formula(cell)
    return cell.removeprefix("'")


def _typed(content: Any, code: str) -> Any:
    """What has to be typed to get a content."""
    if isinstance(content, Formula) or not isinstance(content, str) or code == TEXT:
        return content
    return quoted(content)


def _alike(mine: Line, theirs: Line, x: int) -> bool:
    """Whether a cell holds the same; a formula may name cells otherwise once rows were moved."""
    one, two = mine.contents[x], theirs.contents[x]
    if isinstance(one, Formula) or isinstance(two, Formula):
        return isinstance(one, Formula) and isinstance(two, Formula)
    if isinstance(one, float) and isinstance(two, float):
        same = one == two or format(one, _DIGITS) == format(two, _DIGITS)
        return same and is_date(mine.codes[x]) == is_date(theirs.codes[x])
    return type(one) is type(two) and one == two
