"""A week's report in words: its heads, a line of figures, what each did and has before them."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from xlpy.core.customers.tasks import NOBODY
from xlpy.core.money import show_grouped
from xlpy.core.plan import percent
from xlpy.core.tables.logs import LoggedIssue, Meeting, Training, WorkLog
from xlpy.core.text import Mixed, Text
from xlpy.core.weekly import PersonWeek, amounts_of
from xlpy.core.weeks import Week

HEADS = (
    Text("姓名", "name"),
    Text("询盘", "enquiries"),
    Text("已答复", "answered"),
    Text("未答复", "not answered"),
    Text("报价", "quotations"),
    Text("订单", "orders"),
    Text("回款（元）", "receipts CNY"),
    Text("跟进", "follow-ups"),
    Text("迟办", "done late"),
    Text("过期未办", "overdue"),
)
"""The columns of a week's figures, in the order of `PersonWeek.figures` behind the name."""
TITLE = Text("周报", "Report of week")
ALL, DEPARTMENT = Text("全部", "all"), Text("部门", "department")
_RECEIPTS = 5


def figures_of(person: PersonWeek) -> list[str]:
    """A line of the week's figures as texts."""
    told = [str(figure) for figure in person.figures]
    told[_RECEIPTS] = show_grouped(person.receipts)
    return told


def name_of(person: PersonWeek, language: str) -> str:
    """Whose a line is."""
    return person.name or NOBODY.said(language, " ")


def shown_share(share: Fraction) -> str:
    """A share in per cent with two decimals."""
    hundredths = int(percent(share) * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def title_of(week: Week) -> Mixed:
    """What a week's report is called: the week and its days."""
    return Mixed(TITLE, f" {week} · {week.monday} – {week.sunday}")


def told_of(person: PersonWeek, week: Week) -> Iterator[Mixed]:
    """What a person did beside figures, what they say of it, and what the next week holds."""
    if person.orders:
        yield _line(Text("订单", "orders"), "; ".join(amounts_of(person)))
    for row in person.moved:
        went = f"{shown_share(row.before)} % → {shown_share(row.after)} %"
        yield _line(Text("计划", "plan"), f"{row.item_no} {row.deliverable} {went}")
    for late in person.late:
        yield Mixed(Text("迟办", "done late"), ": ", late)
    if person.said is not None:
        yield from _said(person.said)
    for step in person.next:
        head = (
            Text("下周", "next week") if step.day in week + 1 else Text("到期未办", "due, not done")
        )
        yield _line(head, " ".join(filter(None, (str(step.day), step.number, step.what))))


def _line(said: Text, told: str) -> Mixed:
    return Mixed(said, f": {told}")


def _said(row: WorkLog) -> Iterator[Mixed]:
    yield from _named(
        ("自述", "says", row.done), ("问题", "problems", row.problems), ("打算", "plans", row.next_)
    )


def _named(*lines: tuple[str, str, str | None]) -> Iterator[Mixed]:
    """Those of labelled texts that are there."""
    for zh, en, text in lines:
        if text:
            yield _line(Text(zh, en), text)


def department_lines(
    meetings: Iterable[Meeting],
    trainings: Iterable[Training],
    issues: Iterable[LoggedIssue],
    meets_next: Iterable[Meeting],
) -> Iterator[Mixed]:
    """The meetings, trainings and logged issues of a week, and the meetings of the next."""
    for row in meetings:
        yield _line(Text("会议", "meeting"), f"{row.date} {row.attended or ''}".rstrip())
        yield from _named(
            ("上周", "last week", row.last_week),
            ("下周", "next week", row.next_week),
            ("技术问题", "technical questions", row.technical),
        )
    for training in trainings:
        told = f"{training.date} {training.topic} {training.attended or ''}".rstrip()
        yield _line(Text("培训", "training"), told)
    for issue in issues:
        yield _line(Text("问题", "issue"), f"{issue.issue_no} {issue.what}")
    for row in meets_next:
        told = f"{row.date} {row.next_week or ''}".rstrip()
        yield _line(Text("下周会议", "meeting next week"), told)


def missing(no_summary: Sequence[str], no_meeting: bool) -> Iterator[Mixed]:
    """What of a week's logs is missing (D-4.3.1, E-1.8)."""
    if no_summary:
        yield _line(Text("没有周报的人", "no summary of"), ", ".join(no_summary))
    if no_meeting:
        yield Mixed(Text("本周没有周例会", "no weekly meeting in this week"))
