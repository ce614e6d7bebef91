"""Customers: which may be one and the same, merged, handed over, graded, given back."""

from argparse import Namespace
from typing import TYPE_CHECKING

from xlpy.commands import book_of, day_of, month_of, now, period_of, show, user_of, words_of
from xlpy.commands.declare import command
from xlpy.core.issues import UsageError
from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.jobs.mergers import Merged


@command(
    "customers",
    Text("撞单检查", "customers of two salespeople that may be one"),
    "book file? --name --mail --phone --country --of --other --decision --by --note --anyway",
)
def clash(options: Namespace) -> int:
    """Customers that may be one and the same; 1 when there are some. A decision is not asked
    again.
    """
    from xlpy.core.likeness import Customer
    from xlpy.jobs import clash as job
    from xlpy.messages.customers import clashes_doc, clashes_text

    book, day = book_of(options), now().date()
    if options.decision:
        return _decide(options)
    given = [options.name, options.mail, options.country, options.phone]
    if options.file:
        from xlpy.book.inputfile import read_input

        cards, first = job.cards_of_file(read_input(options.file))
        found = job.alike_in_list(book, cards, day, options.by)
        found = [job.in_row(each, first) for each in found]
    elif any(given):
        card = Customer(*(text or "" for text in given))
        found = job.alike(book, [card], day, options.by)
    else:
        found = job.clashes_of(book, day, options.by)
    show(options, lambda: clashes_doc(found), lambda: clashes_text(found, words_of(options)))
    return int(bool(found))


def _decide(options: Namespace) -> int:
    """Write a decision down."""
    from xlpy.jobs.clash import decide
    from xlpy.messages.customers import clashes_doc

    if not (options.of and options.other):
        raise UsageError(
            Text("--decision 要同时写 --of 和 --other", "--decision goes with --of and --other")
        )
    day, by = now().date(), user_of(options)
    book, what = options.opened, options.decision
    found = decide(book, options.of, options.other, what, by, day, options.note)
    written = f"{options.of} ↔ {found.other}: {what}"
    show(options, lambda: clashes_doc([found])[0] | {"decision": what}, lambda: written)
    return 0


@command(
    "customers",
    Text("合并客户", "one customer into another; rows follow"),
    "book kept merged --by! --dry-run --anyway",
)
def merge(options: Namespace) -> None:
    """Make a customer a part of another: every row that names it follows; unmerge takes it back."""
    from xlpy.jobs.mergers import merge as job

    book, day = book_of(options), now().date()
    done = job(book, options.kept, options.merged, options.by, day, options.dry_run)
    _show_merged(options, done)


@command(
    "customers",
    Text("撤销合并", "take a merge of customers back"),
    "book merge_no --dry-run --anyway",
)
def unmerge(options: Namespace) -> None:
    """Take a merge back; what has changed since is listed and stays."""
    from xlpy.jobs.mergers import unmerge as job

    book, day = book_of(options), now().date()
    done = job(book, options.merge_no, day, options.dry_run)
    _show_merged(options, done)


@command(
    "customers",
    Text("交接客户", "a leaver's customers and enquiries to another"),
    "book name to --by! --dry-run --anyway",
)
def handover(options: Namespace) -> None:
    """Give a leaver's customers and open enquiries to another; orders stay with whom they are."""
    from xlpy.jobs.mergers import hand_over
    from xlpy.messages.customers import handed_doc, handed_text

    book, day, written = book_of(options), now().date(), not options.dry_run
    done = hand_over(book, options.name, options.to, options.by, day, options.dry_run)
    show(
        options,
        lambda: handed_doc(done, written),
        lambda: handed_text(done, written, words_of(options)),
    )


