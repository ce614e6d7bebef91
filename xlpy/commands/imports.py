"""Rows in from somebody's file, shown first and asked about; tables out, filled or to be filled
in.
"""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from xlpy.commands import agreed, book_of, is_asked, progress, show, step, words_of
from xlpy.commands.answers import answer, message
from xlpy.commands.declare import command
from xlpy.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlpy.book.filetable import Told
    from xlpy.core.periods import Month
    from xlpy.jobs.import_ import Import
    from xlpy.jobs.listed import Listed
    from xlpy.messages.words import Words


@command(
    "month",
    Text("导入表格", "rows of a file into a table, by its headings"),
    "book table file --map --ignore --merge --replace --sheet --dates --dry-run --yes --anyway",
)
def import_(options: Namespace) -> int:
    """Rows of a file into a table; nothing is written before every column is understood."""
    from xlpy.core.issues import DataError, UsageError, has_errors
    from xlpy.jobs.import_ import APPEND, MERGE, REPLACE, propose_import, take_over
    from xlpy.messages.imports import import_doc, import_text

    if options.replace and options.merge:
        raise UsageError(
            Text("--merge 与 --replace 只能用一个", "use --merge or --replace, not both")
        )
    how = REPLACE if options.replace else MERGE if options.merge else APPEND
    book, data, told = book_of(options), _data(options.file), _instructions(options)
    step(Text(f"读取 {options.file}", "reading, comparing"))

    def proposed(told: "Told") -> "Import":
        return propose_import(book, options.table, data, told, how, options.anyway, progress)

    found = proposed(told)
    if is_asked(options) and found.open:
        found = proposed(_with_answers(found, told, words_of(options)))
    if has_errors(found.issues):
        if not options.json:
            from xlpy.messages.imports import columns_text

            answer(columns_text(found, words_of(options)))
        raise DataError(found.issues)
    writes = not options.dry_run and _agreed(options, found)
    if writes:
        step(
            Text(
                f"写入 {found.added + found.updated} 行",
                f"writing {found.added + found.updated} rows",
            )
        )
        take_over(book, found)
    show(
        options,
        lambda: import_doc(found, writes),
        lambda: import_text(found, not writes, words_of(options)),
    )
    return 0


def _data(name: str) -> bytes:
    """The bytes of what is to be imported: a file, the clipboard, or what is piped in."""
    from pathlib import Path

    from xlpy.book.clipboard import WORDS, read_clipboard
    from xlpy.book.inputfile import MOST, read_input

    if name == "-":
        return sys.stdin.buffer.read(MOST)
    if name.casefold() in WORDS and not Path(name).exists():
        return read_clipboard()
    return read_input(name)


def _instructions(options: Namespace) -> "Told":
    """What the options say of the file. Raises UsageError for what is no column of the table."""
    from xlpy.book.days import order_named
    from xlpy.book.filetable import Told

    return Told(
        _columns_of(options), tuple(options.ignore or ()), options.sheet, order_named(options.dates)
    )


def _columns_of(options: Namespace) -> dict[str, str]:
    """Their headings → our columns, of words such as `岗别=role`."""
    from xlpy.core.issues import UsageError
    from xlpy.core.tables import table_named

    table = table_named(options.table)
    found: dict[str, str] = {}
    for text in options.map or () if table else ():
        heading, equals, ours = text.rpartition("=")
        key = _column(table.key, ours) if table and equals else None
        if key is None:
            names = "、".join(f"{c.zh} {c.key}" for c in table.columns) if table else ""
            raise UsageError(
                Text(
                    f"--map “{text}”请写成“他们的列名=我们的列”；我们的列：{names}",
                    f'--map "{text}": write "their heading=our column"; ours are {names}',
                )
            )
        found[heading.strip()] = key
    return found


def _column(table: str, word: str) -> str | None:
    from xlpy.book.words import columns_named

    return columns_named(table).meant(word.strip()).key


