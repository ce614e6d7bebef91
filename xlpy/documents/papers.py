"""Every paper of an order by name: for one order or many, as a workbook and as PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlpy.book.tables import Tables
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import DATE_OF, FORMS
from xlpy.core.dossier.revisions import REVISED, revision_mark
from xlpy.core.issues import FileError, UsageError
from xlpy.core.progress import Progress
from xlpy.core.tables import TABLES
from xlpy.core.text import EN, ZH, Text, joined
from xlpy.documents import carrier, costpaper, cover, customs, invoicing, making, samples, selling
from xlpy.documents.data import Job, Source, open_source
from xlpy.documents.declared import Paper, declared
from xlpy.documents.files import (
    distinct_names,
    make_folder,
    paper_path,
    refuse_anothers,
    remove_drafts,
    safe_name,
    saving,
    whole,
)
from xlpy.documents.labels import LANGUAGES, Labels
from xlpy.documents.lacking import lacks, lacks_of
from xlpy.documents.pagewriter import write
from xlpy.documents.pdf import to_pdf
from xlpy.documents.templatebook import TemplateBook
from xlpy.documents.templatefields import Fields, fields_of
from xlpy.documents.templates import fill, template_for

PAPERS = declared(selling, samples, invoicing, making, costpaper, cover, customs, carrier)
"""The papers by the name that the command takes."""


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: its files, what is still missing (then it is stamped DRAFT), why it
    has no PDF, and its old drafts that could not be removed.
    """

    order_no: str
    paper: str
    paths: tuple[Path, ...]
    gaps: tuple[Text, ...] = ()
    unprinted: Text | None = None
    left: tuple[Path, ...] = ()
    shipment: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A paper that cannot be made, and why."""

    order_no: str
    paper: str
    why: Text
    shipment: str | None = None


def papers(
    tables: Tables,
    orders: Sequence[str],
    names: Iterable[str],
    out: Path,
    folder: Path | None = None,
    language: str | None = None,
    progress: Progress | None = None,
    templates: Path | None = None,
) -> list[Made | Skipped]:
    """Make papers of many orders; a paper whose form an order does not have is reported as skipped.

    Where no PDF can be made the workbooks are, and each says why (`unprinted`). `progress` is
    called with how many of how many are done. `templates`: a folder with forms of the user's own,
    or one such file. Raises UsageError for an unknown order, paper or language, FileError when a
    workbook cannot be written or a template cannot be filled; then no paper is made.
    """
    source = open_source(tables, folder)
    by_number = {dossier.order.order_no: dossier for dossier in source.files.dossiers}
    unknown = [number for number in orders if number not in by_number]
    if unknown:
        raise source.files.missing(unknown[0])
    names = [paper_named(name) for name in names]
    jobs = [
        job
        for number in orders
        for name in names
        for part in _parts(by_number[number], PAPERS[name])
        for job in _each(_job(source, part, name, language, templates))
    ]
    filled = {at: _filled(job) for at, job in enumerate(jobs) if job.template}
    named = distinct_names(by_number)
    for job in (each for each in jobs if not _not_there(each)):
        refuse_anothers(_path(job, Path(out), named), job.dossier.order.order_no)
    found: list[Made | Skipped] = []
    for place, job in enumerate(jobs, 1):
        own = filled.get(place - 1)
        why = _not_there(job)
        number = job.dossier.order.order_no
        path = _path(job, Path(out), named)
        found.append(
            Skipped(number, job.paper, why, _shipment(job))
            if why
            else Made(
                number,
                job.paper,
                (_write_workbook(job, path, own),),
                job.gaps,
                shipment=_shipment(job),
            )
        )
        if progress:
            progress(place, 2 * len(jobs))
    return [_without_drafts(each) for each in _printed(found, Path(out), progress, len(jobs))]


def _without_drafts(made: Made | Skipped) -> Made | Skipped:
    """A final paper whose old drafts are removed, as far as they can be."""
    if isinstance(made, Skipped) or made.gaps:
        return made
    return replace(made, left=remove_drafts(made.paths[0], made.order_no))


def _printed(found: list, out: Path, progress, count: int) -> list[Made | Skipped]:
    """The papers with their PDFs."""
    books = [made.paths[0] for made in found if isinstance(made, Made)]

    def told(done: int, of: int) -> None:
        if progress:
            progress(count + done * count // of, 2 * count)

    try:
        pdfs = dict(zip(books, to_pdf(books, out, told), strict=True))
    except FileError as why:
        return [
            replace(each, unprinted=why.said) if isinstance(each, Made) else each for each in found
        ]
    return [
        replace(each, paths=(*each.paths, pdfs[each.paths[0]])) if isinstance(each, Made) else each
        for each in found
    ]


def paper_fields(
    tables: Tables, order_no: str, name: str, language: str | None = None
) -> tuple[Job, Fields]:
    """What a template of a paper can name, with what it says of an order. Raises UsageError for an
    unknown order, paper or language, or where the order has no such paper.
    """
    source = open_source(tables)
    key = paper_named(name)
    dossier = source.files.of(order_no)
    [part, *_] = _parts(dossier, PAPERS[key])
    job = _job(source, part, key, language)
    if why := _not_there(job):
        raise UsageError(why)
    return job, fields_of(job.kind.make(job, _latest(job)))


def why_unprinted(made: Iterable[Made | Skipped]) -> Text | None:
    """Why papers have no PDF, in Chinese and English; None when they have one."""
    return next(
        (each.unprinted for each in made if isinstance(each, Made) and each.unprinted), None
    )


def _parts(dossier: Dossier, kind: Paper) -> Sequence[Dossier]:
    """What a paper is made of: the order, or each of its shipments."""
    return dossier.consignments if kind.by_shipment else [dossier]


def _job(
    source: Source, dossier: Dossier, name: str, language: str | None, templates: Path | None = None
) -> Job:
    kind = PAPERS[name]
    chosen = language or _own_language(kind, dossier, source.language)
    if chosen not in LANGUAGES:
        raise UsageError(
            Text(f"语言“{chosen}”不是 zh 或 en", f'the language "{chosen}" is not zh or en')
        )
    return Job(
        source,
        dossier,
        name,
        kind,
        Labels(chosen),
        tuple(lacks(source, dossier, kind, Labels(chosen))),
        template_for(templates, name, dossier.issuer, chosen),
    )


def _each(job: Job) -> list[Job]:
    """A paper by a template is a file for each row of its form where our own has a sheet for
    each.
    """
    rows = job.dossier.of(FORMS[job.kind.form].table)
    if not job.template or not job.kind.each or len(rows) < 2:
        return [job]
    return [replace(_of_row(job, row), row=row) for row in rows]


def _of_row(job: Job, row: Any) -> Job:
    """A paper of one row of its form, with what is missing in this row and in all papers."""
    return replace(job, lacks=lacks_of(job.dossier, job.kind, job.lacks, row))


def _filled(job: Job) -> TemplateBook | None:
    """A template filled with what our paper would say; None where there is no such paper. Raises
    FileError with all that is wrong in it.
    """
    if job.template is None or _not_there(job):
        return None
    said = fields_of(job.kind.make(job, job.row or _latest(job)))
    return fill(job.template, said, job.gaps, job.language)


def _own_language(kind: Paper, dossier: Dossier, workbook: str) -> str:
    """A paper's language where nobody says it: the workbook's; a buyer abroad gets what he can
    read, English.
    """
    if kind.language == EN:
        return ZH if dossier.currency == "CNY" and workbook != EN else EN
    return workbook if workbook in LANGUAGES else kind.language


def paper_named(text: str) -> str:
    """The key of the paper that a text names, by the key or its Chinese title. Raises
    UsageError.
    """
    found = next((key for key in PAPERS if text in (key, PAPERS[key].title.zh)), None)
    if found is None:
        titles = "、".join(f"{PAPERS[key].title.zh} {key}" for key in PAPERS)
        raise UsageError(
            Text(
                f"没有“{text}”这种单据，有：{titles}",
                f'there is no paper "{text}"; there are {", ".join(PAPERS)}',
            )
        )
    return found


def _not_there(job: Job) -> Text | None:
    """Why a paper cannot be made at all: its form has no row, or it is refused."""
    form, when = FORMS[job.kind.form], job.kind.when
    if when and job.dossier.conditions.isdisjoint(when):
        known = " ".join(when)
        return Text(
            f"这种单据只用于 {known}，订单的条款不是",
            f"there is such a paper with {known} only; the order's terms are others",
        )
    if job.dossier.of(form.table):
        return _refused(job)
    number = job.dossier.order.order_no
    return Text(
        f"订单 {number} 没有{form.zh}，请先在该表加一行",
        f"order {number} has no {form.en}; add a row to that table first",
    )


def _refused(job: Job) -> Text | None:
    """Why a paper is refused: what it would say is not what the order allows."""
    for needs in job.source.files.requirements.on(job.dossier.day) if job.kind.refuses else ():
        for need in needs:
            if (need.row.form, need.row.item) == job.kind.refuses:
                gaps = [gap for gap in need.gaps(job.dossier) if gap.must]
                if gaps:
                    return joined([*(gap.said for gap in gaps), gaps[0].to_do])
    return None


def _path(job: Job, out: Path, named: Mapping[str, str]) -> Path:
    """Where a paper's workbook goes."""
    paper, shipment = job.paper, _shipment(job)
    if shipment is not None:
        numbers = [row.shipment_no for row in job.dossier.whole.of("shipments")]
        paper = f"{paper}-{distinct_names(numbers)[shipment]}"
    # The printed paper of an earlier revision stays beside the new one.
    paper = "-".join((paper, *_revised(job)))
    if job.row is not None:
        paper = f"{paper}-{safe_name(_number_of(job))}"
    return paper_path(out, named[job.dossier.order.order_no], paper, bool(job.gaps))


