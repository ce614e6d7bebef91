"""Workbooks: a new one, rows in and out, undo."""

from argparse import Namespace
from pathlib import Path

from xlpy.commands import (
    agreed,
    asked,
    book_of,
    is_asked,
    language_named,
    now,
    rates_of,
    show,
    words_of,
)
from xlpy.commands.answers import message
from xlpy.commands.declare import command
from xlpy.core.text import BOTH, Text


@command("begin", Text("新建工作簿", "write a new workbook"), "book --demo --language")
def new(options: Namespace) -> None:
    """Write a new workbook."""
    from xlpy.build.workbook import new_book
    from xlpy.messages.words import Words

    language = language_named(options.language)
    if options.demo:
        new_book(options.book, demo=True, language=language)
    else:
        # The month lists of an empty workbook begin with the year in which it is made.
        new_book(options.book, year=now().year, language=language)
    words = Words(language, None)
    show(
        options,
        lambda: {"book": options.book},
        lambda: f"{words(Text('已新建', 'created'))}: {options.book}",
    )


@command(
    "month",
    Text("导入收款", "receipts from a bank's statement"),
    "book file --currency --rate --dates --sheet --refunds --leave --dry-run --anyway",
)
def bank(options: Namespace) -> int:
    """Receipts from a bank's statement: every line shown, nothing added while one waits for an
    answer.
    """
    from xlpy.bank.files import read_statement
    from xlpy.book.days import order_named
    from xlpy.book.inputfile import read_input
    from xlpy.core.currencies import currency_named
    from xlpy.jobs.bank import propose, take_over
    from xlpy.messages.bank import bank_doc, bank_text
    from xlpy.messages.results import issues_text

    book = book_of(options)
    currency = None if options.currency is None else currency_named(options.currency)
    order, rates, leave = (
        order_named(options.dates),
        rates_of(options.rate),
        _rows_of(options.leave),
    )
    data = read_input(options.file)
    proposal = propose(
        book, read_statement(data, order, options.sheet), currency, rates, options.refunds, leave
    )
    waiting = proposal.waiting
    added = [] if options.dry_run or waiting else take_over(book, proposal)

    def text() -> str:
        words, number = words_of(options), len(proposal.new)
        would = options.dry_run or waiting
        done = Text("将加入", "would be added") if would else Text("加入", "added")
        # Beside the Chinese half the number is not said again.
        en = done[1] if words.language == BOTH else f"{number} {done[1]}"
        return (
            f"receipts: {words(Text(f'{done[0]} {number} 笔', en))}\n{bank_text(proposal, words)}"
        ).rstrip()

    show(options, lambda: bank_doc(proposal, added), text)
    if waiting:
        message(issues_text(waiting, words_of(options)))
    return 1 if waiting else 0


def _rows_of(texts: list[str] | None) -> list[int | str]:
    """The rows that words such as `4,7` name; a payment within an entry is `2.1`. Raises
    UsageError.
    """
    from xlpy.bank.records import row_named
    from xlpy.core.issues import UsageError

    words = [
        word for text in texts or () for word in text.replace("，", ",").replace(",", " ").split()
    ]
    found: list[int | str] = []
    for word in words:
        row = row_named(word)
        if row is None:
            raise UsageError(
                Text(
                    f"“{word}”不是行号，请写成 4,7",
                    f'"{word}" is no line number; write them like 4,7',
                )
            )
        found.append(row)
    return found


@command(
    "begin",
    Text("显示", "the sheets of a part, or which parts are in view"),
    "book part? --hide --anyway",
)
def show_(options: Namespace) -> None:
    """Bring a part's sheets into view or out of it; without a part, which are."""
    from xlpy.core.parts import parts_named
    from xlpy.files.partsheets import parts_in_view, show_parts
    from xlpy.files.save import Terms
    from xlpy.messages.parts import parts_doc, parts_text

    book = book_of(options)
    book.read(["about"])
    if options.part is None:
        found = parts_in_view(options.book)
    else:
        wanted = dict.fromkeys(parts_named(options.part), not options.hide)
        found = show_parts(
            options.book, wanted, Terms(book.backups_kept(), asked(options), options.anyway)
        )
    show(options, lambda: parts_doc(found), lambda: parts_text(found, words_of(options)))


@command("correct", Text("撤销", "put back the state before the last write"), "book --yes --anyway")
def undo(options: Namespace) -> None:
    """Put back the state before the last write."""
    from xlpy.files import undo as job
    from xlpy.files.history import history
    from xlpy.messages.undo import undo_doc, undo_question, undo_text

    if is_asked(options) and not agreed(undo_question(job.planned(options.book, options.anyway))):
        message("没有撤销。Nothing was taken back.")
        return
    backup = job.undo(options.book, anyway=options.anyway)
    write = history(Path(options.book))[-1]
    show(
        options,
        lambda: undo_doc(backup, write),
        lambda: undo_text(backup, write, words_of(options)),
    )
