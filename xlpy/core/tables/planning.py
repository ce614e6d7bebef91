"""The plan of the year: what is to be delivered, how far it is, and the board made of both (A)."""

import datetime
from decimal import Decimal
from typing import Any

from xlpy.core.periods import Period
from xlpy.core.tables.choices import QUARTERS
from xlpy.core.tables.columns import fen, person, person_or_team
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, RESULT, Row, col
from xlpy.core.text import Text


@table(
    "plan_items",
    "计划项目",
    "Plan items",
    INPUT,
    "A-1.1",
    part="plan",
    keys=("item_no",),
    note="年度计划的每一项一行：交付什么、几类乘几个、谁、哪天。One row per item of the year's "
    "plan: what to deliver, how many, who, by when.",
)
class PlanItem(Row):
    """An item of the plan; without `classes` and `per_class` it counts to 100 % (A)."""

    item_no: str = col(
        "项目号",
        "Plan item",
        "text",
        note="唯一，如 Q1-1.1。Unique, as Q1-1.1.",
        also="序号;编号;计划编号;任务编号;item no;item number;plan no;no;task no",
    )
    year: int = col("年度", "Year", "count", also="年;年份;计划年度;plan year")
    quarter: str = col("季度", "Quarter", "choice", choices=QUARTERS, also="季;所属季度;qtr")
    deliverable: str = col(
        "交付内容",
        "Deliverable",
        "text",
        also="任务;内容;工作内容;计划内容;目标;成果;what;task;work;description;goal",
    )
    classes: int | None = col(
        "类数",
        "Classes",
        "count",
        note="如 20 类产品。As 20 product classes.",
        default=None,
        also="几类;产品类数;类别数;number of classes;groups",
    )
    per_class: int | None = col(
        "每类数量",
        "Per class",
        "count",
        note="如每类 9 张图。As 9 pictures each.",
        default=None,
        also="每类;每类几个;单类数量;each;count per class;per group",
    )
    unit: str | None = col("单位", "Unit", "text", default=None, also="计量单位;units")
    weight: Decimal | None = col(
        "权重",
        "Weighting",
        "number",
        note="空为 1。Blank is 1.",
        default=None,
        also="比重;重要程度;weighting;importance",
    )
    owner: str | None = person(
        "负责人", "Owner", default=None, also="责任人;主责;执行人;who;responsible;person in charge"
    )
    helpers: str | None = col(
        "协助",
        "Helpers",
        "text",
        note="姓名，用分号隔开。Names with semicolons between.",
        default=None,
        also="协助人;配合人;参与人;help;support;with",
    )
    deadline: datetime.date | None = col(
        "期限",
        "Deadline",
        "date",
        default=None,
        also="截止日期;完成期限;计划完成;计划完成日期;due;due date;by when;planned end",
    )
    finished: datetime.date | None = col(
        "完成日期",
        "Finished",
        "date",
        default=None,
        also="实际完成;实际完成日期;完成;done on;finished on;completed;actual end",
    )
    result: str | None = col(
        "结果", "Result", "text", default=None, also="完成情况;备注;说明;outcome;remark;note"
    )


@table(
    "plan_progress",
    "计划进度",
    "Plan progress",
    INPUT,
    "A-1.1",
    part="plan",
    keys=(),
    note="到这天为止一共做了多少，每次一行。How much is done by that day in all, a row each time.",
)
class PlanProgress(Row):
    """How much of an item is done by a day, in all and not since the last time (A)."""

    date: datetime.date = col("日期", "Date", "date", also="登记日期;更新日期;day;as of")
    item_no: str = col(
        "项目号",
        "Plan item",
        "text",
        refers="plan_items.item_no",
        also="序号;编号;计划编号;任务编号;item no;item number;plan no;task no",
    )
    done: Decimal = col(
        "累计完成",
        "Done so far",
        "number",
        note="累计数；没有数量的项目写百分数。So far in all; without a count, per cent.",
        also="完成;已完成;完成数;完成数量;进度;done;completed;progress;done in all",
    )
    by: str | None = person("登记人", "By", default=None, also="谁;填写人;who;entered by")
    note: str | None = col("备注", "Note", "text", default=None, also="说明;remark;comment")


