"""Orders: the board, a new one, stages, approvals, waivers, papers, archive, a bank's statement."""

from argparse import Namespace
from pathlib import Path

from xlpy.commands import book_of, now, progress, show, user_of, words_of
from xlpy.commands.declare import command
from xlpy.core.issues import UsageError
from xlpy.core.text import Text


@command(
    "orders", Text("订单看板", "every order's forms and what is missing"), "book --write --anyway"
)
def board(options: Namespace) -> None:
    """Every order with its forms and what is missing for the next stage; when asked, also on the
    board's sheet.
    """
    from xlpy.jobs import dossier as job
    from xlpy.messages.orders import board_doc, board_text

    make = job.write_board if options.write else job.board
    rows = make(book_of(options), progress(Text("订单", "orders")))

    def text() -> str:
        words = words_of(options)
        written = (
            [words(Text("已写入“订单看板”表。", "Written to the board's sheet."))]
            if options.write
            else []
        )
        return "\n".join([board_text(rows, words), *written])

    show(options, lambda: board_doc(rows), text)


@command(
    "orders",
    Text("新订单", "like an earlier one, or from a quotation"),
    "book source --by! --anyway",
)
def order(options: Namespace) -> None:
    """A new order made like an earlier one, or from a quotation."""
    from xlpy.jobs.orders import new_order

    made = new_order(book_of(options), options.source, user_of(options), now().date())
    document = {"order_no": made.order_no, "source": made.source, "rows": dict(made.rows)}
    show(
        options,
        lambda: document,
        lambda: (
            f"{words_of(options)(Text('新订单', 'new order'))}: {made.order_no} ← {made.source}"
        ),
    )


@command(
    "orders",
    Text("改阶段", "bring an order to a stage, or halt it"),
    "book order_no stage --by! --note --anyway",
)
def stage(options: Namespace) -> None:
    """Bring an order to a stage or halt it, and record who did it, when and why."""
    from xlpy.jobs.orders import change_stage

    book, day = book_of(options), now().date()
    stage = change_stage(book, options.order_no, options.stage, user_of(options), day, options.note)
    document = {"order_no": options.order_no, "stage": stage}
    show(options, lambda: document, lambda: f"{options.order_no} → {stage}")


@command(
    "orders",
    Text("批准", "a form, with the figure that is seen"),
    "book order_no form --by! --dry-run --anyway",
)
def approve(options: Namespace) -> None:
    """Approve what a form of an order needs approved, with the figures that were seen."""
    from xlpy.jobs.approvals import approval

    book = book_of(options)
    _give(options, book, approval(book, options.order_no, options.form, options.by, now().date()))


@command(
    "orders",
    Text("改版", "a paper: the earlier stays readable, the next is to be approved and signed"),
    "book order_no form --by! --reason! --dry-run --anyway",
)
def revise(options: Namespace) -> None:
    """Keep what an order's paper says as the revision that is replaced, and begin the next one."""
    from xlpy.jobs import revising as job
    from xlpy.messages.orders import revising_doc, revising_text

    book, day = book_of(options), now().date()
    made = job.revising(book, options.order_no, options.form, options.by, day, options.reason)
    if not options.dry_run:
        job.revise(book, made)
    written = not options.dry_run
    show(
        options,
        lambda: revising_doc(made, written),
        lambda: revising_text(made, written, words_of(options)),
    )


@command(
    "orders",
    Text("放行", "a gate, for a reason"),
    "book order_no gate --by! --reason! --dry-run --anyway",
)
def waive(options: Namespace) -> None:
    """Let an order pass a gate for a reason."""
    from xlpy.jobs.approvals import waiver

    book = book_of(options)
    _give(
        options,
        book,
        waiver(book, options.order_no, options.gate, options.by, now().date(), options.reason),
    )


def _give(options, book, consent) -> None:
    """Write an approval or a waiver down, or only show its figures."""
    from xlpy.jobs.approvals import give
    from xlpy.messages.orders import consent_doc, consent_text

    if not options.dry_run:
        give(book, consent)
    written = not options.dry_run
    show(
        options,
        lambda: consent_doc(consent, written),
        lambda: consent_text(consent, written, words_of(options)),
    )


