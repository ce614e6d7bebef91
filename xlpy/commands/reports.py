"""What the manager takes to the general manager: the report of a month, quarter or year."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import book_of, day_of, now, period_of, show, words_of
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
    out = _ending(options.out, ".xlsx", ".pdf") if options.out else None
    book = book_of(options)
    if options.write:
        found = job.write_report(book, period, today)
    else:
        found = job.report(book, period, today, options.by)
    if out:
        _save(out, found, book.language)
    show(options, lambda: report_doc(found), lambda: report_text(found, words_of(options)))


def _save(path: Path, found: "Report", language: str) -> None:
    from xlpy.documents.reportbook import save_book, save_pdf

    save = {".xlsx": save_book, ".pdf": save_pdf}[path.suffix.lower()]
    save(path, found, language)


def _ending(text: str, *endings: str) -> Path:
    """A file to be written. Raises UsageError when it ends otherwise."""
    from xlpy.core.issues import UsageError

    path = Path(text)
    if path.suffix.lower() not in endings:
        raise UsageError(
            Text(
                f"“{path.name}”应以 {' 或 '.join(endings)} 结尾",
                f'"{path.name}" must end in {" or ".join(endings)}',
            )
        )
    return path


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


@command(
    "orders",
    Text("产品目录", "the price list as a catalogue with pictures"),
    "book --out! --currency --of --day --anyway",
)
def catalogue(options: Namespace) -> None:
    """Every product with a price on a day, with its picture, for a customer's grade."""
    from xlpy.documents.catalogue import save_catalogue
    from xlpy.documents.pictures import make_pictures, picture_issues, pictures_folder
    from xlpy.jobs.catalogue import catalogue as job
    from xlpy.messages.catalogue import catalogue_doc, catalogue_text

    out, book = _ending(options.out, ".xlsx", ".pdf"), book_of(options)
    day = day_of(options.day, "--day") if options.day else now().date()
    found = job(book, day, options.currency, options.of)
    path = Path(options.book)
    shown = [offer.product for offer in found.offers]
    made = make_pictures(shown, path.parent, pictures_folder(path), found.size, found.largest)
    files = {each.product.product: each.path for each in made if each.path}
    save_catalogue(
        out,
        found.offers,
        files,
        day,
        found.currency,
        found.company,
        found.customer,
        book.language,
    )
    issues = [*found.issues, *picture_issues(made)]
    show(
        options,
        lambda: catalogue_doc(found, files, out, issues),
        lambda: catalogue_text(found, files, out, issues, words_of(options)),
    )


@command(
    "orders",
    Text("产品图片", "products' pictures of one size and format"),
    "book --anyway",
)
def pictures(options: Namespace) -> None:
    """Each product's picture made alike in a folder beside the workbook; broken ones are named."""
    from xlpy.documents.pictures import make_pictures, picture_issues, pictures_folder
    from xlpy.jobs.catalogue import catalogue as job
    from xlpy.messages.catalogue import pictures_doc, pictures_text

    path = Path(options.book)
    found = job(book_of(options), now().date())
    folder = pictures_folder(path)
    made = make_pictures(found.products, path.parent, folder, found.size, found.largest)
    issues = picture_issues(made)
    show(
        options,
        lambda: pictures_doc(made, folder, issues),
        lambda: pictures_text(made, folder, issues, words_of(options)),
    )
