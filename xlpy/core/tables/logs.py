"""The logs of the days: work, issues, meetings, trainings (D-4.3.1, A-Q1.2, E-1.8, A-3.2)."""

import datetime
from decimal import Decimal
from typing import Any

from xlpy.core.tables.choices import LOG_KINDS, MEETING_KINDS
from xlpy.core.tables.columns import order_no, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


def _attended(also: str) -> Any:
    """The names of those who were there."""
    return col(
        "参加",
        "Attended",
        "text",
        note="姓名，用分号隔开。Names with semicolons between.",
        default=None,
        also=also,
    )


@table(
    "work_log",
    "工作日志",
    "Work log",
    INPUT,
    "D-4.3.1",
    part="plan",
    keys=("date", "kind", "name"),
    note="日报、周报（周一）、月报，每人一行。By day, week (on Monday) and month, a row each.",
)
class WorkLog(Row):
    """What somebody did in a day, week or month, what was in the way, what is next (D-4.3.1)."""

    date: datetime.date = col("日期", "Date", "date", also="填写日期;报告日期;day;logged on")
    kind: str = col(
        "类别", "Kind", "choice", choices=LOG_KINDS, also="类型;日志类型;周期;type;period"
    )
    name: str = person()
    done: str | None = col(
        "完成工作",
        "Work done",
        "text",
        default=None,
        also="工作内容;完成情况;本周工作;今日工作;总结;what was done;work done;summary",
    )
    problems: str | None = col(
        "问题", "Problems", "text", default=None, also="困难;遇到的问题;存在问题;problem;trouble"
    )
    next_: str | None = col(
        "下一步",
        "Next step",
        "text",
        default=None,
        also="计划;下周计划;明日计划;下步计划;plan;next steps;next week",
    )


@table(
    "issue_log",
    "问题记录",
    "Issue log",
    INPUT,
    "A-Q1.2",
    part="plan",
    keys=("issue_no",),
    note="出了什么事、为什么、怎么治、有没有治住，每件一行。What happened, why, the cure, whether "
    "it held; a row each.",
)
class LoggedIssue(Row):
    """Something that went wrong, its cause and cure, and whether the cure held (A-Q1.2)."""

    issue_no: str = col(
        "问题号",
        "Issue no.",
        "text",
        note="唯一，如 I-001。Unique, as I-001.",
        also="编号;序号;问题编号;issue number;no;id",
    )
    date: datetime.date = col("日期", "Date", "date", also="发生日期;发现日期;day;happened on")
    what: str = col(
        "什么事",
        "What happened",
        "text",
        also="问题;问题描述;现象;事情;problem;issue",
    )
    cause: str | None = col(
        "起因", "Cause", "text", default=None, also="原因;根本原因;root cause;reason"
    )
    cure: str | None = col(
        "措施", "Cure", "text", default=None, also="对策;解决办法;整改措施;改进;action;fix;measure"
    )
    why_this_cure: str | None = col(
        "为什么这样治",
        "Why this cure",
        "text",
        default=None,
        also="理由;措施理由;为什么;why;why this;reason for the cure",
    )
    owner: str | None = person("负责人", "Owner", default=None, also="责任人;处理人;responsible")
    due: datetime.date | None = col(
        "期限", "Deadline", "date", default=None, also="截止日期;完成期限;due;due date"
    )
    done_on: datetime.date | None = col(
        "完成日期", "Finished", "date", default=None, also="解决日期;关闭日期;closed on;solved on"
    )
    held_on: datetime.date | None = col(
        "复查有效日期",
        "Held on",
        "date",
        note="复查时没有再犯的日期。The day on which it was seen to have held.",
        default=None,
        also="复查日期;验证日期;checked on;verified on;held",
    )
    order_no: str | None = order_no(default=None)
    repeats: str | None = col(
        "重犯哪件",
        "Repeats",
        "text",
        refers="issue_log.issue_no",
        note="以前同一问题的号。The no. of the earlier one.",
        default=None,
        also="重复;重复问题;同类问题;repeat of;same as",
    )


@table(
    "meetings",
    "会议",
    "Meetings",
    INPUT,
    "E-1.8",
    part="plan",
    keys=(),
    note="每周例会：上周、下周、技术问题。Weekly: last week, next week, technical questions.",
)
class Meeting(Row):
    """A meeting: who was there, last week, next week, technical questions (E-1.8)."""

    date: datetime.date = col("日期", "Date", "date", also="会议日期;开会日期;day;held on")
    kind: str = col(
        "类别", "Kind", "choice", choices=MEETING_KINDS, also="类型;会议类型;type;meeting type"
    )
    chair: str | None = person("主持", "Chair", default=None, also="主持人;led by;chaired by")
    attended: str | None = _attended(
        "到会;参加人;出席;与会人员;参会人员;present;attendees;who was there"
    )
    last_week: str | None = col(
        "上周", "Last week", "text", default=None, also="上周工作;上周总结;review"
    )
    next_week: str | None = col(
        "下周", "Next week", "text", default=None, also="下周工作;下周计划;本周重点;plan"
    )
    technical: str | None = col(
        "技术问题", "Technical questions", "text", default=None, also="业务问题;技术;questions"
    )


@table(
    "trainings",
    "培训",
    "Trainings",
    INPUT,
    "A-3.2",
    part="plan",
    keys=("date", "topic"),
    note="每季 3 至 5 次，每次一行。Three to five a quarter, a row each.",
)
class Training(Row):
    """A training: topic, who gave it, who was there, how long, what came of it (A-3.2)."""

    date: datetime.date = col("日期", "Date", "date", also="培训日期;day;held on")
    topic: str = col(
        "主题", "Topic", "text", also="培训主题;培训内容;课程;内容;subject;course;title"
    )
    trainer: str | None = col(
        "讲师", "Trainer", "text", default=None, also="培训人;主讲;主讲人;teacher;given by"
    )
    attended: str | None = _attended("参加人;出席;学员;参训人员;present;attendees;who was there")
    hours: Decimal | None = col(
        "课时", "Hours", "number", default=None, also="小时;时长;学时;duration;length"
    )
    result: str | None = col(
        "结果", "Result", "text", default=None, also="考核;考核结果;效果;outcome;test"
    )
