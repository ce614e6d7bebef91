"""What is done with one workbook of a group: a task goes in, an outcome comes out, whatever the
workbook does. Both can be sent to another process or computer.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.core.group.facts import Facts, Origin, facts_of
from xlpy.core.issues import (
    BusyError,
    DataError,
    FileError,
    Issue,
    UsageError,
    XlpyError,
    has_errors,
)
from xlpy.core.periods import Period
from xlpy.core.tables import CLOSING, TABLES
from xlpy.core.text import Text
from xlpy.group.sources import Source

if TYPE_CHECKING:
    from xlpy.files import WorkbookFile
    from xlpy.jobs.once import ReadOnce
    from xlpy.jobs.sealing.sealed import Changed

DONE, ALREADY, FAILED = "done", "already", "failed"
_BUSY = 5
"""How often a workbook is tried that another run is writing."""
_PAUSE = 0.5
"""Seconds before the first new try; each waits as much longer."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to do (`check`, `close`, `verify`, `report`) with which workbook, and for whom."""

    what: str
    source: Source
    period: Period | None
    by: str
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its state, what was said, issues, facts for a report, and seconds."""

    source: Source
    state: str
    said: Text
    issues: tuple[Issue, ...] = ()
    facts: Facts | None = field(default=None, repr=False)
    seconds: float = 0.0
    rows: int = 0


class _Did(NamedTuple):
    """What a job did with a workbook, before it is an outcome."""

    state: str
    said: Text
    issues: Iterable[Issue] = ()
    facts: Facts | None = None
    rows: int = 0


def do(task: Task) -> Outcome:
    """Do a task; what goes wrong with its workbook is an outcome, too, and stops no other.

    A workbook that another run is writing is tried again a few times: what that run closed is
    closed already then.
    """
    begun = time.perf_counter()
    try:
        did = _tried(task)
    except DataError as refusal:
        did = _Did(FAILED, refusal.said, refusal.issues)
    except XlpyError as refusal:
        did = _Did(FAILED, refusal.said)
    except Exception as fault:
        what = f"{type(fault).__name__}: {fault}"
        did = _Did(
            FAILED,
            Text(
                f"程序出错，请告知开发者：{what}",
                f"this is a fault of ours, please report it: {what}",
            ),
        )
    seconds = time.perf_counter() - begun
    return Outcome(
        task.source, did.state, did.said, tuple(did.issues), did.facts, seconds, did.rows
    )


def _tried(task: Task) -> _Did:
    for again in range(1, _BUSY):
        try:
            return JOBS[task.what](task)
        except BusyError:
            time.sleep(_PAUSE * again)
    return JOBS[task.what](task)


def _check(task: Task) -> _Did:
    from xlpy.jobs import check

    book = _book(task)
    book.refuse_damaged()
    issues = check.check(book, task.period)
    if has_errors(issues):
        return _Did(FAILED, Text("数据需要处理", "the data need attention"), issues)
    return _Did(DONE, Text("没有错误", "no errors"), issues)


def _close(task: Task) -> _Did:
    from xlpy.jobs import close

    result = close.close(_book(task), _asked(task), by=task.by, at=task.at)
    rows = sum(map(len, result.rows.values()))
    if result.already_closed:
        return _Did(ALREADY, Text("已结账", "closed already"), result.issues, rows=rows)
    return _Did(DONE, Text("已结账", "closed"), result.issues, rows=rows)


def _verify(task: Task) -> _Did:
    origin, _ = _verified(task)
    if origin.intact:
        said = Text(f"{origin.closes} 次结账都完好", f"{origin.closes} closes, all intact")
        return _Did(DONE, said, rows=origin.closes)
    first, more = origin.broken[0], len(origin.broken) - 1
    rest = Text(f"；另有 {more} 处", f"; and {more} more") if more else Text("", "")
    return _Did(FAILED, Text(f"{first.zh}{rest.zh}", f"{first.en}{rest.en}"))


def _report(task: Task) -> _Did:
    from xlpy.book.load import load
    from xlpy.jobs.department import load_all

    origin, tables = _verified(task)
    loaded = load_all(tables)
    customers = load(tables.read((), ["customers"])["customers"])[0]
    facts = facts_of(
        origin, loaded.department, {**loaded.records, "customers": customers}, _asked(task)
    )
    return _Did(DONE, Text("已读取", "read"), facts=facts, rows=len(facts.rows["receipts"]))


def _asked(task: Task) -> Period:
    return period_asked(task.what, task.period)


def period_asked(what: str, period: Period | None) -> Period:
    """The period of what cannot be done without one. Raises UsageError when there is none."""
    if period is None:
        raise UsageError(
            Text(
                f"group {what} 需要期间，如 2012-07",
                f"group {what} needs a period, such as 2012-07",
            )
        )
    return period


def _verified(task: Task) -> tuple[Origin, "ReadOnce"]:
    """Where the facts come from, its closes verified; and the tables, read once."""
    from xlpy.book.version import layout_in, program_in
    from xlpy.jobs.once import ReadOnce
    from xlpy.jobs.sealing.verify import verify

    book = _book(task, older=True)
    book.refuse_damaged()
    tables = ReadOnce(book, (*CLOSING, "about"), ("customers", "merges"))
    found = verify(tables)
    about = tables.read(["about"])["about"]
    closes = tables.read(["closes"])["closes"].columns.get("digest", ())
    broken = [*map(_changed, found.changed), *(each.said for each in found.breaks)]
    origin = Origin(
        task.source.department,
        str(task.source.path),
        book.digest,
        layout_in(about, task.source.path.name),
        program_in(about),
        str(closes[-1]) if closes else "",
        found.closes,
        tuple(broken),
    )
    return origin, tables


def _changed(row: "Changed") -> Text:
    table = TABLES.get(row.table)
    place = Text(f"第 {row.row} 行", f"row {row.row}") if row.row else Text("", "")
    return Text(
        f"{row.period} 的“{table.zh if table else row.table}”{place.zh}（{row.key}）与结账时不同",
        f"{row.table} of {row.period}, {place.en or 'a row'} ({row.key}), is not as it was closed",
    )


def _book(task: Task, older: bool = False) -> "WorkbookFile":
    from xlpy.files import WorkbookFile

    path: Path = task.source.path
    if not path.exists():
        raise FileError(Text(f"“{path}”不存在", f'"{path}" is not there'))
    return WorkbookFile(path, older=older, what=f"group {task.what} {task.period or ''}".strip())


JOBS: dict[str, Callable[[Task], _Did]] = {
    "check": _check,
    "close": _close,
    "verify": _verify,
    "report": _report,
}
"""What can be done with a workbook, by the word for it."""
