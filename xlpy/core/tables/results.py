"""The tables that the closes write."""

from decimal import Decimal

from xlpy.core.periods import Month, Quarter, Year
from xlpy.core.tables.choices import ADJUSTED_ITEMS, POOL_NAMES, SHARE_KINDS
from xlpy.core.tables.columns import fen, holder, month, person
from xlpy.core.tables.declare import also, table
from xlpy.core.tables.model import RESULT, Row, col


@also(
    "team_commissions",
    "团队提成",
    "Team commissions",
    "B-3.B.2",
    sheet="团队提成 Team",
    keys=("month", "team"),
    note="团队每月的提成。The team's commission, per month.",
    name=("team", "团队", "Team"),
)
@table(
    "commissions",
    "个人提成",
    "Commissions",
    RESULT,
    "B-3.B.1",
    part="results",
    keys=("month", "name"),
    note="每人每月的提成。Everyone's commission, per month.",
    closing=True,
)
class Commission(Row):
    """A person's or team's commission of a month; money in fen, attainment as a ratio (B-3.B.1,
    B-3.B.2).
    """

    month: Month = month()
    name: str = person()
    receipts: int = fen("回款", "Receipts", rule="B-3.B.1")
    carried_in: int = fen("上月结转", "Carried in", rule="B-3.B.1")
    base: int = fen("提成基数", "Base", rule="B-3.B.1")
    target: int | None = col("任务", "Target", "fen", rule="B-3.B.1")
    attainment: Decimal | None = col("完成率", "Attainment", "ratio", rule="B-3.A")
    commission: int = fen("提成", "Commission", rule="B-3.B.1")
    carried_out: int = fen("结转下月", "Carried out", rule="B-3.B.1")


@table(
    "splits",
    "团队提成分配",
    "Team commission split",
    RESULT,
    "B-3.B.2.c",
    sheet="团队分配 Split",
    part="results",
    keys=("month", "team", "kind", "name"),
    note=(
        "团队提成分给谁；各行合计正好等于团队提成。Who gets the team commission; the rows "
        "sum to it exactly."
    ),
    closing=True,
)
class Split(Row):
    """One row of a team commission's split; share in percent, amount in fen, `team` if it is its
    own (B-3.B.2.c).
    """

    month: Month = month()
    kind: str = col("去向", "Kind", "kind", choices=SHARE_KINDS)
    name: str = holder()
    share: Decimal = col("比例%", "Share %", "percent")
    amount: int = fen("金额", "Amount")
    team: str | None = col(
        "团队",
        "Team",
        "text",
        note=(
            "各团队自己分时是哪个团队的；全部门分一次时空着。"
            "Whose own commission it is, where each team's is split by itself; blank where "
            "the department's is split once."
        ),
        default=None,
    )


@table(
    "prizes",
    "季奖与年奖",
    "Prizes",
    RESULT,
    "B-3.C",
    sheet="奖金 Prizes",
    part="results",
    keys=("period", "kind", "name"),
    note="季度奖与年终奖的分配。How the quarter and year prizes are shared.",
    closing=True,
)
class Prize(Row):
    """One row of a quarter's or year's prizes; share in percent, amount in fen (B-3.C)."""

    period: Quarter | Year = col("期间", "Period", "period")
    kind: str = col("去向", "Kind", "kind", choices=SHARE_KINDS)
    name: str = holder()
    share: Decimal = col("比例%", "Share %", "percent")
    amount: int = fen("金额", "Amount")


@table(
    "pools",
    "奖池",
    "Pools",
    RESULT,
    "B-3.C",
    part="results",
    keys=("month", "pool"),
    note="每个奖池的账：期初 + 收入 − 支出 = 期末。Each pool's ledger: opening + in − out = "
    "closing.",
    closing=True,
)
class Pool(Row):
    """A pool's ledger line of a month, in fen: opening + paid in − paid out = closing (B-3.C)."""

    month: Month = month()
    pool: str = col("奖池", "Pool", "kind", choices=POOL_NAMES)
    opening: int = fen("期初", "Opening")
    paid_in: int = fen("收入", "Paid in")
    paid_out: int = fen("支出", "Paid out")
    closing: int = fen("期末", "Closing")


@table(
    "payroll",
    "工资",
    "Payroll",
    RESULT,
    "B-3.A",
    part="month",
    keys=("month", "name"),
    note="每人每月的工资。Everyone's pay, per month.",
    closing=True,
)
class Pay(Row):
    """A person's pay of a month, in fen (B-3.A)."""

    month: Month = month()
    name: str = person()
    post_wage: int = fen("岗位工资", "Post wage", rule="B-3.A", default=0)
    sales_pay: int = fen("业绩工资", "Sales performance", rule="B-3.A", default=0)
    attendance_pay: int = fen("全勤", "Attendance", rule="B-3.A", default=0)
    teamwork_pay: int = fen("团队精神", "Teamwork", rule="B-3.A", default=0)
    execution_pay: int = fen("执行力", "Execution", rule="B-3.A", default=0)
    fines_taken: int = fen("罚款已扣", "Fines taken", rule="B-4", default=0)
    fines_untaken: int = fen("罚款未扣", "Fines untaken", rule="B-4", default=0)
    commission: int = fen("个人提成", "Commission", rule="B-3.B.1", default=0)
    team_share: int = fen("团队分配", "Team share", rule="B-3.B.2.c", default=0)
    prizes: int = fen("季奖年奖", "Prizes", rule="B-3.C", default=0)
    rewards: int = fen("建议奖", "Rewards", rule="B-3.C.c", default=0)
    adjustments: int = fen("更正", "Adjustments", default=0)
    deductions: int = fen("其他扣款", "Deductions", rule="B-3.A", default=0)
    total: int = fen("实发合计", "Total pay", rule="B-3.A", default=0)


@table(
    "adjustments",
    "更正",
    "Adjustments",
    RESULT,
    "B-3.B.1",
    part="results",
    keys=("month", "origin", "name", "item"),
    note=(
        "已结月份的数据后来变动，差额在下次结账时补发或扣回，每项一行。"
        "A later change to a closed month is settled in the next close, one row per "
        "difference."
    ),
    closing=True,
)
class Adjustment(Row):
    """The settlement of one difference to a closed month, in fen: `amount` is what `item` gains
    (B-3.B.1).
    """

    month: Month = col("月份", "Month", "month", note="结算更正的月份。The month that settles it.")
    origin: Month = col(
        "来源月份", "Origin", "month", note="差额来自哪个已结月份。The closed month it comes from."
    )
    name: str = holder()
    item: str = col("项目", "Item", "kind", choices=ADJUSTED_ITEMS)
    before: int = fen("原金额", "Before")
    after: int = fen("应为", "After")
    amount: int = fen("差额", "Difference")
    rule: str = col("依据", "Rule", "text")
