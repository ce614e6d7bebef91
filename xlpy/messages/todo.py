"""What is to follow up, as text for people, as a document for JSON, and as a calendar file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from xlpy.core.customers.tasks import NOBODY, Task, by_person
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.calendarfile import DayEvent, calendar_file
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.todo import Done, TodoList


def task_doc(task: Task) -> dict:
    """A task as JSON carries it; money a text with two decimals."""
    return {
        "salesperson": task.salesperson,
        "what": task.what,
        "customer": task.customer,
        "reference": task.reference,
        "due": str(task.due),
        "days_late": task.days_late,
        "rule": task.rule,
        "why": {"zh": task.why.zh, "en": task.why.en},
        "last_said": task.said or None,
        "next_step": {"zh": task.step.zh, "en": task.step.en},
        "open_amount": None if task.open_amount is None else f"{task.open_amount:.2f}",
        "currency": task.currency,
    }


def todo_doc(listed: "TodoList") -> dict:
    """A day's tasks as JSON carries them."""
    return {
        "day": str(listed.day),
        "name": listed.name,
        "tasks": [task_doc(task) for task in listed.tasks],
        **issues_doc(listed.issues),
    }


def todo_text(listed: "TodoList", words: Words = BESIDE) -> str:
    """A day's tasks for each person, with what was last said and what comes next."""
    parts = [part for name, tasks in by_person(listed.tasks) for part in _part(name, tasks, words)]
    if not parts:
        parts = [
            words(Text(f"{listed.day} 没有要跟进的。", f"{listed.day}: nothing to follow up."))
        ]
    if listed.issues:
        head = words(Text("读不出的单元格不在清单里：", "What cannot be read is not on the list:"))
        parts += ["", head, issues_text(listed.issues, words)]
    return "\n".join(parts)


def _part(name: str | None, tasks: Sequence[Task], words: Words) -> Iterator[str]:
    late = sum(task.days_late > 0 for task in tasks)
    count = words(Text(f"{len(tasks)} 件，{late} 件已过期", f"{len(tasks)} to do, {late} late"))
    yield f"{name or words(NOBODY)}: {count}"
    header = [
        words(pair)
        for pair in (
            Text("到期", "due"),
            Text("迟", "late"),
            Text("做什么", "what"),
            Text("客户", "customer"),
            Text("编号", "no."),
            Text("规则", "rule"),
        )
    ]
    what = TABLES["todo"].column("what")
    body = [
        [
            str(task.due),
            str(task.days_late),
            words.cell(what, task.what),
            task.customer or "—",
            task.reference or "—",
            task.rule,
        ]
        for task in tasks
    ]
    lines = grid(header, body).split("\n")
    yield from lines[: len(lines) - len(tasks)]
    for line, task in zip(lines[len(lines) - len(tasks) :], tasks, strict=True):
        yield line
        yield from _task_lines(task, words)
    yield ""


def _task_lines(task: Task, words: Words) -> Iterator[str]:
    yield f"    {words(task.why)}"
    if task.said:
        yield f"    {words(Text('上次', 'last'))}: {task.said}"
    yield f"    → {words(task.step)}"


def done_doc(done: "Done") -> dict:
    """What was done of a task, as JSON carries it."""
    row = done.row
    return {
        "date": str(row.date),
        "what": done.task.what,
        "customer": row.customer,
        "contact_no": row.contact_no,
        "salesperson": row.salesperson,
        "about": row.about,
        "reference": row.reference,
        "summary": row.summary,
        "next_on": str(row.next_on) if row.next_on else None,
        "next_step": row.next_step,
        **issues_doc(done.issues),
    }


def done_text(done: "Done", words: Words = BESIDE) -> str:
    """What was done of a task: for whom, what comes next, and a greeting that is the last one."""
    row = done.row
    named = " ".join(filter(None, (row.customer, done.task.reference)))
    lines = [f"{words(Text('已记下', 'written down'))}: {named} · {row.summary}"]
    if row.next_on:
        lines.append(
            f"{words(Text('下一步', 'next'))}: {row.next_on} {row.next_step or ''}".rstrip()
        )
    return "\n".join([*lines, *([issues_text(done.issues, words)] if done.issues else [])])


def calendar(tasks: Iterable[Task], at: datetime, words: Words = BESIDE) -> bytes:
    """A calendar file (RFC 5545): a day's event for each task; what is late is due that day.

    `at`: when it is written, in local time. The same task keeps its UID from day to day, so that
    a calendar that reads the file again changes the event it has.
    """
    return calendar_file((_event(task, words) for task in tasks), at, "To do")


def _event(task: Task, words: Words) -> DayEvent:
    what = words.cell(TABLES["todo"].column("what"), task.what)
    told = [f"{words(task.why)} ({task.rule})"]
    told += [f"{words(Text('上次', 'last'))}: {task.said}"] if task.said else []
    told.append(f"→ {words(task.step)}")
    return DayEvent(
        "\n".join([task.what, task.customer or "", task.reference or "", str(task.due)]),
        max(task.due, task.day),
        " · ".join(filter(None, (what, task.customer, task.reference))),
        "\n".join(told),
        task.salesperson or words(NOBODY),
    )
