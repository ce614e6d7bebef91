"""Every table and column of the workbook, once: key, labels, type, unit, list, rule.

Builder, readers, checks, command and docs take them from here. A cell of a `choice` column holds its
bilingual label (`业务员 salesperson`); readers take the key, either half or the whole.
"""

from dataclasses import dataclass

INPUT, RULES, RESULT = "input", "rules", "result"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, labels, what its cells hold and the sentence that its header note shows."""

    key: str
    zh: str
    en: str
    type: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    rule: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The header: Chinese, then English."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key (also the name of the Excel table), sheet, columns and the columns that identify a row."""

    key: str
    sheet: str
    zh: str
    en: str
    group: str
    rule: str
    note: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of that key. Raises KeyError when there is none."""
        return next(c for c in self.columns if c.key == key)

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The column keys in the sheet's order."""
        return tuple(c.key for c in self.columns)


ROLES = (
    ("salesperson", "业务员"),
    ("manager", "经理"),
    ("accountant", "会计"),
    ("assistant", "助理"),
    ("purchaser", "采购"),
    ("production", "生产"),
)
GRADES = (("full", "全额"), ("half", "半额"), ("none", "无"))
DAY_KINDS = (("holiday", "放假"), ("workday", "调休上班"))
TIER_SCHEMES = (("personal", "个人"), ("team", "团队"))
SHARE_SCHEMES = (("month", "月"), ("quarter", "季"), ("year", "年"))
SHARE_KINDS = (
    ("manager", "经理"),
    ("first", "冠军"),
    ("second", "亚军"),
    ("third", "季军"),
    ("star", "协作之星"),
    ("welfare", "福利基金"),
    ("quarter", "季度奖池"),
    ("year", "年终奖池"),
    ("others", "其他业务员"),
    ("retained", "留存"),
)
REGIONS = (
    ("Europe", "欧洲"),
    ("Americas", "美洲"),
    ("Middle East", "中东"),
    ("Asia", "亚洲"),
    ("Africa", "非洲"),
    ("Oceania", "大洋洲"),
    ("other", "其他"),
)
CHANNELS = (
    ("website", "网站"),
    ("B2B platform", "B2B平台"),
    ("search", "搜索"),
    ("exhibition", "展会"),
    ("existing customers", "老客户"),
)
STAGES = (
    ("enquiry", "询盘"),
    ("quoted", "已报价"),
    ("confirmed", "已确认"),
    ("in production", "生产中"),
    ("inspected", "已验货"),
    ("packed", "已装箱"),
    ("shipped", "已出运"),
    ("paid", "已收款"),
    ("archived", "已归档"),
)
POOL_NAMES = (("welfare", "福利基金"), ("quarter", "季度奖池"), ("year", "年终奖池"))
STATES = (("open", "未结"), ("closed", "已结"), ("locked", "已锁"))


def _c(key, zh, en, type_, required=True, choices=(), refers="", rule="", note=""):
    return Column(key, zh, en, type_, required, choices, refers, rule, note)


def _month(note="月份，写作 2012-07。Month, written 2012-07."):
    return _c("month", "月份", "Month", "month", note=note)


def _person(key="name", zh="姓名", en="Name", required=True, note=""):
    return _c(
        key,
        zh,
        en,
        "text",
        required,
        refers="staff.name",
        note=note or "员工表里的姓名。A name of the staff table.",
    )


