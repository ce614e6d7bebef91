"""What the cells of a choice column can hold: the key and its Chinese half."""

from xlpy.core.dossier import forms as dossier
from xlpy.core.pricing import PRICE_BASES
from xlpy.core.roles import ROLES

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
CLAIMS = dossier.CLAIMS
SUPPLIES = dossier.SUPPLIES
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
COST_PARTS = (
    ("purchase", "采购"),
    ("freight", "运费"),
    ("insurance", "保险费"),
    ("commission", "佣金"),
    ("bank", "银行费用"),
    ("other", "其他费用"),
)
INSPECTION_KINDS = (("parts", "配件"), ("production", "产中"), ("final", "出货"))
INSPECTION_RESULTS = (("passed", "合格"), ("failed", "不合格"))
ACCOUNT_KINDS = (("deposit", "定金"), ("balance", "余款"), ("parts", "付配件款"))
PAPERS = (
    ("customs", "报关单"),
    ("booking", "订舱单"),
    ("C/O", "产地证"),
    ("certificate", "商检证"),
    ("B/L", "提单"),
    ("AWB", "空运单"),
    ("CMR", "公路运单"),
    ("courier", "快递单"),
    ("invoice", "商业发票"),
    ("insurance", "保险单"),
)
PRICE_PARTS = (("freight", "运费"), ("insurance", "保险费"), ("discount", "折扣"))
TRANSPORTS = (
    ("sea", "海运"),
    ("air", "空运"),
    ("road", "公路"),
    ("rail", "铁路"),
    ("courier", "快递"),
)
ALLOWED = (("allowed", "允许"), ("not allowed", "不允许"))
SCANS = (
    ("signed", "签字件"),
    ("bank", "银行单据"),
    ("paper", "单证"),
    ("picture", "照片"),
    ("mail", "往来邮件"),
    ("other", "其他"),
)
QUANTITY_TERMS = (("units", "按件数"), ("measure", "按重量体积"), ("about", "约"))
INSTRUMENTS = (
    ("T/T", "电汇"),
    ("L/C", "信用证"),
    ("D/P", "付款交单"),
    ("D/A", "承兑交单"),
    ("O/A", "赊销"),
)
BALANCES = (
    ("before shipment", "出运前"),
    ("before papers", "放单前"),
    ("through bank", "银行交单"),
    ("later", "出运后"),
)
CUSTOMER_STATES = (
    ("prospect", "潜在"),
    ("active", "活跃"),
    ("quiet", "沉寂"),
    ("lost", "流失"),
    ("merged", "已合并"),
)
STRENGTHS = (("strong", "强"), ("middle", "中"), ("weak", "弱"))
LEVELS = (("high", "高"), ("middle", "中"), ("low", "低"))
YES = (("yes", "是"),)
ASSIGNED = (
    ("new", "新客户"),
    ("fair", "展会"),
    ("hand-over", "交接"),
    ("return", "收回"),
    ("manager", "经理指定"),
)
ENQUIRY_STATES = (("open", "未报价"), ("quoted", "已报价"), ("ordered", "已下单"), ("lost", "丢失"))
DECISIONS = (("same", "同一家"), ("different", "不是一家"), ("shared", "共同跟进"))
WORD_KINDS = (("trade", "行业词"), ("place", "地名"), ("legal", "公司形式"))
CONTACTED = (
    ("mail", "邮件"),
    ("phone", "电话"),
    ("messenger", "即时通讯"),
    ("visit", "拜访"),
    ("fair", "展会面谈"),
)
ABOUT = (
    ("enquiry", "询盘"),
    ("quote", "报价"),
    ("order", "订单"),
    ("received", "客户收货"),
    ("balance", "应收款"),
    ("birthday", "生日"),
    ("holiday", "节日"),
    ("quiet", "久未联系"),
    ("care", "关怀"),
    ("greeting", "问候"),
    ("new products", "新品"),
    ("sample", "样品"),
    ("price list", "价目表"),
)
TODO_KINDS = (
    ("reply", "答复询盘"),
    ("quote", "跟进报价"),
    ("received", "收货回访"),
    ("balance", "催余款"),
    ("deposit", "催定金"),
    ("L/C", "信用证日期"),
    ("supplier", "供应商交货"),
    ("birthday", "生日"),
    ("holiday", "节日"),
    ("quiet", "久未联系"),
    ("planned", "计划的下一步"),
    ("product", "补全产品"),
)
MEASURES = (("enquiries", "询盘"), ("quotes", "报价"), ("orders", "订单"), ("receipts", "回款"))
FUNNEL_VIEWS = (
    ("channel", "渠道"),
    ("region", "地区"),
    ("salesperson", "业务员"),
    ("product", "产品"),
    ("month", "询盘月份"),
)
REPORT_VIEWS = (
    ("all", "全部"),
    ("person", "人员"),
    ("team", "团队"),
    ("customer", "客户"),
    ("region", "地区"),
    ("channel", "渠道"),
    ("product", "产品"),
    ("currency", "币种"),
)
REPORT_PARTS = (
    ("sentence", "要点"),
    ("forecast", "预测"),
    ("owed", "应收"),
    ("ask", "该问谁"),
    ("pool", "奖池"),
    ("rate", "汇率差异"),
)
FORECAST_METHODS = (
    ("mean", "平均"),
    ("last_year", "去年同月×增长"),
    ("theta_and_last_year", "趋势与去年的平均"),
    ("theta", "去季节趋势"),
)
QUARTERS = (("Q1", "一季度"), ("Q2", "二季度"), ("Q3", "三季度"), ("Q4", "四季度"))
LOG_KINDS = (("day", "日报"), ("week", "周报"), ("month", "月报"))
MEETING_KINDS = (("weekly", "周例会"), ("monthly", "月会"), ("other", "其他会议"))
DAY_PARTS = (
    ("day", "全天"),
    ("morning", "上午"),
    ("afternoon", "下午"),
    ("morning_in", "上午上班"),
    ("morning_out", "上午下班"),
    ("afternoon_in", "下午上班"),
    ("afternoon_out", "下午下班"),
)
EXCUSES = (
    ("leave", "事假"),
    ("sick", "病假等"),
    ("trip", "出差"),
    ("outing", "外出"),
    ("forgot", "忘打卡"),
    ("announced", "事先说明"),
)
DECIDED = (("fine", "罚"), ("no fine", "不罚"))
SAID: dict[tuple[tuple[str, str], ...], dict[str, str]] = {
    GRADES: {
        "full": "满分;全;全部;满;优;优秀;达标;100%;100;yes;full marks;all",
        "half": "半;一半;半分;部分;50%;50;half marks;partly",
        "none": "没有;零;零分;不合格;未达标;0;0%;no;nothing;zero",
    },
    DAY_KINDS: {
        "holiday": "放假日;假日;休息;休息日;休;节假日;法定假日;day off;off;public holiday",
        "workday": "上班;调休;补班;工作日;班;调班;working day;make-up day;work",
    },
    TIER_SCHEMES: {
        "personal": "个人提成;业务员;个人档;person;individual",
        "team": "团队提成;部门;团队档;department",
    },
    SHARE_SCHEMES: {
        "month": "月度;每月;monthly",
        "quarter": "季度;每季;quarterly",
        "year": "年度;每年;yearly;annual",
    },
    ROLES: {
        "salesperson": "销售;销售员;外销员;外贸员;外贸业务员;业务;业务代表;业"
        "务经理;销售代表;sales;sales "
        "rep;seller;"
        "salesman;sales person;saleswoman",
        "manager": "部门经理;外贸经理;外贸部经理;部长;总监;负责"
        "人;head;head of department;team "
        "leader",
        "accountant": "财务;会计员;出纳;accounts;accounting;bookkeeper;finance",
        "assistant": "助手;文员;跟单;跟单员;业务助理;内勤;clerk;merchandiser;secretary",
        "purchaser": "采购员;采购专员;purchasing;buyer;procurement",
        "production": "生产部;生产员;车间;factory;maker",
        "supervisor": "生产主管;外贸主管;业务主管;组长;team supervisor;foreman",
    },
    REGIONS: {
        "Europe": "欧盟;西欧;东欧;北欧;南欧;EU;european union",
        "Americas": "北美;南美;拉美;北美洲;南美洲;中南美;美"
        "国;America;North America;South America;Latin "
        "America",
        "Middle East": "中东地区;海湾;中东北非;Mideast;Gulf;MENA",
        "Asia": "东南亚;东亚;南亚;中亚;日韩;Southeast Asia;East Asia;South Asia",
        "Africa": "非洲地区;北非;西非;南非;东非;West Africa;East Africa",
        "Oceania": "澳洲;澳新;大洋州;Australia;Pacific",
        "other": "其它;别的;others;rest",
    },
    CHANNELS: {
        "website": "官网;独立站;公司网站;自建站;网页;web;site;web site;homepage",
        "B2B platform": "平台;阿里巴巴;阿里;国际站;阿里国际站;环球资源;中国制造网;B2B;alibaba;"
        "made-in-china;global sources",
        "search": "搜索引擎;谷歌;主动开发;谷歌搜索;google;search engine",
        "exhibition": "广交会;交易会;展览;展销会;fair;trade fair;trade show;expo;canton fair",
        "existing customers": "老客;旧客户;返单;现有客户;老顾客;existing;old "
        "customer;existing customer;repeat",
    },
    CUSTOMER_STATES: {
        "prospect": "潜在客户;意向;新客户;lead;potential;new",
        "active": "活跃客户;合作中;成交;在合作;customer;current;won",
        "quiet": "休眠;沉默;不活跃;inactive;dormant;sleeping",
        "lost": "关闭;已流失;不再合作;停业;closed;dead;gone;out of business",
        "merged": "合并",
    },
    STRENGTHS: {
        "strong": "实力强;大;雄厚;high;big;large;A",
        "middle": "一般;普通;中等;medium;average;B",
        "weak": "小;实力弱;较弱;low;small;C",
    },
    LEVELS: {
        "high": "很高;强;大;高度;strong;A",
        "middle": "一般;普通;中等;medium;average;B",
        "low": "较低;弱;小;没有;weak;none;C",
    },
    YES: {"yes": "主;主要;对;y;true;1;main;x;✓;√"},
    ASSIGNED: {
        "new": "新;新分配;new customer;first",
        "fair": "广交会;展览;E-2.3;exhibition;trade fair",
        "hand-over": "离职交接;交接客户;移交;B-2.A.6;handover;leaver;leaves",
        "return": "公海;退回;收回公海;pool;returned;released",
        "manager": "经理;重新分配;调整;指定;A-1.5;A-Q2.2;reassigned;by the manager",
    },
    ENQUIRY_STATES: {
        "open": "新;待答复;已回复;未处理;跟进中;new;replied;answered;in progress",
        "quoted": "报价;已报;quote sent;offered",
        "ordered": "成交;已成交;赢单;won;order;closed won",
        "lost": "输单;放弃;无效;垃圾;dead;closed lost;rejected;spam",
    },
    CONTACTED: {
        "mail": "邮箱;电邮;电子邮件;email;e-mail",
        "phone": "打电话;通话;手机;call;telephone",
        "messenger": "微信;WhatsApp;Skype;QQ;聊天;chat;wechat;im",
        "visit": "来访;上门;面谈;meeting;met",
        "fair": "展会;广交会;exhibition",
    },
    QUARTERS: {
        "Q1": "1;第一季度;1季度;一;first",
        "Q2": "2;第二季度;2季度;二;second",
        "Q3": "3;第三季度;3季度;三;third",
        "Q4": "4;第四季度;4季度;四;fourth",
    },
    LOG_KINDS: {
        "day": "日;每日;daily",
        "week": "周;每周;weekly",
        "month": "月;每月;monthly",
    },
    MEETING_KINDS: {
        "weekly": "周会;例会;每周;week",
        "monthly": "月例会;每月;month",
        "other": "其他;临时;临时会议",
    },
    DAY_PARTS: {
        "day": "整天;一天;全日;full;whole day;all day",
        "morning": "上半天;am;a.m.",
        "afternoon": "下半天;pm;p.m.",
    },
    EXCUSES: {
        "leave": "请假;私事;personal;personal leave",
        "sick": "病假;婚假;丧假;产假;年假;sick leave;other leave",
        "trip": "公出;business trip;travel",
        "outing": "外勤;拜访;因公外出;out on business;field work",
        "forgot": "忘记打卡;漏打卡;补卡;forgotten",
        "announced": "已说明;报备;已报备;told before",
    },
    CLAIMS: {
        "on hold": "挂起;中止;hold;paused;suspended",
        "cancelled": "取消;作废;cancel;canceled;void",
        "lost": "丢单;输单;未成交;lost order",
    },
    SUPPLIES: {
        "made": "生产;自制;自己生产;本厂;own;own production;produced;manufactured",
        "bought": "采购;外采;贸易;成品采购;转单;trading;purchased;bought in",
    },
    PRICE_BASES: {
        "10": "十;per 10;/10",
        "12": "打;一打;12个;dozen;doz;dz;per dozen;/12",
        "100": "百;每100;100个;hundred;per 100;/100;c",
        "144": "罗;gross;per gross;/144",
        "1000": "千;每1000;千个;thousand;per 1000;/1000;m",
        "10000": "万;每10000;万个;per 10000",
    },
    INSTRUMENTS: {
        "T/T": "TT;汇款;wire;bank transfer;telegraphic transfer",
        "L/C": "LC;letter of credit",
        "D/P": "DP",
        "D/A": "DA",
        "O/A": "OA;记账;open account",
    },
}
"""What people write for a choice in files of their own, with semicolons between: list → key →
words.
"""
