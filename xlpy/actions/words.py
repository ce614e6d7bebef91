"""Messages in the language that the user chose: Chinese, English, or both, one below the other."""

from collections.abc import Iterable, Sequence

from xlpy.core.issues import ERROR, DataError, Issue, XlpyError
from xlpy.core.tables import TABLES

SHORT = 12
"""How many issues a message box shows; all of them stand in the long text."""


class Words:
    """Puts pairs of sentences into the language that messages are in."""

    def __init__(self, language: str = "both"):
        self.language = language

    def __call__(self, zh: str, en: str, between: str = "\n") -> str:
        """The sentence, or both with `between`."""
        return {"zh": zh, "en": en}.get(self.language) or f"{zh}{between}{en}"

    def issue(self, issue: Issue) -> str:
        """An issue in a line or two: how grave, where, what and what to do."""
        grave = self("错误", "Error", " ") if issue.severity == ERROR else self("提醒", "Note", " ")
        table = TABLES.get(issue.table)
        places = [self(table.zh, table.en, " ") if table else issue.table]
        if issue.row:
            places.append(self(f"第 {issue.row} 行", f"row {issue.row}", " "))
        if table and issue.column in table.column_keys:
            column = table.column(issue.column)
            places.append(self(column.zh, column.en, " "))
        return f"[{grave}] {' '.join(places)} ({issue.rule})\n{self(issue.zh, issue.en)}"

    def issues(self, issues: Sequence[Issue], most: int | None = None) -> str:
        """Issues one below the other, the first `most` of them; then how many there are."""
        if not issues:
            return self("没有问题。", "No issues.")
        shown = issues if most is None else issues[:most]
        errors = sum(issue.severity == ERROR for issue in issues)
        notes = len(issues) - errors
        count = self(f"{errors} 个错误，{notes} 个提醒。", f"{_several(errors, 'error')}, {_several(notes, 'note')}.")
        return "\n\n".join([*map(self.issue, shown), count])

    def failure(self, failure: XlpyError, most: int | None = None) -> str:
        """Why something was not done."""
        text = self(failure.zh, failure.en)
        return f"{text}\n\n{self.issues(failure.issues, most)}" if isinstance(failure, DataError) else text

    def lines(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Sentences one below the other."""
        return "\n".join(self(*pair) for pair in pairs)


def _several(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
