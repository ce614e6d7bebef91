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
FORMS = tuple((form.key, form.zh) for form in dossier.FORMS.values())
FORM_STATES = (("done", "完成"), ("due", "到期"), ("missing", "缺"), ("approval owed", "待批"))
NEED_KINDS = (
    ("row", "有此单"),
    ("field", "填写"),
    ("signature", "签字"),
    ("copy", "抄送留底"),
    ("approval", "批准"),
    ("agreement", "一致"),
    ("gate", "关口"),
)
WEIGHTS = (("must", "必须"), ("should", "提醒"), ("off", "停用"))
APPROVAL_KINDS = (("approval", "批准"), ("waiver", "放行"))
ADDRESS_KINDS = (("buyer", "买方"), ("consignee", "收货人"), ("notify", "通知方"))
COST_STAGES = (("rough", "报价估算"), ("confirmed", "确认核算"), ("actual", "实际"))
INSPECTION_KINDS = (("parts", "配件"), ("production", "产中"), ("final", "出货"))
INSPECTION_RESULTS = (("passed", "合格"), ("failed", "不合格"))
ACCOUNT_KINDS = (("deposit", "定金"), ("balance", "余款"), ("parts", "付配件款"))
PAPERS = (
    ("customs", "报关单"),
    ("booking", "订舱单"),
    ("C/O", "产地证"),
    ("certificate", "商检证"),
    ("B/L", "提单"),
    ("invoice", "商业发票"),
    ("insurance", "保险单"),
)
INSTRUMENTS = (("T/T", "电汇"), ("L/C", "信用证"), ("D/P", "付款交单"), ("D/A", "承兑交单"), ("O/A", "赊销"))
BALANCES = (
    ("before shipment", "出运前"),
    ("before papers", "放单前"),
    ("through bank", "银行交单"),
    ("later", "出运后"),
)