INPUTS = (
    Table(
        "staff",
        "员工 Staff",
        "员工",
        "Staff",
        INPUT,
        "B-3.A",
        "部门的每个人一行。One row per person of the department.",
        ("name",),
        (
            _c("name", "姓名", "Name", "text", note="唯一，其他表都用它。Unique; all other tables use it."),
            _c(
                "role",
                "岗位",
                "Role",
                "choice",
                choices=ROLES,
                rule="B-3.A",
                note="决定岗位工资与分配。Decides post wage and shares.",
            ),
            _c(
                "team",
                "团队",
                "Team",
                "text",
                False,
                note="团队提成按团队计算，空为部门。Team commission is per team; blank: the department.",
            ),
            _c(
                "hired",
                "入职日期",
                "Hired",
                "date",
                False,
                note="当月按工作日折算。Part months count by working days.",
            ),
            _c("left", "离职日期", "Left", "date", False, note="最后一天，含当天。The last day, included."),
            _c(
                "probation_until",
                "试用期至",
                "Probation until",
                "date",
                False,
                rule="B-3.A",
                note="试用期最后一天，含当天；岗位工资按 80 %。Last day of probation; post wage at 80 %.",
            ),
            _c(
                "post_wage",
                "岗位工资",
                "Post wage",
                "fen",
                False,
                rule="B-3.A",
                note="元/月，空则按岗位。CNY a month; blank: by role.",
            ),
        ),
    ),
    Table(
        "targets",
        "任务 Targets",
        "任务",
        "Targets",
        INPUT,
        "B-3.B.1",
        "每人每月一行；写团队名的行就是团队任务，否则为成员之和。"
        "One row per person and month; a row with the team's name is the team's target, else the members' sum.",
        ("month", "name"),
        (
            _month(),
            _c(
                "name",
                "姓名或团队",
                "Name or team",
                "text",
                note="业务员姓名或团队名。A person, or the team's name.",
            ),
            _c("amount", "任务额", "Target amount", "fen", rule="B-3.B.1", note="元，大于 0。CNY, above 0."),
        ),
    ),
    Table(
        "plans",
        "年度任务 Plan targets",
        "年度任务",
        "Plan targets",
        INPUT,
        "D-4.3",
        "年或季的任务，“准备”按它分解到月。Year or quarter targets; prepare breaks them down to months.",
        ("period", "name"),
        (
            _c("period", "期间", "Period", "period", note="2012 或 2012-Q3。A year or a quarter."),
            _c(
                "name",
                "姓名或团队",
                "Name or team",
                "text",
                note="业务员姓名或团队名。A person, or the team's name.",
            ),
            _c("amount", "任务额", "Target amount", "fen", rule="D-4.3", note="元，大于 0。CNY, above 0."),
        ),
    ),
    Table(
        "customers",
        "客户 Customers",
        "客户",
        "Customers",
        INPUT,
        "A-1.5",
        "每个客户一行。One row per customer.",
        ("customer",),
        (
            _c("customer", "客户", "Customer", "text", note="唯一的客户名。A unique name."),
            _c("country", "国家", "Country", "text", False),
            _c(
                "region",
                "地区",
                "Region",
                "choice",
                False,
                REGIONS,
                rule="C-6",
                note="看板按地区汇总回款。The dashboard sums receipts by region.",
            ),
            _c("grade", "等级", "Grade", "text", False, rule="A-1.5", note="A、B、C……"),
            _person("owner", "负责人", "Owner", False),
            _c("channel", "渠道", "Channel", "choice", False, CHANNELS, rule="D-4.3"),
        ),
    ),
    Table(
        "orders",
        "订单 Orders",
        "订单",
        "Orders",
        INPUT,
        "C-2.11",
        "每张订单一行；回款归其业务员。One row per order; its receipts belong to its salesperson.",
        ("order_no",),
        (
            _c("order_no", "订单号", "Order no.", "text"),
            _c("customer", "客户", "Customer", "text", refers="customers.customer"),
            _person("salesperson", "业务员", "Salesperson"),
            _c("order_date", "订单日期", "Order date", "date", False),
            _c("currency", "币种", "Currency", "currency", False),
            _c(
                "amount",
                "订单金额",
                "Order amount",
                "amount",
                False,
                note="原币金额。In the order's currency.",
            ),
            _c("incoterm", "贸易术语", "Incoterm", "text", False),
            _c("payment_terms", "付款条件", "Payment terms", "text", False),
            _c("stage", "阶段", "Stage", "choice", False, STAGES, rule="C-2"),
        ),
    ),
    Table(
        "credits",
        "协作 Shared credit",
        "协作分成",
        "Shared credit",
        INPUT,
        "B-3.B.1",
        "只有多人协作的订单才填；一张订单的比例合计必须正好 100 %。"
        "Only for shared orders; an order's shares sum to exactly 100 %.",
        ("order_no", "name"),
        (
            _c("order_no", "订单号", "Order no.", "text", refers="orders.order_no"),
            _person(),
            _c(
                "share",
                "比例%",
                "Share %",
                "percent",
                rule="B-3.B.1",
                note="百分数，写 60 表示 60 %。In percent: 60 means 60 %.",
            ),
        ),
    ),
    Table(
        "receipts",
        "回款 Receipts",
        "回款",
        "Receipts",
        INPUT,
        "B-3.B.1",
        "客户实际付到的每笔款一行；退款写负数。One row per payment that a customer made; a refund is negative.",
        ("receipt_no",),
        (
            _c("receipt_no", "回款号", "Receipt no.", "text"),
            _c(
                "date",
                "到账日期",
                "Date received",
                "date",
                rule="B-3.B.1",
                note="钱到账的那天，决定计入哪个月。The day the money came; decides the month.",
            ),
            _c("order_no", "订单号", "Order no.", "text", refers="orders.order_no"),
            _c(
                "amount",
                "回款金额",
                "Amount received",
                "amount",
                rule="B-3.B.1",
                note="原币，退款为负。In the receipt's currency; a refund is negative.",
            ),
            _c("currency", "币种", "Currency", "currency"),
            _c(
                "rate",
                "汇率",
                "Rate to CNY",
                "rate",
                False,
                note="1 单位原币合多少元；人民币可空。CNY per unit; blank for CNY.",
            ),
        ),
    ),
    Table(
        "attendance",
        "考勤 Attendance",
        "考勤",
        "Attendance",
        INPUT,
        "B-3.A",
        "每个业务员每月一行。One row per salesperson and month.",
        ("month", "name"),
        (
            _month(),
            _person(),
            _c("late", "迟到早退", "Late or early", "count", False, rule="B-3.A", note="次数。Times."),
            _c("personal_leave", "事假", "Personal leave", "days", False, rule="B-3.A", note="天。Days."),
            _c(
                "other_leave",
                "其他假",
                "Other leave",
                "days",
                False,
                rule="B-3.A",
                note="病假、丧假、婚假，天，不影响全勤。Sick, bereavement, marriage leave, days; does not count.",
            ),
        ),
    ),
    Table(
        "grades",
        "评分 Grades",
        "评分",
        "Grades",
        INPUT,
        "B-3.A",
        "经理每月给每个业务员评团队精神与执行力。The manager grades every salesperson each month.",
        ("month", "name"),
        (
            _month(),
            _person(),
            _c("teamwork", "团队精神", "Teamwork", "choice", True, GRADES, rule="B-3.A"),
            _c("execution", "执行力", "Execution", "choice", True, GRADES, rule="B-3.A"),
        ),
    ),
    Table(
        "stars",
        "协作之星 Stars",
        "协作之星",
        "Collaboration stars",
        INPUT,
        "B-3.B.2.c",
        "经理为每月指定一名协作之星。The manager names the month's collaboration star.",
        ("month", "name"),
        (_month(), _person()),
    ),
    Table(
        "fines",
        "罚款 Fines",
        "罚款",
        "Fines",
        INPUT,
        "B-4",
        "每次一行；代码就是规则编号。One row each; the code is the rule's id.",
        (),
        (
            _c("date", "日期", "Date", "date"),
            _person(),
            _c(
                "code",
                "规则代码",
                "Rule code",
                "text",
                rule="B-4",
                note="B-4.1 … E-5.1，见规则表 fine. 开头的行。See the policy rows that begin with fine.",
            ),
            _c(
                "amount",
                "罚款金额",
                "Fine amount",
                "fen",
                False,
                note="元，空则按规则表。CNY; blank: by the catalogue on the policy sheet.",
            ),
            _c("note", "说明", "Note", "text", False),
        ),
    ),
    Table(
        "rewards",
        "建议奖 Rewards",
        "建议奖",
        "Suggestion rewards",
        INPUT,
        "B-3.C.c",
        "批准的合理化建议每项一行，100 至 3 000 元。One row per approved suggestion, 100 to 3 000 each.",
        (),
        (
            _c("date", "日期", "Date", "date"),
            _person(),
            _c("amount", "奖励金额", "Reward amount", "fen", rule="B-3.C.c"),
            _c("approved_by", "批准人", "Approved by", "text", rule="B-3.C.c"),
            _c("note", "说明", "Note", "text", False),
        ),
    ),
    Table(
        "deductions",
        "扣款 Deductions",
        "其他扣款",
        "Other deductions",
        INPUT,
        "B-3.A",
        "社保、个税、借支等，从工资里扣。Social insurance, tax, advances: taken from the pay.",
        (),
        (
            _month(),
            _person(),
            _c("kind", "项目", "Kind", "text", note="社保、个税、借支…… Social insurance, tax, advance…"),
            _c(
                "amount",
                "扣款金额",
                "Deduction amount",
                "fen",
                note="元，正数为扣。CNY; a positive amount is taken.",
            ),
        ),
    ),
    Table(
        "welfare",
        "福利支出 Welfare",
        "福利支出",
        "Welfare spending",
        INPUT,
        "B-3.D.b",
        "福利基金的每笔支出一行，余额不得为负。One row per spending; the fund never goes below zero.",
        (),
        (
            _c("date", "日期", "Date", "date"),
            _c(
                "purpose",
                "用途",
                "Purpose",
                "text",
                rule="B-3.D.b",
                note="团队训练、技能、休闲。Teamwork training, skills, leisure.",
            ),
            _c("amount", "支出金额", "Amount spent", "fen", rule="B-3.D.b"),
            _c("approved_by", "批准人", "Approved by", "text", rule="B-3.D.b"),
        ),
    ),
    Table(
        "holidays",
        "日历 Holidays",
        "日历",
        "Holidays",
        INPUT,
        "D-4.3",
        "放假与调休上班的日子；其余周一至周五上班。Holidays and make-up workdays; else Monday to Friday.",
        ("date",),
        (
            _c("date", "日期", "Date", "date"),
            _c("kind", "类别", "Kind", "choice", choices=DAY_KINDS),
        ),
    ),
)