def _with_answers(found: "Import", told: "Told", words: "Words") -> "Told":
    """What the person says of each column that is not understood. Raises UsageError when they
    stop.
    """
    from xlpy.core.issues import UsageError
    from xlpy.jobs.answered import Answers
    from xlpy.messages.imports import asked_text, columns_text

    message(columns_text(found, words))
    answers = Answers(found, told)
    for column in found.open:
        word = ""
        while not (word and answers.take(column, word)):
            message(asked_text(found, column, answers.free, words) + " > ", end="")
            word = sys.stdin.readline().strip()
            if not word:
                raise UsageError(Text("没有导入。", "nothing was imported"))
    return answers.told


def _agreed(options: Namespace, found: "Import") -> bool:
    """Whether rows that are there may change: a person at a terminal sees the changes and says
    so.
    """
    if not found.changes or not is_asked(options):
        return True
    from xlpy.messages.imports import changes_text

    words = words_of(options)
    message(changes_text(found, words))
    return agreed(words(Text(f"更新 {found.updated} 行？", f"Update {found.updated} rows?")))


@command(
    "customers",
    Text("导入名片", "business cards (vCard, CSV) into customers, contacts, mails"),
    "book file --owner --dry-run --anyway",
)
def cards(options: Namespace) -> None:
    """Business cards into customers, contacts and mail addresses; what is there is not added
    again.
    """
    from xlpy.commands import now
    from xlpy.core.issues import DataError, has_errors
    from xlpy.jobs.cards import propose_cards, take_cards
    from xlpy.messages.cards import cards_doc, cards_text

    book, data = book_of(options), _data(options.file)
    found = propose_cards(book, data, now().date(), options.owner)
    if has_errors(found.issues):
        raise DataError(found.issues)
    writes = not options.dry_run and bool(found.imports)
    if writes:
        take_cards(book, found)
    show(
        options,
        lambda: cards_doc(found, writes),
        lambda: cards_text(found, writes, words_of(options)),
    )


@command(
    "customers",
    Text("填地区", "customers' regions from their countries"),
    "book --dry-run --anyway",
)
def regions(options: Namespace) -> None:
    """The region of each customer that has a country and no region; what is there stays."""
    from xlpy.jobs.regions import fill_regions
    from xlpy.messages.regions import regions_doc, regions_text

    found = fill_regions(book_of(options), options.dry_run)
    writes = bool(found.found) and not options.dry_run
    show(
        options,
        lambda: regions_doc(found, writes),
        lambda: regions_text(found, writes, words_of(options)),
    )


@command(
    "correct",
    Text("导出", "a table, a month or all as JSON, CSV, .xlsx"),
    "book table --csv --to --replace",
)
def export(options: Namespace) -> None:
    """One table as JSON or CSV, or tables into a file for people."""
    from xlpy.commands import print_json
    from xlpy.jobs.export import export_csv, export_rows

    book = book_of(options, older=True)
    if options.to:
        from xlpy.jobs.listed import listed

        month = _month(options)
        _write_listed(options, listed(book, options.table, month), options.to)
    elif options.csv:
        answer(export_csv(book, options.table), end="")
    else:
        print_json(export_rows(book, options.table))


@command(
    "begin",
    Text("空表模板", "an empty table to fill in and to import"),
    "book table --to --replace",
)
def template(options: Namespace) -> None:
    """An empty table to fill in and to import."""
    from pathlib import Path

    from xlpy.jobs.listed import template_of

    book = book_of(options, older=True)
    found = template_of(book, options.table)
    _write_listed(
        options, [found], options.to or str(Path(options.book).with_name(f"{found.key}.xlsx"))
    )


def _month(options: Namespace) -> "Month | None":
    """The month that the word for a table names; None where it names something else."""
    from xlpy.commands import month_of
    from xlpy.core.issues import UsageError
    from xlpy.core.tables import table_named

    if table_named(options.table) is not None:
        return None
    try:
        return month_of(options.table, options)
    except UsageError:
        return None


def _write_listed(options: Namespace, found: "Sequence[Listed]", name: str) -> None:
    from pathlib import Path

    from xlpy.documents.listfiles import write_lists

    write_lists(Path(name), found, options.replace)
    rows = {each.key: len(each.rows) - each.examples for each in found}
    words = words_of(options)
    counts = ", ".join(f"{key} {count}" for key, count in rows.items())
    show(
        options,
        lambda: {"file": name, "rows": rows},
        lambda: f"{words(Text('已写', 'written'))}: {name} ({counts})",
    )