def _revised(job: Job) -> list[str]:
    """What a paper's file name says of revisions: `Rev2`, of one of several papers in the file
    `CG-0001-Rev2`; a production order that of its order, which it bears.
    """
    dossier, form = job.dossier, job.paper
    if form == "production":
        mark = revision_mark(dossier, "order", dossier.order.order_no)
        return [mark.replace(". ", "")] if mark else []
    if form not in REVISED:
        return []
    rows = dossier.of(FORMS[job.kind.form].table)
    if job.row is not None or (rows and not job.kind.each):
        rows = [_latest(job)]
    numbers = [getattr(row, REVISED[form].number) for row in rows]
    marks = {number: revision_mark(dossier, form, number) for number in numbers}
    names = distinct_names(numbers)
    return [
        f"{names[number]}-{mark}".replace(". ", "") if len(rows) > 1 else mark.replace(". ", "")
        for number, mark in marks.items()
        if mark
    ]


def _shipment(job: Job) -> str | None:
    """Of which of several shipments a paper is."""
    shipment = job.dossier.shipment
    return shipment.shipment_no if shipment and job.dossier.whole.is_split else None


def _number_of(job: Job) -> str:
    """What the row of a paper's form is called."""
    key = next(key for key in TABLES[FORMS[job.kind.form].table].keys if key != "order_no")
    return str(getattr(job.row, key))


def _latest(job: Job) -> Any:
    """The row of a paper's form that counts: the latest by date."""
    if job.row is not None:
        return job.row
    table = FORMS[job.kind.form].table
    return job.dossier.last(table) if table in DATE_OF else job.dossier.of(table)[-1]


def _write_workbook(job: Job, path: Path, own: TemplateBook | None = None) -> Path:
    """The paper's workbook, or a template that is filled. Raises FileError when it cannot be
    written.
    """
    if own is not None:
        make_folder(path.parent)
        with whole(path) as temporary:
            own.write(temporary, job.dossier.order.order_no)
        return path
    kind = job.kind
    rows = job.dossier.of(FORMS[kind.form].table)
    with saving(path, job.dossier.order.order_no) as workbook:
        if not kind.each:
            write(workbook, job.paper, kind.make(job, _latest(job)))
        for at, row in enumerate(rows if kind.each else (), 1):
            name = f"{job.paper} {at}" if len(rows) > 1 else job.paper
            write(workbook, name, kind.make(_of_row(job, row), row), alone=len(rows) == 1)
    return path
