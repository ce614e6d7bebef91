"""What the choice columns of the order dossier can hold: the key and its Chinese half."""

from xlpy.core.dossier import forms as dossier

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
