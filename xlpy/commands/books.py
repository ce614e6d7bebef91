"""Workbooks: a new one, rows in and out, undo, upgrade."""

import sys

from xlpy.commands import book_of, now, print_json, show


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
    from xlpy.jobs import upgrade as job
    from xlpy.report import upgrade_doc, upgrade_text

    result = job.upgrade(options.book, options.out)
    show(options, lambda: upgrade_doc(result), lambda: upgrade_text(result))