@command(
    "orders",
    Text("单据", "papers as workbooks and PDF"),
    "book order_no form --out --language --template --fields --starter",
)
def paper(options: Namespace) -> int:
    """Papers of one order, several or all, as workbooks and PDF; 3 when the workbooks are there
    and no PDF is.
    """
    from xlpy.book.landed import note_landed
    from xlpy.core.issues import FileError
    from xlpy.documents.papers import PAPERS, papers, why_unprinted
    from xlpy.jobs.dossier import open_files
    from xlpy.messages.orders import papers_doc, papers_text

    book = book_of(options)
    if options.fields or options.starter:
        _template(book, options)
        return 0
    if not options.out:
        raise UsageError(
            Text("要写 --out 文件夹：单据放在哪里", "name a folder for the papers: --out FOLDER")
        )
    if options.order_no == "all":
        numbers = [
            dossier.order.order_no for dossier in open_files(book).dossiers if dossier.is_kept
        ]
    else:
        numbers = options.order_no.split(",")
    names = list(PAPERS) if options.form == "all" else options.form.split(",")
    folder = Path(options.book).resolve().parent
    made = papers(
        book,
        numbers,
        names,
        Path(options.out),
        folder,
        options.language,
        progress(Text("单据", "papers")),
        _templates_of(options, names),
    )
    note_landed(Path(options.out))
    why = why_unprinted(made)
    show(options, lambda: papers_doc(made), lambda: papers_text(made, why or (), words_of(options)))
    return FileError.exit_code if why else 0


def _templates_of(options, names: list[str]) -> Path:
    """The template that is named, or the folder beside the workbook. Raises UsageError for one
    template of several papers.
    """
    from xlpy.documents.templates import templates_folder

    if not options.template:
        return templates_folder(Path(options.book).resolve())
    if len(names) != 1:
        raise UsageError(
            Text("--template 只用于一种单据", "--template is for one kind of paper; name one")
        )
    return Path(options.template)


def _template(book, options) -> None:
    """List the fields of a paper, or save a template with all of them."""
    from xlpy.documents.papers import paper_fields
    from xlpy.documents.starter import save_starter
    from xlpy.documents.templatefields import described
    from xlpy.messages.orders import fields_doc, fields_text

    job, fields = paper_fields(book, options.order_no, options.form, options.language)
    if options.starter:
        save_starter(job, fields, Path(options.starter))
    found = list(described(fields))
    show(options, lambda: fields_doc(found), lambda: fields_text(found, words_of(options)))


@command(
    "orders",
    Text("存附件", "a scan or file of an order, kept beside the workbook"),
    "book order_no form file --kind! --by! --note --anyway",
)
def attach(options: Namespace) -> None:
    """Copy a scan or file into the order's folder beside the workbook and enter it."""
    from xlpy.documents import attaching as job

    folder = job.folder_of(Path(options.book).resolve())
    day, source = now().date(), Path(options.file)
    what = (options.order_no, options.form, source, options.kind, options.by, day, options.note)
    done = job.attach(book_of(options), folder, *what)
    document = {
        "order_no": done.order_no,
        "file": done.file,
        "path": str(done.path),
        "digest": done.digest,
    }
    show(
        options,
        lambda: document,
        lambda: f"{words_of(options)(Text('已登记附件', 'attached'))}: {done.path}",
    )


@command(
    "orders",
    Text("归档", "an order's set in one file; --verify: whether one is still what it was"),
    "book? order_no? --by --out --verify --anyway",
)
def archive(options: Namespace) -> int:
    """An order's papers, attachments, rows and digests in one file beside the workbook; or whether
    such a file still holds what was put into it: 1 where it does not.
    """
    if options.verify:
        return _verify(options)
    if not (options.book and options.order_no and options.by):
        raise UsageError(
            Text(
                "要写工作簿、订单号和 --by；只核对归档文件写 --verify 文件",
                "name workbook, order and --by; to look at an archive alone: --verify FILE",
            )
        )
    _archive(options)
    return 0


def _verify(options) -> int:
    """Say whether an archive still holds what was put into it."""
    from xlpy.documents.verifying import verify_archive
    from xlpy.messages.orders import verified_doc, verified_text

    found = verify_archive(Path(options.verify))
    told = str(found.path), found.digest, found.files, found.wrong
    show(options, lambda: verified_doc(*told), lambda: verified_text(*told, words_of(options)))
    return int(bool(found.wrong))


def _archive(options) -> None:
    from xlpy.documents import archive as job
    from xlpy.documents.attaching import folder_of
    from xlpy.documents.templates import templates_folder

    folder = Path(options.book).resolve().parent
    out = Path(options.out) if options.out else folder
    done = job.archive(
        book_of(options),
        options.order_no,
        out,
        options.by,
        now().date(),
        folder,
        progress(Text("单据", "papers")),
        folder_of(Path(options.book).resolve()),
        templates_folder(Path(options.book).resolve()),
    )
    document = {
        "order_no": done.order_no,
        "file": str(done.path),
        "digest": done.digest,
        "papers": list(done.papers),
    }
    show(
        options,
        lambda: document,
        lambda: f"{words_of(options)(Text('已归档', 'archived'))}: {done.path}",
    )
