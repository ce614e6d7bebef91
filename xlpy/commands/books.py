"""Workbooks: a new one, rows in and out, undo, upgrade."""

import sys
from pathlib import Path

from xlpy.commands import book_of, now, print_json, rates_of, show


def new(options) -> None:
    """Write a new workbook."""
    from xlpy.build.workbook import new_book

    if options.demo:
        new_book(options.book, demo=True)
    else:
        # The month lists of an empty workbook begin with the year in which it is made.
        new_book(options.book, year=now().year)
    show(options, lambda: {"book": options.book}, lambda: f"已新建 created: {options.book}")


def import_(options) -> None:
    """Rows of a CSV file into a table."""
    from xlpy.jobs.import_ import import_rows
    from xlpy.report import issues_doc, issues_text

    result = import_rows(book_of(options), options.table, options.file, replace=options.replace)
    document = {"table": result.table, "added": result.added, "removed": result.removed, **issues_doc(result.issues)}
    text = f"{result.table}: 加入 added {result.added}, 移去 removed {result.removed}"
    show(options, lambda: document, lambda: "\n".join([text, *([issues_text(result.issues)] if result.issues else [])]))


def bank(options) -> None:
    """Receipts from a bank's statement."""
    from xlpy.book.file.gate import unreadable
    from xlpy.core.currencies import currency_named
    from xlpy.core.issues import DataError
    from xlpy.jobs.bank import propose, take_over
    from xlpy.jobs.bankfile import read_statement
    from xlpy.report import bank_doc, bank_text

    book = book_of(options)
    try:
        data = Path(options.file).read_bytes()
    except OSError as failure:
        raise unreadable(Path(options.file), failure) from None
    currency = None if options.currency is None else currency_named(options.currency)
    proposal = propose(book, read_statement(data), currency, rates_of(options.rate))
    if waiting := proposal.waiting:
        raise DataError(waiting)
    added = [] if options.dry_run else take_over(book, proposal)

    def text() -> str:
        number = len(proposal.new)
        head = f"将加入 {number} 笔 would be added" if options.dry_run else f"加入 {number} 笔 added"
        return f"receipts: {head}\n{bank_text(proposal)}".rstrip()

    show(options, lambda: bank_doc(proposal, added), text)


def export(options) -> None:
    """One table as JSON or CSV."""
    from xlpy.jobs.export import export_csv, export_rows

    book = book_of(options, older=True)
    if options.csv:
        sys.stdout.write(export_csv(book, options.table))
    else:
        print_json(export_rows(book, options.table))


def undo(options) -> None:
    """Put back the state before the last write."""
    from xlpy.book.file import undo as job

    result = job.undo(options.book, anyway=options.anyway)
    show(options, lambda: {"restored": str(result)}, lambda: f"已还原 put back: {result}")


def upgrade(options) -> None:
    """An up-to-date copy of an older workbook."""
    from xlpy import upgrade as job
    from xlpy.report import upgrade_doc, upgrade_text

    result = job.upgrade(options.book, options.out)
    show(options, lambda: upgrade_doc(result), lambda: upgrade_text(result))
