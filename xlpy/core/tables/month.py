"""What is entered for a month: attendance, grades, fines, rewards, deductions, the welfare fund,
holidays.
"""

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
    part="month",
    place=5,
    keys=("month", "name"),
    note="每个业务员每月一行。One row per salesperson and month.",
    closing=True,
)
class Attendance(Row):
    """A person's month: times late or early, days of leave; None counts as 0 (B-3.A)."""

    month: Month = month()
    name: str = person()
    late: int | None = col(
        "迟到早退",
        "Late or early",
        "count",
        rule="B-3.A",
        note="次数。Times.",
        default=None,
        also=(
            "迟到;早退;迟到次数;迟到早退次数;迟到/早退;迟到和早退;lateness;times late;late "
            "arrivals;late/early"
        ),
    )
    personal_leave: Decimal | None = col(
        "事假",
        "Personal leave",
        "days",
        rule="B-3.A",
        note="天。Days.",
        default=None,
        also="事假天数;请事假;事假（天）;days of personal leave;leave",
    )
    other_leave: Decimal | None = col(
        "其他假",
        "Other leave",
        "days",
        rule="B-3.A",
        note=(
            "病假、丧假、婚假，天，不影响全勤。Sick, bereavement, marriage leave, days; does "
            "not count."
        ),
        default=None,
        also="其他请假;病假;病假天数;其他假天数;病假等;其它假;sick leave;other absence",
    )


@table(
    "grades",
    "评分",
    "Grades",
    INPUT,
    "B-3.A",
    part="month",
    place=6,
    keys=("month", "name"),
    note="经理每月给每个业务员评团队精神与执行力。The manager grades every salesperson each month.",
    closing=True,
)
class Grade(Row):
    """The manager's grades of a person's month: full, half or none (B-3.A)."""

    month: Month = month()
    name: str = person()
    teamwork: str = col(
        "团队精神",
        "Teamwork",
        "choice",
        choices=GRADES,
        rule="B-3.A",
        also="团队;团队协作;团队合作;团队精神评分;协作;team work;team spirit;team",
    )
    execution: str = col(
        "执行力",
        "Execution",
        "choice",
        choices=GRADES,
        rule="B-3.A",
        also="执行;执行情况;执行力评分;执行能力;ability to execute",
    )


@table(
    "stars",
    "协作之星",
    "Collaboration stars",
    INPUT,
    "B-3.B.2.c",
    sheet="协作之星 Stars",
    part="month",
    place=7,
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
    part="awards",
    place=8,
    keys=(),
    note="每次一行；代码就是规则编号。One row each; the code is the rule's id.",
    closing=True,
)
class Fine(Row):
    """A fine; `amount` in fen, None: by the catalogue (B-4)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="罚款日期;发生日期;违规日期;day;fined on;date of fine"
    )
    name: str = person()
    code: str = col(
        "规则代码",
        "Rule code",
        "text",
        rule="B-4",
        offers="fines",
        note=("B-4.1 … E-5.1，见规则表 fine. 开头的行。See the policy rows that begin with fine."),
        also=(
            "规则编号;规则;代码;罚款代码;条款;依据;违规条款;条款编号;rule;rule id;rule "
            "no;clause;reason code"
        ),
    )
    amount: int | None = col(
        "罚款金额",
        "Fine amount",
        "fen",
        note=("元，空则按规则表。CNY; blank: by the catalogue on the policy sheet."),
        default=None,
        also="金额;罚款;罚金;罚款额;扣罚金额;amount;fine;penalty",
    )
    note: str | None = col(
        "说明",
        "Note",
        "text",
        default=None,
        also=(
            "备注;原因;事由;罚款原因;违规事由;情况说"
            "明;remark;remarks;reason;comment;comments;description"
        ),
    )


@table(
    "rewards",
    "建议奖",
    "Suggestion rewards",
    INPUT,
    "B-3.C.c",
    sheet="建议奖 Rewards",
    part="awards",
    place=9,
    keys=(),
    note=(
        "批准的合理化建议每项一行，金额在规则 reward.min 与 reward.max 之间。"
        "One row per approved suggestion, within policy reward.min and reward.max."
    ),
    closing=True,
)
class Reward(Row):
    """A suggestion reward, in fen (B-3.C.c)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="奖励日期;批准日期;建议日期;day;date of reward"
    )
    name: str = person()
    amount: int = fen(
        "奖励金额",
        "Reward amount",
        rule="B-3.C.c",
        also="金额;奖金;奖励;奖励额;建议奖;amount;reward;bonus",
    )
    approved_by: str = col(
        "批准人",
        "Approved by",
        "text",
        rule="B-3.C.c",
        also="审批人;审核人;核准人;批准;approver;approved;approval by",
    )
    note: str | None = col(
        "说明",
        "Note",
        "text",
        default=None,
        also=(
            "备注;原因;建议;建议内容;事由;内容;remark;remarks;reason;comment;suggestion;description"
        ),
    )