_FROM = _c(
    "from",
    "生效日期",
    "In force from",
    "date",
    note="从这天起有效；改规则就加一行。In force from this day; to change a rule, add a row.",
)

RULE_TABLES = (
    Table(
        "policy",
        "规则 Policy",
        "规则参数",
        "Policy",
        RULES,
        "RULES",
        "部门规则的每个参数一行；改动时加一行新的生效日期，不改旧行。"
        "One row per parameter; to change one, add a row with a new date and keep the old.",
        ("key", "from"),
        (
            _c("key", "参数", "Key", "text"),
            _c("value", "值", "Value", "value", False),
            _c("unit", "单位", "Unit", "text", False),
            _FROM,
            _c("source", "依据", "Source", "text", False, note="规则编号。The rule's id."),
            _c("note", "说明", "Note", "text", False),
        ),
    ),
    Table(
        "tiers",
        "提成档 Tiers",
        "提成档",
        "Commission tiers",
        RULES,
        "B-3.B.1",
        "回款超过任务的某个百分比的部分按该档比例提成。"
        "The part of the receipts above a percentage of the target earns the rate.",
        ("scheme", "over", "from"),
        (
            _c("scheme", "方案", "Scheme", "choice", choices=TIER_SCHEMES),
            _c("over", "超过任务%", "Over % of target", "percent"),
            _c(
                "rate",
                "提成率%",
                "Rate %",
                "percent",
                False,
                note="百分数：1.25 表示 1.25 %；空表示此档从该日起取消。In percent; blank ends the tier from that day.",
            ),
            _FROM,
        ),
    ),
    Table(
        "shares",
        "分配比例 Shares",
        "分配比例",
        "Shares",
        RULES,
        "B-3.B.2.c",
        "团队提成与奖池的分配比例；每个方案合计 100 %。"
        "How the team commission and the pools are shared; each scheme sums to 100 %.",
        ("scheme", "kind", "from"),
        (
            _c("scheme", "方案", "Scheme", "choice", choices=SHARE_SCHEMES),
            _c("kind", "去向", "Kind", "choice", choices=SHARE_KINDS),
            _c(
                "share",
                "比例%",
                "Share %",
                "percent",
                False,
                note="百分数；空表示从该日起取消。In percent; blank ends the share from that day.",
            ),
            _FROM,
        ),
    ),
)


