"""The buttons of people: explain the selected person, statements as PDF."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from xlpy.actions.selection import selected_row, text_of
from xlpy.actions.work import Work
from xlpy.book.celldates import read_period
from xlpy.book.celltext import BadCell
from xlpy.core.issues import FileError, UsageError
from xlpy.core.periods import Month, Period
from xlpy.jobs.department import load_all
from xlpy.jobs.explain import explain as explain_job
from xlpy.report import explain_text

CHOOSERS = {"person": ("td_pay_month", "td_pay_name"), "team": ("td_team_month",), "pools": ("td_pool_year",)}
"""The names of the cells in which each statement's sheet is told what to show."""


def explain(work: Work) -> None:
    """Where every figure of the selected person's pay comes from; nothing is written."""
    row = selected_row(work)
    named, period = text_of(row, "name"), _period(row)
    staff = [person.name for person in load_all(work.reading, ("staff",)).records["staff"]]
    if named not in staff:
        named = work.ask("name", "解释谁的工资？", "Whose pay?", staff[0] if staff else "")
    state = work.closings()
    period = period or (state.periods[-1] if state.periods else work.next_month(state))
    period = work.ask_period("哪个期间？", "Which period?", period)
    work.progress(f"解释 {named} {period}", f"explaining {named} {period}")
    work.desk.show(f"{work.title} · {named} · {period}", explain_text(explain_job(work.reading, period, named)))


def _period(row: dict) -> Period | None:
    for key in ("month", "period", "origin"):
        try:
            if row.get(key) is not None:
                return read_period(row[key])
        except BadCell:
            return None
    return None


def statements(work: Work) -> None:
    """Save a month's statements as PDF: a page a person, one for the team, one for the pools."""
    state = work.closings()
    if not state.months:
        raise UsageError("还没有结过账，没有工资单", "nothing is closed yet, so there are no statements")
    month = work.ask_month("哪个月的工资单？", "The statements of which month?", state.months[-1])
    names = [row.name for row in load_all(work.reading, ("payroll",)).records["payroll"] if row.month == month]
    if not names:
        raise UsageError(f"{month} 没有结账，没有工资单", f"{month} is not closed, so it has no statements")
    folder = statements_folder(work, month)
    work.agree(
        f"把 {len(names)} 张工资单、1 张团队单、1 张奖池单存成 PDF，放在 {folder}。继续吗？",
        f"Saves {len(names)} pay statements, the team's and the pools' as PDF in {folder}. Go on?",
    )
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [("person", (month.first, name), name) for name in names]
    wanted += [("team", (month.first,), "团队 Team"), ("pools", (month.year,), "奖池 Pools")]
    for place, (kind, values, name) in enumerate(wanted, 1):
        work.progress(f"工资单 {place}/{len(wanted)} {name}", f"statement {place} of {len(wanted)}")
        with showing(work.book, kind, values) as sheet:
            _save(sheet, folder / f"{month} {_file_name(name)}.pdf")
    work.tell(f"已存 {len(wanted)} 个 PDF：{folder}", f"Saved {len(wanted)} PDF files in {folder}")


def statements_folder(work: Work, month: Month) -> Path:
    """The folder beside the workbook for a month's statements. Raises FileError for a workbook never saved."""
    path = work.saved_path()
    return path.with_name(f"{path.stem} 工资单 statements") / str(month)


@contextmanager
def showing(book, kind: str, values: tuple) -> Iterator:
    """A statement's sheet while it shows the month, person or year that is wanted; then as the user had it."""
    cells = [_named_cell(book, name) for name in CHOOSERS[kind]]
    before = [cell.formula for cell in cells]
    try:
        for cell, value in zip(cells, values, strict=True):
            _set(cell, "value", datetime(value.year, value.month, value.day) if isinstance(value, date) else value)
        book.app.calculate()
        yield cells[0].sheet
    finally:
        for cell, formula in zip(cells, before, strict=True):
            _set(cell, "formula", formula)
        book.app.calculate()


def _set(cell, what: str, value) -> None:
    """Write into a cell and keep its number format, which a day would change."""
    wanted = cell.number_format
    setattr(cell, what, value)
    if cell.number_format != wanted:
        cell.number_format = wanted


def _named_cell(book, name: str):
    try:
        return book.names[name].refers_to_range
    except Exception:
        raise FileError(
            f"工作簿里没有名为 {name} 的单元格；工资单的工作表被删除或改动了。",
            f"The workbook has no cell named {name}; the statement's sheet was deleted or changed.",
        ) from None


def _save(sheet, path: Path) -> None:
    area = sheet.page_setup.print_area
    cells = sheet.range(area) if area else sheet.used_range
    cells.to_pdf(str(path))


def _file_name(name: str) -> str:
    """A name as part of a file's name, on every system."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .") or "_"