@table(
    "deductions",
    "其他扣款",
    "Other deductions",
    INPUT,
    "B-3.A",
    sheet="扣款 Deductions",
    part="awards",
    place=10,
    keys=(),
    note="社保、个税、借支等，从工资里扣。Social insurance, tax, advances: taken from the pay.",
    closing=True,
)
class Deduction(Row):
    """Social insurance, tax, an advance: fen taken from a month's pay (B-3.A)."""

    month: Month = month()
    name: str = person()
    kind: str = col(
        "项目",
        "Kind",
        "text",
        offers="deductions",
        note="社保、个税、借支…… Social insurance, tax, advance…",
        also="扣款项目;类别;类型;扣款类型;名目;事由;原因;type;item;category;reason",
    )
    amount: int = fen(
        "扣款金额",
        "Deduction amount",
        note="元，正数为扣。CNY; a positive amount is taken.",
        also="金额;扣款;扣除金额;扣款额;扣除;amount;deduction;deducted",
    )


@table(
    "welfare",
    "福利支出",
    "Welfare spending",
    INPUT,
    "B-3.D.b",
    sheet="福利支出 Welfare",
    part="awards",
    place=11,
    keys=(),
    note="福利基金的每笔支出一行，余额不得为负。One row per spending; the fund never goes below "
    "zero.",
    closing=True,
)
class Welfare(Row):
    """Spending of the welfare fund, in fen (B-3.D.b)."""

    date: datetime.date = col("日期", "Date", "date", also="支出日期;使用日期;day;spent on")
    purpose: str = col(
        "用途",
        "Purpose",
        "text",
        rule="B-3.D.b",
        offers="purposes",
        note="团队训练、技能、休闲。Teamwork training, skills, leisure.",
        also="事由;项目;内容;说明;支出用途;用于;use;for;item;description",
    )
    amount: int = fen(
        "支出金额",
        "Amount spent",
        rule="B-3.D.b",
        also="金额;支出;支出额;费用;花费;amount;spent;cost;expense",
    )
    approved_by: str = col(
        "批准人",
        "Approved by",
        "text",
        rule="B-3.D.b",
        also="审批人;审核人;核准人;批准;经手批准;approver;approved",
    )


@table(
    "holidays",
    "日历",
    "Holidays",
    INPUT,
    "D-4.3",
    part="rules",
    place=16,
    keys=("date",),
    note="放假与调休上班的日子；其余周一至周五上班。Holidays and make-up workdays; else Monday to "
    "Friday.",
    closing=True,
)
class Holiday(Row):
    """A day that differs from Monday to Friday: `holiday` or `workday`."""

    date: datetime.date = col("日期", "Date", "date", also="放假日期;假日;day;holiday")
    kind: str = col(
        "类别",
        "Kind",
        "choice",
        choices=DAY_KINDS,
        also="类型;性质;放假或上班;安排;type;day type;holiday or workday",
    )
