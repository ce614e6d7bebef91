"""What a button collected, written into the open workbook: the pane does the steps in one batch and
reads again; what stands there then is compared, and put back where it is not what was meant.

Excel takes nothing back by itself when a batch breaks off in its middle.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlpy.actions.acting import say_why
from xlpy.book.excel import OpenWorkbook, broken_off, refused
from xlpy.book.headers import column_named
from xlpy.book.journal import digest_of
from xlpy.core.issues import FileError, XlpyError
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.web.book import Book
from xlpy.web.cells import Given
from xlpy.web.collected import WebWork
from xlpy.web.desk import WebDesk
from xlpy.web.steps import Step, WrittenCells

_BELOW = 20
"""So many rows below what a table will have are read, too."""
_SHOWN = 3
"""So many tables that were changed meanwhile are named."""
_ENDED: list["Pending"] = []
"""The press that waits to be written."""


@dataclass
class Pending:
    """A press that is to be written: what it read, and what becomes of the tables."""

    work: WebWork
    desk: WebDesk
    given: Given
    book: Book | None = None
    before: Mapping[str, WrittenCells] = field(default_factory=dict)
    why: Text = field(default_factory=lambda: Text("", ""))
    """Why what was written is put back."""
    failure: XlpyError | None = None
    """What is said once it is put back."""

    @property
    def model(self) -> dict[str, WrittenCells]:
        """The written tables as they are meant to become."""
        return _written(self.book) if self.book else {}


def wanted(work: WebWork, desk: WebDesk, given: Given) -> list[dict[str, Any]]:
    """Which tables have to be read with all that stands in them, and how many rows below; none when
    nothing is to be written.
    """
    _ENDED.clear()
    more: dict[str, int] = {}
    for changes in work.reading.commits:
        for change in changes:
            rows = work.reading.read([change.table])[change.table].length
            gone = 0 if change.keep is None else max(rows - len(change.keep), 0)
            more[change.table] = more.get(change.table, 0) + len(change.append) + gone
    if more:
        _ENDED.append(Pending(work, desk, given))
    names = {str(each["name"]).casefold(): each["name"] for each in given["tables"]}
    return [{"name": names[key], "below": rows + _BELOW} for key, rows in more.items()]


def planned(text: str) -> str:
    """The steps that write, as JSON: `steps`, and `read`: which tables to read afterwards; or what
    is said when nothing is written.

    `text`: `book`, the workbook read once more, and `details`, the tables that are to be written.
    """
    told, pending = json.loads(text, parse_int=float), _ENDED[-1]
    details = [WrittenCells(each) for each in told["details"]]
    pending.before = {each.name: each.twin() for each in details}
    try:
        _refuse_changed(pending.given, told["book"], details)
        pending.given = told["book"]
        pending.book = Book(told["book"], details)
        opened = OpenWorkbook(pending.book)
        for changes in pending.work.reading.commits:
            opened.commit(changes)
    except XlpyError as failure:
        return _not_done(pending, failure)
    read = [
        {"name": name, "rows": max(cells.known, pending.before[name].known) - 1}
        for name, cells in pending.model.items()
    ]
    return json.dumps(
        {"steps": [step for step, _ in pending.book.steps], "read": read}, ensure_ascii=False
    )


def landed(text: str) -> str:
    """What is said of a write, as JSON: `done`, `said`, `journal`; or `back`, the steps that put
    the tables back.

    `text`: `details`, the written tables as they are now (null when they could not be read), and
    `fault`, what Excel said when the batch broke off, else null.
    """
    told, pending = json.loads(text, parse_int=float), _ENDED[-1]
    steps = pending.book.steps if pending.book else []
    fault = None if told["fault"] is None else str(told["fault"])
    if told["details"] is None:
        return _not_done(pending, broken_off(str(fault)))
    now = {each.name: each for each in map(WrittenCells, told["details"])}
    other = _other_cell(pending.model, now)
    if fault is None and other is None:
        return _done(pending, told["details"])
    reached = len(steps)
    if fault is not None:
        reached = _reached(pending.before, [step for step, _ in steps], now)
        step = steps[min(reached, len(steps) - 1)][0]
        pending.why, pending.failure = Text(fault, fault), refused(fault, str(step["sheet"]))
    elif other is not None:
        pending.why, pending.failure = other, _as_it_was(other)
    back = [each for _, backs in reversed(steps[:reached]) for each in backs]
    if not back and _other_cell(pending.before, now) is None:
        return _not_done(pending, pending.failure)
    return json.dumps({"back": back}, ensure_ascii=False)


def restored(text: str) -> str:
    """What is said once the tables were put back, as JSON; `text` as for `landed`."""
    told, pending = json.loads(text, parse_int=float), _ENDED[-1]
    if told["details"] is not None:
        now = {each.name: each for each in map(WrittenCells, told["details"])}
        if _other_cell(pending.before, now) is None:
            return _not_done(pending, pending.failure)
    return _not_done(pending, broken_off(pending.work.words(pending.why)))


def _not_done(pending: Pending, failure: XlpyError | None) -> str:
    pending.desk.said.clear()
    if failure is not None:
        say_why(pending.work, failure)
    return json.dumps({"done": False, "said": pending.desk.said}, ensure_ascii=False)


def _done(pending: Pending, details: Sequence[Given]) -> str:
    """The write is done: what the button says of it, and the journal with what stands there now."""
    work, journal = pending.work, pending.work.journal
    if journal.added:
        tables = journal.kept[-1]["tables"]
        opened = OpenWorkbook(Book(pending.given, map(WrittenCells, details)))
        for key, raw in opened.read(tables).items():
            tables[key]["after"] = digest_of(raw)
    told = {
        "done": True,
        "said": pending.desk.said,
        "goes_to": work.book.goes_to,
        "journal": json.dumps(journal.kept, ensure_ascii=False),
    }
    return json.dumps(told, ensure_ascii=False)


def _written(book: Book) -> dict[str, WrittenCells]:
    cells = (table.cells for sheet in book.sheets for table in sheet.tables)
    return {each.name: each for each in cells if isinstance(each, WrittenCells)}


def _refuse_changed(first: Given, second: Given, details: Sequence[WrittenCells]) -> None:
    """Raise FileError when a table is not as it was when the button read it: its figures would be
    those of rows that are no more.
    """
    before, now = ({each["name"]: each for each in given["tables"]} for given in (first, second))
    names = [name for name in {**before, **now} if not _as_read(before.get(name), now.get(name))]
    for cells in details:
        read, body = now.get(cells.name), cells.values(1, 0, cells.length, cells.width)
        if read is None or not _same_rows(read, body):
            names.append(cells.name)
    if names:
        listed = [str(name) for name in dict.fromkeys(names)][:_SHOWN]
        raise FileError(
            Text(
                f"按钮工作时 {'、'.join(listed)} 有改动，没有写入；请再按一次。",
                f"{', '.join(listed)} changed while the button worked, so nothing was written; "
                "press it again.",
            )
        )


def _as_read(first: Given | None, second: Given | None) -> bool:
    """Whether two readings of a table are the same to us: its place, its rows, our columns. A
    user's own table or column may change by itself.
    """
    if first == second:
        return True
    name = str((first or second or {})["name"]).casefold()
    if name not in TABLES:
        return True
    if first is None or second is None:
        return False
    if any(first[key] != second[key] for key in ("sheet", "row", "column", "totals", "header")):
        return False
    return _same_rows(first, second["values"])


def _same_rows(first: Given, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether our columns hold the same in as many rows."""
    if len(first["values"]) != len(rows):
        return False
    name = str(first["name"]).casefold()
    ours = [x for x, head in enumerate(first["header"]) if column_named(name, str(head or ""))]
    return all(
        line[x] == other[x] for line, other in zip(first["values"], rows, strict=True) for x in ours
    )