@command(
    "customers",
    Text("客户评级", "grades of customers, proposed and decided"),
    "book period --write --of --decision --by --note --day --anyway",
)
def grade(options: Namespace) -> None:
    """Which grade each customer would get by judgements and figures; the manager's decision is
    written down when asked.
    """
    from xlpy.core.issues import UsageError
    from xlpy.jobs import grading as job
    from xlpy.messages.grading import grades_doc, grades_text

    day = day_of(options.day, "--day") if options.day else now().date()
    period, book = period_of(options.period, options), book_of(options)
    if bool(options.of) != bool(options.decision):
        raise UsageError(Text("--of 与 --decision 要一起写", "--of and --decision go together"))
    if options.of:
        by, why = user_of(options), options.note
        done = job.decide_grade(book, period, options.of, options.decision, by, day, why)
    elif options.write:
        done = job.write_grades(book, period, day, user_of(options))
    else:
        done = job.grade(book, period, day)
    show(options, lambda: grades_doc(done), lambda: grades_text(done, words_of(options)))


@command(
    "customers",
    Text("公海", "customers that go to the common pool"),
    "book --write --by --day --anyway",
)
def pool(options: Namespace) -> None:
    """Customers that nobody follows up: which go to the common pool, which soon will."""
    from xlpy.jobs import pool as job
    from xlpy.messages.grading import pool_doc, pool_text

    day = day_of(options.day, "--day") if options.day else now().date()
    book, written = book_of(options), bool(options.write)
    found = job.give_back(book, day, user_of(options)) if written else job.pool(book, day)
    show(
        options,
        lambda: pool_doc(found, written),
        lambda: pool_text(found, written, words_of(options)),
    )


@command(
    "customers",
    Text("分册", "a workbook for one salesperson, and its edits back"),
    "book name? --out --back --dry-run --anyway",
)
def slice_(options: Namespace) -> int:
    """Write a workbook with what one person may see; or take over what was edited in it: 1 when
    not all came back.
    """
    from pathlib import Path

    from xlpy.core.issues import UsageError
    from xlpy.jobs.slices import make_slice

    if bool(options.back) == bool(options.name):
        raise UsageError(
            Text(
                "写姓名生成分册，或写 --back 文件取回修改",
                "give a name to make a slice, or --back FILE to bring its edits back",
            )
        )
    if options.back:
        return _bring_back(options)
    from xlpy.build.workbook import book_of_rows
    from xlpy.messages.slices import sliced_doc, sliced_text

    path = Path(options.out) if options.out else None
    if path is None:
        book = Path(options.book)
        path = book.with_name(f"{book.stem} {options.name}.xlsm")
    done = make_slice(book_of(options), options.name, now().date(), path, book_of_rows)
    show(options, lambda: sliced_doc(done), lambda: sliced_text(done, words_of(options)))
    return 0


def _bring_back(options: Namespace) -> int:
    from xlpy.files import WorkbookFile
    from xlpy.jobs.slices import bring_back
    from xlpy.messages.slices import back_doc, back_text

    found = bring_back(book_of(options), WorkbookFile(options.back), options.dry_run)
    show(options, lambda: back_doc(found), lambda: back_text(found, words_of(options)))
    return int(not found.is_clear)


def _show_merged(options: Namespace, done: "Merged") -> None:
    from xlpy.messages.customers import merged_doc, merged_text

    written = not options.dry_run
    show(
        options,
        lambda: merged_doc(done, written),
        lambda: merged_text(done, written, words_of(options)),
    )


@command(
    "customers",
    Text("私人邮箱", "fines that private mailboxes and messengers would allow"),
    "book --month --write --anyway",
)
def private(options: Namespace) -> None:
    """Fines proposed for follow-ups from private mailboxes and messengers; the manager decides."""
    from xlpy.jobs.private import propose_fines
    from xlpy.messages.private import private_doc, private_text

    month = month_of(options.month, options) if options.month else None
    found = propose_fines(book_of(options), now().date(), month, options.write)
    writes = options.write and bool(found.proposals)
    show(
        options,
        lambda: private_doc(found, writes),
        lambda: private_text(found, writes, words_of(options)),
    )