def _fen(key, zh, en, rule="", note=""):
    return _c(key, zh, en, "fen", rule=rule, note=note)


_COMMISSION = (
    _fen("receipts", "回款", "Receipts", "B-3.B.1"),
    _fen("carried_in", "上月结转", "Carried in", "B-3.B.1"),
    _fen("base", "提成基数", "Base", "B-3.B.1"),
    _c("target", "任务", "Target", "fen", False, rule="B-3.B.1"),
    _c("attainment", "完成率", "Attainment", "ratio", False, rule="B-3.A"),
    _fen("commission", "提成", "Commission", "B-3.B.1"),
    _fen("carried_out", "结转下月", "Carried out", "B-3.B.1"),
)

RESULTS = (
    Table(
        "commissions",
        "个人提成 Commissions",
        "个人提成",
        "Commissions",
        RESULT,
        "B-3.B.1",
        "每人每月的提成。Everyone's commission, per month.",
        ("month", "name"),
        (_month(), _person(), *_COMMISSION),
    ),
    Table(
        "team_commissions",
        "团队提成 Team",
        "团队提成",
        "Team commissions",
        RESULT,
        "B-3.B.2",
        "团队每月的提成。The team's commission, per month.",
        ("month", "team"),
        (_month(), _c("team", "团队", "Team", "text"), *_COMMISSION),
    ),
    Table(
        "splits",
        "团队分配 Split",
        "团队提成分配",
        "Team commission split",
        RESULT,
        "B-3.B.2.c",
        "团队提成分给谁；各行合计正好等于团队提成。Who gets the team commission; the rows sum to it exactly.",
        ("month", "kind", "name"),
        (
            _month(),
            _c("kind", "去向", "Kind", "kind", choices=SHARE_KINDS),
            _c("name", "姓名或奖池", "Name or pool", "text"),
            _c("share", "比例%", "Share %", "percent"),
            _fen("amount", "金额", "Amount"),
        ),
    ),
    Table(
        "prizes",
        "奖金 Prizes",
        "季奖与年奖",
        "Prizes",
        RESULT,
        "B-3.C",
        "季度奖与年终奖的分配。How the quarter and year prizes are shared.",
        ("period", "kind", "name"),
        (
            _c("period", "期间", "Period", "period"),
            _c("kind", "去向", "Kind", "kind", choices=SHARE_KINDS),
            _c("name", "姓名或奖池", "Name or pool", "text"),
            _c("share", "比例%", "Share %", "percent"),
            _fen("amount", "金额", "Amount"),
        ),
    ),
    Table(
        "pools",
        "奖池 Pools",
        "奖池",
        "Pools",
        RESULT,
        "B-3.C",
        "每个奖池的账：期初 + 收入 − 支出 = 期末。Each pool's ledger: opening + in − out = closing.",
        ("month", "pool"),
        (
            _month(),
            _c("pool", "奖池", "Pool", "kind", choices=POOL_NAMES),
            _fen("opening", "期初", "Opening"),
            _fen("paid_in", "收入", "Paid in"),
            _fen("paid_out", "支出", "Paid out"),
            _fen("closing", "期末", "Closing"),
        ),
    ),
    Table(
        "payroll",
        "工资 Payroll",
        "工资",
        "Payroll",
        RESULT,
        "B-3.A",
        "每人每月的工资。Everyone's pay, per month.",
        ("month", "name"),
        (
            _month(),
            _person(),
            _fen("post_wage", "岗位工资", "Post wage", "B-3.A"),
            _fen("sales_pay", "业绩工资", "Sales performance", "B-3.A"),
            _fen("attendance_pay", "全勤", "Attendance", "B-3.A"),
            _fen("teamwork_pay", "团队精神", "Teamwork", "B-3.A"),
            _fen("execution_pay", "执行力", "Execution", "B-3.A"),
            _fen("fines_taken", "罚款已扣", "Fines taken", "B-4"),
            _fen("fines_untaken", "罚款未扣", "Fines untaken", "B-4"),
            _fen("commission", "个人提成", "Commission", "B-3.B.1"),
            _fen("team_share", "团队分配", "Team share", "B-3.B.2.c"),
            _fen("prizes", "季奖年奖", "Prizes", "B-3.C"),
            _fen("rewards", "建议奖", "Rewards", "B-3.C.c"),
            _fen("adjustments", "更正", "Adjustments"),
            _fen("deductions", "其他扣款", "Deductions", "B-3.A"),
            _fen("total", "实发合计", "Total pay", "B-3.A"),
        ),
    ),
    Table(
        "closes",
        "结账 Closes",
        "结账",
        "Closes",
        RESULT,
        "RULES",
        "结过的期间，按先后排列；摘要一行连一行。Closed periods in order; each digest chains to the one before.",
        ("period",),
        (
            _c("period", "期间", "Period", "period"),
            _c("state", "状态", "State", "kind", choices=STATES),
            _c("closed_at", "结账时间", "Closed at", "timestamp", False),
            _c("closed_by", "结账人", "Closed by", "text", False),
            _c("rows", "行数", "Rows", "count", False),
            _c("digest", "摘要", "Digest", "text", False),
            _c("previous", "前一摘要", "Previous", "text", False),
        ),
    ),
    Table(
        "seals",
        "封签 Seals",
        "封签",
        "Seals",
        RESULT,
        "RULES",
        "每次结账读过和写过的每张表的摘要，供核对。A digest per table that a close read or wrote, for verify.",
        ("period", "table"),
        (
            _c("period", "期间", "Period", "period"),
            _c("table", "表", "Table", "text"),
            _c("rows", "行数", "Rows", "count"),
            _c("digest", "摘要", "Digest", "text"),
        ),
    ),
    Table(
        "reopenings",
        "反结账 Reopenings",
        "反结账",
        "Reopenings",
        RESULT,
        "RULES",
        "每次反结账：谁、何时、为什么。Every re-opening: who, when, why.",
        (),
        (
            _c("period", "期间", "Period", "period"),
            _c("reopened_at", "时间", "Reopened at", "timestamp"),
            _c("reopened_by", "经手人", "Reopened by", "text"),
            _c("reason", "原因", "Reason", "text"),
            _c("digest", "原摘要", "Digest before", "text"),
        ),
    ),
)

TABLES = {table.key: table for table in (*INPUTS, *RULE_TABLES, *RESULTS)}


def choice_label(column: Column, key: str) -> str:
    """The bilingual text that a choice column's cell holds: `业务员 salesperson`."""
    return next((f"{zh} {k}" for k, zh in column.choices if k == key), key)
