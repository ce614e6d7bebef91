"""What the cells of a choice column can hold: the key and its Chinese half."""

from xlpy.core.dossier import forms as dossier

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
STAGES = dossier.STAGES
POOL_NAMES = (("welfare", "福利基金"), ("quarter", "季度奖池"), ("year", "年终奖池"))
ADJUSTED_ITEMS = (
    ("post_wage", "岗位工资"),
    ("sales_pay", "业绩工资"),
    ("attendance_pay", "全勤"),
    ("teamwork_pay", "团队精神"),
    ("execution_pay", "执行力"),
    ("fines_taken", "罚款已扣"),
    ("commission", "个人提成"),
    ("team_share", "团队分配"),
    ("prizes", "季奖年奖"),
    ("rewards", "建议奖"),
    ("deductions", "其他扣款"),
    ("pool", "奖池"),
)
STATES = (("open", "未结"), ("closed", "已结"), ("locked", "已锁"))
