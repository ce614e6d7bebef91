"""The buttons of enquiries: whom to follow up today, what was done, what came of them."""

from datetime import date

from xlpy.actions.selection import beside, selected_row
from xlpy.actions.work import Work
from xlpy.book.cells.dates import read_day
from xlpy.book.cells.text import BadCell
from xlpy.core.customers.tasks import Task
from xlpy.core.issues import UsageError
from xlpy.core.periods import Year
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.core.views import FUNNEL_SHEET, TODAY, today_column
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, GREY, ORANGE, PAPER, line, rect, sheet, tick
from xlpy.jobs import todo as job
from xlpy.jobs.drafts import draft_of
from xlpy.jobs.funnel import write_funnel
from xlpy.messages.drafts import draft_text
from xlpy.messages.funnel import funnel_text
from xlpy.messages.todo import done_text, todo_text


@button(
    "customers",
    Text("今天跟进", "To do"),
    Text(
        "重写“跟进清单”：每人今天要跟进谁，为什么，迟几天，上次说了什么，下一步。",
        "Writes the to-do list anew: whom everybody has to follow up today, why, how late, what "
        "was last said, the next step.",
    ),
    icon="FileDocumentInspect",
    drawing=[
        *sheet(),
        *(rect(3.6, top, 5.2, top + 1.6, BLUE) for top in (3.4, 6.4, 9.4)),
        tick(),
    ],
    large=True,
)
def todo(work: Work) -> None:
    """Write today's to-do list of everybody anew, and show it."""
    work.progress(Text("今天跟进", "the to-do list"))
    listed = job.write_todo(work.writing(), work.now().date())
    work.reading.uncover(TODAY)
    work.reading.show("todo")
    late = sum(task.days_late > 0 for task in listed.tasks)
    work.tell(
        Text(
            f"今天有 {len(listed.tasks)} 件要跟进，{late} 件已过期。请保存工作簿。",
            f"{len(listed.tasks)} to follow up today, {late} of them late. Save the workbook.",
        ),
        todo_text(listed, work.words.beside),
    )


@button(
    "customers",
    Text("起草邮件", "Draft"),
    Text(
        "按“邮件模板”表为选中的一件起草邮件，用联系人的语言；看过再自己发，程序不发邮件。",
        "Drafts a mail for the selected task from the table Mail templates, in the contact's "
        "language; look at it and send it yourself, nothing is sent.",
    ),
    icon="FilePrintPreview",
    drawing=[
        rect(1.5, 3.5, 14.5, 12.5, GREY),
        line(1.2, PAPER, (1.5, 3.8), (8, 9)),
        line(1.2, PAPER, (14.5, 3.8), (8, 9)),
    ],
)
def draft(work: Work) -> None:
    """Show the draft of a mail for a task, to be copied."""
    day = work.now().date()
    named = _named(work, day)
    if not named:
        return
    task, what = _task(work, named, Text("为哪一件起草邮件？", "Draft a mail for which one?"))
    found = draft_of(work.reading, task, day, what)
    work.desk.show(work.title, draft_text(found, work.words.beside))


def _named(work: Work, day: date) -> dict[str, Task]:
    """The day's tasks by their names; where there are none, it is said."""
    named: dict[str, Task] = {}
    for each in job.todo_list(work.reading, day).tasks:
        named.setdefault(job.name_of(each), each)
    if not named:
        work.tell(Text("今天没有要跟进的。", "There is nothing to follow up today."))
    return named


_LISTED = 20
"""So many tasks stand in a question."""


