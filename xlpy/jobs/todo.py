"""What is to follow up on a day, by person; and what was done of it (C-5.13, D-4.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.catalogue import product_tasks
from xlpy.core.customers.facts import Facts
from xlpy.core.customers.tasks import Task
from xlpy.core.customers.todo import last_greeting, todo
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.roster import refuse_stranger
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
    "supplier": "order",
    "birthday": "birthday",
    "holiday": "holiday",
    "quiet": "quiet",
}
"""What a follow-up is about that was done of a task."""
_MORE = ("staff", "products", "prices")


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
    known = known_of(tables, day, _MORE)
    refuse_stranger(name, known.records["staff"])
    return TodoList(day, name, _tasks(known, day, name), known.issues)


def write_todo(tables: Tables, day: date, name: str | None = None) -> TodoList:
    """The same, and the table `todo` written anew with everybody's tasks of the day."""
    known = known_of(tables, day, _MORE)
    refuse_stranger(name, known.records["staff"])
    tasks = _tasks(known, day)
    tables.commit([_listed_anew(tasks, tables.language)])
    mine = [task for task in tasks if name in (None, task.salesperson)]
    return TodoList(day, name, mine, known.issues)


def _tasks(known: Known, day: date, name: str | None = None) -> list[Task]:
    """Everybody's tasks and nobody's, what is missing of products among these; or one person's."""
    found = todo(known.facts, day, known.rules, name)
    if name is None:
        found += product_tasks(known.records["products"], known.records["prices"], day)
    return found


def _listed_anew(tasks: Iterable[Task], language: str) -> Change:
    rows = [cells_of(TABLES["todo"], row_of(task, language)) for task in tasks]
    return Change("todo", keep=(), append=rows)


def row_of(task: Task, language: str) -> Todo:
    """A task as a row of the table `todo`, in a workbook's language."""
    return Todo(
        task.day,
        task.salesperson,
        task.due,
        Decimal(task.days_late),
        task.what,
        task.customer,
        task.reference,
        task.rule,
        task.why.said(language),
        task.said or None,
        # A step that somebody planned is in one language as it was typed.
        task.step.zh if task.step.zh == task.step.en else task.step.said(language),
    )


def done(
    tables: Tables,
    reference: str,
    said: str,
    at: datetime,
    by: str | None = None,
    next_on: date | None = None,
    next_step: str | None = None,
    what: str | None = None,
    dry_run: bool = False,
) -> Done:
    """Write down what was done of a task of the day: a row of `follow_ups`.

    `reference`: the task's number, the customer's name, or both with a blank between.
    `what`: the kind that is meant where there are several of that name. An enquiry
    is answered by it, at that time; the table `todo`, where it holds that day, no longer lists
    what is done. A greeting that repeats the last one to that contact gets a warning (D-4.2.4).
    `dry_run`: nothing is written. Raises UsageError when no task, or several, are meant, and when
    nothing was said.
    """
    if not said.strip():
        raise UsageError(Text("请写说了什么", "say what was said"))
    known = known_of(tables, at.date(), (*_MORE, "todo"))
    refuse_stranger(by, known.records["staff"])
    task = meant(todo(known.facts, at.date(), known.rules), reference, what)
    row = _follow_up(known, task, said.strip(), at.date(), by)
    row = replace(row, next_on=next_on, next_step=next_step or None)
    found = Done(task, row, list(_repeated(known, row)))
    if dry_run:
        return found
    changes = [Change("follow_ups", append=[cells_of(TABLES["follow_ups"], row)])]
    answered = task.reference if task.what == "reply" else None
    if answered:
        changes.append(_answered(known, answered, at))
    if any(each.day == at.date() for each in known.records["todo"]):
        after = replace(known, facts=_facts_after(known.facts, row, answered, at))
        left = _tasks(after, at.date())
        changes.append(_listed_anew(left, tables.language))
    tables.commit(changes)
    return found


def _facts_after(facts: Facts, row: FollowUp, answered: str | None, at: datetime) -> Facts:
    """The facts with a follow-up more, and an enquiry answered."""
    enquiries = [
        replace(each, replied_at=at) if each.enquiry_no == answered else each
        for each in facts.enquiries
    ]
    return replace(facts, follow_ups=[*facts.follow_ups, row], enquiries=enquiries)


def name_of(task: Task) -> str:
    """What names one task alone: its customer and its number."""
    return " ".join(filter(None, (task.customer, task.reference)))


def meant(tasks: list[Task], reference: str, what: str | None) -> Task:
    """The task that words name: its number, its customer, or both; of that kind if there is one."""
    wanted = _folded_words(reference)
    by_number = [task for task in tasks if _folded_words(task.reference) == wanted]
    by_both = [task for task in tasks if _folded_words(name_of(task)) == wanted]
    by_customer = [task for task in tasks if _folded_words(task.customer) == wanted]
    found = (by_number or by_both or by_customer) if wanted else []
    found = [task for task in found if task.what == what] or found
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
    # A customer's name alone means the task that has no number, where there are several.
    plain = [task for task in found if not task.reference] or found
    numbers = dict.fromkeys(task.reference or task.what for task in plain)
    if not by_number and len(numbers) > 1:
        raise UsageError(
            Text(
                f"“{reference}”有几件：{'、'.join(numbers)}；请写其中一个编号",
                f'"{reference}" has several: {", ".join(numbers)}; give the number of one',
            )
        )
    return plain[0]


def _folded_words(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


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


def _answered(known: Known, number: str, at: datetime) -> Change:
    """The enquiry's time of answer."""
    raw = known.raws["enquiries"]
    rows = [row for row in known.facts.enquiries if row.enquiry_no == number]
    when: Mapping[int, Mapping[str, Value]] = {
        row.row - raw.first_row: {"replied_at": at.replace(second=0, microsecond=0)}
        for row in rows
        if row.row is not None
    }
    return Change("enquiries", update=when)