def _other_cell(meant: Mapping[str, WrittenCells], now: Mapping[str, WrittenCells]) -> Text | None:
    """Says of the first cell that it holds something else than was meant; None where there is
    none.
    """
    for name, cells in meant.items():
        if name not in now:
            return Text(f"表格 {name} 不见了", f"the table {name} is gone")
        for down, across in cells.differing(now[name])[:1]:
            row, column = cells.row + down, str(cells.lines[0].values[across])
            return Text(
                f"表格 {name}（工作表“{cells.sheet}”）第 {row} 行“{column}”写入后变成了另一个值",
                f'the table {name} (sheet "{cells.sheet}") holds another {column} in row {row} '
                "than was written",
            )
    return None


def _as_it_was(why: Text) -> FileError:
    return FileError(
        Text(
            f"没有写入，工作簿已恢复原样：{why.zh}。",
            f"Nothing was written and the workbook is as it was: {why.en}.",
        )
    )


def _reached(
    before: Mapping[str, WrittenCells], steps: Sequence[Step], now: Mapping[str, WrittenCells]
) -> int:
    """How many of the steps Excel had done when it broke off: that many after which the tables
    would be as they are, or most nearly so.
    """
    tables = {(cells.sheet, cells.column): cells.twin() for cells in before.values()}
    states = [_differences(tables.values(), now)]
    for step in steps:
        found = [
            cells
            for cells in tables.values()
            if cells.sheet == step["sheet"]
            and cells.column <= step["column"] < cells.column + cells.width
        ]
        found[0].apply(step)
        states.append(_differences(tables.values(), now))
        if not states[-1]:
            break
    return min(range(len(states)), key=lambda at: (states[at], at))


def _differences(tables: Any, now: Mapping[str, WrittenCells]) -> int:
    return sum(len(cells.differing(now[cells.name])) for cells in tables)
