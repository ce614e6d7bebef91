"""The department's dated rules."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import SHARE_KINDS, SHARE_SCHEMES, TIER_SCHEMES
from xlpy.core.tables.columns import in_force
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import RULES, Row, col


@table(
    "policy",
    "规则参数",
    "Policy",
    RULES,
    "RULES",
    sheet="规则 Policy",
    part="rules",
    keys=("key", "from"),
    note=(
        "部门规则的每个参数一行；改动时加一行新的生效日期，不改旧行。"
        "One row per parameter; to change one, add a row with a new date and keep the "
        "old."
    ),
    closing=True,
)
class PolicyRow(Row):
    """One dated value of a parameter, as text; None: no value."""

    key: str = col("参数", "Key", "text", also="参数名;名称;规则参数;parameter;name;setting")
    value: str | None = col("值", "Value", "value", also="参数值;数值;setting value")
    unit: str | None = col("单位", "Unit", "text", also="计量单位;unit of measure")
    from_: datetime.date = in_force()
    source: str | None = col(
        "依据", "Source", "text", note="规则编号。The rule's id.", default=None
    )
    note: str | None = col("说明", "Note", "text", default=None)


@table(
    "tiers",
    "提成档",
    "Commission tiers",
    RULES,
    "B-3.B.1",
    sheet="提成档 Tiers",
    part="rules",
    keys=("scheme", "over", "from"),
    note=(
        "回款超过任务的某个百分比的部分按该档比例提成。"
        "The part of the receipts above a percentage of the target earns the rate."
    ),
    closing=True,
)
class Tier(Row):
    """The part of the receipts above `over` percent of the target earns `rate` percent (B-3.B.1,
    B-3.B.2).
    """

    scheme: str = col(
        "方案",
        "Scheme",
        "choice",
        choices=TIER_SCHEMES,
        also="提成方案;对象;适用对象;类型;who;kind;type",
    )
    over: Decimal = col(
        "超过任务%",
        "Over % of target",
        "percent",
        also=(
            "超过%;超过;超过任务;完成率超过;完成率;起点%;任务完成率%;档位;over %;over;above %;"
            "above;attainment over;from %"
        ),
    )
    rate: Decimal | None = col(
        "提成率%",
        "Rate %",
        "percent",
        note=(
            "百分数：1.25 表示 1.25 %；空表示此档从该日起取消。In percent; blank ends the "
            "tier from that day."
        ),
        also=(
            "提成率;提成比例;提成比例%;提成%;比例;比例%;提成点;提成;commission %;commission "
            "rate;rate;commission"
        ),
    )
    from_: datetime.date = in_force()


@table(
    "shares",
    "分配比例",
    "Shares",
    RULES,
    "B-3.B.2.c",
    part="rules",
    keys=("scheme", "kind", "from"),
    note=(
        "团队提成与奖池的分配比例；每个方案合计 100 %。"
        "How the team commission and the pools are shared; each scheme sums to 100 %."
    ),
    closing=True,
)
class Share(Row):
    """What a kind of recipient gets of the team commission or a pool, in percent (B-3.B.2.c,
    B-3.C).
    """

    scheme: str = col(
        "方案", "Scheme", "choice", choices=SHARE_SCHEMES, also="分配方案;奖池;周期;period;pool"
    )
    kind: str = col(
        "去向",
        "Kind",
        "choice",
        choices=SHARE_KINDS,
        also="分配对象;对象;名次;获得者;who;recipient;for",
    )
    share: Decimal | None = col(
        "比例%",
        "Share %",
        "percent",
        note=("百分数；空表示从该日起取消。In percent; blank ends the share from that day."),
        also="比例;分配比例;占比;百分比;分配比例%;percentage;percent;share",
    )
    from_: datetime.date = in_force()
