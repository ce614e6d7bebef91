"""What is wrong with the data, in words that tell the person what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlpy.core.text import Says, Text

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue(Says):
    """One thing to correct: where (table, sheet row, column key), which rule, what, what to do, in
    both languages.
    """

    severity: str
    table: str
    row: int | None
    column: str | None
    rule: str
    said: Text
    key: str = ""


def error(
    table: str, row: int | None, column: str | None, rule: str, said: Text, key: str = ""
) -> Issue:
    """An issue that stops a close."""
    return Issue(ERROR, table, row, column, rule, said, key)


def warning(
    table: str, row: int | None, column: str | None, rule: str, said: Text, key: str = ""
) -> Issue:
    """An issue that is shown and stops nothing."""
    return Issue(WARNING, table, row, column, rule, said, key)


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether at least one of the issues stops a close."""
    return any(issue.severity == ERROR for issue in issues)


class XlpyError(Says, Exception):
    """A job cannot go on; the message says what, where and what to do. Subclasses carry the
    command's exit code.

    `then`: the command's words to type next, `BOOK` for the workbook; empty where it follows from
    the failure's kind.
    """

    exit_code = 1

    def __init__(self, said: Text, then: tuple[str, ...] = ()):
        self.said = said
        self.then = then
        super().__init__(self.text)


_NOTHING_WRITTEN = Text(
    "数据需要处理，未写入任何内容。",
    "The data needs attention; nothing was written.",
)


class DataError(XlpyError):
    """The data needs attention: the issues say where. Nothing was written."""

    exit_code = 1

    def __init__(
        self,
        issues: Iterable[Issue],
        said: Text = _NOTHING_WRITTEN,
        then: tuple[str, ...] = (),
    ):
        super().__init__(said, then)
        self.issues = list(issues)


class UsageError(XlpyError):
    """The command or its arguments are wrong."""

    exit_code = 2


class FileError(XlpyError):
    """The file cannot be used: locked, damaged, encrypted, hostile, or newer than this program."""

    exit_code = 3


class BusyError(FileError):
    """Another run is writing the file, or wrote it meanwhile: the same may succeed a moment
    later.
    """
