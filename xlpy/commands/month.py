"""The month: prepare, check, close, re-open, lock, explain, statements, verify."""

from argparse import Namespace
from pathlib import Path

from xlpy.commands import book_of, month_of, now, period_of, progress, show, step, user_of, words_of
from xlpy.commands.declare import command
from xlpy.core.text import BOTH, Text


@command(
    "month", Text("准备一个月", "add the rows that a month still needs"), "book month --anyway"
)
def prepare(options: Namespace) -> None:
    """Add the rows that a month still needs."""
    from xlpy.core.tables import TABLES
    from xlpy.jobs import prepare as job
    from xlpy.messages.results import issues_doc, issues_text, rows_doc

    result = job.prepare(book_of(options), month_of(options.month, options))

    def text() -> str:
        words = words_of(options)
        added = [
            f"{words.label(TABLES[table])}: {', '.join(row.name for row in rows)}"
            for table, rows in result.added.items()
        ]
        head = (
            f"{words(Text('加入的行', 'rows added'))}:"
            if added
            else words(Text("没有缺少的行", "no row was missing"))
        )
        return "\n".join(
            [head, *added, *([issues_text(result.issues, words)] if result.issues else [])]
        )

    show(
        options,
        lambda: {
            "month": str(result.month),
            "added": rows_doc(result.added),
            **issues_doc(result.issues),
        },
        text,
    )


@command(
    "month", Text("检查", "every issue with where, rule and what to do"), "book period? --order"
)
def check(options: Namespace) -> int:
    """Every issue; exit 1 when an error is among them."""
    from xlpy.core.issues import has_errors
    from xlpy.core.tables import CLOSING, TABLES
    from xlpy.documents.attaching import attachment_issues, folder_of
    from xlpy.jobs.once import ReadOnce
    from xlpy.messages.results import issues_doc, issues_text

    period = None if options.period is None else period_of(options.period, options)
    book = book_of(options)
    book.refuse_damaged()
    beside = folder_of(Path(options.book).resolve())
    if options.order:
        from xlpy.jobs.dossier import check_order

        tables = ReadOnce(book, ())
        issues = check_order(tables, options.order)
        issues += attachment_issues(tables, beside, options.order)
    else:
        from xlpy.jobs import check as job

        # Of a period a check reads what its close reads, else all.
        tables = ReadOnce(book, CLOSING, ("attachments",) if period else TABLES)
        issues = [*job.check(tables, period), *attachment_issues(tables, beside)]
    show(options, lambda: issues_doc(issues), lambda: issues_text(issues, words_of(options)))
    return int(has_errors(issues))


@command(
    "month", Text("结账", "close a month, quarter or year"), "book period --dry-run --by --anyway"
)
def close(options: Namespace) -> None:
    """Close a period, or compute it only."""
    period = period_of(options.period, options)
    book = book_of(options)
    book.begin()

    from xlpy.jobs import close as job
    from xlpy.messages.results import close_doc, close_text

    step(Text(f"结账 {period}：读取、检查、计算", "reading, checking, computing"))
    result = job.close(book, period, by=user_of(options), at=now(), dry_run=options.dry_run)
    show(options, lambda: close_doc(result), lambda: close_text(result, words_of(options)))


@command(
    "correct", Text("反结账", "take the last close back"), "book period --by! --reason! --anyway"
)
def reopen(options: Namespace) -> None:
    """Take the last close back."""
    from xlpy.jobs import reopen as job

    record = job.reopen(
        book_of(options),
        period_of(options.period, options),
        by=options.by,
        reason=options.reason,
        at=now(),
    )
    document = {"period": str(record.period), "by": record.reopened_by, "reason": record.reason}
    show(
        options,
        lambda: document,
        lambda: f"{record.period} {words_of(options)(Text('已反结账', 're-opened'))}",
    )


@command(
    "correct", Text("锁定", "keep a closed period from being re-opened"), "book period --anyway"
)
def lock(options: Namespace) -> None:
    """Lock a closed period and all before it."""
    from xlpy.jobs import reopen as job

    locked = [
        str(period) for period in job.lock(book_of(options), period_of(options.period, options))
    ]
    show(
        options,
        lambda: {"locked": locked},
        lambda: f"{words_of(options)(Text('已锁定', 'locked'))}: {', '.join(locked) or '—'}",
    )


@command("month", Text("解释", "where a person's figures come from"), "book period name")
def explain(options: Namespace) -> None:
    """Where a person's figures come from."""
    from xlpy.jobs import explain as job
    from xlpy.messages.results import explain_doc, explain_text

    explained = job.explain(book_of(options), period_of(options.period, options), options.name)
    show(
        options, lambda: explain_doc(explained), lambda: explain_text(explained, words_of(options))
    )


@command(
    "month", Text("工资单", "a month's statements as PDF"), "book month --person --out --replace"
)
def statements(options: Namespace) -> None:
    """A closed month's pay statements, the team's and the pools', or one person's, as PDF."""
    from xlpy.book.landed import note_landed
    from xlpy.documents.statements import statements_folder, statements_of
    from xlpy.libreoffice.statements import print_closed

    month, path = month_of(options.month, options), Path(options.book)
    wanted = statements_of(book_of(options), month, options.person)
    folder = Path(options.out) if options.out else statements_folder(path, month)
    made = print_closed(
        path, wanted, folder, options.replace, progress(Text("工资单", "statements"))
    )
    note_landed(folder)
    # Beside the Chinese half the number is not said again.
    saved = (
        "PDF files saved" if words_of(options).language == BOTH else f"{len(made)} PDF files saved"
    )
    show(
        options,
        lambda: {"month": str(month), "files": [str(pdf) for pdf in made]},
        lambda: f"{words_of(options)(Text(f'已存 {len(made)} 个 PDF', saved))}: {folder}",
    )


@command("correct", Text("核对", "closed periods are intact, or what changed"), "book")
def verify(options: Namespace) -> int:
    """Whether closed periods are intact; exit 1 when not."""
    from xlpy.files import WorkbookFile
    from xlpy.files.backups import backups
    from xlpy.jobs.sealing import verify as job
    from xlpy.messages.results import verify_doc, verify_text

    def earlier():
        return (WorkbookFile(copy, older=True) for copy in reversed(backups(Path(options.book))))

    step(Text("核对已结的期间", "comparing the closed periods"))
    book = book_of(options)
    book.refuse_damaged()
    found = job.verify(book, earlier)
    show(options, lambda: verify_doc(found), lambda: verify_text(found, words_of(options)))
    return int(not found.intact)
