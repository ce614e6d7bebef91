"""The tables of the department's dated rules."""

from xlpy.book.schema.choices import SHARE_KINDS, SHARE_SCHEMES, TIER_SCHEMES
from xlpy.book.schema.model import RULES, Table, col

_FROM = col(
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
            col("key", "参数", "Key", "text"),
            col("value", "值", "Value", "value", False),
            col("unit", "单位", "Unit", "text", False),
            _FROM,
            col("source", "依据", "Source", "text", False, note="规则编号。The rule's id."),
            col("note", "说明", "Note", "text", False),
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
            col("scheme", "方案", "Scheme", "choice", choices=TIER_SCHEMES),
            col("over", "超过任务%", "Over % of target", "percent"),
            col(
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
            col("scheme", "方案", "Scheme", "choice", choices=SHARE_SCHEMES),
            col("kind", "去向", "Kind", "choice", choices=SHARE_KINDS),
            col(
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