@button(
    "customers",
    Text("跟进完成", "Done"),
    Text(
        "把选中的一件记为已做：只写一行说了什么，可加下一步和日期；与上次一样的问候会提醒。",
        "Writes down that the selected task was done: one line of what was said, and the next step "
        "if you like; a greeting that is the last one is pointed out.",
    ),
    icon="FileMarkAsFinal",
    drawing=[*sheet(), rect(3.6, 4, 10, 5.4, BLUE), tick(GREEN, 12, 13.5)],
)
def done(work: Work) -> None:
    """Write down what was done of a task, once it is clear which and what was said."""
    at = work.now()
    named = _named(work, at.date())
    if not named:
        return
    task, what = _task(work, named, Text("哪一件做完了？", "Which one is done?"))
    said = work.ask("said", Text(f"{task}：说了什么？", f"{task}: what was said?"))
    step = work.ask_maybe("next", Text("下一步？空着就没有。", "The next step? Blank: none."))
    on = _day(work) if step else None
    by = named[task].salesperson if task in named else None
    preview = job.done(work.reading, task, said, at, by, on, step, what, dry_run=True)
    if preview.issues:
        work.agree(
            Text("还是这样写吗？", "Write it all the same?"), work.short_issues(preview.issues)
        )
    found = job.done(work.writing(), task, said, at, by, on, step, what)
    work.tell(
        Text("已记下。请保存工作簿。", "Written down. Save the workbook."),
        done_text(found, work.words.beside),
    )


def _task(work: Work, named: dict[str, Task], asked: Text) -> tuple[str, str | None]:
    """What names the task, and of which kind it is where the selected row says so: proposed is
    that of this row.
    """
    row = selected_row(work)
    keys = ("customer", "reference", "what")
    shown = beside(work, TODAY, [today_column(key) for key in keys])
    *names, kind = shown or [str(row.get(key) or "") for key in keys]
    chosen = " ".join(filter(None, names))
    listed = "\n".join([*named][:_LISTED])
    more = "\n…" if len(named) > _LISTED else ""
    task = work.ask_known(
        "of",
        Text(f"{asked.zh}\n{listed}{more}", f"{asked.en}\n{listed}{more}"),
        named,
        chosen if chosen in named else next(iter(named)),
    )
    whats = TABLES["todo"].column("what").choices
    what = next((key for key, zh in whats if kind in (zh, key, f"{zh} {key}")), None)
    return task, what if task == chosen else None


def _day(work: Work) -> date:
    """The day of the next step. Raises UsageError for what is none."""
    text = work.ask("on", Text("哪天？如 2012-07-20", "On which day? As 2012-07-20"))
    try:
        return read_day(text)
    except BadCell as bad:
        raise UsageError(Text(f"{text}：{bad.zh}", f"{text}: {bad.en}")) from None


@button(
    "customers",
    Text("渠道漏斗", "Funnel"),
    Text(
        "选一个月、一季或一年：询盘、报价、订单、回款，按渠道、地区、业务员、产品、询盘月份，和费用、任务一起画在“漏斗图”页。",
        "A month, quarter or year: enquiries, quotes, orders, receipts by channel, region, "
        "salesperson, product and month of enquiry, with costs and targets, as charts on the sheet "
        "Funnel charts.",
    ),
    icon="ChartTypeColumnInsertGallery",
    drawing=[
        rect(1.5, 2.5, 14.5, 5, BLUE),
        rect(3.5, 6.7, 12.5, 9.2, GREEN),
        rect(5.8, 10.9, 10.2, 13.4, ORANGE),
    ],
)
def funnel(work: Work) -> None:
    """Write a period's funnel anew, and show its charts with that period chosen."""
    period = work.ask_period(
        Text(
            "哪个期间收到的询盘？月、季、年都可以，如 2012-07、2012-Q3、2012。",
            "The enquiries of which period? A month, quarter or year: 2012-07, 2012-Q3, 2012.",
        ),
        Year(work.next_month().year),
    )
    work.progress(Text(f"{period} 的漏斗", f"the funnel of {period}"))
    found = write_funnel(work.writing(), period, work.now().date())
    work.reading.show_view(FUNNEL_SHEET, "funnel")
    work.reading.choose("td_funnel_period", str(period))
    work.tell(
        Text(
            f"{period} 的渠道漏斗在“漏斗图”页。请保存工作簿。",
            f"The funnel of {period} is on the sheet Funnel charts. Save the workbook.",
        ),
        funnel_text(found, work.words.beside),
    )
