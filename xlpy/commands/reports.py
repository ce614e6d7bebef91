"""What the manager takes to the general manager: the report of a month, quarter or year."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import book_of, now, period_of, show, words_of
from xlpy.commands.declare import command
from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.jobs.report import Report


@command(
    "month",
    Text("销售报告", "the manager's report of a month, quarter or year"),
    "book period --by --out --write --anyway",
)
def report(options: Namespace) -> None:
    """Sales by person, team, customer and the like, what is owed, and five sentences; when asked,
    also as a file or in the table.
    """
    from xlpy.core.issues import UsageError
    from xlpy.jobs import report as job
    from xlpy.messages.report import report_doc, report_text

    period, today = period_of(options.period, options), now().date()
    if options.by and (options.write or options.out):
        raise UsageError(
            Text(
                "--write 和 --out 写入全部视图，不能与 --by 一起用",
                "--write and --out write every view; leave --by out",
            )
        )
    book = book_of(options)
    if options.write:
        found = job.write_report(book, period, today)
    else:
        found = job.report(book, period, today, options.by)
    if options.out:
        _save(Path(options.out), found, book.language)
    show(options, lambda: report_doc(found), lambda: report_text(found, words_of(options)))


def _save(path: Path, found: "Report", language: str) -> None:
    from xlpy.core.issues import UsageError
    from xlpy.documents.reportbook import save_book, save_pdf

    save = {".xlsx": save_book, ".pdf": save_pdf}.get(path.suffix.lower())
    if save is None:
        raise UsageError(
            Text(
                f"“{path.name}”应以 .xlsx 或 .pdf 结尾", f'"{path.name}" must end in .xlsx or .pdf'
            )
        )
    save(path, found, language)


@command(
    "month",
    Text("预算与费用", "the budget against what was spent, and what is left"),
    "book period?",
)
def budget(options: Namespace) -> None:
    """What each item may cost in a month, quarter or year, what was spent, what is left or over."""
    from xlpy.core.periods import Year
    from xlpy.jobs.budget import budget_report
    from xlpy.messages.budget import budget_doc, budget_text

    period = period_of(options.period, options) if options.period else Year(now().year)
    found = budget_report(book_of(options), period)
    show(options, lambda: budget_doc(found), lambda: budget_text(found, words_of(options)))
