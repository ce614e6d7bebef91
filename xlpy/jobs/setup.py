"""Sets a department up: company, people, targets, the month to begin with; asked again, it changes
what is there.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlpy.book.filetable import Told
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.book.version import START
from xlpy.core.closings import closings
from xlpy.core.issues import DataError, Issue, UsageError, has_errors
from xlpy.core.periods import Month
from xlpy.core.text import Text
from xlpy.jobs.department import load_all
from xlpy.jobs.import_ import MERGE, Import, propose_import

COMPANY = "company"
"""The short name of the company that setup writes: papers and statements are headed by the first
row of its table.
"""


@dataclass(frozen=True)
class Answers:
    """What a person says of their department; None: as it is.

    `people` and `targets` are bytes of files, read as an import reads them; targets are those of
    months, or a plan by the year where its columns say so.
    """

    company: str | None = None
    company_en: str | None = None
    people: bytes | None = None
    targets: bytes | None = None
    start: Month | None = None


@dataclass(frozen=True)
class SetUp:
    """What was written: how many rows by table, added and changed; the month to begin with; what
    to look at.
    """

    added: Mapping[str, int]
    updated: Mapping[str, int]
    start: Month | None
    issues: list[Issue] = field(default_factory=list)


def set_up(tables: Tables, answers: Answers, dry_run: bool = False) -> SetUp:
    """Write what was said, all of it or none; rows that are there are brought up to date and none
    is lost. A dry run says what it would write.

    Raises DataError with everything that is wrong in the files, UsageError for a month to begin
    with once one is closed, FileError when the workbook cannot be written.
    """
    raws = tables.read(["about", "companies"])
    _refuse_start(tables, answers.start)
    found = [*_imports(tables, answers)]
    issues = [issue for each in found for issue in each.issues]
    if has_errors(issues):
        raise DataError(issues)
    changes = [change for each in found for change in (each.change, *each.learns)]
    changes += [*_company(raws["companies"], answers), *_start(raws["about"], answers.start)]
    written = _joined(changes)
    if written and not dry_run:
        tables.commit(written)
    # Whom the same setup puts into the staff table is no stranger to its targets.
    known = ("targets", "plans") if answers.people is not None else ()
    strangers = [issue for each in found for issue in each.strangers if issue.table not in known]
    return SetUp(
        {
            change.table: len(change.append)
            for change in written
            if change.append and change.table != "about"
        },
        {
            change.table: len(change.update)
            for change in written
            if change.update and change.table != "about"
        },
        answers.start,
        [*issues, *strangers],
    )


def _refuse_start(tables: Tables, start: Month | None) -> None:
    first = closings(load_all(tables, ("closes",)).records["closes"]).first
    if start is not None and first is not None and start != first:
        raise UsageError(
            Text(
                f"已从 {first} 开始结账，不能再改开始的月份",
                f"closing began with {first}; the month to begin with stays",
            )
        )


def _imports(tables: Tables, answers: Answers) -> Iterable[Import]:
    if answers.people is not None:
        yield propose_import(tables, "staff", answers.people, Told(), MERGE)
    if answers.targets is not None:
        plans = propose_import(tables, "plans", answers.targets, Told(), MERGE)
        of_months = propose_import(tables, "targets", answers.targets, Told(), MERGE)
        yield of_months if len(of_months.issues) < len(plans.issues) else plans


def _company(raw: RawTable, answers: Answers) -> Iterable[Change]:
    told = {"zh_name": answers.company, "en_name": answers.company_en or answers.company}
    if answers.company is None and answers.company_en is None:
        return
    filled = [at for at in range(raw.length) if not raw.is_empty(at)]
    if filled:
        new = {"zh_name": answers.company, "en_name": answers.company_en}
        yield Change(
            "companies", update={filled[0]: {key: name for key, name in new.items() if name}}
        )
    else:
        name = answers.company or answers.company_en
        yield Change(
            "companies",
            append=[{COMPANY: name, **{key: text or name for key, text in told.items()}}],
        )


def _start(about: RawTable, start: Month | None) -> Iterable[Change]:
    if start is None:
        return
    rows = [at for at, key in enumerate(about.columns["key"]) if key == START]
    if rows:
        yield Change("about", update={rows[0]: {"value": str(start)}})
    else:
        yield Change("about", append=[{"key": START, "value": str(start)}])


def _joined(changes: Iterable[Change]) -> list[Change]:
    """One change a table; none that changes nothing."""
    found: dict[str, Change] = {}
    for change in changes:
        old = found.get(change.table, Change(change.table))
        update = {**old.update, **change.update}
        found[change.table] = Change(
            change.table, update=update, append=[*old.append, *change.append]
        )
    return [change for change in found.values() if change.update or change.append]


def people_file(lines: Iterable[str]) -> bytes:
    """The file of people who were typed one a line: `王芳 业务员 外贸部`; role and team may be
    left out.

    Who has no role is a salesperson. Raises UsageError for a line without a name.
    """
    rows = [
        [*line.replace("，", " ").replace(",", " ").split(), "", ""][:3]
        for line in lines
        if line.strip()
    ]
    return _file(
        ["name", "role", "team"], ([name, role or "salesperson", team] for name, role, team in rows)
    )


def targets_file(lines: Iterable[str], year: int) -> bytes:
    """The file of a year's targets that were typed one a line: `王芳 600000`. Raises UsageError
    for another line.
    """
    rows = []
    for line in filter(str.strip, lines):
        words = line.replace("=", " ").split()
        if len(words) != 2:
            raise UsageError(
                Text(
                    f"“{line}”请写成“姓名 全年任务”",
                    f'"{line}": write a name and the amount of the year',
                )
            )
        rows.append([str(year), *words])
    return _file(["period", "name", "amount"], rows)


def _file(header: list[str], rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def people_there(tables: Tables) -> list[str]:
    """The names of the staff table, as a question shows them."""
    return [person.name for person in load_all(tables, ("staff",)).records["staff"]]


def company_there(tables: Tables) -> str:
    """The company's name, as a question shows it; empty while there is none."""
    names = load_all(tables, ("companies",)).records["companies"]
    return names[0].zh_name if names else ""
