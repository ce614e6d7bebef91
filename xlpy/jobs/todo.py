"""What is to follow up on a day, by person; and what was done of it (C-5.13, D-4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.customers.tasks import Task
from xlpy.core.customers.todo import last_greeting, todo
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.tables import TABLES
from xlpy.core.tables.channels import Todo
from xlpy.core.tables.relations import FollowUp
from xlpy.core.text import Text
from xlpy.jobs.customers import Known, known_of
from xlpy.ooxml.values import Value

GREETED = ("birthday", "holiday")
_ABOUT = {
    "reply": "enquiry",
    "quote": "quote",
    "received": "received",
    "balance": "balance",
    "deposit": "balance",
    "L/C": "order",
    "birthday": "birthday",
    "holiday": "holiday",
    "quiet": "quiet",
}
"""What a follow-up is about that was done of a task."""
_PEOPLE = ("staff",)


@dataclass(frozen=True)
class TodoList:
    """A day's tasks, of one person or all, and the cells that could not be read for it."""

    day: date
    name: str | None
    tasks: list[Task]
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """What was written of a task: the follow-up, and a warning when a greeting is the last one."""

    task: Task
    row: FollowUp
    issues: list[Issue] = field(default_factory=list)


def todo_list(tables: Tables, day: date, name: str | None = None) -> TodoList:
    """What is to follow up on a day: everybody's, or one person's.

    Raises UsageError for somebody who is not in the staff table.
    """
    known = known_of(tables, day, _PEOPLE)
    _refuse_stranger(known, name)
    return TodoList(day, name, todo(known.facts, day, known.rules, name), known.issues)


def write_todo(tables: Tables, day: date, name: str | None = None) -> TodoList:
    """The same, and the table `todo` written anew with everybody's tasks of the day."""
    known = known_of(tables, day, _PEOPLE)
    _refuse_stranger(known, name)
    tasks = todo(known.facts, day, known.rules)
    rows = [cells_of(TABLES["todo"], row_of(task, tables.language)) for task in tasks]
    tables.commit([Change("todo", keep=(), append=rows)])
    mine = [task for task in tasks if name in (None, task.salesperson)]
    return TodoList(day, name, mine, known.issues)


def row_of(task: Task, language: str) -> Todo:
    """A task as a row of the table `todo`, in a workbook's language."""
    told = [task.why.said(language, " ")]
    if task.said:
        told.append(Text(f"上次：{task.said}", f"Last: {task.said}").said(_one(language)))
    step = task.step
    told.append(Text(f"下一步：{step.zh}", f"Next: {step.en}").said(language, " "))
    return Todo(
        task.day,
        task.salesperson,
        task.due,
        Decimal(task.days_late),
        task.what,
        task.customer,
        task.reference,
        task.rule,
        "\n".join(told),
    )


def _one(language: str) -> str:
    """What was said is in one language as it was typed; it is not told twice."""
    return "en" if language == "en" else "zh"


def _refuse_stranger(known: Known, name: str | None) -> None:
    names = [row.name for row in known.records["staff"]]
    if name is not None and name not in names:
        raise UsageError(
            Text(
                f"员工表里没有“{name}”，有：{'、'.join(names)}",
                f'"{name}" is not in the staff table; there are {", ".join(names)}',
            )
        )


def done(
    tables: Tables,
    reference: str,
    said: str,
    at: datetime,
    by: str | None = None,
    next_on: date | None = None,
    next_step: str | None = None,
) -> Done:
    """Write down what was done of a task of the day: a row of `follow_ups`.

    `reference`: the task's number, or the customer's name. An enquiry is answered by it, at that
    time. A greeting that repeats the last one to that contact gets a warning (D-4.2.4). Raises
    UsageError when no task, or tasks of several customers, are meant, and when nothing was said.
    """
    if not said.strip():
        raise UsageError(Text("请写说了什么", "say what was said"))
    known = known_of(tables, at.date(), _PEOPLE)
    _refuse_stranger(known, by)
    task = _meant(todo(known.facts, at.date(), known.rules), reference)
    row = _follow_up(known, task, said.strip(), at.date(), by)
    row = replace(row, next_on=next_on, next_step=next_step or None)
    issues = list(_repeated(known, row))
    changes = [Change("follow_ups", append=[cells_of(TABLES["follow_ups"], row)])]
    if task.what == "reply":
        changes.append(_answered(known, task, at))
    tables.commit(changes)
    return Done(task, row, issues)


def _meant(tasks: list[Task], reference: str) -> Task:
    wanted = reference.strip().casefold()
    tasks = tasks if wanted else []
    by_number = [task for task in tasks if (task.reference or "").casefold() == wanted]
    found = by_number or [task for task in tasks if (task.customer or "").casefold() == wanted]
    if not found:
        raise UsageError(
            Text(
                f"今天的清单里没有“{reference}”；请写清单上的编号或客户名",
                f'"{reference}" is not on the day\'s list; give a number or a customer of the list',
            )
        )
    customers = {task.customer: task for task in found}
    if len(customers) > 1:
        named = [task.customer or "—" for task in customers.values()]
        raise UsageError(
            Text(
                f"“{reference}”有几个客户：{'、'.join(named)}；请写客户名",
                f'"{reference}" is of several customers: {", ".join(named)}; give the name of one',
            )
        )
    return found[0]


def _follow_up(known: Known, task: Task, said: str, day: date, by: str | None) -> FollowUp:
    about, reference, contact = _ABOUT.get(task.what), task.reference, None
    if task.what == "planned":
        planned = known.facts.said(task.customer, day)
        about = planned.about if planned else None
        contact = planned.contact_no if planned else None
    if task.what == "birthday":
        reference, contact = None, task.reference
    return FollowUp(
        day,
        task.customer or "",
        contact_no=contact,
        salesperson=by or task.salesperson,
        about=about,
        reference=reference,
        summary=said,
    )


def _repeated(known: Known, row: FollowUp) -> list[Issue]:
    """A warning when a greeting says the same as the last one to that contact (D-4.2.4)."""
    if row.about not in GREETED:
        return []
    last = last_greeting(known.facts, row.customer, row.contact_no, row.date)
    if last is None or _folded(last.summary) != _folded(row.summary):
        return []
    said = Text(
        f"与 {last.date} 给 {row.customer} 的问候一样：“{last.summary}”；请换个说法",
        f'the same as the greeting of {last.date} to {row.customer}: "{last.summary}"; vary it',
    )
    return [warning("follow_ups", last.row, "summary", "D-4.2.4", said, "greeting.same")]


def _folded(text: str | None) -> str:
    """A text for comparison: small letters and figures alone."""
    return "".join(sign for sign in (text or "").casefold() if sign.isalnum())


def _answered(known: Known, task: Task, at: datetime) -> Change:
    """The enquiry's time of answer."""
    raw = known.raws["enquiries"]
    rows = [row for row in known.facts.enquiries if row.enquiry_no == task.reference]
    when: Mapping[int, Mapping[str, Value]] = {
        row.row - raw.first_row: {"replied_at": at.replace(second=0, microsecond=0)}
        for row in rows
        if row.row is not None
    }
    return Change("enquiries", update=when)
