"""Enquiries: what to follow up each morning, and what came of them by channel."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import book_of, day_of, now, period_of, show, words_of
from xlpy.commands.declare import command
from xlpy.core.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from xlpy.jobs.funnel import FunnelReport
    from xlpy.jobs.todo import TodoList


@command(
    "customers",
    Text("跟进清单", "whom to follow up on a day, why, how late"),
    "book name? --day --write --ics --pdf --draft --done --next --by --anyway",
)
def todo(options: Namespace) -> None:
    """Whom to follow up, why and how late; when asked, also as table, calendar file or page; or
    what was done.
    """
    from xlpy.jobs import todo as job
    from xlpy.messages.todo import todo_doc, todo_text

    at = _moment(options)
    if options.done:
        _done(options, at)
        return
    if options.draft:
        _draft(options, at)
        return
    make = job.write_todo if options.write else job.todo_list
    listed = make(book_of(options), at.date(), options.name)
    saved = [*_saved(options, listed, at)]

    def text() -> str:
        words = words_of(options)
        told = [f"{words(Text('已存', 'saved'))}: {path}" for path in saved]
        if options.write:
            told.append(words(Text("已写入“跟进清单”表。", "Written to the table To-do list.")))
        return "\n".join([todo_text(listed, words).rstrip(), *told])

    files = {"files": [str(path) for path in saved]}
    show(options, lambda: todo_doc(listed) | files, text)


def _moment(options: Namespace) -> "datetime":
    """The day that is asked for, with this moment's time."""
    from datetime import datetime

    at = now()
    if not options.day:
        return at
    return datetime.combine(day_of(options.day, "--day"), at.time())


def _saved(options: Namespace, listed: "TodoList", at: "datetime") -> Iterator[Path]:
    """The calendar file and the page, as far as they are asked for."""
    from xlpy.book.landed import note_landed

    if options.ics:
        from xlpy.documents.files import whole
        from xlpy.messages.todo import calendar

        path = Path(options.ics)
        with whole(path) as fresh:
            Path(fresh).write_bytes(calendar(listed.tasks, at, words_of(options)))
        note_landed(path)
        yield path
    if options.pdf:
        from xlpy.documents.todopage import save_page

        path = Path(options.pdf)
        save_page(path, listed.day, listed.tasks, words_of(options).language)
        note_landed(path)
        yield path


def _draft(options: Namespace, at: "datetime") -> None:
    """Show the draft of a mail for a task."""
    from xlpy.jobs.drafts import draft_of
    from xlpy.messages.drafts import draft_doc, draft_text

    found = draft_of(book_of(options), options.draft, at.date())
    show(options, lambda: draft_doc(found), lambda: draft_text(found, words_of(options)))


def _done(options: Namespace, at: "datetime") -> None:
    """Write down what was done of a task."""
    from xlpy.jobs import todo as job
    from xlpy.messages.todo import done_doc, done_text

    reference, said = options.done
    on, step = options.next or (None, None)
    next_on = day_of(on, "--next") if on else None
    by = options.by or options.name
    found = job.done(book_of(options), reference, said, at, by, next_on, step)
    show(options, lambda: done_doc(found), lambda: done_text(found, words_of(options)))


@command(
    "customers",
    Text("渠道漏斗", "enquiries to money received, by channel and the like"),
    "book period --by --write --pdf --anyway",
)
def funnel(options: Namespace) -> None:
    """What came of a period's enquiries by channel, region, salesperson, product, month; when
    asked, also as table or on paper.
    """
    from xlpy.core.issues import UsageError
    from xlpy.jobs import funnel as job
    from xlpy.messages.funnel import funnel_doc, funnel_text

    period, until = period_of(options.period, options), now().date()
    book = book_of(options)
    if options.write and options.by:
        raise UsageError(
            Text(
                "--write 写入全部四种视图，不能与 --by 一起用",
                "--write writes all four views; leave --by out",
            )
        )
    if options.write:
        report = job.write_funnel(book, period, until)
    else:
        report = job.funnel_report(book, period, until, options.by)
    files = [str(path) for path in _printed(options, report)]

    def text() -> str:
        words = words_of(options)
        told = [f"{words(Text('已存', 'saved'))}: {path}" for path in files]
        return "\n".join([funnel_text(report, words), *told])

    show(options, lambda: funnel_doc(report) | {"files": files}, text)


def _printed(options: Namespace, report: "FunnelReport") -> Iterator[Path]:
    """The funnel on paper, when it is asked for."""
    from xlpy.book.landed import note_landed

    if options.pdf:
        from xlpy.documents.funnelpage import save_pages

        path = Path(options.pdf)
        save_pages(path, report, words_of(options).language)
        note_landed(path)
        yield path