@table(
    "target_approvals",
    "任务审批",
    "Target approvals",
    INPUT,
    "B-1.1",
    part="plan",
    keys=("period", "name"),
    note="年、季任务谁报的、多少、谁批的。批后任务表改了，批准作废，要重批。Who submitted and "
    "approved "
    "a target, and its figure; a change after the approval voids it.",
)
class TargetApproval(Row):
    """A target of a year or quarter as it was submitted and approved, in fen (B-1.1)."""

    period: Period = col(
        "期间",
        "Period",
        "period",
        note="2012 或 2012-Q3。A year or a quarter.",
        also="年度;季度;年;季;year;quarter",
    )
    name: str = person_or_team()
    amount: int = fen(
        "任务额",
        "Target amount",
        note="报的、批的那个数，元。The figure submitted and approved, CNY.",
        also="上报任务;批准任务;任务;目标;target;quota",
    )
    submitted_by: str | None = person("上报人", "Submitted by", default=None, also="提交人;报的人")
    submitted_on: datetime.date | None = col(
        "上报日期", "Submitted on", "date", default=None, also="提交日期;submitted"
    )
    approved_by: str | None = col(
        "批准人", "Approved by", "text", default=None, also="审批人;谁批;approver"
    )
    approved_on: datetime.date | None = col(
        "批准日期", "Approved on", "date", default=None, also="审批日期;approved"
    )


@table(
    "plan_board",
    "计划看板",
    "Plan board",
    RESULT,
    "A-1.1",
    part="plan",
    keys=("quarter", "owner"),
    note="每季、每人、全年的进度：各项完成比例按权重平均。Progress by quarter, person and year: "
    "each item's done ÷ count, averaged by weight.",
    writer=Text("计划", "plan"),
)
class PlanBoardRow(Row):
    """Items, those done, those late and the weighted progress of a quarter and owner; None: all."""

    quarter: str | None = col(
        "季度",
        "Quarter",
        "text",
        note="如 2012-Q1；2012 为全年。As 2012-Q1; 2012 is the year.",
        default=None,
    )
    owner: str | None = col("负责人", "Owner", "text", note="空：所有人。Blank: all.", default=None)
    items: int | None = col("项数", "Items", "count", default=None)
    done: int | None = col("完成项数", "Items done", "count", default=None)
    late: int | None = col("逾期项数", "Items late", "count", default=None)
    progress: Decimal | None = col(
        "进度%", "Progress %", "percent", note="按权重平均。Weighted.", default=None
    )


def _month(number: int, name: str) -> Any:
    """A month's three signs of an item's bar."""
    return col(f"{number}月", name, "text", default=None)


@table(
    "plan_year",
    "年度计划图",
    "Plan chart",
    RESULT,
    "A-1.1",
    part="plan",
    keys=("item_no", "owner"),
    note="█ 已完成 ░ 未完成 ▒ 过了期限 │ 今天；每月三格，每格十天。进度 = 完成 ÷ 总数，按权重平均，"
    "空的权重为 1。█ done ░ open ▒ past the deadline │ today; a sign is ten days. Progress: done ÷ "
    "count, averaged by weight; a blank weight is 1.",
    writer=Text("计划", "plan"),
)
class PlanYearRow(Row):
    """An item's bar over the months of its year, or the sum of a quarter, a person, the year."""

    item_no: str = col("项目号", "Plan item", "text")
    deliverable: str | None = col("交付内容", "Deliverable", "text", default=None)
    owner: str | None = col("负责人", "Owner", "text", default=None)
    deadline: datetime.date | None = col("期限", "Deadline", "date", default=None)
    progress: Decimal | None = col("进度%", "Progress %", "percent", default=None)
    late: int | None = col(
        "逾期工作日",
        "Working days late",
        "count",
        note="在合计行是逾期项数。In the sums: items late.",
        default=None,
    )
    slipped: int | None = col(
        "拖了几次",
        "Slipped",
        "count",
        note="期限那天没做完算一次，以后每个月底还没做完再算一次；两次起标红。Not done at its "
        "deadline counts once, at each month's end after it once more; red from two on.",
        default=None,
    )
    m01: str | None = _month(1, "Jan")
    m02: str | None = _month(2, "Feb")
    m03: str | None = _month(3, "Mar")
    m04: str | None = _month(4, "Apr")
    m05: str | None = _month(5, "May")
    m06: str | None = _month(6, "Jun")
    m07: str | None = _month(7, "Jul")
    m08: str | None = _month(8, "Aug")
    m09: str | None = _month(9, "Sep")
    m10: str | None = _month(10, "Oct")
    m11: str | None = _month(11, "Nov")
    m12: str | None = _month(12, "Dec")
    waits: str | None = col(
        "等着",
        "Waits for",
        "text",
        note="项目：没做完时等谁帮；合计：没做完的项目号。An item: whose help it waits for; a sum: "
        "what is not done.",
        default=None,
    )
