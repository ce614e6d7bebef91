"""What is entered for a month: attendance, grades, fines, rewards, deductions, the welfare fund, holidays."""

import datetime
from decimal import Decimal

from xlpy.core.periods import Month
from xlpy.core.tables.choices import DAY_KINDS, GRADES
from xlpy.core.tables.columns import fen, month, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "attendance",
    "考勤",
    "Attendance",
    INPUT,
    "B-3.A",
    keys=("month", "name"),
    note="每个业务员每月一行。One row per salesperson and month.",
    closing=True,
)
class Attendance(Row):
    """A person's month: times late or early, days of leave; None counts as 0 (B-3.A)."""

    month: Month = month()
    name: str = person()
    late: int | None = col("迟到早退", "Late or early", "count", rule="B-3.A", note="次数。Times.", default=None)
    personal_leave: Decimal | None = col("事假", "Personal leave", "days", rule="B-3.A", note="天。Days.", default=None)
    other_leave: Decimal | None = col(
        "其他假",
        "Other leave",
        "days",
        rule="B-3.A",
        note=("病假、丧假、婚假，天，不影响全勤。Sick, bereavement, marriage leave, days; does not count."),
        default=None,
    )


@table(
    "grades",
    "评分",
    "Grades",
    INPUT,
    "B-3.A",
    keys=("month", "name"),
    note="经理每月给每个业务员评团队精神与执行力。The manager grades every salesperson each month.",
    closing=True,
)
class Grade(Row):
    """The manager's grades of a person's month: full, half or none (B-3.A)."""

    month: Month = month()
    name: str = person()
    teamwork: str = col("团队精神", "Teamwork", "choice", choices=GRADES, rule="B-3.A")
    execution: str = col("执行力", "Execution", "choice", choices=GRADES, rule="B-3.A")


@table(
    "stars",
    "协作之星",
    "Collaboration stars",
    INPUT,
    "B-3.B.2.c",
    sheet="协作之星 Stars",
    keys=("month", "name"),
    note="经理为每月指定一名协作之星。The manager names the month's collaboration star.",
    closing=True,
)
class Star(Row):
    """The month's collaboration star (B-3.B.2.c)."""

    month: Month = month()
    name: str = person()


@table(
    "fines",
    "罚款",
    "Fines",
    INPUT,
    "B-4",
    keys=(),
    note="每次一行；代码就是规则编号。One row each; the code is the rule's id.",
    closing=True,
)
class Fine(Row):
    """A fine; `amount` in fen, None: by the catalogue (B-4)."""

    date: datetime.date = col("日期", "Date", "date")
    name: str = person()
    code: str = col(
        "规则代码",
        "Rule code",
        "text",
        rule="B-4",
        offers="fines",
        note=("B-4.1 … E-5.1，见规则表 fine. 开头的行。See the policy rows that begin with fine."),
    )
    amount: int | None = col(
        "罚款金额",
        "Fine amount",
        "fen",
        note=("元，空则按规则表。CNY; blank: by the catalogue on the policy sheet."),
        default=None,
    )
    note: str | None = col("说明", "Note", "text", default=None)


@table(
    "rewards",
    "建议奖",
    "Suggestion rewards",
    INPUT,
    "B-3.C.c",
    sheet="建议奖 Rewards",
    keys=(),
    note=(
        "批准的合理化建议每项一行，金额在规则 reward.min 与 reward.max 之间。"
        "One row per approved suggestion, within policy reward.min and reward.max."
    ),
    closing=True,
)
class Reward(Row):
    """A suggestion reward, in fen (B-3.C.c)."""

    date: datetime.date = col("日期", "Date", "date")
    name: str = person()
    amount: int = fen("奖励金额", "Reward amount", rule="B-3.C.c")
    approved_by: str = col("批准人", "Approved by", "text", rule="B-3.C.c")
    note: str | None = col("说明", "Note", "text", default=None)


@table(
    "deductions",
    "其他扣款",
    "Other deductions",
    INPUT,
    "B-3.A",
    sheet="扣款 Deductions",
    keys=(),
    note="社保、个税、借支等，从工资里扣。Social insurance, tax, advances: taken from the pay.",
    closing=True,
)
class Deduction(Row):
    """Social insurance, tax, an advance: fen taken from a month's pay (B-3.A)."""

    month: Month = month()
    name: str = person()
    kind: str = col(
        "项目", "Kind", "text", offers="deductions", note="社保、个税、借支…… Social insurance, tax, advance…"
    )
    amount: int = fen("扣款金额", "Deduction amount", note="元，正数为扣。CNY; a positive amount is taken.")


@table(
    "welfare",
    "福利支出",
    "Welfare spending",
    INPUT,
    "B-3.D.b",
    sheet="福利支出 Welfare",
    keys=(),
    note="福利基金的每笔支出一行，余额不得为负。One row per spending; the fund never goes below zero.",
    closing=True,
)
class Welfare(Row):
    """Spending of the welfare fund, in fen (B-3.D.b)."""

    date: datetime.date = col("日期", "Date", "date")
    purpose: str = col(
        "用途",
        "Purpose",
        "text",
        rule="B-3.D.b",
        offers="purposes",
        note="团队训练、技能、休闲。Teamwork training, skills, leisure.",
    )
    amount: int = fen("支出金额", "Amount spent", rule="B-3.D.b")
    approved_by: str = col("批准人", "Approved by", "text", rule="B-3.D.b")


@table(
    "holidays",
    "日历",
    "Holidays",
    INPUT,
    "D-4.3",
    keys=("date",),
    note="放假与调休上班的日子；其余周一至周五上班。Holidays and make-up workdays; else Monday to Friday.",
    closing=True,
)
class Holiday(Row):
    """A day that differs from Monday to Friday: `holiday` or `workday`."""

    date: datetime.date = col("日期", "Date", "date")
    kind: str = col("类别", "Kind", "choice", choices=DAY_KINDS)
