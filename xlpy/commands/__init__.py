"""The commands' own code, a module per subject: each reads its options, calls one job, shows what
came of it.

A module is imported when one of its commands runs, and a job when it is called, so that each
command starts quickly.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from xlpy.commands.answers import answer, message
from xlpy.core.text import Text

if TYPE_CHECKING:
    from datetime import date, datetime

    from xlpy.core.periods import Month, Period
    from xlpy.core.progress import Progress
    from xlpy.files import WorkbookFile
    from xlpy.messages.words import Words


PERIODS = "2012-07, 2012-Q3, 2012"
LONGEST_WORDS = 160
"""How much of a command's words a workbook's history keeps."""
_PATHS = ("book", "file", "out", "where", "differences")
"""What a command takes that may be other than text."""


def print_json(document: object) -> None:
    """Print one JSON document."""
    import json

    answer(json.dumps(document, ensure_ascii=False, indent=1))


def show(options: Namespace, document: Callable[[], object], text: Callable[[], str]) -> None:
    """Print one JSON document, or text for people; both are made only when asked for.

    What the write had to say follows: as `written` of the document, or below the text.
    """
    told = options.opened.told if "opened" in options else []
    if options.json:
        from xlpy.messages.results import issue_doc, issue_text

        found = document()
        if told and isinstance(found, dict):
            found |= {"written": [issue_doc(issue) for issue in told]}
        print_json(found)
        if told and isinstance(found, list):
            # A list has no place of its own for it.
            print(
                "\n".join(issue_text(issue, words_of(options)) for issue in told), file=sys.stderr
            )
        return
    answer(text())
    if told:
        from xlpy.messages.results import issue_text

        answer("\n".join(issue_text(issue, words_of(options)) for issue in told))


def words_of(options: Namespace) -> "Words":
    """What puts a command's messages into words: in the language of the workbook that it has read,
    else in both.
    """
    from xlpy.core.text import BOTH
    from xlpy.messages.words import Words

    opened = getattr(options, "opened", None)
    return Words(opened.language if opened else BOTH, None)


def book_of(options: Namespace, older: bool = False) -> "WorkbookFile":
    """The workbook that a command names, as Tables."""
    from xlpy.files import WorkbookFile

    anyway = getattr(options, "anyway", False)
    opened = WorkbookFile(options.book, older=older, what=asked(options), anyway=anyway)
    opened.counting = progress
    options.opened = opened
    return opened


def asked(options: Namespace) -> str:
    """What was typed, without the workbook, as its history shows it."""
    from shlex import join

    words = [word for word in options.words if word != options.book]
    return join(words)[:LONGEST_WORDS]


def period_of(text: str, options: Namespace) -> "Period":
    """The period that a word names, in the forms that cells take and as people say them. Raises
    UsageError.
    """
    from xlpy.book.cells.periodwords import read_said
    from xlpy.core.periods import month_of

    def near() -> "Month":
        from xlpy.jobs.nextmonth import next_month

        return next_month(book_of(options, older=True), now().date())

    said = read_said(text, month_of(now().date()), near)
    if said.assumed:
        message(f"{text} → {said.period}")
    return said.period


def month_of(text: str, options: Namespace) -> "Month":
    """The month that a word names. Raises UsageError."""
    from xlpy.core.issues import UsageError
    from xlpy.core.periods import Month

    period = period_of(text, options)
    if not isinstance(period, Month):
        raise UsageError(
            Text(
                f"“{text}”不是月份，请写 2012-07",
                f'"{text}" is no month; write one such as 2012-07',
            )
        )
    return period


def day_of(text: str, option: str) -> "date":
    """The day that a word names, given by an option. Raises UsageError."""
    from xlpy.book.cells.dates import read_day
    from xlpy.book.cells.text import BadCell
    from xlpy.core.issues import UsageError

    try:
        return read_day(text)
    except BadCell as bad:
        raise UsageError(Text(f"{option} {text}：{bad.zh}", f"{option} {text}: {bad.en}")) from None


def language_named(text: str | None) -> str:
    """The language of a workbook that a word names: `zh`, `en`, `both`; left out, both. Raises
    UsageError.
    """
    from xlpy.core.issues import UsageError
    from xlpy.core.text import BOTH, LANGUAGES

    named = (text or BOTH).strip().casefold()
    if named not in LANGUAGES:
        raise UsageError(
            Text(f"语言“{text}”不是 zh、en 或 both", f'the language "{text}" is not zh, en or both')
        )
    return named


def rates_of(texts: list[str] | None) -> dict:
    """CNY per unit by currency, of words such as USD=6.32. Raises UsageError."""
    from xlpy.book.cells.numbers import read_rate
    from xlpy.book.cells.text import BadCell
    from xlpy.core.currencies import currency_named
    from xlpy.core.issues import UsageError

    found = {}
    for text in texts or ():
        currency, equals, rate = text.partition("=")
        if not equals:
            raise UsageError(
                Text(f"“{text}”请写成 USD=6.32 的样子", f'"{text}": write a rate like USD=6.32')
            )
        try:
            found[currency_named(currency)] = read_rate(rate)
        except BadCell as bad:
            raise UsageError(Text(f"--rate {text}：{bad.zh}", f"--rate {text}: {bad.en}")) from None
    return found


def refuse_no_text(options: Namespace) -> None:
    """Raise UsageError for a word that is not UTF-8, unless it is a path: what goes into cells is
    text.
    """
    from xlpy.book.paths import is_text
    from xlpy.core.issues import UsageError

    for name, given in vars(options).items():
        words = given if isinstance(given, list) and name != "words" else [given]
        bad = [word for word in words if isinstance(word, str) and not is_text(word)]
        if bad and name not in _PATHS:
            raise UsageError(
                Text(
                    f"“{bad[0]}”不是 UTF-8 文字，请重新输入",
                    f'"{bad[0]}" is no UTF-8 text; type it anew',
                )
            )


def now() -> "datetime":
    """The time at which the command runs."""
    from datetime import datetime

    return datetime.now()


def user_of(options: Namespace) -> str:
    """Who runs the command: `--by`, else the name that the system knows."""
    import getpass

    if options.by:
        return options.by
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def progress(said: Text) -> "Progress | None":
    """What shows how many of how many are done on a terminal, and nothing elsewhere."""
    if not is_watched():
        return None

    def told(done: int, of: int) -> None:
        end = "\n" if done == of else ""
        message(f"\r{said.zh} {said.en} {done}/{of}", end)

    return told


def is_watched() -> bool:
    """Whether somebody looks at what we say while we work."""
    return sys.stderr is not None and sys.stderr.isatty()


def step(said: Text) -> None:
    """Show on a terminal what a command does now, and nothing elsewhere."""
    if is_watched():
        message(f"{said.zh} {said.en} …")


def is_asked(options: Namespace) -> bool:
    """Whether a command asks before it goes on: on a terminal, unless an option says not to."""
    sits_there = sys.stdin is not None and sys.stdin.isatty() and is_watched()
    return sits_there and not options.json and not getattr(options, "yes", False)


def agreed(question: str) -> bool:
    """Whether the person at the terminal says yes; an empty answer is no."""
    message(f"{question} [y/N] ", end="")
    answered = sys.stdin.readline().strip().casefold()
    return answered in ("y", "yes", "是", "好", "对", "ｙ")
