"""The to-do list on paper: a page a person, to be ticked off by hand (D-4.2)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlpy.core.customers.tasks import NOBODY, Task, by_person
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.text import Text
from xlpy.documents.blocks import table
from xlpy.documents.boxes import Column
from xlpy.documents.files import saving
from xlpy.documents.page import MUTED, Row, Sheet, cell
from xlpy.documents.pagewriter import write
from xlpy.documents.pdf import save_printed
from xlpy.documents.sheetnames import free_name

_TITLE, _LAST = Text("今天跟进", "To do"), Text("上次", "last")
_COLUMNS = (
    (Text("✓", ""), 24, "center"),
    (Text("到期", "Due"), 72, "center"),
    (Text("迟几天", "Days late"), 46, "center"),
    (Text("做什么", "What"), 78, "left"),
    (Text("客户 · 编号", "Customer · no."), 140, "left"),
    (Text("为什么 · 上次 · 下一步", "Why · last said · next step"), 300, "left"),
)


def save_page(path: Path, day: date, tasks: Sequence[Task], language: str) -> None:
    """Save a day's tasks as a PDF, a page a person; nobody's come last.

    Raises FileError when no program can print it, or the file cannot be written.
    """
    save_printed(path, lambda book: write_book(book, day, tasks, language))


def write_book(path: Path, day: date, tasks: Sequence[Task], language: str) -> None:
    """A day's tasks as a workbook to be printed, a sheet a person; one says so when there is
    none.
    """
    people = list(by_person(tasks)) or [(None, [])]
    names = [name or NOBODY.said(language, " ") for name, _ in people]
    taken: set[str] = set()
    with saving(path, f"{day}") as workbook:
        for name, (_, mine) in zip(names, people, strict=True):
            write(workbook, free_name(name, taken), _page(name, day, mine, language))


def _page(name: str, day: date, tasks: Sequence[Task], language: str) -> Sheet:
    sheet = Sheet([width for _, width, _ in _COLUMNS], (name, str(day)))
    title = _TITLE.said(language)
    title += f" · {name} · {day}" if tasks else f" · {day}"
    sheet.add(Row([cell(0, sheet.last, title, bold=True, font_size=14)], 26))
    late = sum(task.days_late > 0 for task in tasks)
    count = Text(f"{len(tasks)} 件，{late} 件已过期。", f"{len(tasks)} to do, {late} of them late.")
    sheet.add(Row([cell(0, sheet.last, count.said(language), font_color=MUTED)]))
    if tasks:
        columns = [Column(head.said(language), width, align) for head, width, align in _COLUMNS]
        table(sheet, columns, [_values(task, language) for task in tasks])
    return sheet


def _values(task: Task, language: str) -> list[str]:
    told = [task.why.said(language)]
    told += [f"{_LAST.said(language)}: {task.said}"] if task.said else []
    told.append(f"→ {task.step.said(language)}")
    return [
        "□",
        str(task.due),
        str(task.days_late),
        choice_label(TABLES["todo"].column("what"), task.what, language),
        "\n".join(filter(None, (task.customer, task.reference))),
        "\n".join(told),
    ]
