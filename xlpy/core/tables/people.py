"""Who works in the department and what each is to bring in."""

import datetime

from xlpy.core.periods import Month, Period
from xlpy.core.roles import ROLES
from xlpy.core.tables.columns import fen, month, person, person_or_team
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "staff",
    "员工",
    "Staff",
    INPUT,
    "B-3.A",
    part="month",
    place=14,
    keys=("name",),
    note="部门的每个人一行。One row per person of the department.",
    closing=True,
)
class Staff(Row):
    """A person of the department; `post_wage` in fen a month, None: by role (B-3.A)."""

    name: str = col(
        "姓名",
        "Name",
        "text",
        note="唯一，其他表都用它。Unique; all other tables use it.",
        also=("员工;员工姓名;人员;名字;业务员;员工名;full name;employee;employee name;staff name"),
    )
    role: str = col(
        "岗位",
        "Role",
        "choice",
        choices=ROLES,
        rule="B-3.A",
        note=(
            "决定岗位工资与分配；以后变了，在人事变动表加一行。"
            "Decides post wage and shares; a later change is a row of the staff changes."
        ),
        also=(
            "职务;职位;职称;角色;工种;岗位名称;担任职务;岗位职务;position;job;job "
            "title;title;post;function"
        ),
    )
    team: str | None = col(
        "团队",
        "Team",
        "text",
        note=("团队提成按团队计算，空为部门。Team commission is per team; blank: the department."),
        default=None,
        also=(
            "部门;小组;组别;所属部门;所属团队;所在部门;科室;组;department;dept;group;division;unit"
        ),
    )
    hired: datetime.date | None = col(
        "入职日期",
        "Hired",
        "date",
        note="当月按工作日折算。Part months count by working days.",
        default=None,
        also=(
            "入职;到岗日期;到职日期;入司日期;入厂日期;聘用日期;开始工作;上岗日期;hire date;"
            "joined;date joined;start date;date of joining;employment date;joining date;since"
        ),
    )
    left: datetime.date | None = col(
        "离职日期",
        "Left",
        "date",
        note="最后一天，含当天。The last day, included.",
        default=None,
        also=(
            "离职;离岗日期;离司日期;辞职日期;离厂日期;最后工作日;last day;leave date;"
            "date left;end date;leaving date;resigned;resigned on;termination date"
        ),
    )
    probation_until: datetime.date | None = col(
        "试用期至",
        "Probation until",
        "date",
        rule="B-3.A",
        note=(
            "试用期最后一天，含当天；岗位工资按规则 wage.probation。"
            "Last day of probation; post wage by policy wage.probation."
        ),
        default=None,
        also=(
            "试用期截止;试用期截止日期;试用期结束;试用期结束日期;试用期到期;试用到期;试用期;"
            "试用截止;转正日期前一天;probation end;probation ends;end of probation;probation;"
            "trial until;trial period"
        ),
    )
    post_wage: int | None = col(
        "岗位工资",
        "Post wage",
        "fen",
        rule="B-3.A",
        note="元/月，空则按岗位。CNY a month; blank: by role.",
        default=None,
        also=(
            "基本工资;底薪;基本薪资;月基本工资;月薪;工资;薪资;固定工资;岗位薪资;base pay;"
            "base salary;basic wage;basic salary;salary;wage;monthly wage;monthly salary"
        ),
    )
    en_name: str | None = col(
        "英文名",
        "English name",
        "text",
        note="英文单据上用的姓名。The name on papers in English.",
        default=None,
        also="英文姓名;name in english;pinyin",
    )


@table(
    "staff_changes",
    "人事变动",
    "Staff changes",
    INPUT,
    "B-3.A",
    part="plan",
    place=15,
    keys=("name", "from"),
    note=(
        "升职、换团队、调薪各一行，以前的月份不变。A row per promotion, new team or raise; "
        "earlier months stay."
    ),
    closing=True,
)
class StaffChange(Row):
    """What is another with a person from a day on: role, team, post wage in fen; None: as before
    (B-3.A).
    """

    name: str = person()
    from_: datetime.date = col(
        "生效日期",
        "From",
        "date",
        note=(
            "当月最后一天有效的，管整个月。What is in force on a month's last day counts for "
            "the whole month."
        ),
        also=(
            "变动日期;调整日期;起始日期;日期;变更日期;changed on;effective date;date;change date"
        ),
    )
    role: str | None = col(
        "岗位",
        "Role",
        "choice",
        choices=ROLES,
        rule="B-3.A",
        note="空则不变。Blank: as before.",
        default=None,
        also="职务;职位;新岗位;新职务;变动后岗位;position;new role;job title;title",
    )
    team: str | None = col(
        "团队",
        "Team",
        "text",
        note="空则不变。Blank: as before.",
        default=None,
        also="部门;小组;新部门;新团队;department;dept;new team;group",
    )
    post_wage: int | None = col(
        "岗位工资",
        "Post wage",
        "fen",
        rule="B-3.A",
        note="元/月，空则不变。CNY a month; blank: as before.",
        default=None,
        also=(
            "基本工资;底薪;新工资;调薪后;调整后工资;工资;薪资;base pay;salary;new wage;new "
            "salary;wage"
        ),
    )
    note: str | None = col(
        "备注",
        "Note",
        "text",
        default=None,
        also="说明;原因;变动原因;remark;remarks;comment;reason",
    )


@table(
    "targets",
    "任务",
    "Targets",
    INPUT,
    "B-3.B.1",
    part="month",
    place=12,
    keys=("month", "name"),
    note=(
        "每人每月一行；写团队名的行就是团队任务，否则为成员之和。"
        "One row per person and month; a row with the team's name is the team's "
        "target, else the members' sum."
    ),
    closing=True,
)
class Target(Row):
    """A person's or team's target of a month, in fen (B-3.B.1)."""

    month: Month = month()
    name: str = person_or_team()
    amount: int = fen(
        "任务额",
        "Target amount",
        rule="B-3.B.1",
        note="元，大于 0。CNY, above 0.",
        also=(
            "任务;目标;月任务;月度任务;任务金额;业绩目标;销售目标;指标;回款任务;目标额;"
            "目标金额;target;quota;goal;target value;sales target"
        ),
    )


@table(
    "plans",
    "年度任务",
    "Plan targets",
    INPUT,
    "D-4.3",
    part="month",
    place=13,
    keys=("period", "name"),
    note=(
        "年或季的任务，“准备”按它分解到月。Year or quarter targets; prepare breaks them down "
        "to months."
    ),
    closing=True,
)
class Plan(Row):
    """A person's or team's target of a year or quarter, in fen (D-4.3)."""

    period: Period = col(
        "期间",
        "Period",
        "period",
        note="2012 或 2012-Q3。A year or a quarter.",
        also="年度;年份;季度;时间;年;时期;任务期间;year;quarter;time",
    )
    name: str = person_or_team()
    amount: int = fen(
        "任务额",
        "Target amount",
        rule="D-4.3",
        note="元，大于 0。CNY, above 0.",
        also=(
            "任务;目标;年任务;年度任务;全年任务;季度任务;任务金额;业绩目标;销售目标;指标;"
            "回款任务;目标额;目标金额;target;quota;goal;plan;sales target"
        ),
    )
