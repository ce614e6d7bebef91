"""Puts into words what is said to a person, in one language or in both: texts, issues, failures,
amounts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from xlpy.core.issues import ERROR, DataError, Issue, XlpyError
from xlpy.core.money import show_grouped
from xlpy.core.tables import TABLES, Column, Table
from xlpy.core.text import BOTH, Text

SHORT = 12
"""How many issues a message box shows; all of them stand in the long text."""


class Words:
    """Puts texts into the language that messages are in."""

    def __init__(self, language: str = BOTH, between: str | None = "\n"):
        self.language = language
        self.between = between
        """What stands between the two languages; None: a blank, where it needs one."""

    def __call__(self, text: Text, between: str | None = None) -> str:
        """The text in the language, or in both with `between`."""
        return text.said(self.language, self.between if between is None else between)

    @property
    def beside(self) -> "Words":
        """The same with the languages one beside the other, as long texts have them."""
        return Words(self.language, None)

    def label(self, named: Table | Column) -> str:
        """What a table or column is called."""
        return self(Text(named.zh, named.en), " ")

    def cell(self, column: Column, value: Any) -> str:
        """What a cell of a result holds, as people read it: money with its thousands, a ratio as a
        percentage.

        `value` is of the column's type, which no type checker reads.
        """
        if value is None:
            return ""
        if column.type == "fen":
            return show_grouped(value)
        if column.type == "ratio":
            return f"{value * 100:.2f}%"
        if column.choices:
            return next(
                (self(Text(zh, key), " ") for key, zh in column.choices if key == value), str(value)
            )
        return f"{value:f}" if column.type == "percent" else str(value)

    def issue(self, issue: Issue) -> str:
        """An issue in a line or two: how grave, where, what and what to do."""
        grave = (
            self(Text("错误", "Error"), " ")
            if issue.severity == ERROR
            else self(Text("提醒", "Note"), " ")
        )
        table = TABLES.get(issue.table)
        places = [self.label(table) if table else issue.table]
        if issue.row:
            places.append(self(Text(f"第 {issue.row} 行", f"row {issue.row}"), " "))
        if table and issue.column in table.column_keys:
            places.append(self.label(table.column(issue.column)))
        return f"[{grave}] {' '.join(places)} ({issue.rule})\n{self(issue.said)}"

    def issues(self, issues: Sequence[Issue], most: int | None = None) -> str:
        """Issues one below the other, the first `most` of them; then how many there are."""
        if not issues:
            return self(Text("没有问题。", "No issues."))
        shown = issues if most is None else issues[:most]
        errors = sum(issue.severity == ERROR for issue in issues)
        notes = len(issues) - errors
        count = self(
            Text(
                f"{errors} 个错误，{notes} 个提醒。",
                f"{_several(errors, 'error')}, {_several(notes, 'note')}.",
            )
        )
        return "\n\n".join([*map(self.issue, shown), count])

    def failure(self, failure: XlpyError, most: int | None = None) -> str:
        """Why something was not done."""
        text = self(failure.said)
        return (
            f"{text}\n\n{self.issues(failure.issues, most)}"
            if isinstance(failure, DataError)
            else text
        )

    def lines(self, texts: Iterable[Text]) -> str:
        """Sentences one below the other."""
        return "\n".join(map(self, texts))


def _several(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
